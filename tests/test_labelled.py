"""Labelled cells: what is read of a line, and how each fault is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scorer.codes import load
from scorer.errors import ScorerError
from scorer.labelled import LabelledCell, read_labelled, read_training_data
from scorer.records import TRIGGER_SIGNALS

from .tiny import CALIBRATION, LANDLORDS, records

GOOD: dict[str, Any] = {
    "id": "pellow-moor/1",
    "form": "pellow-moor",
    "code": "2024",
    "ref": "1.2",
    "comply": "yes",
    "evidence": "It may be that it may.",
    "commentary": "It may.",
    "specificity": 1,
    "signals": ["hedged", "cross_reference"],
    "contradiction": 1,
    "triggers": [{"signal": "hedged", "text": "may"}],
}


def read_lines(tmp_path: Path, *lines: str) -> tuple[LabelledCell, ...]:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_labelled(path)


def test_a_line_is_a_cell_with_its_labels(tmp_path: Path) -> None:
    (one,) = read_lines(tmp_path, json.dumps(GOOD), "", "  ")
    assert (one.cell.id, one.cell.ref, one.cell.comply, one.form) == ("pellow-moor/1", "1.2", "yes", "pellow-moor")
    assert (one.specificity, one.contradiction, one.signals) == (1, 1, {"hedged", "cross_reference"})
    assert one.pair is None


def test_a_trigger_stands_wherever_its_words_do(tmp_path: Path) -> None:
    (one,) = read_lines(tmp_path, json.dumps(GOOD))
    (trigger,) = one.triggers
    assert trigger.places == (("evidence", 3, 6), ("evidence", 18, 21), ("commentary", 3, 6))
    assert all(one.cell.text(field)[start:end] == "may" for field, start, end in trigger.places)


def test_the_requirement_is_the_lines_own_or_that_of_the_edition(tmp_path: Path) -> None:
    own, ours = read_lines(tmp_path, json.dumps({**GOOD, "requirement": "Be kind."}), json.dumps(GOOD))
    assert own.cell.requirement == "Be kind."
    assert ours.cell.requirement == load("2024").by_ref["1.2"].requirement


@pytest.mark.parametrize("key", sorted(GOOD.keys() - {"commentary"}))
def test_each_label_is_needed(tmp_path: Path, key: str) -> None:
    refused(tmp_path, {name: value for name, value in GOOD.items() if name != key}, f"'{key}' is missing")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"comply": "perhaps"}, "comply is 'perhaps'"),
        ({"specificity": 5}, "specificity is 5"),
        ({"specificity": "2"}, "specificity is '2'"),
        ({"contradiction": 3}, "contradiction is 3"),
        ({"contradiction": 2, "comply": "no"}, "contradiction without a claimed yes"),
        ({"signals": ["hedged", "vague"]}, r"unknown signals \['vague'\]"),
        ({"signals": []}, "a trigger for 'hedged'"),
        ({"triggers": [{"signal": "cross_reference", "text": "may"}]}, "a trigger for 'cross_reference'"),
        ({"triggers": [{"signal": "hedged", "text": "might"}]}, "the trigger 'might' is not in the cell"),
        ({"triggers": [{"signal": "hedged"}]}, "'text' is missing"),
        ({"code": "2019"}, "2019"),
        ({"ref": "1.99"}, "1.99"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    refused(tmp_path, {**GOOD, **change}, reason)


def refused(tmp_path: Path, record: dict[str, Any], reason: str) -> None:
    with pytest.raises(ScorerError, match=f"Line 2 .*{reason}") as caught:
        read_lines(tmp_path, json.dumps(GOOD), json.dumps(record))
    assert caught.value.code == "E302"


@pytest.mark.parametrize("line", ["{", "[", "nothing"])
def test_a_line_that_is_no_json(tmp_path: Path, line: str) -> None:
    with pytest.raises(ScorerError, match="Line 1") as caught:
        read_lines(tmp_path, line)
    assert caught.value.code == "E301"


@pytest.mark.parametrize("line", ["[1]", "7", '"text"', "null"])
def test_a_line_that_is_no_object(tmp_path: Path, line: str) -> None:
    with pytest.raises(ScorerError) as caught:
        read_lines(tmp_path, line)
    assert caught.value.code == "E302"


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes(b'{"evidence": "caf\xe9"}')
    for name in ("none.jsonl", "latin.jsonl"):
        with pytest.raises(ScorerError) as caught:
            read_labelled(tmp_path / name)
        assert caught.value.code == "E101"


def test_training_data_comes_by_split_and_landlords_stay_together(tiny_data: Path) -> None:
    splits = read_training_data(tiny_data)
    forms = {split: {labelled.form for labelled in cells} for split, cells in splits.items()}
    assert forms == {"train": set(LANDLORDS) - set(CALIBRATION), "calibration": set(CALIBRATION), "test": set()}
    assert len(splits["calibration"]) == sum(len(records(form)) for form in CALIBRATION)


def test_every_trigger_signal_is_in_the_tiny_set(tiny_data: Path) -> None:
    found = {trigger.signal for cell in read_training_data(tiny_data)["train"] for trigger in cell.triggers}
    assert found == set(TRIGGER_SIGNALS)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"train": []}'])
def test_a_list_of_splits_that_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "splits.json").write_text(text, encoding="utf-8")
    with pytest.raises(ScorerError) as caught:
        read_training_data(tmp_path)
    assert caught.value.code == "E106"


def test_training_data_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScorerError, match="No such file"):
        read_training_data(tmp_path / "none")
