"""What every report of two years says, before any format: the order, the words and the counts. Pure functions."""

from __future__ import annotations

from collections import Counter

from scorer.records import (
    CHANGES,
    FIELDS,
    OUTCOMES,
    AnswerChange,
    CellScore,
    Change,
    Comparison,
    Form,
    Outcome,
    Passage,
    Promise,
)
from scorer.writers import view
from scorer.writers.segments import Mark, Segment, segments

TITLE = "Year on year"

CHANGE_NAMES: dict[Change, tuple[str, str]] = {
    "worse": ("Worse", "D"),
    "gone": ("Gone", "C"),
    "new": ("New", "B"),
    "better": ("Better", "A"),
    "reworded": ("Reworded", "none"),
    "unchanged": ("Unchanged", "none"),
}
"""What is printed for a change, and the colour of the grade that it borrows."""

OUTCOME_NAMES: dict[Outcome, tuple[str, str]] = {
    "overdue": ("Overdue", "D"),
    "dropped": ("Dropped", "D"),
    "repeated": ("Promised again", "C"),
    "unclear": ("Unclear", "none"),
    "kept": ("Kept", "A"),
}
"""What is printed for the outcome of a promise, and the colour that it borrows."""

CHANGE_MEANINGS: dict[Change, str] = {
    "worse": "more stands against the claim, or less can be checked, or less is claimed",
    "gone": "answered last year, no row for it this year",
    "new": "answered this year, no row for it last year",
    "better": "less stands against the claim, or more can be checked, or more is claimed with something behind it",
    "reworded": "other words, no better and no worse",
    "unchanged": "word for word as last year, but for case, spaces and punctuation",
}
OUTCOME_MEANINGS: dict[Outcome, str] = {
    "overdue": "still to come, and the time that last year's form gave is over",
    "dropped": "no words of this year's form take it up",
    "repeated": "still to come this year",
    "unclear": "the words do not decide",
    "kept": "this year's words say that it is done",
}

BRIEF = 220
"""Characters of an answer in the table of all of them."""

NOT_ANSWERED = "No row in the form"
"""Stands where a side has no row."""

HOW_TO_READ = (
    "Better and worse rest on three things, the first that differs deciding: whether the words stand against the claim "
    "(contradiction), how much can be checked (specificity), and what is claimed. A higher claim counts only where "
    "something is named behind it.",
    "A promise is a sentence of last year's form that speaks of something still to come. Kept means that this year's "
    "form says that it is done, in the words quoted; it is no proof that it was. Dropped means that no sentence with "
    "its words was found: the landlord may have said it in other words, or elsewhere.",
    "Where the editions of the Code differ, provisions are paired by subject. Several may stand beside one; the change "
    "is read from the two answers nearest in wording.",
    "Lines marked “read this yourself” are ones where the reading is not sure. There is no overall pass or fail.",
)


def name_of(comparison: Comparison) -> str:
    """What to call the comparison: the landlord as this year's form has it."""
    return view.name_of(comparison.this.form)


def year_of(form: Form) -> str:
    """When and against what a form was written: "form.docx, dated June 2024, Complaint Handling Code, April 2024"."""
    dated = f"dated {view.day(form.form_date)}" if form.form_date else "no date"
    return ", ".join(filter(None, (form.source, dated, view.edition_of(form))))


def change_counts(comparison: Comparison) -> tuple[tuple[Change, int], ...]:
    """Each change and the number of its provisions, what needs a look first at the head."""
    counts = Counter(change.change for change in comparison.changes)
    return tuple((name, counts[name]) for name in CHANGES)


def outcome_counts(comparison: Comparison) -> tuple[tuple[Outcome, int], ...]:
    """Each outcome and the number of its promises, what needs a question first at the head."""
    counts = Counter(promise.outcome for promise in comparison.promises)
    return tuple((name, counts[name]) for name in OUTCOMES)


def headline(comparison: Comparison) -> str:
    """The one sentence on the answers that a reader takes along."""
    if not comparison.changes:
        return "Neither form has answers."
    counts = dict(change_counts(comparison))
    words: dict[Change, str] = {
        "better": "better",
        "worse": "worse",
        "unchanged": "word for word the same",
        "reworded": "reworded but no better and no worse",
        "new": "new",
        "gone": "gone",
    }
    return view.share_out([(counts[name], said) for name, said in words.items()], "answer")


def promises_headline(comparison: Comparison) -> str:
    """The one sentence on the promises."""
    if not comparison.promises:
        return "Last year's form promised nothing that the reading could find."
    counts = dict(outcome_counts(comparison))
    words: dict[Outcome, str] = {
        "kept": "kept, by this year's words",
        "overdue": "overdue",
        "repeated": "promised again",
        "dropped": "not taken up",
        "unclear": "unclear",
    }
    return view.share_out([(counts[name], said) for name, said in words.items()], "promise", " made last year")


def basis(comparison: Comparison) -> tuple[str, ...]:
    """What else there is to know before the headline is repeated, in sentences."""
    lines = []
    fallen = [
        change.ref
        for change in comparison.changes
        if change.pair and change.pair[0].cell.comply == "yes" and change.pair[1].cell.comply in ("no", "partial")
    ]
    if fallen:
        lines.append(
            f"{view.counted(len(fallen), 'answer that was Yes is', 'answers that were Yes are')} now No or Partial: "
            f"{', '.join(fallen)}."
        )
    kept = [promise for promise in comparison.promises if promise.outcome == "kept"]
    bare = sum(not promise.evidenced for promise in kept)
    if bare:
        lines.append(
            f"{view.counted(bare, 'kept promise gives', 'kept promises give')} no detail that could be checked."
        )
    unsure = sum(change.unsure for change in comparison.changes) + sum(
        promise.unsure for promise in comparison.promises
    )
    if unsure:
        lines.append(f"The reading is not sure of {view.counted(unsure, 'line')}: read these yourself.")
    return tuple(lines)


def pressing_promises(comparison: Comparison) -> tuple[Promise, ...]:
    """The promises, what needs a question first at the head; those alike in the order of last year's form."""
    return tuple(sorted(comparison.promises, key=lambda promise: OUTCOMES.index(promise.outcome)))


def pressing_changes(comparison: Comparison) -> tuple[AnswerChange, ...]:
    """The answers that changed for better or worse, came or went: the worst first."""
    moved = [change for change in comparison.changes if change.change not in ("unchanged", "reworded")]
    return tuple(sorted(moved, key=lambda change: (CHANGES.index(change.change), _depth(change))))


def _depth(change: AnswerChange) -> tuple[int, ...]:
    """The further an answer fell, or the less it rose, the smaller."""
    if change.pair is None:
        answers = change.this or change.last
        return (min(score.quality for score in answers),)
    last, this = change.pair
    return (last.contradiction - this.contradiction, this.specificity - last.specificity, this.quality)


def title_of(change: AnswerChange) -> str:
    """The provision in a few words, as this year's edition has it."""
    return next(filter(None, (view.title_of(score.cell) for score in (*change.this, *change.last))), "")


def label_of(change: AnswerChange) -> str:
    """What to call the provision."""
    return change.ref or "no number"


def other_refs(change: AnswerChange) -> str:
    """The numbers of last year's provisions where they are not this year's: "4.6, 4.7"."""
    refs = [view.label_of(score.cell) for score in change.last]
    return ", ".join(dict.fromkeys(refs)) if change.this and set(refs) - {change.ref} else ""


def why(change: AnswerChange) -> str:
    """The grounds of a change in sentences."""
    if change.basis:
        return " ".join(ground.message for ground in change.basis)
    return f"{CHANGE_MEANINGS[change.change].capitalize()}."


def claims(scores: tuple[CellScore, ...]) -> str:
    """What a side claims: "Yes", or "4.6 Yes, 4.7 No" of several."""
    if not scores:
        return NOT_ANSWERED
    if len(scores) == 1:
        return view.CLAIMS[scores[0].cell.comply]
    return ", ".join(f"{view.label_of(score.cell)} {view.CLAIMS[score.cell.comply]}" for score in scores)


def grades(scores: tuple[CellScore, ...]) -> str:
    """The letters of a side's grades: "A", or "A, C" of several."""
    return ", ".join(view.GRADES[score.grade] for score in scores)


def texts(scores: tuple[CellScore, ...]) -> str:
    """All words of a side, a paragraph an answer."""
    return "\n".join(
        " · ".join(score.cell.text(field) for field in FIELDS if score.cell.text(field)) or "(blank)"
        for score in scores
    )


def quoted(promise: Promise) -> tuple[Segment, ...]:
    """Last year's words with those that promise, and the time that they give, marked as a plan."""
    words, trigger = promise.words, promise.trigger
    marks = [Mark(trigger.start - words.start, trigger.end - words.start, "future")]
    return segments(words.text, marks)


def place_of(passage: Passage) -> str:
    """Where words stand: "6.3, evidence"."""
    return f"{passage.ref or 'no number'}, {passage.field}"


def promise_title(comparison: Comparison, promise: Promise) -> str:
    """The provision beside which the promise was made, in a few words; "" where it is not known."""
    scores = comparison.last.scores
    return next((view.title_of(score.cell) for score in scores if score.cell.ref == promise.words.ref), "")
