"""docs/checks.md is what the files say."""

from scorer.checks import load_checks
from scorer.checks.docs import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(load_checks().values()), "run python -m scorer.checks.docs"
