"""The reports of two years: the same in each format, complete, and texts stay texts."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from itertools import pairwise

import pytest
from docx import Document
from openpyxl import load_workbook

from scorer.writers import comparison_view
from scorer.writers.comparison_csv import comparison_csv
from scorer.writers.comparison_docx import comparison_docx
from scorer.writers.comparison_html import comparison_html
from scorer.writers.comparison_json import comparison_json
from scorer.writers.comparison_markdown import comparison_markdown
from scorer.writers.comparison_render import ComparisonFormat, render_comparison
from scorer.writers.comparison_table import comparison_table
from scorer.writers.comparison_xlsx import comparison_xlsx

from .full import FACTS, HOSTILE
from .test_html_report import Page
from .years import DONE, TEXT, every_kind, hostile_years, nothing, several

HEADLINE = (
    "Of 6 answers, 1 is better, 1 is worse, 1 is word for word the same, 1 is reworded but no better and no worse, "
    "1 is new and 1 is gone."
)
PROMISES = (
    "Of 6 promises made last year, 2 are kept, by this year's words, 1 is overdue, 1 is promised again, "
    "1 is not taken up and 1 is unclear."
)


def test_the_headlines_count_everything() -> None:
    assert comparison_view.headline(every_kind()) == HEADLINE
    assert comparison_view.promises_headline(every_kind()) == PROMISES
    assert comparison_view.basis(every_kind()) == (
        "1 answer that was Yes is now No or Partial: 1.2.",
        "1 kept promise gives no detail that could be checked.",
        "The reading is not sure of 2 lines: read these yourself.",
    )
    assert comparison_view.headline(nothing()) == "Neither form has answers."


def test_what_needs_a_question_comes_first() -> None:
    outcomes = [promise.outcome for promise in comparison_view.pressing_promises(every_kind())]
    assert outcomes == ["overdue", "dropped", "repeated", "unclear", "kept", "kept"]
    changes = [change.change for change in comparison_view.pressing_changes(every_kind())]
    assert changes == ["worse", "gone", "new", "better"]


def words_of(format: str) -> str:
    """All text of a report in one line."""
    one = [every_kind()]
    if format == "table":
        text = comparison_table(one, width=400, colour=False)
    elif format == "html":
        text = Page(comparison_html(one, FACTS)).words
    elif format == "md":
        text = comparison_markdown(one, FACTS)
    elif format == "docx":
        document = Document(io.BytesIO(comparison_docx(one, FACTS)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    else:
        book = load_workbook(io.BytesIO(comparison_xlsx(one, FACTS)))
        text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    return " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("format", ["table", "html", "md", "docx", "xlsx"])
def test_every_report_says_the_same(format: str) -> None:
    words = words_of(format)
    for part in (HEADLINE, PROMISES, "CMP007", "Other editions.", "Overdue", "Dropped", "Promised again", "Kept", DONE):
        assert part in words, part
    for part in ("Worse", "Gone", "New", "Better", "Less can be checked. Was Yes.", "Pellow Moor"):
        assert part in words, part


def test_the_json_has_every_key_of_its_page() -> None:
    document = json.loads(comparison_json(several(), FACTS, [{"source": "x", "code": "E102"}]))
    first = document["comparisons"][0]
    assert (document["schema"], document["scorer"], document["errors"][0]["code"]) == (1, FACTS, "E102")
    assert first["summary"]["changes"] == {
        "worse": 1, "gone": 1, "new": 1, "better": 1, "reworded": 1, "unchanged": 1,
    }  # fmt: skip
    assert first["summary"]["outcomes"] == {"overdue": 1, "dropped": 1, "repeated": 1, "unclear": 1, "kept": 2}
    assert first["summary"]["evidenced"] == 1
    assert first["promises"][0]["words"] == {
        "ref": "3.5", "field": "evidence", "start": 0, "end": len(TEXT), "text": TEXT,
    }  # fmt: skip
    assert first["promises"][4]["answer"] is None
    assert first["changes"][0]["pair"] == {"last": 0, "this": 0}
    assert first["changes"][0]["last"][0]["specificity"]["level"] == 4
    assert first["changes"][4]["pair"] is None


def test_the_csv_holds_promises_and_answers() -> None:
    rows = list(csv.DictReader(io.StringIO(comparison_csv(several()))))
    assert [row["kind"] for row in rows] == ["promise"] * 6 + ["answer"] * 6 + ["promise"] + ["answer"] * 3
    assert (rows[0]["last_words"], rows[0]["this_words"], rows[0]["evidenced"]) == (TEXT, DONE, "yes")
    assert (rows[6]["outcome"], rows[6]["last_comply"], rows[6]["this_comply"]) == ("worse", "yes", "no")


def test_hostile_texts_stay_texts_on_the_page() -> None:
    error = {"source": HOSTILE, "code": "E102", "message": HOSTILE, "advice": HOSTILE}
    shown = Page(comparison_html([hostile_years()], FACTS, [error]))
    assert not {tag for tag, _ in shown.tags} & {"script", "img", "iframe", "object", "link", "form"}
    assert not any(name.startswith("on") for _, attributes in shown.tags for name in attributes)
    assert "{{ 7 * 7 }}" in shown.words
    assert shown.words.count("<script>alert(1)</script>") > 15


def test_hostile_texts_stay_texts_in_markdown_and_sheets() -> None:
    assert "<script>" not in comparison_markdown([hostile_years()], FACTS).replace("\\<", "")
    book = load_workbook(io.BytesIO(comparison_xlsx([hostile_years()], FACTS)))
    assert all(cell.data_type in "sn" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_page_is_built_so_that_everyone_can_use_it() -> None:
    text = comparison_html(several(), FACTS)
    shown = Page(text)
    assert shown.open == []
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all((link["href"] or "")[1:] in ids for link in shown.all("a"))
    levels = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch(r"h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(head.get("scope") in ("col", "row") for head in shown.all("th"))
    assert not re.search(r"@import|url\(", text.split("</style>")[0])


@pytest.mark.parametrize("format", ["json", "html", "xlsx", "docx", "md", "csv"])
def test_the_same_comparisons_give_the_same_report(format: ComparisonFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    one = render_comparison(several(), FACTS, format)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert isinstance(one, bytes) == (format in ("xlsx", "docx"))
    assert one == render_comparison(several(), FACTS, format)
    assert len(one) > 500
