"""One door to the writers of two years that need no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from scorer.records import Comparison
from scorer.writers.comparison_csv import comparison_csv
from scorer.writers.comparison_docx import comparison_docx
from scorer.writers.comparison_html import comparison_html
from scorer.writers.comparison_json import comparison_json
from scorer.writers.comparison_markdown import comparison_markdown
from scorer.writers.comparison_xlsx import comparison_xlsx

ComparisonFormat = Literal["json", "html", "xlsx", "docx", "md", "csv"]


def render_comparison(
    comparisons: Sequence[Comparison],
    facts: dict[str, Any],
    format: ComparisonFormat,
    errors: Sequence[dict[str, str]] = (),
) -> str | bytes:
    """The comparisons in a format: text, or bytes for ``docx`` and ``xlsx``. ``facts`` are the versions of
    ``Scorer.facts``, ``errors`` the files that could not be read."""
    match format:
        case "json":
            return comparison_json(comparisons, facts, errors)
        case "html":
            return comparison_html(comparisons, facts, errors)
        case "xlsx":
            return comparison_xlsx(comparisons, facts)
        case "docx":
            return comparison_docx(comparisons, facts)
        case "md":
            return comparison_markdown(comparisons, facts)
        case "csv":
            return comparison_csv(comparisons)
