"""Pieces of a row to one EvidenceCell. Here, and for ready cells in ``scorer.cells``, text is cleaned, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scorer.forms.clean import clean, clean_answer
from scorer.forms.comply import MARKS, Mark, is_verdict, opening_verdict, read_comply, read_marks
from scorer.forms.rows import Row
from scorer.records import Comply, EvidenceCell

FROM_EVIDENCE = "compliance taken from the words that the evidence opens with"
FROM_COMPLY = "evidence stood in the compliance column"
BY_PART = "compliance claimed part by part, and not the same for all"
_LONG_REMARK = 4
"""Words; a longer remark beside a verdict, where there is no evidence, is the evidence."""


def make_cell(
    ref: str,
    requirement: str,
    rows: Sequence[Row],
    evidence: Iterable[str],
    *,
    code: str,
    form_date: str | None,
    notes: Sequence[str] = (),
) -> EvidenceCell:
    """The cell of ``rows``, with ``requirement`` and the pieces of ``evidence`` not cleaned yet."""
    comply, comply_text, found = _compliance(rows)
    text = clean_answer("\n".join(evidence))
    commentary = clean_answer("\n".join(row.commentary for row in rows if row.commentary))
    notes = [*notes, *found]
    if comply == "blank" and (verdict := opening_verdict(text)) is not None:
        comply, comply_text = verdict
        notes.append(FROM_EVIDENCE)
    elif not text and not commentary and comply != "blank" and len(comply_text.split()) > _LONG_REMARK:
        text = comply_text
        notes.append(FROM_COMPLY)
    return EvidenceCell(
        ref=ref,
        evidence=text,
        commentary=commentary,
        requirement=clean(requirement),
        comply=comply,
        comply_text=comply_text,
        code=code,
        form_date=form_date,
        locations=tuple(dict.fromkeys(row.location for row in rows)),
        notes=tuple(notes),
    )


def _compliance(rows: Sequence[Row]) -> tuple[Comply, str, list[str]]:
    marks: dict[Mark, str] = {}
    for row in rows:
        for mark, text in row.marks.items():
            same = mark not in marks or clean(marks[mark]) == clean(text)
            marks[mark] = text if same else f"{marks[mark]}\n{text}"
    if marks:
        ordered = {mark: marks[mark] for mark in MARKS if mark in marks}
        return *read_marks(ordered), []
    texts = [text for row in rows if (text := clean(row.comply))]
    if len(texts) > 1 and all(map(is_verdict, texts)):
        verdicts = {read_comply(text) for text in texts}
        words = " / ".join(dict.fromkeys(texts))
        if len(verdicts) == 1:
            return verdicts.pop(), words, []
        return "partial", words, [BY_PART]
    whole = " ".join(texts)
    return read_comply(whole), whole, []
