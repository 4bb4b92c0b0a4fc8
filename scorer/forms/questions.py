"""Rows of the 2020 form to questions: no numbers, and the evidence under the question in the same cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from scorer.codes import Edition
from scorer.forms.clean import plain
from scorer.forms.comply import is_answer
from scorer.forms.match import Matcher, matcher, stems
from scorer.forms.merged import note_shared, with_lent
from scorer.forms.rows import Row

_KNOWN = 0.4
"""Least ``Fit.both`` of a printed question with our statement of it. The real ones have 0.44 and more, but for the
one that is followed by the definition; that one, and any that is reworded, is told by its place."""
_BETTER = 0.15
"""By how much a question of another section fits better where the title that begins that section was not known."""
_PART = 0.65
"""Least ``Fit.covered`` of a question that the printed one goes on with; what a landlord asks itself has less."""
_LABEL = re.compile(r"^[ \t]*evidence relied up ?on[ \t]*[:.–-]?[ \t]*", re.I | re.M)
_DEFINITION = re.compile(
    r"[\s'‘\"“]*\ban\s+expression\s+of\s+dissat.{50,400}?\bgroup\s+of\s+(?:residents|individuals)\b[\s.'’\"”]*",
    re.I | re.S,
)
_LIST_START = re.compile(r"[ \t]*(?:[•·▪●*–-]|\(?[a-z0-9][.)])\s")
_LETTER = re.compile(r"\s*\(?[a-h][.)]\s*")
_MORE = re.compile(r"\s*(?:\(?[a-h][.)]\s*)?[A-Za-z](?:(?!\s\(?[a-h][.)])(?:[^?.!:;\n]|\n(?=[a-z]))){2,120}\?(?=\s|$)")
_ASKED_LATER = re.compile(r"(?:^|\s)\(?[b-h][.)][^?.!\n]{2,120}\?")
_SENTENCE_END = re.compile(r"[.!]\s")

BY_PLACE = "question found by its place in the section"


@dataclass(slots=True)
class Question:
    """One question of the form with the rows that answer it. ``question`` and ``evidence`` are not cleaned yet."""

    ref: str
    question: str
    rows: list[Row]
    evidence: list[str]
    notes: list[str] = field(default_factory=list)


def read_questions(rows: Sequence[Row], edition: Edition) -> list[Question]:
    """The questions of one form in the order of the file, each once.

    A row that is no question of the form, or asks a second part of one, belongs to the question before it.
    """
    match = matcher(edition.code)
    found: dict[str, Question] = {}
    section, last = 0, ""
    for pieces in _whole_rows(rows, match, edition):
        row = pieces[0]
        number = row.label.strip(". ")
        if number.isdigit() and int(number) in edition.sections:
            section, last = int(number), ""
        text = _text(pieces)
        if not text and not any(piece.answered for piece in pieces):
            continue
        question, rest = split_question(text)
        ref, by_place = _ref(question, section, last, found, edition, match)
        if by_place and not (row.marks or row.comply):
            ref = None
        if ref is not None and ref not in found:
            pieces, answers = _told([with_lent(row), *pieces[1:]], ref, edition)
            evidence = [_DEFINITION.sub("\n", _without_more_questions(question, rest, ref, match)), *answers]
            found[ref] = Question(ref, question, list(pieces), evidence, [BY_PLACE] if by_place else [])
            section, last = int(ref.split(".")[0]), ref
        # "Stage two" beside a figure fits the question of that stage, and is a part of the one above it.
        elif (target := found.get(ref if ref and question.endswith(("?", ":")) else last)) is not None:
            pieces, answers = _told(pieces, target.ref, edition)
            target.rows += pieces
            target.evidence += [text, *answers]
    questions = list(found.values())
    note_shared(questions)
    return questions


def _told(rows: Sequence[Row], ref: str, edition: Edition) -> tuple[list[Row], list[str]]:
    """The rows and what answers a question in them. The figure or text that a question asks for may stand in the
    columns of Yes and No: there it is the answer and no compliance."""
    kind = edition.by_ref[ref].answer_kind
    if kind == "yes_no":
        return list(rows), [row.evidence for row in rows]
    figure = kind != "text"
    kept: list[Row] = []
    told: list[str] = []
    for row in rows:
        beside = [text for text in (row.comply, *row.marks.values()) if is_answer(text, figure)]
        told += [*dict.fromkeys(beside), row.evidence]
        marks = {mark: text for mark, text in row.marks.items() if text not in beside}
        kept.append(replace(row, comply="" if row.comply in beside else row.comply, marks=marks))
    return kept, told


def _whole_rows(rows: Sequence[Row], match: Matcher, edition: Edition) -> list[list[Row]]:
    """The rows, those that a page cut inside the question put together."""
    whole: list[list[Row]] = []
    for row in rows:
        if whole and not row.label and _goes_on(_text(whole[-1]), row, match, edition):
            whole[-1].append(row)
        else:
            whole.append([row])
    return whole


def _goes_on(before: str, row: Row, match: Matcher, edition: Edition) -> bool:
    """True where a row goes on in the middle of the sentence that the one before it left."""
    text = _text([row])
    if not before or not text or _LIST_START.match(text):
        return False
    if text[0].islower():
        return True
    if row.marks or row.comply or "?" not in text or "?" in before or before.endswith((":", ".", "!")):
        return False
    question = split_question(text)[0]
    alone, own, joined = (match.best(words, edition.refs) for words in (before, question, f"{before} {question}"))
    if alone is None or own is None or joined is None:
        return False
    return joined.both > alone.both and (own.both < _KNOWN or own.ref == joined.ref)


def _text(pieces: Sequence[Row]) -> str:
    """The text of the question's column, labels of the printed form left out."""
    return _LABEL.sub("", plain("\n".join(piece.requirement for piece in pieces))).strip()


def split_question(text: str) -> tuple[str, str]:
    """The printed question at the start of a cell, and the landlord's words after it.

    The question ends at its question mark, or at a line that ends with a colon. Where neither comes before the end
    of a sentence or a paragraph, it ends with its line; a line that goes on with a small letter was wrapped.
    """
    end = _paragraph_end(text)
    mark = text.find("?", 0, end)
    colon = re.search(r":[ \t]*(?=\n|$)", text[:end])
    stop = _SENTENCE_END.search(text, 0, end)
    if colon and (mark < 0 or colon.end() <= mark):
        return text[: colon.end()].strip(), text[colon.end() :]
    if mark >= 0 and (stop is None or mark < stop.start()):
        return text[: mark + 1].strip(), text[mark + 1 :]
    line = re.search(r"\n(?![ \t]*[a-z])", text[:end])
    cut = line.start() if line else end
    return text[:cut].strip(), text[cut:]


def _paragraph_end(text: str) -> int:
    """Where the first paragraph ends: at an empty line or before an item of a list."""
    position = 0
    for index, line in enumerate(text.split("\n")):
        if index and (not line.strip() or _LIST_START.match(line)):
            return position
        position += len(line) + 1
    return len(text)


def _without_more_questions(question: str, text: str, ref: str, match: Matcher) -> str:
    """The words after a question without those that the printed question goes on with ("What was the reason?").

    A question of the landlord's own ("How do we know?") is kept. Where answers stand between the printed ones, as
    below each letter of a list, all are kept: they say what is answered.
    """
    listed = question.endswith(":")
    end = 0
    while (more := _MORE.match(text, end)) and _is_printed(more[0], ref, match, listed):
        end = more.end()
    return text if _ASKED_LATER.search(text, end) else text[end:]


def _is_printed(asked: str, ref: str, match: Matcher, listed: bool) -> bool:
    """True where a question is a part of the printed one: an item of its list, or made of its telling words."""
    if _LETTER.match(asked):
        return True
    words = stems(asked)
    if listed and not words:
        return True
    return len(words) >= (1 if listed else 2) and match.fit(asked, ref).covered >= _PART


def _next(last: str, edition: Edition) -> str | None:
    """The question after one of the form, in the next section where it is the last of its own."""
    place = edition.refs.index(last) + 1 if last in edition.by_ref else len(edition.refs)
    return edition.refs[place] if place < len(edition.refs) else None


def _ref(
    question: str, section: int, last: str, found: Collection[str], edition: Edition, match: Matcher
) -> tuple[str | None, bool]:
    """The question's reference and whether only its place told it; None where the text is no question of the form."""
    inside = [ref for ref in edition.refs if not section or ref.startswith(f"{section}.")]
    best = match.best(question, inside)
    everywhere = match.best(question, edition.refs)
    if best is not None and best.both >= _KNOWN and (everywhere is None or everywhere.both < best.both + _BETTER):
        return best.ref, False
    if everywhere is not None and (
        everywhere.both >= 0.5 or (everywhere.both >= _KNOWN and everywhere.ref == _next(last, edition))
    ):
        return everywhere.ref, False
    if not question.endswith(("?", ":")):
        return None, False
    place = inside.index(last) + 1 if last in inside else 0
    following = inside[place] if place < len(inside) else None
    return (following if following is not None and following not in found else None), True
