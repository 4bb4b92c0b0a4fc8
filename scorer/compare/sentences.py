"""The sentences of a form, and how much of what one says another says too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from scorer.language import Reading, read, requirement
from scorer.records import FIELDS, CellScore, Field, FormReport, Passage

_POINTING = frozenset(("it", "this", "these", "they", "both"))
"""A sentence that begins so speaks of what the sentence before it names."""

_ASKED = 0.5
"""What a word weighs that the provision itself uses: every answer to it may."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer: the tokens ``[first, last)`` of a field. ``stems`` are its words of content, with
    those of the sentence before where it only points at them; ``begins`` is the token where that one begins."""

    score: CellScore
    key: str
    field: Field
    reading: Reading
    first: int
    last: int
    begins: int
    stems: frozenset[str]

    @property
    def characters(self) -> tuple[int, int]:
        """The range of characters, with the full stop."""
        return self._range(self.first)

    def passage(self) -> Passage:
        """The words to quote, with the sentence that they point at."""
        start, end = self._range(self.begins)
        return Passage(self.key, self.field, start, end, self.score.cell.text(self.field)[start:end])

    @property
    def folded(self) -> str:
        """The words without case, white space and punctuation."""
        start, end = self.characters
        return folded(self.score.cell.text(self.field)[start:end])

    def _range(self, first: int) -> tuple[int, int]:
        stop = self.last < len(self.reading.words) and self.reading.words[self.last] in ".!?"
        return self.reading.characters(first, self.last + stop)


def folded(text: str) -> str:
    """A text without case, white space and punctuation."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text.casefold()).split())


def sentences(score: CellScore) -> tuple[Sentence, ...]:
    """The sentences of both fields, in order."""
    found: list[Sentence] = []
    for field in FIELDS:
        reading = read(score.cell.text(field))
        for first, last in reading.clauses:
            begins, stems = first, _stems(reading, first, last)
            before = found[-1] if found else None
            if before is not None and reading.words[first] in _POINTING:
                # The commentary may point at the evidence; only words of one field can be quoted together.
                begins = before.begins if before.field == field else first
                stems |= before.stems
            key = score.cell.ref or score.cell.id or ""
            found.append(Sentence(score, key, field, reading, first, last, begins, stems))
    return tuple(found)


def _stems(reading: Reading, first: int, last: int) -> frozenset[str]:
    return frozenset(word.stem for word in reading.lexemes[first:last] if word.content)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a word tells: the fewer answers of the two forms use it, the more."""

    answers: int
    used: Counter[str]

    @classmethod
    def of(cls, reports: Sequence[FormReport]) -> Weights:
        """The weights over all answers of some forms."""
        used: Counter[str] = Counter()
        answers = 0
        for report in reports:
            for score in report.scores:
                answers += 1
                used.update({word.stem for field in FIELDS for word in read(score.cell.text(field)).lexemes})
        return cls(answers, used)

    def shared(self, wanted: frozenset[str], held: frozenset[str], asked: frozenset[str]) -> float:
        """The share, 0 to 1, of what ``wanted`` tells that ``held`` tells too. ``asked`` are the provision's words."""
        whole = self._weigh(wanted, asked)
        return self._weigh(wanted & held, asked) / whole if whole else 0.0

    def _weigh(self, stems: Iterable[str], asked: frozenset[str]) -> float:
        # In a fixed order, because the sum of floating-point numbers depends on it.
        return sum(
            log(1 + self.answers / (self.used[stem] or 1)) * (_ASKED if stem in asked else 1) for stem in sorted(stems)
        )


def asked_of(scores: Iterable[CellScore]) -> frozenset[str]:
    """The stems of the provisions that some answers stand beside."""
    return frozenset(stem for score in scores for stem in requirement(score.cell.requirement).stems)
