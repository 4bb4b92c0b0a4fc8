"""Two years are compared on the page, without script."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from . import hostile
from .asking import PART
from .paths import LAST, THIS


def _years(client: httpx.Client, last: bytes, this: bytes, format: str = "page", **more: Any) -> httpx.Response:
    files = {"last": ("last.form", last), "this": ("this.form", this)}
    return client.post("/compare", files=files, data={"format": format}, **more)


def test_two_years_are_compared_without_script(client: httpx.Client) -> None:
    answer = _years(client, LAST["buffer"], THIS["buffer"])
    assert answer.status_code == 200
    assert "What became of the promises" in answer.text
    assert "CMP003" in answer.text
    ids = re.findall(r' id="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("format", "opening"), [("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_a_comparison_is_taken_away_as_a_file(client: httpx.Client, format: str, opening: bytes) -> None:
    answer = _years(client, LAST["buffer"], THIS["buffer"], format)
    assert answer.content.startswith(opening)
    assert answer.headers["content-disposition"].endswith(f"''this-year-on-year.{format}")


def test_a_wrong_file_of_two_is_told(client: httpx.Client) -> None:
    answer = _years(client, LAST["buffer"], b"")
    assert answer.status_code == 422
    assert "<title>Problem: Compare two years" in answer.text
    assert "Code E102" in answer.text


def test_no_text_of_two_forms_becomes_markup(client: httpx.Client) -> None:
    text = _years(client, hostile.form(), hostile.form(), headers=PART).text
    assert "window.hit" in text
    assert re.findall(r"<(script|img|iframe|base|style|form)", text) == []
