"""Marked text, cut into pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scorer.writers.segments import Mark, Segment, segments


def test_a_text_without_marks_is_one_piece() -> None:
    assert segments("plain", ()) == (Segment("plain"),)
    assert segments("", ()) == ()


def test_a_mark_in_the_middle() -> None:
    assert segments("it will be so", [Mark(3, 7, "future")]) == (
        Segment("it "),
        Segment("will", ("future",), ("future",)),
        Segment(" be so"),
    )


def test_marks_that_overlap_share_a_piece_and_each_closes_once() -> None:
    pieces = segments("abcdef", [Mark(0, 4, "gap"), Mark(2, 6, "future")])
    assert pieces == (
        Segment("ab", ("gap",)),
        Segment("cd", ("gap", "future"), ("gap",)),
        Segment("ef", ("future",), ("future",)),
    )


def test_one_kind_marked_twice_in_touch_is_named_once() -> None:
    pieces = segments("abcdef", [Mark(0, 3, "gap"), Mark(2, 5, "gap"), Mark(0, 3, "gap")])
    assert [piece.closing for piece in pieces] == [(), (), ("gap",), ()]


@given(
    st.text(max_size=30),
    st.lists(st.builds(Mark, st.integers(-5, 40), st.integers(-5, 40), st.sampled_from("abc")), max_size=6),
)
def test_joined_they_are_the_text_again(text: str, marks: list[Mark]) -> None:
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)
    position = 0
    for piece in pieces:
        expected = {mark.kind for mark in marks if mark.start <= position < mark.end}
        assert set(piece.kinds) == expected
        assert set(piece.closing) <= expected
        position += len(piece.text)
