"""A cell read once, in plain marks, for training and for serving alike."""

from scorer.features import read_cell
from scorer.records import EvidenceCell


def test_a_cell_is_read_in_plain_marks_and_every_character_keeps_its_place() -> None:
    written = EvidenceCell("1.2", "We’ll say so at “Kestrel”.", "N/A.")
    reading = read_cell(written)
    assert reading.cell == EvidenceCell("1.2", "We'll say so at “Kestrel”.", "N/A ")
    assert (reading.evidence.text, reading.commentary.text) == (reading.cell.evidence, reading.cell.commentary)
    assert (len(reading.evidence.text), len(reading.commentary.text)) == (
        len(written.evidence),
        len(written.commentary),
    )


def test_a_cell_in_plain_marks_is_read_as_it_stands() -> None:
    cell = EvidenceCell("1.2", "We'll say so.", "N/A", requirement="The landlord must say so.")
    reading = read_cell(cell)
    assert reading.cell is cell
    assert reading.shared[0] == (False, False, True, False, False)
