"""A source to paragraphs and tables, with everything that makes real forms hard to read built in once.

What only some kinds of file can carry (markup left in text, several sheets) is left to the writers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml

from making.notation import meant
from scorer.codes import load

RowKind = Literal["header", "heading", "data"]
Style = Literal["title", "heading", "text"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose outside of tables. ``section`` is the section of the Code from which it stands on, 0 before the first."""

    text: str
    style: Style = "text"
    section: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row. A "heading" is one text over the whole width; ``merged`` joins the last two cells; ``cut`` marks the
    rest of a row that a page cut in two; ``markup`` one whose text keeps its HTML where nothing else is to be had.
    """

    kind: RowKind
    cells: tuple[str, ...]
    merged: bool = False
    cut: bool = False
    markup: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the form, or (``plain``) one of something else."""

    rows: tuple[Row, ...]
    section: int = 0
    plain: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Example:
    """One form: its front matter, its blocks in order, and the cells that a reader has to find.

    ``formats`` are the kinds of file to write, without their dots; none for all of them.
    """

    name: str
    code: str
    landlord: str
    form_date: str
    title: str
    footer: str
    width: int
    blocks: tuple[Block, ...]
    cells: tuple[dict[str, str], ...]
    formats: tuple[str, ...]


def read_source(path: Path) -> Example:
    """The form that a source file describes."""
    # Every scalar as text: to YAML the word Yes is a truth value.
    source = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return Example(
        **{key: source[key] for key in ("name", "code", "landlord", "form_date", "title", "footer")},
        width=len(source["columns"]),
        blocks=tuple(_blocks(source)),
        cells=tuple(_cells(source)),
        formats=tuple(source.get("formats", ())),
    )


def _blocks(source: dict[str, Any]) -> Iterator[Block]:
    yield Paragraph(source["title"], "title")
    for text in source["front"]:
        yield Paragraph(text)
    if "document_control" in source:
        yield _plain(source["document_control"], 0)
    if source["code"] == "2020":
        # One table for the whole form; each section begins with its number, its title and the words Yes and No.
        rows = [row for number, block in enumerate(source["blocks"], 1) for row in _section_of_questions(number, block)]
        yield Table(tuple(rows), 1)
    section = 0
    for block in source["blocks"] if source["code"] != "2020" else ():
        section = int(next(iter(block["rows"])).split(".")[0])
        if "heading" in block:
            yield Paragraph(block["heading"], "heading", section)
        if "text" in block:
            yield Paragraph(block["text"], "text", section)
        yield Table(tuple(_section(source, block)), section)
    if "actions" in source:
        yield _plain(source["actions"], section)
    for text in source["after"]:
        yield Paragraph(text, section=section)


def _plain(rows: list[list[str]], section: int) -> Table:
    return Table(tuple(Row("data" if index else "header", tuple(row)) for index, row in enumerate(rows)), section, True)


def _section(source: dict[str, Any], block: dict[str, Any]) -> Iterator[Row]:
    columns = block.get("columns", source["columns"])
    width = len(columns)
    header = Row("header", tuple(columns))
    if "subheading" in block:
        yield Row("heading", (block["subheading"],) + ("",) * (width - 1))
    yield header
    edition = load(source["code"])
    for ref, row in block["rows"].items():
        if "repeat_header" in row:
            yield header
        requirement = edition.by_ref[ref].requirement
        number = "" if "lost_number" in row else ref
        answers = [_text(row, "evidence"), _text(row, "commentary")][: width - 3]
        head, tail = [number, requirement, row.get("comply", "Yes"), *answers], [""] * width
        if row.get("split") == "requirement":
            words = requirement.split()
            head[1], tail[1] = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
        head[3], _, tail[3] = head[3].partition("///")
        yield Row("data", tuple(head), merged="merged" in row, markup="markup" in row)
        if any(tail):
            yield Row("data", tuple(tail), cut=True)


def _section_of_questions(number: int, block: dict[str, Any]) -> Iterator[Row]:
    yield Row("header", (str(number), block["heading"], "Yes", "No"))
    for row in block["rows"].values():
        parts = [row["question"], row.get("label", ""), _text(row, "evidence")]
        text = "\n".join(part for part in parts if part)
        yield Row("data", ("", text, row.get("mark", ""), row.get("mark_no", "")))


def _cells(source: dict[str, Any]) -> Iterator[dict[str, str]]:
    edition = load(source["code"])
    questions = source["code"] == "2020"
    for block in source["blocks"]:
        for ref, row in block["rows"].items():
            comply, says = _claimed_by_mark(row) if questions else _claimed(row)
            yield {
                "id": f"{source['name']}/{ref}",
                "code": source["code"],
                "ref": ref,
                "requirement": row["question"] if questions else edition.by_ref[ref].requirement,
                "comply": row.get("means", comply),
                "comply_text": row.get("says", says),
                "evidence": meant(_text(row, "evidence").replace("///", "\n")),
                "commentary": meant(_text(row, "commentary")),
                "form_date": source["form_date"],
            }


def _claimed(row: dict[str, Any]) -> tuple[str, str]:
    return "yes", row.get("comply", "Yes")


def _claimed_by_mark(row: dict[str, Any]) -> tuple[str, str]:
    if "mark" in row:
        return "yes", "Yes"
    return ("no", "No") if "mark_no" in row else ("blank", "")


def _text(row: dict[str, Any], field: str) -> str:
    text: str = row.get(field, "")
    return text.strip()
