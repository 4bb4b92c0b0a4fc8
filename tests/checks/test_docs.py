"""docs/checks.md and what the patterns need are what the files say."""

from scorer.checks import load_checks
from scorer.checks.docs import PAGE, page, patterns
from scorer.checks.needs import KEPT, written


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(load_checks().values()), "run python -m scorer.checks.docs"


def test_what_the_patterns_need_is_current() -> None:
    kept = written(patterns(load_checks().values()))
    assert KEPT.read_text(encoding="utf-8") == kept, "run python -m scorer.checks.docs"
