from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scorer.errors import ScorerError
from scorer.readers import read
from scorer.readers.xlsx_formats import shown

from .files import HEADER, ROW, SETTINGS, changed, plain_xlsx, prose, sheet_parts, table, tables, xlsx, zipped

LINK = "https://www.fernbrook.example/complaints"


def active(book: Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def test_a_file_of_openpyxl_is_read_with_its_places() -> None:
    def fill(book: Workbook) -> None:
        sheet = active(book)
        sheet.title = "Form"
        sheet["B1"] = "Fernbrook Homes"
        for column, text in enumerate(HEADER, start=2):
            sheet.cell(3, column, text)
        for column, text in enumerate(ROW, start=2):
            sheet.cell(6, column, text)

    data = xlsx(fill)
    grids = read(data, SETTINGS).grids
    assert [grid.kind for grid in grids] == ["prose", "table"]
    assert prose(data) == ["Fernbrook Homes"]
    assert table(data) == [HEADER, ROW]
    assert [(row.location.sheet, row.location.row) for row in grids[1].rows] == [("Form", 3), ("Form", 6)]


def test_headings_between_empty_rows_part_tables() -> None:
    def fill(book: Workbook) -> None:
        for row in (
            HEADER,
            ROW,
            (),
            ("Section 2",),
            (),
            HEADER,
            ("2.1", "Must", "", ""),
            ("", "", "", "Late"),
            ("End",),
        ):
            active(book).append(row)

    data = xlsx(fill)
    assert tables(read(data, SETTINGS)) == [
        [HEADER, ROW],
        [HEADER, ("2.1", "Must", "", ""), ("", "", "", "Late"), ("End", "", "", "")],
    ]
    assert prose(data) == ["Section 2"]


def test_numbers_come_as_they_are_shown() -> None:
    def fill(book: Workbook) -> None:
        sheet = active(book)
        for column, (value, code) in enumerate(
            [(5.1, "0.00"), (0.95, "0%"), (date(2024, 6, 3), "dd/mm/yyyy"), (7, "General"), (True, "General")], start=1
        ):
            sheet.cell(1, column, value).number_format = code

    assert table(xlsx(fill)) == [("5.10", "95%", "03/06/2024", "7", "TRUE")]


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (45446, "", "45446"),
        (5.1, "General", "5.1"),
        (5.1, "0.00;[Red]-0.00", "5.10"),
        (1234.5, '"£"#,##0.00', "£1,234.50"),
        (0.0725, "0.0%", "7.2%"),
        (45446, "d mmmm yyyy", "3 June 2024"),
        (45446, "mmm-yy", "Jun-24"),
        (45446.75, "dd/mm/yyyy h:mm AM/PM", "03/06/2024 6:00 PM"),
        (45446.75, "hh:mm:ss", "18:00:00"),
        (-1, "dd/mm/yyyy", "-1"),
        (1e300, "dd/mm/yyyy", "1e+300"),
    ],
)
def test_number_formats(number: float, code: str, text: str) -> None:
    assert shown(number, code) == text


def test_dates_of_the_other_epoch() -> None:
    assert shown(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"
    assert shown(0, "yyyy-mm-dd") == datetime(1899, 12, 30).strftime("%Y-%m-%d")


def test_merged_cells_hold_their_text_once() -> None:
    cells = "".join(f'<c r="{place}" t="inlineStr"><is><t>{place}</t></is></c>' for place in ("A1", "B1", "C1"))
    below = "".join(f'<c r="{place}" t="inlineStr"><is><t>{place}</t></is></c>' for place in ("A2", "B2", "C2"))
    merges = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C1:C1048576"/></mergeCells>'
    data = zipped(sheet_parts(f'<row r="1">{cells}</row><row r="2">{below}</row>', after=merges))
    assert table(data) == [("A1", "", "C1"), ("A2", "B2", "")]


def test_links_keep_words_and_address() -> None:
    cells = '<c r="A1" t="inlineStr"><is><t>our page</t></is></c><c r="B1" t="str">'
    cells += f'<f>HYPERLINK("{LINK}","the form")</f><v>the form</v></c>'
    data = zipped(
        sheet_parts(
            f'<row r="1">{cells}</row>',
            after='<hyperlinks><hyperlink ref="A1" r:id="x"/></hyperlinks>',
            links={"x": LINK},
        )
    )
    assert table(data) == [(f"our page ({LINK})", f"the form ({LINK})")]


def test_rich_text_and_its_line_breaks_are_whole() -> None:
    shared = "<si><r><t>First</t></r><r><t xml:space='preserve'> line&#10;second</t></r><rPh><t>no</t></rPh></si>"
    cells = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="e"><v>#REF!</v></c>'
    assert table(zipped(sheet_parts(f"<row>{cells}</row>", shared=shared))) == [("First line\nsecond", "#REF!")]


def test_hidden_sheets_are_left_out_and_sheets_keep_their_order() -> None:
    def fill(book: Workbook) -> None:
        active(book).append(("a", "b"))
        for name, state in (("Lists", "hidden"), ("Second", "visible")):
            sheet = book.create_sheet(name)
            sheet.sheet_state = state
            sheet.append((name, "x"))

    assert tables(read(xlsx(fill), SETTINGS)) == [[("a", "b")], [("Second", "x")]]


def test_a_million_empty_formatted_rows_are_no_burden() -> None:
    rows = "".join(f'<row r="{number}" s="1"><c r="A{number}" s="1"/></row>' for number in range(3, 1_000_003))
    data = plain_xlsx()
    data = changed(
        data, "xl/worksheets/sheet1.xml", lambda part: part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    )
    assert table(data) == [HEADER, ROW]


def test_cells_far_apart_are_no_burden() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert prose(zipped(sheet_parts(cells))) == ["1", "2"]


def test_a_formula_that_no_program_worked_out_is_an_empty_cell() -> None:
    def fill(book: Workbook) -> None:
        active(book).append([*HEADER, "Met"])
        active(book).append([*ROW, '=COUNTIF(C2:C2,"Yes")'])

    assert table(xlsx(fill)) == [(*HEADER, "Met"), (*ROW, "")]


def test_a_string_that_is_missing_means_damage() -> None:
    with pytest.raises(ScorerError) as caught:
        read(zipped(sheet_parts('<row><c t="s"><v>9</v></c></row>')), SETTINGS)
    assert (caught.value.code, caught.value.detail) == ("E106", "IndexError")
