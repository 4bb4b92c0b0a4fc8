"""Better, worse, unchanged, reworded, new, gone: each on its ground, and across the editions."""

from __future__ import annotations

from typing import Any

import pytest

from scorer.compare import compare
from scorer.records import AnswerChange

from .builders import answer, last, this


def change(
    before: dict[str, Any], now: dict[str, Any], words: tuple[str, str] = ("The log.", "A register.")
) -> AnswerChange:
    one = answer("6.3", words[0], **before)
    other = answer("6.3", words[1], **now)
    (found,) = compare(last(one), this(other)).changes
    return found


@pytest.mark.parametrize(
    ("before", "now", "verdict", "measures"),
    [
        ({"contradiction": 2}, {"contradiction": 0}, "better", ["contradiction"]),
        ({"contradiction": 0}, {"contradiction": 1}, "worse", ["contradiction"]),
        ({"contradiction": 1, "specificity": 4}, {"specificity": 1}, "better", ["contradiction", "specificity"]),
        ({"specificity": 1}, {"specificity": 3}, "better", ["specificity"]),
        ({"specificity": 3}, {"specificity": 2}, "worse", ["specificity"]),
        ({"comply": "no"}, {"comply": "yes"}, "better", ["claim"]),
        ({"comply": "yes"}, {"comply": "partial"}, "worse", ["claim"]),
        (
            {"comply": "partial", "specificity": 4},
            {"comply": "yes", "specificity": 3},
            "worse",
            ["specificity", "claim"],
        ),
        ({}, {}, "reworded", []),
        ({"comply": "not_applicable"}, {"comply": "yes"}, "reworded", ["claim"]),
        ({"comply": "blank"}, {"comply": "no"}, "reworded", ["claim"]),
    ],
)
def test_contradiction_decides_before_specificity_before_the_claim(
    before: dict[str, Any], now: dict[str, Any], verdict: str, measures: list[str]
) -> None:
    found = change(before, now)
    assert found.change == verdict
    assert [ground.measure for ground in found.basis] == measures
    assert found.unsure is False


def test_a_higher_claim_with_nothing_behind_it_is_not_better() -> None:
    found = change({"comply": "no", "specificity": 1}, {"comply": "yes", "specificity": 1})
    assert found.change == "reworded"
    assert found.basis[0].message == "The claim was No and is now Yes, with nothing named behind it."


def test_the_grounds_give_levels_and_words() -> None:
    found = change({"contradiction": 2, "specificity": 1}, {"specificity": 4})
    assert [(ground.last, ground.this) for ground in found.basis] == [(2, 0), (1, 4)]
    assert found.basis[0].message.endswith("(contradiction: contradicts, now none).")
    assert found.basis[1].message == "More can be checked (specificity: 1 generic, now 4 verifiable)."


def test_case_spaces_and_punctuation_change_nothing() -> None:
    found = change({"specificity": 3}, {"specificity": 1}, ("The log – kept daily.", "the LOG,  kept daily"))
    assert found.change == "unchanged"
    assert found.basis == ()


def test_the_same_words_under_another_claim_are_not_unchanged() -> None:
    assert change({"comply": "yes"}, {"comply": "no"}, ("The log.", "The log.")).change == "worse"


def test_an_answer_for_review_makes_the_verdict_unsure_unless_the_words_are_the_same() -> None:
    assert change({"review": True}, {"contradiction": 2}).unsure
    assert change({}, {"contradiction": 2, "review": True}).unsure
    assert not change({"review": True}, {"review": True}, ("The log.", "The log.")).unsure


def test_provisions_come_and_go() -> None:
    found = compare(last(answer("1.2"), answer("1.3")), this(answer("1.3"), answer("9.8"))).changes
    assert [(one.ref, one.change, len(one.last), len(one.this)) for one in found] == [
        ("1.3", "unchanged", 1, 1),
        ("9.8", "new", 0, 1),
        ("1.2", "gone", 1, 0),
    ]


def test_provisions_are_paired_by_subject_across_editions() -> None:
    before = last(answer("4.1", "Early help.", code="2022"), answer("4.9", code="2022"), code="2022")
    found = compare(
        before, this(answer("4.1", "A team."), answer("5.2", "Early help."), answer("6.2", "Logged."))
    ).changes
    assert [(one.ref, one.change, [score.cell.ref for score in one.last]) for one in found] == [
        ("4.1", "new", []),
        ("5.2", "unchanged", ["4.1"]),
        ("6.2", "reworded", ["4.1"]),
        ("4.9", "gone", ["4.9"]),
    ]


def test_of_several_answers_the_nearest_in_wording_is_read_and_a_split_verdict_is_unsure() -> None:
    before = last(
        answer("4.6", "The panel reads each case.", code="2022"),
        answer("4.12", "Staff are heard first.", code="2022", contradiction=2),
        code="2022",
    )
    (found,) = compare(before, this(answer("5.8", "The panel reads each of the cases."))).changes
    assert found.pair is not None
    assert found.pair[0].cell.ref == "4.6"
    assert (found.change, found.unsure) == ("reworded", True)


def test_the_first_edition_leads_to_the_third() -> None:
    before = last(answer("1.q1", "Set words.", code="2020"), code="2020")
    (found,) = compare(before, this(answer("1.2", "Set words."))).changes
    assert (found.ref, found.change) == ("1.2", "unchanged")


def test_an_unknown_edition_is_paired_by_number_or_id() -> None:
    before = last(answer("", "The log.", id="row-1"), answer("2.1", "One."), code="")
    found = compare(before, this(answer("", "The log.", id="row-1"), answer("2.1", "Two."), code="")).changes
    assert [one.change for one in found] == ["unchanged", "reworded"]


def test_answers_without_number_and_id_pair_with_nothing() -> None:
    found = compare(last(answer("", "The log."), code=""), this(answer("", "The log."), code="")).changes
    assert [one.change for one in found] == ["new", "gone"]


def test_two_rows_of_one_number_and_empty_forms_are_borne() -> None:
    twins = answer("6.3", "The log."), answer("6.3", "The log.")
    (found,) = compare(last(*twins), this(*twins)).changes
    assert (found.change, len(found.last), len(found.this)) == ("unchanged", 2, 2)
    assert compare(last(), this()).changes == ()


def test_the_same_reports_give_the_same_comparison() -> None:
    one, other = last(answer("1.2", "The log.")), this(answer("1.2", "The log, and a register."))
    assert compare(one, other) == compare(one, other)


@pytest.mark.parametrize(
    ("before", "now", "codes"),
    [
        ({}, {}, []),
        ({}, {"source": "last.docx"}, ["CMP001"]),
        ({"landlord": None}, {}, ["CMP002"]),
        ({}, {"landlord": "Wren Quarter"}, ["CMP003"]),
        ({"landlord": "The Pellow Moor Ltd."}, {"landlord": "PELLOW-MOOR"}, []),
        ({"date": "2025-07"}, {}, ["CMP004"]),
        ({"date": "2025-06-30"}, {"date": "2025-06-02"}, ["CMP004"]),
        ({"date": None}, {}, ["CMP005"]),
        ({"date": "2025-06-12"}, {}, ["CMP008"]),
        ({"code": ""}, {}, ["CMP006"]),
        ({"code": "2022"}, {}, ["CMP007"]),
    ],
)
def test_odd_pairs_are_compared_and_told(before: Any, now: Any, codes: list[str]) -> None:
    found = compare(last(answer("1.2"), **before), this(answer("1.2"), **now))
    assert [note.code for note in found.notes] == codes
    assert all(note.message for note in found.notes)
