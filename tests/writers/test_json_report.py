"""The JSON contract: keys and types."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from scorer.records import EvidenceCell, Form, FormReport
from scorer.writers.json_report import forms_json, report_json

from ..contract import EXTRACTED, SCORED, faults
from .builders import EVIDENCE, report

FACTS = {"version": "1", "model": {"id": "tiny", "sha256": "0"}, "rules": {"count": 1, "sha256": "0"}}
ERROR = {"source": "bad.pdf", "code": "E102", "message": "It is empty.", "advice": "Send another."}


def scored(*reports: FormReport, errors: list[dict[str, str]] | None = None) -> Any:
    return json.loads(report_json(reports, FACTS, errors or []))


def test_a_report_keeps_the_contract() -> None:
    assert faults(scored(report(), errors=[ERROR]), SCORED) == []


def test_an_extract_keeps_the_contract() -> None:
    assert faults(json.loads(forms_json([report().form], [ERROR])), EXTRACTED) == []


@pytest.mark.parametrize("spoil", ["key", "missing", "type", "value"])
def test_the_contract_can_be_broken(spoil: str) -> None:
    document = scored(report())
    cell = document["forms"][0]["cells"][0]
    if spoil == "key":
        cell["colour"] = "red"
    elif spoil == "missing":
        del cell["reasons"][0]["points"]
    elif spoil == "type":
        cell["quality"]["score"] = 25.0
    else:
        cell["comply"] = "maybe"
    assert len(faults(document, SCORED)) == 1


def test_values() -> None:
    (form,) = scored(report())["forms"]
    full, blank = form["cells"]
    assert (full["id"], "id" in blank) == ("7", False)
    assert (full["section"], blank["section"], blank["ref"]) == (6, 4, "4.q3")
    assert full["specificity"] == {"level": 2, "name": "named", "probabilities": [0.1, 0.2, 0.4, 0.2, 0.1]}
    assert full["contradiction"]["name"] == "weakens"
    assert (full["title"] != "", full["requirement"]) == (True, "Be kind.")
    assert form["form_findings"] == [
        {"check": "missing-provisions", "message": "1 provision has no row.", "refs": ["1.2"]}
    ]


def test_offsets_slice_the_text_as_it_is_printed() -> None:
    text = report_json([report()], FACTS)
    assert EVIDENCE in text  # as characters, not as \u escapes, whose offsets would differ
    (signal,) = json.loads(text)["forms"][0]["cells"][0]["signals"]
    assert EVIDENCE[signal["start"] : signal["end"]] == signal["text"] == "will"


def test_the_summary_counts() -> None:
    summary = scored(report())["forms"][0]["summary"]
    assert summary == {
        "cells": 2,
        "mean_quality": 12.5,
        "specificity": {"absent": 1, "generic": 0, "named": 1, "described": 0, "verifiable": 0},
        "contradiction": {"none": 1, "weakens": 1, "contradicts": 0},
        "grades": {"poor": 1, "weak": 1},
        "comply": {"blank": 1, "yes": 1},
        "review": 1,
    }


def test_a_form_without_cells_has_no_mean() -> None:
    empty = FormReport(Form("a.jsonl", "0", "", ()), ())
    assert scored(empty)["forms"][0]["summary"]["mean_quality"] is None
    assert faults(scored(empty), SCORED) == []


def test_errors_are_there_only_where_there_are_any() -> None:
    assert "errors" not in scored(report())
    assert scored(report(), errors=[ERROR])["errors"] == [ERROR]


def test_a_cell_of_an_unknown_provision_has_no_title() -> None:
    cell = EvidenceCell("9.99", "x", code="2024")
    form = replace(report().form, cells=(cell, replace(cell, code="")))
    assert [cell["title"] for cell in json.loads(forms_json([form]))["forms"][0]["cells"]] == ["", ""]
