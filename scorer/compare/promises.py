"""What a form promises: every sentence in which something is said to be still to come."""

from __future__ import annotations

from dataclasses import dataclass

from scorer.compare.dates import Due, due
from scorer.compare.sentences import Sentence, sentences
from scorer.records import CellScore, Finding, FormReport, Passage


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it was made: its sentence, the words that make it one, and the time that it gives."""

    sentence: Sentence
    trigger: Finding
    due: Due | None

    @property
    def passage(self) -> Passage:
        """The words to quote."""
        return self.sentence.passage()

    @property
    def trigger_passage(self) -> Passage:
        """The words that promise."""
        found = self.trigger
        return Passage(self.sentence.key, found.field, found.start, found.end, found.text)


def promised(report: FormReport) -> tuple[Promised, ...]:
    """The promises of a form, in its order.

    A sentence with the signal ``future`` is one; so is one with an admitted gap or a hedge ("we aim to") that gives a
    time not yet over. A sentence that only points at the promise before it ("It will be printed in May") belongs to it.
    """
    return tuple(found for score in report.scores for found in _of(score, report.form.form_date))


def _of(score: CellScore, written: str | None) -> list[Promised]:
    found: list[Promised] = []
    for sentence in sentences(score):
        made = _made(sentence, score, written)
        if made is None:
            continue
        if found and made.sentence.begins < made.sentence.first and found[-1].sentence.field == sentence.field:
            before = found[-1]
            if before.sentence.first >= made.sentence.begins:
                made = Promised(made.sentence, made.trigger, made.due or before.due)
                found[-1] = made
                continue
        found.append(made)
    return found


def _made(sentence: Sentence, score: CellScore, written: str | None) -> Promised | None:
    start, end = sentence.characters
    inside = [
        found
        for found in score.signals
        if found.field == sentence.field and start <= found.start < end and found.signal in ("future", "gap", "hedged")
    ]
    text = score.cell.text(sentence.field)
    plans = [found for found in inside if found.signal == "future"]
    if plans:
        first = min(plans, key=lambda found: found.start)
        return Promised(sentence, first, due(text, start, end, written, first.start))
    if inside:
        first = min(inside, key=lambda found: found.start)
        time = due(text, start, end, written, first.start)
        if time is not None:
            return Promised(sentence, first, time)
    return None
