"""What is wrong in a check's file is told with its name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorer.checks.spec import CATALOGUE, Check, Scope, load_checks
from scorer.checks.text import in_one
from scorer.errors import ScorerError
from scorer.records import EvidenceCell

GOOD = yaml.safe_load((CATALOGUE / "STG001-step-before-stage-1.yml").read_text(encoding="utf-8"))


def load(folder: Path, stem: str = "STG001-step-before-stage-1", **changed: Any) -> Mapping[str, Check]:
    data = {key: value for key, value in (GOOD | changed).items() if value is not ...}
    (folder / f"{stem}.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return load_checks(folder)


def test_a_good_file_loads(tmp_path: Path) -> None:
    assert load(tmp_path) is not None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"kind": "magic"}, "'kind' must be one of"),
        ({"why": ...}, "'why' is missing"),
        ({"patterns": ...}, "'patterns' is missing"),
        ({"hint": ...}, "'hint' is missing"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"code": "XYZ001"}, "must be named by its code"),
        ({"name": "other"}, "must be named by its code"),
        ({"weight": "heavy"}, "'weight' must be one of"),
        ({"against_yes": "true"}, "'against_yes' is true or false"),
        ({"weight": "advice", "against_yes": True}, "only for a fault"),
        ({"examples": {"fire": ["a", "b"], "silent": ["c"]}}, "'examples.silent' needs at least 2"),
        ({"patterns": ["(open"]}, "does not compile"),
        ({"patterns": ["<nobody> agrees"]}, "'<nobody>' is no class of words"),
        ({"patterns": ["<Post-holder> agrees"]}, "'<Post-holder>' is no class of words"),
        ({"words": {"helper": 7}}, "'words.helper' must be a text"),
        ({"words": {"helper": "aide"}}, "no pattern names '<helper>'"),
        ({"scope": {"refs": {"2024": ["5.99"]}}}, "2024 has no 5.99"),
        ({"scope": {"editions": ["1999"]}}, "'scope.editions' may hold"),
        ({"scope": {"landlord": ["x"]}}, "unknown key 'scope.landlord'"),
        ({"scope": ["x"]}, "'scope' must be a mapping"),
        ({"scope": {"refs": {"1999": ["5.9"]}}}, "unknown key 'scope.refs.1999'"),
        ({"subject": "form", "question": ..., "hint": ...}, "is of kind 'code'"),
        ({"message": 7}, "'message' must be a text"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, changed: dict[str, Any], told: str) -> None:
    with pytest.raises(ScorerError) as error:
        load(tmp_path, **changed)
    assert error.value.code == "E411"
    assert "STG001-step-before-stage-1.yml, line " in error.value.message
    assert told in error.value.message


def test_a_file_has_classes_of_words_of_its_own(tmp_path: Path) -> None:
    words = {"aide": "(?:aide|<post>)", "group": "(?:<aide>s|panel)"}
    (check,) = load(tmp_path, words=words, patterns=[r"\b<group> meet (?P<often>weekly)(?<!<)"]).values()
    assert all(check.patterns[0].search(in_one(f"The {who} meet weekly")) for who in ("aides", "managers", "panel"))
    load_checks.cache_clear()


def test_a_code_cannot_stand_twice(tmp_path: Path) -> None:
    load(tmp_path)
    load_checks.cache_clear()
    with pytest.raises(ScorerError) as error:
        load(tmp_path, stem="STG001-another", name="another")
    assert "taken" in error.value.message
    load_checks.cache_clear()


def test_scope_is_by_answer_edition_and_provision() -> None:
    scope = Scope(comply=("yes",), refs={"2024": ("6.3", "2.*")})
    cell = EvidenceCell("6.3", "", code="2024", comply="yes")
    assert scope.covers(cell)
    assert scope.covers(EvidenceCell("2.4", "", code="2024", comply="yes"))
    assert not scope.covers(EvidenceCell("6.4", "", code="2024", comply="yes"))
    assert not scope.covers(EvidenceCell("6.3", "", code="2022", comply="yes"))
    assert not scope.covers(EvidenceCell("6.3", "", code="2024", comply="no"))
    assert Scope().covers(cell)
