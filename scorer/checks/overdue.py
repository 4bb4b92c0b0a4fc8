"""Plans that a form still tells as plans, though their date had passed when it was filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorer.checks.kinds import Hit, hit_of, told
from scorer.months import MONTHS, month_number
from scorer.records import EvidenceCell

PLAN = re.compile(
    r"\b(?:will|shall|is to|are to|to be (?:\w+ly )?\w+(?:ed|en|wn|lt|de|nt|ut)|due(?! to (?!be\b))|going to"
    r"|(?:is|are) (?:planned|booked)|scheduled|timetabled|intends? to|aims? to|hopes? to|expects? to|expected)\b"
    r"(?P<what>[^.;,]{0,80}?)\b(?:by|in|for|on|before|during)\s+(?:the\s+)?"
    r"(?:\d{1,2}[/.-](?P<number>0?[1-9]|1[0-2])[/.-](?P<short>(?:20)?\d\d)\b"
    r"|(?:(?:end|start|beginning|middle|spring|summer|autumn|winter)"
    r"(?:\s+of)?\s+|early\s+|late\s+|mid[- ])?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    rf"(?:(?P<month>{'|'.join(MONTHS)})[a-z]*\.?\s+)?(?P<year>20\d\d)\b)"
    r"(?=\W*$|\s*[,;:()]|\s+(?:and|but|with|so|to|by|at|when|as)\b)"
)
"""Words of a plan, and behind them its date. For lowered text, like the next."""
_HAPPENED = re.compile(
    r"\b(?:was|were|did|has|have|had|been|went|since|until|now|already|previous(?:ly)?|former(?:ly)?|originally"
    r"|once|then|after|following|reports?(?:ed)? (?:for|of|in)|(?:for|of) the year|cases?|complaints? (?:in|from|of)"
    r"|force|effect|came|arose|every|each|any)\b"
)
"""What may tell that the plan was carried out, or that the date is of something else."""
_OF_A_DOCUMENT = re.compile(r"(?<!\bbe)(?<!ly)\s\w+ed\s+$")
"""What a plan ends with before the date of something that it names: "will follow the Code published" in March 2022."""


def overdue(cell: EvidenceCell) -> Iterator[Hit]:
    """A plan with a month or a year that lies before the date of the form, in a sentence that tells nothing else."""
    form = _form_month(cell.form_date)
    if form is None:
        return
    for field, sentence in told(cell):
        match = PLAN.search(sentence.lower)
        if match is None or _OF_A_DOCUMENT.search(match["what"]) or _HAPPENED.search(sentence.lower):
            continue
        if _month_of(match) < form:
            yield hit_of(field, sentence, match)
            return


def _month_of(match: re.Match[str]) -> tuple[int, int]:
    """Year and month of a plan's date; "by 2023" lasts to the end of it."""
    if match["short"]:
        return 2000 + int(match["short"][-2:]), int(match["number"])
    return int(match["year"]), month_number(match["month"]) if match["month"] else 12


def _form_month(form_date: str | None) -> tuple[int, int] | None:
    """Year and month of a form's date; of one that tells no month, the start of its year, so that no plan for that
    year is taken for overdue. None for an undated form."""
    if not form_date:
        return None
    year, month = form_date[:4], form_date[5:7] or "1"
    return (int(year), int(month)) if year.isdigit() and month.isdigit() else None
