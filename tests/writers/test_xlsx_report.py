"""The workbook, opened again."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from openpyxl import Workbook, load_workbook

from scorer.records import FormReport
from scorer.writers.xlsx_report import report_xlsx

from .full import FACTS, LONG, all_grades, everything, form, hostile, score


def book(*reports: FormReport) -> Workbook:
    return load_workbook(io.BytesIO(report_xlsx(reports, FACTS)))


def rows(made: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(made[sheet].iter_rows(values_only=True))


def test_three_sheets_and_a_row_a_cell_to_filter() -> None:
    made = book(all_grades())
    assert made.sheetnames == ["Summary", "Cells", "Findings"]
    cells = made["Cells"]
    assert (cells.auto_filter.ref, cells.freeze_panes, cells.print_title_rows) == (cells.dimensions, "C2", "$1:$1")
    head, *body = rows(made, "Cells")
    first = dict(zip(head, body[0], strict=True))
    assert (first["Provision"], first["Answer"], first["Grade"], first["Quality"]) == ("1.2", "Yes", "A strong", 100)
    assert [row[1] for row in body] == [one.cell.ref for one in all_grades().scores]
    told = [value for _, value in rows(made, "Summary")]
    assert any("say Yes. Of these" in str(value) for value in told)
    assert "tiny, SHA-256 0f" in told


def test_numbers_of_provisions_stay_texts() -> None:
    assert rows(book(form(score("5.10", "x"))), "Cells")[1][1] == "5.10"


def test_the_points_of_the_findings_add_up() -> None:
    body = rows(book(all_grades()), "Findings")[1:]
    by_ref = {one.cell.ref: one.quality for one in all_grades().scores}
    for ref, quality in by_ref.items():
        assert sum(int(str(row[-1])) for row in body if row[1] == ref) == quality


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\n", "\r"])
def test_no_text_becomes_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x","y")'
    one = score(evil, evil, question=evil, hint=evil)
    report = form(replace(one, cell=replace(one.cell, commentary=evil, id=evil)), source=evil)
    report = replace(report, form=replace(report.form, landlord=evil, notes=(evil,)))
    made = book(report)
    found = 0
    for sheet in made:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if isinstance(cell.value, str) and "HYPERLINK" in cell.value and cell.value[0] == start:
                    assert cell.quotePrefix
                    found += 1
    assert found > 5
    with zipfile.ZipFile(io.BytesIO(report_xlsx([report], FACTS))) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())


@pytest.mark.parametrize("report", everything(), ids=["grades", "hostile", "empty", "long"])
def test_no_form_breaks_it(report: FormReport) -> None:
    made = book(report)
    assert len(rows(made, "Cells")) == len(report.scores) + 1


def test_hostile_texts_and_texts_too_long_for_excel() -> None:
    assert hostile().scores[0].cell.evidence in rows(book(hostile()), "Cells")[1]
    (shown,) = [value for value in rows(book(form(score("1.2", LONG))), "Cells")[1] if len(str(value)) > 1000]
    assert len(str(shown)) <= 32_767
    assert str(shown).endswith("…")


def test_control_characters_do_not_stop_it() -> None:
    assert "ab" in rows(book(form(score("1.2", "a\x00\x0bb"))), "Cells")[1]
