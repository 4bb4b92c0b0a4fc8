"""The trained part: its arithmetic by hand, and what a tiny model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scorer import classifier
from scorer.classifier import Model, ordinal, tempered, token_summary
from scorer.features import read_cell
from scorer.modelfile import open_model
from scorer.records import EvidenceCell, Probabilities


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Model:
    return open_model(tiny_model).model


def cell(evidence: str, commentary: str = "", comply: str = "yes") -> EvidenceCell:
    return EvidenceCell("1.2", evidence, commentary, "Landlords must be kind.", comply)  # type: ignore[arg-type]


def test_chances_of_being_above_become_levels() -> None:
    above = [np.array([0.9, 0.5]), np.array([0.3, 0.7]), np.array([0.2, 0.1])]
    # The second row is made monotone first: 0.5, 0.5, 0.1.
    assert ordinal(above) == pytest.approx(np.array([[0.1, 0.6, 0.1, 0.2], [0.5, 0.0, 0.4, 0.1]]))


def test_a_temperature_of_one_changes_nothing_and_a_higher_one_softens() -> None:
    sharp = np.array([[0.8, 0.1, 0.1]])
    assert tempered(sharp, 1.0) == pytest.approx(sharp)
    # Square roots, normalised.
    roots = np.sqrt(sharp)
    assert tempered(sharp, 2.0) == pytest.approx(roots / roots.sum())
    assert tempered(sharp, 0.5).max() > 0.8
    assert np.isfinite(tempered(np.array([[1.0, 0.0, 0.0]]), 3.0)).all()


def test_tokens_are_summed_up_by_cell() -> None:
    readings = [read_cell(cell("two words")), read_cell(cell("")), read_cell(cell("one"))]
    tokens = np.array([[0.5, 0.0, 0.0], [0.2, 0.0, 0.0], [0.25, 1.0, 0.0]])
    summary = token_summary(tokens, readings)
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
    found = classifier._runs(tokens, [0, len(chances)])
    assert [(run.start, run.end) for run in found] == runs
    assert [run.chance for run in found] == [max(chances[start:end]) for start, end in runs]
    assert {(run.field, run.signal) for run in found} <= {(1, 1)}


def test_a_run_is_of_one_field_and_of_one_signal() -> None:
    tokens = np.array([[0.9, 0.0, 0.9], [0.9, 0.3, 0.0], [0.8, 0.0, 0.9]])
    found = [(run.field, run.signal, run.start, run.end) for run in classifier._runs(tokens, [1, 0, 2])]
    assert found == [(0, 0, 0, 1), (0, 2, 0, 1), (2, 0, 0, 2), (2, 1, 0, 1), (2, 2, 1, 2)]
    assert len(classifier._runs(np.array([[0.9, 0.0, 0.0], [0.0, 0.9, 0.0]]), [2])) == 2


TEXTS = ["It will be written by June.", "", "41 cases closed in 2023.", "N/A", "😀 ok", "We aim to ring. " * 50]


def test_probabilities_are_probabilities(model: Model) -> None:
    predictions = model.predict([read_cell(cell(text)) for text in TEXTS])
    assert len(predictions) == len(TEXTS)
    for prediction in predictions:
        probabilities = prediction.probabilities
        assert sum(probabilities.specificity) == pytest.approx(1)
        assert sum(probabilities.contradiction) == pytest.approx(1)
        values = [*probabilities.specificity, *probabilities.contradiction, *probabilities.signals]
        assert all(0 <= value <= 1 for value in values)
        assert all(type(value) is float for value in values)


def test_a_cell_is_judged_alike_alone_and_among_others(model: Model) -> None:
    together = model.predict([read_cell(cell(text)) for text in TEXTS])
    for text, prediction in zip(TEXTS, together, strict=True):
        (alone,) = model.predict([read_cell(cell(text))])
        assert alone.probabilities.specificity == pytest.approx(prediction.probabilities.specificity, abs=1e-5)
        assert [tag.text for tag in alone.tags] == [tag.text for tag in prediction.tags]


def test_a_blank_cell_is_certain(model: Model) -> None:
    (prediction,) = model.predict([read_cell(cell("", ""))])
    assert prediction.probabilities == Probabilities((1, 0, 0, 0, 0), (1, 0, 0), (0, 0, 0, 0, 0))
    assert prediction.tags == ()
    assert model.predict([]) == []


def test_only_a_claimed_yes_can_be_contradicted(model: Model) -> None:
    text = "This will be written by the spring."
    yes, no = (prediction.probabilities for prediction in model.predict(
        [read_cell(cell(text)), read_cell(cell(text, comply="no"))]
    ))  # fmt: skip
    assert yes.contradiction[2] > 0.5
    assert no.contradiction == (1, 0, 0)


def test_tags_are_the_words_of_the_field_best_first(model: Model) -> None:
    reading = read_cell(cell("😀 This will be written by the spring.", "A new leaflet is in draft."))
    (prediction,) = model.predict([reading])
    assert {tag.field for tag in prediction.tags if tag.signal == "future"} == {"evidence", "commentary"}
    for tag in prediction.tags:
        assert reading.cell.text(tag.field)[tag.start : tag.end] == tag.text != ""
        assert tag.rule is None
    confidences = [tag.confidence for tag in prediction.tags]
    assert confidences == sorted(confidences, reverse=True)
    assert min(confidences) >= classifier.TAG_FLOOR
