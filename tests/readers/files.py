"""Small files of every format, made in memory. The landlords in them are invented."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from openpyxl import Workbook

from scorer.readers import Document, read
from scorer.settings import Settings

SETTINGS = Settings()
HEADER = ("Provision", "Requirement", "Comply", "Evidence")
ROW = ("1.2", "Fernbrook must answer.", "Yes", "Logged in the case system.")

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def tables(document: Document) -> list[list[tuple[str, ...]]]:
    return [[row.cells for row in grid.rows] for grid in document.grids if grid.kind == "table"]


def table(data: bytes, settings: Settings = SETTINGS) -> list[tuple[str, ...]]:
    """The rows of the only table of a file."""
    (rows,) = tables(read(data, settings))
    return rows


def prose(data: bytes) -> list[str]:
    document = read(data, SETTINGS)
    return [row.cells[0] for grid in document.grids if grid.kind == "prose" for row in grid.rows]


# --- Office packages


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(entries: Sequence[tuple[str, str, str]]) -> str:
    """Relations of (id, last word of the type, target); targets with "://" lie outside."""
    body = ""
    for key, kind, target in entries:
        mode = ' TargetMode="External"' if "://" in target else ""
        body += f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{_RELATIONS}">{body}</Relationships>'


def docx_parts(body: str, *, links: Mapping[str, str] | None = None, **parts: str) -> dict[str, bytes | str]:
    """A document of the body's XML; further parts (numbering, styles, header) by their names."""
    entries = [(key, "hyperlink", address) for key, address in (links or {}).items()]
    entries += [(f"part-{name}", name, f"{name}.xml") for name in parts]
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations([("rId1", "officeDocument", "word/document.xml")]),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(entries),
    }
    for name, content in parts.items():
        files[f"word/{name}.xml"] = f"<w:{name} {_SPACES}>{content}</w:{name}>"
    return files


def docx(body: str, *, links: Mapping[str, str] | None = None, **parts: str) -> bytes:
    return zipped(docx_parts(body, links=links, **parts))


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else paragraph(content)
    return f"<w:tc>{f'<w:tcPr>{properties}</w:tcPr>' if properties else ''}{inner}</w:tc>"


def word_row(*cells: str) -> str:
    return f"<w:tr>{''.join(text if text.startswith('<w:tc>') else cell(text) for text in cells)}</w:tr>"


def word_table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def plain_docx() -> bytes:
    return docx(paragraph("Fernbrook Homes") + word_table(word_row(*HEADER), word_row(*ROW)))


def xlsx(fill: Callable[[Workbook], None]) -> bytes:
    """A workbook that openpyxl writes."""
    book = Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_parts(
    rows: str, *, shared: str = "", after: str = "", links: Mapping[str, str] | None = None
) -> dict[str, bytes | str]:
    """A workbook of one sheet of this XML, with shared strings."""
    main = f'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_R}"'
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook {main}><sheets><sheet name="Form" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            [("a", "worksheet", "worksheets/sheet1.xml"), ("b", "sharedStrings", "sharedStrings.xml")]
        ),
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}</sheetData>{after}</worksheet>",
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            [(key, "hyperlink", address) for key, address in (links or {}).items()]
        ),
        "xl/sharedStrings.xml": f"<sst {main}>{shared}</sst>",
    }


def plain_xlsx() -> bytes:
    shared = "".join(f"<si><t>{text}</t></si>" for text in (*HEADER, *ROW))
    rows = "".join(
        f'<row r="{row + 1}">{"".join(f"""<c t="s"><v>{4 * row + place}</v></c>""" for place in range(4))}</row>'
        for row in (0, 1)
    )
    return zipped(sheet_parts(rows, shared=shared))


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert PurePosixPath(part).name
    return zipped(parts | {part: change(parts[part])})


# --- PDF


@dataclass
class PdfPage:
    """Texts and lines in points from the top left corner of an A4 page."""

    marks: list[str] = field(default_factory=list)
    links: list[tuple[tuple[float, float, float, float], str]] = field(default_factory=list)
    picture: bool = False
    height = 842

    def text(self, x: float, top: float, text: str, size: float = 10) -> PdfPage:
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        self.marks.append(f"BT /F1 {size} Tf {x} {self.height - top - size} Td ({escaped}) Tj ET")
        return self

    def line(self, x0: float, top: float, x1: float, bottom: float) -> PdfPage:
        self.marks.append(f"{x0} {self.height - top} m {x1} {self.height - bottom} l S")
        return self

    def link(self, x0: float, top: float, x1: float, bottom: float, address: str) -> PdfPage:
        self.links.append(((x0, self.height - bottom, x1, self.height - top), address))
        return self

    def table(self, xs: Sequence[float], tops: Sequence[float], rows: Sequence[Sequence[str]]) -> PdfPage:
        """A ruled table; a line break in a text begins a new line 12 points below."""
        for x in xs:
            self.line(x, tops[0], x, tops[-1])
        for top in tops:
            self.line(xs[0], top, xs[-1], top)
        for top, row in zip(tops, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                for index, line in enumerate(text.split("\n")):
                    if line:
                        self.text(x + 3, top + 3 + 12 * index, line)
        return self


def pdf(*pages: PdfPage, user: bytes | None = None, owner: bytes = b"owner") -> bytes:
    """A PDF of these pages; with ``user``, encrypted by RC4 (revision 2) with that user password, b"" for none."""
    objects: dict[int, tuple[str, bytes | None]] = {}
    objects[1] = ("<< /Type /Catalog /Pages 2 0 R >>", None)
    objects[3] = ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>", None)
    objects[4] = (
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 ",
        b"\x00",
    )
    kids = []
    for index, page in enumerate(pages):
        number = 10 + 10 * index
        kids.append(f"{number} 0 R")
        annotations = []
        for place, (area, address) in enumerate(page.links):
            corners = " ".join(map(str, area))
            annotations.append(f"{number + 2 + place} 0 R")
            objects[number + 2 + place] = (
                f"<< /Type /Annot /Subtype /Link /Rect [{corners}] /A << /S /URI /URI ({address}) >> >>",
                None,
            )
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {page.height}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> "
            f"/Annots [{' '.join(annotations)}] >>",
            None,
        )
        content = "\n".join([*page.marks, *(["/Im1 Do"] if page.picture else [])])
        objects[number + 1] = ("<< /Filter /FlateDecode ", zlib.compress(content.encode("cp1252")))
    objects[2] = (f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>", None)
    return pdf_file(objects, user, owner)


def pdf_file(objects: Mapping[int, tuple[str, bytes | None]], user: bytes | None = None, owner: bytes = b"") -> bytes:
    """A PDF of these objects by their numbers; the head of one with a stream is left open for its length."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = {}
    key, trailer = _encryption(user, owner) if user is not None else (b"", "")
    for number, (head, stream) in sorted(objects.items()):
        offsets[number] = len(out)
        body = head.encode()
        if stream is not None:
            if key:
                seed = key + struct.pack("<I", number)[:3] + b"\x00\x00"
                stream = _rc4(hashlib.md5(seed).digest()[:10], stream)
            body += f"/Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream"
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n"
    for number, offset in offsets.items():
        out += f"{number} 1\n{offset:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {max(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _encryption(user: bytes, owner: bytes) -> tuple[bytes, str]:
    """Key and trailer entries of the standard handler, revision 2 (PDF 1.7, 7.6.3)."""
    of_owner = _rc4(hashlib.md5((owner + _PADDING)[:32]).digest()[:5], (user + _PADDING)[:32])
    mark = b"0123456789abcdef"
    key = hashlib.md5((user + _PADDING)[:32] + of_owner + struct.pack("<i", -4) + mark).digest()[:5]
    of_user = _rc4(key, _PADDING)
    entries = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{of_owner.hex()}> /U <{of_user.hex()}> >> "
        f"/ID [<{mark.hex()}> <{mark.hex()}>]"
    )
    return key, entries


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def plain_pdf(**options: bytes) -> bytes:
    page = PdfPage().text(50, 40, "Fernbrook Homes").table((50, 100, 300, 350, 550), (80, 110, 140), (HEADER, ROW))
    return pdf(page, **options)


# --- Text


def plain_csv() -> bytes:
    return "\n".join(",".join(f'"{text}"' for text in row) for row in (HEADER, ROW)).encode()


def plain_text() -> bytes:
    return "Fernbrook Homes\n\n{}\n{}\n".format("\t".join(HEADER), "\t".join(ROW)).encode()


def plain_html() -> bytes:
    rows = "".join("<tr>{}</tr>".format("".join(f"<td>{text}</td>" for text in row)) for row in (HEADER, ROW))
    return f"<!DOCTYPE html><html><body><h1>Fernbrook Homes</h1><table>{rows}</table></body></html>".encode()


PLAIN: dict[str, Callable[[], bytes]] = {
    "docx": plain_docx,
    "xlsx": plain_xlsx,
    "pdf": plain_pdf,
    "csv": plain_csv,
    "text": plain_text,
    "html": plain_html,
}
