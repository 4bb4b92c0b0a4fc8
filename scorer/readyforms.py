"""Which of the lines of ready cells are of one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scorer.jsonkeys import decoded

CELLS_A_FORM = 500
"""Where a form of ready cells ends at the latest: more than any edition has provisions, and little to score at once."""


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """The lines of one form among ready cells, as bytes, with the landlord that they name. ``records`` are what the
    lines hold, blank ones left out; None stands for one that is no JSON object."""

    data: bytes
    lines: int
    landlord: str | None
    records: tuple[dict[str, Any] | None, ...]


def ready_forms(lines: Iterable[bytes]) -> Iterator[ReadyForm]:
    """Ready cells by form: one ends where "form" or "landlord", the edition or the date changes, or where a provision
    comes again. A line that cannot be read belongs to the form that it stands in, which will be refused for it."""
    held: list[bytes] = []
    records: list[dict[str, Any] | None] = []
    head: _Head | None = None
    refs: set[str] = set()
    for line in lines:
        if line.strip():
            record = _record(line)
            if record is not None:
                mark, ref = _head(record), _plain(record.get("ref"))
                if (head is not None and mark != head) or (ref and ref in refs) or len(records) >= CELLS_A_FORM:
                    yield _ready_form(held, records, head)
                    held, records, refs = [], [], set()
                head = mark
                refs.add(ref)
            records.append(record)
        held.append(line)
    if held:
        yield _ready_form(held, records, head)


_Head = tuple[str, str, str, str]
"""What all cells of a form have in common: "form", "landlord", "code" and "form_date"."""


def _head(record: dict[str, Any]) -> _Head:
    return (
        _plain(record.get("form")),
        _plain(record.get("landlord")),
        _plain(record.get("code")),
        _plain(record.get("form_date")),
    )


def _ready_form(lines: list[bytes], records: list[dict[str, Any] | None], head: _Head | None) -> ReadyForm:
    # Half of a character, which JSON can spell alone, is one that no table or report can hold.
    landlord = head[1].encode(errors="replace").decode().strip() if head else ""
    return ReadyForm(b"".join(lines), len(lines), landlord or None, tuple(records))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        value = decoded(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
