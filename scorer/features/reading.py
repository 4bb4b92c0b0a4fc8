"""A cell with everything about it read once."""

from __future__ import annotations

from dataclasses import dataclass

from scorer.language import Reading, Requirement, read, requirement
from scorer.records import EvidenceCell


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell, its two fields and its requirement, read once for the rules and the features.

    ``shared`` says of each token of each field whether the requirement has its stem too.
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
    """Read both fields of a cell and its requirement."""
    evidence, commentary, asked = read(cell.evidence), read(cell.commentary), requirement(cell.requirement)
    return CellReading(cell, evidence, commentary, asked, (_shared(evidence, asked), _shared(commentary, asked)))


def _shared(field: Reading, asked: Requirement) -> tuple[bool, ...]:
    stems = asked.stems
    return tuple([word.stem in stems for word in field.lexemes]) if stems else (False,) * len(field.lexemes)
