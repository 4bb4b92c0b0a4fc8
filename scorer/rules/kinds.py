"""The few kinds of rule, in code: each takes all rules of its kind at once and finds where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.matcher import Matcher

from scorer.language import NUMBER_WORDS, Reading, pipeline
from scorer.records import FIELDS, EvidenceCell, Field
from scorer.rules.automaton import PhraseAutomaton, PhraseMatch
from scorer.rules.notation import NotationError
from scorer.rules.spec import Rule, fault

_PATTERN_REACH = 12
"""Tokens to either side of an anchor that a token pattern is automatond on: longer ones are not found."""

_HARD_BREAKS = frozenset(".!?;")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule stands at tokens ``[start, end)`` of a field; ``silenced_by`` is the modifier that says it is a false
    hit."""

    rule: Rule
    field: Field
    start: int
    end: int
    silenced_by: Rule | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A cell with its fields read: what rules are automatond on."""

    cell: EvidenceCell
    evidence: Reading
    commentary: Reading
    requirement: Reading | None

    @property
    def fields(self) -> tuple[tuple[Field, Reading], ...]:
        """The fields that hold anything, in order."""
        pairs = zip(FIELDS, (self.evidence, self.commentary), strict=True)
        return tuple((name, reading) for name, reading in pairs if reading.words)


class Phrases:
    """Rules that are lists of phrases."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.kind == "phrase"]
        self._automaton = PhraseAutomaton()
        for number, rule in enumerate(self._rules):
            _add_all(self._automaton, rule, rule.phrases, "phrases", number)

    def find(self, subject: Subject) -> Iterator[Candidate]:
        """Every phrase in scope, at its trigger."""
        for name, reading in subject.fields:
            for match in self._automaton.matches(reading.words):
                rule = self._rules[match.id]
                if _stands_where(rule, match, reading.words) and rule.scope.covers(subject.cell):
                    yield Candidate(rule, name, match.trigger_start, match.trigger_end)


class Patterns:
    """Rules that are token patterns of spaCy's Matcher, automatond only around their anchor words."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_anchor: dict[str, list[tuple[Rule, Matcher]]] = {}
        for rule in rules:
            if rule.kind != "pattern":
                continue
            matcher = Matcher(pipeline().vocab, validate=True)
            try:
                matcher.add(rule.code, [list(pattern) for pattern in rule.tokens])
            except ValueError as error:
                raise fault(rule.path, rule.lines.get("tokens", 1), "'tokens' holds a pattern that spaCy refuses") from error
            for anchor in rule.anchors:
                self._by_anchor.setdefault(anchor, []).append((rule, matcher))

    def find(self, subject: Subject) -> Iterator[Candidate]:
        """Every match that holds its anchor; the longest, where several do."""
        for name, reading in subject.fields:
            for position, word in enumerate(reading.words):
                for rule, matcher in self._by_anchor.get(word, ()):
                    if not rule.scope.covers(subject.cell):
                        continue
                    low = max(0, position - _PATTERN_REACH)
                    window = reading.doc[low : position + _PATTERN_REACH + 1]
                    spans = [
                        (low + start, low + end)
                        for _, start, end in matcher(window)
                        if low + start <= position < low + end
                    ]
                    if spans:
                        start, end = max(spans, key=lambda span: span[1] - span[0])
                        yield Candidate(rule, name, start, end)


class Absences:
    """Rules that fire on a whole cell in scope which holds words, but none of theirs."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._automata: list[tuple[Rule, PhraseAutomaton]] = []
        for rule in rules:
            if rule.kind == "absence":
                automaton = PhraseAutomaton()
                _add_all(automaton, rule, rule.phrases, "phrases", 0)
                self._automata.append((rule, automaton))

    def find(self, subject: Subject) -> Iterator[Candidate]:
        """One candidate a rule at most: the first field that holds words."""
        for rule, automaton in self._automata:
            if not rule.scope.covers(subject.cell):
                continue
            fields = [(name, reading) for name, reading in subject.fields if _letters(reading.words)]
            if fields and not any(automaton.matches(reading.words) for _, reading in fields):
                name, reading = fields[0]
                yield Candidate(rule, name, 0, len(reading.words))


class Metrics:
    """Rules that compare a number with a limit: the words of the cell, or a share such as "82%" or "3 of 5"."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.kind == "metric"]

    def find(self, subject: Subject) -> Iterator[Candidate]:
        """The whole first field for a count of words; each rate for a share."""
        for rule in self._rules:
            if not rule.scope.covers(subject.cell):
                continue
            if rule.measure == "words":
                fields = [(name, reading) for name, reading in subject.fields if _letters(reading.words)]
                if fields and sum(_letters(reading.words) for _, reading in fields) < rule.below:
                    name, reading = fields[0]
                    yield Candidate(rule, name, 0, len(reading.words))
                continue
            for name, reading in subject.fields:
                for span in reading.spans:
                    if span.label == "RATE":
                        share = _share(reading.words[span.start : span.end])
                        if share is not None and share < rule.below:
                            yield Candidate(rule, name, span.start, span.end)


class Modifiers:
    """What stops a false hit. Its phrases are looked for only in fields that hold a candidate."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.kind == "modifier"]
        self._terminators = [frozenset(rule.terminators) for rule in self._rules]
        self._automaton = PhraseAutomaton()
        for number, rule in enumerate(self._rules):
            _add_all(self._automaton, rule, rule.phrases, "phrases", 2 * number)
            _add_all(self._automaton, rule, rule.lookalikes, "lookalikes", 2 * number + 1)
        self._copied = [rule for rule in self._rules if rule.direction == "copied"]

    def silencer(self, candidate: Candidate, subject: Subject, marks: Sequence[PhraseMatch]) -> Rule | None:
        """The first modifier, in the order of codes, that speaks against a candidate. ``marks`` are of its field."""
        reading = subject.evidence if candidate.field == "evidence" else subject.commentary
        rule = candidate.rule
        found: list[Rule] = []
        for mark in marks:
            number, lookalike = divmod(mark.id, 2)
            modifier = self._rules[number]
            if lookalike or not _speaks_of(modifier, rule) or not self._reaches(number, mark, candidate, reading):
                continue
            if not any(
                other.id == mark.id + 1 and other.start < mark.end and mark.start < other.end for other in marks
            ):
                found.append(modifier)
        if subject.requirement is not None:
            found.extend(
                modifier
                for modifier in self._copied
                if _speaks_of(modifier, rule)
                and _is_copied(reading.words, candidate.start, candidate.end, subject.requirement.words)
            )
        return min(found, key=lambda modifier: modifier.code, default=None)

    def marks(self, reading: Reading) -> list[PhraseMatch]:
        """Where the phrases of the modifiers, and their look-alikes, stand."""
        return self._automaton.matches(reading.words)

    def _reaches(self, number: int, mark: PhraseMatch, candidate: Candidate, reading: Reading) -> bool:
        modifier = self._rules[number]
        if modifier.direction == "over":
            return mark.trigger_start < candidate.end and candidate.start < mark.trigger_end
        before = mark.trigger_end <= candidate.start and modifier.direction in ("before", "either")
        after = mark.trigger_start >= candidate.end and modifier.direction in ("after", "either")
        if not before and not after:
            return False
        between = (
            reading.words[mark.trigger_end : candidate.start]
            if before
            else reading.words[candidate.end : mark.trigger_start]
        )
        return len(between) <= modifier.within and _HARD_BREAKS.isdisjoint(between) and self._terminators[
            number
        ].isdisjoint(between)


def _add_all(automaton: PhraseAutomaton, rule: Rule, phrases: Iterable[str], key: str, identity: int) -> None:
    for phrase in phrases:
        try:
            automaton.add(phrase, identity)
        except NotationError as error:
            raise fault(rule.path, rule.lines.get(key, 1), str(error)) from error


def _speaks_of(modifier: Rule, rule: Rule) -> bool:
    return rule.signal in modifier.silences or rule.code in modifier.silences


def _letters(words: Sequence[str]) -> int:
    """How many of the tokens are words or numbers."""
    return sum(any(character.isalnum() for character in word) for word in words)


def _stands_where(rule: Rule, match: PhraseMatch, words: Sequence[str]) -> bool:
    if rule.where == "anywhere":
        return True
    if _letters(words[: match.start]):
        return False
    return rule.where == "start" or not _letters(words[match.end :])


def _is_copied(words: Sequence[str], start: int, end: int, requirement: Sequence[str]) -> bool:
    """Whether the trigger with the two words after it, or the two before it, stands in the requirement word for
    word. Two neighbours, because one ("may be", "should the") is chance."""
    return any(
        0 <= low and high <= len(words) and _stands_in(words[low:high], requirement)
        for low, high in ((start, end + 2), (start - 2, end))
    )


def _stands_in(words: Sequence[str], text: Sequence[str]) -> bool:
    count = len(words)
    return any(tuple(text[at : at + count]) == tuple(words) for at in range(len(text) - count + 1))


def _share(words: Sequence[str]) -> float | None:
    """Per cent of "82%", "3 out of 5", "two of 46"; None where the words say no share of a whole."""
    numbers = [value for value in map(_number, words) if value is not None]
    if len(numbers) == 1 and words[-1] in ("%", "percent", "cent"):
        return numbers[0]
    if len(numbers) == 2 and 0 < numbers[1] and numbers[0] <= numbers[1]:
        return 100 * numbers[0] / numbers[1]
    return None


def _number(word: str) -> float | None:
    try:
        return float(NUMBER_WORDS.get(word, word).replace(",", "").rstrip("%"))
    except ValueError:
        return None

