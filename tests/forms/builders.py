"""Grids of invented forms, built from our own statements of the duties."""

from collections.abc import Sequence

from scorer.codes import load
from scorer.forms import read_forms
from scorer.readers.grid import Document, Grid, GridRow
from scorer.records import EvidenceCell, Form, Location

HEADER_2024 = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation")
HEADER_2022 = ("Code section", "Code requirement", "Comply", "Evidence, commentary and any explanations")
REFS = ("1.2", "1.3", "1.4", "3.4", "3.5", "6.2", "6.3", "9.1")
"""Enough rows of the edition of 2024 to be known as a form of it."""

Cells = Sequence[str]


def requirement(ref: str, code: str = "2024") -> str:
    return load(code).by_ref[ref].requirement


def row(
    ref: str, code: str = "2024", *, number: str | None = None, comply: str = "Yes", commentary: str = ""
) -> list[str]:
    """A whole row; its evidence names its provision, so that a test sees whose it is."""
    cells = [ref if number is None else number, requirement(ref, code), comply, f"Evidence {ref.replace('.', '-')}."]
    return cells if code == "2022" else [*cells, commentary]


def table(*rows: Cells, number: int = 1, page: int = 0, sheet: str = "") -> Grid:
    return Grid(
        "table",
        tuple(
            GridRow(tuple(cells), Location(page=page, table=number, row=index, sheet=sheet))
            for index, cells in enumerate(rows, start=1)
        ),
    )


def prose(*paragraphs: str, sheet: str = "") -> Grid:
    return Grid("prose", tuple(GridRow((text,), Location(sheet=sheet)) for text in paragraphs))


def forms(*grids: Grid) -> tuple[Form, ...]:
    return read_forms(Document("text", grids), source="form.txt", sha256="0" * 64)


def form(*grids: Grid) -> Form:
    (only,) = forms(*grids)
    return only


def by_ref(read: Form) -> dict[str, EvidenceCell]:
    return {cell.ref: cell for cell in read.cells}


def form_2024(*extra: Cells, refs: Sequence[str] = REFS) -> dict[str, EvidenceCell]:
    """A plain form of 2024 with further rows at its end."""
    return by_ref(form(table(HEADER_2024, *(row(ref) for ref in refs), *extra)))
