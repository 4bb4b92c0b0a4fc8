"""Periods that a cell quotes, and the single step of a complaint that its words tie each of them to.

Patterns are for lowered text, which is searched in a third of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from scorer.checks.text import NUMBER, Sentence, is_history, is_negated, lowered, number, sentences
from scorer.codes import load
from scorer.records import FIELDS, EvidenceCell, Field

Step = Literal["acknowledgement", "response", "extension"]

RECEIPT_ALLOWANCE = 5
"""Working days. A response counted from receipt may hold the time to acknowledge; so may one whose start is not told,
but beside the provision that sets its limit."""

_WEEK, _FORTNIGHT, _MONTH = 5, 10, 20
"""Working days; a month has at least 20 of them."""

_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
}  # fmt: skip
_NTH = {
    **_ORDINALS,
    **{
        f"{tens}-{word}": value + own
        for tens, value in (("twenty", 20), ("thirty", 30))
        for word, own in list(_ORDINALS.items())[:9]
    },
    **{f"{value}{ending}": value for value in range(1, 41) for ending in ("st", "nd", "rd", "th")},
}
"""Ordinals, with each ending that a slip of the pen may give them."""

AMOUNT = re.compile(
    rf"\b(?P<number>{NUMBER}|a(?= (?:calendar )?(?:week|month|fortnight)))(?:\s*\(\w{{1,10}}\))?[\s-]*"
    r"(?:(?:more|further|additional|extra)\s)?(?P<kind>working|business|calendar|clear)?[\s-]*"
    r"(?P<unit>days?|weeks?|months?|fortnights?|wds?|w/ds?)\b"
    r"|\b(?:by|before|no later than|at the latest on)(?: the)? "
    rf"(?:(?P<nth>{'|'.join(sorted(_NTH, key=len, reverse=True))}) (?=working))?(?P<day_kind>working )?"
    rf"day(?(nth)| (?P<day>{NUMBER}))\b"
)
_WITHIN = re.compile(
    r"(?:\bwithin|\binside|\bin|\bby|\bof|\bup to|\bmaximum(?: of)?|\bnot? (?:later|more|longer) than|\bunder|\btakes?"
    r"|\blimit(?: is| of)?|\bis|\bgiven|:|[-–—=(])\s*(?:a |an |the )?(?:maximum (?:of )?|further |additional |extra "
    r"|next |following |target of |period of )?$"
)
_OWN_LIMIT = re.compile(
    r"\b(?:standard|target|timescale|time limit|limit|deadline|turnaround)\b[\w ]{0,25}\b(?:is|of)\s*(?:a |an )?$"
    r"|\b(?:work to|given|give (?:ourselves|themselves)|have|has"
    r"|allow(?:s|ed)?(?: ourselves| themselves| officers| managers| for)?)"
    r"\s*(?:a |an |up to |the )?$"
)
"""What makes a period the limit of the provision beside which it stands, without naming the step."""
_NOT_COMPLAINTS = re.compile(
    r"\b(?:subject access|data protection|personal data|freedom of information|foi|sars?|petitions?)\b"
)
"""What has a time limit of its own, which is not that of a complaint."""
_OTHER_DUTY = re.compile(
    r"\s*(?:['’]? ?notice\b|of (?:annual )?(?:leave|holiday)\b|(?:is |are )?(?:set|fixed) by (?:law|statute)\b"
    r"|to (?:read|enter|supply|provide|act on|learn|comment|put the|do the|take the (?:course|module|training)"
    r"|send (?:the |our |us |their )?(?:reviewer|handler|officer|panel|papers|accounts?|comments|statements?|files?))\b"
    r"(?![^.;]{0,120}(?:respon|repl(?:y|ies)|answer|acknowledg|deci[sd]|letter|write|resolv|outcome|complaint|\blog\b|regist|defin)))"
)
"""What follows a period that somebody has for another piece of work."""
_FINISHED = re.compile(
    r"\b(?:completed|concluded|issued|resolved|investigated|decided|dealt with|finali[sz]ed"
    r"|turn(?:s|ed)? (?:\w+ )?(?:a)?round)\s+(?:with)?in(?:side)?\s*$"
)
"""What makes a period the time to respond, beside the provision that sets that."""
_TAKEN_IN = re.compile(
    r"\b(?:logged|registered|recorded|entered|opened|defined|card out|letter out)\b[\w ]{0,25}?"
    r"\s(?:with)?in(?:side)?\s*(?:a )?$"
)
"""What makes a period the time to acknowledge, beside the provision that sets that."""
_NO_RECEIPT = re.compile(
    r"\b(?:decision|outcome|final|full|finding|investigat|reminder|refus|report|panel|allocat|pass(?:ed)? (?:on|to))"
)
"""What shows that something else than the acknowledgement is sent or entered."""
_WARNING = re.compile(
    r"\b(?:if|unless|overdue|late|escalat|alert|flag|warn|amber|past\b|report|over\b|beyond|more than|list\b)"
)
"""What shows that a period is one after which somebody looks."""
_SPAN = re.compile(
    r"\s*(?:up )?(?:to|ended|ending|since) (?:the end of |end of |\d+ )?"
    r"(?:jan|feb|mar|apr|may|ju[nl]|aug|sep|oct|nov|dec|20\d\d)"
)
"""What follows a period that is looked back on."""
_LABEL = re.compile(r"^\W*(?:our |the )?(?:stage (?:1|2|one|two)|first stage|second stage|s[12])\W*$")
"""A stage as a heading of the period behind it."""
_FROM_RECEIPT = re.compile(
    r"\b(?:receipt|receiv\w*|acknowledg\w*|(?:com|hear|get)(?:es|s|ing)? in|arriv\w*|complain(?:s|ed)"
    r"|of (?:the|a|its|their) (?:request|complaint|contact|call|email|letter|escalation))\b|\+|\bplus\b"
)
"""What may say that a period is a sum of the time to acknowledge and the time to respond."""
_AT_MOST = re.compile(r"\bnot? (?:later|more|longer) than\b")
_ACKNOWLEDGE = re.compile(r"\back(?:nowledg\w*|s|ed)?\b")
_RESPOND = re.compile(r"\brespon[ds]\w*|\brepl(?:y|ies|ied)\b|\banswer(?:ed|s)?\b|\bdecision letter")
_EXTEND = re.compile(r"\bexten(?:d|ds|ded|sion|sions)\b")
_EXTENDED_BY = re.compile(
    r"\bby\b|\bextensions?\b.{0,20}\b(?:of|for)\b|\bextensions?\b[\w ]{0,20}\b(?:is|are|runs?(?: to| for)?)\s*$"
    r"|\bfurther\b|\badditional\b|\bextra\b|\banother\b|\bplus\b|\badds?\b|\bmaximum\b|\bup to\b"
)
_STAGE = re.compile(r"\bstages? ?(?P<stage>1|2|3|one|two|three)\b|\b(?P<nth>first|second|third) stage\b")
_STAGES = {"1": 1, "one": 1, "first": 1, "2": 2, "two": 2, "second": 2, "3": 3, "three": 3, "third": 3}
_STAGE_AFTER = re.compile(r"\s*(?:at|for|in|of|\()\s*(?:our |the )?(?=stage|first stage|second stage)")
_FROM_LOGGED = re.compile(r"^\s*(?:of|from|after|following|since)\b[\w\s]{0,30}?\b(?:acknowledg|logg|regist|record)")
_START_POINT = re.compile(
    r"\b(?:of|from|after|following|since)\b(?:\s+(?:the|its|our|date|of|being|when|complaint|request|panel|hearing|review|stage|one|two"
    r"|[12]|first|initial|final))*\s+(?:acknowledg|receipt|receiv|logg|regist|record|escalat|respon|request|repl"
    r"|letter|decision|answer)\w*"
)
_OTHER = re.compile(
    r"\b(?:repair|appointment|surve|inspect|visit|works?\b|emergenc|call|phone|telephone|text|contact|pa(?:y|id)"
    r"|compensat|refund|feedback|meet|interview|ombudsman|mps?\b|councillor|enquir|remed|clos(?:e|ed|ure|ing)\b"
    r"|action|triage|chase|updat|remind|draft|sign|evidence|contractor|average|took\b|median|longest|mean\b"
    r"|typical|per cent|all but\b|complex|exception|(?:reviewed|checked) (?:every|after|within)|surveyor"
    r"|every (?:\d|two|three|four|five|ten|few|day|week|month)|publish|train|audit|tracker"
    r"|follow[- ]?(?:up|on)\b|followed)|%"
)
"""What else is counted in days, and what is a measurement and not a limit."""
_RESIDENTS_OWN = re.compile(
    r"\b(?:residents?|customers?|tenants?|complainants?|leaseholders?|individuals?|people|they|you)\b(?:\s+(?:who"
    r"|then|still|also|have|has|had))*\s+(?:have|has|had|can|may|must|should|are given|is given|are allowed|get"
    r"|are asked|is asked|wish\w*|want\w*|(?:are|is) (?:un|dis)\w+)\b|\bto (?:escalate|request|ask|appeal|come back"
    r"|tell us)|\b(?:escalate|ask|appeal|come back|request(?:s|ed)? (?:a |an )?(?:review|escalation"
    r"|stage))\b[^,;]{0,40}$|\bgiv(?:e|es|en|ing) (?:residents?|customers?|tenants?|them\b|complainants?)|\bwindow\b"
    r"|\b(?:must|should|may|can) be (?:requested|made|asked|sought|lodged)"
)
_TURN = re.compile(r"[,:(]|\band\b|\bthen\b|\bto\b")
"""Where what stands behind a period turns to something else."""
_ANOTHER_THING = re.compile(
    r"\b(?:cop(?:y|ies)|sent to|passed to|goes to|given to|reviewer|panel|handler|files?|papers|leaflet)\b"
)
"""What shows, between two periods, that the second is not of the step that the first is of."""
_FURTHER = re.compile(
    r"\b(?:further|additional|extra|another|plus|adds?|add(?:ed|ing))(?: up to| at most)?(?: an?)?\s*$"
)
_MORE = re.compile(r"^\s*(?:more|longer|extra|further|extension)\b|^\s*(?:can|may) be added\b|^\s*(?:is|are) added\b")
_ADDED = re.compile(r"\s(?:more|further|additional|extra)\s")
"""What makes a period the length of an extension, beside the provision that sets that: before, after and within it."""
_COMPLEX = re.compile(r"\bcomplex\w*|\bsign(?:s|ed)?[ -]off\b")
"""What is no other work beside an extension, but what it rests on and who grants it."""
_IN_TOTAL = re.compile(r"\b(?:total|overall|altogether|in all)\b")
_RUNS_TO = re.compile(r"\bextensions?\b[\w ]{0,25}\b(?:runs?|are|is)(?: to| for)?\s*$")
_GOOD_REASON = re.compile(
    r"\bgood reason|\bexceptional|\bunless\b|\bagree\w*\b(?! by (?:the|a|an|our) (?!resident|tenant|customer)\w+)"
    r"|\btotal\b|\blast\b|\blongest|\bwas\b|\bwere\b"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A period that a cell ties to one step. ``days`` are working days at the least that the words can mean;
    ``from_logged`` says that they count from the acknowledgement or the log; ``single`` that they stand beside the
    provision that sets their limit, and that nothing hints at a sum with another step."""

    step: Step
    stage: int
    days: int
    field: Field
    start: int
    end: int
    from_logged: bool
    single: bool


@cache
def limits(code: str) -> Mapping[tuple[Step, int], int]:
    """The edition's ceilings in days, by step and stage, from its own timescales."""
    found: dict[tuple[Step, int], int] = {}
    for provision in load(code).provisions:
        for timescale in provision.timescales:
            step = _step_of(timescale.measures)
            if step and timescale.number and timescale.unit == "days" and timescale.limit.startswith("maximum"):
                found[step, _stage_of(timescale.measures) or 1] = timescale.number
    return found


@cache
def least_limit(code: str) -> int:
    """The edition's lowest ceiling in days: what is no longer than that is in time, whatever step it is of."""
    return min(limits(code).values())


@cache
def _own_step(code: str, ref: str) -> tuple[Step, int] | None:
    """The one step whose ceiling a provision sets, or None where it sets none or several; its extension aside."""
    provision = load(code).by_ref.get(ref) if code else None
    steps = {
        (step, _stage_of(timescale.measures) or 1)
        for timescale in (provision.timescales if provision else ())
        if timescale.limit.startswith("maximum") and timescale.unit == "days" and (step := _step_of(timescale.measures))
    }
    steps = {step for step in steps if step[0] != "extension"} or steps  # a response and its extension: the response
    return steps.pop() if len(steps) == 1 else None


def _step_of(measures: str) -> Step | None:
    if "Ombudsman" in measures:
        return None
    if "extension" in measures:
        return "extension"
    if "acknowledg" in measures:
        return "acknowledgement"
    return "response" if "response" in measures else None


def _stage_of(text: str) -> int | None:
    stages = [_STAGES[match["stage"] or match["nth"]] for match in _STAGE.finditer(lowered(text))]
    return stages[-1] if stages else None


def quoted(cell: EvidenceCell, over: int = -1) -> Iterator[Quoted]:
    """The periods of a cell that its words, or a cell that holds nothing else, tie to a single step.

    Left out is what may be something else: history, measurements, other work, the resident's own windows; and sentences
    without a period of more than ``over`` working days.
    """
    for field in FIELDS:
        whole = cell.text(field)
        for sentence in sentences(whole) if _has_unit(lowered(whole)) else ():
            text = lowered(sentence.text)
            if not _has_unit(text):
                continue
            amounts = list(AMOUNT.finditer(text))
            if not any(_working_days(amount) > over for amount in amounts):
                continue
            own = _own_step(cell.code, cell.ref)
            if own is None and not any(step.search(text) for step in (_ACKNOWLEDGE, _RESPOND, _EXTEND)):
                continue
            if not is_history(sentence.text) and not is_negated(_AT_MOST.sub("within", text)):
                yield from _in_sentence(cell, field, sentence, text, amounts, own)


def _has_unit(text: str) -> bool:
    """Whether a text has letters of which an amount holds some; looked for first, because most texts have none."""
    return any(unit in text for unit in ("day", "week", "month", "fortnight", "wd", "w/d"))


def _in_sentence(
    cell: EvidenceCell,
    field: Field,
    sentence: Sentence,
    text: str,
    amounts: Sequence[re.Match[str]],
    own: tuple[Step, int] | None,
) -> Iterator[Quoted]:
    step: Step | None = None
    for index, match in enumerate(amounts):
        left = text[amounts[index - 1].end() if index else 0 : match.start()]
        right = text[match.end() : amounts[index + 1].start() if index + 1 < len(amounts) else None]
        right = _TURN.split(right, 1)[0]
        step = _step(left, right) or (None if _ANOTHER_THING.search(left) else step)
        stage = _stage(left, right, own)
        alone = own is not None and not index and (len(text) - len(match[0]) < 12 or not left.strip())
        told_otherwise = own is not None and own[0] == "acknowledgement" and _RESPOND.search(text) is not None
        if own and step is None and not told_otherwise and (alone or _is_of(own, match, left, right, text)):
            alone, step, stage = True, own[0], stage or own[1]
        if (
            step is None
            or stage is None
            or not (alone or match["number"] is None or _WITHIN.search(left) or _RUNS_TO.search(left))
        ):
            continue
        around = _COMPLEX.sub(" ", f"{left} {right}") if step == "extension" else f"{left} {right}"
        if (
            _SPAN.match(text, match.end())
            or _OTHER.search(around)
            or _RESIDENTS_OWN.search(left)
            or _RESIDENTS_OWN.search(right)
        ):
            continue
        is_length = _is_added(match, right) or _EXTENDED_BY.search(left) is not None
        if step == "extension" and (not is_length or _GOOD_REASON.search(text)):
            continue
        if step != "acknowledgement" and _IN_TOTAL.search(text):
            continue
        if step == "response" and _EXTEND.search(text):
            continue
        start = sentence.start + match.start()
        end = start + len(match[0])
        from_logged = _FROM_LOGGED.search(right) is not None
        single = (step, stage) == own and not _FROM_RECEIPT.search(lowered(f"{cell.evidence} {cell.commentary}"))
        yield Quoted(step, stage, _working_days(match), field, start, end, from_logged, single)


def _is_of(own: tuple[Step, int], match: re.Match[str], left: str, right: str, text: str) -> bool:
    """Whether a period that names no step is that of the provision beside which it stands."""
    step, stage = own
    if _NOT_COMPLAINTS.search(left) or _OTHER_DUTY.match(text, match.end()):
        return False
    if _OWN_LIMIT.search(left):
        return True
    if step == "acknowledgement":
        return _TAKEN_IN.search(left) is not None and _NO_RECEIPT.search(text) is None
    if step == "extension":
        return _is_added(match, right) or _FURTHER.search(left) is not None
    since = _FROM_LOGGED.search(right) is not None and _WARNING.search(text) is None
    headed = _LABEL.search(left) is not None and _stage_of(left) in (None, stage)
    return since or headed or _FINISHED.search(left) is not None


def _is_added(match: re.Match[str], right: str) -> bool:
    """Whether a period is told as one more, as the length of an extension is."""
    return _MORE.search(right) is not None or _ADDED.search(match[0]) is not None


def _step(left: str, right: str) -> Step | None:
    """The step that the words nearest to a period name. What it is counted from is no step."""
    for words in (_START_POINT.sub(" ", left), _START_POINT.sub(" ", right)):
        if _EXTEND.search(words):
            return "extension"
        named: list[tuple[int, Step]] = [(match.start(), "acknowledgement") for match in _ACKNOWLEDGE.finditer(words)]
        named += [(match.start(), "response") for match in _RESPOND.finditer(words)]
        if named:
            return max(named)[1]
    return None


def _stage(left: str, right: str, own: tuple[Step, int] | None) -> int | None:
    """The stage that is named nearest, else the provision's; None where the sides disagree or none is known."""
    after = _stage_of(right)
    if after and _STAGE_AFTER.match(right):
        return after
    before = _stage_of(left)
    if before and after and before != after:
        return None
    return before or after or (own[1] if own else None)


def _working_days(match: re.Match[str]) -> int:
    """The fewest working days that a period can mean: "days" without "working" may be those of the calendar."""
    if match["number"] is None:
        count = number(match["day"]) if match["day"] else _NTH[match["nth"]]
        return count if match["day_kind"] else count * 5 // 7
    count = 1 if match["number"] == "a" else number(match["number"])
    unit, kind = match["unit"], match["kind"]
    if unit.startswith("week"):
        return count * _WEEK
    if unit.startswith("fortnight"):
        return count * _FORTNIGHT
    if unit.startswith("month"):
        return count * _MONTH
    return count if kind in ("working", "business") or unit.startswith("w") else count * 5 // 7


def ceiling(code: str, period: Quoted) -> int | None:
    """The working days that this period may not exceed, with every sum that the Code allows, or None."""
    limit = limits(code).get((period.step, period.stage))
    if limit is None or period.step != "response" or period.from_logged or period.single:
        return limit
    return limit + RECEIPT_ALLOWANCE
