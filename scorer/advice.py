"""The reviewer's question and the officer's hint, chosen from ``advice.yml`` and filled from the cell's own words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scorer.codes import EDITION_CODES, load
from scorer.records import CellScore

_PATH = Path(__file__).with_name("advice.yml")

_EVIDENCE_WORDS = {
    "action_log": "an action log",
    "board_report_or_minutes": "a report to the governing body or its minutes",
    "case_record": "the case records",
    "case_sample": "a sample of cases",
    "decision_record": "a record of the decisions",
    "equality_record": "the record of adjustments",
    "letter_template": "the letter template",
    "named_role": "the person or post",
    "performance_data": "figures from the last year",
    "policy_clause": "the clause of the policy",
    "procedure": "the step of the procedure",
    "publicity_material": "the leaflet, poster or newsletter",
    "published_report": "the published report",
    "resident_feedback": "what residents said",
    "third_party_agreement": "the agreement with the contractor",
    "training_record": "the training record",
    "web_page": "the web page and its address",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    contradiction: int | None
    signal: str | None
    level: int | None
    claimed: str | None
    question: str
    hint: str

    def applies(self, score: CellScore, signals: frozenset[str]) -> bool:
        return (
            (self.contradiction is None or score.contradiction == self.contradiction)
            and (self.signal is None or self.signal in signals)
            and (self.level is None or score.specificity == self.level)
            and (self.claimed is None or score.cell.comply in ("no", "partial"))
        )


@cache
def _entries() -> tuple[_Entry, ...]:
    data: list[dict[str, Any]] = yaml.safe_load(_PATH.read_text(encoding="utf-8"))
    return tuple(
        _Entry(
            item["when"].get("contradiction"),
            item["when"].get("signal"),
            item["when"].get("level"),
            item["when"].get("claimed"),
            item["question"],
            item["hint"],
        )
        for item in data
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What to ask the officer, and what the officer might add; both empty where nothing is weak."""

    question: str = ""
    hint: str = ""


def advise(score: CellScore) -> Advice:
    """The advice for one cell."""
    signals = frozenset(found.signal for found in score.signals)
    entry = next((entry for entry in _entries() if entry.applies(score, signals)), None)
    if entry is None:
        return Advice()
    words = next((found.text for found in score.signals if found.signal == entry.signal), "")
    title, evidence = _expected(score.cell.code, score.cell.ref)
    values = {"ref": score.cell.ref or "this provision", "words": words, "title": title, "evidence": evidence}
    return Advice(entry.question.format(**values), entry.hint.format(**values))


def _expected(code: str, ref: str) -> tuple[str, str]:
    """The provision in short and the two first kinds of evidence that it expects, in words."""
    provision = load(code).by_ref.get(ref) if code in EDITION_CODES else None
    if provision is None:
        return "the duty as the Code states it", "a document, record or figure that shows it"
    title = provision.title[0].lower() + provision.title[1:] if provision.title[1:2].islower() else provision.title
    kinds = [_EVIDENCE_WORDS[kind] for kind in provision.evidence_kinds[:2]]
    return title, " or ".join(kinds)
