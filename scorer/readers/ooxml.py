"""The package that Word and Excel files are: a zip of XML parts, opened with care.

Nothing of the package reaches a parser unread: sizes are checked in the directory and again while unpacking, and
a part with a document type declaration, the door of every entity bomb, is refused (ECMA-376 part 2 forbids it).
"""

from __future__ import annotations

import codecs
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from scorer.errors import ScorerError
from scorer.settings import Settings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_MAX_PARTS = 5_000
"""A form has some dozens of parts; one with a thousand pictures would still pass."""

_MAX_TREE = 64_000_000
"""Bytes of a part that is held as a tree, which takes ten times the memory. The text of a novel is one million."""

_CHUNK = 1 << 20
_STRICT = (
    # ISO 29500 strict names of the vocabularies read here, and their common (transitional) ones.
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", S),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points: the last word of the relation's type, and a part name or an outside address."""

    kind: str
    target: str
    external: bool


class Package:
    """An opened package. Raises E104, E106 or E108 on opening and on reading."""

    def __init__(self, data: bytes, settings: Settings, title: str) -> None:
        self._title = title
        self._left = settings.max_unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:
            raise self._damaged(error) from None
        members = self._zip.infolist()
        if len(members) > _MAX_PARTS:
            raise ScorerError("E108", reason=f"{len(members)} parts")
        if sum(member.file_size for member in members) > self._left:
            raise ScorerError("E108", reason="its unpacked size")
        self._members = {_part_name(member.filename): member for member in members}

    def __contains__(self, part: str) -> bool:
        return _part_name(part) in self._members

    def main_part(self) -> str:
        """The name of the part that the package is about: the document or the workbook."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.target
        raise ScorerError("E106", format=self._title, detail="no main part")

    def xml(self, part: str) -> etree._Element:
        """A part, parsed."""
        data = self._checked(part)
        if len(data) > _MAX_TREE:
            raise ScorerError("E108", reason="the size of one part")
        try:
            return etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise self._unparsable(error) from None

    def stream(
        self, part: str, tags: tuple[str, ...], idle: Sequence[re.Pattern[bytes]] = ()
    ) -> Iterator[etree._Element]:
        """The elements with these tags as a long part is read; each is emptied when the next is asked for.

        What matches the ``idle`` patterns is taken out first, one pattern after the other.
        """
        data = self._checked(part)
        for pattern in idle:
            data = pattern.sub(b"", data)
        events = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag=tags,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        try:
            for _, element in events:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise self._unparsable(error) from None

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part (of the package itself for "") by their ids."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self:
            return {}
        relations = {}
        for element in self.xml(path).iter(_RELATIONSHIP):
            target = element.get("Target", "")
            external = element.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            relations[element.get("Id", "")] = Relation(kind, target, external)
        return relations

    def _checked(self, part: str) -> bytes:
        """The bytes of a part in UTF-8, or a ScorerError where no parser should see them."""
        data = self._unpacked(part)
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            data = data.decode("utf-16", "replace").encode()
        # The parsers are told that they read UTF-8, whatever the part declares, so nothing hides in an encoding.
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise ScorerError("E108", reason="a document type declaration")
        for strict, common in _STRICT:
            data = data.replace(strict, common[1:-1].encode())
        return data

    def _unpacked(self, part: str) -> bytes:
        member = self._members.get(_part_name(part))
        if member is None:
            raise ScorerError("E106", format=self._title, detail="missing part")
        if member.flag_bits & 1:
            raise ScorerError("E104")
        chunks = []
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise ScorerError("E108", reason="its unpacked size")
                    chunks.append(chunk)
        except ScorerError:
            raise
        except Exception as error:
            raise self._damaged(error) from None
        return b"".join(chunks)

    def _damaged(self, error: Exception) -> ScorerError:
        return ScorerError("E106", format=self._title, detail=type(error).__name__)

    def _unparsable(self, error: etree.XMLSyntaxError) -> ScorerError:
        if "XML_PARSE_HUGE" in str(error):
            return ScorerError("E108", reason="texts too long or parts nested too deep")
        return self._damaged(error)


def _parser() -> etree.XMLParser:
    # One for each part: a parser is not to be shared between threads.
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True
    )


def _part_name(name: str) -> str:
    # Part names do not tell case apart; some programs write backslashes or a leading slash.
    return name.replace("\\", "/").lstrip("/").lower()
