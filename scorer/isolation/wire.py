"""What a worker gives back, as bytes: plain data and the few classes that its caller admits, and nothing that runs.

A worker reads what strangers sent, and may be taken over by it. So its parent never unpickles what comes from it: a
pickle names functions, and reading it calls them. Here a message is JSON, behind it the byte strings as they are; the
reader makes lists, dictionaries, texts, numbers, and instances of the admitted classes from their fields.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

Classes = Sequence[type[Any]]
"""Dataclasses, or subclasses of ``str``."""

_PLAIN = (type(None), bool, int, float, str)
_LENGTH = struct.Struct(">Q")
PID = struct.Struct(">Q")
"""How a server of forks tells the number of a copy, with its ``pidfd``; 0 without one where there could be none."""
_PIECE = 1 << 20
"""Bytes taken from a socket at one time."""


class WireError(Exception):
    """What came is no message of ``dumps``; the text says why, and quotes nothing."""


def dumps(value: Any, classes: Classes = ()) -> bytes:
    """A value as bytes. Raises TypeError where something in it is neither plain nor of these classes."""
    blobs: list[bytes] = []
    text = json.dumps(_tree(value, frozenset(classes), blobs), separators=(",", ":")).encode("ascii")
    return b"".join(part for blob in (text, *blobs) for part in (_LENGTH.pack(len(blob)), blob))


def loads(message: bytes | bytearray, classes: Classes = ()) -> Any:
    """The value that ``dumps`` gave as bytes. Nothing is called but these classes. Raises WireError."""
    try:
        text, *blobs = _split(memoryview(message))
        return _value(json.loads(bytes(text)), {_name(cls): cls for cls in classes}, blobs)
    except (ValueError, TypeError, LookupError, RecursionError, struct.error) as error:
        # The cause is cut off: its message may quote what was sent.
        raise WireError(type(error).__name__) from None


def _name(cls: type[Any]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _tree(value: Any, classes: frozenset[type[Any]], blobs: list[bytes]) -> Any:
    """A value as JSON knows it: a list says first what it stands for, and all else is plain."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is bytes:
        blobs.append(value)
        return ["bytes", len(blobs) - 1]
    if kind is dict:
        items = [part for item in value.items() for part in item]
    elif kind in (list, tuple):
        items = value
    elif kind not in classes:
        raise TypeError(f"{kind.__name__} does not travel")
    elif is_dataclass(kind):
        items = [getattr(value, field.name) for field in fields(kind)]
    else:
        return [_name(kind), str(value)]
    return [
        kind.__name__ if kind in (dict, list, tuple) else _name(kind),
        *(_tree(item, classes, blobs) for item in items),
    ]


def _value(tree: Any, classes: dict[str, type[Any]], blobs: list[memoryview]) -> Any:
    if not isinstance(tree, list):
        if isinstance(tree, dict):
            raise ValueError
        return tree
    name, *rest = tree
    if name == "bytes":
        (index,) = rest
        return bytes(blobs[index])
    items = [_value(item, classes, blobs) for item in rest]
    if name == "list":
        return items
    if name == "tuple":
        return tuple(items)
    if name == "dict":
        return dict(zip(items[::2], items[1::2], strict=True))
    cls = classes[name]
    if is_dataclass(cls):
        return cls(*items)
    (text,) = items
    if type(text) is not str:
        raise TypeError
    return cls(text)


def _split(message: memoryview) -> list[memoryview]:
    parts = []
    while message:
        (length,) = _LENGTH.unpack(message[: _LENGTH.size])
        message = message[_LENGTH.size :]
        if length > len(message):
            raise ValueError
        parts.append(message[:length])
        message = message[length:]
    return parts


# Over a socket --------------------------------------------------------------------------------------------------------


def send(connection: socket.socket, message: bytes, watch: Callable[[], None] | None = None) -> None:
    """Send a message. Where the socket has a timeout, ``watch`` is called each time that it runs out, and may raise.

    Raises OSError where the other side is gone.
    """
    for rest in (memoryview(_LENGTH.pack(len(message))), memoryview(message)):
        while rest:
            try:
                rest = rest[connection.send(rest) :]
            except TimeoutError:
                if watch is not None:
                    watch()


def receive(connection: socket.socket, most: int | None = None, watch: Callable[[], None] | None = None) -> bytearray:
    """The next message. ``watch`` is called at each timeout and each piece, and may raise.

    Raises EOFError or OSError where the other side is gone, WireError for a message of more than ``most`` bytes.
    """
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size, watch))
    if most is not None and length > most:
        raise WireError("it is too long")
    return _exactly(connection, length, watch)


def _exactly(connection: socket.socket, count: int, watch: Callable[[], None] | None) -> bytearray:
    data = bytearray()
    while len(data) < count:
        if watch is not None:
            watch()
        try:
            piece = connection.recv(min(_PIECE, count - len(data)))
        except TimeoutError:
            continue
        if not piece:
            raise EOFError
        data += piece
    return data
