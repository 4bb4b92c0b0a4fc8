"""Numbers of provisions in every form that forms give them, and nothing else."""

import pytest

from scorer.forms.refs import inner_refs, listed_refs, starting_ref


@pytest.mark.parametrize(
    ("text", "ref", "rest"),
    [
        ("1.2", "1.2", ""),
        ("1.2.", "1.2", ""),
        ("Code 1.2", "1.2", ""),
        ("Section 5.1", "5.1", ""),
        ("§1.2", "1.2", ""),
        ("1.2 (must)", "1.2", ""),
        ("3.4 (continued)", "3.4", ""),
        ("5.8 a)", "5.8", ""),
        ("9.8b", "9.8", ""),
        ("6.10", "6.10", ""),
        ("06.2", "6.2", ""),
        ("S6.2", "6.2", ""),
        ("s 6.2 A log", "6.2", "A log"),
        ("S.06.2", "6.2", ""),
        ("Code 09.8 b. act", "9.8", "b. act"),
        ("6.1 A log must be kept", "6.1", "A log must be kept"),
        ("1.2 should be", "1.2", "should be"),
        ("9.8 b. act", "9.8", "b. act"),
    ],
)
def test_a_number_at_the_start(text: str, ref: str, rest: str) -> None:
    found = starting_ref(text)
    assert found is not None
    assert (found.ref, found.rest) == (ref, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12",
        "2024",
        "1.2.3 policy",
        "1.25%",
        "4.5m",
        "10.1",
        "6.0",
        "Section 1",
        "12.06.2024",
        "06.07.2024",
        "10.6",
        "00.5",
        "SS1",
        "s10.6",
        "S1.2.3",
    ],
)
def test_no_number(text: str) -> None:
    assert starting_ref(text) is None


def test_numbers_that_share_a_cell() -> None:
    assert listed_refs("6.5\n6.6") == ("6.5", "6.6")
    assert listed_refs("6.5 and 6.6") == ("6.5", "6.6")
    assert listed_refs("06.5 & S6.6") == ("6.5", "6.6")
    assert listed_refs("6.5 of the policy") == ()


def test_numbers_inside_a_text_stand_at_a_line_or_a_sentence() -> None:
    text = "It must. 6.6 A log\n6.7 is kept under 4.2 of the policy."
    assert [ref for _, ref in inner_refs(text)] == ["6.6", "6.7"]
