from __future__ import annotations

import io

import docx as python_docx
import pytest

from scorer.readers import read

from .files import SETTINGS, cell, changed, docx, paragraph, prose, run, table, tables, word_row, word_table

LINK = "https://www.fernbrook.example/complaints"


def body_text(content: str, properties: str = "", **parts: str) -> str:
    """The text of one paragraph as the reader gives it."""
    return "\n".join(prose(docx(paragraph(content, properties), **parts)))


def control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_a_file_of_python_docx_is_read() -> None:
    document = python_docx.Document()
    document.add_heading("Fernbrook Homes", 1)
    grid = document.add_table(2, 3)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "Wide"
    grid.cell(0, 2).merge(grid.cell(1, 2)).text = "Tall"
    grid.cell(1, 0).text = "Line one\nline two"
    grid.cell(1, 1).add_paragraph("First point", style="List Bullet")
    grid.cell(1, 1).add_paragraph("A step", style="List Number")
    document.add_paragraph("After the table")
    stream = io.BytesIO()
    document.save(stream)
    assert prose(stream.getvalue()) == ["Fernbrook Homes", "After the table"]
    assert table(stream.getvalue()) == [("Wide", "", "Tall"), ("Line one\nline two", "• First point\n1. A step", "")]


def test_rows_know_their_table_and_number() -> None:
    data = docx(word_table(word_row("a", "b"), word_row("", ""), word_row("c", "d")) + word_table(word_row("e", "f")))
    places = [(row.location.table, row.location.row) for grid in read(data, SETTINGS).grids for row in grid.rows]
    assert places == [(1, 1), (1, 3), (2, 1)]


def test_tracked_changes_are_read_as_accepted() -> None:
    content = run("We ") + f"<w:del>{run('may ')}</w:del><w:ins>{run('do ')}</w:ins>" + run("answer.")
    assert body_text(content) == "We do answer."
    moved = f"<w:moveFrom>{run('gone')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo>"
    assert body_text(moved) == "here"
    removed = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("old") + "</w:tr>"
    assert table(docx(word_table(word_row("a", "b"), removed))) == [("a", "b")]
    joined = paragraph("We answer", "<w:rPr><w:del/></w:rPr>") + paragraph(" all.")
    assert prose(docx(joined)) == ["We answer all."]
    assert table(docx(word_table(word_row("1", cell(joined))))) == [("1", "We answer all.")]


def test_a_raised_mark_of_a_footnote_does_not_join_the_word_before_it() -> None:
    def raised(words: str) -> str:
        return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{words}</w:t></w:r>'

    assert body_text(run("In 10 days") + raised("2") + run(" and log") + raised("*")) == "In 10 days and log"
    assert body_text(run("The 1") + raised("st") + run(" of 40 m") + raised("2")) == "The 1st of 40 m2"
    assert body_text(raised("2") + run(" For the year.")) == "2 For the year."


def test_links_keep_words_and_address() -> None:
    words = f'<w:hyperlink r:id="x">{run("our ")}{run("page")}</w:hyperlink>'
    again = f'<w:hyperlink r:id="x">{run(" too")}</w:hyperlink>'
    assert prose(docx(paragraph(run("See ") + words + run(".")), links={"x": LINK})) == [f"See our page ({LINK})."]
    # Word splits one link into several at will.
    assert prose(docx(paragraph(words + again), links={"x": LINK})) == [f"our page too ({LINK})"]
    bare = f'<w:hyperlink r:id="x">{run("www.fernbrook.example/complaints/")}</w:hyperlink>'
    assert prose(docx(paragraph(bare), links={"x": LINK})) == ["www.fernbrook.example/complaints/"]
    assert body_text(f'<w:hyperlink w:anchor="part2">{run("part 2")}</w:hyperlink>') == "part 2"


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    text = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark.format("begin") + text + mark.format("separate") + run(result) + mark.format("end")


def test_fields_show_their_result() -> None:
    assert body_text(field(" PAGE ", "3")) == "3"
    assert body_text(field(f' HYPERLINK "{LINK}" ', "our page")) == f"our page ({LINK})"
    assert body_text(f"<w:fldSimple w:instr='HYPERLINK \"{LINK}\"'>{run('page')}</w:fldSimple>") == f"page ({LINK})"
    open_field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert prose(docx(paragraph(run("One") + open_field) + paragraph("Two"))) == ["One", "Two"]


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        (control('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', run("x")), "☒"),
        (control('<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>', run("x")), "☐"),
        (control("<w14:checkbox/>", run("x")), "☐"),
        (control("<w:dropDownList/>", run("Yes")), "Yes"),
        (control("<w:showingPlcHdr/><w:dropDownList/>", run("Choose an item.")), ""),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☒"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
    ],
)
def test_controls_and_ticked_symbols_give_their_answer(mark: str, expected: str) -> None:
    assert body_text(run("Comply: ") + mark) == f"Comply: {expected}".strip()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="Yes"/><w:listEntry w:val="No"/></w:ddList>', "No"),
    ],
)
def test_old_form_fields_give_their_answer(data: str, expected: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    assert body_text(begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>') == expected


def test_controls_around_paragraphs_cells_and_rows_are_opened() -> None:
    whole_cell = control("", cell("Yes"))
    row = control("", word_row("1.2", cell(control("", paragraph("In a control")))))
    assert table(docx(control("", word_table(f"<w:tr>{cell('1.1')}{whole_cell}</w:tr>", row)))) == [
        ("1.1", "Yes"),
        ("1.2", "In a control"),
    ]
    prompt = control("<w:showingPlcHdr/>", cell("Choose an item."))
    assert table(docx(word_table(f"<w:tr>{cell('1.1')}{prompt}{cell('Evidence')}</w:tr>"))) == [("1.1", "", "Evidence")]


def test_merged_cells_hold_their_text_once() -> None:
    data = docx(
        word_table(
            word_row(cell("wide", '<w:gridSpan w:val="2"/>'), cell("tall", '<w:vMerge w:val="restart"/>')),
            word_row("a", "b", cell("hidden", "<w:vMerge/>")),
            f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("late")}{cell("end")}</w:tr>',
        )
    )
    assert table(data) == [("wide", "", "tall"), ("a", "b", ""), ("", "late", "end")]


def test_a_nested_table_becomes_lines_of_its_cell() -> None:
    nested = word_table(word_row("Stage 1", "10 days"), word_row("Stage 2", "20 days"))
    assert table(docx(word_table(word_row("5.1", cell(paragraph("Times:") + nested + paragraph("Met.")))))) == [
        ("5.1", "Times:\nStage 1\t10 days\nStage 2\t20 days\nMet.")
    ]


def test_a_table_that_only_places_another_is_opened() -> None:
    inner = word_table(word_row("1.2", "Requirement", "Yes"))
    outer = word_table(word_row("Fernbrook Homes"), word_row(cell(paragraph("Form") + inner + paragraph("End"))))
    data = docx(outer)
    assert tables(read(data, SETTINGS)) == [[("Fernbrook Homes",)], [("1.2", "Requirement", "Yes")]]
    assert prose(data) == ["Form", "End"]


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
"""


def item(text: str, list_id: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_list_items_show_their_markers() -> None:
    body = [
        *(item("Apples", 1), item("Cox", 1, 1), item("Russet", 1, 1), item("Pears", 1), item("Comice", 1, 1)),
        *(item("one", 2), item("deep", 2, 1), item("two", 2), item("anew", 3), item("dot", 4), item("none", 0)),
    ]
    assert prose(docx("".join(body), numbering=NUMBERING)) == [
        *("1. Apples", "1.1 Cox", "1.2 Russet", "2. Pears", "2.1 Comice"),
        *("a. one", "(i) deep", "b. two", "a. anew", "• dot", "none"),
    ]


def test_a_style_may_bring_the_list() -> None:
    styles = (
        '<w:style w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="Child"><w:basedOn w:val="Base"/></w:style>'
    )
    body = paragraph("one", '<w:pStyle w:val="Child"/>') + paragraph("two", '<w:pStyle w:val="Base"/>')
    assert prose(docx(body, numbering=NUMBERING, styles=styles)) == ["a. one", "b. two"]


def test_a_numbered_cell_without_words_still_shows_its_number() -> None:
    rows = [word_row(cell(item("", 1, 0)), "First"), word_row(cell(item("", 1, 1)), cell(item("", 4)))]
    assert table(docx(word_table(*rows), numbering=NUMBERING)) == [("1.", "First"), ("1.1", "")]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert prose(docx(paragraph(run("Beside") + both))) == ["Beside", "In a box"]
    assert table(docx(word_table(word_row("1", cell(paragraph(run("Beside") + both)))))) == [("1", "Beside\nIn a box")]


def test_page_headers_come_first_and_once() -> None:
    lines = paragraph("Fernbrook Homes") + paragraph("Fernbrook Homes") + paragraph("June 2024")
    assert prose(docx(paragraph("Body"), header=lines)) == ["Fernbrook Homes", "June 2024", "Body"]


def test_breaks_special_hyphens_and_hidden_words() -> None:
    assert body_text(run("one") + "<w:r><w:br/></w:r>" + run("two")) == "one\ntwo"
    assert body_text(run("Co") + "<w:r><w:noBreakHyphen/></w:r>" + run("op")) == "Co\u2011op"
    assert body_text(run("seen") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>") == "seen"
    assert body_text(run("Yes") + "<w:r><w:rPr><w:strike/></w:rPr><w:t> / No</w:t></w:r>") == "Yes"


def test_a_strict_document_is_read() -> None:
    data = docx(paragraph("Strict"))
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    common = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    data = changed(data, "word/document.xml", lambda part: part.replace(common, strict))
    assert prose(data) == ["Strict"]
