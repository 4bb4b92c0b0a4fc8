"""The answers of two forms side by side, also where the Code was renumbered between them."""

from __future__ import annotations

from dataclasses import dataclass

from scorer.codes import EDITION_CODES, links
from scorer.records import CellScore, FormReport


@dataclass(frozen=True, slots=True)
class Row:
    """One provision of this year's form and what stood there last year; or one of last year's that is gone.

    ``linked`` is false where the editions have no provision on the same subject in common, and so no answer could be
    expected on the other side.
    """

    ref: str
    last: tuple[CellScore, ...]
    this: tuple[CellScore, ...]
    linked: bool


def rows(last: FormReport, this: FormReport) -> tuple[Row, ...]:
    """This year's provisions in the order of the form, each with last year's answers; then what is gone.

    An answer of last year stands in several rows where its provision was split.
    """
    before, after = _by_key(last), _by_key(this)
    back = _links(this.form.code, last.form.code)
    found = []
    used: set[str] = set()
    for key, scores in after.items():
        origins = (key,) if back is None else back.get(key, (key,))
        used.update(origins)
        answers = tuple(score for origin in origins for score in before.get(origin, ()))
        found.append(Row(key_of(scores[0]), answers, scores, linked=bool(origins)))
    forth = _links(last.form.code, this.form.code)
    found += [
        Row(key_of(scores[0]), scores, (), linked=forth is None or bool(forth.get(key)))
        for key, scores in before.items()
        if key not in used
    ]
    return tuple(found)


def key_of(score: CellScore) -> str:
    """What an answer is paired by: its number, else its id, else nothing."""
    return score.cell.ref or score.cell.id or ""


def _links(old: str, new: str) -> dict[str, tuple[str, ...]] | None:
    """The links of two known editions that differ; None where the number itself pairs."""
    if old == new or old not in EDITION_CODES or new not in EDITION_CODES:
        return None
    return dict(links(old, new))


def _by_key(report: FormReport) -> dict[str, tuple[CellScore, ...]]:
    found: dict[str, list[CellScore]] = {}
    for place, score in enumerate(report.scores):
        # An answer without number and id pairs with nothing.
        found.setdefault(key_of(score) or f"{report.form.sha256}#{place}", []).append(score)
    return {key: tuple(scores) for key, scores in found.items()}
