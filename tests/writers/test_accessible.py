"""The pages in a browser: no fault that axe finds against WCAG 2.2 AA, wide, narrow and with every part open."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from scorer.writers.comparison_html import comparison_html
from scorer.writers.html_report import report_html

from .full import FACTS, all_grades, everything
from .years import every_kind, several

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
PAGES = {
    "report": lambda: report_html([all_grades()], FACTS),
    "reports": lambda: report_html(everything(), FACTS),
    "years": lambda: comparison_html([every_kind()], FACTS),
    "landlords": lambda: comparison_html(several(), FACTS),
}
OF_SEVERAL = ("reports", "landlords")
"""Pages in which only the landmarks are new, and these are the same at every width."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        if CHROMIUM is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("needs Chromium")
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, name: str, width: int, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGES[name](), encoding="utf-8")
    # The page forbids all scripts, axe's among them.
    page = browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    page.goto(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    room = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if width == 1280 or name not in OF_SEVERAL:
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    page.close()
    assert room <= 0, "the page must be moved sideways to be read"
