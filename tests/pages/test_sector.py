"""The page of a sector in a browser: axe, a phone's width, paper."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from scorer.batch.alike import COMMON_SENTENCES
from scorer.batch.sector import sector
from scorer.writers.sector_html import sector_html

from ..batch.made import Answer, report, write
from .test_accessible import RULES

A4 = {"width": 718, "height": 1046}
"""What the margins of a sheet leave, in points of the screen."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with something in each of its parts."""
    folder = tmp_path_factory.mktemp("sector")
    words = [f"Our {noun} keeps a full record of each complaint made." for noun in "abcdefghij"[:COMMON_SENTENCES]]
    names = [f"Pellow {noun} and Daughters Community Housing Association" for noun in "abcdefgh"]
    reports = [
        report(name, [Answer(f"1.{ref}", 70 + number, text) for ref, text in enumerate(words, start=2)])
        for number, name in enumerate(names)
    ]
    reports.append(report("Far Field", [Answer("1.2", 5, contradiction=2), Answer("5.10", 5)]))
    (folder / "kinds.csv").write_text("landlord,kind\nFar Field,co-operative\n", encoding="utf-8")
    page = folder / "sector.html"
    page.write_text(
        sector_html(sector(write(folder / "out", reports, with_text=True), folder / "kinds.csv")), encoding="utf-8"
    )
    return page.as_uri()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_the_page_does_not_move_sideways(browser: Browser, address: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(address)
        found = Axe().run(page, options=RULES)
        assert found.response["passes"], "axe has looked at nothing"
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_no_column_is_cut_off(browser: Browser, address: str) -> None:
    size: Any = A4
    with browser.new_context(viewport=size) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(address)
        edges = page.evaluate("[...document.querySelectorAll('table')].map((t) => t.getBoundingClientRect().right)")
        assert len(edges) >= 8
        assert max(edges) <= A4["width"]
