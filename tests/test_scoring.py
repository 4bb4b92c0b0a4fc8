"""One cell's judgement: a ledger that adds up, and the rules of what counts."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.records import (
    COMPLY_VALUES,
    FIELDS,
    SIGNALS,
    CellScore,
    CheckFinding,
    EvidenceCell,
    Field,
    Finding,
    Mention,
    Probabilities,
    Verdict,
)
from scorer.scoring import (
    GRADES,
    Pointed,
    Policy,
    beliefs,
    join_signals,
    joint,
    kinds_of_time,
    kinds_that_show,
    score_of,
)
from scorer.scoring.ledger import grade

from .strategies import distribution

TEXT = "We will ring by 3 May 2030 and the Board may look at Kestrel."
POLICY = Policy(
    weights=dict.fromkeys(SIGNALS, (0.0, 1.0, 2.0)),
    thresholds=dict.fromkeys(SIGNALS, 0.5),
    review_below=0.6,
)


def one_hot(size: int, place: int) -> Any:
    return tuple(float(index == place) for index in range(size))


def judge(
    cell: EvidenceCell,
    rules: list[Finding],
    probabilities: Probabilities,
    tags: list[Finding],
    pointed: Pointed | None = None,
    checks: list[CheckFinding] = [],  # noqa: B006 - never changed
    shown_by: Mention | None = None,
    time: Mention | None = None,
) -> CellScore:
    (belief,) = beliefs([cell], [probabilities], [rules], [checks], POLICY)
    signals = join_signals(cell, belief.signals, rules, tags)
    verdict = Verdict(
        cell,
        belief.probabilities,
        belief.specificity,
        belief.contradiction,
        signals,
        belief.sure,
        tuple(checks),
        shown_by,
        time,
    )
    return score_of(verdict, pointed)


def score(
    level: int = 1,
    *,
    comply: str = "yes",
    contradiction: int = 0,
    chances: dict[str, float] | None = None,
    rules: list[Finding] = [],  # noqa: B006 - never changed
    tags: list[Finding] = [],  # noqa: B006
    shown_by: Mention | None = None,
    time: Mention | None = None,
    evidence: str = TEXT,
    commentary: str = "",
    pointed: Pointed | None = None,
    checks: list[CheckFinding] = [],  # noqa: B006
    unsure: bool = False,
) -> CellScore:
    # What contradicts outright is an admitted gap or a plan alone; the classifier's word for it is not enough.
    chances = chances or ({"gap": 0.999} if contradiction == 2 else {})
    return judge(
        EvidenceCell("1.2", evidence, commentary, comply=comply),  # type: ignore[arg-type]
        rules,
        Probabilities(
            one_hot(5, level),
            (0.4, 0.3, 0.3) if unsure else one_hot(3, contradiction),
            tuple(chances.get(signal, 0.0) for signal in SIGNALS),  # type: ignore[arg-type]
        ),
        tags,
        pointed,
        checks,
        shown_by,
        time,
    )


def finding(signal: Any, start: int, end: int, rule: str | None = "FUT001", confidence: float = 1.0) -> Finding:
    return Finding(signal, "evidence", start, end, TEXT[start:end], rule, confidence)


WILL = finding("future", 3, 7)
MAY = finding("hedged", 41, 44, "HED006")
DAY = Mention("evidence", 16, 26)


# The ledger -----------------------------------------------------------------------------------------------------------

places = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 9)).map(
    lambda pair: (pair[0], min(len(TEXT), pair[0] + pair[1]))
)
found = st.builds(
    lambda signal, place, rule, confidence: finding(signal, *place, rule, confidence),
    st.sampled_from((*SIGNALS, "vague")),
    places,
    st.sampled_from((None, "FUT001", "GAP002")),
    st.floats(0, 1),
)
named = st.none() | st.builds(lambda place: Mention("evidence", *place), places)


@given(
    cell=st.builds(
        EvidenceCell,
        ref=st.just("1.2"),
        evidence=st.sampled_from((TEXT, "")),
        commentary=st.just(""),
        comply=st.sampled_from(COMPLY_VALUES),
    ),
    rules=st.lists(found, max_size=4),
    tags=st.lists(found, max_size=4),
    shown_by=named,
    time=named,
    probabilities=st.builds(Probabilities, distribution(5), distribution(3), st.tuples(*[st.floats(0, 1)] * 5)),
    pointed=st.none() | st.builds(Pointed, st.just("7.4"), st.integers(0, 4)),
)
def test_whatever_is_known_the_points_add_up_to_the_quality(
    cell: EvidenceCell,
    rules: list[Finding],
    tags: list[Finding],
    shown_by: Mention | None,
    time: Mention | None,
    probabilities: Probabilities,
    pointed: Pointed | None,
) -> None:
    judged = judge(cell, rules, probabilities, tags, pointed, [], shown_by, time)
    assert sum(reason.points for reason in judged.reasons) == judged.quality
    assert 0 <= judged.quality <= 100
    assert judged.grade == next(name for name, lowest in GRADES if judged.quality >= lowest)
    assert judged.contradiction == 0 or cell.comply == "yes"
    assert {signal.signal for signal in judged.signals} <= set(SIGNALS)
    if not cell.evidence:
        assert judged.signals == ()
    for reason in judged.reasons:
        assert 0 <= reason.start <= reason.end <= len(TEXT)


@pytest.mark.parametrize(("quality", "name"), [(100, "strong"), (75, "strong"), (74, "fair"), (50, "fair"),
                                               (49, "weak"), (25, "weak"), (24, "poor"), (0, "poor")])  # fmt: skip
def test_grades(quality: int, name: str) -> None:
    assert grade(quality) == name


def test_quality_rises_with_the_level_and_falls_with_the_contradiction() -> None:
    by_level = [score(level).quality for level in range(5)]
    assert by_level == sorted(set(by_level))
    assert (by_level[0], by_level[4]) == (0, 100)
    by_contradiction = [score(4, contradiction=level).quality for level in range(3)]
    assert by_contradiction == sorted(by_contradiction, reverse=True)


def test_a_score_does_not_fall_below_nothing() -> None:
    judged = score(0, contradiction=2)
    assert judged.quality == 0
    assert judged.reasons[-1].source == "floor"


# Signals --------------------------------------------------------------------------------------------------------------


def test_a_rule_that_the_classifier_does_not_believe_is_overruled() -> None:
    assert score(chances={"future": 0.01}, rules=[WILL]).signals == ()


def test_a_rule_that_it_half_believes_carries_the_signal() -> None:
    assert score(chances={"future": 0.3}).signals == ()
    (signal,) = score(chances={"future": 0.3}, rules=[WILL]).signals
    assert (signal.rule, signal.text, signal.confidence) == ("FUT001", "will", round(joint(0.3, True, (0, 1, 2)), 4))


def test_the_taggers_words_stand_in_where_no_rule_has_any() -> None:
    tag = finding("future", 3, 12, None, 0.4)
    (signal,) = score(chances={"future": 0.9}, tags=[tag]).signals
    assert (signal.rule, signal.text) == (None, "will ring")


def test_words_of_rules_that_the_tagger_does_not_share_are_dropped_for_those_that_it_does() -> None:
    other = finding("future", 27, 30, "FUT002")
    tag = finding("future", 3, 7, None, 0.9)
    assert [signal.text for signal in score(chances={"future": 0.9}, rules=[WILL, other], tags=[tag]).signals] == [
        "will"
    ]
    assert len(score(chances={"future": 0.9}, rules=[WILL, other], tags=[]).signals) == 1


def test_the_taggers_words_stand_beside_those_of_a_rule_only_where_it_is_sure() -> None:
    shared = finding("future", 3, 7, None, 0.9)
    for confidence, texts in ((0.55, ["will"]), (0.65, ["will ring by 3 May 2030 and"])):
        tags = [shared, finding("future", 27, 30, None, confidence)]
        judged = score(chances={"future": 0.9}, rules=[WILL], tags=tags)
        assert [signal.text for signal in judged.signals] == texts


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("It will go to all homes once printed.", ["will go to all homes once"]),
        ("It will go out. Once printed it is kept.", ["will", "Once"]),
        ("It will go to each of the homes that we have in the old town once printed.", ["will", "once"]),
        ("Once printed it will go out.", ["Once printed it will"]),
        ("It will, from 1.5.2030, go out once printed.", ["will, from 1.5.2030, go out once"]),
        ("• will go out • once printed", ["will", "once"]),
    ],
)
def test_passages_of_one_statement_are_one_trigger(text: str, passages: list[str]) -> None:
    found = [
        Finding("future", "evidence", *match.span(), match[0], rule, 0.9)
        for word, rule in (("will", None), ("once", "FUT003"))
        for match in re.finditer(word, text, re.I)
    ]
    tags = [finding._replace(rule=None) for finding in found]
    judged = score(chances={"future": 0.9}, rules=[one for one in found if one.rule], tags=tags, evidence=text)
    assert [signal.text for signal in judged.signals] == passages
    assert [signal.rule for signal in judged.signals if "nce" in signal.text] == ["FUT003"]


def test_passages_in_two_columns_or_of_two_signals_stay_apart() -> None:
    in_two = [Finding("future", field, 0, 4, "will", None, 0.9) for field in FIELDS]
    judged = score(chances={"future": 0.9}, tags=in_two, evidence="will go", commentary="will go")
    assert [signal.field for signal in judged.signals] == list(FIELDS)
    both = score(chances={"future": 0.9, "gap": 0.9}, tags=[finding("future", 3, 7, None), finding("gap", 8, 12, None)])
    assert [signal.text for signal in both.signals] == ["will", "ring"]


def test_a_heading_of_actions_gives_way_to_the_words_that_it_heads() -> None:
    heading = Finding("future", "evidence", 0, 7, "ACTION:", "FUT014")

    def words(between: int, field: Field = "evidence") -> list[str]:
        text = f"ACTION: {'clerk ' * between}to draft a form of words."
        start = text.index("to draft")
        rules = [heading, Finding("future", field, start, start + 8, "to draft", "FUT002")]
        tags = [rule._replace(rule=None, confidence=0.9) for rule in rules]
        judged = score(chances={"future": 0.9}, rules=rules, tags=tags, evidence=text, commentary=text)
        return [one.text for one in judged.signals]

    assert words(1) == ["to draft"]
    assert words(1, "commentary") == words(25) == ["ACTION:", "to draft"]


def test_a_heading_alone_is_told_with_the_words_that_the_tagger_underlines_behind_it() -> None:
    text = "ACTION: clerk to draft a form of words."

    def told(*tags: Finding) -> list[tuple[str, str | None]]:
        heading = Finding("future", "evidence", 0, 7, "ACTION:", "FUT014")
        judged = score(chances={"future": 0.9}, rules=[heading], tags=tags, evidence=text)
        return [(one.text, one.rule) for one in judged.signals]

    def tag(words: str, confidence: float) -> Finding:
        start = text.index(words)
        return Finding("future", "evidence", start, start + len(words), words, None, confidence)

    assert told(tag("ACTION:", 0.5), tag("to draft", 0.4)) == [("to draft", None)]
    assert told(tag("ACTION:", 0.5), tag("to draft", 0.2)) == [("ACTION:", "FUT014")]
    assert told(tag(": clerk to draft", 0.5)) == [("ACTION: clerk to draft", "FUT014")]


def test_a_signal_without_any_words_is_said_of_the_whole_cell_or_not_at_all() -> None:
    (signal,) = score(chances={"not_applicable": 0.9}).signals
    assert signal.text == TEXT
    assert score(chances={"future": 0.9}).signals == ()


def test_signals_stand_in_the_order_of_their_words() -> None:
    judged = score(chances={"future": 0.9, "hedged": 0.9}, rules=[MAY, WILL])
    assert [signal.signal for signal in judged.signals] == ["future", "hedged"]


# What a claim is worth ------------------------------------------------------------------------------------------------


def test_a_doubt_that_neither_signal_nor_check_speaks_for_must_be_likelier() -> None:
    """The classifier finds a contradiction likelier than none; only what speaks for it differs."""
    assert score(3, unsure=True).contradiction == 0
    assert score(3, unsure=True, chances={"cross_reference": 0.9}).contradiction == 0
    assert score(3, unsure=True, checks=[SHORT]).contradiction == 1
    assert score(3, unsure=True, chances={"hedged": 0.6}, rules=[MAY]).contradiction == 1


def test_contradiction_only_under_a_yes() -> None:
    for comply in COMPLY_VALUES:
        assert score(comply=comply, contradiction=2).contradiction == (2 if comply == "yes" else 0)


def test_an_honest_dated_no_is_worth_more_than_a_bare_yes() -> None:
    admitted = {"future": 0.9, "gap": 0.9}
    dated = score(0, comply="no", chances=admitted, rules=[WILL], time=DAY)
    undated = score(0, comply="no", chances=admitted, rules=[WILL])
    bare_yes = score(1, comply="yes")
    contradicted_yes = score(0, comply="yes", contradiction=2, chances=admitted, rules=[WILL], time=DAY)
    assert dated.quality > bare_yes.quality > undated.quality > contradicted_yes.quality
    assert [reason.source for reason in dated.reasons] == ["specificity:absent", "action", "action:date", "FUT001"]


def test_a_no_without_an_action_earns_nothing_for_honesty() -> None:
    assert score(0, comply="no", chances={"gap": 0.9}, rules=[finding("gap", 0, 2)], time=DAY).quality == 0


def test_words_that_stand_against_it_cost_the_points_for_a_clean_cell() -> None:
    clean = score(3, comply="blank")
    softened = score(3, comply="blank", chances={"hedged": 0.9}, rules=[MAY])
    assert clean.quality - softened.quality == 10


def test_the_level_is_shown_on_the_words_that_show_it_best() -> None:
    (reason, *_) = score(2, shown_by=Mention("evidence", 53, 60)).reasons
    assert (reason.source, reason.points, TEXT[reason.start : reason.end]) == ("specificity:named", 45, "Kestrel")
    (reason, *_) = score(2).reasons
    assert reason.field is None


def test_what_shows_a_level_is_what_a_reader_can_check_soonest() -> None:
    assert [bool(kinds_that_show(level)) for level in range(5)] == [False, True, True, True, True]
    details = kinds_that_show(4)
    assert details["URL"] < details["DATE"] < details["FIGURE"]
    assert len(set(details.values())) == len(details)


def test_a_time_counts_only_where_something_is_openly_not_met() -> None:
    assert [comply for comply in COMPLY_VALUES if "MONTH" in kinds_of_time(comply)] == ["no", "partial"]


def test_a_pointer_gets_a_little_of_what_it_points_at_and_no_level() -> None:
    judged = score(0, pointed=Pointed("7.4", 4))
    assert (judged.specificity, judged.follows) == (0, "7.4")
    assert [(reason.source, reason.points) for reason in judged.reasons][1] == ("follows:7.4", 20)
    assert judged.quality < score(1).quality
    assert score(2, pointed=Pointed("7.4", 4)).quality == score(2).quality


def test_a_blank_cell() -> None:
    judged = score(0, evidence="", chances={"future": 0.9})
    assert (judged.quality, judged.grade, judged.signals) == (0, "poor", ())
    assert judged.reasons[0].message == "The cell is blank."


def test_an_admitted_gap_or_a_plan_alone_contradicts_and_a_hedge_weakens() -> None:
    assert score(3, chances={"gap": 0.9}, unsure=True).contradiction == 2
    assert score(0, chances={"future": 0.9}, unsure=True).contradiction == 2
    assert score(3, chances={"future": 0.9}).contradiction == 0  # an improvement on top, says the classifier
    assert score(3, chances={"future": 0.9}, contradiction=1).contradiction == 1
    assert score(3, chances={"hedged": 0.9}, unsure=True).contradiction == 1
    assert score(0, chances={"not_applicable": 0.9}, unsure=True).contradiction == 1


def test_a_classifier_that_sees_nothing_against_the_yes_weighs_as_much_as_the_signal() -> None:
    doubted = score(3, chances={"gap": 0.9}).probabilities.contradiction
    agreed = score(3, chances={"gap": 0.9}, contradiction=2).probabilities.contradiction
    assert doubted[2] < 0.5 < agreed[2]


def test_a_reader_is_asked_where_the_classifier_is_not_sure() -> None:
    assert not score(3).review
    blurred = judge(
        EvidenceCell("1.2", TEXT, comply="yes"),
        [],
        Probabilities((0.1, 0.3, 0.5, 0.1, 0.0), (1.0, 0.0, 0.0), (0.0,) * 5),  # type: ignore[arg-type]
        [],
    )
    assert blurred.review
    assert score(3, chances={"gap": 0.7}, unsure=True).review  # an accusation is doubted sooner
    assert score(3, chances={"gap": 0.999}, contradiction=2).review  # and one of the classifier alone always is
    assert not score(3, chances={"gap": 0.999}, contradiction=2, rules=[finding("gap", 0, 7, "GAP001")]).review


# Contradiction --------------------------------------------------------------------------------------------------------

FAULT = CheckFinding("EXC003", "Something is left out.", "evidence", 0, 2)
SHORT = CheckFinding("TIM001", "“3 May 2030” is longer than the limit.", "evidence", 16, 26, against_yes=True)


@pytest.mark.parametrize("comply", COMPLY_VALUES)
def test_a_check_against_a_yes_leaves_it_in_doubt_in_its_own_words(comply: str) -> None:
    judged = score(4, comply=comply, checks=[FAULT, SHORT])
    assert judged.checks == (FAULT, SHORT)
    reasons = [reason for reason in judged.reasons if reason.source == "contradiction"]
    if comply != "yes":
        assert (judged.contradiction, reasons) == (0, [])
        return
    (reason,) = reasons
    assert (judged.contradiction, judged.quality) == (1, 90 - 20)
    assert (reason.message, reason.field, reason.start, reason.end) == (SHORT.message, "evidence", 16, 26)
    assert judged.probabilities.contradiction == pytest.approx((0.3, 0.7, 0), abs=0.001)


def test_a_check_is_sure_where_the_classifier_has_a_doubt_too() -> None:
    assert score(4, checks=[SHORT]).review
    assert not score(4, checks=[SHORT], contradiction=1).review


@pytest.mark.parametrize("contradicts", [chance / 100 for chance in range(40, 61)])
def test_a_check_against_a_yes_counts_however_torn_the_chances_are(contradicts: float) -> None:
    believed = (1 - contradicts, 0.0, contradicts)
    for gap in (0.4, 0.45, 0.48):
        torn = Probabilities(one_hot(5, 3), believed, (0.0, 0.0, gap, 0.0, 0.0))  # type: ignore[arg-type]
        assert judge(EvidenceCell("1.2", TEXT, comply="yes"), [], torn, [], checks=[SHORT]).contradiction >= 1


def test_a_check_that_only_finds_something_missing_changes_nothing() -> None:
    assert score(4, checks=[FAULT]).contradiction == 0
    assert score(4, checks=[FAULT]).reasons == score(4).reasons


def test_a_stronger_contradiction_stays_and_a_hedge_is_told_by_the_check() -> None:
    gap = {"chances": {"gap": 0.999}, "contradiction": 2, "rules": [finding("gap", 0, 7, "GAP001")]}
    alone, both = score(3, **gap), score(3, **gap, checks=[SHORT])  # type: ignore[arg-type]
    assert both.contradiction == alone.contradiction == 2
    assert both.reasons == alone.reasons
    hedged = score(3, chances={"hedged": 0.9}, rules=[MAY], checks=[SHORT])
    assert hedged.reasons[-1].message == SHORT.message
    assert "HED006" in [reason.source for reason in hedged.reasons]


def test_cells_are_believed_together_as_each_is_alone() -> None:
    told = [
        (
            EvidenceCell("1.2", evidence, comply=comply),  # type: ignore[arg-type]
            Probabilities(
                levels,
                one_hot(3, 2) if "gap" in chances else (0.4, 0.3, 0.3),
                tuple(chances.get(signal, 0.0) for signal in SIGNALS),  # type: ignore[arg-type]
            ),
            [finding("gap", 0, 7, "GAP001")] if "gap" in chances else [],
            checks,
        )
        for evidence, comply, levels, chances, checks in product(
            (TEXT, ""),
            ("yes", "no"),
            (one_hot(5, 0), one_hot(5, 4), (0.3, 0.3, 0.2, 0.1, 0.1)),
            ({}, {"gap": 0.999}, {"future": 0.9}, {"hedged": 0.7, "cross_reference": 0.9}),
            ([], [SHORT]),
        )
    ]
    cells, probabilities, findings, against = (list(column) for column in zip(*told, strict=True))
    together = beliefs(cells, probabilities, findings, against, POLICY)
    for belief, own in zip(together, told, strict=True):
        (alone,) = beliefs(*([one] for one in own), POLICY)
        assert belief._replace(probabilities=alone.probabilities, signals=alone.signals) == alone
        assert [name for name, _ in belief.signals] == [name for name, _ in alone.signals]
        assert [chance for _, chance in belief.signals] == pytest.approx([chance for _, chance in alone.signals])
        assert belief.probabilities.contradiction == pytest.approx(alone.probabilities.contradiction)
    assert {belief.contradiction for belief in together} == {0, 1, 2}
    assert {belief.sure for belief in together} == {True, False}
    assert beliefs([], [], [], [], POLICY) == []


@pytest.mark.parametrize(
    ("evidence", "commentary", "field"),
    [
        ("Kestrel survey", "We asked nobody this year.", "commentary"),
        ("No survey was run.", "None was asked for.", "evidence"),
        ("Kestrel survey", "Run each May.", "evidence"),
        ("", "Run each May.", "commentary"),
    ],
)
def test_not_arisen_is_shown_on_the_field_that_may_say_so(evidence: str, commentary: str, field: str) -> None:
    judged = score(evidence=evidence, commentary=commentary, chances={"not_applicable": 0.999})
    (found,) = judged.signals
    assert (found.field, found.text) == (field, commentary if field == "commentary" else evidence)
