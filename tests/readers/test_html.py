from __future__ import annotations

import pytest

from scorer.errors import ScorerError
from scorer.readers import read

from .files import SETTINGS, prose, table, tables

LINK = "https://www.fernbrook.example/complaints"


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def first_cell(content: str) -> str:
    return table(page(f"<table><tr><td>{content}</td><td>x</td></tr></table>"))[0][0]


def test_title_headings_and_paragraphs_are_prose_in_order() -> None:
    data = (
        b"<html><head><title>Self-assessment</title><style>p {}</style></head><body><h1>Fernbrook\n Homes</h1>"
        b"<table><tr><td>1.2</td><td>Must</td></tr></table><p>June <b>2024</b><br>Board</p><script>x</script></body>"
    )
    assert prose(data) == ["Self-assessment", "Fernbrook Homes", "June 2024", "Board"]
    assert [grid.kind for grid in read(data, SETTINGS).grids] == ["prose", "table", "prose"]


@pytest.mark.parametrize("between", ["", "\n\n", "\ufeff"])
def test_a_page_behind_another_is_read_too(between: str) -> None:
    first = "<!DOCTYPE html><html><head><title>Fernbrook</title></head><body><p>One</p></body></html>"
    second = "<HTML lang=en><head><title>Larkhill</title></head><body><p>Two</p></body></HTML>"
    assert prose(f"{first}{between}{second}".encode()) == ["Fernbrook", "One", "Larkhill", "Two"]
    assert prose(f"{first}{between}{first}".encode()) == ["Fernbrook", "One", "Fernbrook", "One"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("  One\n  sentence. ", "One sentence."),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("Our <b>page</b><sup><a href='#n1'>1</a></sup> in 10 days<sup>[2]</sup>", "Our page in 10 days"),
        ("The 1<sup>st</sup> of 40 m<sup>2</sup>", "The 1st of 40 m2"),
        ("One<br><sup>3</sup> Two", "One\n3 Two"),
        ("One<br/>Two", "One\nTwo"),
        ("<ul><li>One</li><li><p>Two</p></li><li></li></ul>", "• One\n• Two"),
        ("<ol start='3' type='a'><li>Three<li>Four</ol>", "c. Three\nd. Four"),
        ("<ol><li>One<ul><li>Inner</li></ul></li><li value='9'>Nine</ol>", "1. One\n• Inner\n9. Nine"),
        ("<pre>One\nTwo</pre>", "One\nTwo"),
        (f"See <a href='{LINK}'>our <b>page</b></a>.", f"See our page ({LINK})."),
        (f"<a href='{LINK}'>fernbrook.example/complaints</a>", "fernbrook.example/complaints"),
        ("<a href='mailto:a@fernbrook.example'>a@fernbrook.example</a>", "a@fernbrook.example"),
        ("<a href='#top'>up</a>", "up"),
        ("<p>Logged.</p><p><a href='#content'>Back to top &uarr;</a></p>", "Logged."),
        ("<a href='/form#s2'>Return to the top of this page</a> Logged.", "Logged."),
        ("The <a href='#board'>top team</a> reads it", "The top team reads it"),
        ("<span><img src='tick.png' alt=' Yes '></span>", "Yes"),
        ("<img alt='A bell'> Logged", "Logged"),
        ("<del><img alt='Yes'></del><p hidden><img alt='Yes'></p><img alt=No>", "No"),
        ("<div style='display:none'><b><img alt='Yes'></b></div><template><img alt='Yes'></template>", ""),
        ("<noscript><img alt='Yes'></noscript><a href='#top'><img alt='Back to top'></a>", ""),
        ("<img alt='green tick.png'><img alt='IMG_0042'><img alt='Picture 1'>", ""),
        ("<img alt='Picture of our 2 panels'>", "Picture of our 2 panels"),
        ("We <del>may</del> <ins>do</ins> answer", "We do answer"),
        ("<input type='checkbox' checked> Yes <input type=checkbox> No", "☒ Yes ☐ No"),
        ("<select><option>Yes<option selected>No</select>", "No"),
        ("<textarea>Logged</textarea>", "Logged"),
        ("seen<span style='display: none'>hidden</span>", "seen"),
        ("Fees &amp; costs &pound;5 &nosuch;", "Fees & costs £5 &nosuch;"),
        ("Times:<table><tr><td>Stage 1</td><td>10</td></tr></table>Met.", "Times:\nStage 1\t10\nMet."),
    ],
)
def test_the_text_of_a_cell(content: str, expected: str) -> None:
    assert first_cell(content) == expected


def test_merged_cells_hold_their_text_once() -> None:
    data = page(
        "<table><tr><th colspan=2>wide</th><th rowspan=3>tall</th></tr><tr><td rowspan=2>a</td><td>b</td></tr>"
        "<tr><td>c</td></tr><tr><td>d</td><td>e</td><td>f</td></tr></table>"
    )
    assert table(data) == [("wide", "", "tall"), ("a", "b", ""), ("", "c", ""), ("d", "e", "f")]


def test_a_table_that_only_places_another_is_opened() -> None:
    data = page("<table><tr><td>Title<table><tr><td>1.2</td><td>Must</td></tr></table></td></tr></table>")
    assert tables(read(data, SETTINGS)) == [[("1.2", "Must")]]
    assert prose(data) == ["Title"]


def test_encodings() -> None:
    text = "<table><tr><td>£50 – café</td><td>x</td></tr></table>"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert table(text.encode(encoding)) == [("£50 – café", "x")]


def test_spans_do_not_run_away() -> None:
    with pytest.raises(ScorerError, match="E109"):
        read(page("<table>" + "<tr><td colspan=99999 rowspan=99999>x</td></tr>" * 100 + "</table>"), SETTINGS)
