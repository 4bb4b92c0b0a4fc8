"""Labelled cells: what is read of a line, and how each fault is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scorer.codes import load
from scorer.errors import ScorerError
from scorer.labelled import OPTIONAL, LabelledCell, read_labelled, read_training_data
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
    given = {**GOOD, "id": "pellow-moor/2", "requirement": "Be kind."}
    own, ours = read_lines(tmp_path, json.dumps(given), json.dumps(GOOD))
    assert own.cell.requirement == "Be kind."
    assert ours.cell.requirement == load("2024").by_ref["1.2"].requirement


@pytest.mark.parametrize("key", sorted(GOOD.keys() - {"commentary"}))
def test_each_label_is_needed(tmp_path: Path, key: str) -> None:
    refused(tmp_path, {name: value for name, value in GOOD.items() if name != key}, f'"{key}" is missing')


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": 5}, '"id" must be a text'),
        ({"id": " "}, '"id" must be a text that is not empty'),
        ({"form": 5}, '"form" must be a text'),
        ({"code": "1999"}, '"code" must be one of 2020, 2022, 2024, lgsco-2024'),
        ({"code": "1999", "requirement": "Be kind."}, '"code" must be one of'),
        ({"code": ["2024"]}, '"code" must be one of'),
        ({"ref": 5}, '"ref" must be a text'),
        ({"ref": "1.99"}, '"ref" must be a provision of the edition 2024'),
        ({"comply": "perhaps"}, '"comply" must be one of yes, no, partial'),
        ({"comply": ["yes"]}, '"comply" must be one of'),
        ({"evidence": 5}, '"evidence" must be a text'),
        ({"evidence": None}, '"evidence" must be a text'),
        ({"evidence": ["a"]}, '"evidence" must be a text'),
        ({"evidence": "may \ud800"}, '"evidence" must be a text'),
        ({"commentary": 5}, '"commentary" must be a text'),
        ({"requirement": 5}, '"requirement" must be a text'),
        ({"comply_text": 5}, '"comply_text" must be a text'),
        ({"form_date": "yesterday"}, '"form_date" must be a month or a day such as 2024-06'),
        ({"form_date": "2024-02-30"}, '"form_date" must be a month or a day'),
        ({"form_date": 5}, '"form_date" must be a month or a day'),
        ({"pair": 5}, '"pair" must be a text'),
        ({"specificity": 5}, '"specificity" must be a whole number from 0 to 4'),
        ({"specificity": -1}, '"specificity" must be a whole number'),
        ({"specificity": "2"}, '"specificity" must be a whole number'),
        ({"specificity": True}, '"specificity" must be a whole number'),
        ({"specificity": 2.0}, '"specificity" must be a whole number'),
        ({"contradiction": 3}, '"contradiction" must be a whole number from 0 to 2'),
        ({"contradiction": 2, "comply": "no"}, '"contradiction" must be 0 where "comply" is not yes'),
        ({"signals": None}, '"signals" must be a list of any of future, hedged'),
        ({"signals": "hedged"}, '"signals" must be a list'),
        ({"signals": [{"signal": "hedged"}]}, '"signals" must be a list'),
        ({"signals": ["hedged", "vague"]}, '"signals" must be a list'),
        ({"signals": []}, '"triggers", number 1: "signal" must be one of the "signals"'),
        ({"triggers": {}}, '"triggers" must be a list of objects'),
        ({"triggers": ["may"]}, '"triggers" must be a list of objects'),
        ({"triggers": [{"signal": "cross_reference", "text": "may"}]}, '"signal" must be one of future, hedged, gap'),
        ({"triggers": [*GOOD["triggers"], {"signal": "hedged", "text": "might"}]}, 'number 2: "text" must be words of'),
        ({"triggers": [{"signal": "hedged"}]}, 'number 1: "text" is missing'),
        ({"triggers": [{"signal": "hedged", "text": 5}]}, 'number 1: "text" must be a text'),
        ({"triggers": [{"signal": "hedged", "text": ""}]}, 'number 1: "text" must be a text that is not empty'),
    ],
    ids=str,
)
def test_a_fault_is_told_with_its_line_and_field(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    refused(tmp_path, {**GOOD, "id": "pellow-moor/2", **change}, reason)


def refused(tmp_path: Path, record: dict[str, Any], reason: str) -> None:
    with pytest.raises(ScorerError, match=f"Line 2 .*{re.escape(reason)}") as caught:
        read_lines(tmp_path, json.dumps(GOOD), json.dumps(record))
    assert caught.value.code == "E304"


def test_no_two_lines_have_one_id(tmp_path: Path) -> None:
    refused(tmp_path, GOOD, 'it has the "id" of line 1')


@pytest.mark.parametrize("key", ["specificity", "commentary"])
def test_a_field_that_stands_twice_is_refused(tmp_path: Path, key: str) -> None:
    line = json.dumps({**GOOD, "commentary": ""}).removesuffix("}") + f', "{key}": {json.dumps(GOOD.get(key, "x"))}}}'
    with pytest.raises(ScorerError, match=f'Line 1 .*"{key}" is there twice'):
        read_lines(tmp_path, line)


def test_a_field_that_need_not_be_there_may_be_null(tmp_path: Path) -> None:
    bare = {**GOOD, "commentary": ""}
    assert read_lines(tmp_path, json.dumps({**bare, **dict.fromkeys(OPTIONAL)})) == read_lines(
        tmp_path, json.dumps(bare)
    )


@pytest.mark.parametrize("line", ["{", "[", "nothing", "[" * 100_000], ids=["brace", "bracket", "word", "deep"])
def test_a_line_that_is_no_json(tmp_path: Path, line: str) -> None:
    with pytest.raises(ScorerError, match="Line 1") as caught:
        read_lines(tmp_path, line)
    assert caught.value.code == "E301"


@pytest.mark.parametrize("line", ["[1]", "7", '"text"', "null"])
def test_a_line_that_is_no_object(tmp_path: Path, line: str) -> None:
    with pytest.raises(ScorerError, match=r"Line 1 .*it is not an object") as caught:
        read_lines(tmp_path, line)
    assert caught.value.code == "E304"


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


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(records(CALIBRATION[0])[0]), encoding="utf-8-sig")
    assert len(read_labelled(path)) == 1
