"""Strategies of hypothesis that several modules of tests draw from."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


def distribution(size: int) -> st.SearchStrategy[Any]:
    """So many chances that add up to one."""
    return st.lists(st.floats(0.01, 1), min_size=size, max_size=size).map(
        lambda values: tuple(value / sum(values) for value in values)
    )
