"""Tells a file's format from its bytes; its name is never asked."""

from __future__ import annotations

import io
import re
import zipfile

from scorer.errors import ScorerError
from scorer.readers.delimited import delimiter_of
from scorer.readers.encoding import decode

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FOREIGN = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"{\\rtf", "Rich Text Format, .rtf"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
)
# The names by which the streams of an OLE file tell what it holds (MS-CFB directory entries are UTF-16).
_OLE_STREAMS = (
    ("EncryptedPackage", "E104", ""),
    ("WordDocument", "E110", "Word 97-2003, .doc"),
    ("Workbook", "E110", "Excel 97-2003, .xls"),
    ("Book", "E110", "Excel 5.0, .xls"),
    ("PowerPoint Document", "E103", "PowerPoint 97-2003, .ppt"),
    ("__properties_version1.0", "E103", "an Outlook message, .msg"),
)
_PDF_MARK_WITHIN = 1024
"""Readers of PDF accept junk of this many bytes before the mark (Adobe's implementation notes to PDF 1.7)."""

_PART_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.S)
"""What stands before each part of a zip archive, with the length of its name (APPNOTE 4.3.7)."""
_OFFICE = ("[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml")

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|h[1-6]|p|div|section|article|main)\b",
    re.I | re.S,
)
_HTML_TABLE = re.compile(r"<table[\s>]", re.I)
_HTML_CELL = re.compile(r"<t[dh][\s>]", re.I)
_JSON_LINE = re.compile(r'\s*\{\s*"')
_JSON_ARRAY = re.compile(r'\s*\[\s*\{\s*"')
_JSON_BYTES = re.compile(_JSON_LINE.pattern.encode())
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.02
"""Text has next to no control characters; random bytes have about one in ten."""


def detect(data: bytes) -> str:
    """The format of a file: "docx", "xlsx", "pdf", "jsonl", "html", "csv" or "text".

    Raises ScorerError: E102 (empty), E103 (a kind that is not read), E104 (protected), E110 (old Office file).
    """
    if not data.strip(b"\x00 \t\r\n\v\f\xef\xbb\xbf\xff\xfe"):
        raise ScorerError("E102")
    if b"%PDF-" in data[:_PDF_MARK_WITHIN]:
        return "pdf"
    if data.startswith(_ZIP):
        return _zip_format(data)
    if data.startswith(_OLE):
        raise _ole_error(data)
    if _JSON_BYTES.match(data):  # said at once: the reader of ready cells decodes each line, and there may be many
        return "jsonl"
    for mark, kind in _FOREIGN:
        if data.startswith(mark) and (mark != b"BM" or b"\x00" in data[:64]):
            raise ScorerError("E103", kind=kind)
    if data[4:8] == b"ftyp":
        raise ScorerError("E103", kind="a picture or film")
    text = decode(data)
    if "\x00" in text or len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise ScorerError("E103", kind="unknown binary data")
    return _text_format(text)


def _text_format(text: str) -> str:
    if not text.strip():
        raise ScorerError("E102")
    if _JSON_LINE.match(text):
        return "jsonl"
    if _JSON_ARRAY.match(text):
        raise ScorerError("E103", kind="a list in JSON; ready cells are one object a line, .jsonl")
    table = _HTML_TABLE.search(text)
    if _HTML_START.match(text) or (table and _HTML_CELL.search(text, table.end())):
        return "html"
    return "csv" if delimiter_of(text) else "text"


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except Exception:
        # Cut short, the list of names at the end is gone; the names stand before each part as well.
        names = _names_of_parts(data)
        if not any(name.startswith(("word/", "xl/")) for name in names):
            if any(name in _OFFICE for name in names):
                raise ScorerError("E106", format="a Word document or an Excel workbook", detail="cut short") from None
            raise ScorerError("E103", kind="a damaged zip archive") from None
    folders = {name.replace("\\", "/").lstrip("/").lower().partition("/")[0] for name in names}
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        if any(name.lower().endswith("xl/workbook.bin") for name in names):
            raise ScorerError("E110", kind="Excel binary workbook, .xlsb")
        return "xlsx"
    if "ppt" in folders:
        raise ScorerError("E103", kind="PowerPoint, .pptx")
    if "mimetype" in folders and "content.xml" in folders:
        raise ScorerError("E103", kind="OpenDocument, .odt or .ods")
    raise ScorerError("E103", kind="a zip archive")


def _names_of_parts(data: bytes) -> list[str]:
    """The names that stand before the parts of a zip archive."""
    names = []
    for header in _PART_HEADER.finditer(data):
        length = int.from_bytes(header[1], "little")
        names.append(data[header.end() : header.end() + length].decode("utf-8", "replace"))
    return names


def _ole_error(data: bytes) -> ScorerError:
    for stream, code, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return ScorerError(code, kind=kind)
    return ScorerError("E103", kind="an old Office container of an unknown program")
