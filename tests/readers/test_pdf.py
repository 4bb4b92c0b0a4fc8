from __future__ import annotations

import pytest

from scorer.readers import read

from .files import HEADER, ROW, SETTINGS, PdfPage, pdf, prose, table, tables

XS = (50, 100, 300, 350, 550)
LINK = "https://www.fernbrook.example/complaints"


def test_prose_and_tables_in_reading_order_with_their_pages() -> None:
    first = PdfPage().text(50, 40, "Fernbrook Homes").table(XS, (80, 110, 140), (HEADER, ROW)).text(50, 160, "Below")
    second = PdfPage().table(XS, (40, 70), (ROW,))
    grids = read(pdf(first, second), SETTINGS).grids
    assert [grid.kind for grid in grids] == ["prose", "table", "prose", "table"]
    assert [(grid.rows[0].location.page, grid.rows[0].location.table) for grid in grids] == [
        *((1, 0), (1, 1), (1, 0), (2, 2)),
    ]
    assert tables(read(pdf(first, second), SETTINGS)) == [[HEADER, ROW], [ROW]]


def test_lines_of_a_cell_are_kept_and_broken_words_joined() -> None:
    row = ("1.2", "A must\nof two-\nstage work", "Yes/\nNo", "We -\nthey\n, too\n: .net")
    assert table(pdf(PdfPage().table(XS, (80, 140), (row,)))) == [
        ("1.2", "A must\nof two-stage work", "Yes/No", "We -\nthey, too: .net")
    ]


def test_merged_cells_hold_their_text_once() -> None:
    page = PdfPage()
    for x, top in ((50, 80), (300, 80), (100, 110), (550, 80)):
        page.line(x, top, x, 170)
    for top in (80, 110, 170):
        page.line(50, top, 550, top)
    page.line(300, 140, 550, 140)
    page.text(55, 85, "wide").text(305, 85, "head").text(55, 115, "tall").text(105, 115, "b")
    page.text(305, 115, "c").text(305, 145, "d")
    assert table(pdf(page)) == [("wide", "", "head"), ("tall", "b", "c"), ("", "", "d")]


def test_thin_boxes_rule_and_shading_does_not() -> None:
    page = PdfPage()
    for x in (50, 200, 400):
        page.marks.append(f"{x} 700 0.5 100 re f")
    for y in (700, 750, 800):
        page.marks.append(f"50 {y} 350 0.5 re f")
    page.marks.append("60 760 40 20 re f 60 770 80 10 re f")
    page.text(60, 55, "one").text(210, 55, "two").text(60, 105, "three").text(210, 105, "four")
    assert table(pdf(page)) == [("one", "two"), ("three", "four")]


def test_a_row_that_the_page_leaves_open_is_closed() -> None:
    page = PdfPage()
    for x in XS:
        page.line(x, 80, x, 140)
    for top in (80, 110):
        page.line(50, top, 550, top)
    for x, upper, lower in zip(XS, HEADER, ROW, strict=False):
        page.text(x + 3, 85, upper).text(x + 3, 115, lower[:9])
    assert table(pdf(page)) == [HEADER, tuple(text[:9] for text in ROW)]


def test_a_frame_around_the_page_is_no_table() -> None:
    page = PdfPage().table((20, 580), (20, 820), ()).table(XS, (80, 110, 140), (HEADER, ROW))
    assert table(pdf(page)) == [HEADER, ROW]


def test_links_keep_words_and_address_where_they_stand() -> None:
    row = ("1.2", "x", "Yes", "See our page\nof rules for more.")
    page = PdfPage().table(XS, (80, 130), (row,))
    # "our page" on one line and "of rules" on the next are one link in two rectangles.
    page.link(374, 82, 415, 95, LINK).link(352, 95, 386, 107, LINK)
    assert table(pdf(page)) == [("1.2", "x", "Yes", f"See our page\nof rules ({LINK}) for more.")]


def test_an_address_that_links_to_itself_is_made_whole() -> None:
    row = ("1.2", "x", "Yes", "https://www.fernbrook.exam\nple/complaints")
    page = PdfPage().table(XS, (80, 130), (row,))
    page.link(352, 82, 545, 107, LINK)
    assert table(pdf(page)) == [("1.2", "x", "Yes", LINK)]


def test_raised_letters_stay_in_their_line() -> None:
    page = PdfPage().text(50, 40, "the 3").text(72.5, 38, "rd", size=6).text(81, 40, "party")
    assert prose(pdf(page)) == ["the 3rd party"]


def test_letters_printed_twice_count_once() -> None:
    page = PdfPage().text(50, 40, "Bold letters").text(50.3, 40, "Bold letters")
    assert prose(pdf(page)) == ["Bold letters"]


def test_a_blank_that_is_painted_parts_words_however_narrow_it_is() -> None:
    page = PdfPage().text(50, 40, "Plan ")
    end = 50 + 4 * 5
    assert prose(pdf(page.text(end + 1.5, 40, "A"))) == ["Plan A"]
    assert prose(pdf(PdfPage().text(50, 40, "Plan").text(end + 1.5, 40, "A"))) == ["PlanA"]
    assert prose(pdf(PdfPage().text(50, 40, "Plan ").text(end, 40, "A"))) == ["PlanA"]


def test_an_address_at_the_end_of_a_sentence_takes_no_word_of_the_next() -> None:
    page = PdfPage().text(50, 40, "See www.fernbrook.example/log.").text(50, 52, "The Board reads it.")
    assert prose(pdf(page)) == ["See www.fernbrook.example/log.\nThe Board reads it."]
    page = PdfPage().text(50, 40, "See www.fernbrook.").text(50, 52, "example/log")
    assert prose(pdf(page)) == ["See www.fernbrook.example/log"]


def test_lines_near_each_other_are_one_paragraph() -> None:
    page = PdfPage().text(50, 40, "One and").text(50, 52, "the same.").text(50, 90, "Another.")
    assert prose(pdf(page)) == ["One and\nthe same.", "Another."]


def aligned(page: PdfPage) -> PdfPage:
    page.text(50, 40, "A heading that runs over all of the columns of the page below it, as headings do")
    for number in range(5):
        top = 80 + 40 * number
        for x, text in zip(
            (50, 120, 330, 400), (f"1.{number}", "A requirement of words", "Yes", "Logged"), strict=True
        ):
            page.text(x, top, text)
        page.text(120, top + 12, "on two lines").text(400, top + 12, "on the system")
    return page


def test_columns_without_rules_are_told_by_their_gutters() -> None:
    data = pdf(aligned(PdfPage()))
    assert prose(data)[0].startswith("A heading")
    assert table(data) == [
        (f"1.{number}", "A requirement of words\non two lines", "Yes", "Logged\non the system") for number in range(5)
    ]


def test_prose_has_no_columns() -> None:
    page = PdfPage()
    for number in range(20):
        page.text(50, 40 + 12 * number, "Plain words in a row that go on and on to the end of line " + "x" * number)
    assert tables(read(pdf(page), SETTINGS)) == []


@pytest.mark.parametrize("place", [0, 12])
def test_a_line_that_reaches_into_a_gutter_stays_in_its_column(place: int) -> None:
    page = PdfPage()
    for number in range(30):
        row = ("1.2", "Words that a", "Yes", "Logged") if number in (2, 8, 20) else ("", "column wraps", "", "in time")
        for x, text in zip((50, 120, 200, 240), row, strict=True):
            if number != place:
                page.text(x, 40 + 18 * number, text)
    data = pdf(page.text(120, 40 + 18 * place, "across the gutter"))
    assert prose(data) == []
    assert sum("across the gutter" in row[1] for row in table(data)) == 1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_pages_are_turned_back(rotation: int) -> None:
    # The page is drawn turned, and its /Rotate puts it upright again.
    width, height = 595, 842
    turn = {90: f"0 1 -1 0 {width} 0", 180: f"-1 0 0 -1 {width} {height}", 270: f"0 -1 1 0 0 {height}"}[rotation]
    page = PdfPage().table(XS, (330, 360, 390), (HEADER, ROW)).text(50, 300, "Fernbrook Homes")
    if rotation != 180:
        page.height = width
    page.marks.insert(0, f"{turn} cm")
    page.height = height
    data = pdf(page).replace(b"/Type /Page /", f"/Type /Page /Rotate {rotation} /".encode())
    assert prose(data) == ["Fernbrook Homes"]
    assert table(data) == [HEADER, ROW]


def test_a_page_with_one_long_row_goes_by_the_columns_of_the_others() -> None:
    last = PdfPage()
    for x, text in zip((50, 120, 330, 400), ("1.9", "A requirement that", "Yes", "Logged"), strict=True):
        last.text(x, 40, text)
    for number in range(12):
        last.text(120, 52 + 12 * number, f"goes on for line {number}")
    *_, found = tables(read(pdf(aligned(PdfPage()), last), SETTINGS))
    ((ref, requirement, comply, evidence),) = found
    assert (ref, comply, evidence) == ("1.9", "Yes", "Logged")
    assert requirement.startswith("A requirement that\ngoes on for line 0\n")
    assert requirement.endswith("line 11")


def test_a_cell_over_two_rows_is_known_in_both() -> None:
    page = PdfPage().table((50, 100, 300), (80, 110), ()).line(50, 140, 100, 140).line(50, 170, 300, 170)
    for x in (50, 100, 300):
        page.line(x, 110, x, 170)
    page.text(53, 84, "Ref").text(103, 84, "Evidence").text(53, 114, "1.2").text(53, 144, "1.3").text(
        103, 114, "Minutes"
    )
    (grid,) = (grid for grid in read(pdf(page), SETTINGS).grids if grid.kind == "table")
    assert [row.cells for row in grid.rows] == [("Ref", "Evidence"), ("1.2", "Minutes"), ("1.3", "")]
    assert [row.above for row in grid.rows] == [(), (), ("", "Minutes")]
