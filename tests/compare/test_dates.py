"""The time of a promise is the last day that its words may mean."""

from __future__ import annotations

import pytest

from scorer.compare.dates import due


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 5 March 2025", "2025-03-05"),
        ("on the 1st of May, 2025", "2025-05-01"),
        ("in February 2028", "2028-02-29"),
        ("by Sept 2024", "2024-09-30"),
        ("by 31/03/2025", "2025-03-31"),
        ("in the spring of 2025", "2025-05-31"),
        ("winter 2024", "2025-02-28"),
        ("Q1 2025", "2025-06-30"),
        ("quarter 4 2025", "2026-03-31"),
        ("in 2025/26", "2026-03-31"),
        ("by the end of 2025", "2025-12-31"),
        ("by September", "2024-09-30"),
        ("in May", "2025-05-31"),
        ("by 12 May", "2025-05-12"),
        ("in the autumn", "2024-11-30"),
        ("from May", "2025-05-31"),
    ],
)
def test_times_are_read(text: str, day: str) -> None:
    found = due(f"It comes {text}.", 0, 99, "2024-06-12", 0)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "text", ["in May 2023", "we may print it", "by 31 2025 words", "by 99/99/2025", "by 31 February", "2025-99"]
)
def test_what_is_over_or_no_time_is_not(text: str) -> None:
    assert due(text, 0, len(text), "2024-06", 0) is None


def test_a_form_without_a_date_counts_only_full_times_after_the_promise() -> None:
    text = "Approved May 2023, will be revised by June 2026 or in July."
    found = due(text, 0, len(text), None, text.index("will"))
    assert found is not None
    assert (found.day, found.dated) == ("2026-06-30", True)
    assert due("will come by July", 0, 17, None, 0) is None


def test_the_first_time_not_yet_over_is_taken_within_its_sentence() -> None:
    text = "Adopted May 2023; revised by June 2025; again by June 2026."
    found = due(text, 0, len(text), "2024-06", 0)
    assert found is not None
    assert text[found.start : found.end] == "June 2025"
    later = due(text, text.index("again"), len(text), "2024-06", 0)
    assert later is not None
    assert later.day == "2026-06-30"
