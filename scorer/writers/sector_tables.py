"""The tables of a sector as CSV, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from scorer.batch.figures import Group, Sector, Shared, Standing, Template
from scorer.writers.batch_rows import csv_lines


def sector_tables(sector: Sector) -> dict[str, str]:
    """Each table by the name of its file."""
    tables: dict[str, tuple[type, Sequence[Any]]] = {
        "provisions.csv": (Group, sector.provisions),
        "sections.csv": (Group, sector.sections),
        "years.csv": (Group, sector.years),
        "editions.csv": (Group, sector.editions),
        "kinds.csv": (Group, sector.kinds),
        "landlords.csv": (Standing, sector.landlords),
        "outliers.csv": (Standing, sector.outliers),
        "shared.csv": (Shared, sector.shared),
        "templates.csv": (Template, sector.templates),
    }
    return {name: "".join(_lines(kind, records)) for name, (kind, records) in tables.items()}


def _lines(kind: type, records: Sequence[Any]) -> Iterator[str]:
    columns = [entry.name for entry in fields(kind)]
    return csv_lines(columns, ({name: _listed(getattr(record, name)) for name in columns} for record in records))


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
