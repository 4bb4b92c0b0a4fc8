"""Measures: each by its name, each countable by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scorer.features import MEASURES, Columns, Tokens, measures, read_cell
from scorer.records import COMPLY_VALUES, EvidenceCell

ASKED = "The landlord must reply within ten working days."


def measured(evidence: str, commentary: str = "", **more: Any) -> dict[str, float]:
    (row,) = measures(Tokens.of(Columns.of([read_cell(EvidenceCell("1.2", evidence, commentary, **more))]))).tolist()
    return dict(zip(MEASURES, row, strict=True))


def test_names_are_unique_and_a_row_has_one_number_for_each() -> None:
    assert len(set(MEASURES)) == len(MEASURES)
    assert measures(Tokens.of(Columns.of([]))).shape == (0, len(MEASURES))
    assert measures(Tokens.of(Columns.of([read_cell(EvidenceCell("1.2", "x"))] * 3))).shape == (3, len(MEASURES))


@pytest.mark.parametrize(
    ("text", "whole", "short"),
    [
        ("17 of 17 were on time.", 1, 0),
        ("Flags looked at: 3,004 of 3,004.", 1, 0),
        ("59 of 61 were on time.", 0, 1),
        ("83% were on time.", 0, 1),
        ("All but one was on time.", 0, 1),
        ("100% at stage 1, two of 46 late at stage 2.", 1, 1),
        ("Each was on time.", 0, 0),
    ],
)
def test_a_share_is_of_the_whole_or_falls_short_of_it(text: str, whole: int, short: int) -> None:
    row = measured("Told below.", text)
    assert (row["amount_whole"], row["amount_short"]) == (whole, short)


@pytest.mark.parametrize("comply", COMPLY_VALUES)
def test_the_claim_is_one_of_its_values(comply: Any) -> None:
    row = measured("x", comply=comply)
    assert [name for name in MEASURES if name.startswith("comply=") and row[name]] == [f"comply={comply}"]


def test_the_edition_is_one_or_none() -> None:
    assert measured("x", code="2022")["code=2022"] == 1
    assert sum(value for name, value in measured("x").items() if name.startswith("code=")) == 0


def test_sizes() -> None:
    row = measured("Kestrel holds it. The Board met.", "Twice.")
    assert (row["tokens"], row["commentary_tokens"], row["clauses"]) == (10, 2, 3)
    assert (row["evidence_blank"], row["commentary_blank"]) == (0, 0)
    assert (measured("")["evidence_blank"], measured("")["commentary_blank"]) == (1, 1)


def test_spans_are_counted_and_those_of_the_requirement_are_not_the_landlords_own() -> None:
    own = measured("We reply in two working days.", requirement=ASKED)
    copied = measured("We reply in 10 working days.", requirement=ASKED)
    assert own["n_TIMESCALE"] == copied["n_TIMESCALE"] == 1
    assert (own["own_TIMESCALE"], copied["own_TIMESCALE"]) == (1, 0)
    assert (own["own_numbers"], copied["own_numbers"]) == (0, 0)  # "two" is no digit
    assert (copied["shared_numbers"], copied["own_content"], copied["own_share"]) == (1, 0, 0)
    assert measured("41 of them", requirement=ASKED)["own_numbers"] == 1
    assert (own["requirement_known"], measured("x")["requirement_known"]) == (1, 0)


def test_a_promise_names_nothing_that_is_so_today() -> None:
    promised = measured("The Board will meet monthly.")
    held = measured("The Board meets monthly.")
    assert promised["n_BODY"] == held["n_BODY"] == 1
    assert (promised["present_BODY"], held["present_BODY"]) == (0, 1)
    assert (promised["promise_clauses"], promised["present_clauses"], promised["promise_share"]) == (1, 0, 1)
    both = measured("The Board meets monthly. A leaflet will follow.")
    assert (both["promise_clauses"], both["present_clauses"], both["promise_share"]) == (1, 1, 0.5)


def test_a_year_is_past_by_the_date_of_the_form() -> None:
    before = measured("Agreed in 2023.", form_date="2022-09")
    after = measured("Agreed in 2023.", form_date="2024-06")
    assert (before["past_year"], before["coming_year"]) == (0, 1)
    assert (after["past_year"], after["coming_year"]) == (1, 0)
    assert measured("Agreed in 2023.")["past_year"] == 1
    assert measured("It will come in 2023.", form_date="2024-06")["past_year"] == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yes, we do.", "opens_yes"),
        ("Partial - in hand.", "opens_partial"),
        ("N/A", "opens_na"),
        ("As above.", "opens_as_above"),
        ("See 7.4.", "opens_see"),
    ],
)
def test_openings(text: str, name: str) -> None:
    assert measured(text)[name] == 1
    assert measured(f"Kestrel. {text}")[name] == 0
    assert measured("", text)[name] == 1


def test_the_best_clause_rises_with_what_it_gives() -> None:
    texts = (
        "",
        "We comply.",
        "The Lettings Board.",
        "A caretaker rings every tenant back.",
        "Kestrel shows 41 tenants rung back.",
    )
    best = [measured(text)["best_clause"] for text in texts]
    assert best == sorted(best)
    assert (best[0], best[-1]) == (0, 4)


def test_measures_are_finite_and_the_same_each_time() -> None:
    columns = Columns.of([read_cell(EvidenceCell("1.2", text)) for text in ("", "...", "😀", "2023 " * 50)])
    first = measures(Tokens.of(columns))
    assert np.isfinite(first).all()
    assert (first == measures(Tokens.of(columns))).all()
