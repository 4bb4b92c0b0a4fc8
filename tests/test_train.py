"""Training: the same cells give the same bytes, and every part is learnt from the right cells."""

from __future__ import annotations

import json
import shutil
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from scorer import train as module
from scorer.features import Clauses, Columns, read_cell
from scorer.labelled import read_training_data
from scorer.modelfile import ARTEFACT, MANIFEST, open_model
from scorer.records import SIGNALS, TRIGGER_SIGNALS
from scorer.tagging import FirstLook
from scorer.train import fingerprint, token_marks, train

NO_CLAIMS = Clauses.of(Columns.of([])).claims()


def test_the_same_cells_give_the_same_bytes_however_many_processes_there_are(
    tiny_data: Path, tiny_model: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    digest = train(tiny_data, tmp_path / "again", told.append, jobs=2)
    assert (tmp_path / "again" / ARTEFACT).read_bytes() == (tiny_model / ARTEFACT).read_bytes()
    assert (tmp_path / "again" / MANIFEST).read_bytes() == (tiny_model / MANIFEST).read_bytes()
    assert json.loads((tiny_model / MANIFEST).read_text(encoding="utf-8"))["sha256"] == digest
    assert told[0] == "95 cells to learn from, 38 to calibrate on"


def test_the_manifest_names_the_data_and_the_policy(tiny_data: Path, tiny_model: Path) -> None:
    manifest = json.loads((tiny_model / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["data"] == {"sha256": fingerprint(tiny_data), "train": 95, "calibration": 38, "test": 0}
    assert set(manifest["policy"]["thresholds"]) == set(manifest["policy"]["weights"]) == set(SIGNALS)


def test_the_fingerprint_changes_with_any_cell(tiny_data: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tiny_data, tmp_path / "copy"))
    assert fingerprint(copy) == fingerprint(tiny_data)
    path = copy / "cells" / "saltings.jsonl"
    path.write_bytes(path.read_bytes().replace(b"Juniper", b"Jumper"))
    assert fingerprint(copy) != fingerprint(tiny_data)


def test_windows_that_weigh_next_to_nothing_are_left_out_of_the_artefact(tiny_data: Path, tiny_model: Path) -> None:
    model = open_model(tiny_model).model
    stage = model.linear
    taggers = tuple(copy(tagger) for tagger in stage.taggers)
    known = len(stage.window_vocabulary.ids)
    for tagger in taggers:
        tagger.coef_ = tagger.coef_.astype(np.float64)
        tagger.coef_[:, ::2] = module.LIGHTEST_WINDOW / 2
    taggers[0].coef_[:, 0] = -1.0  # one signal needs it
    heavy = replace(model, linear=replace(stage, taggers=taggers))
    light = module.lightened(heavy)
    kept = light.linear.window_vocabulary.ids
    assert kept[0] == stage.window_vocabulary.ids[0]
    assert not set(kept[1:].tolist()) & set(stage.window_vocabulary.ids[2::2].tolist())
    assert 1 <= len(kept) < known
    readings = [read_cell(labelled.cell) for labelled in read_training_data(tiny_data)["calibration"]]
    left, right = (one.linear.apply(readings).decisions for one in (heavy, light))
    assert np.abs(left - right).max() < 30 * module.LIGHTEST_WINDOW / 2  # a token has some thirty windows
    assert [len(tagger.coef_[0]) for tagger in heavy.linear.taggers] == [known] * 3  # the given model stays as it is


def test_n_grams_that_weigh_next_to_nothing_are_left_out_and_the_measures_stay(
    tiny_data: Path, tiny_model: Path
) -> None:
    model = open_model(tiny_model).model
    stage = model.linear
    known = len(stage.vocabulary.ids)
    heads = tuple(copy(head) for head in stage.heads)
    for head in heads:
        head.coef_ = head.coef_.astype(np.float64)
        head.coef_[:, :known:2] = 0.0
        head.coef_[:, 1:known:2] = 1.0
        head.coef_[:, known:] = module.LIGHTEST_NGRAM / 2
    heads[-1].coef_[:, 2] = -module.LIGHTEST_NGRAM  # one head needs it
    heavy = replace(model, linear=replace(stage, heads=heads))
    light = module.lightened(heavy).linear
    assert light.vocabulary.ids.tolist() == sorted([*stage.vocabulary.ids[1::2].tolist(), int(stage.vocabulary.ids[2])])
    readings = [read_cell(labelled.cell) for labelled in read_training_data(tiny_data)["calibration"]]
    left, right = heavy.linear.apply(readings).scores, light.apply(readings).scores
    assert np.abs(left - right).max() < 1e-3  # half precision
    assert left.any()


def test_a_landlords_cells_stay_in_one_fold() -> None:
    forms = [f"landlord-{number % 20}" for number in range(100)]
    folds = module._folds(forms)
    for form in set(forms):
        assert len({fold for fold, other in zip(folds, forms, strict=True) if other == form}) == 1
    assert set(folds.tolist()) == set(range(module.FOLDS))
    assert (module._folds(forms[::-1]) == folds[::-1]).all()


def test_parts_are_put_together_in_the_order_of_the_cells() -> None:
    def look(cells: list[int], sizes: list[int]) -> FirstLook:
        of_token = np.repeat(cells, np.reshape(sizes, (-1, 2)).sum(axis=1))
        rows = np.array(cells, dtype=np.float64)[:, None]
        return FirstLook(
            rows.astype(np.float32), rows, of_token[:, None].astype(np.float64), np.array(sizes), NO_CLAIMS
        )

    whole = look([0, 1, 2, 3], [2, 0, 0, 0, 1, 3, 0, 1])
    parts = [([1, 2], look([1, 2], [0, 0, 1, 3])), ([0, 3], look([0, 3], [2, 0, 0, 1]))]
    together = module._together(parts, whole.sizes, NO_CLAIMS)
    assert all((left == right).all() for left, right in zip(together[:-1], whole[:-1], strict=True))


def test_cells_claim_what_they_claim_when_the_model_is_applied(
    tiny_data: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = read_training_data(tiny_data)["train"]
    put_together = module._together
    seen: list[FirstLook] = []

    def remember(*given: Any) -> FirstLook:
        seen.append(put_together(*given))
        return seen[-1]

    monkeypatch.setattr(module, "_together", remember)
    module.fit(cells, lambda _: None)
    applied = open_model(tiny_model).model.linear.apply([read_cell(labelled.cell) for labelled in cells])
    assert all((left == right).all() for left, right in zip(seen[0].claims, applied.claims, strict=True))


def test_no_token_is_looked_at_by_what_learnt_from_its_landlord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "fit_tagger", lambda first, marks, inside: inside)
    monkeypatch.setattr(module, "second_look", lambda inside, first: np.repeat(inside[:, None], 3, axis=1) + 1.0)
    sizes = np.array([2, 1, 0, 0, 1, 0, 0, 3])
    first = FirstLook(np.zeros((4, 1), np.float32), np.zeros((4, 1)), np.zeros((7, 3)), sizes, NO_CLAIMS)
    tagger, chances = module._looked_again(first, np.zeros((7, 3), dtype=bool), np.array([0, 1, 1, 0]))
    assert tagger.all()
    assert (chances == 1.0).all()  # 2.0 where it had learnt from it


def test_marks_stand_on_the_words_of_the_triggers(tiny_data: Path) -> None:
    cells = read_training_data(tiny_data)["train"]
    readings = [read_cell(labelled.cell) for labelled in cells]
    marks = token_marks(cells, readings)
    tokens = [word for reading in readings for field in reading.fields for word in field.words]
    assert len(marks) == len(tokens)
    marked = {
        signal: {tokens[index] for index in np.flatnonzero(marks[:, column])}
        for column, signal in enumerate(TRIGGER_SIGNALS)
    }
    future = marked.pop("future")
    assert future >= {"will", "be", "written", "printed", "is", "in", "draft", "consultation"}
    assert not future & {"this", "by", "spring", "new", "leaflet", "harbour"}
    assert marked == {
        "hedged": {"aim", "to", "normally"},
        "gap": {"does", "not", "have", "no", "yet", "in", "place"},
    }


def test_emphasis_lightens_the_penalty_and_the_head_sees_columns_as_they_are() -> None:
    random = np.random.default_rng(1)
    design = sparse.csr_matrix(random.integers(0, 2, (60, 5)).astype(float))
    truth = random.random(60) + design.toarray()[:, 0] > 1
    emphasis = np.array([3.0, 1.0, 1.0, 1.0, 1.0])
    head = module._fitted(module._Task(0.1, design, truth, emphasis))
    scaled = module._regression(0.1).fit(design @ sparse.diags(emphasis), truth)
    assert np.allclose(head.decision_function(design), scaled.decision_function(design @ sparse.diags(emphasis)))
    plain = module._fitted(module._Task(0.1, design, truth, np.ones(5)))
    assert abs(head.coef_[0, 0]) > abs(plain.coef_[0, 0]) > 0


def test_the_threshold_is_the_middle_of_the_best() -> None:
    chances = np.array([0.1, 0.2, 0.7, 0.9])
    truth = np.array([False, False, True, True])
    threshold = module._threshold(chances, truth)
    assert 0.3 < threshold < 0.6
    assert module._threshold(chances, np.zeros(4, dtype=bool)) == 0.5


def test_the_temperature_softens_what_is_too_sure() -> None:
    sure = np.array([[0.98, 0.02]] * 10)
    truth = np.array([0] * 7 + [1] * 3)
    assert module._temperature(sure, truth) > 1.5
    assert module._temperature(np.array([[0.7, 0.3]] * 10), truth) == 1.0


def test_a_fifth_of_the_cells_goes_to_a_reader() -> None:
    confidences = np.linspace(0.5, 1.0, 101)
    limit = module._review_below(np.stack([confidences, 1 - confidences], axis=1))
    assert (confidences < limit).mean() == pytest.approx(0.2, abs=0.02)
