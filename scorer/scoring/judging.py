"""What is decided of one cell, and the score that is made of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.records import TRIGGER_SIGNALS, CellScore, EvidenceCell, Field, Finding, Signal, Verdict
from scorer.scoring.ledger import Pointed, grade, ledger

SURE_OF_WORDS = 0.6
"""From this confidence the tagger's words stand beside those of the rules: below it, on calibration landlords, 6 of 26
lie on a trigger."""

_HEADING = (":", "-", "–")
_STATEMENT_CHARACTERS = 120
"""How far behind its heading an undertaking may stand."""

_HEADED_FROM = 0.3
"""From this confidence the tagger's words behind a heading are taken for what it heads."""

_ONE_STATEMENT = 40
"""Up to so many characters between them, two passages of a sentence carry one statement: "will go", "once printed"."""

_PARTED = re.compile(r"[.;!?](?:\s|$)|[\n•]")
"""What lies between two statements."""

_NOTHING = re.compile(
    r"\b(?:no|not|none|nil|never|nobody|nothing|nought|zero|without|n/a)\b|n['’]t\b|\b0\b", re.IGNORECASE
)


def score_of(verdict: Verdict, pointed: Pointed | None = None, question: str = "", hint: str = "") -> CellScore:
    """The score of a cell, with its ledger.

    ``pointed`` is the cell that an "As above" leads to; it lifts the quality a little and the level not at all.
    """
    reasons = ledger(verdict, pointed)
    quality = sum([reason.points for reason in reasons])
    return CellScore(
        verdict.cell,
        verdict.specificity,
        verdict.contradiction,
        verdict.signals,
        verdict.probabilities,
        quality,
        grade(quality),
        reasons,
        not verdict.sure,
        pointed.ref if pointed else None,
        question,
        hint,
        verdict.checks,
    )


def join_signals(
    cell: EvidenceCell,
    there: Sequence[tuple[Signal, float]],
    findings: Sequence[Finding],
    tags: Sequence[Finding],
) -> tuple[Finding, ...]:
    """The signals that are there, each with its words, in order of place."""
    joined: list[Finding] = []
    for signal, chance in there:
        fired = [finding for finding in findings if finding.signal == signal]
        if signal in TRIGGER_SIGNALS:
            spans = _in_one(cell, _agreed(fired, [tag for tag in tags if tag.signal == signal]))
        else:
            spans = fired or [_whole(cell, signal)]
        for span in spans:
            words = cell.text(span.field)[span.start : span.end]
            joined.append(Finding(signal, span.field, span.start, span.end, words, span.rule, round(chance, 4)))
    if len(joined) > 1:
        joined.sort(key=lambda finding: (finding.field != "evidence", finding.start, finding.end))
    return tuple(joined)


def _agreed(fired: list[Finding], tagged: list[Finding]) -> list[Finding]:
    """The rules' words that the tagger underlines too, and the tagger's own where it is sure or alone."""
    kept = [finding for finding in fired if any(_overlap(finding, tag) for tag in tagged)]
    sure = [tag for tag in tagged if tag.confidence >= SURE_OF_WORDS and not any(_overlap(tag, one) for one in kept)]
    agreed = kept + sure or tagged[:1] or fired[:1]
    return [_headed(finding, tagged) for finding in agreed if not any(_heads(finding, other) for other in agreed)]


def _in_one(cell: EvidenceCell, spans: list[Finding]) -> list[Finding]:
    """Passages of one signal, with those of one statement as one: from the first word to the last, under the rule of
    the first that has one."""
    if len(spans) < 2:
        return spans
    joined: list[Finding] = []
    for span in sorted(spans, key=lambda span: (span.field, span.start)):
        last = joined[-1] if joined else span
        between = cell.text(span.field)[last.end : span.start]
        if not joined or last.field != span.field or len(between) > _ONE_STATEMENT or _PARTED.search(between):
            joined.append(span)
        else:
            joined[-1] = last._replace(end=max(last.end, span.end), rule=last.rule or span.rule)
    return joined


def _headed(finding: Finding, tagged: list[Finding]) -> Finding:
    """Where the words are but a heading: with those that the tagger underlines together with it, or those behind it."""
    if finding.text.endswith(_HEADING):
        for tag in tagged:
            if _overlap(finding, tag) and tag.end > finding.end:
                return finding._replace(end=tag.end)
            if _heads(finding, tag) and tag.confidence >= _HEADED_FROM:
                return tag
    return finding


def _heads(finding: Finding, other: Finding) -> bool:
    """Whether the words only head the others, as "ACTION:" does: the shortest words that carry it are then those."""
    return (
        finding.text.endswith(_HEADING)
        and finding.field == other.field
        and 0 <= other.start - finding.end < _STATEMENT_CHARACTERS
    )


def _overlap(left: Finding, right: Finding) -> bool:
    return left.field == right.field and left.start < right.end and right.start < left.end


def _whole(cell: EvidenceCell, signal: Signal) -> Finding:
    """The field that says it, from end to end: the evidence, unless only the commentary has a word that may say that
    nothing has arisen."""
    field: Field = "evidence" if cell.evidence else "commentary"
    if signal == "not_applicable" and not _NOTHING.search(cell.evidence) and _NOTHING.search(cell.commentary):
        field = "commentary"
    text = cell.text(field)
    return Finding(signal, field, 0, len(text), text, None)
