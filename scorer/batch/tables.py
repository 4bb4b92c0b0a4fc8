"""The tables of a batch: their columns, and their files.

No column depends on when, where or in how many processes a form was scored: the same forms give the same bytes.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from scorer.errors import ScorerError

TABLES = ("cells", "forms", "errors")
PART = "arrow"
"""The ending of the files of a part."""

_ROWS_A_GROUP = 16_384

# Arrow's own pools keep what was freed, so that a batch would grow with every group that it writes.
pa.set_memory_pool(pa.system_memory_pool())


class Column(NamedTuple):
    """One column: its name, its type and what it holds."""

    name: str
    type: pa.DataType
    help: str


def _spans(*more: tuple[str, pa.DataType]) -> pa.DataType:
    place = [("field", pa.string()), ("start", pa.int32()), ("end", pa.int32())]
    return pa.list_(pa.struct([*more, *place]))


_SOURCE = Column("source", pa.string(), "The path as it was given; behind `!/` the name within an archive.")
_FORM = Column("form", pa.int32(), "The number of the form in its file, from 1.")

COLUMNS: dict[str, tuple[Column, ...]] = {
    "cells": (
        _SOURCE,
        _FORM,
        Column("row", pa.int32(), "The number of the cell in its form, from 1."),
        Column("landlord", pa.string(), "As the form names it, or null."),
        Column("code", pa.string(), 'The edition: "2020", "2022", "2024" or "lgsco-2024"; empty where unknown.'),
        Column("year", pa.int16(), "The year of the form's date, or null."),
        Column("section", pa.int16(), "The section of the Code, 0 where the number names none."),
        Column("ref", pa.string(), "The number of the provision."),
        Column("id", pa.string(), "The id of a ready cell, or null."),
        Column("comply", pa.string(), "What is claimed: yes, no, partial, not_applicable, blank or unclear."),
        Column("specificity", pa.int8(), "0 absent, 1 generic, 2 named, 3 described, 4 verifiable."),
        Column("contradiction", pa.int8(), "0 none, 1 weakens, 2 contradicts."),
        Column("quality", pa.int16(), "0 to 100; the points of `reasons` add up to it."),
        Column("grade", pa.string(), "strong, fair, weak or poor."),
        Column("review", pa.bool_(), "True where the scorer is not sure: read the cell yourself."),
        Column("follows", pa.string(), "The provision whose cell this one points at, or null."),
        Column("specificity_probabilities", pa.list_(pa.float32()), "What the model believes, levels 0 to 4."),
        Column("contradiction_probabilities", pa.list_(pa.float32()), "What the model believes, levels 0 to 2."),
        Column(
            "signals",
            _spans(("name", pa.string()), ("text", pa.string()), ("rule", pa.string()), ("confidence", pa.float32())),
            "The words that decided, quoted, each with its signal, its rule (null: the model) and its place in the "
            "cleaned text.",
        ),
        Column("reasons", _spans(("source", pa.string()), ("points", pa.int16())), "The ledger."),
        Column("checks", _spans(("code", pa.string())), "The checks against the Code that fired."),
        Column("question", pa.string(), "What a reviewer might ask; empty for none."),
        Column("characters", pa.int32(), "The length of evidence and commentary together."),
        Column("words_key", pa.int64(), "A fingerprint of the whole answer, or null where it is short."),
        Column(
            "sentences",
            _spans(("key", pa.int64())),
            "Fingerprints of its longer sentences without names and figures: equal keys are equal words.",
        ),
        Column("requirement", pa.string(), "The requirement as the form has it; null without `--with-text`."),
        Column("evidence", pa.string(), "The full text; null without `--with-text`."),
        Column("commentary", pa.string(), "The full text; null without `--with-text`."),
    ),
    "forms": (
        _SOURCE,
        _FORM,
        Column("sha256", pa.string(), "The hash of the file, or of the cells that make the form."),
        Column("bytes", pa.int64(), "Their size."),
        Column("landlord", pa.string(), "As the form names it, or null."),
        Column("title", pa.string(), "The title of the form, or null."),
        Column("code", pa.string(), "The edition, as in `cells`."),
        Column("form_date", pa.string(), "ISO 8601, to the month or the day, or null."),
        Column("year", pa.int16(), "The year of it, or null."),
        Column("cells", pa.int32(), "How many cells it has."),
        Column("quality", pa.float32(), "The mean quality of its cells, or null without any."),
        Column("strong", pa.int32(), "Cells of that grade."),
        Column("fair", pa.int32(), "Cells of that grade."),
        Column("weak", pa.int32(), "Cells of that grade."),
        Column("poor", pa.int32(), "Cells of that grade."),
        Column("yes", pa.int32(), "Cells that claim a Yes."),
        Column("contradicts", pa.int32(), "Cells whose words contradict their Yes."),
        Column("weakens", pa.int32(), "Cells whose words leave their Yes in doubt."),
        Column("review", pa.int32(), "Cells to be read by a person."),
        Column("missing", pa.list_(pa.string()), "Provisions of the edition without a row."),
        Column(
            "findings",
            pa.list_(pa.struct([("check", pa.string()), ("message", pa.string()), ("refs", pa.list_(pa.string()))])),
            "What only the whole form shows.",
        ),
        Column("notes", pa.list_(pa.string()), "How the file was read where that was not plain."),
    ),
    "errors": (
        _SOURCE,
        Column("form", pa.int32(), "The form that could not be scored, or null for the whole file."),
        Column("sha256", pa.string(), "The hash of the file, or null where it could not be read."),
        Column("code", pa.string(), "The code of the refusal."),
        Column("message", pa.string(), "What is wrong."),
        Column("advice", pa.string(), "What to do about it."),
    ),
}
"""Each table and its columns, in order."""

SCHEMAS = {
    name: pa.schema([pa.field(column.name, column.type) for column in columns]) for name, columns in COLUMNS.items()
}

Row = dict[str, Any]


def table(name: str, columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Columns of equal length as the table of a name; the structs of a nested column are tuples."""
    schema = SCHEMAS[name]
    return pa.Table.from_arrays([_array(columns[field.name], field.type) for field in schema], schema=schema)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if not (pa.types.is_list(kind) and pa.types.is_struct(kind.value_type)):
        return pa.array(values, kind)
    # Arrow takes a list of structs apart by the names of their fields, which costs more than all the rest.
    offsets = pa.array(accumulate(map(len, values), initial=0), pa.int32())
    fields = list(kind.value_type)
    parts = list(zip(*chain.from_iterable(values), strict=True)) or [()] * len(fields)
    structs = pa.StructArray.from_arrays(
        [pa.array(part, field.type) for part, field in zip(parts, fields, strict=True)], fields=fields
    )
    return pa.ListArray.from_arrays(offsets, structs, type=kind)


def packed(rows: pa.Table) -> bytes:
    """A table as bytes for a pipe."""
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, rows.schema) as writer:
        writer.write_table(rows)
    return stream.getvalue()


def unpacked(name: str, data: Any) -> pa.Table:
    """The table of a name that ``packed`` packed in a worker.

    Raises ScorerError E603 for anything else: a worker that reads what strangers wrote is not believed.
    """
    if not isinstance(data, bytes):
        raise ScorerError("E603", detail="no bytes")  # a text would be opened as the path of a file
    try:
        with pa.ipc.open_stream(data) as reader:
            found = reader.read_all()
        found.validate(full=True)
    except (pa.ArrowException, OSError, TypeError) as error:
        raise ScorerError("E603", detail=type(error).__name__) from None
    if not found.schema.equals(SCHEMAS[name]):
        raise ScorerError("E603", detail="another table")
    return found


def all_unpacked(packed: Any) -> dict[str, pa.Table]:
    """The three tables as a worker gives them, each packed under its name. Raises ScorerError E603 as ``unpacked``."""
    if not isinstance(packed, dict) or packed.keys() != set(TABLES):
        raise ScorerError("E603", detail="other tables")
    return {name: unpacked(name, packed[name]) for name in TABLES}


def as_part(rows: pa.Table) -> bytes:
    """A table as the file of a part: Arrow's own format, written and read again in a third of the time of Parquet."""
    stream = io.BytesIO()
    with pa.ipc.new_file(stream, rows.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as writer:
        writer.write_table(rows)
    return stream.getvalue()


def of_part(name: str, path: Path) -> pa.Table:
    """The table of a name in the file of a part. Raises OSError or ValueError where it is damaged or another."""
    try:
        with pa.OSFile(str(path)) as file, pa.ipc.open_file(file) as reader:
            found = reader.read_all()
        found.validate(full=True)  # Arrow trusts the lengths in a file: damaged ones end the process when they are used
    except pa.ArrowException as error:
        raise ValueError(type(error).__name__) from None
    if not found.schema.equals(SCHEMAS[name]):
        raise ValueError("another table")
    return found


def merge(name: str, parts: Iterable[Path], path: Path) -> None:
    """Write the tables of parts, one after another, into one file.

    Whole row groups are held at a time, never the table. Raises ScorerError E540 for a part that is damaged or gone.
    """
    with whole(path) as partial, pq.ParquetWriter(partial, SCHEMAS[name], compression="zstd") as writer:
        for group in _groups(name, parts):
            writer.write_table(group, row_group_size=max(group.num_rows, 1))


def _groups(name: str, parts: Iterable[Path]) -> Iterator[pa.Table]:
    """The tables of parts in groups of so many rows or more, the last may have fewer."""
    held: list[pa.Table] = []
    count = 0
    for part in parts:
        try:
            table = of_part(name, part)
        except (OSError, ValueError):
            raise ScorerError("E540", path=part) from None
        held.append(table)
        count += table.num_rows
        if count >= _ROWS_A_GROUP:
            yield pa.concat_tables(held).combine_chunks()
            held, count = [], 0
    if held:
        yield pa.concat_tables(held).combine_chunks()


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file: it has its own name once all is written, and its bytes are on the disk."""
    partial = path.with_name(path.name + ".part")
    yield partial
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)


def rows_of(path: Path, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """The rows of a table's file, a stretch at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(2_048, columns=list(columns) if columns else None):
            yield from batch.to_pylist()
