"""Markdown that keeps texts texts."""

from __future__ import annotations

import re

import pytest

from scorer.records import FormReport
from scorer.writers.markdown_report import escaped, report_markdown

from .full import FACTS, all_grades, everything, hostile


def test_the_parts_in_order() -> None:
    text = report_markdown([all_grades()], FACTS)
    heads = re.findall(r"^#{1,3} (.*)$", text, re.M)
    assert heads == [
        "Evidence report",
        "Pellow Moor",
        "Answers to challenge first",
        "Gaps and their dates",
        "The form as a whole",
        "What only other documents show",
        "Every answer",
        "Versions",
        "How to read this",
    ]
    assert "> Evidence: It **will be done** (plan) by the Board in May 2025." in text
    assert "| It is planned for the new year. | March 2025 |" in text
    assert "**Ask:** When?" in text


def test_hostile_texts_stay_texts() -> None:
    text = report_markdown([hostile()], FACTS)
    assert not re.search(r"(?<!\\)<(?:script|img|/style)", text)
    assert not re.search(r"(?<!\\)\]\(b\)", text)
    rows = [line for line in text.splitlines() if line.startswith("| ") and "| No |" in line]
    assert len(rows) == 1
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# head", "\\# head"),
        ("- item", "\\- item"),
        ("1. item", "\\1. item"),
        ("a\n\n# b", "a \\# b"),
        ("plain, text.", "plain, text."),
        ("a\\<b", "a\\\\\\<b"),
    ],
)
def test_what_markdown_would_read_as_its_own_is_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize("report", everything(), ids=["grades", "hostile", "empty", "long"])
def test_no_form_breaks_it(report: FormReport) -> None:
    assert report_markdown([report], FACTS).endswith("\n")
