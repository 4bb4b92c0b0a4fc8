"""Two judged forms to one comparison."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.codes import EDITION_CODES
from scorer.compare.answers import changes
from scorer.compare.outcomes import outcomes
from scorer.compare.rows import rows
from scorer.landlords import same_landlord
from scorer.records import Comparison, Form, FormReport, Note


def compare(last: FormReport, this: FormReport, notes: Sequence[Note] = ()) -> Comparison:
    """What became of last year's answers and promises. Any two forms can be compared; ``notes`` say where that is odd.

    Pure: the same two reports give the same comparison. Takes time linear in the words of the forms times the promises.
    """
    paired = rows(last, this)
    return Comparison(
        last=last,
        this=this,
        changes=changes(paired),
        promises=outcomes(last, this, paired),
        notes=(*_notes(last.form, this.form), *notes),
    )


def _notes(last: Form, this: Form) -> list[Note]:
    notes = []
    if last.sha256 == this.sha256:
        notes.append(
            Note("CMP001", "Both forms are the same file. Give last year's form first and this year's second.")
        )
    if not (last.landlord and this.landlord):
        notes.append(Note("CMP002", "At least one form names no landlord. Check that both are of the same landlord."))
    elif not same_landlord(last.landlord, this.landlord):
        notes.append(
            Note(
                "CMP003",
                f"The forms name different landlords: {last.landlord} and {this.landlord}. "
                "What follows means little unless one became the other.",
            )
        )
    notes += _dates(last.form_date, this.form_date)
    if last.code not in EDITION_CODES or this.code not in EDITION_CODES:
        notes.append(
            Note("CMP006", "The edition of the Code of at least one form is not known. Answers are paired by number.")
        )
    elif last.code != this.code:
        notes.append(
            Note(
                "CMP007",
                f"The forms answer different editions of the Code ({last.code} and {this.code}). Answers are paired by "
                "subject; what an edition asks may differ.",
            )
        )
    return notes


def _dates(last: str | None, this: str | None) -> list[Note]:
    if not (last and this):
        return [
            Note("CMP005", "At least one form gives no date. Which came first, and what is overdue, is not certain.")
        ]
    shared = min(len(last), len(this))
    if this[:shared] < last[:shared]:
        return [
            Note(
                "CMP004",
                f"The second form ({this}) is older than the first ({last}). Give last year's form first, or read "
                "every change the other way round.",
            )
        ]
    if this[:shared] == last[:shared]:
        return [Note("CMP008", f"Both forms have the same date ({last}). Check that they are of different years.")]
    return []
