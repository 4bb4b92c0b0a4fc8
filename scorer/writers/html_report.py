"""One self-contained page: no script, no network, the same bytes for the same reports.

The template escapes every text; nothing of a form is ever marked safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scorer.records import FormReport
from scorer.writers.templating import template


def report_html(reports: Sequence[FormReport], facts: dict[str, Any], errors: Sequence[dict[str, str]] = ()) -> str:
    """The page of all reports. ``facts`` are the versions of ``Scorer.facts``, ``errors`` the files that could not be
    read."""
    # By identity: two rows of a form may be alike in everything.
    anchors = {
        id(score): f"form-{number}-answer-{place}"
        for number, report in enumerate(reports, start=1)
        for place, score in enumerate(report.scores, start=1)
    }
    return template("report.html").render(
        reports=reports, facts=facts, errors=errors, anchor=lambda score: anchors[id(score)]
    )
