"""The door of all readers: formats told from bytes, refusals, limits, and nothing but coded errors."""

from __future__ import annotations

import base64
import io
import logging
import subprocess
import sys
import warnings
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorer.errors import ScorerError
from scorer.readers import Document, check_size, detect, read
from scorer.settings import Settings

from . import files
from .files import HEADER, PLAIN, ROW, SETTINGS

OLE = base64.b16decode("D0CF11E0A1B11AE1") + b"\x00" * 504


def test_a_size_just_over_the_limit_is_told_in_bytes() -> None:
    with pytest.raises(ScorerError, match=r"25,000,001 bytes of at most 25,000,000 bytes"):
        check_size(25_000_001, Settings())
    with pytest.raises(ScorerError, match=r"25\.1 MB of at most 25\.0 MB"):
        check_size(25_100_000, Settings())


def test_too_many_lines_are_told_with_separators() -> None:
    with pytest.raises(ScorerError, match=r"more lines than the limit \(8,999 of at most 8,000\)"):
        read(b"a line\n" * 8_999, Settings(max_cells=1_000))


def code_of(data: bytes, **limits: int) -> str:
    with pytest.raises(ScorerError) as caught:
        read(data, replace(SETTINGS, **limits))
    return caught.value.code


@pytest.mark.parametrize("name", PLAIN)
def test_every_format_is_told_from_its_bytes_and_gives_the_same_table(name: str) -> None:
    data = PLAIN[name]()
    assert detect(data) == name
    document = read(data, SETTINGS)
    assert document.format == name
    assert files.tables(document) == [[HEADER, ROW]]


@pytest.mark.parametrize("name", ["docx", "pdf", "text", "html"])
def test_text_before_the_table_is_prose_before_it(name: str) -> None:
    grids = read(PLAIN[name](), SETTINGS).grids
    assert [grid.kind for grid in grids] == ["prose", "table"]
    assert grids[0].rows[0].cells == ("Fernbrook Homes",)


def test_ready_cells_are_told_but_not_read_here() -> None:
    data = b'{"evidence": "Logged."}\n'
    assert detect(data) == "jsonl"
    assert code_of(data) == "E103"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E102"),
        (b" \r\n\t", "E102"),
        (b"\xef\xbb\xbf", "E102"),
        (b"\x00" * 100, "E102"),
        (b"\xff\xd8\xff\xe0" + bytes(range(256)), "E103"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "E103"),
        (b"{\\rtf1 Fernbrook}", "E103"),
        (b'[\n {"ref": "1.2", "evidence": "Logged."}\n]\n', "E103"),
        (bytes(range(256)) * 8, "E103"),
        (b"1.2\tRequirement\x00\tYes\n" * 3, "E103"),
        (files.zipped({"holiday.jpg": b"\xff\xd8\xff"}), "E103"),
        (files.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "E103"),
        (files.zipped({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<a/>"}), "E103"),
        (files.zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"\x01"}), "E110"),
        (b"PK\x03\x04 and nothing more", "E103"),
        (OLE + "WordDocument".encode("utf-16-le"), "E110"),
        (OLE + "Workbook".encode("utf-16-le"), "E110"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "E104"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "E103"),
        (OLE, "E103"),
        (b"%PDF-1.7\nnothing", "E106"),
        (files.pdf(), "E106"),
    ],
)
def test_what_is_no_form_is_refused_with_its_code(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_old_office_files_are_named() -> None:
    with pytest.raises(ScorerError, match=r"Word 97-2003, \.doc"):
        detect(OLE + "WordDocument".encode("utf-16-le"))


@pytest.mark.parametrize("name", ["docx", "xlsx", "pdf"])
def test_a_file_cut_short_is_damaged(name: str) -> None:
    data = PLAIN[name]()
    # A PDF that lost its tail can still be mended; one that lost its pages cannot.
    assert code_of(data[: len(data) // (2 if name != "pdf" else 8)]) in {"E106", "E103"}


def test_a_part_that_is_not_xml_is_damaged() -> None:
    broken = files.changed(files.plain_docx(), "word/document.xml", lambda part: part[:-20])
    with pytest.raises(ScorerError) as caught:
        read(broken, SETTINGS)
    assert (caught.value.code, caught.value.detail) == ("E106", "XMLSyntaxError")
    assert "Fernbrook" not in str(caught.value)


def test_a_package_without_its_main_part_is_damaged() -> None:
    assert code_of(files.zipped({"word/other.xml": "<a/>"})) == "E106"
    assert code_of(files.zipped({"xl/other.xml": "<a/>"})) == "E106"


# --- Limits


def test_the_size_of_a_file_is_limited() -> None:
    assert code_of(files.plain_docx(), max_bytes=100) == "E107"


@pytest.mark.parametrize("name", PLAIN)
def test_cells_and_their_length_are_limited(name: str) -> None:
    assert code_of(PLAIN[name](), max_cells=5) == "E109"
    assert code_of(PLAIN[name](), max_cell_characters=20) == "E109"


@pytest.mark.parametrize("data", [b"a,b,c\n" * 100, b"a\tb\n" * 100, b"\r" * 100 + b"a", b"<html>" + b"<p>" * 100])
def test_lines_and_tags_are_limited_before_they_are_read(data: bytes) -> None:
    with pytest.raises(ScorerError, match=r"more (lines|tags) than"):
        read(data, replace(SETTINGS, max_cells=10))


def test_pages_are_limited() -> None:
    pages = [files.PdfPage().text(50, 40, "Fernbrook Homes") for _ in range(3)]
    assert code_of(files.pdf(*pages), max_pages=2) == "E109"
    assert read(files.pdf(*pages), replace(SETTINGS, max_pages=3)).grids


@pytest.mark.parametrize("name", ["docx", "xlsx", "csv", "text", "html"])
def test_a_cell_of_ten_megabytes_is_refused(name: str) -> None:
    word = b"Logged in the case system."
    data = PLAIN[name]()
    huge = b"word " * 2_100_000
    if name == "docx":
        data = files.changed(data, "word/document.xml", lambda part: part.replace(word, huge))
    elif name == "xlsx":
        data = files.changed(data, "xl/sharedStrings.xml", lambda part: part.replace(word, huge))
    else:
        data = data.replace(word, huge)
    assert code_of(data) in {"E108", "E109"}


def test_a_bomb_is_refused_by_the_sizes_it_declares() -> None:
    bomb = files.zipped(files.docx_parts("") | {"word/media/picture.bin": b"\x00" * 2_000_000})
    assert len(bomb) < 10_000
    assert code_of(bomb, max_unpacked_bytes=1_000_000) == "E108"
    assert read(bomb, replace(SETTINGS, max_unpacked_bytes=3_000_000))


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = bytearray(files.zipped(files.docx_parts(files.paragraph("x" * 500_000))))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    for start in (bomb.find(size.to_bytes(4, "little")), bomb.rfind(size.to_bytes(4, "little"))):
        bomb[start : start + 4] = (1000).to_bytes(4, "little")
    assert code_of(bytes(bomb)) in {"E106", "E108"}


def test_a_part_that_is_asked_for_again_and_again_counts_each_time() -> None:
    parts = files.docx_parts("", header=files.paragraph("x" * 10_000))
    parts["word/_rels/document.xml.rels"] = files.relations([(f"id{n}", "header", "header.xml") for n in range(100)])
    assert code_of(files.zipped(parts), max_unpacked_bytes=500_000) == "E108"


def test_a_package_of_very_many_parts_is_refused() -> None:
    parts = files.docx_parts(files.paragraph("Text")) | {f"word/media/{number}": b"" for number in range(5_001)}
    assert code_of(files.zipped(parts)) == "E108"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_a_part_never_reach_a_parser(encoding: str) -> None:
    declaration = '<!DOCTYPE a [<!ENTITY b "bomb"><!ENTITY c "&b;&b;">]>'
    parts = files.docx_parts(files.paragraph("&c;"))
    parts["word/document.xml"] = (declaration + str(parts["word/document.xml"])).encode(encoding)
    assert code_of(files.zipped(parts)) == "E108"


def test_entities_do_not_hide_in_another_encoding() -> None:
    declaration = '<?xml version="1.0" encoding="utf-7"?>+ADw-!DOCTYPE a [+ADw-!ENTITY b "bomb"+AD4-]+AD4-'
    parts = files.docx_parts(files.paragraph("Text"))
    parts["word/document.xml"] = declaration + str(parts["word/document.xml"])
    assert code_of(files.zipped(parts)) == "E106"


def test_entities_in_a_sheet_are_refused_too() -> None:
    bomb = files.changed(
        files.plain_xlsx(), "xl/worksheets/sheet1.xml", lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part
    )
    assert code_of(bomb) == "E108"


def test_deep_nesting_is_refused() -> None:
    assert code_of(files.docx("<w:ins>" * 3000 + "</w:ins>" * 3000)) == "E108"
    data = b"<html><body>" + b"<div>" * 100_000 + b"text"
    assert code_of(data) == "E108"


def test_a_pdf_that_inflates_without_end_is_refused() -> None:
    page = files.PdfPage()
    page.marks.append(" " * 5_000_000)
    assert len(files.pdf(page)) < 20_000
    assert code_of(files.pdf(page), max_unpacked_bytes=1_000_000) == "E108"
    twice = files.pdf(page).replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]")
    assert code_of(twice, max_unpacked_bytes=1_000_000) == "E108"
    # Where the file only forbids copying, its streams are encrypted, and inflate all the same.
    assert code_of(files.pdf(page, user=b""), max_unpacked_bytes=1_000_000) == "E108"


def test_forms_that_call_forms_run_out_of_content() -> None:
    levels = 9
    objects: dict[int, tuple[str, bytes | None]] = {
        1: ("<< /Type /Catalog /Pages 2 0 R >>", None),
        2: ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
        3: (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            "/Resources << /XObject << /X 10 0 R >> >> >>",
            None,
        ),
        4: ("<< ", b"/X Do"),
    }
    for level in range(levels):
        head = f"/Resources << /XObject << /X {11 + level} 0 R >> >>" if level < levels - 1 else ""
        # The words are a comment: content to be run, and nothing to see.
        objects[10 + level] = (
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {head} ",
            b"%" + b"w" * 20_000 + b"\n" + b"/X Do " * 40,
        )
    with pytest.raises(ScorerError, match="the content of its pages"):
        read(files.pdf_file(objects), SETTINGS)


FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
WIDE = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
WIDTHS = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor << >> /W [0 999999999 500] "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) >> >>"
)
CODES = b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange <00000000> <3fffffff> <0041> endbfrange endcmap"


@pytest.mark.parametrize(
    ("font", "annotations", "further"),
    [
        (FONT, "6 0 R", ("6 0 R", None)),
        (WIDE, "[]", (WIDTHS, None)),
        ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>", "[]", ("<< ", CODES)),
    ],
)
def test_a_small_pdf_that_costs_without_end_is_refused(
    font: str, annotations: str, further: tuple[str, bytes | None]
) -> None:
    objects = _page_objects(("<< ", b"BT /F1 10 Tf 50 700 Td (Fernbrook Homes) Tj ET"), font, annotations)
    assert code_of(files.pdf_file(objects | {6: further})) == "E108"


@pytest.mark.parametrize("predictor", [2, 12])
def test_lines_longer_than_the_data_take_no_room(predictor: int) -> None:
    head = f"<< /Filter /FlateDecode /DecodeParms << /Predictor {predictor} /Columns 99999999999 >> "
    assert code_of(files.pdf_file(_page_objects((head, zlib.compress(b"\x02BT"))))) in {"E105", "E106", "E108"}


def _page_objects(
    content: tuple[str, bytes], font: str = FONT, annotations: str = "[]"
) -> dict[int, tuple[str, bytes | None]]:
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Annots {annotations} /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    return {
        1: ("<< /Type /Catalog /Pages 2 0 R >>", None),
        2: ("<< /Type /Pages /Kids [3 0 R] /Count 1 >>", None),
        3: (page, None),
        4: content,
        5: (font, None),
    }


# --- Protection and scans


def test_a_pdf_with_a_user_password_is_protected() -> None:
    assert code_of(files.plain_pdf(user=b"secret")) == "E104"


def test_a_pdf_with_an_owner_password_only_is_read() -> None:
    assert files.table(files.plain_pdf(user=b"")) == [HEADER, ROW]


def test_a_scan_has_no_text() -> None:
    assert code_of(files.pdf(files.PdfPage(picture=True))) == "E105"
    stamped = files.PdfPage(picture=True).text(50, 800, "Scanned by Box")
    assert code_of(files.pdf(stamped, stamped)) == "E105"


# --- Nothing else comes out


def test_the_libraries_say_nothing(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for build in PLAIN.values():
            data = build()
            for size in range(0, len(data), max(1, len(data) // 40)):
                _outcome(data[:size])
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert capfd.readouterr() == ("", "")


def _outcome(data: bytes) -> Document | ScorerError:
    try:
        return read(data, SETTINGS)
    except ScorerError as error:
        return error


@pytest.mark.parametrize("name", PLAIN)
@given(data=st.data())
@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_damaged_bytes_give_a_document_or_a_coded_error(name: str, data: st.DataObject) -> None:
    content = bytearray(PLAIN[name]())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=12)):
        content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(content)), st.integers(0, len(content))))
    assert isinstance(_outcome(bytes(content[:cut])), Document | ScorerError)


@pytest.mark.parametrize(("name", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")])
@given(data=st.data())
@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_damaged_parts_give_a_document_or_a_coded_error(name: str, part: str, data: st.DataObject) -> None:
    def damage(content: bytes) -> bytes:
        mutable = bytearray(content)
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
            mutable[place] = data.draw(st.sampled_from(b'<>/"=0919:azZ \xff'))
        return bytes(mutable)

    assert isinstance(_outcome(files.changed(PLAIN[name](), part, damage)), Document | ScorerError)


@given(data=st.data())
@settings(max_examples=200, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_damaged_page_content_gives_a_document_or_a_coded_error(data: st.DataObject) -> None:
    page = files.PdfPage().table((50, 100, 300, 350, 550), (80, 110, 140), (HEADER, ROW))
    content = bytearray("\n".join(page.marks).encode())
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[place] = data.draw(st.sampled_from(b"()<>[]/ mlSTfqQ-.0123456789\xff"))
    page.marks = [content.decode("cp1252", "replace").replace("\ufffd", "?")]
    assert isinstance(_outcome(files.pdf(page)), Document | ScorerError)


@given(content=st.binary(max_size=400))
@settings(max_examples=200, derandomize=True, deadline=None, database=None)
def test_any_bytes_give_a_document_or_a_coded_error(content: bytes) -> None:
    for opening in (b"", b"%PDF-1.4\n", b"PK\x03\x04", OLE[:8], b"\xff\xfe", b"<html>", b"\t" * 9, b'"a","b"\n'):
        assert isinstance(_outcome(opening + content), Document | ScorerError)


def test_compressed_rubbish_in_a_pdf_is_skipped() -> None:
    data = files.plain_pdf()
    start = data.index(b"stream\n", data.index(b"11 0 obj")) + 7
    assert zlib.decompressobj().decompress(data[start : data.index(b"\nendstream", start)])
    assert isinstance(_outcome(data[:start] + b"\x00" * 9 + data[start + 9 :]), ScorerError)


def test_headings_are_told_from_paragraphs() -> None:
    styles = (
        '<w:style w:styleId="Kopf"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:styleId="Own"><w:basedOn w:val="Kopf"/></w:style><w:style w:styleId="Body"/>'
    )
    word = "".join(
        files.paragraph(name, f'<w:pStyle w:val="{name}"/>' if name != "Plain" else "")
        for name in ("Kopf", "Own", "Body", "Plain")
    )
    for data in (
        files.docx(word, styles=styles),
        b"<html><body><h2>Kopf</h2><h4>Own <b>one</b></h4><p>Body</p>Plain</body></html>",
        b"# Kopf\n\n### Own\n\nBody\n\nPlain\n",
    ):
        (grid,) = read(data, files.SETTINGS).grids
        assert [row.heading for row in grid.rows] == [True, True, False, False]
        assert all("#" not in row.cells[0] and "\x03" not in row.cells[0] for row in grid.rows)


def test_an_office_file_cut_short_is_damaged_and_not_of_another_kind() -> None:
    for whole in (files.xlsx(lambda book: book.active.append(HEADER)), files.plain_docx()):
        for share in (0.3, 0.6, 0.9):
            with pytest.raises(ScorerError) as refused:
                read(whole[: int(share * len(whole))], SETTINGS)
            assert refused.value.code == "E106"


def test_a_parser_is_imported_with_its_first_file_or_when_all_are_asked_for() -> None:
    parsers = "{'pdfminer', 'lxml'} & sys.modules.keys()"
    code = f"import sys, scorer.readers as r; early = {parsers}; r.ready(); print(len(early), len({parsers}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["0", "2"]
