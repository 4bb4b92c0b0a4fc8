"""What the prefilter keeps from the checks could never have made one fire."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.checks import cell_checks, load_checks, run_on_cell
from scorer.checks.docs import patterns
from scorer.checks.needs import Pattern, folded, needs
from scorer.checks.prefilter import Prefilter, possible
from scorer.checks.text import in_one
from scorer.records import EvidenceCell

CHECKS = tuple(check for check in load_checks().values() if check.subject == "cell")
EXAMPLES = [check.example_cell(example) for check in CHECKS for example in (*check.fire, *check.silent)]
SAMPLE = [cell.evidence.swapcase() for cell in EXAMPLES[::40]]
WORDS = sorted({word for cell in EXAMPLES for word in cell.evidence.split()})


def codes_of_all(cell: EvidenceCell) -> set[str]:
    return {found.code for check in CHECKS for found in run_on_cell(check, cell)}


def codes(cell: EvidenceCell) -> set[str]:
    return {found.code for found in cell_checks(cell)}


def test_every_example_finds_what_it_finds_unscreened() -> None:
    assert sum(bool(codes_of_all(cell)) for cell in EXAMPLES) > len(CHECKS)
    for cell in EXAMPLES:
        assert codes(cell) == codes_of_all(cell)
        shouted = replace(cell, evidence=cell.evidence.upper().replace("S", "ſ").replace("I", "İ"))
        assert codes(shouted) == codes_of_all(shouted)


@given(st.sampled_from(EXAMPLES), st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_words_find_what_they_find_unscreened(cell: EvidenceCell, words: list[str]) -> None:
    mixed = replace(cell, commentary=" ".join(words))
    assert codes(mixed) == codes_of_all(mixed)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bappeal stage\b", [{"appeal"}, {"stage"}]),
        (r"\b(?:appeal|panel) stages?\b", [{"appeal", "panel"}, {"stage"}]),
        (r"\bstage (?:3|three)\b", [{"stage"}, {"0", "three"}]),
        (r"\d{1,3} days", [{"days"}, {"0"}]),
        (r"(?:formal )?complaint", [{"complaint"}]),
        (r"(?:formal )+complaint", [{"complaint"}, {"formal"}]),
        (r"not(?=.*ombudsman)(?!.*we)", [{"not"}]),
        (r"organi[sz]ation", [{"organi"}, {"ation"}]),
        (r"a|b", []),
        (r"\w+", []),
        (r"", []),
    ],
)
def test_what_patterns_need(pattern: str, expected: list[set[str]]) -> None:
    found = needs(Pattern(pattern))
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    assert all(re.compile(pattern, re.I).search(text) is None or meets(pattern, text) for text in TEXTS)


TEXTS = ("Stage 3 appeal stages", "12 days, formal complaint", "NEVER organiſation", "we do not", "stage ٣", "")


def meets(pattern: str, text: str) -> bool:
    asked = Pattern(pattern)
    prefilter = Prefilter([asked])
    return possible(prefilter.present(text), prefilter.way(asked))


def test_a_text_without_what_is_needed_is_kept_out() -> None:
    assert not meets(r"\bappeal stage\b", "The appeal panel")
    assert meets(r"\bappeal stage\b", "The stage of an APPEAL")
    assert not meets(r"\bstage (?:3|three)\b", "stage four")


def test_letters_that_match_in_any_case_fold_alike() -> None:
    for letter in "ſıİ\u212a":
        (plain,) = folded(letter)
        assert re.fullmatch(plain, letter, re.I)
    assert folded("Stage ٣") == "stage 0"


def test_a_check_is_shown_only_the_patterns_that_may_match() -> None:
    one, other = Pattern("appeal stage"), Pattern("stage 3")
    prefilter = Prefilter([one, other])
    present = prefilter.present("The third STAGE, which is Stage\t3")
    assert [possible(present, prefilter.way(pattern)) for pattern in (one, other)] == [False, True]


def test_a_pattern_of_which_nothing_can_be_told_is_always_possible() -> None:
    prefilter = Prefilter([Pattern(r"\w+")])
    assert possible(prefilter.present(""), prefilter.way(Pattern(r"\w+")))


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bMRC\b[^.;A-F]{0,9}\Wis\S",
        r"(?P<Who>[A-C]\w+) (?P=Who)",
        r"(?-i:\b[A-Z]\w+) ombudsman",
        r"\\Big|I\b|\AK",
        *sorted({pattern.pattern for pattern in patterns(CHECKS)}),
    ],
)
def test_a_pattern_ignores_case_where_it_does_not_say_otherwise(pattern: str) -> None:
    for text in [*TEXTS, "The mrc -iſ", "Cab cAB", "The OMBUDSMAN", "the Ombudsman", r"\bİG", "K", *SAMPLE]:
        found, expected = Pattern(pattern).search(in_one(text)), re.search(pattern, text, re.I)
        assert (found and found.span()) == (expected and expected.span())


def test_a_trait_stands_in_a_text_with_a_word_that_has_it() -> None:
    prefilter = Prefilter([Pattern("appeal stage")], [str.isupper, str.isdigit])
    present = prefilter.present("The appeal\tSTAGE")
    assert present & prefilter.having(str.isupper)
    assert not present & prefilter.having(str.isdigit)
    assert not prefilter.present("") & prefilter.having(str.isupper)


@given(
    st.lists(
        st.sampled_from(("yes", "Yes,", "COMPLIANT", "fully", "we", "comply", "7", "ſ", "é", "—", "(yes)", "yes7", "İ"))
    ),
    st.sampled_from((" ", "\n", "\u00a0", ".")),
)
def test_what_rules_a_bare_yes_out_stands_in_none(words: list[str], between: str) -> None:
    cell = EvidenceCell("6.3", between.join(words), code="2024", comply="yes")
    check = load_checks()["EVD001"]
    assert [found for found in cell_checks(cell) if found.code == "EVD001"] == list(run_on_cell(check, cell))
