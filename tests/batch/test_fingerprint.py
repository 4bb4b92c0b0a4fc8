"""What made the tables: whatever can change a byte of them changes the fingerprint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, cast

import pytest

from scorer.batch.fingerprint import PACKAGE, facts, fingerprint, mark, still_hold
from scorer.modelfile import MANIFEST, OpenModel
from scorer.pipeline import Scorer
from scorer.rules import RuleSet
from scorer.settings import Settings

DATA = (
    "rules/words.yml",
    "rules/catalogue/*.yml",
    "checks/ask_to_see.yml",
    "checks/catalogue/*.yml",
    "advice/weakness.yml",
    "advice/provisions/2022.yml",
    "language/lexicon.yml",
    "codes/2024.json",
    "codes/successors.json",
    "references.py",
)


def made(sha256: str = "a", **manifest: Any) -> Scorer:
    return Scorer(Settings(), OpenModel("stub", sha256, manifest, cast(Any, None)), cast(RuleSet, None))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, without what the interpreter keeps in it."""
    return Path(
        shutil.copytree(
            PACKAGE, tmp_path_factory.mktemp("copy") / "scorer", ignore=shutil.ignore_patterns("__pycache__")
        )
    )


@pytest.mark.parametrize("pattern", DATA)
def test_each_file_of_data_changes_it(package: Path, pattern: str) -> None:
    before = fingerprint(made(), package)
    path = min(package.glob(pattern))
    data = path.read_bytes()
    path.write_bytes(data + b"\n")
    assert fingerprint(made(), package) != before
    path.write_bytes(data)
    assert fingerprint(made(), package) == before


def test_a_file_more_changes_it_and_what_the_interpreter_keeps_does_not(package: Path) -> None:
    before = fingerprint(made(), package)
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "cli.pyc").write_bytes(b"x")
    assert fingerprint(made(), package) == before
    (package / "rules" / "catalogue" / "ZZZ999.yml").write_bytes(b"x")
    assert fingerprint(made(), package) != before


def test_the_model_and_each_word_of_its_manifest_change_it(package: Path) -> None:
    found = {
        fingerprint(scorer, package)
        for scorer in (made(), made("b"), made(policy={"review_below": 0.5}), made(policy={"review_below": 0.6}))
    }
    assert len(found) == 4


def test_the_facts_name_the_libraries(scorer: Scorer) -> None:
    found = facts(scorer)
    assert {"python", "spacy", "scikit-learn", "numpy", "pyarrow", "lxml"} <= found["libraries"].keys()
    assert all(found["libraries"].values())
    assert mark(found) == mark(facts(scorer))
    assert mark({**found, "libraries": {**found["libraries"], "numpy": "0"}}) != mark(found)


def test_facts_hold_while_model_product_and_libraries_are_the_same(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "tiny"))
    settings = Settings(models=tmp_path, model="tiny")
    found = json.loads(json.dumps(facts(Scorer.load(settings))))
    assert still_hold(found, settings)
    for key in ("version", "model", "libraries", "fingerprint"):
        assert not still_hold({**found, key: "another"}, settings)
    for none in (None, {}, [], "facts"):
        assert not still_hold(none, settings)
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, "temperature": 2}))
    assert not still_hold(found, settings)
    (folder / MANIFEST).unlink()
    assert not still_hold(found, settings)
