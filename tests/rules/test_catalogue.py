"""Every rule of the catalogue: its own examples, and that no modifier is idle."""

from __future__ import annotations

import pytest

from scorer.language import read
from scorer.rules import Rule, RuleSet
from scorer.rules.kinds import Candidate
from scorer.rules.spec import Example

RULES = RuleSet.load()
FINDING = [rule for rule in RULES.rules if rule.kind != "modifier"]
MODIFIERS = [rule for rule in RULES.rules if rule.kind == "modifier"]


def explained(rules: RuleSet, example: Example) -> tuple[Candidate, ...]:
    cell = example.cell
    requirement = read(cell.requirement) if cell.requirement else None
    return rules.explain(read(cell.evidence), read(cell.commentary), cell, requirement)


def silenced_by(rules: RuleSet, example: Example, code: str) -> list[Candidate]:
    return [c for c in explained(rules, example) if c.silenced_by is not None and c.silenced_by.code == code]


def names(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", FINDING, ids=names)
def test_examples_of_a_rule(rule: Rule) -> None:
    alone = RULES.alone(rule.code)
    for example in rule.fire:
        assert any(c.silenced_by is None for c in explained(alone, example)), f"should fire: {example.cell}"
    for example in rule.silent:
        heard = [c for c in explained(alone, example) if c.silenced_by is None]
        assert not heard, f"should be silent: {example.cell}"


@pytest.mark.parametrize("rule", MODIFIERS, ids=names)
def test_examples_of_a_modifier(rule: Rule) -> None:
    for example in rule.fire:
        assert silenced_by(RULES, example, rule.code), f"should silence: {example.cell}"
    for example in rule.silent:
        assert not silenced_by(RULES, example, rule.code), f"should not silence: {example.cell}"
        assert any(c.silenced_by is None for c in explained(RULES, example)), f"nothing to silence: {example.cell}"


@pytest.mark.parametrize("rule", MODIFIERS, ids=names)
def test_without_a_modifier_something_is_heard_that_should_not_be(rule: Rule) -> None:
    rest = RULES.without(rule.code)

    def heard(rules: RuleSet, example: Example) -> int:
        return sum(c.silenced_by is None for c in explained(rules, example))

    assert any(heard(rest, example) > heard(RULES, example) for example in rule.fire)


def test_the_five_signals_and_vague_wording_all_have_rules() -> None:
    assert {rule.signal for rule in FINDING} == {
        "future", "hedged", "gap", "not_applicable", "cross_reference", "vague"
    }  # fmt: skip
