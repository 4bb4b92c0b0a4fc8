"""The words that carry a signal: the second look by hand, and the runs that are underlined."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from scorer import tagging
from scorer.features import read_cell
from scorer.modelfile import open_model
from scorer.records import EvidenceCell
from scorer.tagging import LOOKED_AT, Heard, field_sizes, layers_of, second_look, surroundings, token_summary


def heard(decisions: list[list[float]], sizes: list[int]) -> Heard:
    """Two scores a cell, which are the number of the cell and its negative."""
    cells = np.arange(len(sizes) // 2, dtype=np.float64)
    return Heard(
        np.zeros((len(cells), 1), np.float32), np.stack([cells, -cells], 1), np.array(decisions), np.array(sizes)
    )


def test_the_tokens_of_each_field_are_counted() -> None:
    cells = [EvidenceCell("1.2", "two words", "three words here"), EvidenceCell("1.2", "", "one")]
    assert field_sizes([read_cell(cell) for cell in cells]).tolist() == [2, 3, 0, 1]


def test_a_token_is_seen_among_its_neighbours_of_the_field_and_within_its_cell() -> None:
    decisions = [[1.0, -9.0, -2.0], [-7.0, -7.0, -7.0], [20.0, -9.0, -9.0], [-9.0, -9.0, -4.0]]
    again, seen = surroundings(heard(decisions, [2, 1, 0, 1]))
    assert again.tolist() == [0, 2, 3]
    far = [-8.0] * 3
    assert seen[0, :21].tolist() == [*far * 3, 1.0, -8.0, -2.0, -7.0, -7.0, -7.0, *far * 2]
    assert seen[1, :21].tolist() == [*far * 3, 8.0, -8.0, -8.0, *far * 3]
    assert seen[0, 21] == seen[1, 21] == pytest.approx(expit(20.0))  # the likeliest of the cell
    assert seen[:, 30:].tolist() == [[0, 0, np.log(4)], [0, 0, np.log(4)], [1, -1, np.log(2)]]


def test_what_is_not_looked_at_again_has_no_chance(tiny_model: Path) -> None:
    model = open_model(tiny_model).model
    decisions = np.random.default_rng(0).normal(LOOKED_AT, 2.0, (40, 3))
    told = Heard(np.zeros((2, 1), np.float32), np.zeros((2, 11)), decisions, np.array([20, 0, 15, 5]))
    chances = second_look(model.tagger, told)
    again, seen = surroundings(told)
    assert 0 < len(again) < 40
    assert chances[again] == pytest.approx(model.tagger.predict_proba(seen))
    assert not np.delete(chances, again, axis=0).any()


def test_nothing_is_looked_at_in_blank_cells(tiny_model: Path) -> None:
    told = Heard(np.zeros((1, 1), np.float32), np.zeros((1, 11)), np.zeros((0, 3)), np.array([0, 0]))
    assert second_look(open_model(tiny_model).model.tagger, told).shape == (0, 3)


def test_a_tagger_of_another_make_is_refused(tiny_model: Path) -> None:
    with pytest.raises(ValueError, match="no pipeline"):
        layers_of(LogisticRegression())
    with pytest.raises(ValueError, match="one hidden layer"):
        layers_of(open_model(tiny_model).model.specificity_above[0].estimators_[1])


def test_tokens_are_summed_up_by_cell() -> None:
    tokens = np.array([[0.5, 0.0, 0.0], [0.2, 0.0, 0.0], [0.25, 1.0, 0.0]])
    summary = token_summary(tokens, np.array([1, 1, 0, 0, 0, 1]))
    assert summary[0, :3] == pytest.approx([0.5, 0.7, 1 - 0.5 * 0.8])
    assert summary[1].tolist() == [0] * 9
    assert summary[2, :6] == pytest.approx([0.25, 0.25, 0.25, 1.0, 1.0, 0.999])


@pytest.mark.parametrize(
    ("chances", "runs"),
    [
        ([], []),
        ([0.1, 0.1], []),
        ([0.1, 0.9, 0.8, 0.1, 0.3], [(1, 3), (4, 5)]),
        ([0.25, 0.9, 0.25, 0.5], [(1, 4)]),  # the ends below half of the best are cut, the middle is not
        ([0.9, 0.9], [(0, 2)]),
    ],
)
def test_runs_of_tokens(chances: list[float], runs: list[tuple[int, int]]) -> None:
    tokens = np.zeros((len(chances), 3))
    tokens[:, 1] = chances
    found = tagging._runs(tokens, [0, len(chances)])
    assert [(run.start, run.end) for run in found] == runs
    assert [run.chance for run in found] == [max(chances[start:end]) for start, end in runs]
    assert {(run.field, run.signal) for run in found} <= {(1, 1)}


def test_a_run_is_of_one_field_and_of_one_signal() -> None:
    tokens = np.array([[0.9, 0.0, 0.9], [0.9, 0.3, 0.0], [0.8, 0.0, 0.9]])
    found = [(run.field, run.signal, run.start, run.end) for run in tagging._runs(tokens, [1, 0, 2])]
    assert found == [(0, 0, 0, 1), (0, 2, 0, 1), (2, 0, 0, 2), (2, 1, 0, 1), (2, 2, 1, 2)]
    assert len(tagging._runs(np.array([[0.9, 0.0, 0.0], [0.0, 0.9, 0.0]]), [2])) == 2
