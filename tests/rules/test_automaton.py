"""Phrases: their notation, and that the automaton finds what a plain reading of it finds."""

from __future__ import annotations

import pytest

from scorer.rules import automaton
from scorer.rules.automaton import PhraseAutomaton, WordKinds
from scorer.rules.notation import NotationError, parse


def triggers(phrase: str, text: str) -> list[str]:
    found = PhraseAutomaton()
    found.add(phrase, 7)
    words = text.split()
    assert all(match.id == 7 for match in found.matches(words))
    return [" ".join(words[match.trigger_start : match.trigger_end]) for match in found.matches(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("is|are due", "it is due , they are due", ["is due", "are due"]),
        ("will also? be", "will be will also be will now be", ["will be", "will also be"]),
        ("will be <done>", "will be published will be here", ["will be published"]),
        ("is ... under way", "this is , so under way", []),
        ("is ... under way", "this is at last well under way", ["is at last well under way"]),
        ("is ... under way", "is a b c d under way", []),
        ("is ... ... under way", "is a b c d under way", ["is a b c d under way"]),
        ("we are [looking to]", "we are looking to", ["looking to"]),
        ("from ... [will go]", "from next may we will go", ["will go"]),
        ("<is>? in draft", "is in draft", ["is in draft", "in draft"]),
        ("<adverb>? in draft", "currently in draft", ["in draft"]),
        ("n/a|none", "n / a none", ["n / a", "none"]),
        ("due in? <month>", "due june due in june", ["due june", "due in june"]),
    ],
)
def test_notation(phrase: str, text: str, expected: list[str]) -> None:
    assert triggers(phrase, text) == expected


@pytest.mark.parametrize(
    "phrase", ["<nosuch> x", "<done> x", "... x", "x ...", "[x y", "x] y", "[x? y]", "X y", "x y? ... z", "a  b", ""]
)
def test_what_cannot_be_read_is_refused(phrase: str) -> None:
    with pytest.raises(NotationError):
        parse(phrase)


def test_kept_states_may_be_dropped_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = PhraseAutomaton()
    phrases.add("will also? be <done>", 0)
    phrases.add("is ... under way", 1)
    texts = [["it", "will", "also", "be", "sent", "and", "is", "now", "under", "way"], ["will", "be", "sent"]] * 3
    before = [phrases.matches(words) for words in texts]
    monkeypatch.setattr(automaton, "_MAX_TRANSITIONS", 1)
    fresh = PhraseAutomaton()
    fresh.add("will also? be <done>", 0)
    fresh.add("is ... under way", 1)
    assert [fresh.matches(words) for words in texts] == before


def test_words_are_of_one_kind_where_no_phrase_tells_them_apart() -> None:
    phrases = [phrase for text in ("will|shall be <done>", "is ... under way") for phrase in parse(text)]
    kinds = WordKinds(element for phrase in phrases for element in phrase.elements)
    told = {word: kinds[word] for word in ("will", "shall", "be", "sent", "published", "is", "tree", "house", ",", ".")}
    assert told["will"] == told["shall"] != told["be"]
    assert told["sent"] == told["published"] != told["tree"]
    assert told["tree"] == told["house"] != told["is"]
    assert told[","] == told["."] != told["tree"]
    assert [kinds[sample] for sample in told.values()] == list(told.values())


def test_kinds_stay_when_the_words_kept_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = WordKinds(element for phrase in parse("will be <done>") for element in phrase.elements)
    words = ["will", "be", "sent", "tree", "house"]
    before = [kinds[word] for word in words]
    monkeypatch.setattr(automaton, "_MOST_WORDS", 2)
    assert [kinds[word] for word in ["new", *words]][1:] == before
    assert len(kinds) <= 2


def test_a_phrase_added_after_matching_is_found_too() -> None:
    phrases = PhraseAutomaton()
    phrases.add("will be sent", 0)
    words = ["they", "shall", "be", "sent"]
    assert phrases.matches(words) == []
    phrases.add("shall be sent", 1)
    assert [match.id for match in phrases.matches(words)] == [1]
    assert phrases.matches_at(words, 0) == []
    assert phrases.matches_at(words, 1) == phrases.matches(words)


def test_no_phrase_is_found_where_there_are_none() -> None:
    assert PhraseAutomaton().matches(["will", "be"]) == []
