from __future__ import annotations

import pytest

from scorer.readers import detect, read
from scorer.readers.delimited import delimiter_of

from .files import HEADER, ROW, SETTINGS, plain_csv, prose, table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found_out(encoding: str, delimiter: str) -> None:
    rows = [HEADER, ("1.2", "A “fair” caf\u00e9 – must", "Yes", "We pay £50, at most; always")]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    data = text.encode(encoding)
    assert detect(data) == "csv"
    assert table(data) == rows


def test_quoted_cells_keep_line_breaks_and_quotes() -> None:
    data = b'Ref,Requirement,Evidence\n1.2,"Line one\nline ""two""",Logged\n'
    assert table(data) == [("Ref", "Requirement", "Evidence"), ("1.2", 'Line one\nline "two"', "Logged")]


def test_short_rows_are_filled_and_titles_are_prose() -> None:
    data = b"Fernbrook Homes\n\nRef,Requirement,Comply,Evidence\n1.2,Must,Yes,Logged\n1.3,Must,Yes\n1.4,Must,No,Late\n"
    assert prose(data) == ["Fernbrook Homes"]
    rows = read(data, SETTINGS).grids[1].rows
    assert rows[2].cells == ("1.3", "Must", "Yes", "")
    assert rows[2].location.row == 5


@pytest.mark.parametrize("between", ["", "\n\n"])
def test_tables_of_two_widths_one_below_the_other_are_tables(between: str) -> None:
    four, five = "1.2,Must,Yes,Logged\n" * 30, "1.2,Must,Yes,Logged,None\n" * 30
    for text in (f"{four}{between}{five}", f"{five}{between}{four}"):
        assert delimiter_of(text) == ","
        assert len(read(text.encode(), SETTINGS).grids[0].rows) == 60
    assert delimiter_of("One, and two, and three\nOne, and two\n" * 30) is None


def test_the_hint_of_spreadsheets_is_obeyed() -> None:
    assert table(b"sep=;\n1.2;Must;Yes\n1.3;Should;No\n") == [("1.2", "Must", "Yes"), ("1.3", "Should", "No")]


@pytest.mark.parametrize(
    "text",
    [
        "We log complaints, answer them, and learn.\nResidents may write.\nStaff are trained, yearly.\nThat is all.",
        "\t".join(HEADER) + "\n" + "\t".join(ROW),
        'Ref\tEvidence\n1.2\t"Yes" they said',
        "",
    ],
)
def test_other_text_is_no_table_of_this_kind(text: str) -> None:
    assert delimiter_of(text) is None


def test_tabs_count_where_cells_are_quoted() -> None:
    assert delimiter_of('Ref\tMust\tEvidence\n1.2\t"Line one\nline two"\tLogged\n') == "\t"
    assert delimiter_of(plain_csv().decode()) == ","
