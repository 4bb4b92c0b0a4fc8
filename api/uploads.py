"""The files in a request's body, taken apart in memory and in a worker process.

A body is either the file itself or ``multipart/form-data``. The usual parsers put large parts into files on disk;
this one has the whole body in memory already, and its worker could not write a file if it wished.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from email.message import Message

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from scorer.errors import ScorerError

MULTIPART = "multipart/form-data"

# It quotes bytes of what was sent.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL + 1)
_MOST_PARTS = 16
_LONGEST_NAME = 200
NAMELESS = "form"
"""What stands as ``source`` of a file that came without a name."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name without folders, and its bytes."""

    name: str
    data: bytes


@dataclass(slots=True)
class _Part:
    head: bytearray = field(default_factory=bytearray)
    header: bytearray = field(default_factory=bytearray)
    disposition: bytes = b""
    data: bytearray = field(default_factory=bytearray)


def one_file(body: bytes, content_type: str, name: str) -> Upload:
    """The file of a request for one: the body itself, called ``name``, or the part ``file`` of a form.

    Raises ScorerError E701 where a form is malformed or has no such part.
    """
    if not is_form(content_type):
        return Upload(safe_name(name), body)
    return form_files(body, content_type, ("file",))["file"]


def form_files(body: bytes, content_type: str, wanted: tuple[str, ...]) -> dict[str, Upload]:
    """The named file parts of a form; each must be there once, and others are passed over.

    Raises ScorerError E701 otherwise.
    """
    if not is_form(content_type):
        raise ScorerError("E701", reason=f"the body is not {MULTIPART}")
    found: dict[str, Upload] = {}
    for part in _parts(body, content_type):
        _, options = parse_options_header(part.disposition)
        key = options.get(b"name", b"").decode("utf-8", "replace")
        if key in wanted:
            if key in found:
                raise ScorerError("E701", reason=f'there are two parts "{key}"')
            name = options.get(b"filename", b"").decode("utf-8", "replace")
            found[key] = Upload(safe_name(name), bytes(part.data))
    for key in wanted:
        if key not in found:
            raise ScorerError("E701", reason=f'there is no part "{key}"')
    return found


def is_form(content_type: str) -> bool:
    """True for ``multipart/form-data``."""
    return media_type_of(content_type) == MULTIPART


def media_type_of(content_type: str) -> str:
    """The media type that a header Content-Type names, without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def safe_name(name: str) -> str:
    """The last part of a path, without control characters, shortened: it is shown, and names no file of ours."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:_LONGEST_NAME] or NAMELESS


def _parts(body: bytes, content_type: str) -> list[_Part]:
    message = Message()
    message["Content-Type"] = content_type
    boundary = message.get_param("boundary")
    if not isinstance(boundary, str) or not 1 <= len(boundary) <= 70 or not boundary.isascii():
        raise _malformed()
    parts: list[_Part] = []

    def begin() -> None:
        if len(parts) == _MOST_PARTS:
            raise ScorerError("E701", reason=f"the form has more than {_MOST_PARTS} parts")
        parts.append(_Part())

    def name(data: bytes, start: int, end: int) -> None:
        parts[-1].head += data[start:end]

    def value(data: bytes, start: int, end: int) -> None:
        parts[-1].header += data[start:end]

    def header_end() -> None:
        part = parts[-1]
        if bytes(part.head).lower() == b"content-disposition":
            part.disposition = bytes(part.header)
        part.head.clear()
        part.header.clear()

    def data_of(data: bytes, start: int, end: int) -> None:
        parts[-1].data += memoryview(data)[start:end]

    ended = False

    def end() -> None:
        nonlocal ended
        ended = True

    parser = MultipartParser(
        boundary.encode("ascii"),
        {
            "on_part_begin": begin,
            "on_header_field": name,
            "on_header_value": value,
            "on_header_end": header_end,
            "on_part_data": data_of,
            "on_end": end,
        },
    )
    try:
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise _malformed() from None
    if not ended:
        raise _malformed()
    return parts


def _malformed() -> ScorerError:
    return ScorerError("E701", reason=f"the {MULTIPART} body is malformed")
