"""What the pages ask of the scorer, done in the worker processes: a form's body goes in, a piece of a page comes out.

Each function takes the scorer first, as the desk hands it over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import PurePath
from typing import Literal, TypeVar

from markupsafe import Markup

from api.formats import FORMATS
from api.pages.render import fragment
from api.pages.typed import FIELDS, Typed, typed_of, url_encoded
from api.uploads import Upload, form_files
from api.work import scored
from scorer.cells import cells_of
from scorer.codes import EDITION_CODES, load
from scorer.compare import compare, pairs
from scorer.errors import ScorerError
from scorer.pipeline import Scorer, as_form
from scorer.records import CellScore, FormReport
from scorer.writers import view
from scorer.writers.comparison_render import ComparisonFormat, render_comparison
from scorer.writers.docx_comments import can_annotate
from scorer.writers.render import Results, render

FileFormat = Literal["comments", "pack", "html", "xlsx"]
"""What a report can be taken away as."""

_WORD, _EXCEL, _HTML = (FORMATS[format].media_type for format in ("docx", "xlsx", "html"))
_PAGE = "page"
_Format = TypeVar("_Format", FileFormat, ComparisonFormat)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file to take away: its name on the page, how the file's name ends, and its media type."""

    label: str
    ending: str
    media_type: str


KINDS: dict[FileFormat, Kind] = {
    "comments": Kind("Word form with comments", "-comments.docx", _WORD),
    "pack": Kind("Pack for a meeting (Word)", "-pack.docx", _WORD),
    "html": Kind("Report to print (web page)", "-report.html", _HTML),
    "xlsx": Kind("Spreadsheet (Excel)", "-report.xlsx", _EXCEL),
}

COMPARISON_KINDS: dict[ComparisonFormat, Kind] = {
    "docx": Kind("Pack for a meeting (Word)", "-year-on-year.docx", _WORD),
    "html": Kind("Report to print (web page)", "-year-on-year.html", _HTML),
    "xlsx": Kind("Spreadsheet (Excel)", "-year-on-year.xlsx", _EXCEL),
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file to save: its bytes, its name and its media type."""

    body: bytes
    name: str
    media_type: str


ANSWERS = (Markup, Made, Typed)
"""The classes that come back from a worker, besides plain data."""


def check_form(scorer: Scorer, body: bytes, content_type: str, root: str) -> Markup | Made:
    """The report on the file of a form, as a piece of a page or as the file that its field ``format`` asks for.

    Raises ScorerError E1xx, E2xx or E3xx for the file, E701 for the rest of the form.
    """
    parts = form_files(body, content_type, ("file", "format"))
    upload, format = parts["file"], _format(parts["format"], KINDS)
    reports = scored(scorer, upload)
    return _report(scorer, upload, reports, root) if format is None else _file(scorer, upload, reports, format)


def check_answer(scorer: Scorer, body: bytes, content_type: str) -> tuple[Typed, Markup]:
    """What was typed for one answer, and how it reads, with its provision, as a piece of a page.

    Without words the piece shows the provision alone. Raises ScorerError E109, E303 or E701.
    """
    texts = url_encoded(body, content_type)
    if texts is None:
        texts = {name: _text(part) for name, part in form_files(body, content_type, FIELDS).items()}
    typed = typed_of(texts)
    return typed, answer_piece(typed, None if typed.empty else _score(scorer, typed))


def answer_piece(typed: Typed, score: CellScore | None) -> Markup:
    """The provision of an answer and, where there is one, its score."""
    provision = load(typed.code).by_ref.get(typed.ref) if typed.code in EDITION_CODES else None
    return fragment("answer_result.html", provision=provision, score=score)


def try_words(scorer: Scorer, body: bytes, content_type: str) -> Markup:
    """How an answer of a form reads with other words, as a piece of its report. Raises ScorerError E109, E303, E701."""
    parts = form_files(body, content_type, tuple(field.name for field in fields(Typed)))
    return fragment("answer_tried.html", score=_score(scorer, Typed(**{name: _text(parts[name]) for name in parts})))


def compare_forms(scorer: Scorer, body: bytes, content_type: str, root: str) -> Markup | Made:
    """Two forms side by side, as a piece of a page or as the file that the field ``format`` asks for.

    Raises ScorerError E1xx, E2xx or E3xx for a file, E521 where their forms cannot be paired, E701 for the rest.
    """
    parts = form_files(body, content_type, ("last", "this", "format"))
    format = _format(parts["format"], COMPARISON_KINDS)
    found, notes = pairs(scored(scorer, parts["last"]), scored(scorer, parts["this"]))
    comparisons = [compare(last, this, notes) for last, this in found]
    if format is not None:
        kind = COMPARISON_KINDS[format]
        return _made(render_comparison(comparisons, scorer.facts(), format), parts["this"], kind)
    files = [(format, kind, _name(parts["this"], kind)) for format, kind in COMPARISON_KINDS.items()]
    return fragment("comparison.html", root=root, comparisons=comparisons, facts=scorer.facts(), files=files)


def _report(scorer: Scorer, upload: Upload, reports: Sequence[FormReport], root: str) -> Markup:
    anchors, ranks = {}, {}
    for number, report in enumerate(reports, start=1):
        pressing = {id(score): place for place, score in enumerate(view.to_challenge(report))}
        for place, score in enumerate(report.scores, start=1):
            # By identity: two rows of a form may be alike in everything.
            anchors[id(score)] = f"form-{number}-answer-{place}"
            ranks[id(score)] = pressing.get(id(score), len(pressing) + place)
    annotates = can_annotate(upload.data)
    return fragment(
        "report.html",
        root=root,
        reports=reports,
        facts=scorer.facts(),
        files=[
            (format, kind, _name(upload, kind)) for format, kind in KINDS.items() if annotates or format != "comments"
        ],
        anchor=lambda score: anchors[id(score)],
        rank=lambda score: ranks[id(score)],
        kinds_of=_kinds,
    )


def _file(scorer: Scorer, upload: Upload, reports: Sequence[FormReport], format: FileFormat) -> Made:
    """Comments can stand in a Word file alone; of other files a pack is made, as on the command line."""
    original = upload.data if format == "comments" else None
    results = Results(reports, scorer.facts(), scorer.rules.rules, scorer.settings, original=original)
    made = render(results, "docx" if format == "comments" or format == "pack" else format)
    kind = KINDS["pack" if format == "comments" and not can_annotate(upload.data) else format]
    return _made(made, upload, kind)


def _format(part: Upload, kinds: Mapping[_Format, Kind]) -> _Format | None:
    """The kind of file that a form asks for, or None for the page. Raises ScorerError E701 for another."""
    wanted = _text(part)
    if wanted == _PAGE:
        return None
    for format in kinds:
        if format == wanted:
            return format
    raise ScorerError("E701", reason="it asks for no known format")


def _made(made: str | bytes, upload: Upload, kind: Kind) -> Made:
    return Made(made.encode("utf-8") if isinstance(made, str) else made, _name(upload, kind), kind.media_type)


def _score(scorer: Scorer, typed: Typed) -> CellScore:
    form = as_form(cells_of([asdict(typed)]), "", "", scorer.settings)
    (score,) = scorer.score_cells(form.cells)
    return score


def _name(upload: Upload, kind: Kind) -> str:
    return PurePath(upload.name).stem + kind.ending


def _text(part: Upload) -> str:
    return part.data.decode("utf-8", "replace")


def _kinds(score: CellScore) -> list[str]:
    """The kinds of marks of an answer, for the filter."""
    found = {signal.signal for signal in score.signals} | ({view.CHECK} if score.checks else set())
    return [kind for kind in view.KINDS if kind in found]
