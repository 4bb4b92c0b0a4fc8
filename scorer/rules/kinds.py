"""The few kinds of rule, in code: each takes all rules of its kind at once and finds where they stand."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.matcher import Matcher

from scorer.datafile import fault
from scorer.language import Reading, TokenSpan, pipeline
from scorer.language.words import DASHES, share
from scorer.records import FIELDS, WORDINGS, EvidenceCell, Field, Wording
from scorer.rules.automaton import PhraseAutomaton, PhraseMatch, WordKinds
from scorer.rules.notation import NotationError
from scorer.rules.spec import Rule

_SENTENCE_BREAKS = frozenset(".!?;")


class Candidate(NamedTuple):
    """A rule stands at tokens ``[start, end)`` of a field; ``silenced_by`` is the modifier that says it is a false
    hit."""

    rule: Rule
    field: Field
    start: int
    end: int
    silenced_by: Rule | None = None


class Text(NamedTuple):
    """A field that holds words: its tokens, the ``WordKinds`` of these, and the place of the first that is no
    punctuation."""

    reading: Reading
    words: tuple[str, ...]
    word_kinds: list[str]
    first: int


class Subject(NamedTuple):
    """A cell with its fields read: what rules are run on. Those that find are given only cells that hold words."""

    cell: EvidenceCell
    fields: dict[Field, Text]
    """The fields that hold words, in order; a field of nothing but punctuation is left out."""
    requirement: Reading | None

    @classmethod
    def of(
        cls,
        evidence: Reading,
        commentary: Reading,
        cell: EvidenceCell,
        requirement: Reading | None,
        word_kinds: WordKinds,
    ) -> Subject:
        """The cell as its readings show it."""
        fields: dict[Field, Text] = {}
        for name, reading in zip(FIELDS, (evidence, commentary), strict=True):
            words = reading.words
            if words and (first := _first_word(words)) is not None:
                fields[name] = Text(reading, words, [*map(word_kinds.__getitem__, words)], first)
        return cls(cell, fields, requirement)


class Phrases:
    """Rules that are lists of phrases. Those that stand only at the start of a field are tried only there."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.kind == "phrase"]
        self._anywhere = PhraseAutomaton()
        self._at_start = PhraseAutomaton()
        for number, rule in enumerate(self._rules):
            automaton = self._anywhere if rule.where == "anywhere" else self._at_start
            _add_all(automaton, rule, rule.phrases, "phrases", number)
        self.automata = (self._anywhere, self._at_start)

    def find(self, subject: Subject) -> list[Candidate]:
        """Every phrase in scope, at its trigger."""
        found = []
        for name, text in subject.fields.items():
            matches = self._anywhere.matches(text.word_kinds)
            matches += [
                match
                for match in self._at_start.matches_at(text.word_kinds, text.first)
                if self._rules[match.id].where == "start" or _first_word(text.words[match.end :]) is None
            ]
            for match in matches:
                rule = self._rules[match.id]
                if rule.scope.covers(subject.cell):
                    found.append(Candidate(rule, name, match.trigger_start, match.trigger_end))
        return found


class Patterns:
    """Rules that are token patterns of spaCy's Matcher, run only around their anchor words."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_anchor: dict[str, list[tuple[Rule, Matcher, int, frozenset[str]]]] = {}
        for rule in rules:
            if rule.kind != "pattern":
                continue
            matcher = Matcher(pipeline().vocab, validate=True)
            try:
                matcher.add(rule.code, [list(pattern) for pattern in rule.tokens])
            except ValueError as error:
                raise fault(
                    rule.path, rule.lines.get("tokens", 1), "'tokens' holds a pattern that spaCy refuses"
                ) from error
            reach = max(len(pattern) for pattern in rule.tokens) - 1
            entry = rule, matcher, reach, _companions(rule)
            for anchor in rule.anchors:
                self._by_anchor.setdefault(anchor, []).append(entry)

    def find(self, subject: Subject) -> list[Candidate]:
        """Every match that holds its anchor; the longest, where several do."""
        found = []
        by_anchor = self._by_anchor
        for name, text in subject.fields.items():
            words = text.words
            if by_anchor.keys().isdisjoint(words):
                continue
            for position in [position for position, word in enumerate(words) if word in by_anchor]:
                for rule, matcher, reach, companions in by_anchor[words[position]]:
                    low, high = max(0, position - reach), min(position + reach + 1, len(words))
                    if companions and companions.isdisjoint(words[low:high]):
                        continue
                    if rule.scope.covers(subject.cell):
                        window = text.reading.doc(low, high)
                        spans = [(low + start, low + end) for _, start, end in matcher(window)]
                        holding = [span for span in spans if span[0] <= position < span[1]]
                        if holding:
                            start, end = max(holding, key=lambda span: span[1] - span[0])
                            found.append(Candidate(rule, name, start, end))
        return found


def _companions(rule: Rule) -> frozenset[str]:
    """Words of which every match holds one, so that most anchors need not be tried; none where nothing can be told."""
    found = set()
    for pattern in rule.tokens:
        fixed = [token["LOWER"] for token in pattern if "OP" not in token and isinstance(token.get("LOWER"), str)]
        plain = [word for word in fixed if word.isalpha()]
        if not plain:
            return frozenset()
        found.add(plain[0])
    return frozenset(found)


class Absences:
    """Rules that fire on a whole cell in scope which holds words, but none of theirs."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._automata: list[tuple[Rule, PhraseAutomaton]] = []
        for rule in rules:
            if rule.kind == "absence":
                automaton = PhraseAutomaton()
                _add_all(automaton, rule, rule.phrases, "phrases", 0)
                self._automata.append((rule, automaton))
        self.automata = tuple([automaton for _, automaton in self._automata])

    def find(self, subject: Subject) -> list[Candidate]:
        """One candidate a rule at most: the first field that holds words."""
        return [
            Candidate(rule, *_whole(subject))
            for rule, automaton in self._automata
            if rule.scope.covers(subject.cell)
            and not any(automaton.matches(text.word_kinds) for text in subject.fields.values())
        ]


class Metrics:
    """Rules that compare a number with a limit: the words of the cell, or a share such as "82%" or "3 of 5"."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        metrics = [rule for rule in rules if rule.kind == "metric"]
        self._counting = [rule for rule in metrics if rule.measure == "words"]
        self._sharing = [rule for rule in metrics if rule.measure == "share"]

    def find(self, subject: Subject) -> list[Candidate]:
        """The whole first field for a count of words; each rate for a share."""
        found = [
            Candidate(rule, *_whole(subject))
            for rule in self._counting
            if _fewer_words(subject, rule.below) and rule.scope.covers(subject.cell)
        ]
        for name, text in subject.fields.items():
            for span in text.reading.spans:
                if span.label == "RATE" and not _is_cut(text.reading, span):
                    rate = share(text.words[span.start : span.end])
                    found += [
                        Candidate(rule, name, span.start, span.end)
                        for rule in self._sharing
                        if rate is not None and rate < rule.below and rule.scope.covers(subject.cell)
                    ]
        return found


def _is_cut(reading: Reading, span: TokenSpan) -> bool:
    """Whether the numbers go on beyond the span: "3 of 4-6 weeks", "12-15 of 20"."""
    start, end = reading.characters(span.start, span.end)
    return reading.text[max(0, start - 1) : start] in DASHES or reading.text[end : end + 1] in DASHES


@dataclass(frozen=True, slots=True)
class _Marks:
    """The modifiers' phrases in a text, in the order of their starts, and the tokens of the longest."""

    matches: Sequence[PhraseMatch]
    longest: int

    @classmethod
    def of(cls, matches: Sequence[PhraseMatch]) -> _Marks:
        return cls(matches, max([match.end - match.start for match in matches], default=0))

    def near(self, candidate: Candidate, within: int) -> Sequence[PhraseMatch]:
        """Those that can reach the candidate, and those that overlap one of them: a long text has thousands of both."""
        if len(self.matches) < _FEW:
            return self.matches
        reach = within + 2 * self.longest
        first = bisect_left(self.matches, candidate.start - reach, key=_start)
        return self.matches[first : bisect_right(self.matches, candidate.end + reach, key=_start)]


class Modifiers:
    """What stops a false hit. Phrases are looked for only in fields with a candidate, and only those that may speak
    against its signal."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.kind == "modifier"]
        self._terminators = [frozenset(rule.terminators) for rule in self._rules]
        self._copied = frozenset(n for n, rule in enumerate(self._rules) if rule.direction == "copied")
        self._furthest = max((rule.within for rule in self._rules), default=0)
        self._against: dict[str, frozenset[int]] = {
            rule.code: frozenset(
                number
                for number, modifier in enumerate(self._rules)
                if rule.signal in modifier.silences or rule.code in modifier.silences
            )
            for rule in rules
            if rule.signal is not None
        }
        self._automata: dict[Wording, PhraseAutomaton] = {}
        for signal in WORDINGS:
            numbers = {n for rule in rules if rule.signal == signal for n in self._against[rule.code]}
            automaton = self._automata[signal] = PhraseAutomaton()
            for number in sorted(numbers):
                modifier = self._rules[number]
                _add_all(automaton, modifier, modifier.phrases, "phrases", 2 * number)
                _add_all(automaton, modifier, modifier.lookalikes, "lookalikes", 2 * number + 1)
        self.automata = tuple(self._automata.values())

    def judge(self, candidates: Iterable[Candidate], subject: Subject) -> list[Candidate]:
        """The candidates again, each with the first modifier, in the order of codes, that speaks against it."""
        marks: dict[tuple[Field, Wording], _Marks] = {}
        judged = []
        for candidate in candidates:
            signal = candidate.rule.signal
            if signal is None or not self._against[candidate.rule.code]:
                judged.append(candidate)
                continue
            key = candidate.field, signal
            if key not in marks:
                marks[key] = _Marks.of(self._automata[signal].matches(subject.fields[candidate.field].word_kinds))
            silencer = self._silencer(candidate, subject, marks[key])
            judged.append(
                candidate
                if silencer is None
                else Candidate(candidate.rule, candidate.field, candidate.start, candidate.end, silencer)
            )
        return judged

    def _silencer(self, candidate: Candidate, subject: Subject, marks: _Marks) -> Rule | None:
        words = subject.fields[candidate.field].words
        against = self._against[candidate.rule.code]
        found: set[int] = set()
        near = marks.near(candidate, self._furthest)
        for mark in near:
            number, is_lookalike = divmod(mark.id, 2)
            if (
                not is_lookalike
                and number in against
                and self._reaches(number, mark, candidate, words)
                and not any(
                    other.id == mark.id + 1 and other.start < mark.end and mark.start < other.end for other in near
                )
            ):
                found.add(number)
        if subject.requirement is not None:
            copied = against & self._copied
            if copied and _is_copied(words, candidate.start, candidate.end, subject.requirement.words):
                found.update(copied)
        return self._rules[min(found)] if found else None

    def _reaches(self, number: int, mark: PhraseMatch, candidate: Candidate, words: Sequence[str]) -> bool:
        direction = self._rules[number].direction
        if direction == "over":
            return mark.trigger_start < candidate.end and candidate.start < mark.trigger_end
        if mark.trigger_end <= candidate.start and direction in ("before", "either"):
            between = words[mark.trigger_end : candidate.start]
        elif mark.trigger_start >= candidate.end and direction in ("after", "either"):
            between = words[candidate.end : mark.trigger_start]
        else:
            return False
        return (
            len(between) <= self._rules[number].within
            and _SENTENCE_BREAKS.isdisjoint(between)
            and self._terminators[number].isdisjoint(between)
        )


_FEW = 16
"""Phrases of modifiers in a text that are sooner all looked at than searched for the near ones."""


def _start(mark: PhraseMatch) -> int:
    return mark.start


def _add_all(automaton: PhraseAutomaton, rule: Rule, phrases: Iterable[str], key: str, identity: int) -> None:
    for phrase in phrases:
        try:
            automaton.add(phrase, identity)
        except NotationError as error:
            raise fault(rule.path, rule.lines.get(key, 1), str(error)) from error


def _is_word(token: str) -> bool:
    return token[0].isalnum() or any(map(str.isalnum, token))


def _first_word(tokens: Sequence[str]) -> int | None:
    """The first token that is a word or a number, not punctuation."""
    for position, token in enumerate(tokens):
        if _is_word(token):
            return position
    return None


def _fewer_words(subject: Subject, limit: float) -> bool:
    count = 0
    for text in subject.fields.values():
        for token in text.words:
            count += _is_word(token)
            if count >= limit:
                return False
    return True


def _whole(subject: Subject) -> tuple[Field, int, int]:
    """The first field that holds words, from end to end."""
    name, text = next(iter(subject.fields.items()))
    return name, 0, len(text.words)


def _is_copied(words: Sequence[str], start: int, end: int, requirement: Sequence[str]) -> bool:
    """Whether the trigger with the two words after it, or the two before it, stands in the requirement word for
    word. Two neighbours, because one ("may be", "should the") is chance."""
    return words[start] in requirement and any(
        low >= 0 and high <= len(words) and _stands_in(words[low:high], requirement)
        for low, high in ((start, end + 2), (start - 2, end))
    )


def _stands_in(words: Sequence[str], text: Sequence[str]) -> bool:
    at = -1
    for _ in range(text.count(words[0])):
        at = text.index(words[0], at + 1)
        if tuple(text[at : at + len(words)]) == tuple(words):
            return True
    return False
