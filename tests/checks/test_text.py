"""Sentences, numbers, and what only repeats the requirement."""

from __future__ import annotations

import pytest

from scorer.checks.text import is_copied, is_history, is_long_ago, is_negated, number, sentences, stems
from scorer.records import EvidenceCell


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two; three?", ["One.", "Two;", "three?"]),
        ("See e.g. the policy. Done.", ["See e.g. the policy.", "Done."]),
        ("It is at www.example.org/a.b and 4.5 of it.", ["It is at www.example.org/a.b and 4.5 of it."]),
        ("", []),
        ("...", []),
    ],
)
def test_sentences_keep_their_places(text: str, parts: list[str]) -> None:
    found = list(sentences(text))
    assert [one.text.strip() for one in found] == parts
    assert all(text[one.start : one.end] == one.text for one in found)


def test_numbers() -> None:
    assert (number("12"), number("Twenty"), number("forty-five")) == (12, 20, 45)


def test_what_was_long_ago_is_told_by_words_that_are_said_of_nothing_else() -> None:
    assert is_long_ago("In the past the notes were shredded")
    assert is_long_ago("Until May 2019 a panel sat")
    assert is_long_ago("Officers used to ask for a form")
    assert not is_long_ago("The file is closed and the notes are removed")
    assert not is_long_ago("The form used to ask for a review")
    assert not is_long_ago("Works are held until 20 days have gone")


def test_history_and_negation() -> None:
    assert is_history("Until March we had three stages")
    assert is_history("Interim letters were common up to 2021")
    assert not is_history("A panel hears it; residents under 70 years old")
    assert is_history("Before we merged there was a panel")
    assert not is_history("They talk to the caretaker before we open a case")
    assert is_negated("We don't have one")
    assert not is_negated("It is noted")


def test_only_the_requirement_again_is_copied() -> None:
    cell = EvidenceCell("6.2", "", code="2024", requirement="Complaints must be logged within five working days.")
    assert is_copied("Complaints are logged within five working days.", cell)
    assert not is_copied("Complaints are logged within two working days by the hub.", cell)
    assert not is_copied("Logged.", cell)


def test_stems_are_words_with_a_meaning_in_order() -> None:
    said = "We log all  complaints/requests: 10 (ten) days."
    assert stems(said) == ["log", "complaint", "request", "10", "ten", "day"]
