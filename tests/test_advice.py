"""Every piece of advice can be given, fits every provision, and leaves no gap in its sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from scorer import advice
from scorer.advice import Advice, advise
from scorer.codes import editions
from scorer.records import SIGNALS, CellScore, EvidenceCell, Finding, Probabilities

CELL = EvidenceCell("1.2", "{odd} words", code="2024", comply="yes")


def score(
    level: int = 3, contradiction: int = 0, signals: tuple[str, ...] = (), cell: EvidenceCell = CELL, **claim: Any
) -> CellScore:
    return CellScore(
        cell=replace(cell, **claim),
        specificity=level,
        contradiction=contradiction,
        signals=tuple(Finding(signal, "evidence", 0, 5, "{odd}", None) for signal in signals),  # type: ignore[arg-type]
        probabilities=Probabilities((0,) * 5, (0,) * 3, (0,) * 5),  # type: ignore[arg-type]
        quality=0,
        grade="poor",
        reasons=(),
    )


SITUATIONS = [
    score(level, contradiction, signals, comply=comply)
    for level in range(5)
    for contradiction, comply in ((0, "yes"), (1, "yes"), (2, "yes"), (0, "no"), (0, "partial"))
    for signals in ((), *((signal,) for signal in SIGNALS))
]


def test_every_entry_is_reached() -> None:
    reached = set()
    for situation in SITUATIONS:
        signals = frozenset(found.signal for found in situation.signals)
        for index, entry in enumerate(advice._entries()):
            if entry.applies(situation, signals):
                reached.add(index)
                break
    assert reached == set(range(len(advice._entries())))


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.code)
def test_advice_reads_well_for_every_provision(edition: Any) -> None:
    for provision in edition.provisions:
        for situation in SITUATIONS:
            given = advise(replace(situation, cell=replace(situation.cell, code=edition.code, ref=provision.ref)))
            for text in (given.question, given.hint):
                unfilled = re.findall(r"\{\w*\}|None|  |\(\)", text.replace("{odd}", ""))
                assert not unfilled, text
                assert text == text.strip()
            assert bool(given.question) == bool(given.hint)
            if given.question:
                assert given.question.endswith("?")


def test_nothing_is_asked_where_nothing_is_weak() -> None:
    assert advise(score(3)) == Advice()
    assert advise(score(4, signals=("future",))) == Advice()


def test_the_question_names_the_provision_and_quotes_the_words() -> None:
    given = advise(score(0, 2, ("gap",), ref="6.3"))
    assert "6.3" in given.question
    assert '"{odd}"' in given.question


def test_the_gravest_comes_first() -> None:
    contradicted = advise(score(0, 2, ("gap", "cross_reference")))
    assert contradicted.question == advise(score(4, 2, ("gap",))).question


def test_a_cell_of_no_known_provision_is_advised_too() -> None:
    for code, ref in (("", ""), ("2024", "9.99"), ("2019", "1.2")):
        given = advise(score(1, code=code, ref=ref))
        assert given.question
        assert "the duty as the Code states it" in given.question
    assert "this provision" in advise(score(1, code="", ref="")).question
