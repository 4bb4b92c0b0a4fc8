"""The requirement beside a cell: what its words and numbers are, so that repeating them earns nothing."""

from __future__ import annotations

from dataclasses import dataclass

from scorer.keeping import LONGEST_TEXT, Kept
from scorer.language.periods import working_days
from scorer.language.reading import Reading, read
from scorer.language.words import stem


@dataclass(frozen=True, slots=True, eq=False)
class Requirement:
    """A requirement as read, the stems of its words, and the periods that it sets, in working days. An unknown
    requirement reads as no words.

    Two are the same only where they are one object, so that what follows from one can be kept.
    """

    reading: Reading
    stems: frozenset[str]
    periods: tuple[float, ...]

    def __contains__(self, word: str) -> bool:
        """Whether the requirement says this lower-case word, in any inflection."""
        return stem(word) in self.stems


def requirement(text: str) -> Requirement:
    """Read a requirement's text; kept, because thousands of forms print the same seventy texts."""
    return _REQUIREMENTS[text]


def _requirement_of(text: str) -> Requirement:
    reading = read(text)
    told = [working_days(reading.words[start:end]) for label, start, end in reading.spans if label == "TIMESCALE"]
    return Requirement(
        reading,
        stems=frozenset(word.stem for word in reading.lexemes if word.content),
        periods=tuple(days for days in told if days is not None),
    )


_REQUIREMENTS = Kept(_requirement_of, 4096, LONGEST_TEXT)
