"""Packages: the same bytes at any time, and the parts whole and in order."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from scorer.rules import RuleSet
from scorer.settings import Settings
from scorer.writers.packages import without_times
from scorer.writers.render import ReportFormat, Results, render

from .full import FACTS, everything


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_the_same_reports_give_the_same_package(format: ReportFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    results = Results(everything(), FACTS, RuleSet.load().rules, Settings())
    today = render(results, format)
    monkeypatch.setattr(time, "time", lambda: 2e9)
    assert render(results, format) == today


def test_nothing_but_the_times_is_taken_from_a_package() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("a/b.xml", "<b/>" * 1000)
    with zipfile.ZipFile(io.BytesIO(without_times(stream.getvalue()))) as package:
        assert package.namelist() == ["[Content_Types].xml", "a/b.xml"]
        assert package.read("a/b.xml") == b"<b/>" * 1000
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.getinfo("a/b.xml").compress_size < 1000
