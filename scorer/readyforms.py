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
    form = _Open()
    for line in lines:
        if line.strip():
            record = _record(line)
            if not form.takes(record):
                yield ReadyForm(b"".join(held), len(held), form.landlord, tuple(form.records))
                held, form = [], _Open()
            form.add(record)
        held.append(line)
    if held:
        yield ReadyForm(b"".join(held), len(held), form.landlord, tuple(form.records))


def parted(records: Iterable[Any]) -> Iterator[tuple[int, str | None]]:
    """The same of cells that are decoded already: of each form how many of them are its, and its landlord."""
    form = _Open()
    for record in records:
        if not form.takes(record):
            yield len(form.records), form.landlord
            form = _Open()
        form.add(record)
    if form.records:
        yield len(form.records), form.landlord


_Head = tuple[str, str, str, str]
"""What all cells of a form have in common: "form", "landlord", "code" and "form_date"."""


class _Open:
    """A form that cells are added to, and which of them are still its own."""

    def __init__(self) -> None:
        self.records: list[dict[str, Any] | None] = []
        self._head: _Head | None = None
        self._refs: set[str] = set()

    def takes(self, record: Any) -> bool:
        """Whether a cell that follows is of this form too; what is no object always is."""
        if not isinstance(record, dict) or not self.records:
            return True
        ref = _plain(record.get("ref"))
        return (
            self._head in (None, _head(record)) and not (ref and ref in self._refs) and len(self.records) < CELLS_A_FORM
        )

    def add(self, record: Any) -> None:
        """Add a cell."""
        self.records.append(record if isinstance(record, dict) else None)
        if isinstance(record, dict):
            self._head = _head(record)
            self._refs.add(_plain(record.get("ref")))

    @property
    def landlord(self) -> str | None:
        """The landlord that its cells name."""
        # Half of a character, which JSON can spell alone, is one that no table or report can hold.
        return (self._head[1].encode(errors="replace").decode().strip() if self._head else "") or None


def _head(record: dict[str, Any]) -> _Head:
    return (
        _plain(record.get("form")),
        _plain(record.get("landlord")),
        _plain(record.get("code")),
        _plain(record.get("form_date")),
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""


def _record(line: bytes) -> dict[str, Any] | None:
    try:
        value = decoded(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
