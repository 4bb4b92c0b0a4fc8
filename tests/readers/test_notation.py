from __future__ import annotations

import pytest

from scorer.readers.notation import joined, linked, ordinal_mark


@pytest.mark.parametrize(
    ("number", "style", "mark"),
    [
        (1, "lower-letter", "a"),
        (28, "upper-letter", "BB"),
        (4, "lower-roman", "iv"),
        (1999, "upper-roman", "MCMXCIX"),
        (0, "lower-letter", "0"),
        (4000, "lower-roman", "4000"),
        (12, "decimal", "12"),
    ],
)
def test_ordinal_marks(number: int, style: str, mark: str) -> None:
    assert ordinal_mark(number, style) == mark


def test_a_link_keeps_the_spaces_around_its_words() -> None:
    assert linked(" our page ", "https://fernbrook.example") == " our page (https://fernbrook.example) "
    assert linked("  ", "https://fernbrook.example") == "  "


@pytest.mark.parametrize("address", ["", "#part", "javascript:void(0)", "file:///C:/form.docx"])
def test_links_that_lead_nowhere_outside_are_words(address: str) -> None:
    assert linked("words", address) == "words"


def test_neighbours_with_one_address_are_one_link() -> None:
    pieces = [("a", "x.example"), ("b", "x.example"), (" c ", ""), ("d", "y.example")]
    assert joined(pieces) == "ab (x.example) c d (y.example)"
