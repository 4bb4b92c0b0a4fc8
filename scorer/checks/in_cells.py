"""The checks of one cell that need code: periods, letters of lists, the definition, answers, repetition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from scorer.checks import actions, channels, overdue, timescales, windows
from scorer.checks.kinds import Hit, all_of, hit_of, told, whole
from scorer.checks.text import NUMBER, Sentence, duties, is_history, number, stems
from scorer.codes import EDITION_CODES, Provision, Timescale, load
from scorer.records import FIELDS, EvidenceCell, Field

CellCheck = Callable[[EvidenceCell], Iterator[Hit]]

_STEP_WORDS = {
    "acknowledgement": "to acknowledge",
    "response": "to respond at stage {stage}",
    "extension": "for an extension at stage {stage}",
}
_LETTERED = re.compile(r"([a-z]): ")
_RANGE = re.compile(r"\(?\ba\b\)?\s*(?:-|–|—|to|through)\s*\(?([b-h])\b\)?", re.I)
_MARK = re.compile(r"(?:^|(?<=[\s,;(]))\(?([a-h])[.):](?=\s)")

_DEFINING = re.compile(r"\bdefin|[\"“‘]|\ba complaint (?:is|means)|\bcomplaint as\b|\breads\b|\bwording", re.I)
_DISSATISFIED = re.compile(r"\b(?:any |an )?expressions? of dissatisfaction", re.I)
_DEFINITION = {
    "however made": r"\bhowever\b[\w ,]{0,20}\bmade\b",
    "the standard of service": r"\bstandards?\b",
    "actions or lack of action": (
        r"\black of action|\binaction|\bfail\w* to act|\bnot (?:acting|done|doing)|\bomission|\bleft undone"
    ),
    "staff or agents": (
        r"\b(?:on (?:\w+|the landlord['’]s) behalf|agents?|contractors?"
        r"|(?:any(?:one|body)|those|people) (?:who )?(?:work|act)(?:s|ing)? for)\b"
    ),
    "the group of residents": r"\bgroups?\b",
}
_OLD_WORDING = re.compile(r"\bby the organi[sz]ation\b|\ban individual resident\b", re.I)
_ELIDED = re.compile(
    r"…|\.\.\.|\betc\b|\bfull definition\b|\bin full\b|\bword for word\b|\bverbatim\b|\bincluding\b", re.I
)

_CONDITIONAL_TOO = {
    "2020": (),
    "2022": ("4.19", "5.2", "5.14"),
    "2024": ("6.4", "6.5", "6.15", "6.16"),
    "lgsco-2024": ("6.4", "6.14"),
}
"""Provisions that only bite when something has happened, though their words do not open with it."""
_NOT_APPLICABLE = re.compile(
    r"\bnot applicable\b|\bn\s?[./]?\s?a\b\.?|\b(?:at (?:this|the) (?:time|moment)|at present|currently|to us|yet)\b",
    re.I,
)
_ASSENT = (
    "yes", "y", "noted", "agreed", "ok", "compliant", "comply", "complies", "we comply", "met", "understood",
    "fully compliant", "yes compliant", "accepted", "done", "true", "tbc", "see evidence", "in place", "confirmed",
)  # fmt: skip
_NO_WORD = r"[^a-z\d]"
_ASSENTING = frozenset(" ".join(_ASSENT).split())
_ONE_WORD = re.compile(r"[a-z\d]+")
_BARE = re.compile(rf"{_NO_WORD}*+(?:{'|'.join(_ASSENT)})?{_NO_WORD}*+".replace(" ", f"{_NO_WORD}+"))
"""Words of assent, or none, in lower case, with marks anywhere between."""
_REPEATED_SHARE = 0.85
"""The share of a cell's words that its requirement says too. A duty put in other words has less than 0.7."""
_REPEATED_WORDS = 8
"""Fewer words than this are too short to be a requirement said again."""
_REPEATED_RUN = 6
"""Words that follow each other as they do in the requirement."""
_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d+)?) ?(?:%|per cent)", re.I)
_LIMIT_WITHOUT_WORKING = re.compile(rf"\b(?:within|in) (?P<number>{NUMBER})(?: \(\w+\))? (?:calendar )?days\b", re.I)


def over_the_limit(cell: EvidenceCell) -> Iterator[Hit]:
    """A period that its words tie to one step, over the edition's ceiling with every sum that is allowed."""
    if cell.code not in EDITION_CODES:
        return
    for period in timescales.quoted(cell, over=timescales.least_limit(cell.code)):
        ceiling = timescales.ceiling(cell.code, period)
        if ceiling is not None and period.days > ceiling:
            step = _STEP_WORDS[period.step].format(stage=period.stage)
            yield Hit(period.field, period.start, period.end, (("limit", str(ceiling)), ("step", step)))


def days_without_working(cell: EvidenceCell) -> Iterator[Hit]:
    """The Code's own number of working days, told as days, in a cell that has "working" nowhere."""
    own = {timescale.number for timescale in _timescales(cell) if timescale.working_days}
    if not own or re.search(r"\bworking\b|\bbusiness\b", f"{cell.evidence} {cell.commentary}", re.I):
        return
    for field, sentence in told(cell):
        match = _LIMIT_WITHOUT_WORKING.search(sentence.text)
        if match and number(match["number"]) in own and not is_history(sentence.text):
            yield hit_of(field, sentence, match)
            return


def not_all_in_time(cell: EvidenceCell) -> Iterator[Hit]:
    """A share below 100 beside a Yes to a question that asks of all complaints."""
    for field, sentence in told(cell):
        match = _PERCENT.search(sentence.text)
        if match and float(match[1]) < 100 and re.search(r"acknowledg|logg", sentence.text, re.I):
            yield hit_of(field, sentence, match)
            return


def shortened_definition(cell: EvidenceCell) -> Iterator[Hit]:
    """A definition that is quoted or put in words, without one of its parts."""
    for field, sentence in _definitions(cell):
        left_out = [name for name, pattern in _DEFINITION.items() if not re.search(pattern, sentence.text, re.I)]
        if left_out:
            yield Hit(field, sentence.start, sentence.end, (("left_out", ", ".join(left_out)),))
            return


def old_definition(cell: EvidenceCell) -> Iterator[Hit]:
    """The definition of 2022 in a housing form of 2024."""
    for field, sentence in _definitions(cell):
        match = _OLD_WORDING.search(sentence.text)
        if match:
            yield hit_of(field, sentence, match)
            return


def short_range(cell: EvidenceCell) -> Iterator[Hit]:
    """ "a to f" beside a provision whose list runs further."""
    last = _last_letter(cell.code, cell.ref)
    for field, sentence in told(cell) if last else ():
        match = _RANGE.search(sentence.text)
        if match and match[1].lower() < last:
            yield hit_of(field, sentence, match, last=last)
            return


def short_list(cell: EvidenceCell) -> Iterator[Hit]:
    """Items lettered from a, of which the last ones of the provision's list are missing, or some between."""
    last = _last_letter(cell.code, cell.ref)
    if not last:
        return
    marks = [(field, match) for field in FIELDS for match in _MARK.finditer(cell.text(field))]
    letters = "".join(match[1] for _, match in marks)
    all_letters = "abcdefgh"[: ord(last) - ord("a") + 1]
    ends_early = len(letters) > 1 and all_letters.startswith(letters) and letters != all_letters
    has_gaps = len(letters) > 2 and letters[0] == "a" and letters[-1] == last and len(letters) < len(all_letters)
    if ends_early or (has_gaps and list(letters) == sorted(set(letters))):
        field, match = marks[-1]
        yield Hit(field, match.start(), match.end(), (("letters", ", ".join(letters)), ("last", last)))


def unconditional(cell: EvidenceCell) -> Iterator[Hit]:
    """Not applicable, without a reason, beside a provision that always applies."""
    if _is_unconditional(cell) and _gives_no_reason(cell):
        yield Hit()


def no_reason(cell: EvidenceCell) -> Iterator[Hit]:
    """Not applicable, without a reason, beside a provision that may not apply."""
    if not _is_unconditional(cell) and _gives_no_reason(cell):
        yield Hit()


def bare_yes(cell: EvidenceCell) -> Iterator[Hit]:
    """A Yes with nothing beside it, or with a word of assent."""
    if _BARE.fullmatch(whole(cell).lower()):
        yield all_of(cell)


def says_more(piece: str) -> bool:
    """Whether it holds a word that is none of assent."""
    return not _ASSENTING.issuperset(_ONE_WORD.findall(piece.lower()))


def repeated(cell: EvidenceCell) -> Iterator[Hit]:
    """A cell that says its requirement again and nothing else."""
    words = stems(cell.evidence) + stems(cell.commentary)
    if len(words) < _REPEATED_WORDS:
        return
    enough = _REPEATED_SHARE * len(words)
    for duty in duties(cell.code, cell.ref, cell.requirement):
        if duty.count(words) >= enough and duty.has_run(words, _REPEATED_RUN):
            yield all_of(cell)
            return


@lru_cache(maxsize=4096)
def _last_letter(code: str, ref: str) -> str:
    provision = load(code).by_ref.get(ref) if code in EDITION_CODES else None
    letters = [match[1] for part in (provision.parts if provision else ()) if (match := _LETTERED.match(part))]
    return letters[-1] if letters else ""


IN_CELLS: dict[str, CellCheck] = {
    "TIM001": over_the_limit,
    "TIM002": days_without_working,
    "TIM004": not_all_in_time,
    "EXC001": windows.short_window,
    "DEF001": shortened_definition,
    "ACC006": channels.one_channel,
    "DEF002": old_definition,
    "PRT001": short_range,
    "PRT002": short_list,
    "APP001": unconditional,
    "APP002": no_reason,
    "ACT001": actions.no_action,
    "ACT002": actions.no_date,
    "ACT003": actions.no_owner,
    "ACT004": actions.assent,
    "ACT005": overdue.overdue,
    "EVD001": bare_yes,
    "EVD002": repeated,
}
"""The functions of the checks of kind ``code``, by their codes."""

NEEDED_IN_CELLS: dict[str, tuple[re.Pattern[str], ...]] = {
    "TIM001": (timescales.AMOUNT,),
    "TIM002": (_LIMIT_WITHOUT_WORKING,),
    "TIM004": (_PERCENT,),
    "EXC001": (windows.PERIOD, windows.LOOK_BACK),
    "DEF001": (_DISSATISFIED,),
    "DEF002": (_OLD_WORDING,),
    "ACT002": (actions.PLAN,),
    "ACT003": (actions.PLAN,),
    "ACT005": (overdue.PLAN,),
}
"""Patterns of which each of these needs a match to fire, so that most cells need not be shown to it."""

BESIDE_IN_CELLS: dict[str, Callable[[str, str], object]] = {
    "PRT001": _last_letter,
    "PRT002": _last_letter,
}
"""Of an edition and a reference: whether each of these has anything to say beside that provision."""

RULED_OUT_BY: dict[str, Callable[[str], bool]] = {"EVD001": says_more}
"""Of what stands between white space: whether each of these cannot fire on a cell that holds it."""


def _provision(cell: EvidenceCell) -> Provision | None:
    return load(cell.code).by_ref.get(cell.ref) if cell.code in EDITION_CODES else None


def _is_unconditional(cell: EvidenceCell) -> bool:
    provision = _provision(cell)
    if provision is None or provision.na_plausible or provision.ref in _CONDITIONAL_TOO[cell.code]:
        return False
    return not re.match(r"(?:where|when|if)\b", provision.requirement, re.I)


def _gives_no_reason(cell: EvidenceCell) -> bool:
    return not re.search(r"\w", _NOT_APPLICABLE.sub("", whole(cell)))


def _timescales(cell: EvidenceCell) -> Iterator[Timescale]:
    provision = _provision(cell)
    yield from provision.timescales if provision else ()


def _definitions(cell: EvidenceCell) -> Iterator[tuple[Field, Sentence]]:
    if _ELIDED.search(whole(cell)):
        return
    for field, sentence in told(cell):
        defining = _DISSATISFIED.search(sentence.text) and _DEFINING.search(sentence.text)
        if defining and not is_history(sentence.text):
            yield field, sentence
