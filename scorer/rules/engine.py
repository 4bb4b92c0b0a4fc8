"""All rules together: a cell's readings to findings, each with the rule that saw it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scorer.language import Reading
from scorer.records import EvidenceCell, Finding
from scorer.rules.kinds import Absences, Candidate, Metrics, Modifiers, Patterns, Phrases, Subject
from scorer.rules.spec import CATALOGUE, Rule, load_rules

TRIAL_CONFIDENCE = 0.5
"""Of a rule on trial: it may lend its words to a signal, but is no evidence that the signal is there."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules, compiled. ``sha256`` is over the files they came from; ``rules`` are in the order of their codes."""

    rules: tuple[Rule, ...]
    sha256: str
    _finders: tuple[Phrases | Patterns | Absences | Metrics, ...]
    _modifiers: Modifiers

    @classmethod
    def load(cls, folder: Path = CATALOGUE) -> RuleSet:
        """Load and compile every rule file of a folder. Raises ScorerError E411 for a file that breaks the form."""
        return cls.of(*load_rules(folder))

    @classmethod
    def of(cls, rules: Iterable[Rule], sha256: str = "") -> RuleSet:
        """Compile some rules, such as one with the modifiers. Raises ScorerError E411."""
        chosen = tuple(rules)
        finders = (Phrases(chosen), Patterns(chosen), Absences(chosen), Metrics(chosen))
        return cls(chosen, sha256, finders, Modifiers(chosen))

    def alone(self, code: str) -> RuleSet:
        """This rule with all modifiers: what its examples run with. A modifier stands with every other rule.

        Raises KeyError for a code that is not in the set.
        """
        chosen = {rule.code: rule for rule in self.rules}[code]
        if chosen.kind == "modifier":
            return self
        return RuleSet.of(rule for rule in self.rules if rule is chosen or rule.kind == "modifier")

    def without(self, code: str) -> RuleSet:
        """All rules but this one."""
        return RuleSet.of(rule for rule in self.rules if rule.code != code)

    def findings(
        self, evidence: Reading, commentary: Reading, cell: EvidenceCell, requirement: Reading | None = None
    ) -> tuple[Finding, ...]:
        """What the rules see in a cell, by field and position; offsets are characters of the field's own text.

        Where findings of one signal overlap, the first and then the longest of them stands for all.
        """
        found: list[Finding] = []
        last: dict[tuple[str, str], int] = {}
        for candidate in self.explain(evidence, commentary, cell, requirement):
            signal = candidate.rule.signal
            if candidate.silenced_by is not None or signal is None:
                continue
            if candidate.start < last.get((signal, candidate.field), 0):
                continue
            last[signal, candidate.field] = candidate.end
            reading = evidence if candidate.field == "evidence" else commentary
            start, end = reading.characters(candidate.start, candidate.end)
            text = cell.text(candidate.field)[start:end]
            sure = TRIAL_CONFIDENCE if candidate.rule.status == "trial" else 1.0
            found.append(Finding(signal, candidate.field, start, end, text, candidate.rule.code, sure))
        return tuple(found)

    def explain(
        self, evidence: Reading, commentary: Reading, cell: EvidenceCell, requirement: Reading | None = None
    ) -> tuple[Candidate, ...]:
        """Every candidate, those that a modifier silenced included, by field, position, and length (longest first)."""
        subject = Subject.of(cell, evidence, commentary, requirement)
        candidates = [candidate for finder in self._finders for candidate in finder.find(subject)]
        if not candidates:
            return ()
        judged = self._modifiers.judge(candidates, subject)
        judged.sort(key=lambda c: (c.field != "evidence", c.start, -c.end, c.rule.code))
        return tuple(judged)
