"""How answers travel: what goes in comes out, and nothing else can."""

from __future__ import annotations

import json
import socket
import struct
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.isolation import wire


@dataclass(frozen=True, slots=True)
class Pair:
    first: Any
    second: Any


class Marked(str):
    """A text of a kind of its own."""


ADMITTED = (Pair, Marked)
KEYS = st.one_of(st.text(), st.integers(), st.none(), st.tuples(st.text(), st.integers()))
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(st.characters()),
        st.binary(),
        st.text().map(Marked),
    ),
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(KEYS, inner),
        st.builds(Pair, inner, inner),
    ),
    max_leaves=20,
)


def same(one: Any, other: Any) -> bool:
    """Alike to the kinds of all that is in them."""
    return bool(one == other) and repr(one) == repr(other) and type(one) is type(other)


@given(VALUES)
def test_what_goes_in_comes_out(value: Any) -> None:
    assert same(wire.loads(wire.dumps(value, ADMITTED), ADMITTED), value)


@pytest.mark.parametrize("value", ["\ud800", "list", ["list", 1], {"a": {1: (b"", b"x")}}, 10**300, float("inf")])
def test_what_is_like_the_marks_of_the_format_is_itself(value: Any) -> None:
    assert same(wire.loads(wire.dumps(value)), value)


@pytest.mark.parametrize("value", [object(), {1}, Pair(1, 2), Marked("a"), [print], {1: bytearray()}, Exception()])
def test_what_is_neither_plain_nor_admitted_does_not_travel(value: Any) -> None:
    with pytest.raises(TypeError):
        wire.dumps(value)


def message(tree: Any, *blobs: bytes) -> bytes:
    """A message made by hand."""
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return b"".join(struct.pack(">Q", len(blob)) + blob for blob in (text, *blobs))


PAIR, MARKED = (f"{cls.__module__}.{cls.__qualname__}" for cls in ADMITTED)


def test_a_message_made_by_hand_is_read() -> None:
    assert wire.loads(message([PAIR, 1, ["bytes", 0]], b"x"), ADMITTED) == Pair(1, b"x")


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\x80\x05.",
        message(b"not JSON"),
        message(b"\xff\xfe"),
        message(b"[" * 100_000),
        message(b"9" * 100_000),
        message({"a": 1}),
        message([]),
        message([1]),
        message([["list"]]),
        message(["os.mkdir", "made"]),
        message(["builtins.eval", "1"]),
        message(["tests.test_wire.Other", 1]),
        message([PAIR, 1]),
        message([PAIR, 1, 2, 3]),
        message([MARKED, 1]),
        message([MARKED]),
        message([MARKED, ["list"]]),
        message(["bytes", 1], b"x"),
        message(["bytes", "0"], b"x"),
        message(["dict", 1]),
        message(["dict", ["list"], 1]),
        message([PAIR, 1, 2])[:-1],
        message(1) + b"x",
    ],
    ids=lambda sent: repr(sent[8:40]),
)
def test_what_is_no_message_is_refused(sent: bytes) -> None:
    with pytest.raises(wire.WireError) as caught:
        wire.loads(sent, ADMITTED)
    assert caught.value.__cause__ is None


def test_a_class_must_be_admitted_where_it_is_read() -> None:
    sent = wire.dumps(Pair(1, 2), ADMITTED)
    with pytest.raises(wire.WireError):
        wire.loads(sent, (Marked,))


def test_messages_pass_a_socket_one_after_another() -> None:
    here, there = socket.socketpair()
    with here, there:
        for sent in (b"first", b"", b"third"):
            wire.send(here, sent)
        assert [wire.receive(there) for _ in range(3)] == [b"first", b"", b"third"]
        wire.send(here, b"12345")
        with pytest.raises(wire.WireError):
            wire.receive(there, most=4)


def test_an_end_amid_a_message_is_told() -> None:
    here, there = socket.socketpair()
    with here, there:
        here.sendall(struct.pack(">Q", 9) + b"half")
        here.close()
        with pytest.raises(EOFError):
            wire.receive(there)


def test_who_waits_may_give_up() -> None:
    class GaveUpError(Exception):
        pass

    def give_up() -> None:
        raise GaveUpError

    here, there = socket.socketpair()
    with here, there:
        here.settimeout(0.01)
        with pytest.raises(GaveUpError):
            wire.receive(here, watch=give_up)
        with pytest.raises(GaveUpError):
            wire.send(here, bytes(100_000_000), watch=give_up)
