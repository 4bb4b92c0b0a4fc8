"""Periods in words, as working days."""

from __future__ import annotations

import pytest

from scorer.language import read
from scorer.language.periods import working_days


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("10 working days", 10),
        ("ten days", 10),
        ("twenty - one days", 21),
        ("two weeks", 10),
        ("a fortnight", 10),
        ("one calendar month", 20),
        ("12 months", 240),
        ("a year", 240),
        ("six hours", 0.25),
        ("48hrs", 2),
        ("30 minutes", 1 / 48),
        ("ten ( 10 ) days", 10),
        ("28 calendar days", 20),
        ("next working day", 1),
    ],
)
def test_a_period_is_so_many_working_days(words: str, days: float) -> None:
    assert working_days(words.split()) == pytest.approx(days)


@pytest.mark.parametrize(
    "words",
    [
        "by close of business",
        "soon",
        "10",
        "december",
        "daylight",
        "a few days",
        "the fifteenth working day",
        "half a year",
        "10–20 days",
    ],
)
def test_what_tells_no_length_is_none(words: str) -> None:
    assert working_days(words.split()) is None


@pytest.mark.parametrize(
    "text",
    ["Within ten working days.", "Within 48hrs.", "Within a fortnight.", "Within ten (10) working days.", "In 3 mths."],
)
def test_what_is_read_as_a_period_has_a_length(text: str) -> None:
    reading = read(text)
    (span,) = [span for span in reading.spans if span.label == "TIMESCALE"]
    assert working_days(reading.words[span.start : span.end])
