"""All rules together: a cell's readings to findings, each with the rule that saw it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scorer.language import Reading
from scorer.records import EvidenceCell, Finding
from scorer.rules.automaton import WordKinds
from scorer.rules.kinds import Absences, Candidate, Metrics, Modifiers, Patterns, Phrases, Subject
from scorer.rules.spec import CATALOGUE, Rule, load_rules

TRIAL_CONFIDENCE = 0.5
"""Of a rule on trial: it may lend its words to a signal, but is no evidence that the signal is there."""


ReadCell = tuple[Reading, Reading, EvidenceCell, Reading | None]
"""The readings of evidence and commentary, the cell, and the reading of its requirement where that is known."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules, compiled. ``sha256`` is over the files they came from; ``rules`` are in the order of their codes."""

    rules: tuple[Rule, ...]
    sha256: str
    _finders: tuple[Phrases | Patterns | Absences | Metrics, ...]
    _modifiers: Modifiers
    _word_kinds: WordKinds

    @classmethod
    def load(cls, folder: Path = CATALOGUE) -> RuleSet:
        """Load and compile every rule file of a folder. Raises ScorerError E411 for a file that breaks the form."""
        return cls.of(*load_rules(folder))

    @classmethod
    def of(cls, rules: Iterable[Rule], sha256: str = "") -> RuleSet:
        """Compile some rules, such as one with the modifiers. Raises ScorerError E411."""
        chosen = tuple(rules)
        phrases, absences, modifiers = Phrases(chosen), Absences(chosen), Modifiers(chosen)
        automata = (*phrases.automata, *absences.automata, *modifiers.automata)
        word_kinds = WordKinds(element for automaton in automata for element in automaton.elements)
        return cls(chosen, sha256, (phrases, Patterns(chosen), absences, Metrics(chosen)), modifiers, word_kinds)

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
        return self.findings_of([(evidence, commentary, cell, requirement)])[0]

    def findings_of(self, cells: Iterable[ReadCell]) -> list[tuple[Finding, ...]]:
        """What the rules see in each of many cells: sooner told together, because one kind of rule at a time is then
        run on all of them, and the processor has its data at hand."""
        subjects = [Subject.of(*read, self._word_kinds) for read in cells]
        return [
            _findings(candidates, subject) if candidates else ()
            for subject, candidates in zip(subjects, self._explained(subjects), strict=True)
        ]

    def explain(
        self, evidence: Reading, commentary: Reading, cell: EvidenceCell, requirement: Reading | None = None
    ) -> tuple[Candidate, ...]:
        """Every candidate, those that a modifier silenced included, by field, position, and length (longest first)."""
        return tuple(self._explained([Subject.of(evidence, commentary, cell, requirement, self._word_kinds)])[0])

    def _explained(self, subjects: Sequence[Subject]) -> list[list[Candidate]]:
        found: list[list[Candidate]] = [[] for _ in subjects]
        speaking = [place for place, subject in enumerate(subjects) if subject.fields]
        for finder in self._finders:
            for place in speaking:
                found[place] += finder.find(subjects[place])
        for place in speaking:
            if found[place]:
                found[place] = self._modifiers.judge(found[place], subjects[place])
                found[place].sort(key=lambda c: (c.field != "evidence", c.start, -c.end, c.rule.code))
        return found


def _findings(candidates: Sequence[Candidate], subject: Subject) -> tuple[Finding, ...]:
    found: list[Finding] = []
    last: dict[tuple[str, str], int] = {}
    for rule, field, start, end, silenced_by in candidates:
        signal = rule.signal
        if silenced_by is not None or signal is None or start < last.get((signal, field), 0):
            continue
        last[signal, field] = end
        reading = subject.fields[field].reading
        left, right = reading.characters(start, end)
        sure = TRIAL_CONFIDENCE if rule.status == "trial" else 1.0
        found.append(Finding(signal, field, left, right, reading.text[left:right], rule.code, sure))
    return tuple(found)
