"""Sizes as they are read out, and texts that are no markup."""

import pytest

from api.pages.render import megabytes, page


@pytest.mark.parametrize(("size", "said"), [(25_000_000, "25 MB"), (8_000_000, "8 MB"), (1_500_000, "1.5 MB")])
def test_a_size(size: int, said: str) -> None:
    assert megabytes(size) == said


def test_a_text_is_escaped() -> None:
    error = {"message": "<b>no</b>", "advice": "a & b", "code": "\"'"}
    text = page("refused.html", error=error)
    assert "&lt;b&gt;no&lt;/b&gt;" in text
    assert "a &amp; b" in text
    assert "<b>" not in text
