"""The text of a cell as it is judged."""

import pytest

from scorer.language.plain import plain


@pytest.mark.parametrize("mark", "’‘‛ʼ´")
def test_an_apostrophe_is_straight_whatever_mark_it_was_written_with(mark: str) -> None:
    assert plain(f"We{mark}ll say it isn{mark}t so.") == "We'll say it isn't so."


@pytest.mark.parametrize(
    "text", ["‘Putting it right’ is the page", "the residents’ own words", "1990’s", "it's so", "Plan/a.", "N/A. None."]
)
def test_other_marks_stay(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", ["N/A.", "Stage three: n/a.\n"])
def test_not_applicable_is_the_same_with_a_full_stop(text: str) -> None:
    assert plain(text) == text.replace(".", " ")
