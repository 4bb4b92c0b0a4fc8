"""Checks that need the whole form."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.checks import REUSED_AT_LEAST, REUSED_CHARACTERS, form_findings
from scorer.records import CellScore, EvidenceCell, Form, FormFinding, Probabilities

LONG = "Kept in the Kestrel register."


def findings(
    *evidence: str, missing: Sequence[str] = (), form_date: str | None = "2024-06", code: str = "2024"
) -> tuple[FormFinding, ...]:
    cells = tuple(EvidenceCell(f"1.{number}", text) for number, text in enumerate(evidence, 2))
    scores = [
        CellScore(cell, 0, 0, (), Probabilities((0,) * 5, (0,) * 3, (0,) * 5), 0, "poor", ())  # type: ignore[arg-type]
        for cell in cells
    ]
    return form_findings(Form("f.docx", "", code, cells, form_date, missing=tuple(missing)), scores)


def test_a_whole_form_has_none() -> None:
    assert findings("One.", "Two.") == ()
    assert findings() == ()


def test_missing_provisions() -> None:
    assert findings(missing=["1.9"]) == (
        FormFinding("missing-provisions", "1 provision has no row in the form.", ("1.9",)),
    )
    (found,) = findings(missing=["1.9", "2.1"])
    assert found.message == "2 provisions have no row in the form."


def test_an_undated_form_but_not_undated_cells() -> None:
    assert [found.check for found in findings(form_date=None)] == ["undated"]
    assert findings(form_date=None, code="") == ()


def test_the_same_words_beside_many_provisions() -> None:
    assert findings(*[LONG] * (REUSED_AT_LEAST - 1)) == ()
    (found,) = findings("Other.", *[LONG, LONG.upper(), LONG.replace(" ", "  ")], LONG)
    assert (found.check, found.refs) == ("same-words", ("1.3", "1.4", "1.5", "1.6"))
    assert "4 provisions" in found.message


def test_short_and_blank_cells_repeat_without_meaning_it() -> None:
    assert findings(*["x" * (REUSED_CHARACTERS - 1)] * 9) == ()
    assert findings(*[""] * 9) == ()
