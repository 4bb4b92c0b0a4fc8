"""Apostrophes within words."""

import pytest

from scorer.language.apostrophes import straight


@pytest.mark.parametrize("mark", "’‘‛ʼ´")
def test_an_apostrophe_is_straight_whatever_mark_it_was_written_with(mark: str) -> None:
    assert straight(f"We{mark}ll say it isn{mark}t so.") == "We'll say it isn't so."


@pytest.mark.parametrize("text", ["‘Putting it right’ is the page", "the residents’ own words", "1990’s", "it's so"])
def test_other_marks_stay(text: str) -> None:
    assert straight(text) == text
