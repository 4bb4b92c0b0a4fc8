"""The words that carry a signal: the second look by hand, and the runs that are underlined."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from scorer import tagging
from scorer.features import Clauses, Columns, read_cell
from scorer.modelfile import open_model
from scorer.records import EvidenceCell
from scorer.standing import standing
from scorer.tagging import (
    LOOKED_AT,
    FirstLook,
    field_sizes,
    layers_of,
    second_look,
    surroundings,
    tags_of,
    token_summary,
)

NO_CLAIMS = Clauses.of(Columns.of([])).claims()


def first_look(decisions: NDArray[np.float64], sizes: list[int]) -> FirstLook:
    cells = len(sizes) // 2
    return FirstLook(np.zeros((cells, 1), np.float32), np.zeros((cells, 11)), decisions, np.array(sizes), NO_CLAIMS)


def test_the_tokens_of_each_field_are_counted() -> None:
    cells = [EvidenceCell("1.2", "two words", "three words here"), EvidenceCell("1.2", "", "one")]
    assert field_sizes([read_cell(cell) for cell in cells]).tolist() == [2, 3, 0, 1]


def test_a_token_is_seen_among_its_neighbours_of_the_field() -> None:
    decisions = np.array([[1.0, -9.0, -2.0], [-7.0, -7.0, -7.0], [20.0, -9.0, -9.0], [-9.0, -9.0, -4.0]])
    again, seen = surroundings(decisions, np.array([2, 1, 0, 1]))
    assert again.tolist() == [0, 2, 3]
    far = [-8.0] * 3
    assert seen[0, :21].tolist() == [*far * 3, 1.0, -8.0, -2.0, -7.0, -7.0, -7.0, *far * 2]
    assert seen[1, :21].tolist() == [*far * 3, 8.0, -8.0, -8.0, *far * 3]
    assert seen[:, 21:24].tolist() == [[1.0, -7.0, -2.0], [8.0, -8.0, -8.0], [-8.0, -8.0, -4.0]]
    assert seen[:, 24].tolist() == [np.log(4), np.log(4), np.log(2)]


@pytest.mark.parametrize("far", [20, 21])
def test_the_likeliest_of_twenty_tokens_on_each_side_is_seen(far: int) -> None:
    decisions = np.full((90, 3), -9.0)
    decisions[45 - far, 0] = decisions[45 + far, 1] = 2.0
    decisions[45, 2] = 0.0
    again, seen = surroundings(decisions, np.array([90, 0]))
    assert seen[again.tolist().index(45), 21:24].tolist() == ([2.0, 2.0, 0.0] if far == 20 else [-8.0, -8.0, 0.0])


def test_a_sentence_is_seen_in_a_long_cell_as_in_one_of_a_hundred_words() -> None:
    decisions = np.full((1000, 3), -9.0)
    decisions[50] = decisions[950] = 1.0
    _, seen = surroundings(decisions, np.array([100, 0, 900, 0]))
    assert seen[0].tolist() == seen[1].tolist()


def test_what_is_not_looked_at_again_has_no_chance(tiny_model: Path) -> None:
    model = open_model(tiny_model).model
    decisions = np.random.default_rng(0).normal(LOOKED_AT - 1, 1.0, (40, 3))
    chances = second_look(model.tagger, first_look(decisions, [20, 0, 15, 5]))
    again, seen = surroundings(decisions, np.array([20, 0, 15, 5]))
    assert 0 < len(again) < 40
    assert chances[again] == pytest.approx(model.tagger.predict_proba(seen))
    assert not np.delete(chances, again, axis=0).any()


def test_nothing_is_looked_at_in_blank_cells(tiny_model: Path) -> None:
    blank = first_look(np.zeros((0, 3)), [0, 0])
    assert second_look(open_model(tiny_model).model.tagger, blank).shape == (0, 3)


def test_a_tagger_of_another_make_is_refused(tiny_model: Path) -> None:
    with pytest.raises(ValueError, match="no pipeline"):
        layers_of(LogisticRegression())
    with pytest.raises(ValueError, match="one hidden layer"):
        layers_of(open_model(tiny_model).model.contradiction_nets[0])


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
    found = tagging._runs(tokens, np.array([0, len(chances)]))
    assert [(run.start, run.end) for run in found] == runs
    assert [run.chance for run in found] == [max(chances[start:end]) for start, end in runs]
    assert {(run.field, run.signal) for run in found} <= {(1, 1)}


def test_a_run_is_of_one_field_and_of_one_signal() -> None:
    tokens = np.array([[0.9, 0.0, 0.9], [0.9, 0.3, 0.0], [0.8, 0.0, 0.9]])
    found = [(run.field, run.signal, run.start, run.end) for run in tagging._runs(tokens, np.array([1, 0, 2]))]
    assert found == [(0, 0, 0, 1), (0, 2, 0, 1), (2, 0, 0, 2), (2, 1, 0, 1), (2, 2, 1, 2)]
    assert len(tagging._runs(np.array([[0.9, 0.0, 0.0], [0.0, 0.9, 0.0]]), np.array([2]))) == 2


def test_what_stands_is_part_of_what_the_second_stage_sees() -> None:
    readings = [read_cell(EvidenceCell("1.2", "Panel minutes are kept. A guide is drafted.", "Yes."))]
    sizes = field_sizes(readings)
    claims = Clauses.of(Columns.of(readings)).claims()
    chances = np.random.default_rng(2).uniform(0, 1, (int(sizes.sum()), 3))
    first = FirstLook(np.full((1, 2), 0.5, np.float32), np.full((1, 3), 0.25), np.zeros_like(chances), sizes, claims)
    summary, stands = token_summary(chances, sizes), standing(claims, chances, 1)
    assert first.inputs(chances)[0].tolist() == pytest.approx([0.5] * 2 + [0.25] * 3 + [*summary[0], *stands[0]])


def test_a_date_is_underlined_as_a_whole() -> None:
    reading = read_cell(EvidenceCell("8.2", "Goes to the Board on 3 September 2024 for approval."))
    sizes = field_sizes([reading])
    chances = np.zeros((sizes.sum(), 3))
    chances[4:6, 0] = 0.9
    ((tag,),) = tags_of([reading], chances, sizes)
    assert tag.text == "on 3 September 2024"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("All in all 58 of the last 60 had them.", "58 of the last"),
        ("All in all most of the last 60 had them.", "of the last"),
        ("All in all 58 in the last 60 had them.", "in the last"),
    ],
)
def test_a_share_is_underlined_with_its_figure(text: str, words: str) -> None:
    reading = read_cell(EvidenceCell("6.9", text))
    sizes = field_sizes([reading])
    chances = np.zeros((sizes.sum(), 3))
    chances[4:7, 2] = 0.9
    ((tag,),) = tags_of([reading], chances, sizes)
    assert tag.text == words
