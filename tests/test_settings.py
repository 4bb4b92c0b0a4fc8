"""Settings: defaults, the environment, and a bad number."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from scorer.errors import ScorerError
from scorer.settings import CONFIG, PREFIX, ServiceSettings, Settings


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


def test_the_service_has_its_own_prefix() -> None:
    assert ServiceSettings.from_environment({"EVIDENCE_SCORER_PORT": "9"}) == ServiceSettings()
    assert ServiceSettings.from_environment({"EVIDENCE_SCORER_SERVICE_PORT": "9"}).port == 9
    assert ServiceSettings.from_environment({"EVIDENCE_SCORER_SERVICE_KEYS": "~/k"}).keys == Path("~/k").expanduser()


@pytest.mark.parametrize(("name", "value"), [("WORKERS", "0"), ("PORT", "-1"), ("ACCESS", "all"), ("RATE", "-5")])
def test_a_value_out_of_its_range_is_refused_with_its_name(name: str, value: str) -> None:
    with pytest.raises(ScorerError, match=f"EVIDENCE_SCORER_SERVICE_{name}") as caught:
        ServiceSettings.from_environment({f"EVIDENCE_SCORER_SERVICE_{name}": value})
    assert caught.value.code == "E511"


def test_a_file_is_read_and_the_environment_outranks_it(tmp_path: Path) -> None:
    path = tmp_path / "scorer.toml"
    path.write_text("[scorer]\nmax_pages = 7\nmax_cells = 8\n[service]\nhost = '::1'\nrate = 9\n", encoding="utf-8")
    environ = {CONFIG: str(path), "EVIDENCE_SCORER_MAX_CELLS": "5"}
    settings, service = Settings.from_environment(environ), ServiceSettings.from_environment(environ)
    assert (settings.max_pages, settings.max_cells) == (7, 5)
    assert (service.host, service.rate, service.port) == ("::1", 9, 8000)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("max_pages = 7", "no table max_pages"),
        ("[scorer]\nmax_page = 7", "no key max_page"),
        ("[scorer]\n[serivce]\nport = 1", "no table serivce"),
        ("[scorer", "declaration"),
    ],
)
def test_a_file_that_says_something_else_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "scorer.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScorerError, match=reason) as caught:
        Settings.from_environment({CONFIG: str(path)})
    assert caught.value.code == "E512"
    with pytest.raises(ScorerError, match="No such file"):
        Settings.from_environment({CONFIG: str(tmp_path / "other.toml")})


@pytest.mark.parametrize("value", ["'many'", "7.5", "true", "[7]"])
def test_a_number_of_a_file_is_held_to_be_one(tmp_path: Path, value: str) -> None:
    path = tmp_path / "scorer.toml"
    path.write_text(f"[scorer]\nmax_pages = {value}\n", encoding="utf-8")
    with pytest.raises(ScorerError, match="E503"):
        Settings.from_environment({CONFIG: str(path)})


def test_every_setting_of_the_service_has_its_help() -> None:
    assert all(entry.metadata["help"].endswith(".") for entry in fields(ServiceSettings))
