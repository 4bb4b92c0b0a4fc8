"""The pages that are made from the code are those of the code."""

from __future__ import annotations

import pytest

from scorer.docs import FOLDER, PAGES
from scorer.errors import CATALOGUE


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "run: python -m scorer.docs"


def test_every_error_has_its_line() -> None:
    page = PAGES["errors.md"]()
    assert all(page.count(f"| {code} |") == 1 for code in CATALOGUE)
