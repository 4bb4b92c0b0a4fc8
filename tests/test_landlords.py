"""One landlord, however it is spelt."""

from __future__ import annotations

import pytest

from scorer.landlords import landlord_key, name_pattern, same_landlord


@pytest.mark.parametrize(
    "other",
    ["Wren Homes Ltd", "Wren Homes Limited", "WREN homes", "The Wren Homes", "Wren-Homes Ltd.", "Wren Homes PLC"],
)
def test_spellings_of_one_name_are_one_landlord(other: str) -> None:
    assert same_landlord("Wren Homes", other)


def test_an_accent_coded_with_its_letter_or_behind_it_is_one_accent() -> None:
    assert same_landlord("Caf\u00e9 Wren Homes", "CAFE\u0301 Wren Homes")
    assert not same_landlord("Caf\u00e9 Wren Homes", "Cafe Wren Homes")


@pytest.mark.parametrize("other", ["Wren Housing", "Wren", "North Wren Homes", "", None])
def test_other_names_and_none_are_not(other: str | None) -> None:
    assert not same_landlord("Wren Homes", other)


def test_two_without_a_name_are_not_one() -> None:
    assert landlord_key(None) == landlord_key(" – ") == ""
    assert not same_landlord("", "")


def test_a_name_of_such_words_alone_is_a_name() -> None:
    assert landlord_key("The And") == "the and"


@pytest.mark.parametrize(
    "words",
    ["we at wren and daughters ltd ring", "we at the wren daughters ring", "we at wren and daughters limited ring"],
)
def test_a_name_is_found_with_and_without_the_words_that_come_and_go(words: str) -> None:
    pattern = name_pattern("Wren & Daughters Limited")
    assert pattern is not None
    assert pattern.sub("0", words) == "we at 0 ring"
    assert pattern.sub("0", "the wrens") == "the wrens"


def test_without_a_name_there_is_nothing_to_find() -> None:
    assert name_pattern(None) is None
    assert name_pattern("–") is None
