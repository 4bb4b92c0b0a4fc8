"""Periods: to which step the words tie them, how many working days they mean, and what the Code allows."""

from __future__ import annotations

import pytest

from scorer.checks.prefilter import needs
from scorer.checks.timescales import AMOUNT, _has_unit, ceiling, limits, quoted
from scorer.records import EvidenceCell


def periods(text: str, ref: str = "3.4", code: str = "2024") -> list[tuple[str, int, int]]:
    return [(one.step, one.stage, one.days) for one in quoted(EvidenceCell(ref, text, code=code))]


def test_a_text_with_any_letters_that_an_amount_needs_may_hold_one() -> None:
    assert all(_has_unit(f"two {unit}s") for unit in needs(AMOUNT)[0])
    assert not _has_unit("two panels")


def test_limits_come_from_the_edition() -> None:
    assert limits("2024")["response", 2] == limits("2022")["response", 2] == 20
    assert limits("2024")["extension", 2] == 20
    assert limits("2022")["extension", 2] == 10
    assert limits("lgsco-2024") == limits("2024")
    assert limits("2022")["response", 3] == 20


@pytest.mark.parametrize(
    ("text", "ref", "expected"),
    [
        ("Acknowledged within 3 working days.", "6.2", [("acknowledgement", 1, 3)]),
        ("Acknowledged within 3 working days.", "6.11", [("acknowledgement", 2, 3)]),
        ("Within ten (10) working days.", "6.3", [("response", 1, 10)]),
        (
            "We acknowledge in 5 working days, respond at stage 1 in 10 working days, at stage 2 in 20 working days.",
            "6.2",
            [("acknowledgement", 1, 5), ("response", 1, 10), ("response", 2, 20)],
        ),
        (
            "Responses: within 10 working days at stage 1 and within 20 working days at stage 2.",
            "3.4",
            [("response", 1, 10), ("response", 2, 20)],
        ),
        ("We respond within two weeks.", "6.3", [("response", 1, 10)]),
        ("We respond within 14 days.", "6.3", [("response", 1, 10)]),
        ("We respond within one month.", "6.14", [("response", 2, 20)]),
        ("Extended by up to 10 working days.", "6.4", [("extension", 1, 10)]),
        ("Our standard is 15 working days.", "6.14", [("response", 2, 15)]),
        ("12 working days (group standard)", "6.3", [("response", 1, 12)]),
        ("We allow ourselves a calendar month.", "6.3", [("response", 1, 20)]),
        ("Acknowledged within a fortnight.", "6.2", [("acknowledgement", 1, 10)]),
        ("Logged, defined and acknowledged within 7 WD of receipt.", "6.2", [("acknowledgement", 1, 7)]),
        ("Logged within 8 w/d by the front desk.", "6.2", [("acknowledgement", 1, 8)]),
        ("The front desk acks them inside seven working days.", "6.2", [("acknowledgement", 1, 7)]),
        ("Acknowledged by working day nine.", "6.2", [("acknowledgement", 1, 9)]),
        ("Replies are out by the twelfth working day.", "6.3", [("response", 1, 12)]),
        ("Answers go out by day 21.", "6.3", [("response", 1, 15)]),
        ("Thirty-five working days is the standard.", "6.14", [("response", 2, 35)]),
        ("Stage 2: 30 working days.", "6.14", [("response", 2, 30)]),
        ("The director's letter comes 25 working days after acknowledgement.", "6.14", [("response", 2, 25)]),
        ("The final response follows within 25 working days.", "6.14", [("response", 2, 25)]),
        ("A further 15 working days can be had.", "6.4", [("extension", 1, 15)]),
        ("Extensions run to 20 working days and are agreed by the team leader.", "6.4", [("extension", 1, 20)]),
    ],
)
def test_a_period_is_tied_to_its_step(text: str, ref: str, expected: list[tuple[str, int, int]]) -> None:
    assert periods(text, ref) == expected


def test_an_acknowledgement_of_no_known_stage_is_left_out() -> None:
    assert periods("We acknowledge in 9 working days.") == []


@pytest.mark.parametrize(
    "text",
    [
        "We do not take more than 15 working days to respond.",
        "Before April 2024 we responded within 25 working days.",
        "Repairs are done within 28 days of the response.",
        "On average we respond in 30 working days.",
        "The resident has 30 working days from the response to ask for stage 2.",
        "Residents are asked to respond within 40 working days.",
        "Board papers are issued 30 working days before.",
        "Training every 60 days.",
        "Figures are put on the board a month later.",
        "Our target is met in 9 of 10 cases.",
        "It was extended to 40 working days.",
        "All replies of the six months to March went out in time.",
        "The manager is alerted 15 working days after acknowledgement.",
        "Follow-up works in the response are done within 30 working days.",
    ],
)
def test_what_may_be_something_else_is_left_out(text: str) -> None:
    assert periods(text, "6.3") == []


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("The decision is sent within 10 working days.", "6.2"),
        ("Extended by up to 20 working days with the resident's agreement.", "6.4"),
        ("Extended up to a total of 20 working days.", "6.4"),
        ("Our last extension was for 15 working days.", "6.4"),
        ("Subject access requests have a calendar month.", "6.2"),
        ("Panel members have 30 working days' notice of a sitting.", "6.14"),
        ("Handlers have 28 working days of leave a year.", "6.2"),
        ("Team leaders have three weeks to read the learning paper.", "6.3"),
        ("The services have eight working days to send the reviewer their notes.", "6.11"),
    ],
)
def test_beside_its_provision_a_period_of_something_else_is_left_out(text: str, ref: str) -> None:
    assert periods(text, ref) == []


@pytest.mark.parametrize(
    ("text", "ref", "days"),
    [
        ("Officers have 15 working days to sort it.", "6.3", 15),
        ("Investigators have 15 working days to read the file and answer.", "6.3", 15),
        ("Staff have ten working days to enter the complaint in the register.", "6.2", 10),
    ],
)
def test_a_period_to_do_the_work_of_the_step_is_not_left_out(text: str, ref: str, days: int) -> None:
    assert [found for *_, found in periods(text, ref)] == [days]


def test_a_cell_of_no_known_edition_has_the_periods_that_its_words_tie() -> None:
    assert periods("Stage 1: respond within 15 working days.", "6.3", code="") == [("response", 1, 15)]
    assert periods("Within 15 working days.", "6.3", code="") == []


def test_the_words_stand_where_the_offsets_say() -> None:
    cell = EvidenceCell("6.2", "Yes.", "Log kept. We acknowledge within seven working days.", code="2024")
    (period,) = quoted(cell)
    assert cell.text(period.field)[period.start : period.end] == "seven working days"


@pytest.mark.parametrize(
    ("text", "ref", "allowed"),
    [
        ("Respond within 15 working days.", "6.3", 10),
        ("Respond at stage 1 within 15 working days.", "3.4", 15),
        ("Acknowledge in 5 working days. Respond within 15 working days.", "6.3", 15),
        ("Respond within 15 working days of receipt.", "6.3", 15),
        ("Respond within 15 working days of the acknowledgement.", "6.3", 10),
        ("Respond within 25 working days.", "6.14", 20),
        ("Respond within 25 working days of their request.", "6.14", 25),
        ("Acknowledged within 9 working days.", "6.2", 5),
    ],
)
def test_sums_are_allowed_unless_the_words_or_the_provision_rule_them_out(text: str, ref: str, allowed: int) -> None:
    *_, period = quoted(EvidenceCell(ref, text, code="2024"))
    assert ceiling("2024", period) == allowed


@pytest.mark.parametrize(("word", "weeks"), [("FİVE", 5), ("ſix", 6), ("fıfteen", 15)])
def test_numbers_in_letters_that_only_look_foreign_are_read(word: str, weeks: int) -> None:
    text = f"At the fırst stage complaints are acknowledged within {word} weeks."
    assert periods(text) == [("acknowledgement", 1, 5 * weeks)]
