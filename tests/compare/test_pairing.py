"""Which forms belong together."""

from __future__ import annotations

import pytest

from scorer.compare import pairs
from scorer.errors import ScorerError

from .builders import answer, form

A, B, C, NONE = (form(answer("1.2"), landlord=name) for name in ("Pellow Moor", "Wren Quarter", "Old Tannery", None))


def test_one_form_on_each_side_is_a_pair_whoever_they_are_of() -> None:
    assert pairs([A], [B]) == (((A, B),), ())


def test_several_are_paired_by_landlord() -> None:
    other = form(answer("1.3"), landlord="The PELLOW MOOR Limited")
    assert pairs([A, B], [B, other]) == (((A, other), (B, B)), ())


def test_what_is_left_over_is_told() -> None:
    found, notes = pairs([A, B, NONE], [A])
    assert found == ((A, A),)
    assert [note.code for note in notes] == ["CMP009"]
    assert notes[0].message.startswith("2 forms")


@pytest.mark.parametrize(("one", "other"), [([A, B], [C]), ([A, A], [A]), ([NONE, NONE], [NONE]), ([A, NONE], [NONE])])
def test_what_cannot_be_paired_is_refused_with_what_to_do(one: list, other: list) -> None:  # type: ignore[type-arg]
    with pytest.raises(ScorerError) as caught:
        pairs(one, other)
    assert caught.value.code == "E521"
    assert "names its landlord" in caught.value.advice
