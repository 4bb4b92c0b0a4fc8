"""What the records do beside being there."""

from __future__ import annotations

from dataclasses import fields, replace

from scorer.records import CellScore


def test_advice_is_added_and_nothing_else_is_changed() -> None:
    names = [field.name for field in fields(CellScore)]
    score = CellScore(**{name: f"the {name}" for name in names})  # type: ignore[arg-type]
    assert score.advised("Who?", "Say who.") == replace(score, question="Who?", hint="Say who.")
