"""A row a cell, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from scorer.records import EvidenceCell
from scorer.writers.csv_report import forms_csv, report_csv

from .builders import report


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_row_a_cell() -> None:
    full, blank = rows(report_csv([report()]))
    assert (full["source"], full["landlord"], full["code"], full["id"]) == ("pellow.docx", "Pellow Moor", "2024", "7")
    assert (full["specificity"], full["contradiction"], full["quality"], full["grade"]) == (
        "named",
        "weakens",
        "25",
        "weak",
    )
    assert (full["signals"], full["words"], full["rules"], full["review"]) == ("future", "will", "FUT001", "yes")
    assert (blank["ref"], blank["comply"], blank["signals"], blank["review"]) == ("4.q3", "blank", "", "")


def test_an_extract_has_the_columns_of_what_was_read_and_no_others() -> None:
    read, judged = rows(forms_csv([report().form])), rows(report_csv([report()]))
    assert read == [{key: row[key] for key in read[0]} for row in judged]
    assert "evidence" in read[0]
    assert "quality" not in read[0]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_stays_a_text(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x","y")'
    form = replace(report().form, source=evil, landlord=evil, cells=(EvidenceCell(evil, evil, evil),))
    (row,) = rows(forms_csv([form]))
    for key in ("source", "landlord", "ref", "evidence", "commentary"):
        assert row[key] == f"'{evil}"


def test_line_breaks_quotes_and_commas_come_back() -> None:
    text = 'He said "no",\nthen left'
    form = replace(report().form, cells=(EvidenceCell("1.2", text),))
    assert rows(forms_csv([form]))[0]["evidence"] == text
