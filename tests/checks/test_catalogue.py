"""Every check fires on what it should and on nothing else, and says so in whole sentences."""

from __future__ import annotations

import re
from typing import Any

import pytest

from scorer.checks import Check, load_checks, run_on_cell, run_on_form
from scorer.checks.spec import example_form
from scorer.checks.table import unjoined
from scorer.records import CheckFinding, FormFinding

CHECKS = tuple(load_checks().values())
EXAMPLES = [
    pytest.param(check, example, kind == "fire", id=f"{check.code}-{kind}-{number}")
    for check in CHECKS
    for kind, examples in (("fire", check.fire), ("silent", check.silent))
    for number, example in enumerate(examples, 1)
]


def findings(check: Check, example: Any) -> tuple[CheckFinding | FormFinding, ...]:
    if check.subject == "form":
        return tuple(run_on_form(check, example_form(example)))
    return tuple(run_on_cell(check, check.example_cell(example)))


@pytest.mark.parametrize(("check", "example", "fires"), EXAMPLES)
def test_examples(check: Check, example: Any, fires: bool) -> None:
    assert bool(findings(check, example)) is fires


@pytest.mark.parametrize(("check", "example", "fires"), [param for param in EXAMPLES if "-fire-" in str(param.id)])
def test_what_is_found_can_be_read_and_pointed_at(check: Check, example: Any, fires: bool) -> None:
    for found in findings(check, example):
        assert not re.search(r"[{}]|  |None", found.message)
        assert found.message[0].isupper() or not found.message[0].isalpha()
        assert found.message.endswith(".")
        if isinstance(found, CheckFinding):
            text = check.example_cell(example).text(found.field) if found.field else ""
            assert 0 <= found.start <= found.end <= len(text)
            assert (found.field is None) == (found.start == found.end)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_the_texts_of_a_check(check: Check) -> None:
    assert not check.title.endswith(".")
    assert check.why.endswith(".")
    if check.subject == "cell":
        assert check.question.endswith("?") or check.question.endswith("{ask}")
        assert check.hint.endswith(".")


def test_every_check_of_code_has_its_function_and_every_function_its_file() -> None:
    assert unjoined() == set()
