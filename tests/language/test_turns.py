"""The file of turns of phrase."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.errors import ScorerError
from scorer.language import turns as module


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "turns.yml"
    monkeypatch.setattr(module, "_PATH", path)
    module.turns.cache_clear()
    return path


@pytest.fixture(autouse=True)
def as_shipped() -> object:
    yield
    module.turns.cache_clear()


def test_a_phrase_is_known_by_its_tokens(file: Path) -> None:
    file.write_text("plan: >-\n  sign - off;\n  soon\n...\n")
    assert module.turns() == {"plan": (("sign", "-", "off"), ("soon",))}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plan: soon; soon\n", "twice"),
        ("plan: soon\nhope: soon\n", "twice"),
        ("plan: a b c d e\n", "4 tokens"),
        ("plan: by 2031\n", "digit"),
    ],
)
def test_a_file_that_breaks_the_form_is_refused(file: Path, text: str, told: str) -> None:
    file.write_text(f"{text}...\n")
    with pytest.raises(ScorerError, match="E411") as caught:
        module.turns()
    assert told in str(caught.value)
