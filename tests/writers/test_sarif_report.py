"""SARIF 2.1.0: the structure that its specification asks for, and regions that cut out the words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest

from scorer.records import CheckFinding, FormFinding, FormReport
from scorer.rules import RuleSet
from scorer.writers.sarif_report import report_sarif

from ..contract import faults
from .full import FACTS, all_grades, everything, form, plan, score

ARTIFACT = {"index": int, "uri": str}
SARIF = {
    "$schema": str,
    "version": ("2.1.0",),
    "runs": [
        {
            "tool": {
                "driver": {
                    "name": str,
                    "version": str,
                    "rules": [
                        {
                            "id": str,
                            "name?": str,
                            "shortDescription": {"text": str},
                            "fullDescription?": {"text": str},
                        }
                    ],
                }
            },
            "columnKind": ("unicodeCodePoints",),
            "properties": {
                "model": {"id": str, "sha256": str},
                "rules": {"count": int, "sha256": str},
            },
            "artifacts": [
                {
                    "location": {"uri": str},
                    "hashes?": {"sha-256": str},
                    "parentIndex?": int,
                    "mimeType?": str,
                    "contents?": {"text": str},
                }
            ],
            "results": [
                {
                    "ruleId": str,
                    "ruleIndex": int,
                    "level": ("error", "warning", "note"),
                    "message": {"text": str},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": ARTIFACT,
                                "region?": {"charOffset": int, "charLength": int, "snippet": {"text": str}},
                            },
                            "logicalLocations?": [{"name": str, "fullyQualifiedName": str, "kind": ("member",)}],
                        }
                    ],
                }
            ],
        }
    ],
}


def log(*reports: FormReport) -> Any:
    return json.loads(report_sarif(reports, FACTS, RuleSet.load().rules))


@pytest.mark.parametrize("report", everything(), ids=["grades", "hostile", "empty", "long"])
def test_the_structure_holds_and_indices_lead_to_what_they_name(report: FormReport) -> None:
    document = log(report)
    assert faults(document, SARIF) == []
    (run,) = document["runs"]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            artifact = run["artifacts"][place["artifactLocation"]["index"]]
            assert artifact["location"]["uri"] == place["artifactLocation"]["uri"]
            if "region" in place:
                start, length = place["region"]["charOffset"], place["region"]["charLength"]
                assert artifact["contents"]["text"][start : start + length] == place["region"]["snippet"]["text"]
                assert run["artifacts"][artifact["parentIndex"]]["hashes"]["sha-256"] == report.form.sha256


def test_no_two_artifacts_are_the_same() -> None:
    # The schema asks for it. Two forms in one file, and two rows of one provision with the same words, broke it.
    text = "It will be done."
    twin = form(*(score("1.2", text, signals=(plan(text, "will be"),)) for _ in range(2)))
    (run,) = log(twin, twin)["runs"]
    told = [json.dumps(artifact, sort_keys=True) for artifact in run["artifacts"]]
    assert len(told) == len(set(told)) == 5
    assert [artifact["location"]["uri"] for artifact in run["artifacts"][1:3]] == ["/1.2/evidence", "/1.2/2/evidence"]
    assert {artifact["parentIndex"] for artifact in run["artifacts"][1:]} == {0}


def test_a_result_for_each_signal_and_contradiction() -> None:
    results = log(all_grades())["runs"][0]["results"]
    assert [(result["ruleId"], result["level"]) for result in results] == [
        ("FUT001", "warning"),
        ("CONTRADICTION", "error"),
        ("CONTRADICTION", "warning"),
    ]
    assert results[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "6.10/evidence"
    assert results[0]["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] == "will be done"
    assert "“will be done”" in results[0]["message"]["text"]
    assert "{text}" not in json.dumps(results)


def test_a_signal_of_the_model_alone_and_one_that_stands_against_nothing() -> None:
    text = "It will be done."
    found = plan(text, "will be")._replace(rule=None)
    (result,) = log(form(score("1.2", text, signals=(found,))))["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("MODEL-FUTURE", "note")


def test_checks_and_findings_of_the_form_are_results_too() -> None:
    checked = score("6.3", "In 20 days.", checks=(CheckFinding("TIM001", "Too long.", "evidence", 3, 10),))
    report = replace(form(checked), findings=(FormFinding("FRM002", "It has no date.", ("1.2",)),))
    whole, one = log(report)["runs"][0]["results"]
    assert (whole["ruleId"], whole["message"]["text"]) == ("FRM002", "It has no date. (1.2)")
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert one["locations"][0]["physicalLocation"]["region"]["snippet"]["text"] == "20 days"


def test_addresses_are_addresses() -> None:
    report = form(score("a b/ü", "It will.", signals=(plan("It will.", "will"),)), source="my form ü.docx")
    uris = [artifact["location"]["uri"] for artifact in log(report)["runs"][0]["artifacts"]]
    assert uris[0] == "my%20form%20%C3%BC.docx"
    assert all(uri.isascii() and " " not in uri for uri in uris)
    assert unquote(uris[1]) == "/a b/ü/evidence"
