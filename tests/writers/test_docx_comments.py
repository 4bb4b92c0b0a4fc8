"""The original Word file with comments: the same in everything else, each comment at its words."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from scorer.pipeline import read_bytes
from scorer.records import CellScore, EvidenceCell, Field, Finding, FormReport
from scorer.settings import Settings
from scorer.writers import view
from scorer.writers.docx_comments import AUTHOR, annotated, can_annotate

from ..forms.builders import requirement
from .full import HOSTILE, SURE, Reason

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.docx"))
HEAD = ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation")
REFS = ("1.2", "6.2", "6.3", "6.4", "6.15")
Build = Callable[[Any], None]


def word(answers: dict[str, str], build: Build = lambda document: None) -> bytes:
    """A form in Word with these answers as evidence, changed by ``build``."""
    document: Any = Document()
    document.add_paragraph("Pellow Moor, June 2024")
    table = document.add_table(1, len(HEAD))
    for cell, text in zip(table.rows[0].cells, HEAD, strict=True):
        cell.text = text
    for ref in REFS:
        texts = (ref, requirement(ref), "Yes", answers.get(ref, ""), "")
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def judged(data: bytes, *words: tuple[str, str]) -> FormReport:
    """The form in the file with all answers weak; ``words`` are (ref, words that a signal names)."""
    (form,) = read_bytes(data, "form.docx", Settings())
    scores = [weak(cell, next((text for ref, text in words if ref == cell.ref), "")) for cell in form.cells]
    return FormReport(form, tuple(scores))


def weak(cell: EvidenceCell, words: str) -> CellScore:
    signals: tuple[Finding, ...] = ()
    if words:
        field: Field = "evidence" if words in cell.evidence else "commentary"
        start = cell.text(field).rindex(words)
        signals = (Finding("gap", field, start, start + len(words), words, "GAP001"),)
    reasons = (Reason("specificity:generic", 25, "Gives nothing."),)
    return CellScore(cell, 1, 0, signals, SURE, 25, "weak", reasons, question=f"What of {cell.ref}?")


def comments(data: bytes) -> dict[str, tuple[str, str]]:
    """By provision: the words that a comment is anchored at, and its text."""
    document: Any = Document(io.BytesIO(data))
    found = {}
    for comment in document.comments:
        words, inside = "", False
        for element in document.element.body.iter():
            mark = element.get(qn("w:id")) == str(comment.comment_id)
            if mark and element.tag == qn("w:commentRangeStart"):
                inside = True
            elif mark and element.tag == qn("w:commentRangeEnd"):
                break
            elif inside and element.tag == qn("w:t"):
                words += element.text or ""
        found[comment.text.split(":")[0]] = (words, comment.text)
    return found


def shown(data: bytes) -> list[Any]:
    """Every paragraph's words and formats, wherever it stands."""
    body: Any = Document(io.BytesIO(data)).element.body
    paragraphs = []
    for paragraph in body.iter(qn("w:p")):
        letters: list[tuple[str, str]] = []
        for run in paragraph.iter(qn("w:r")):
            properties = run.find(qn("w:rPr"))
            style = "" if properties is None else properties.xml
            letters += [(letter, style) for text in run.findall(qn("w:t")) for letter in text.text or ""]
        paragraphs.append(letters)
    return paragraphs


def test_each_weak_answer_has_a_comment_at_the_words() -> None:
    data = word({"1.2": "We do. It is not written down.", "6.2": "Noted.", "6.3": "Nearly always, nearly."})
    made = annotated(data, [judged(data, ("1.2", "not written"), ("6.3", "nearly"))], Settings())
    found = comments(made)
    assert {ref: words for ref, (words, _) in found.items()} == {
        "1.2": "not written",
        "6.2": "Noted.",
        "6.3": "nearly",
        "6.4": "",
        "6.15": "",
    }
    assert "Weak (C), 25 of 100: gives a general assurance." in found["1.2"][1]
    assert "Ask: What of 1.2?" in found["1.2"][1]
    document: Any = Document(io.BytesIO(made))
    assert {(one.author, one.initials) for one in document.comments} == {(AUTHOR, "ES")}


def test_the_last_of_words_that_stand_twice_is_found() -> None:
    data = word({"6.3": "It is late. It is late."})
    made = annotated(data, [judged(data, ("6.3", "late"))], Settings())
    paragraph = next(one for one in shown(made) if "".join(letter for letter, _ in one) == "It is late. It is late.")
    assert shown(data)[shown(made).index(paragraph)] == paragraph
    document: Any = Document(io.BytesIO(made))
    cell = document.tables[0].rows[3].cells[3]
    assert [run.text for run in cell.paragraphs[0].runs if run.text] == ["It is late. It is ", "late", "."]


def test_an_empty_answer_is_commented_in_its_column() -> None:
    data = word({"1.2": "Noted.", "6.2": "Noted."})
    made = annotated(data, [judged(data)], Settings())
    document: Any = Document(io.BytesIO(made))
    with_comment = [
        column
        for column, cell in enumerate(document.tables[0].rows[3].cells)
        if cell._tc.xpath(".//w:commentReference")
    ]
    assert with_comment == [3]


def test_paired_provisions_keep_apart() -> None:
    data = word({"6.4": "As above, Kestrel.", "6.15": "As above, Kestrel."})
    found = comments(annotated(data, [judged(data, ("6.4", "Kestrel"), ("6.15", "Kestrel"))], Settings()))
    assert (found["6.4"][0], found["6.15"][0]) == ("Kestrel", "Kestrel")


def in_pieces(document: Any) -> None:
    """The answer to 6.3 in three runs, one bold, one in a link, with a tab, and a tracked deletion between."""
    paragraph = document.tables[0].rows[3].cells[3].paragraphs[0]
    paragraph.runs[0].text = "We aim "
    bold = paragraph.add_run("to answer\tin")
    bold.bold = True
    deleted = parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText> never</w:delText></w:r></w:del>')
    paragraph._p.append(deleted)
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), "here")
    link.append(paragraph.add_run(" good time, mostly")._r)
    paragraph._p.append(link)


def test_words_over_several_runs_and_a_link() -> None:
    data = word({"6.3": "x"}, in_pieces)
    made = annotated(data, [judged(data, ("6.3", "answer in good time"))], Settings())
    assert comments(made)["6.3"][0] == "answerin good time"  # the tab is no letter
    assert shown(made) == shown(data)
    document: Any = Document(io.BytesIO(made))
    assert not document.element.body.xpath(".//w:hyperlink//w:commentReference")
    assert len(document.element.body.xpath(".//w:tab")) == 1


def commented(document: Any) -> None:
    document.add_comment(document.paragraphs[0].runs, text="Mine.", author="Reader")


def test_comments_that_are_there_stay() -> None:
    data = word({"1.2": "Noted."}, commented)
    made = annotated(data, [judged(data)], Settings())
    document: Any = Document(io.BytesIO(made))
    told = [(one.author, one.text.splitlines()[0]) for one in document.comments]
    assert told[0] == ("Reader", "Mine.")
    assert len(told) == 6
    assert len({one.comment_id for one in document.comments}) == 6


def test_hostile_texts_are_texts() -> None:
    data = word({"1.2": HOSTILE})
    report = judged(data)
    scores = tuple(replace(one, question=HOSTILE + "\x00\x0b", hint=HOSTILE) for one in report.scores)
    found = comments(annotated(data, [replace(report, scores=scores)], Settings()))
    assert f"Ask: {HOSTILE}" in found["1.2"][1]


def test_strong_answers_have_no_comment() -> None:
    data = word({"1.2": "Noted."})
    report = judged(data)
    scores = tuple(replace(one, grade="strong") for one in report.scores)
    made = annotated(data, [replace(report, scores=scores)], Settings())
    assert comments(made) == {}
    assert shown(made) == shown(data)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_keeps_everything_and_gets_a_comment_for_each_answer(path: Path) -> None:
    data = path.read_bytes()
    report = judged(data)
    made = annotated(data, [report], Settings())
    assert shown(made) == shown(data)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(made)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        added = set(new.namelist()) - set(old.namelist())
    assert changed == {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    assert added == {"word/evidence-comments.xml"}
    found = comments(made)
    assert set(found) == {view.label_of(score.cell) for score in report.scores}
    # Anchored in the answer itself: words of the comment are words of the cell.
    for score in report.scores:
        anchored = set(found[score.cell.ref][0].split())
        own = set(f"{score.cell.evidence} {score.cell.commentary}".split())
        assert len(anchored & own) >= len(anchored) / 2, score.cell.ref


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_comes_back_is_read_as_what_went_in(path: Path) -> None:
    data = path.read_bytes()
    (form,) = read_bytes(annotated(data, [judged(data)], Settings()), path.name, Settings())
    assert form.cells == judged(data).form.cells


def test_the_same_bytes_each_time() -> None:
    data = word({"1.2": "Noted."})
    assert annotated(data, [judged(data)], Settings()) == annotated(data, [judged(data)], Settings())


def test_reports_of_another_file_are_refused() -> None:
    data = word({"1.2": "Noted."})
    with pytest.raises(ValueError, match="another file"):
        annotated(data + b"\0", [judged(data)], Settings())
    assert judged(data).form.sha256 == hashlib.sha256(data).hexdigest()


def test_only_word_files_in_the_common_form_can_be_commented() -> None:
    assert can_annotate(word({}))
    assert not can_annotate(b"Code provision,Evidence")
    assert not can_annotate(b"PK\x03\x04 broken")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "word/document.xml", '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
        )
    assert not can_annotate(stream.getvalue())
