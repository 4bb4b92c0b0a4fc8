"""A cell with everything about it read once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scorer.language import Reading, Requirement, read, requirement
from scorer.language.plain import plain
from scorer.records import EvidenceCell


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell, its two fields and its requirement, read once for the rules and the features.

    ``cell`` is the cell as it is judged, in plain marks (``scorer.language.plain``); every character stands where it
    stood. ``shared`` says of each token of each field whether the requirement has its stem too.
    """

    cell: EvidenceCell
    evidence: Reading
    commentary: Reading
    requirement: Requirement
    shared: tuple[tuple[bool, ...], tuple[bool, ...]]

    @property
    def fields(self) -> tuple[Reading, Reading]:
        """Both fields, in the order of ``FIELDS``."""
        return self.evidence, self.commentary


def read_cell(cell: EvidenceCell) -> CellReading:
    """Read both fields of a cell, in plain marks, and its requirement."""
    cell = _plain(cell)
    evidence, commentary, asked = read(cell.evidence), read(cell.commentary), requirement(cell.requirement)
    return CellReading(cell, evidence, commentary, asked, (_shared(evidence, asked), _shared(commentary, asked)))


def _plain(cell: EvidenceCell) -> EvidenceCell:
    evidence, commentary = plain(cell.evidence), plain(cell.commentary)
    same = evidence is cell.evidence and commentary is cell.commentary
    return cell if same else replace(cell, evidence=evidence, commentary=commentary)


def _shared(field: Reading, asked: Requirement) -> tuple[bool, ...]:
    stems = asked.stems
    return tuple([word.stem in stems for word in field.lexemes]) if stems else (False,) * len(field.lexemes)
