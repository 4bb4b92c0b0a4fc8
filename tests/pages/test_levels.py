"""The examples on "How it works" are read by the model in use as the page says."""

import pytest

from api.pages.levels import LEVELS, MARKS
from scorer.pipeline import Scorer
from scorer.records import EvidenceCell
from scorer.writers import view


@pytest.fixture(scope="module")
def default() -> Scorer:
    """The scorer with the model that is shipped."""
    return Scorer.load()


def _cell(evidence: str, comply: str = "yes", ref: str = "6.3") -> EvidenceCell:
    requirement = "A full response to a stage 1 complaint must be issued within 10 working days."
    return EvidenceCell(ref=ref, evidence=evidence, requirement=requirement, comply=comply, code="2024")


@pytest.mark.parametrize("number", range(5))
def test_each_example_has_its_level(default: Scorer, number: int) -> None:
    assert LEVELS[number].examples
    scores = default.score_cells([_cell(example) for example in LEVELS[number].examples])
    assert [score.specificity for score in scores] == [number] * len(scores)


@pytest.mark.parametrize("kind", view.KINDS)
def test_each_mark_is_found_in_its_example(default: Scorer, kind: str) -> None:
    before, words, after = MARKS[kind]
    (score,) = default.score_cells([_cell(before + words + after, ref="6.2" if kind == "check" else "6.3")])
    marked = [piece.text for piece in view.marked(score, "evidence") if kind in piece.kinds]
    assert "".join(marked) == words
