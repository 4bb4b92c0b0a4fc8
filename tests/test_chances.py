"""The arithmetic of chances: what follows for a signal, and for a claimed Yes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.records import Probabilities
from scorer.scoring import joint
from scorer.scoring.chances import against_yes, contradiction_chances, shifted, weakened

from .strategies import distribution


def test_the_joint_chance_is_a_logistic_curve() -> None:
    assert joint(0.3, False, (0.0, 1.0, 2.0)) == pytest.approx(0.3)
    assert joint(0.5, True, (0.0, 1.0, 0.0)) == pytest.approx(0.5)
    assert 0 < joint(0.0, False, (0.0, 1.0, 2.0)) < joint(1.0, True, (0.0, 1.0, 2.0)) < 1


def test_a_threshold_becomes_a_half() -> None:
    assert shifted(0.3, 0.3) == pytest.approx(0.5)
    assert shifted(0.7, 0.5) == pytest.approx(0.7)
    assert shifted(0.4, 0.3) > 0.5 > shifted(0.2, 0.3)


@pytest.mark.parametrize(
    ("chances", "spoken", "level"),
    [
        ((0.55, 0.0, 0.45), True, 0),
        ((0.4, 0.0, 0.6), True, 2),
        ((0.35, 0.35, 0.3), True, 1),
        ((0.35, 0.35, 0.3), False, 0),
        ((0.1, 0.5, 0.4), False, 1),
        ((0.0, 0.5, 0.5), True, 1),
        ((1.0, 0.0, 0.0), True, 0),
    ],
)
def test_a_yes_is_doubted_where_that_is_likely_enough(
    chances: tuple[float, float, float], spoken: bool, level: int
) -> None:
    assert against_yes(chances, spoken) == level


chance = st.floats(0, 1)


@given(chance, chance, chance, chance, st.builds(Probabilities, distribution(5), distribution(3), st.none()))
def test_the_chances_of_contradiction_are_chances(
    future: float, hedged: float, gap: float, not_applicable: float, probabilities: Probabilities
) -> None:
    chances = contradiction_chances(
        future, hedged, gap, not_applicable, probabilities.specificity[0], probabilities.contradiction
    )
    assert sum(chances) == pytest.approx(1)
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in chances)


@pytest.mark.parametrize(
    ("sure", "absent", "expected"),
    [
        ({"gap": 1.0}, 0.0, 2),
        ({"gap": 1.0, "hedged": 1.0}, 0.0, 2),
        ({"future": 1.0}, 1.0, 2),  # a plan and nothing else
        ({"future": 1.0}, 0.0, 1),  # beside a practice: as the classifier has it
        ({"hedged": 1.0}, 0.0, 1),
        ({"not_applicable": 1.0}, 0.0, 1),
        ({}, 1.0, 0),  # blank or vague is unsupported, not contradicted
    ],
)
def test_contradiction_follows_the_signals(sure: dict[str, float], absent: float, expected: int) -> None:
    signals = {"future": 0.0, "hedged": 0.0, "gap": 0.0, "not_applicable": 0.0, **sure}
    believed = (0.2, 0.5, 0.3) if sure else (0.8, 0.1, 0.1)
    chances = contradiction_chances(**signals, absent=absent, believed=believed)
    assert chances.index(max(chances)) == expected


@given(distribution(3))
def test_what_a_check_weakens_keeps_its_sum_and_never_grows_milder(chances: tuple[float, float, float]) -> None:
    after = weakened(chances)
    assert sum(after) == pytest.approx(1)
    assert after[2] == chances[2]
    assert after[1] >= chances[1]
    assert after.index(max(after)) >= max(1, chances.index(max(chances))) or max(chances) == chances[2]
