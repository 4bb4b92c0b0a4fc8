"""Cells merged over several rows: what each provision shows, and with whom it shares it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from scorer.forms.columns import Role
from scorer.forms.comply import MARKS
from scorer.forms.rows import Row

SHARED = "{what} in one merged cell with {refs}"

_NAMES: dict[Role, str] = {"requirement": "requirement", "evidence": "evidence", "commentary": "commentary"}


class Provided(Protocol):
    """The rows of one provision or question."""

    ref: str
    rows: list[Row]
    notes: list[str]


@dataclass(slots=True)
class _Cell:
    """A cell of the form and those who have a part in it."""

    text: str
    sharers: list[Provided]


def with_lent(row: Row) -> Row:
    """The row with the texts that cells merged from above show in it, where it has none of its own."""
    lent = {role: text for role, text in row.lent.items() if not _text(row, role)}
    answered = bool(row.comply or row.marks)
    marks = {mark: lent[mark] for mark in MARKS if mark in lent and not answered}
    return replace(
        row,
        requirement=row.requirement or lent.get("requirement", ""),
        comply=row.comply if answered else lent.get("comply", ""),
        marks=row.marks or marks,
        evidence=row.evidence or lent.get("evidence", ""),
        commentary=row.commentary or lent.get("commentary", ""),
    )


def note_shared(found: Sequence[Provided]) -> None:
    """Add to the notes of each what it shares a merged cell of, and with which others."""
    cells: list[tuple[str, _Cell]] = []
    open_cells: dict[Role, _Cell] = {}
    for provided in found:
        for row in provided.rows:
            for role in (*_NAMES, "comply", *MARKS):
                if not (text := _text(row, role)):
                    continue
                current = open_cells.get(role)
                if current is not None and row.lent.get(role) == text == current.text:
                    current.sharers.append(provided)
                else:
                    open_cells[role] = _Cell(text, [provided])
                    cells.append((_NAMES.get(role, "compliance"), open_cells[role]))
    shared: dict[tuple[str, ...], list[str]] = {}
    by_ref = {provided.ref: provided for provided in found}
    for name, cell in cells:
        refs = tuple(dict.fromkeys(provided.ref for provided in cell.sharers))
        if len(refs) > 1:
            shared.setdefault(refs, []).append(name)
    for refs, names in shared.items():
        for ref in refs:
            others = ", ".join(other for other in refs if other != ref)
            by_ref[ref].notes.append(SHARED.format(what=" and ".join(dict.fromkeys(names)), refs=others))


def _text(row: Row, role: Role) -> str:
    if role in MARKS:
        return row.marks.get(role, "")
    match role:
        case "requirement":
            return row.requirement
        case "comply":
            return row.comply
        case "evidence":
            return row.evidence
        case "commentary":
            return row.commentary
    return ""
