"""The training data as it is kept: its form, its triggers, its duplicates, its card."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from scorer import datacard
from scorer.codes import load
from scorer.labelled import SPLITS, LabelledCell, read_training_data

FOLDER = Path(__file__).resolve().parent.parent / "training_data"


@pytest.fixture(scope="module")
def splits() -> dict[str, tuple[LabelledCell, ...]]:
    return read_training_data(FOLDER)


def _text(labelled: LabelledCell) -> str:
    return f"{labelled.cell.evidence} {labelled.cell.commentary}".strip()


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() or c == "'" else " " for c in text.lower()).split()


def test_every_landlord_is_in_one_split_and_every_file_in_some() -> None:
    splits = json.loads((FOLDER / "splits.json").read_text())
    names = [name for split in SPLITS for name in splits[split]]
    assert len(names) == len(set(names))
    assert set(names) == {path.stem for path in (FOLDER / "cells").glob("*.jsonl")}


def test_there_is_enough_of_it(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    cells = [cell for part in splits.values() for cell in part]
    assert len(cells) >= 4000
    assert len({cell.form for cell in cells}) >= 60
    assert len({cell.pair for cell in cells if cell.pair}) >= 500
    seen = {(cell.cell.code, cell.cell.ref) for cell in cells}
    for code in ("2020", "2022", "2024"):
        missing = [ref for ref in load(code).refs if (code, ref) not in seen]
        assert not missing, f"no cell of {code} {missing}"


def test_ids_are_unique_and_texts_clean(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    cells = [cell for part in splits.values() for cell in part]
    assert len({cell.cell.id for cell in cells}) == len(cells)
    for cell in cells:
        assert _text(cell) == " ".join(_text(cell).split())


def test_a_signal_with_words_has_its_trigger(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    for part in splits.values():
        for cell in part:
            marked = {trigger.signal for trigger in cell.triggers}
            assert marked == cell.signals & {"future", "hedged", "gap"}, cell.cell.id


def test_blank_cells_are_absent(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    for part in splits.values():
        for cell in part:
            if not _text(cell):
                assert (cell.specificity, cell.signals, cell.contradiction) == (0, frozenset(), 0), cell.cell.id


def test_the_cells_of_a_pair_differ_in_a_label(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    pairs = defaultdict(list)
    for part in splits.values():
        for cell in part:
            if cell.pair:
                pairs[cell.pair].append((cell.specificity, cell.signals, cell.contradiction))
    alike = [name for name, labels in pairs.items() if len(set(labels)) < 2]
    assert len(alike) <= len(pairs) * 0.02, alike


def test_no_opening_makes_up_more_than_a_hundredth(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    # A landlord's own title of its policy stands in the evidence column of row after row; sentences are what counts.
    cells = [_words(cell.cell.commentary or cell.cell.evidence) for part in splits.values() for cell in part]
    frames = Counter(tuple(words[:4]) for words in cells if len(words) >= 6)
    frame, count = frames.most_common(1)[0]
    assert count <= len(cells) / 100, f"{count} cells open with {' '.join(frame)!r}"


def test_hardly_a_test_cell_is_nearly_a_training_cell(splits: dict[str, tuple[LabelledCell, ...]]) -> None:
    index = defaultdict(set)
    kept = []
    for cell in splits["train"]:
        words = _words(_text(cell))
        shingles = {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
        for shingle in shingles:
            index[shingle].add(len(kept))
        kept.append(shingles)
    near = []
    long = 0
    for cell in splits["test"]:
        words = _words(_text(cell))
        if len(words) < 7:  # "As per the complaints policy" is said by everybody
            continue
        long += 1
        shingles = {tuple(words[i : i + 3]) for i in range(len(words) - 2)}
        candidates = {other for shingle in shingles for other in index[shingle]}
        if any(len(shingles & kept[o]) / len(shingles | kept[o]) >= 0.6 for o in candidates):
            near.append(cell.cell.id)
    assert len(near) < long / 100, near


def test_the_card_is_current() -> None:
    assert (FOLDER / datacard.CARD).read_text() == datacard.card(FOLDER), "run: python -m scorer.datacard"
