"""What became of each promise, with the words; and what is too little to say so."""

from __future__ import annotations

import pytest

from scorer.compare import compare
from scorer.compare.promises import promised
from scorer.records import CellScore, Promise

from .builders import FILLER, answer, form, last, promise, saying, this

LEAFLET = promise("3.5", "The yellow leaflet will be printed by March 2025.", "will be printed")
REST = tuple(answer(f"9.{number}", FILLER) for number in range(1, 9))


def became(made: CellScore, *now: CellScore, date: str | None = "2025-06") -> Promise:
    (found,) = compare(last(made, *REST), this(*now, *REST, date=date)).promises
    return found


def test_kept_with_a_detail() -> None:
    found = became(LEAFLET, answer("3.5", "We have sheets. The yellow leaflet was printed in May 2025."))
    assert (found.outcome, found.evidenced, found.unsure) == ("kept", True, False)
    assert found.answer is not None
    assert (found.answer.ref, found.answer.field) == ("3.5", "evidence")
    assert found.answer.text == "The yellow leaflet was printed in May 2025."
    assert (found.answer.start, found.answer.end) == (16, 59)
    assert found.words.text == LEAFLET.cell.evidence
    assert found.trigger.text == "will be printed"


@pytest.mark.parametrize("when", ["last month", "since Easter"])
def test_a_past_time_is_a_detail_without_its_year(when: str) -> None:
    found = became(LEAFLET, answer("3.5", f"The yellow leaflet has been printed {when}."))
    assert (found.outcome, found.evidenced) == ("kept", True)


def test_kept_and_merely_claimed() -> None:
    found = became(LEAFLET, answer("3.5", "The yellow leaflet has now been printed."))
    assert (found.outcome, found.evidenced) == ("kept", False)
    assert "without a detail" in found.why


@pytest.mark.parametrize(
    "now",
    [
        "The yellow leaflet was issued to every home.",
        "We now print the yellow leaflet.",
        "The yellow leaflet is in place.",
        "The new sheets are ready. Yellow leaflet printed.",
    ],
)
def test_other_ways_to_say_that_it_is_done(now: str) -> None:
    assert became(LEAFLET, answer("3.5", now)).outcome == "kept"


@pytest.mark.parametrize(
    "now",
    [
        "The yellow leaflet was discussed by the panel in May 2025.",
        "The yellow leaflet has not been printed.",
        "The yellow leaflet is being printed.",
        "Once the yellow leaflet is printed we send it out.",
        "The printed yellow leaflet.",
        "The yellow leaflet.",
        "The yellow leaflet should be printed.",
        "The yellow leaflet will be proofed and printed.",
        "No yellow leaflet was printed.",
    ],
)
def test_what_does_not_say_that_it_is_done_is_unclear(now: str) -> None:
    found = became(LEAFLET, answer("3.5", now))
    assert found.outcome == "unclear"
    assert found.answer is not None


def test_what_was_said_a_year_ago_already_keeps_no_promise() -> None:
    old = "The yellow leaflet was printed in 2019."
    before = promise("3.5", f"{old} The yellow leaflet will be printed again.", "will be printed")
    assert became(before, answer("3.5", old)).outcome != "kept"


def test_overdue_where_the_time_is_over_and_it_is_still_to_come() -> None:
    found = became(LEAFLET, promise("3.5", "The yellow leaflet will be printed by the end of 2025.", "will be printed"))
    assert (found.outcome, found.due, found.due_words) == ("overdue", "2025-03-31", "March 2025")
    assert found.answer is not None


def test_repeated_where_the_time_is_not_over_or_not_known() -> None:
    again = promise("3.5", "We will print the yellow leaflet.", "will print")
    assert became(LEAFLET, again, date="2025-03").outcome == "repeated"
    assert became(LEAFLET, again, date=None).outcome == "repeated"
    undated = promise("3.5", "The yellow leaflet will be printed.", "will be printed")
    assert became(undated, again).outcome == "repeated"


def test_the_same_words_again_are_repeated_and_overdue_only_with_their_year() -> None:
    assert became(LEAFLET, LEAFLET).outcome == "overdue"
    yearly = promise("3.5", "It goes out each year and will go to the Board by September.", "will go")
    assert became(yearly, yearly).outcome == "repeated"


def test_an_admitted_gap_leaves_it_open() -> None:
    now = saying(answer("3.5", "There is no yellow leaflet, printed or not."), "gap", "There is no")
    assert became(LEAFLET, now).outcome == "overdue"


def test_another_deed_to_come_does_not_undo_what_is_done() -> None:
    now = promise("3.5", "The yellow leaflet was printed in May and will be reviewed next year.", "will be reviewed")
    assert became(LEAFLET, now).outcome == "kept"


def test_dropped_where_nothing_takes_it_up() -> None:
    found = became(LEAFLET, answer("3.5", "Posters hang in each hall."))
    assert (found.outcome, found.answer) == ("dropped", None)
    assert became(LEAFLET).why.startswith("This year's form has no answer to the provision")


def test_a_few_words_in_common_decide_nothing() -> None:
    found = became(LEAFLET, answer("3.5", "A leaflet hangs in each hall."))
    assert found.outcome == "unclear"
    assert found.answer is not None


def test_it_may_be_told_at_another_provision_in_more_of_its_words() -> None:
    elsewhere = answer("2.1", "The yellow leaflet was printed in May 2025.")
    found = became(promise("3.5", "The yellow easy read leaflet will be printed.", "will be printed"), elsewhere)
    assert found.outcome != "kept"
    full = answer("2.1", "The yellow easy read leaflet was printed in May 2025.")
    found = became(promise("3.5", "The yellow easy read leaflet will be printed.", "will be printed"), full)
    assert (found.outcome, found.answer and found.answer.ref) == ("kept", "2.1")
    assert "at another provision" in found.why


def test_an_answer_that_points_on_is_followed() -> None:
    now = answer("3.5", "As above.", follows="3.4"), answer("3.4", "The yellow leaflet was printed.")
    assert became(LEAFLET, *now).outcome == "kept"


def test_a_promise_without_a_subject_is_unclear() -> None:
    found = became(promise("3.5", "To be done.", "To be done"), answer("3.5", "Posters hang in each hall."))
    assert found.outcome == "unclear"
    assert "does not name" in found.why


def test_silence_is_no_reproach_where_the_edition_no_longer_asks() -> None:
    made = promise("4.9", "The yellow leaflet will be printed.", "will be printed", code="2022")
    (found,) = compare(last(made, code="2022"), this(*REST)).promises
    assert found.outcome == "unclear"
    assert "no provision on the subject" in found.why


def test_promises_cross_the_editions() -> None:
    made = promise("2.6", "The yellow leaflet will be printed.", "will be printed", code="2022")
    (found,) = compare(last(made, code="2022"), this(answer("3.5", "The yellow leaflet was printed."), *REST)).promises
    assert (found.outcome, found.words.ref, found.answer and found.answer.ref) == ("kept", "2.6", "3.5")


def test_review_on_either_side_makes_the_outcome_unsure() -> None:
    doubtful = promise("3.5", "The yellow leaflet will be printed.", "will be printed", review=True)
    assert became(doubtful, answer("3.5")).unsure
    assert became(LEAFLET, answer("3.5", "The yellow leaflet was printed.", review=True)).unsure


def test_a_sentence_that_points_at_the_promise_belongs_to_it() -> None:
    text = "A yellow leaflet is in draft. It will be printed by May 2025."
    made = saying(promise("3.5", text, "is in draft"), "future", "will be printed")
    (found,) = promised(form(made))
    assert found.passage.text == text
    assert found.due is not None
    assert found.due.day == "2025-05-31"


def test_a_sentence_that_points_at_another_leaves_an_earlier_promise_alone() -> None:
    text = "A yellow leaflet will be printed by June 2024. The panel meets often. They will review it in May 2025."
    made = saying(promise("3.5", text, "will be printed"), "future", "will review")
    first, second = promised(form(made))
    assert first.passage.text == "A yellow leaflet will be printed by June 2024."
    assert first.due is not None
    assert (first.due.day, second.trigger.text) == ("2024-06-30", "will review")


def test_this_years_words_may_point_too() -> None:
    found = became(LEAFLET, answer("3.5", "Tenants asked for the yellow leaflet. It was printed in May 2025."))
    assert found.outcome == "kept"
    assert found.answer is not None
    assert found.answer.text == "Tenants asked for the yellow leaflet. It was printed in May 2025."


def test_gaps_and_hedges_promise_only_with_a_time_to_come() -> None:
    gap = saying(answer("3.5", "No leaflet yet, target May 2025."), "gap", "No leaflet yet")
    bare = saying(answer("3.6", "There is no leaflet."), "gap", "There is no")
    hedge = saying(answer("3.7", "We aim to print it in May 2025."), "hedged", "aim to")
    past = saying(answer("3.8", "No leaflet was printed in May 2023."), "gap", "No leaflet")
    assert [found.sentence.key for found in promised(form(gap, bare, hedge, past))] == ["3.5", "3.7"]


def test_both_fields_are_read_and_quoted_with_their_places() -> None:
    made = saying(answer("3.5", "Yes.", commentary="One. The leaflet will come."), "future", "will come", "commentary")
    found = became(made, answer("3.5"))
    assert (found.words.field, found.words.start, found.words.text) == ("commentary", 5, "The leaflet will come.")


def test_what_went_to_everybody_is_done() -> None:
    now = "The yellow leaflet, now printed on card, went out to every tenant."
    made = promise("3.5", "The yellow leaflet will be redesigned.", "will be redesigned")
    assert became(made, answer("3.5", now.replace("now printed on", "on"))).outcome == "kept"
    asked = "The yellow leaflet went out to all tenants for comment."
    assert became(made, answer("3.5", asked)).outcome == "unclear"


REPORT = promise("8.1", "Our first yearly report on repairs complaints is due in July 2024.", "is due in July")


@pytest.mark.parametrize(
    "now", ["Report issued on 28 July 2024.", "The report has been published.", "Report, 28 July 2024"]
)
def test_such_a_thing_told_as_done_in_its_place_is_not_dropped(now: str) -> None:
    found = became(REPORT, answer("8.1", now))
    assert (found.outcome, found.unsure, found.answer and found.answer.text) == ("unclear", True, now)


@pytest.mark.parametrize(
    "now",
    [
        "The report is read by the panel.",
        "Report, 28 July 2023",
        "Report, 28 July 2026",
        "Replies were issued on 28 July 2024.",
    ],
)
def test_such_a_thing_that_is_not_told_as_done_since_then_takes_up_nothing(now: str) -> None:
    assert became(REPORT, answer("8.1", now)).outcome == "dropped"
    assert became(REPORT, answer("8.2", "Report issued on 28 July 2024.")).outcome == "dropped"


@pytest.mark.parametrize(
    ("when", "late"),
    [("in April 2025", True), ("on 1 April 2025", True), ("on 31.03.2025", False), ("in March 2025", False)],
)
def test_a_promise_that_was_kept_late_says_so(when: str, late: bool) -> None:
    found = became(LEAFLET, answer("3.5", f"The yellow leaflet was printed {when}."))
    assert found.outcome == "kept"
    assert ("is later than that of last year's form" in found.why) is late


@pytest.mark.parametrize(
    "text",
    [
        "The yellow leaflet was printed and is valid until May 2025.",
        "The yellow leaflet was printed and the next edition is fixed for June 2026.",
        "The yellow leaflet was printed before the May 2025 meeting.",
    ],
)
def test_a_time_that_is_not_that_of_the_deed_tells_of_nothing_late(text: str) -> None:
    found = became(LEAFLET, answer("3.5", text))
    assert found.outcome == "kept"
    assert "later" not in found.why


def test_of_several_times_the_earliest_tells_whether_it_was_late() -> None:
    found = became(LEAFLET, answer("3.5", "The yellow leaflet was printed in May 2024 and again on 3 May 2025."))
    assert "later" not in found.why
