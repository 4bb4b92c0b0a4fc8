"""Grids to forms: edition, header, columns, provisions, compliance, split and merged rows. Text is cleaned here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scorer.codes import Edition, load
from scorer.errors import ScorerError
from scorer.forms.assemble import assemble
from scorer.forms.blocks import read_blocks
from scorer.forms.cells import make_cell
from scorer.forms.clean import clean
from scorer.forms.edition import decide
from scorer.forms.flow import read_flow
from scorer.forms.front import named_alone, read_date, read_landlord, read_title
from scorer.forms.linear import read_linear
from scorer.forms.order import in_order
from scorer.forms.questions import read_questions
from scorer.forms.rows import Row, Table, read_rows
from scorer.forms.several import forms_of, parted
from scorer.forms.words import rejoined
from scorer.readers.grid import Document
from scorer.records import EvidenceCell, Form

_MOST_LOST = 0.5
"""Share of an edition's provisions with an answer below which the form may be laid out in another way."""
_CLEARLY_MORE = 1.5
"""Times as many answers as the tables gave, for the other way to be right."""

__all__ = ["clean", "read_forms"]


def read_forms(document: Document, *, source: str, sha256: str) -> tuple[Form, ...]:
    """The self-assessments in a file: one as a rule, several where it holds those of several landlords or editions.

    ``source`` names the file and ``sha256`` is the digest of its bytes, in hexadecimal; both are only passed on.
    Raises ScorerError E201 where no table of the file is a self-assessment against a known edition, or its lines are
    out of order.
    """
    document = rejoined(document)
    table = read_rows(document)
    forms = _in_parts(document, table, source, sha256) or _read(document, table, source, sha256, several=False)
    if not forms:
        raise ScorerError("E201")
    return tuple(forms)


def _in_parts(document: Document, table: Table, source: str, sha256: str) -> list[Form]:
    """The forms of a file that holds several, each read as if it stood alone; none where that does not tell them."""
    found = list(forms_of(table.rows))
    if len(found) < 2 or any(decide(table, rows) is None for rows in found):
        return []
    forms: list[Form] = []
    for part in parted(document, found):
        of_part = _read(part, read_rows(part), source, sha256, several=True)
        if len(of_part) != 1:
            return []
        forms += of_part
    return forms


def _read(document: Document, table: Table, source: str, sha256: str, *, several: bool) -> list[Form]:
    """The forms of a document, or of the part of one with ``several``, read in the way that finds most. ``table`` is
    what its tables gave."""
    forms = _forms_of(document, table, source, sha256, several=several)
    whole = len(load(forms[0].code).refs) if forms else 1
    if _answered(forms) < _MOST_LOST * whole or _told(forms) < _MOST_LOST * whole:
        for other_way in (read_linear, read_blocks, read_flow):
            others = _forms_of(document, other_way(document), source, sha256, several=several)
            if _answered(others) + _told(others) > _CLEARLY_MORE * (_answered(forms) + _told(forms)):
                forms = others
    return forms


def _forms_of(document: Document, table: Table, source: str, sha256: str, *, several: bool) -> list[Form]:
    """The forms of one way to read the file; none where one of them shows that it is the wrong way."""
    forms = []
    found = list(forms_of(table.rows))
    for rows in found:
        edition = decide(table, rows)
        if edition is None:
            continue
        form = _form(table, rows, edition, source, sha256, several=several or len(found) > 1)
        if edition.code != "2020":
            prose = all(document.grids[row.grid].kind == "prose" for row in rows)
            cells = in_order(form.cells, rows, edition, prose=prose)
            if cells is None:
                return []
            form = replace(form, cells=cells)
        forms.append(form)
    return forms


def _answered(forms: Sequence[Form]) -> int:
    return sum(1 for form in forms for cell in form.cells if cell.evidence or cell.commentary or cell.comply_text)


def _told(forms: Sequence[Form]) -> int:
    return sum(1 for form in forms for cell in form.cells if cell.evidence or cell.commentary)


def _form(table: Table, rows: Sequence[Row], edition: Edition, source: str, sha256: str, *, several: bool) -> Form:
    front = table.front_of(rows)
    landlord = read_landlord(front)
    if landlord is None and several:
        # One title may head the forms of several landlords, each under its name or on a sheet that is called so.
        landlord = named_alone([rows[0].location.sheet]) or named_alone(table.above(rows))
    form_date = read_date(front)
    cells = tuple(_cells(rows, edition, form_date))
    found = {cell.ref for cell in cells}
    ignored = tuple(f"column not read: {name}" for name in dict.fromkeys(table.ignored))
    taken = tuple(f"column not known, read as {role}: {name}" for name, role in dict.fromkeys(table.taken))
    plans = tuple(f"table of actions, not read: {header}" for header in dict.fromkeys(table.plans))
    return Form(
        source=source,
        sha256=sha256,
        code=edition.code,
        cells=cells,
        form_date=form_date,
        landlord=landlord,
        title=read_title(front),
        missing=tuple(ref for ref in edition.refs if ref not in found),
        notes=ignored + taken + plans,
        front=tuple(text for block in front if (text := clean(block))),
    )


def _cells(rows: Sequence[Row], edition: Edition, form_date: str | None) -> Iterator[EvidenceCell]:
    if edition.code == "2020":
        for question in read_questions(rows, edition):
            yield make_cell(
                question.ref,
                question.question,
                question.rows,
                question.evidence,
                code=edition.code,
                form_date=form_date,
                notes=question.notes,
            )
        return
    for entry in assemble(rows, edition):
        yield make_cell(
            entry.ref,
            entry.requirement,
            entry.rows,
            [row.evidence for row in entry.rows],
            code=edition.code,
            form_date=form_date,
            notes=entry.notes,
        )
