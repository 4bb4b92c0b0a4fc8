"""A model folder: read back as written, and refused, before anything in it is constructed, where it is not as told."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scorer.errors import ScorerError
from scorer.features import read_cell
from scorer.modelfile import ARTEFACT, FORMAT, MANIFEST, open_model, write_model
from scorer.records import EvidenceCell


@pytest.fixture
def folder(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the model that a test may spoil."""
    return Path(shutil.copytree(tiny_model, tmp_path / "copy"))


class Bomb:
    """Unpickling it makes the file that it names."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.mark,)


@pytest.fixture
def mark(folder: Path, tmp_path: Path) -> Path:
    """Put a bomb in the place of the artefact; the path returned exists once it has gone off."""
    path = tmp_path / "went-off"
    (folder / ARTEFACT).write_bytes(pickle.dumps(Bomb(path)))
    return path


def amend(folder: Path, **changes: Any) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


def sign(folder: Path) -> None:
    """Make the manifest name the hash of whatever is there."""
    amend(folder, sha256=hashlib.sha256((folder / ARTEFACT).read_bytes()).hexdigest())


def refused(folder: Path) -> str:
    with pytest.raises(ScorerError) as caught:
        open_model(folder)
    assert folder.name in caught.value.message
    return caught.value.code


def test_the_bomb_works(folder: Path, mark: Path) -> None:
    pickle.loads((folder / ARTEFACT).read_bytes())
    assert mark.exists()


def test_a_changed_artefact_is_refused_unopened(folder: Path, mark: Path) -> None:
    assert refused(folder) == "E402"
    assert not mark.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 0),
        ("format", FORMAT - 1),
        ("format", None),
        ("features", 0),
        ("libraries", {"scikit-learn": "0.1"}),
        ("libraries", {}),
        ("labels", {}),
    ],
)
def test_a_model_of_another_version_is_refused_unopened(folder: Path, mark: Path, key: str, value: Any) -> None:
    sign(folder)
    amend(folder, **{key: value})
    assert refused(folder) == "E403"
    assert not mark.exists()


@pytest.mark.parametrize("name", [ARTEFACT, MANIFEST])
def test_a_missing_file_is_refused(folder: Path, mark: Path, name: str) -> None:
    (folder / name).unlink()
    assert refused(folder) == "E401"
    assert not mark.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "\udcff"])
def test_a_manifest_that_is_none(folder: Path, mark: Path, text: str) -> None:
    (folder / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert refused(folder) == "E401"
    assert not mark.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == "E401"


def test_what_is_written_is_read_back(tiny_model: Path, tmp_path: Path) -> None:
    opened = open_model(tiny_model)
    digest = write_model(tmp_path / "again", opened.model, {"policy": opened.manifest["policy"]})
    again = open_model(tmp_path / "again")
    assert (again.id, again.sha256) == ("again", digest)
    readings = [read_cell(EvidenceCell("1.2", text, comply="yes")) for text in ("It will come.", "41 in 2023.")]
    assert again.model.predict(readings) == opened.model.predict(readings)


@pytest.mark.parametrize("data", [b"", b"no pickle", pickle.dumps([]), pickle.dumps({"linear": {}})])
def test_an_artefact_without_a_model_is_refused(folder: Path, data: bytes) -> None:
    (folder / ARTEFACT).write_bytes(data)
    sign(folder)
    assert refused(folder) == "E403"


def test_a_model_of_estimators_that_are_not_known_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    model = open_model(tiny_model).model
    write_model(tmp_path / "other", replace(model, signals=model.linear.heads[:5]), {})
    assert refused(tmp_path / "other") == "E403"


def test_the_artefact_holds_no_class_of_ours(tiny_model: Path) -> None:
    # In a pickle a class stands by the name of its module.
    pickled = (tiny_model / ARTEFACT).read_bytes()
    assert b"sklearn." in pickled
    assert b"scorer." not in pickled
