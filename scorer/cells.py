"""Ready cells, one JSON object a line, as other programs and the labelled data give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast, get_args

from scorer.codes import EDITION_CODES, load
from scorer.errors import ScorerError
from scorer.forms.clean import clean, clean_answer
from scorer.forms.comply import opening_verdict, read_comply
from scorer.jsonkeys import decoded, twice
from scorer.keeping import LONGEST_TEXT, Kept
from scorer.records import Comply, EvidenceCell

_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?")
_LONGEST_DATE = len("2024-06-12")
_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a pair of UTF-16: JSON can spell one alone, and no file can hold it."""

_TEXTS = ("evidence", "commentary", "requirement", "comply", "comply_text", "code", "ref", "form_date")
"""The keys of a record that hold texts."""

_OF_THE_FORM = ("form", "landlord")
"""The keys that say of which form a cell is; ``scorer.readyforms`` reads them."""

_KEYS = frozenset((*_TEXTS, *_OF_THE_FORM, "id"))
_MEANT = {key.replace("_", ""): key for key in _KEYS}
"""The keys as they are written by those who write them otherwise: "Comply", "formDate", "comply-text"."""
_BETWEEN_WORDS = re.compile(r"[\s_-]+")

_CONTRACT: tuple[Comply, ...] = get_args(Comply)

REQUIREMENT_OF_THE_EDITION = "no requirement given; that of the edition, in our words, is used"
NO_EDITION = "no edition is given, so that the provision of this number is not known"
NO_SUCH_PROVISION = "the edition has no provision of this number"


def read_cells(data: bytes, before: int = 0) -> tuple[EvidenceCell, ...]:
    """The cells of a ``.jsonl`` file, or of a piece of it that stands behind ``before`` lines.

    Only ``evidence`` is required; unknown keys are passed over, blank lines too. A key that is one of ours but for its
    capitals or what stands between its words ("Comply") is refused: passed over, the answer would be lost. So is a key
    of ours that stands twice.

    Texts are cleaned as those of forms are. ``comply`` is a value of the contract ("not_applicable") or what a form
    may say ("N/A"); without one the evidence may open with it ("Partial - …"). A cell without a requirement gets our
    statement of the duty where ``code`` and ``ref`` name one; a ``ref`` of no provision of its edition is noted, and
    one without an edition and a requirement.
    Raises ScorerError: E102 without any line, E301 for a line that is not JSON in UTF-8, E302 for one without
    evidence, with a value of a wrong type or with such keys, each with the number of the line from 1.
    """
    cells = []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=before + 1):
        if line.strip():
            try:
                cells.append(_cell(_decoded(line, number)))
            except _UnfitError as unfit:
                raise ScorerError("E302", line=number, reason=str(unfit)) from None
    if not cells:
        raise ScorerError("E102")
    return tuple(cells)


def cells_of(records: Sequence[Any]) -> tuple[EvidenceCell, ...]:
    """The same of records that are decoded already, such as the items of a JSON list.

    Raises ScorerError E303 for one that is no cell, with its number from 1.
    """
    cells = []
    for number, record in enumerate(records, start=1):
        try:
            cells.append(_cell(record))
        except _UnfitError as unfit:
            raise ScorerError("E303", number=number, reason=str(unfit)) from None
    return tuple(cells)


class _UnfitError(Exception):
    """A record that is no cell, and why; never with its text."""


def _decoded(line: bytes, number: int) -> Any:
    try:
        return decoded(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        # The cause is cut off: its message holds the text of the line.
        raise ScorerError("E301", line=number, detail=type(error).__name__) from None


def _cell(record: Any) -> EvidenceCell:
    if not isinstance(record, dict):
        raise _UnfitError("it is not an object")
    for key in record:
        if key not in _KEYS and (meant := _MEANT.get(_BETWEEN_WORDS.sub("", key.lower()))):
            raise _UnfitError(f'the key "{meant}" must be written exactly so')
    for key in sorted(twice(record) & _KEYS):
        raise _UnfitError(f'the key "{key}" is there twice')
    if record.get("evidence") is None:
        raise _UnfitError('it has no "evidence"')
    evidence, commentary, requirement, comply, comply_text, code, ref, day = [_text(record, key) for key in _TEXTS]
    for key in _OF_THE_FORM:
        _text(record, key)
    code, ref, form_date = code.strip(), ref.strip(), day.strip() or None
    if code and code not in EDITION_CODES:
        raise _UnfitError(f'"code" is none of {", ".join(EDITION_CODES)}')
    if form_date is not None and not (len(form_date) <= _LONGEST_DATE and _DATES[form_date]):
        raise _UnfitError('"form_date" is not like 2024-06 or 2024-06-12')
    evidence, requirement = clean_answer(evidence), _CLEAN_REQUIREMENTS[requirement]
    notes: tuple[str, ...] = ()
    provision = load(code).by_ref.get(ref) if code else None
    if provision is None:
        notes = ((NO_SUCH_PROVISION if code else NO_EDITION),) if ref and (code or not requirement) else ()
    elif not requirement:
        requirement, notes = provision.requirement, (REQUIREMENT_OF_THE_EDITION,)
    claim, claim_text = _compliance(comply, clean(comply_text), evidence)
    return EvidenceCell(
        ref=ref,
        evidence=evidence,
        commentary=clean_answer(commentary),
        requirement=requirement,
        comply=claim,
        comply_text=claim_text,
        code=code,
        form_date=form_date,
        id=_id(record),
        notes=notes,
    )


_CLEAN_REQUIREMENTS = Kept(clean, 512, LONGEST_TEXT)
"""Kept, because the forms of an edition all have the same requirements."""


def is_date(text: str) -> bool:
    """Whether a text is a month or a day of the calendar, in ISO 8601."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        return False
    return True


_DATES = Kept(is_date, 1024, _LONGEST_DATE)


def _compliance(comply: str, comply_text: str, evidence: str) -> tuple[Comply, str]:
    if comply.strip() in _CONTRACT:
        value = cast(Comply, comply.strip())
        return value, comply_text if comply_text or value == "blank" else value.replace("_", " ").capitalize()
    words = clean(comply) or comply_text
    value = read_comply(words)
    if value == "blank" and (opening := opening_verdict(evidence)) is not None:
        return opening
    return value, comply_text or words


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if type(value) is str and value.isascii():
        return value
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _UnfitError(f'"{key}" is not a text')
    return _HALVES.sub("\ufffd", value)


def _id(record: dict[str, Any]) -> str | None:
    value = record.get("id")
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _UnfitError('"id" is not a text')
