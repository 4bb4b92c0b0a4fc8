"""The ways through the pages that several tests take."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from .conftest import EXAMPLES, FORM

CSV = EXAMPLES / "2024-harrowgate-homes.csv"


def _short(path: Path, sections: str) -> dict[str, Any]:
    """An example with the rows of some sections alone, as a browser is given it."""
    rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    text = io.StringIO()
    kept = [row for row in rows if not re.fullmatch(r"\d+\.\d+", row[0]) or row[0][0] in sections]
    csv.writer(text).writerows(kept)
    return {"name": f"{path.stem}.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}


SHORT = _short(CSV, "12")
LAST, THIS = _short(EXAMPLES / "2022-penmarrow-housing.csv", "12"), SHORT


def check(page: Page, file: Path | dict[str, Any] = FORM, heading: str | re.Pattern[str] = "Harrowgate Homes") -> None:
    """Choose a file on the first page and read its report."""
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files(file)
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def compare(page: Page) -> None:
    """Choose two files and read what became of the first."""
    page.goto("/compare")
    page.get_by_label("Last year’s form").set_input_files(LAST)
    page.get_by_label("This year’s form").set_input_files(THIS)
    page.get_by_role("button", name="Compare the forms").click()
    expect(page.get_by_role("heading", name="What became of the promises")).to_be_visible()
