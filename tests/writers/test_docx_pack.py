"""The Word pack, opened again."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document

from scorer.records import FormReport
from scorer.writers.docx_pack import pack

from .full import FACTS, HOSTILE, all_grades, everything, hostile


def opened(*reports: FormReport) -> Any:
    return Document(io.BytesIO(pack(reports, FACTS)))


def words(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_parts_in_order() -> None:
    document = opened(all_grades())
    heads = [one.text for one in document.paragraphs if one.style.name in ("Title", "Heading 1", "Heading 2")]
    assert heads == [
        "Evidence report: Pellow Moor",
        "The answers in short",
        "Map of the provisions",
        "Answers to challenge first",
        "Gaps and their dates",
        "The form as a whole",
        "What only other documents show: ask to see",
        "Every answer",
        "Versions",
        "How to read this",
    ]
    text = words(document)
    for part in (
        "It is planned for the new year.",
        "March 2025",
        "Ask: When?",
        "will be done [plan]",
        "5.1\xa0no\xa0row",
    ):
        assert part in text, part
    assert "6.10\xa0D!" in text


def test_marked_words_are_underlined_and_named() -> None:
    (paragraph,) = [one for one in opened(all_grades()).paragraphs if one.text.startswith("Evidence: It will be done")][
        :1
    ]
    marked = [run.text for run in paragraph.runs if run.underline]
    assert marked == ["will be done"]


def test_head_rows_repeat_on_every_page() -> None:
    for table in opened(all_grades()).tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


@pytest.mark.parametrize("report", everything(), ids=["grades", "hostile", "empty", "long"])
def test_no_form_breaks_it(report: FormReport) -> None:
    assert opened(report).paragraphs


def test_several_forms_and_hostile_texts() -> None:
    document = opened(all_grades(), hostile())
    assert HOSTILE in words(document)
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"] == [
        "Pellow Moor",
        HOSTILE,
        "How to read this",
    ]
