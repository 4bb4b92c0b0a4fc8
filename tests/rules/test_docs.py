"""The page of rules is the rules."""

from __future__ import annotations

from scorer.rules import RuleSet
from scorer.rules.docs import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(RuleSet.load().rules), "run: python -m scorer.rules.docs"
