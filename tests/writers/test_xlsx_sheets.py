"""A workbook is made in memory."""

from __future__ import annotations

import tempfile

import pytest

from scorer.writers.xlsx_sheets import saved, workbook


def test_no_file_is_made_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr("openpyxl.worksheet._writer.NamedTemporaryFile", refuse)
    book, sheet = workbook()
    sheet.append(["text"])
    assert saved(book).startswith(b"PK")
