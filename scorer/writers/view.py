"""What every report of a form says, before any format: the order, the words and the counts. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from scorer.checks import ask_to_see, load_checks
from scorer.codes import EDITION_CODES, Provision, load
from scorer.records import FIELDS, CellScore, CheckFinding, EvidenceCell, Field, Form, FormReport, Reason
from scorer.writers.segments import Mark, Segment, segments

FIRST = 10
"""How many answers to challenge stand at the head of a report: what a meeting has time for."""

GRADES = {"strong": "A", "fair": "B", "weak": "C", "poor": "D"}
"""The grades, best first, and their letters."""

CLAIMS = {
    "yes": "Yes",
    "no": "No",
    "partial": "Partial",
    "not_applicable": "Not applicable",
    "blank": "No answer",
    "unclear": "Unclear",
}
LEVELS = (
    "says nothing that is so today",
    "gives a general assurance",
    "names something, but not how it works",
    "describes how it is done",
    "gives details that can be checked",
)
"""What a cell gives, by its level of specificity."""

CONTRADICTIONS = ("", "Its own words leave the Yes in doubt", "Its own words contradict the Yes")

SUPPORT = "support"
CHECK = "check"
KINDS = {
    CHECK: ("check", "a check against the Code fired on these words"),
    "gap": ("gap", "admits that something is missing"),
    "future": ("plan", "speaks of something not yet done"),
    "hedged": ("hedge", "weakens its own claim"),
    "not_applicable": ("not applicable", "says that the provision does not apply"),
    "cross_reference": ("elsewhere", "relies on another answer"),
    SUPPORT: ("detail", "a name, date, figure or step that can be asked for"),
}
"""Why words are marked: a label that is printed beside them, and what it means."""

NONE = "None found"
"""Stands where a gap gives no action or no date."""

NO_WORDS = "There is no evidence beside this answer."

CAVEAT = "This rests on the words of the form alone. It does not say whether they are true, and gives no pass or fail."
HOW_TO_READ = (
    "Each answer gets up to 100 points: for how specific its words are, with points taken off where they stand against "
    "a claimed Yes. 75 or more is strong (A), 50 fair (B), 25 weak (C), and less is poor (D).",
    "An open No with an action and a date ranks above a Yes with nothing behind it.",
    "The reading is of words alone. It cannot tell whether what they say is true, and a strong grade is no finding "
    "of compliance.",
    "Answers marked “read this yourself” are ones where the reading is not sure. There is no overall pass or fail.",
)
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SENTENCE_END = re.compile(r"[.!?;](?=\s)")
_WHOLE_CELL = 120
"""Characters; a longer text that is marked from end to end is told of in words instead."""


def printable(text: str) -> str:
    """The text without the characters that XML, and so Word and Excel, cannot hold."""
    return _NOT_XML.sub("", text)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: "1 answer", "2 answers"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def name_of(form: Form) -> str:
    """What to call a form: its landlord, else its title, else its file."""
    return form.landlord or form.title or form.source


def day(text: str) -> str:
    """A date of ISO 8601, to the day or the month, as it is read out: "12 June 2024", "June 2024"."""
    try:
        when = date.fromisoformat(text if len(text) > len("2024-06") else f"{text}-01")
    except ValueError:
        return text
    month = when.strftime("%B %Y")
    return f"{when.day} {month}" if len(text) > len("2024-06") else month


def dated(form: Form) -> str:
    """The sentence on the form's date."""
    return f"Form dated {day(form.form_date)}." if form.form_date else "The form gives no date."


def edition_of(form: Form) -> str:
    """The edition of the Code in words, or "" where it is not known."""
    if form.code not in EDITION_CODES:
        return ""
    edition = load(form.code)
    return f"{edition.name} ({edition.ombudsman})" if edition.ombudsman not in edition.name else edition.name


def provision_of(cell: EvidenceCell) -> Provision | None:
    """The provision that a cell answers, where edition and number are known."""
    return load(cell.code).by_ref.get(cell.ref) if cell.code in EDITION_CODES else None


def title_of(cell: EvidenceCell) -> str:
    """The provision in a few words, or ""."""
    provision = provision_of(cell)
    return provision.title if provision else ""


def label_of(cell: EvidenceCell) -> str:
    """What to call a cell: the number of its provision, else its id."""
    return cell.ref or cell.id or "no number"


# Which answers, in which order ----------------------------------------------------------------------------------------


def is_weak(score: CellScore) -> bool:
    """True where a reviewer should ask: the words stand against the claim, carry little, or a check finds a fault."""
    return score.contradiction > 0 or score.grade in ("weak", "poor") or _is_faulty(score)


def is_fault(check: CheckFinding) -> bool:
    """False for a check that only advises."""
    known = load_checks().get(check.code)
    return known is None or known.weight == "fault"


def _is_faulty(score: CellScore) -> bool:
    return any(map(is_fault, score.checks))


def to_challenge(report: FormReport) -> tuple[CellScore, ...]:
    """The weak answers, those that most need a question first.

    Not applicable is left out where the provision is one that need not arise.
    """
    weak = [score for score in report.scores if is_weak(score) and not _need_not_arise(score)]
    return tuple(sorted(weak, key=_pressing))


def _pressing(score: CellScore) -> tuple[int, bool, bool, int, bool]:
    return -score.contradiction, not _is_faulty(score), score.review, score.quality, score.cell.comply != "yes"


def _need_not_arise(score: CellScore) -> bool:
    provision = provision_of(score.cell)
    return score.cell.comply == "not_applicable" and provision is not None and provision.na_plausible


@dataclass(frozen=True, slots=True)
class Section:
    """The cells of one section of the Code by number, and the provisions of it that have no row."""

    number: int
    title: str
    scores: tuple[CellScore, ...]
    missing: tuple[str, ...]

    @property
    def name(self) -> str:
        """Number and title as a heading."""
        return " ".join(filter(None, (str(self.number or ""), self.title))) or "Answers without a provision"


def sections(report: FormReport) -> tuple[Section, ...]:
    """The form by section, provisions in the order of their numbers."""
    found: dict[int, list[CellScore]] = {}
    for score in sorted(report.scores, key=lambda score: _order(score.cell.ref)):
        found.setdefault(score.cell.section, []).append(score)
    missing = {
        number: tuple(refs)
        for number, refs in groupby(sorted(report.form.missing, key=_order), key=lambda ref: _order(ref)[0])
    }
    code = report.form.code
    titles = load(code).sections if code in EDITION_CODES else {}
    return tuple(
        Section(number, titles.get(number, ""), tuple(found.get(number, ())), missing.get(number, ()))
        for number in sorted({*found, *missing})
    )


def _order(ref: str) -> tuple[int, ...]:
    numbers = tuple(int(number) for number in re.findall(r"[0-9]{1,6}", ref))
    return numbers or (0,)


@dataclass(frozen=True, slots=True)
class Gap:
    """An answer of No or Partial: what is to be done, and when, in the form's words; "" where it does not say."""

    score: CellScore
    action: str
    date: str


def gaps(report: FormReport) -> tuple[Gap, ...]:
    """The gaps that the form owns up to, in the order of their numbers."""
    admitted = [score for score in report.scores if score.cell.comply in ("no", "partial")]
    return tuple(
        Gap(score, _sentence(score, _reason(score, "action")), _words(score, _reason(score, "action:date")))
        for score in sorted(admitted, key=lambda score: _order(score.cell.ref))
    )


def _reason(score: CellScore, source: str) -> Reason | None:
    return next((reason for reason in score.reasons if reason.source == source), None)


def _words(score: CellScore, reason: Reason | None) -> str:
    return score.cell.text(reason.field)[reason.start : reason.end] if reason and reason.field else ""


def _sentence(score: CellScore, reason: Reason | None) -> str:
    """The sentence around a reason's words."""
    if reason is None or reason.field is None:
        return ""
    text = score.cell.text(reason.field)
    start = max((match.end() for match in _SENTENCE_END.finditer(text, 0, reason.start)), default=0)
    end = _SENTENCE_END.search(text, reason.end)
    return text[start : end.end() if end else len(text)].strip()


# Words of one answer --------------------------------------------------------------------------------------------------


def marked(score: CellScore, field: Field) -> tuple[Segment, ...]:
    """One field's text with the words that decided marked by kind (a key of ``KINDS``)."""
    text = score.cell.text(field)
    marks = [Mark(found.start, found.end, found.signal) for found in score.signals if found.field == field]
    marks += [Mark(check.start, check.end, CHECK) for check in score.checks if check.field == field]
    marks += [
        Mark(reason.start, reason.end, SUPPORT)
        for reason in score.reasons
        if reason.field == field and ((score.specificity > 1 and _is_level(reason)) or reason.source == "action:date")
    ]
    return segments(text, [mark for mark in marks if not (mark.end - mark.start >= len(text) > _WHOLE_CELL)])


def _is_level(reason: Reason) -> bool:
    return reason.source.startswith("specificity:")


def marked_fields(score: CellScore) -> tuple[tuple[str, tuple[Segment, ...]], ...]:
    """The fields that hold text, by name, with their marked text."""
    return tuple((name.capitalize(), marked(score, name)) for name in FIELDS if score.cell.text(name))


def verdict(score: CellScore) -> str:
    """One line on a cell: "Weak (C), 35 of 100: gives a general assurance"."""
    line = f"{score.grade.capitalize()} ({GRADES[score.grade]}), {score.quality} of 100"
    against = CONTRADICTIONS[score.contradiction]
    told = [LEVELS[score.specificity], against, among(score)]
    return f"{line}: {'. '.join(filter(None, told))}"


def among(score: CellScore) -> str:
    """Where an answer stands among its peers: "Higher than 12 and the same as 30 of 240 others", or ""."""
    peers = score.peers
    return f"Higher than {peers.lower} and the same as {peers.same} of {counted(peers.count, 'other')}" if peers else ""


@dataclass(frozen=True, slots=True)
class Why:
    """One line of a cell's ledger for readers. ``points`` is signed text ("+25", "−20"), "" for none."""

    points: str
    message: str
    words: str
    source: str


def why(score: CellScore) -> tuple[Why, ...]:
    """The reasons of a cell; their points add up to its quality."""
    return tuple(
        Why(
            f"{'+' if reason.points > 0 else '−'}{abs(reason.points)}" if reason.points else "",
            reason.message,
            short(_words(score, reason), 80),
            reason.source,
        )
        for reason in score.reasons
    )


def short(text: str, length: int) -> str:
    """The text cut to a length, with an ellipsis where anything was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


# The form as a whole --------------------------------------------------------------------------------------------------


def headline(report: FormReport) -> str:
    """The sentence or two that a reader takes along."""
    blank = sum(map(_is_blank, report.scores))
    if not report.scores:
        return "The form has no answers."
    if blank == len(report.scores):
        return "The form is not filled in: it has no Yes or No, and no evidence, beside any provision."
    said = _what_yes_is_worth(report)
    return f"{said} {counted(blank, 'answer is', 'answers are')} left blank." if blank else said


def _is_blank(score: CellScore) -> bool:
    cell = score.cell
    return cell.comply == "blank" and not (cell.evidence or cell.commentary)


def _what_yes_is_worth(report: FormReport) -> str:
    yes = [score for score in report.scores if score.cell.comply == "yes"]
    opening = _how_many_say_yes(len(yes), len(report.scores))
    against = sum(score.contradiction == 2 for score in yes)
    doubt = sum(score.contradiction == 1 for score in yes)
    bare = sum(not score.contradiction and score.specificity <= 1 for score in yes)
    told = [
        text
        for number, text in (
            (against, f"{counted(against, 'is', 'are')} contradicted by the words beside the Yes"),
            (
                doubt,
                f"{counted(doubt, 'is', 'are')} left in doubt by {'them' if against else 'the words beside the Yes'}",
            ),
            (bare, f"{counted(bare, 'gives', 'give')} nothing that can be checked"),
        )
        if number
    ]
    if not yes:
        return opening
    if len(yes) == 1:
        it = (
            told[0].removeprefix("1 ") if told else "gives something that can be checked, and no words stand against it"
        )
        return f"{opening} It {it}."
    if not told:
        return f"{opening} All give something that can be checked, and no words stand against them."
    return f"{opening} Of these, {listed(told)}."


def _how_many_say_yes(yes: int, answers: int) -> str:
    if answers == 1:
        return "The one answer says Yes." if yes else "The one answer does not say Yes."
    if not yes:
        return f"None of the {answers} answers says Yes."
    return f"{yes} of {answers} answers {'says' if yes == 1 else 'say'} Yes."


def share_out(counts: Sequence[tuple[int, str]], one: str, of: str = "") -> str:
    """How a number of things divides among what is said of them: "Of 3 answers made, 1 is new and 2 are gone.".

    ``counts`` are numbers, each with what it is that many are; ``one`` is the noun, and ``of`` what stands after it.
    """
    total = sum(number for number, _ in counts)
    told = [f"{counted(number, 'is', 'are')} {said}" for number, said in counts if number]
    if total == 1:
        return f"The one {one}{of} {told[0].removeprefix('1 ')}."
    return f"Of {counted(total, one)}{of}, {listed(told)}."


def grade_counts(report: FormReport) -> tuple[tuple[str, str, int], ...]:
    """Grade, letter and number of answers, best first."""
    return tuple(
        (grade, letter, sum(score.grade == grade for score in report.scores)) for grade, letter in GRADES.items()
    )


def basis(report: FormReport) -> tuple[str, ...]:
    """What else there is to know before the headline is repeated, in sentences."""
    lines = []
    admitted = gaps(report)
    if admitted:
        ready = sum(bool(gap.action and gap.date) for gap in admitted)
        lines.append(
            f"{counted(len(admitted), 'gap is', 'gaps are')} admitted (No or Partial)"
            + (
                f"; {ready or 'none'} of them with both an action and a date."
                if len(admitted) > 1
                else f", {'with' if ready else 'but not with'} both an action and a date."
            )
        )
    if report.form.missing:
        lines.append(f"{counted(len(report.form.missing), 'provision has', 'provisions have')} no row in the form.")
    unsure = sum(score.review for score in report.scores)
    if unsure:
        lines.append(f"The reading is not sure of {counted(unsure, 'answer')}: read these yourself.")
    return tuple(lines)


def listed(items: Sequence[str]) -> str:
    """Items as a list in a sentence: "one, two and three"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def versions(form: Form, facts: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What made the report and of which file: names and values. ``facts`` are those of ``Scorer.facts``."""
    model, rules = facts["model"], facts["rules"]
    return (
        ("File", form.source),
        ("File SHA-256", form.sha256),
        ("Scorer", str(facts["version"])),
        ("Model", f"{model['id']}, SHA-256 {model['sha256']}"),
        ("Rules", f"{rules['count']}, SHA-256 {rules['sha256']}"),
    )


def remarks(report: FormReport) -> tuple[str, ...]:
    """What only the whole form shows, and how its file was read, a line each."""
    lines = [
        f"{finding.message} ({', '.join(finding.refs)})" if finding.refs else finding.message
        for finding in report.findings
    ]
    lines += [f"Reading the file: {note}." for note in report.form.notes]
    return tuple(lines) or ("Nothing to remark on the form as a whole.",)


def elsewhere() -> tuple[str, ...]:
    """What only other documents can show: what to ask to see."""
    return tuple(ask_to_see())
