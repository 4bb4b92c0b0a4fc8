"""The original Word file with a comment on each weak answer, anchored at the words; all else stays as it was.

The package is copied part by part, bytes as they are. New are the comments; changed are the document (ranges of the
comments, runs cut where a range begins or ends), its relations and the list of content types.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Collection, Sequence
from copy import deepcopy

from lxml import etree

from scorer.readers.ooxml import Package, W
from scorer.records import CellScore, FormReport
from scorer.settings import Settings
from scorer.writers import view
from scorer.writers.docx_rows import Element, Place, Rows
from scorer.writers.packages import new_part, packed

AUTHOR = "Evidence scorer"
INITIALS = "ES"

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{{{_PACKAGE}/relationships}}Relationship"
_OVERRIDE = f"{{{_PACKAGE}/content-types}}Override"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "[Content_Types].xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRICT = b"http://purl.oclc.org/ooxml/"


def can_annotate(data: bytes) -> bool:
    """True for a Word file in the common form of the format; its strict form is read, but not written."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower() for name in package.namelist()}
            return "word/document.xml" in names and _STRICT not in package.read("word/document.xml")
    except (zipfile.BadZipFile, KeyError):
        return False


def annotated(data: bytes, reports: Sequence[FormReport], settings: Settings) -> bytes:
    """The file with its comments. ``data`` are the bytes that the reports were made of, for which ``can_annotate``.

    Raises ValueError for other bytes, and ScorerError E1xx where the package cannot be opened.
    """
    if any(report.form.sha256 != hashlib.sha256(data).hexdigest() for report in reports):
        raise ValueError("the reports are of another file")
    package = Package(data, settings, "a Word document")
    main = package.main_part()
    document = package.xml(main)
    relations = package.relations(main)
    old = next((relation.target for relation in relations.values() if relation.kind == "comments"), None)
    comments = package.xml(old) if old else etree.Element(W + "comments", nsmap={"w": W[1:-1]})
    _comment(document, comments, reports)
    folder, name = posixpath.split(main)
    changed = {main: document, old or posixpath.join(folder, "evidence-comments.xml"): comments}
    if old is None:
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        links = package.xml(path) if path in package else etree.Element(f"{{{_PACKAGE}/relationships}}Relationships")
        etree.SubElement(links, _RELATIONSHIP, Id=_free_id(relations), Type=_KIND, Target="evidence-comments.xml")
        types = package.xml(_TYPES)
        part = "/" + posixpath.join(folder, "evidence-comments.xml")
        etree.SubElement(types, _OVERRIDE, PartName=part, ContentType=_TYPE)
        changed |= {path: links, _TYPES: types}
    return _packed(data, changed)


def _comment(document: Element, comments: Element, reports: Sequence[FormReport]) -> None:
    rows = Rows(document)
    number = max((int(mark.get(W + "id", "0")) for mark in comments), default=-1) + 1
    for report in reports:
        found = [(score, rows.find(score.cell)) for score in report.scores]
        # Blank cells come last: the others show which column is whose.
        found.sort(key=lambda pair: not (pair[0].cell.evidence or pair[0].cell.commentary))
        for score, cells in found:
            place = _place(rows, score, cells) if view.is_weak(score) and cells else None
            if place is not None:
                _anchor(place, number)
                comments.append(_note(score, number))
                number += 1


def _place(rows: Rows, score: CellScore, cells: Sequence[Element]) -> Place | None:
    """At the words that a reviewer would read out first, else at the start of the answer."""
    cell = score.cell
    spans = [(check.field, check.start, check.end) for check in score.checks if check.field]
    spans += [(found.field, found.start, found.end) for found in score.signals]
    against = [
        (reason.field, reason.start, reason.end)
        for reason in score.reasons
        if reason.source == "contradiction" and reason.field
    ]
    for field, start, end in (*against, *spans):
        if not (start == 0 and end == len(cell.text(field))):
            return rows.place(cells, cell, field, start, end)
    return rows.place(cells, cell, "evidence" if cell.evidence or not cell.commentary else "commentary", 0, 0)


def _anchor(place: Place, number: int) -> None:
    """Put the marks of a comment's range around the words, cutting runs where they begin and end inside one."""
    start = etree.Element(W + "commentRangeStart", {W + "id": str(number)})
    end = etree.Element(W + "commentRangeEnd", {W + "id": str(number)})
    reference = etree.Element(W + "r")
    etree.SubElement(reference, W + "commentReference", {W + "id": str(number)})
    if not place.nodes:
        place.paragraph.extend((start, end, reference))
        return
    runs = _runs(place)
    runs[0].addprevious(start)
    runs[-1].addnext(end)
    # The reference, which some programs show as a mark, is not a part of a link or of a tracked change.
    last = end
    while (parent := last.getparent()) is not None and parent is not place.paragraph:
        last = parent
    last.addnext(reference)


def _runs(place: Place) -> list[Element]:
    """The runs of exactly these words."""
    total = sum(len(node.text or "") for node in place.nodes)
    start, end = place.start, place.end or total
    runs: list[Element] = []
    position = 0
    for node in place.nodes:
        length = len(node.text or "")
        left, right = max(start - position, 0), min(end - position, length)
        position += length
        if left < right:
            run = _run_of(node)
            if right < length:
                _cut(run, node, right)
            if left:
                run, node = _cut(run, node, left)
            if run not in runs:
                runs.append(run)
    return runs


def _run_of(node: Element) -> Element:
    return next(parent for parent in node.iterancestors() if parent.tag == W + "r")


def _cut(run: Element, node: Element, at: int) -> tuple[Element, Element]:
    """Cut a run in two of the same format inside one of its texts; the second run, and its text."""
    text = node.text or ""
    second = etree.Element(W + "r")
    second.attrib.update(run.attrib)
    properties = run.find(W + "rPr")
    if properties is not None:
        second.append(deepcopy(properties))
    rest = etree.SubElement(second, W + "t")
    second.extend(list(node.itersiblings()))
    for element, part in ((node, text[:at]), (rest, text[at:])):
        element.text = part
        element.set(_SPACE, "preserve")
    second.tail, run.tail = run.tail, None
    run.addnext(second)
    return second, rest


def _note(score: CellScore, number: int) -> Element:
    note = etree.Element(
        W + "comment", {W + "id": str(number), W + "author": AUTHOR, W + "initials": INITIALS}, nsmap={"w": W[1:-1]}
    )
    lines = [f"{view.label_of(score.cell)}: {view.verdict(score)}."]
    lines += [f"Check: {check.message} ({check.code})" for check in score.checks]
    lines += [f"Ask: {score.question}"] if score.question else []
    lines += [f"For the officer: {score.hint}"] if score.hint else []
    lines += ["The reading is not sure of this answer: read it yourself."] if score.review else []
    for line in lines:
        text = etree.SubElement(etree.SubElement(etree.SubElement(note, W + "p"), W + "r"), W + "t")
        text.text = view.printable(line)
        text.set(_SPACE, "preserve")
    return note


def _free_id(taken: Collection[str]) -> str:
    return next(name for name in (f"rIdEvidence{number}" for number in range(len(taken) + 1)) if name not in taken)


def _packed(data: bytes, changed: dict[str, Element]) -> bytes:
    """The package with the changed parts, the others as they are and in their order."""
    new = {
        name.lower(): (name, etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))
        for name, tree in changed.items()
    }
    parts: list[tuple[zipfile.ZipInfo, bytes]] = []
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        for member in source.infolist():
            _, content = new.pop(member.filename.replace("\\", "/").lstrip("/").lower(), ("", None))
            parts.append((member, source.read(member) if content is None else content))
    return packed([*parts, *((new_part(name), content) for name, content in new.values())])
