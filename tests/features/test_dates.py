"""Dates of a cell against the date of its form."""

from __future__ import annotations

import pytest

from scorer.features.dates import form_month, is_past
from tests.features.test_windows import cell, windows


@pytest.mark.parametrize(
    ("text", "form_date", "past"),
    [
        ("12 june 2024", "2024-06", True),
        ("october 2024", "2024-06", False),
        ("october 2023", "2024-06-30", True),
        ("2024", "2024-06", True),
        ("2025", "2024-06", False),
        ("december 2024", "2024", True),
        ("march 2031", None, True),
        ("june", "2024-06", None),
        ("1 sept 2022", "2022-08", False),
    ],
)
def test_a_date_is_told_against_the_month_of_the_form(text: str, form_date: str | None, past: bool | None) -> None:
    assert is_past(text, form_month(form_date)) is past


def test_the_tagger_sees_on_which_side_of_the_form_a_date_lies() -> None:
    before = cell("The panel meets on 3 May 2024.", form_date="2024-06")
    after = cell("The panel meets on 3 May 2024.", form_date="2024-04")
    undated = cell("The panel meets on 3 May 2024.", form_date=None)
    assert (windows([before]) == windows([undated])).all()
    assert (windows([before]) != windows([after])).any(axis=0).sum() == 1  # one feature of the window and no other
