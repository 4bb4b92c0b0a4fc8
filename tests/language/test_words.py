"""Words by their letters, and the requirement that takes the credit from its own words."""

from __future__ import annotations

import pytest

from scorer.language import requirement
from scorer.language.words import falls_short, hashed, is_content, number, share, stem


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("acknowledged", "acknowledgement"),
        ("complaints", "complaint"),
        ("policies", "policy"),
        ("ten", "10"),
        ("informing", "inform"),
    ],
)
def test_inflections_share_a_stem(left: str, right: str) -> None:
    assert stem(left) == stem(right)


@pytest.mark.parametrize(("left", "right"), [("10", "20"), ("board", "ward")])
def test_other_words_do_not(left: str, right: str) -> None:
    assert stem(left) != stem(right)


def test_content() -> None:
    assert [word for word in ("the", "may", "kestrel", "7", ".", "–") if is_content(word)] == ["kestrel", "7"]


@pytest.mark.parametrize(
    ("said", "per_cent"),
    [
        ("82 %", 82.0),
        ("3 out of 5", 60.0),
        ("fifty - nine of fifty - nine", 100.0),
        ("ninety five per cent", 95.0),
        ("97 of one hundred", 97.0),
        ("fifty of two hundred", 25.0),
        ("one hundred and five of two hundred and ten", 50.0),
        ("five of three", None),
        ("all but one", None),
    ],
)
def test_the_share_that_words_say(said: str, per_cent: float | None) -> None:
    assert share(said.split()) == per_cent


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("59 of 61", True),
        ("all but one", True),
        ("half of", True),
        ("two - thirds", True),
        ("17 of 17", False),
        ("nil of nil", None),
        ("5 of 3", None),
    ],
)
def test_whether_a_share_falls_short_of_all(said: str, short: bool | None) -> None:
    assert falls_short(said.split()) is short


@pytest.mark.parametrize("word", ["nan", "inf", "1e5", "£20", "kestrel"])
def test_what_no_reader_would_call_a_number(word: str) -> None:
    assert number(word) is None


def test_ids_are_the_same_on_every_machine() -> None:
    assert hashed("kestrel") == int.from_bytes(bytes.fromhex("25fb071cabc2b14b"), "little")


def test_a_requirement_knows_its_words_in_any_inflection() -> None:
    asked = requirement("Landlords must acknowledge a complaint within five working days.")
    assert "acknowledged" in asked
    assert "5" in asked
    assert "kestrel" not in asked
    assert "must" not in asked
    assert not requirement("").stems
