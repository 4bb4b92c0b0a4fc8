"""A cell with everything about it read once."""

from __future__ import annotations

from dataclasses import dataclass

from scorer.language import Reading, Requirement, read, requirement
from scorer.records import EvidenceCell


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell, its two fields and its requirement, read once for the rules and the features."""

    cell: EvidenceCell
    evidence: Reading
    commentary: Reading
    requirement: Requirement

    @property
    def fields(self) -> tuple[Reading, Reading]:
        """Both fields, in the order of ``FIELDS``."""
        return self.evidence, self.commentary


def read_cell(cell: EvidenceCell) -> CellReading:
    """Read both fields of a cell and its requirement."""
    return CellReading(cell, read(cell.evidence), read(cell.commentary), requirement(cell.requirement))
