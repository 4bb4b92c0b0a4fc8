"""Uploads made to hurt: bombs, polyglots, nesting, and mutations of good files."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SEEDS = tuple(
    EXAMPLES / f"2020-tillerby-village-homes.{suffix}"
    for suffix in ("docx", "pdf", "xlsx", "csv", "html", "txt", "jsonl")
)
_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "'
    + b"ha" * 50
    + b'">'
    + b"".join(
        b'<!ENTITY %c "%s">' % (97 + level, b"&%c;" % (b"x"[0] if level == 0 else 96 + level) * 30)
        for level in range(8)
    )
    + b"]>"
)
_WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def zipped(**parts: bytes) -> bytes:
    """A zip archive; a double underscore in a name is a slash, a single one a dot."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


def word(body: bytes, before: bytes = b"") -> bytes:
    """A Word file with this body."""
    return zipped(word__document_xml=before + _WORD.replace(b"%s", body))


def external() -> bytes:
    """A Word file whose text is that of a file of the machine, if one lets it."""
    return word(b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def pdf_with(stream: bytes, extra: bytes = b"") -> bytes:
    """A small PDF with this content stream, packed."""
    import zlib

    packed = zlib.compress(stream, 9)
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<>>" + extra + b">>endobj\n"
        b"4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
        % (len(packed), packed)
    )


def crafted() -> dict[str, bytes]:
    """Each by its name."""
    good = {path.suffix[1:]: path.read_bytes() for path in SEEDS}
    deep = b"<w:tbl><w:tr><w:tc>" * 20_000
    return {
        "nothing": b"",
        "nulls": bytes(100_000),
        "zip bomb": word(b"<w:p><w:r><w:t>" + b" " * 300_000_000 + b"</w:t></w:r></w:p>"),
        "many parts": zipped(**{f"word__part{number}": b"x" for number in range(20_000)}, word__document_xml=b"<a/>"),
        "zip in zip": zipped(word__document_xml=zipped(word__document_xml=b"<a/>")),
        "entity bomb": word(b"<w:p><w:r><w:t>&h;</w:t></w:r></w:p>", _ENTITIES),
        "entity of a file": external(),
        "entity bomb in html": _ENTITIES + b"<html><table><tr><td>&h;</td></tr></table></html>",
        "deep tables": word(deep),
        "deep html": b"<html><table>" + b"<tr><td><table>" * 50_000,
        "deep json": b'{"evidence": ' + b"[" * 200_000,
        "wide row": b"<html><table><tr>" + b"<td>x" * 60_000,
        "huge span": b"<html><table><tr><td colspan=99999999 rowspan=99999999>x</td><td>6.1</td></tr></table></html>",
        "sheet far away": zipped(
            xl__workbook_xml=b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>'
            b'<sheet name="a" sheetId="1"/></sheets></workbook>',
            xl__worksheets__sheet1_xml=b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        ),
        "pdf bomb": pdf_with(b"BT (x) Tj ET\n" * 3_000_000),
        "pdf of loops": pdf_with(b"q " * 100_000 + b"/F Do"),
        "pdf its own parent": pdf_with(b"", b"/Kids[3 0 R]/Parent 3 0 R"),
        "pdf and zip": good["pdf"] + good["docx"],
        "zip and pdf": good["docx"] + good["pdf"],
        "html and zip": b"<html><table><tr><td>" + good["docx"],
        "picture and form": b"\xff\xd8\xff\xe0" + good["html"],
        "one cell of 10 MB": json.dumps({"evidence": "word " * 2_000_000}).encode(),
        "one cell of 10 MB in csv": b'Code,Requirement,Comply,Evidence\n6.1,x,Yes,"' + b"word " * 2_000_000 + b'"\n',
        "one word of 10 MB": b"<html><table><tr><td>6.1</td><td>" + b"x" * 10_000_000 + b"</td></tr></table>",
        "lone surrogates": rb'{"evidence": "\ud800 x \udfff", "ref": "\udc00", "id": "\ud9ab"}',
        "overlong utf-8": b'{"evidence": "\xc0\xaf \xf5\x80\x80\x80 \xed\xa0\x80"}',
        "marks of direction": '{"evidence": "\u202e\u2066x\u0000\ufeff\ufffe"}'.encode(),
        "combining marks": json.dumps({"evidence": "e" + "\u0301" * 150_000}).encode(),
        "utf-16 by halves": b"\xff\xfe" + "Code,Evidence\n6.1,x".encode("utf-16-le")[:-1],
        "utf-7": b"+ADw-table+AD4-",
        "number without end": b'{"evidence": "x", "id": ' + b"9" * 50_000 + b"}",
        "spaces without end": b'{"evidence": "' + b" " * 150_000 + b'."}',
        "dots without end": json.dumps({"evidence": "a." * 60_000 + " see 6.3 " * 9_000}).encode(),
    }


def mutated(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many changed files of every format, always the same for a seed: bytes flipped, cut, doubled, mixed."""
    chance = random.Random(seed)
    originals = [(path.suffix[1:], path.read_bytes()) for path in SEEDS]
    for number in range(count):
        suffix, data = originals[number % len(originals)]
        yield suffix, _inner(data, chance) if data[:2] == b"PK" and chance.random() < 0.7 else _changed(data, chance)


def _changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 30))):
        if not changed:
            break
        start = chance.randrange(len(changed))
        end = min(len(changed), start + chance.choice((1, 4, 100, 5000)))
        match chance.randrange(6):
            case 0:
                changed[start:end] = chance.randbytes(end - start)
            case 1:
                del changed[start:end]
            case 2:
                changed[start:start] = changed[start:end] * chance.choice((1, 20))
            case 3:
                changed[start:start] = chance.choice(
                    (b"\x00", b"<", b"&x;", b'"', b"]]>", b"\xff\xfe", b"<!--", b"%%EOF", b"9" * 30, b"\r", b"endobj")
                )
            case 4:
                changed[start] ^= 1 << chance.randrange(8)
            case 5 if chance.random() < 0.2:
                del changed[start:]
    return bytes(changed)


def _inner(data: bytes, chance: random.Random) -> bytes:
    """A sound package with one part changed: what lies beyond the checksum is reached."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        hit = chance.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            target.writestr(name, _changed(source.read(name), chance) if name == hit else source.read(name))
    return stream.getvalue()
