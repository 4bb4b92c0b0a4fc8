"""What is done in the worker processes: reading, scoring and writing. Bytes go in, finished bytes come out.

Only these functions touch what a client sent. The process that listens never parses it, but for the short form of
``pages.typed`` where it goes back to its client.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.uploads import Upload, form_files, one_file
from scorer import readers
from scorer.compare import compare, pairs
from scorer.errors import ScorerError
from scorer.jsonkeys import decoded, twice
from scorer.modelfile import MANIFEST
from scorer.pipeline import Scorer, forms_of, read_bytes
from scorer.records import EvidenceCell, FormReport
from scorer.rules import Rule
from scorer.settings import Settings
from scorer.writers.comparison_render import ComparisonFormat, render_comparison
from scorer.writers.render import ReportFormat, Results, render

__all__ = [
    "ANSWERS", "About", "ComparisonFormat", "ReportFormat", "Versions", "Work", "about", "compare_forms", "prepare",
    "score_cells", "score_form", "scored",
]  # fmt: skip

CELLS_SOURCE = "cells"
"""What stands as ``source`` of a list of cells, which has no file name."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What made an answer."""

    version: str
    model: str
    model_sha256: str
    rules_sha256: str


@dataclass(frozen=True, slots=True)
class Work:
    """A finished answer: its bytes, the versions that made it, the SHA-256 of each input, and how many cells."""

    body: bytes
    versions: Versions
    inputs: tuple[str, ...]
    cells: int


@dataclass(frozen=True, slots=True)
class About:
    """What the listening process has to know of the scorer: its versions, and what ``/v1/model`` and ``/v1/rules``
    show. So it need not load the model itself."""

    versions: Versions
    facts: dict[str, Any]
    manifest: dict[str, Any]
    card: str
    rules: tuple[dict[str, Any], ...]


ANSWERS = (Versions, Work, About)
"""The classes that come back from a worker, besides plain data."""


def prepare(settings: Settings) -> Scorer:
    """Make a worker ready: no file can be written from here on, and the model is loaded and verified."""
    _write_nothing()
    scorer = Scorer.resident(settings)
    readers.ready()
    # The first call of each part loads data and compiles patterns; let that not be a client's.
    score_cells(scorer, json.dumps({"cells": [{"code": "2024", "ref": "1.2", "evidence": "-"}]}).encode(), 1)
    return scorer


def about(scorer: Scorer) -> About:
    """The scorer's versions, manifest, card and rules."""
    folder = scorer.settings.models / scorer.settings.model
    card = ""
    with contextlib.suppress(OSError):  # a model may come without its card
        card = (folder / "card.md").read_text(encoding="utf-8")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return About(_versions(scorer), scorer.facts(), manifest, card, tuple(_rule(rule) for rule in scorer.rules.rules))


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "name": rule.name,
        "status": rule.status,
        "kind": rule.kind,
        "signal": rule.signal,
        "message": rule.message,
        "why": rule.why,
        "fires": [_example(example.cell) for example in rule.fire],
        "silent": [_example(example.cell) for example in rule.silent],
    }


def _example(cell: EvidenceCell) -> dict[str, str]:
    return {
        "evidence": cell.evidence,
        "commentary": cell.commentary,
        "comply": cell.comply,
        "requirement": cell.requirement,
        "ref": cell.ref,
    }


def score_cells(scorer: Scorer, body: bytes, limit: int) -> Work:
    """Score the list of cells in a JSON body, ``{"cells": [...]}``, parted into forms as the lines of a file are.

    Raises ScorerError E701 where it is no such object or the list is empty, E712 for more than ``limit`` cells, E109 or
    E303.
    """
    records = _records(body)
    if len(records) > limit:
        raise ScorerError("E712", count=f"{len(records):,}", limit=f"{limit:,}")
    digest = hashlib.sha256(body).hexdigest()
    forms = forms_of(records, CELLS_SOURCE, digest, scorer.settings)
    return _written(scorer, scorer.score_forms(forms), "json", None, digest)


def score_form(scorer: Scorer, body: bytes, content_type: str, name: str, format: ReportFormat) -> Work:
    """Read and score the forms in an uploaded file (see ``uploads.one_file``).

    Raises ScorerError E1xx, E2xx or E3xx for the file, E701 for the request around it.
    """
    upload = one_file(body, content_type, name)
    return _written(scorer, scored(scorer, upload), format, upload.data, hashlib.sha256(upload.data).hexdigest())


def compare_forms(scorer: Scorer, body: bytes, content_type: str, format: ComparisonFormat) -> Work:
    """Compare the forms in the parts ``last`` and ``this`` of a form.

    Raises ScorerError E1xx, E2xx or E3xx for a file, E521 where there is no pair, E701 for the request around them.
    """
    uploads = form_files(body, content_type, ("last", "this"))
    last, this = (scored(scorer, uploads[part]) for part in ("last", "this"))
    paired, notes = pairs(last, this)
    text = render_comparison([compare(one, other, notes) for one, other in paired], scorer.facts(), format)
    return Work(
        text.encode("utf-8") if isinstance(text, str) else text,
        _versions(scorer),
        tuple(hashlib.sha256(upload.data).hexdigest() for upload in uploads.values()),
        sum(len(report.scores) for report in (*last, *this)),
    )


def scored(scorer: Scorer, upload: Upload) -> tuple[FormReport, ...]:
    """The reports on the forms in a file. Raises ScorerError E1xx, E2xx or E3xx."""
    return scorer.score_forms(read_bytes(upload.data, upload.name, scorer.settings))


def _written(
    scorer: Scorer, reports: Sequence[FormReport], format: ReportFormat, original: bytes | None, digest: str
) -> Work:
    results = Results(reports, scorer.facts(), scorer.rules.rules, scorer.settings, (), original)
    text = render(results, format)
    body = text.encode("utf-8") if isinstance(text, str) else text
    return Work(body, _versions(scorer), (digest,), sum(len(report.scores) for report in reports))


def _records(body: bytes) -> list[Any]:
    try:
        document = decoded(body)
    except (ValueError, RecursionError) as error:
        # The cause is cut off: its message holds the text.
        raise ScorerError("E701", reason="the body is not JSON", detail=type(error).__name__) from None
    if "cells" in twice(document):
        raise ScorerError("E701", reason='the key "cells" is there twice')
    records = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(records, list):
        raise ScorerError("E701", reason='the body is not an object with a list "cells"')
    if not records:
        raise ScorerError("E701", reason='the list "cells" is empty')
    return records


def _versions(scorer: Scorer) -> Versions:
    facts = scorer.facts()
    return Versions(facts["version"], facts["model"]["id"], facts["model"]["sha256"], facts["rules"]["sha256"])


def _write_nothing() -> None:
    """Take from this process the means to write a file, so that no library of ours can leave text on a disk.

    Pipes are no files. The limit cannot be raised again by what runs here later.
    """
    try:
        import resource
    except ImportError:  # not a Unix
        return
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
