from __future__ import annotations

from scorer.readers import detect, read

from .files import HEADER, ROW, SETTINGS, prose, table, tables

LAID = "\t".join


def test_tab_laid_rows_go_on_over_blank_lines_but_not_over_prose() -> None:
    lines = [LAID(HEADER), LAID(ROW), "", LAID(("", "", "", "and on")), "", "Section 2", "", LAID(HEADER), LAID(ROW)]
    document = read("\n".join(lines).encode(), SETTINGS)
    assert [grid.kind for grid in document.grids] == ["table", "prose", "table"]
    assert tables(document) == [[HEADER, ROW, ("", "", "", "and on")], [HEADER, ROW]]


def test_a_line_right_below_a_row_goes_on_with_its_last_cell() -> None:
    lines = [LAID(HEADER), LAID(ROW), "second line", "third line", LAID(("1.3", "Must", "No", "Late"))]
    assert table("\n".join(lines).encode()) == [
        HEADER,
        (*ROW[:3], f"{ROW[3]}\nsecond line\nthird line"),
        ("1.3", "Must", "No", "Late"),
    ]


def test_a_heading_right_below_a_row_is_prose_where_the_header_follows() -> None:
    lines = [LAID(HEADER), LAID(ROW), "Section 2", LAID(HEADER), LAID(("2.1", "Must", "No", "Late"))]
    data = "\n".join(lines).encode()
    assert prose(data) == ["Section 2"]
    assert tables(read(data, SETTINGS)) == [[HEADER, ROW], [HEADER, ("2.1", "Must", "No", "Late")]]


def test_indented_prose_is_no_table() -> None:
    assert prose(b"\tDear all\n\tWe write\n") == ["Dear all", "We write"]


def test_bookmarks_of_extractors_and_other_breaks_go() -> None:
    assert prose(b"[bookmark: _Ref1]Fernbrook\r\nHomes\rLtd\x0cJune") == ["Fernbrook", "Homes", "Ltd", "June"]


def test_markdown_links_keep_words_and_address() -> None:
    assert prose(b"See [our page](https://fernbrook.example/a).") == ["See our page (https://fernbrook.example/a)."]


FLOWING = """Fernbrook Homes
Self-assessment

\tOur form

\t1
\tTalking to tenants
\tYes
\tNo

\t
\tDo tenants know whom to call?

The number stands on each letter.

It is printed twice.

\tYes
\t

\t
\tIs the line free?
\tYes
\t

\t2
\tPutting right
\t
\t

\t
\tIs there a fund?
A fund is planned.
\t
\tNo

\t
\tWho looks after it?
The finance lead
"""


def test_flowing_cells_are_put_back_into_rows() -> None:
    data = FLOWING.encode()
    assert detect(data) == "text"
    assert prose(data) == ["Fernbrook Homes", "Self-assessment"]
    assert table(data) == [
        ("Our form", "", "", ""),
        ("1", "Talking to tenants", "Yes", "No"),
        (
            "",
            "Do tenants know whom to call?\n\nThe number stands on each letter.\n\nIt is printed twice.",
            "Yes",
            "",
        ),
        ("", "Is the line free?", "Yes", ""),
        ("2", "Putting right", "", ""),
        ("", "Is there a fund?\nA fund is planned.", "", "No"),
        ("", "Who looks after it?\nThe finance lead", "", ""),
    ]


def test_flowing_tables_of_other_widths() -> None:
    rows = [HEADER, *((f"1.{number}", "A must", "Yes", "First line\n\nsecond paragraph") for number in range(2, 9))]
    data = "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows).encode()
    assert table(data) == rows
    three = [("Ref", "Comply", "Evidence"), *((f"1.{number}", "Yes", "Logged") for number in range(2, 9))]
    assert table("\n".join("".join(f"\t{cell}\n" for cell in row) for row in three).encode()) == three


def test_text_between_flowing_tables_is_prose_where_the_header_comes_again() -> None:
    part = [HEADER, ROW, ROW, ROW]
    flow = "\n".join("".join(f"\t{cell}\n" for cell in row) for row in part)
    document = read(f"{flow}\nSection 2\n\n{flow}".encode(), SETTINGS)
    assert [grid.kind for grid in document.grids] == ["table", "prose", "table"]
    assert tables(document) == [part, part]


def test_pipe_tables() -> None:
    data = rb"""# Fernbrook

| Ref | Requirement | Evidence |
|:----|:-----------:|---------:|
| 1.2 | One \| two  | a<br>b   |
| 1.3 |             | c        |

After
"""
    assert table(data) == [("Ref", "Requirement", "Evidence"), ("1.2", "One | two", "a\nb"), ("1.3", "", "c")]
    assert prose(data) == ["Fernbrook", "After"]


def test_pipe_tables_without_outer_pipes() -> None:
    assert table(b"Ref | Comply\n--- | ---\n1.2 | Yes\n") == [("Ref", "Comply"), ("1.2", "Yes")]


def test_framed_tables_join_the_lines_of_a_row() -> None:
    data = b"""+-----+---------+
| Ref | Must    |
+=====+=========+
| 1.2 | one     |
|     | two     |
+-----+---------+
| 1.3 | three   |
+-----+---------+
"""
    assert table(data) == [("Ref", "Must"), ("1.2", "one\ntwo"), ("1.3", "three")]


def test_a_stray_pipe_line_is_prose() -> None:
    assert prose(b"||--\nText\n") == ["||--", "Text"]
