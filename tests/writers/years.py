"""Comparisons for the reports: every change and outcome, and one with hostile texts wherever a form can fill."""

from __future__ import annotations

from dataclasses import replace

from scorer.records import (
    AnswerChange,
    Basis,
    Change,
    Comparison,
    Note,
    Outcome,
    Passage,
    Promise,
)

from .full import HOSTILE, form, hostile, score

TEXT = "The yellow leaflet will be printed by March 2025."
DONE = "The yellow leaflet was printed."


def told(outcome: Outcome, ref: str = "3.5", **others: object) -> Promise:
    words = Passage(ref, "evidence", 0, len(TEXT), TEXT)
    answer = Passage(ref, "commentary", 4, 4 + len(DONE), DONE) if outcome != "dropped" else None
    made = Promise(words, Passage(ref, "evidence", 19, 34, TEXT[19:34]), outcome, f"Why {outcome}.", answer)
    return replace(made, **others)  # type: ignore[arg-type]


def every_kind() -> Comparison:
    last = form(
        score("1.2", "Kestrel.", specificity=4, quality=100, grade="strong"),
        score("1.3", "As per policy.", specificity=1, quality=35, grade="weak"),
        score("1.4", "The log.", specificity=2, quality=55, grade="fair"),
        score("1.5", "The Board.", specificity=2, quality=55, grade="fair"),
        score("2.1", "Gone.", specificity=1, quality=35, grade="weak"),
        source="last.docx",
    )
    this = form(
        score("1.2", "Not any more.", comply="no", quality=0),
        score("1.3", "Kestrel shows 41.", specificity=4, quality=100, grade="strong"),
        score("1.4", "the log", specificity=2, quality=55, grade="fair"),
        score("1.5", "Board.", specificity=2, quality=55, grade="fair", review=True),
        score("9.8", comply="blank"),
        source="this.docx",
    )

    def beside(place: int, verdict: Change, *basis: Basis, unsure: bool = False) -> AnswerChange:
        one, other = last.scores[place], this.scores[place]
        return AnswerChange(one.cell.ref, verdict, (one,), (other,), (one, other), basis, unsure)

    changes = (
        beside(0, "worse", Basis("specificity", 4, 0, "Less can be checked."), Basis("claim", 2, 0, "Was Yes.")),
        beside(1, "better", Basis("specificity", 1, 4, "More can be checked.")),
        beside(2, "unchanged"),
        beside(3, "reworded", unsure=True),
        AnswerChange("9.8", "new", (), (this.scores[4],), None, (), unsure=False),
        AnswerChange("2.1", "gone", (last.scores[4],), (), None, (), unsure=False),
    )
    promises = (
        told("kept", evidenced=True),
        told("kept", "3.6"),
        told("repeated"),
        told("overdue", due="2025-03-31", due_words="March 2025"),
        told("dropped", unsure=True),
        told("unclear"),
    )
    return Comparison(last, this, changes, promises, (Note("CMP007", "Other editions."),))


def nothing() -> Comparison:
    return Comparison(form(), form(), (), ())


def hostile_years() -> Comparison:
    report = hostile()
    one, other = report.scores
    words = Passage(HOSTILE, "evidence", 0, len(HOSTILE), HOSTILE)
    changes = (
        AnswerChange(
            HOSTILE, "worse", (one, one), (other,), (one, other), (Basis("claim", 2, 0, HOSTILE),), unsure=True
        ),
        AnswerChange(HOSTILE, "gone", (one,), (), None, (), unsure=False),
        AnswerChange(HOSTILE, "reworded", (one,), (other,), (one, other), (), unsure=False),
    )
    promise = Promise(words, words, "overdue", HOSTILE, words, HOSTILE, HOSTILE, unsure=True)
    return Comparison(report, report, changes, (promise,), (Note("CMP003", HOSTILE),))


def several() -> tuple[Comparison, ...]:
    return every_kind(), nothing(), hostile_years()
