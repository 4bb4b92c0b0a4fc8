"""Every weakness has its advice, every provision its own words, and no sentence has a gap."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from scorer.advice import Advice, advise
from scorer.advice.data import provisions, weakness_of, wordings
from scorer.checks import load_checks
from scorer.codes import Edition, editions
from scorer.records import SIGNALS, CheckFinding, EvidenceCell, Finding, Probabilities, Verdict

LONG = "{odd} “words” that go on and on beyond what anyone would care to read out in a meeting of any kind at all"
CELL = EvidenceCell("1.2", LONG, code="2024", comply="yes")
MOST_WORDS = 60


def score(
    level: int = 3,
    contradiction: int = 0,
    signals: tuple[str, ...] = (),
    checks: tuple[str, ...] = (),
    words: str = "{odd} “words”",
    **claim: Any,
) -> Verdict:
    said = {"evidence": f"{words}. {LONG}"} if signals else {}
    return Verdict(
        cell=replace(CELL, **(said | claim)),
        specificity=level,
        contradiction=contradiction,
        signals=tuple(Finding(signal, "evidence", 0, len(words), words, None) for signal in signals),  # type: ignore[arg-type]
        probabilities=Probabilities((0,) * 5, (0,) * 3, (0,) * 5),  # type: ignore[arg-type]
        checks=tuple(CheckFinding(code, "", "evidence", 0, len(LONG)) for code in checks),
    )


SITUATIONS = [
    score(level, contradiction, signals, comply=comply, words=words)
    for level in range(5)
    for contradiction, comply in ((0, "yes"), (1, "yes"), (2, "yes"), (0, "no"), (0, "partial"))
    for signals in ((), *((signal,) for signal in SIGNALS))
    for words in ("{odd} “words”", "98%", "by the clerk", "in May 2031", "by the clerk in May 2031", LONG)
]
CELL_CHECKS = [code for code, check in load_checks().items() if check.subject == "cell"]


def assert_reads_well(given: Advice) -> None:
    for text in (given.question, given.hint):
        assert not re.search(r"\{\w*\}|None|  |\(\)|“”|\?\?|\.\.", text.replace("{odd}", "odd")), text
        assert text == text.strip()
        assert len(text.split()) < MOST_WORDS, text
    assert bool(given.question) == bool(given.hint)
    if given.question:
        assert given.question.endswith("?")
        assert given.hint[0].isupper()
        assert given.hint.endswith(".")


def test_every_weakness_is_reached() -> None:
    reached = set()
    for situation in SITUATIONS:
        reached.add(weakness_of(situation))
    assert reached - {None} == set(wordings().weaknesses)


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.code)
def test_every_provision_has_its_own_words(edition: Edition) -> None:
    texts = provisions(edition.code)
    assert tuple(texts) == edition.refs
    for name in ("duty", "ask", "add"):
        twice = {text for text, count in Counter(getattr(one, name) for one in texts.values()).items() if count > 1}
        assert not twice
    for one in texts.values():
        assert one.ask.endswith("?")
        assert one.ask[0].isupper()
        for part in (one.duty, one.add):
            assert not part.endswith((".", "?"))
            assert part[0].islower() or part.split()[0] in ("Ombudsman", "Code")


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.code)
def test_advice_reads_well_for_every_provision(edition: Edition) -> None:
    for ref in edition.refs:
        place = {"code": edition.code, "ref": ref}
        for situation in SITUATIONS:
            assert_reads_well(advise(situation._replace(cell=replace(situation.cell, **place))))
        for code in CELL_CHECKS:
            given = advise(score(checks=(code,), **place))
            assert given.question
            assert_reads_well(given)


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.code)
def test_no_two_provisions_get_the_same_letter(edition: Edition) -> None:
    for level in range(3):
        for part in ("question", "hint"):
            given = [getattr(advise(score(level, code=edition.code, ref=ref)), part) for ref in edition.refs]
            assert len(set(given)) == len(given)


def test_nothing_is_asked_where_nothing_is_weak() -> None:
    assert advise(score(3)) == Advice()
    assert advise(score(4, signals=("future",))) == Advice()


def test_the_question_names_the_provision_and_quotes_the_words() -> None:
    given = advise(score(0, 2, ("gap",), words="does not", ref="6.3"))
    assert given.question.startswith("Provision 6.3 asks for a full stage 1 response")
    assert "“does not”" in given.question


def test_a_question_of_2020_is_named_by_its_place() -> None:
    assert advise(score(1, code="2020", ref="4.q3")).question.startswith("Section 4, question 3, asks whether")


@pytest.mark.parametrize(
    ("text", "words", "asked"),
    [
        ("Wardens are unaware of the way to tell us.", "unaware of the", "unaware of the way to tell us"),
        ("The forms cover only flats.", "cover only", "cover only flats"),
        ("We do not have a list of flats, but we ask.", "We do not have a", "We do not have a list of flats"),
        ("We aim to ring every tenant on the day of the visit.", "aim to", "aim to ring every tenant on the day …"),
        ("It is not written (yet).", "is not written", "is not written"),
        ("It is not written because nobody asked.", "is not written", "is not written"),
        ("Only 91% of replies.", "91%", "91%"),
        ("It does not.", "does not", "does not"),
    ],
)
def test_words_that_break_off_are_read_out_with_what_follows(text: str, words: str, asked: str) -> None:
    start = text.index(words)
    found = Finding("hedged", "evidence", start, start + len(words), words, None)
    given = advise(score(3, 1, evidence=text)._replace(signals=(found,)))
    assert f"“{asked}”" in given.question
    assert asked == words or asked not in given.hint


def test_a_bracket_that_would_be_cut_is_left_out() -> None:
    text = "Each flat is called (see the list of all flats)"
    assert "“Each flat is called …”" in advise(score(1, evidence=text)).question


def test_long_words_are_cut_and_their_quotation_marks_left_out() -> None:
    question = advise(score(1)).question
    assert "“{odd} words that go on and on beyond …”" in question


def test_the_gravest_comes_first() -> None:
    both = score(4, 2, ("gap",), checks=("TIM001",), words="does not")
    assert advise(both) == advise(score(4, 2, ("gap",), words="does not"))
    fault, advice = advise(score(4, 1, checks=("TIM001",))), advise(score(4, checks=("TIM002",)))
    assert "limit" in fault.question
    assert "calendar" in advice.question
    assert advise(score(0, checks=("TIM002",))) == advise(score(0))


@pytest.mark.parametrize(
    ("words", "figure"), [("98%", True), ("Two of eight", True), ("does not", False), ("groups of residents", False)]
)
def test_a_figure_in_the_words_asks_whether_yes_is_right(words: str, figure: bool) -> None:
    given = advise(score(4, 2, ("gap",), words=words))
    assert ("if all is meant" in given.hint) is figure


def test_a_cell_of_no_known_provision_is_advised_too() -> None:
    for code, ref in (("", ""), ("2024", "9.99"), ("2019", "1.2")):
        given = advise(score(1, code=code, ref=ref))
        assert_reads_well(given)
        assert "asks for something that is not known here. " in given.question
    assert advise(score(1, code="", ref="")).question.startswith("This provision asks")


@pytest.mark.parametrize("comply", ["no", "partial"])
def test_beside_a_no_practice_alone_is_asked_which_is_right(comply: str) -> None:
    told = {"comply": comply, "evidence": "Each letter has its seven headings (letter L4)."}
    for level in (3, 4):
        given = advise(score(level, checks=("ACT001",), **told))
        assert "Which of the two is right" in given.question
        assert not re.search(r"missing|admit|gap", given.question + given.hint)
    assert "What is missing" in advise(score(2, checks=("ACT001",), **told)).question
    assert "What is missing" in advise(score(3, signals=("gap",), checks=("ACT001",), **told)).question


@pytest.mark.parametrize(
    ("plan", "missing"),
    [
        ("will be rewritten by the Lettings Manager by 4 May 2031", ()),
        ("will be rewritten by 4 May 2031", ("an owner",)),
        ("will be rewritten by the Lettings Manager", ("a date",)),
        ("will be rewritten", ("an owner", "a date")),
    ],
)
def test_beside_a_no_only_what_the_plan_lacks_is_asked_for(plan: str, missing: tuple[str, ...]) -> None:
    for ref in ("6.3", "6.4"):
        given = advise(score(0, signals=("future",), comply="no", words=plan, evidence=plan, ref=ref))
        assert tuple(one for one in ("an owner", "a date") if one in given.hint) == missing
        assert bool(re.search("(?i)by which month|when will", given.question)) is ("a date" in missing)
        assert bool(re.search("(?i)who (owns|sees to|will do)", given.question)) is ("an owner" in missing)
        assert "in place meanwhile" in given.hint


def test_what_is_said_not_to_arise_is_not_asked_for_again() -> None:
    hint = advise(score(3, 1, ("not_applicable",))).hint
    assert "say so" not in hint
    assert "say in which period it has not arisen" in hint


def test_beside_a_no_what_another_check_finds_is_asked_first() -> None:
    given = advise(score(3, checks=("ACT001", "TIM001"), comply="no"))
    assert given == advise(score(3, checks=("TIM001",), comply="no"))
    assert "Which of the two" not in advise(score(3, checks=("ACT003",), comply="no")).question
