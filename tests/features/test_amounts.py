"""Amounts beside what is asked."""

from __future__ import annotations

import pytest

from scorer.features import MEASURES, Columns, Tokens, measures, ngrams, read_cell, topical
from scorer.features.amounts import AMOUNTS
from scorer.records import EvidenceCell

TEN_OR_TWENTY = "A reply is sent within 10 working days, or within twenty where it is complex: 20 working days."


def amounts(text: str, asked: str = TEN_OR_TWENTY) -> dict[str, float]:
    """How many amounts of each kind a cell has, without those of which it has none."""
    (row,) = measures(Tokens.of(Columns.of([read_cell(EvidenceCell("6.3", "Told.", text, asked))]))).tolist()
    named = dict(zip(MEASURES, row, strict=True))
    return {kind: named[f"amount_{kind}"] for kind in AMOUNTS if named[f"amount_{kind}"]}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It took 24 working days.", "longer"),
        ("It took six weeks.", "longer"),
        ("It took 10 days.", "same"),
        ("It took a fortnight.", "same"),
        ("It took four weeks.", "same"),
        ("It took eight working days.", "shorter"),
        ("It took 48hrs.", "shorter"),
        ("It took three weeks.", "between"),
        ("It took 28 calendar days.", "same"),
        ("It took ten (10) working days.", "same"),
        ("It took a week.", "shorter"),
        ("It was so for 31 of 31.", "whole"),
        ("It was so for 24 of 31.", "short"),
        ("It was so for all but two.", "short"),
    ],
)
def test_an_amount_is_set_against_what_is_asked(text: str, kind: str) -> None:
    assert amounts(text) == {kind: 1}


def test_without_a_period_asked_none_is_compared() -> None:
    assert amounts("It took 24 working days.", "The landlord must reply.") == {}
    assert amounts("It took 24 working days.", "") == {}
    assert amounts("It is done soon.") == {}


@pytest.mark.parametrize(
    "text",
    [
        "The line is open 24 hours a day, seven days a week.",
        "In the last 12 months it was so.",
        "It costs fifty pounds a week.",
        "It is done by the fifteenth working day.",
        "It is done in a few days.",
    ],
)
def test_a_period_that_sets_no_limit_is_not_compared(text: str) -> None:
    assert amounts(text) == {}


def ids(text: str, asked: str) -> set[int]:
    """The n-grams of a cell, and its words beside its provision."""
    tokens = Tokens.of(Columns.of([read_cell(EvidenceCell("6.3", text, "", asked, code="2024"))]))
    return {identity for _, chunk in [*ngrams(tokens), *topical(tokens)] for identity in chunk.tolist()}


def test_the_same_period_is_another_feature_beside_another_limit() -> None:
    late = ids("It took 15 working days.", "Within 10 working days.")
    early = ids("It took 15 working days.", "Within 20 working days.")
    assert late - early
    assert early - late
