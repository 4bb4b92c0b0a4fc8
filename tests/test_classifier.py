"""The trained part: its arithmetic by hand, and what a tiny model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scorer import tagging
from scorer.classifier import Model, ordinal, tempered
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
    assert min(confidences) >= tagging.TAG_FLOOR
