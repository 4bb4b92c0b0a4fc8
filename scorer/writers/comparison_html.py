"""Two years as one self-contained page, the sibling of the report of one form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scorer.records import Comparison
from scorer.writers.templating import template


def comparison_html(
    comparisons: Sequence[Comparison], facts: dict[str, Any], errors: Sequence[dict[str, str]] = ()
) -> str:
    """The page of all comparisons. ``facts`` are the versions of ``Scorer.facts``, ``errors`` the files that could not
    be read."""
    return template("comparison.html").render(comparisons=comparisons, facts=facts, errors=errors)
