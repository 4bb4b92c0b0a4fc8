"""The phrases of many rules, matched together in one pass over the tokens of a text.

The phrases form one non-deterministic automaton. Its deterministic states are made as texts ask for them and kept, as
RE2 does with its lazy automaton. Words that no phrase tells apart are of one kind, as the bytes of a regular expression
are there, and stand for one another: shown ``WordKinds``, the states are few, and all made after the first forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scorer.keeping import LONGEST_WORD
from scorer.rules.notation import Element, Phrase, openers, parse

STATEMENT_BREAKS = frozenset((".", "!", "?", ";", ":", ",", "(", ")"))
"""Tokens that a gap ``...`` does not cross."""

GAP_TOKENS = 3
"""The most tokens that a gap ``...`` stands for."""

_MAX_TRANSITIONS = 100_000
"""Kept transitions of one automaton; past this they are dropped and made anew, so that memory stays bounded."""

_MOST_WORDS = 100_000
"""Words whose kind is kept."""


class _Thread(NamedTuple):
    """A phrase of which the places before ``place`` are passed. Offsets count tokens from the start of the match;
    ``trigger_start`` and ``trigger_end`` are -1 until they are known."""

    phrase: int
    place: int
    skips_left: int
    trigger_start: int
    trigger_end: int


@dataclass(slots=True)
class _State:
    """A set of threads, ``length`` tokens after the start. ``ends``: (id, trigger start, trigger end) of phrases that
    may end here; ``next``: the states made so far, by the next word."""

    threads: frozenset[_Thread]
    length: int
    ends: tuple[tuple[int, int, int], ...]
    next: dict[str, _State | None] = field(default_factory=dict)


class PhraseMatch(NamedTuple):
    """A phrase of the caller's ``id`` stands at tokens ``[start, end)``; its trigger at ``[trigger_start,
    trigger_end)``."""

    id: int
    start: int
    end: int
    trigger_start: int
    trigger_end: int


class WordKinds(dict[str, str]):
    """The kind of each word: the first word met that the same elements accept, which can stand for it in any phrase of
    them. Learnt when the word is first met."""

    def __init__(self, elements: Iterable[Element]) -> None:
        super().__init__()
        lists: dict[frozenset[str], None] = {}
        tests: dict[Callable[[str], bool], None] = {}
        for element in elements:
            lists[element.words] = None
            tests |= dict.fromkeys(element.tests)
        self._tests = tuple(tests)
        self._listed: dict[str, list[int]] = {}
        for number, words in enumerate(lists):
            for word in words:
                self._listed.setdefault(word, []).append(number)
        self._samples: dict[tuple[tuple[int, ...], tuple[bool, ...]], str] = {}

    def __missing__(self, word: str) -> str:
        passed = word in STATEMENT_BREAKS, *[test(word) for test in self._tests]
        kind = tuple(self._listed.get(word, ())), passed
        if len(word) > LONGEST_WORD:
            return self._samples.get(kind, word)
        sample = self._samples.setdefault(kind, word)
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = sample
        return sample


class PhraseAutomaton:
    """Phrases, each under a number of the caller's; several may have the same number."""

    def __init__(self) -> None:
        self._phrases: list[Phrase] = []
        self._ids: list[int] = []
        self._entries: dict[str, set[_Thread]] = {}
        self._first: dict[str, _State] = {}
        self._states: dict[tuple[frozenset[_Thread], int], _State] = {}
        self._transitions = 0

    def add(self, text: str, identity: int) -> None:
        """Add a phrase. Raises NotationError."""
        for phrase in parse(text):
            number = len(self._phrases)
            self._phrases.append(phrase)
            self._ids.append(identity)
            for word, place in openers(phrase.elements):
                threads = self._entries.setdefault(word, set())
                threads.add(self._passed(_Thread(number, place, 0, -1, -1), 0))
        self._forget()

    @property
    def elements(self) -> Iterator[Element]:
        """Every place of every phrase."""
        return (element for phrase in self._phrases for element in phrase.elements)

    def matches(self, words: Sequence[str]) -> list[PhraseMatch]:
        """Every phrase that stands in the words, in the order of their first token, shorter ones first.

        The words may be samples of their ``WordKinds``, if these know the elements of all phrases here.
        """
        first = self._first or self._open()
        return self._follow(words, [(place, first[word]) for place, word in enumerate(words) if word in first])

    def matches_at(self, words: Sequence[str], start: int) -> list[PhraseMatch]:
        """The phrases that open at token ``start``."""
        state = (self._first or self._open()).get(words[start])
        return self._follow(words, [(start, state)]) if state else []

    def _follow(self, words: Sequence[str], starts: Iterable[tuple[int, _State]]) -> list[PhraseMatch]:
        found: list[PhraseMatch] = []
        count = len(words)
        for start, opened in starts:
            state: _State | None = opened
            position = start + 1
            while state is not None:
                if state.ends:
                    for identity, trigger_start, trigger_end in state.ends:
                        found.append(PhraseMatch(identity, start, position, start + trigger_start, start + trigger_end))
                if position == count:
                    break
                word = words[position]
                following = state.next
                state = following[word] if word in following else self._step(state, word)
                position += 1
        return found

    def _open(self) -> dict[str, _State]:
        """The states after the first word of a phrase."""
        self._first = {word: self._state(frozenset(threads), 1) for word, threads in self._entries.items()}
        return self._first

    def _forget(self) -> None:
        self._first = {}
        self._states = {}
        self._transitions = 0

    def _step(self, state: _State, word: str) -> _State | None:
        threads: set[_Thread] = set()
        for thread in state.threads:
            elements = self._phrases[thread.phrase].elements
            if thread.skips_left and word not in STATEMENT_BREAKS:
                threads.add(thread._replace(skips_left=thread.skips_left - 1))
            for place in range(thread.place, len(elements)):
                if elements[place].accepts(word):
                    threads.add(self._passed(thread._replace(place=place), state.length))
                if not elements[place].optional:
                    break
        following = self._state(frozenset(threads), state.length + 1) if threads else None
        if len(word) > LONGEST_WORD:
            return following
        if self._transitions >= _MAX_TRANSITIONS:
            self._forget()
        state.next[word] = following
        self._transitions += 1
        return following

    def _passed(self, thread: _Thread, length: int) -> _Thread:
        """The thread after a token at offset ``length`` was taken at its place, stepped into the gap that follows."""
        phrase = self._phrases[thread.phrase]
        start, end = thread.trigger_start, thread.trigger_end
        if phrase.trigger is not None:
            start = length if thread.place == phrase.trigger[0] else start
            end = length + 1 if thread.place == phrase.trigger[1] - 1 else end
        place = thread.place + 1
        skips = 0
        while place < len(phrase.elements) and phrase.elements[place].gap:
            skips += GAP_TOKENS
            place += 1
        return _Thread(thread.phrase, place, skips, start, end)

    def _state(self, threads: frozenset[_Thread], length: int) -> _State:
        state = self._states.get((threads, length))
        if state is None:
            ends = {
                (
                    self._ids[thread.phrase],
                    max(thread.trigger_start, 0),
                    length if thread.trigger_end < 0 else thread.trigger_end,
                )
                for thread in threads
                if all(element.optional for element in self._phrases[thread.phrase].elements[thread.place :])
            }
            state = _State(threads, length, tuple(sorted(ends)))
            self._states[threads, length] = state
        return state
