"""The words of a duty lead to its provision."""

import pytest

from scorer.codes import load
from scorer.forms.match import matcher, stems


@pytest.mark.parametrize("code", ["2020", "2022", "2024", "lgsco-2024"])
def test_every_statement_leads_back_to_its_provision(code: str) -> None:
    match = matcher(code)
    for provision in load(code).provisions:
        best = match.best(provision.requirement, load(code).refs)
        assert best is not None
        assert best.ref == provision.ref


def test_half_a_statement_is_covered_but_not_whole() -> None:
    words = load("2024").by_ref["8.2"].requirement.split()
    fit = matcher("2024").fit(" ".join(words[: len(words) // 2]), "8.2")
    assert fit.covered > 0.9
    assert fit.both < fit.covered


def test_other_texts_fit_nothing() -> None:
    best = matcher("2024").best("Weekly rents of garages and parking spaces", load("2024").refs)
    assert best is not None
    assert best.both < 0.2
    assert matcher("2024").fit("", "8.2").both == 0
    assert matcher("2024").fit("anything", "12.1").both == 0


def test_numbers_count_as_figures_or_words() -> None:
    assert stems("within ten days") == stems("within 10 days")
