"""Settings: defaults, the environment, and a bad number."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from scorer.errors import ScorerError
from scorer.settings import PREFIX, Settings


def test_without_an_environment_the_defaults_hold() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment({"MAX_PAGES": "3", "EVIDENCE_SCORER_OTHER": "3"}) == Settings()


@pytest.mark.parametrize("name", [entry.name for entry in fields(Settings)])
def test_each_setting_is_read_with_its_type(name: str) -> None:
    settings = Settings.from_environment({PREFIX + name.upper(): "7"})
    value = getattr(settings, name)
    assert isinstance(value, int | str | Path)
    assert value == type(value)("7")
    assert type(value) is type(getattr(Settings(), name))
    names = [entry.name for entry in fields(Settings)]
    changed = {other for other in names if getattr(settings, other) != getattr(Settings(), other)}
    assert changed == {name}


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENCE_SCORER_MAX_PAGES", "5")
    assert Settings.from_environment().max_pages == 5


@pytest.mark.parametrize("value", ["many", "", "1.5"])
def test_a_bad_number_is_refused_with_its_name(value: str) -> None:
    with pytest.raises(ScorerError, match="EVIDENCE_SCORER_MAX_PAGES") as caught:
        Settings.from_environment({"EVIDENCE_SCORER_MAX_PAGES": value})
    assert caught.value.code == "E503"


def test_every_setting_has_its_help() -> None:
    assert all(entry.metadata["help"].endswith(".") for entry in fields(Settings))
