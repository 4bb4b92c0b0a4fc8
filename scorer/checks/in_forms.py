"""The checks of a whole form: what is missing, dated, repeated, or at odds with another row."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from scorer.checks import timescales
from scorer.checks.needs import Literals, parsed
from scorer.checks.text import is_copied, is_history, is_negated, lowered, sentences, stems
from scorer.codes import editions, load
from scorer.keeping import LONGEST_TEXT, Kept
from scorer.records import FIELDS, EvidenceCell, Form


@dataclass(frozen=True, slots=True)
class FormHit:
    """The provisions that a check names, and what completes its message."""

    refs: tuple[str, ...] = ()
    fills: tuple[tuple[str, str], ...] = ()


FormCheck = Callable[[Form], Iterator[FormHit]]

REUSED_AT_LEAST = 4
"""The same words beside this many subjects are worth a look; paired provisions are one subject."""
REUSED_CHARACTERS = 20
"""Shorter cells ("Complaints Policy") repeat without meaning anything by it."""
POINTING_AT_LEAST = 5
"""Rows in a row that only point to another."""
_PAIRED = {
    "2024": (("6.4", "6.15"), ("6.5", "6.16"), ("6.6", "6.17"), ("6.7", "6.18"), ("6.9", "6.19"), ("6.2", "6.11")),
    "2022": (("5.2", "5.14"), ("5.3", "5.15", "5.19"), ("5.8", "5.16", "5.20"), ("5.1", "5.13")),
    "lgsco-2024": (("6.4", "6.14"), ("6.2", "6.10"), ("6.8", "6.15")),
    "2020": (),
}
"""Provisions that ask the same at another stage, and may rightly hold the same words."""
_SUPERSEDED = {"2020": "2022-10", "2022": "2024-04"}
"""The month from which landlords had to meet the next edition."""
_FOREIGN_ROWS = 3
_FOREIGN_MARGIN = 0.25
"""By how much a requirement must fit the same number of another edition better, as a share of its words."""

_APPROVED = re.compile(
    r"\b(?:approv|agreed|sign(?:ed)? ?-?off|signed|endors|ratif|adopted|considered|reviewed|presented|received"
    r"|scrutin|noted|govern|respon)\w*|(?:^|\bwas |\bwere |\band )reported to\b"
    r"|\b(?:it|this|self-assessment|form|outcome) (?:went|was taken) to\b",
    re.I,
)
_BODY = re.compile(r"\b(?:board|committee|cabinet|council|governing body|trustees|executive|members|scrutiny)\b", re.I)
_SEEN = r"(?:approv|agreed|sign(?:ed)?[ -]?off|signed|endors|ratif|adopted|considered|reviewed|presented)\w*"
_UNAPPROVED = re.compile(
    rf"\b(?:not|never|yet)(?: (?:yet|to be|been|formally|fully|so far)){{0,3}} {_SEEN}"
    r"|\b(?:approval|sign[ -]?off|endorsement|ratification)\b[^,;]{0,20}\b(?:awaited|pending|outstanding)\b"
    r"|\b(?:awaiting|pending|awaits?)\b[^,;]{0,30}\b(?:approval|sign[ -]?off|endorsement|ratification)\b"
    r"|\bdraft for (?:the )?(?:board|committee|cabinet|governing body|approval)\b",
    re.I,
)
_SINCE = re.compile(r"\b(?:until|since|now|then|before)\b", re.I)
"""Words by which what was not approved once may be so today."""
_OF_A_POLICY = re.compile(
    rf"^(?!.*(?:\bself[\s-]*assessment|\bassessment|\bform|\bdocument|\bappendix|\bit|\bthis|\bthese|\bboth)\b)"
    rf".*\bpolic(?:y|ies)\b[^,;]{{0,60}}?\b{_SEEN}",
    re.I | re.S,
)
_LGSCO = re.compile(
    r"\bLGSCO\b|\bLGO\b|\blocal government (?:and|&) social care ombudsman|\blocal government ombudsman", re.I
)
_LETTERS_OF_LGSCO = parsed(_LGSCO)[0]
_HOUSING_OMBUDSMAN = re.compile(r"\bhousing ombudsman|\bHOS\b|\bTHO\b", re.I)
_GROUP = re.compile(r"\bgroup\b", re.I)
_COVERS = re.compile(
    r"\bcovers?\b|\bapplies to\b|\bon behalf of\b|\bsubsidiar|\bmembers? of the group\b|\bcomprises\b|\bpart of\b"
    r"|\b(?:all|both|each) (?:the |our |of our )?(?:landlords|companies|associations|entities|group)\b|\btrading as\b",
    re.I,
)
_POINTS = re.compile(
    r"(?:please )?(?:as|see|refer to)?\s*(?:above|below|previous|as (?:above|before|\d\.\d+)|see (?:above|\d\.\d+))",
    re.I,
)
_MERGED = re.compile(
    r"\b(?:(?:our|the|a|after|since|following)\b[\w ]{0,20}\b)(?:merger|restructure|restructuring"
    r"|amalgamation)\b(?=[\w ,]{0,40}\b20[12]\d\b)|\b(?:merged|restructured)\b(?=[\w ,]{0,40}\b20[12]\d\b)",
    re.I,
)
_LETTERS_OF_MERGED = parsed(_MERGED)[0]
_REASSESSED = {"2024": "8.3", "lgsco-2024": "8.3", "2022": "8.2"}
_NO_SUCH_EVENT = re.compile(
    r"^(?:n/?a\b|not applicable|none\b|no (?:such |significant )?(?:merger|restructure|change))", re.I
)
_TWO_STAGES_ONLY = re.compile(r"\b(?:two|2)(?:-stage| stages)\b", re.I)
_THIRD_STAGE = re.compile(r"\b(?:stage (?:3|three)|third stage|three-stage|three stages)\b", re.I)
_NOW_TWO = re.compile(r"\b(?:two|2)\b", re.I)
_WORD = re.compile(r"\w+")
_PERCENT = re.compile(r"\b(\d{1,3}(?:\.\d+)?) ?(?:%|per cent)", re.I)


def missing(form: Form) -> Iterator[FormHit]:
    """Provisions of the edition without a row."""
    if form.missing:
        count = len(form.missing)
        yield FormHit(form.missing, (("count", f"{count} provision{' has' if count == 1 else 's have'}"),))


def undated(form: Form) -> Iterator[FormHit]:
    """A form without a date. Ready cells of no known edition are no form."""
    if form.code and not form.form_date:
        yield FormHit()


def superseded(form: Form) -> Iterator[FormHit]:
    """An edition that was no longer in force on the date of the form."""
    replaced = _SUPERSEDED.get(form.code)
    if replaced and form.form_date and form.form_date[:7] >= replaced:
        yield FormHit(fills=(("edition", load(form.code).name), ("date", form.form_date)))


def foreign_requirements(form: Form) -> Iterator[FormHit]:
    """Requirements of another edition under this edition's numbers."""
    found: dict[str, list[str]] = defaultdict(list)
    for cell in form.cells if form.code not in ("2020", "") else ():
        if other := _PRINTED_FROM[form.code, cell.ref, cell.requirement]:
            found[other].append(cell.ref)
    for code, refs in found.items():
        if len(refs) >= _FOREIGN_ROWS:
            yield FormHit(tuple(refs), (("edition", load(code).name),))


def _printed_from(asked: tuple[str, str, str]) -> str | None:
    """The code of another edition, where its requirement of that number is much more like the one asked about (code,
    number, requirement) than that of ``code``; else None."""
    code, ref, requirement = asked
    printed = frozenset(stems(requirement))
    if len(printed) < 8:
        return None
    fits = {
        edition.code: len(printed & frozenset(stems(edition.by_ref[ref].requirement))) / len(printed)
        for edition in editions()
        if ref in edition.by_ref
    }
    best = max(fits, key=fits.__getitem__, default=code)
    return best if best != code and fits[best] - fits.get(code, 0.0) >= _FOREIGN_MARGIN else None


_PRINTED_FROM = Kept(_printed_from, 512, LONGEST_TEXT)
"""Kept, because the forms of an edition all have the same requirements."""


def unapproved(form: Form) -> Iterator[FormHit]:
    """Prose around the table in which no body has approved or considered the form, or in which none has yet. What a
    body did with a policy is nothing of the form."""
    if len(" ".join(form.front)) < 40:
        return
    above = [sentence.text for text in form.front for sentence in sentences(text)]
    refused = [text for text in above if _UNAPPROVED.search(text) and not _SINCE.search(text)]
    of_form = [text for text in above if text not in refused and not _OF_A_POLICY.search(text)]
    if not refused and any(_BODY.search(text) for text in of_form):
        return
    reporting = (cell.text(field) for cell in form.cells if cell.section == 8 for field in FIELDS)
    in_rows = (sentence.text for text in reporting for sentence in sentences(text))
    if not any(_APPROVED.search(text) and _BODY.search(text) for text in (*of_form, *in_rows)):
        yield FormHit()


def wrong_ombudsman(form: Form) -> Iterator[FormHit]:
    """Rows that send residents to the other Ombudsman, in a form that names its own nowhere."""
    own, other = (_LGSCO, _HOUSING_OMBUDSMAN) if form.code == "lgsco-2024" else (_HOUSING_OMBUDSMAN, _LGSCO)
    texts = [(cell.ref, cell.text(field)) for cell in form.cells for field in FIELDS]
    if not form.code or (other is _LGSCO and not _holds_one("\n".join([text for _, text in texts]), _LETTERS_OF_LGSCO)):
        return
    refs = tuple(dict.fromkeys(ref for ref, text in texts if other.search(text)))
    if refs and not any(own.search(text) for text in (*form.front, *(text for _, text in texts))):
        named = "Local Government and Social Care Ombudsman" if other is _LGSCO else "Housing Ombudsman"
        yield FormHit(refs, (("ombudsman", named),))


def group(form: Form) -> Iterator[FormHit]:
    """A group's form that does not say which landlords it covers."""
    if not form.landlord or not _GROUP.search(form.landlord):
        return
    texts = (*form.front, *(cell.text(field) for cell in form.cells for field in FIELDS))
    if not any(_COVERS.search(text) for text in texts):
        yield FormHit(fills=(("landlord", form.landlord),))


def same_words(form: Form) -> Iterator[FormHit]:
    """The same words beside many subjects."""
    subject = {ref: pair[0] for pair in _PAIRED.get(form.code, ()) for ref in pair}
    answers: list[tuple[str, str, tuple[str, ...]]] = []
    for cell in form.cells:
        text = f"{cell.evidence} {cell.commentary}".strip()
        if len(text) >= REUSED_CHARACTERS:
            text = text.lower()
            answers.append((cell.ref, text, _first_words(text)))
    alike = Counter(opening for *_, opening in answers)
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for ref, text, opening in answers:
        if alike[opening] >= REUSED_AT_LEAST:  # few answers open alike, and only these are taken apart
            places[tuple(_WORD.findall(text))].append(ref)
    for refs in places.values():
        subjects = {subject.get(ref, ref) for ref in refs}
        if len(subjects) >= REUSED_AT_LEAST:
            yield FormHit(tuple(refs), (("count", str(len(refs))),))


def _first_words(text: str) -> tuple[str, ...]:
    """The first three words of a text, or fewer where it has no more."""
    return tuple([match[0] for match in islice(_WORD.finditer(text), 3)])


def pointing(form: Form) -> Iterator[FormHit]:
    """A run of rows that only point to one another."""
    run: list[str] = []
    for cell in (*form.cells, EvidenceCell("", "")):
        if _POINTS.fullmatch(f"{cell.evidence} {cell.commentary}".strip(" .")):
            run.append(cell.ref)
            continue
        if len(run) >= POINTING_AT_LEAST:
            yield FormHit(tuple(run), (("count", str(len(run))),))
        run = []


def different_timescales(form: Form) -> Iterator[FormHit]:
    """Two periods of the landlord's own for one step. The Code's number beside a shorter one is no difference."""
    own: dict[tuple[timescales.Step, int], dict[int, str]] = defaultdict(dict)
    for cell in form.cells if form.code else ():
        for period in timescales.quoted(cell):
            limit = timescales.limits(form.code).get((period.step, period.stage))
            if limit is not None and period.days not in (limit, limit + timescales.RECEIPT_ALLOWANCE):
                own[period.step, period.stage].setdefault(period.days, cell.ref)
    for (step, stage), told in own.items():
        if len(set(told.values())) > 1:
            days = sorted(told)
            numbers = f"{', '.join(map(str, days[:-1]))} and {days[-1]}"
            yield FormHit(tuple(told.values()), (("step", f"stage {stage} {step}"), ("days", numbers)))


def different_stages(form: Form) -> Iterator[FormHit]:
    """Two stages in one row and a third in another, where the edition allows a third."""
    if form.code not in ("2020", "2022"):
        return
    two = [ref for ref, text in _present(form) if _TWO_STAGES_ONLY.search(text) and not _THIRD_STAGE.search(text)]
    third = [ref for ref, text in _present(form) if _THIRD_STAGE.search(text) and not _NOW_TWO.search(text)]
    if two and third and two[0] != third[0]:
        yield FormHit((two[0], third[0]))


def reassessment(form: Form) -> Iterator[FormHit]:
    """A merger or restructure told in one row, and none in the row that asks for a new assessment after one."""
    ref = _REASSESSED.get(form.code)
    asked = next((cell for cell in form.cells if cell.ref == ref), None)
    if asked is None:
        return
    text = f"{asked.evidence} {asked.commentary}".strip()
    if asked.comply == "not_applicable" or _NO_SUCH_EVENT.search(text):
        told = next((cell.ref for cell in form.cells if cell.ref not in ("", ref) and _tells_of_merger(cell)), None)
        if told is not None:
            yield FormHit((told, asked.ref))


def figures_2020(form: Form) -> Iterator[FormHit]:
    """Shares of the first and the second stage that together are more than the whole."""
    shares: dict[str, float] = {}
    for cell in form.cells if form.code == "2020" else ():
        match = _PERCENT.fullmatch(cell.evidence.strip(" .")) or _PERCENT.match(cell.evidence)
        if match:
            shares[cell.ref] = float(match[1])
    first, second = shares.get("4.q5"), shares.get("4.q6")
    if first is not None and second is not None and first + second > 100.5:
        yield FormHit(("4.q5", "4.q6"), (("figures", f"{first:g}% and {second:g}%"),))


def extended_but_not_told(form: Form) -> Iterator[FormHit]:
    """Good reason for every extension, and residents not kept informed of them."""
    answers = {cell.ref: cell.comply for cell in form.cells if form.code == "2020"}
    if answers.get("4.q8") == "yes" and answers.get("4.q9") == "no":
        yield FormHit(("4.q8", "4.q9"))


IN_FORMS: dict[str, FormCheck] = {
    "FRM001": missing,
    "FRM002": undated,
    "FRM003": superseded,
    "FRM004": foreign_requirements,
    "FRM005": unapproved,
    "FRM006": wrong_ombudsman,
    "FRM007": group,
    "FRM008": same_words,
    "FRM009": pointing,
    "FRM010": different_timescales,
    "FRM011": different_stages,
    "FRM012": reassessment,
    "FRM013": figures_2020,
    "FRM014": extended_but_not_told,
}
"""The functions of the checks of whole forms, by their codes."""


def _present(form: Form) -> Iterator[tuple[str, str]]:
    """The landlord's own sentences that say yes to something today, with their provisions."""
    for cell in form.cells:
        for field in FIELDS:
            for sentence in sentences(cell.text(field)):
                own = not is_copied(sentence.text, cell)
                if own and not is_history(sentence.text) and not is_negated(sentence.text):
                    yield cell.ref, sentence.text


def _tells_of_merger(cell: EvidenceCell) -> bool:
    return any(_MERGED.search(text) for field in FIELDS if _holds_one(text := cell.text(field), _LETTERS_OF_MERGED))


def _holds_one(text: str, letters: Literals) -> bool:
    """Whether a text has any of the letters that a pattern needs: most have none, and are told in less time than by the
    pattern."""
    low = lowered(text)
    return any(each in low for each in letters)
