"""SARIF 2.1.0 (OASIS), for editors and code-review tools: a result for each signal, contradiction, check and finding
of a form.

A cell's text is a nested artifact of its file, with its text inside, so that a region's character offset counts in
the text that was scored and not in the bytes of a Word file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from scorer.records import TRIGGER_SIGNALS, CellScore, Field, FormReport
from scorer.rules import Rule
from scorer.writers import view

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_CONTRADICTION = "CONTRADICTION"
_LEVELS = {1: "warning", 2: "error"}


def report_sarif(reports: Sequence[FormReport], facts: dict[str, Any], rules: Sequence[Rule]) -> str:
    """All reports as one run. ``facts`` are the versions of ``Scorer.facts``, ``rules`` the catalogue."""
    run = _Run({rule.code: rule for rule in rules})
    for report in reports:
        run.form(report)
    document = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "evidence-scorer", "version": facts["version"], "rules": run.descriptors}},
                "columnKind": "unicodeCodePoints",
                "properties": {"model": facts["model"], "rules": facts["rules"]},
                "artifacts": run.artifacts,
                "results": run.results,
            }
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


class _Run:
    """Collects artifacts, results and the rules that they name."""

    def __init__(self, rules: dict[str, Rule]) -> None:
        self._rules = rules
        self._numbers: dict[str, int] = {}
        self._files: dict[tuple[str, str], int] = {}
        self._rows: Counter[tuple[int, str]] = Counter()
        self.descriptors: list[dict[str, Any]] = []
        self.artifacts: list[dict[str, Any]] = []
        self.results: list[dict[str, Any]] = []

    def form(self, report: FormReport) -> None:
        """Add one form."""
        uri = quote(report.form.source)
        file = self._file(uri, report.form.sha256)
        for finding in report.findings:
            refs = f" ({', '.join(finding.refs)})" if finding.refs else ""
            place = {"physicalLocation": {"artifactLocation": {"uri": uri, "index": file}}}
            self._add(finding.check, "warning", f"{finding.message}{refs}", place, finding.message)
        for score in report.scores:
            self._cell(score, file)

    def _file(self, uri: str, sha256: str) -> int:
        """The place of a file among the artifacts, which SARIF wants to be unlike each other: a file may hold several
        forms."""
        if (uri, sha256) not in self._files:
            self._files[uri, sha256] = len(self.artifacts)
            self.artifacts.append({"location": {"uri": uri}, "hashes": {"sha-256": sha256}})
        return self._files[uri, sha256]

    def _cell(self, score: CellScore, file: int) -> None:
        label = view.label_of(score.cell)
        self._rows[file, label] += 1
        # A provision may have several rows; from the second on, an address counts them.
        row = label if self._rows[file, label] == 1 else f"{label}/{self._rows[file, label]}"
        texts: dict[Field, int] = {}

        def place(field: Field | None, start: int, end: int) -> dict[str, Any]:
            # What rests on no words is shown at the start of the cell.
            within: Field = field or ("evidence" if score.cell.evidence else "commentary")
            name = f"{row}/{within}"
            address = "/" + quote(name, safe="/")
            if within not in texts:
                texts[within] = len(self.artifacts)
                self.artifacts.append(
                    {
                        "location": {"uri": address},
                        "parentIndex": file,
                        "mimeType": "text/plain",
                        "contents": {"text": score.cell.text(within)},
                    }
                )
            region = {
                "charOffset": start,
                "charLength": end - start,
                "snippet": {"text": score.cell.text(within)[start:end]},
            }
            return {
                "physicalLocation": {
                    "artifactLocation": {"uri": address, "index": texts[within]},
                    "region": region,
                },
                "logicalLocations": [{"name": label, "fullyQualifiedName": name, "kind": "member"}],
            }

        for found in score.signals:
            against = score.contradiction and found.signal in TRIGGER_SIGNALS
            meaning = view.KINDS[found.signal][1]
            known = self._rules.get(found.rule or "")
            words = view.short(found.text, 120)
            said = known.message.replace("{text}", words) if known else f"“{words}” {meaning}."
            self._add(
                found.rule or f"MODEL-{found.signal.upper()}",
                "warning" if against else "note",
                f"{label}: {said}",
                place(found.field, found.start, found.end),
                meaning.capitalize() + ".",
            )
        for check in score.checks:
            where = place(check.field, check.start, check.end)
            level = "warning" if view.is_fault(check) else "note"
            self._add(check.code, level, f"{label}: {check.message}", where, check.message)
        if score.contradiction:
            reason = next((reason for reason in score.reasons if reason.source == "contradiction"), None)
            where = place(reason.field, reason.start, reason.end) if reason else place(None, 0, 0)
            self._add(
                _CONTRADICTION,
                _LEVELS[score.contradiction],
                f"{label}: {view.CONTRADICTIONS[score.contradiction]}. {score.question}".rstrip(),
                where,
                "The words beside a claimed Yes stand against it.",
            )

    def _add(self, rule: str, level: str, message: str, location: dict[str, Any], meaning: str) -> None:
        if rule not in self._numbers:
            self._numbers[rule] = len(self.descriptors)
            known = self._rules.get(rule)
            descriptor: dict[str, Any] = {"id": rule, "shortDescription": {"text": meaning}}
            if known:
                descriptor |= {"name": known.name, "fullDescription": {"text": known.why}}
            self.descriptors.append(descriptor)
        self.results.append(
            {
                "ruleId": rule,
                "ruleIndex": self._numbers[rule],
                "level": level,
                "message": {"text": message},
                "locations": [location],
            }
        )
