"""Cleaning takes out what is not text and keeps every word."""

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scorer.forms.clean import clean, clean_answer, plain

cleaning = sys.modules["scorer.forms.clean"]  # the package has a function of this name


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  two\xa0 words\n\tand more ", "two words and more"),
        ("<p>First</p><p>Second</p>", "First Second"),
        ("<u>Wren Homes -</u> <u>contact</u>", "Wren Homes - contact"),
        ("in<b>side</b>", "inside"),
        ("<ul><li>log</li><li>letters</li></ul>", "log letters"),
        ("Q&amp;A &lt;u&gt;page&lt;/u&gt;", "Q&A page"),
        ('see <a href="https://wren.example/c">our page</a>', "see our page (https://wren.example/c)"),
        ("fewer than <5 days, <https://wren.example>", "fewer than <5 days, <https://wren.example>"),
        ("• log\n• letters", "log letters"),
        ("\uf0b7 log \uf0a7letters", "log letters"),
        ("log • letters", "log letters"),
        ("· log\n· letters", "log letters"),
        ("o\tlog\no\tletters", "log letters"),
        ("- log\n- letters", "log letters"),
        ("Logged:\n- log\n- letters", "Logged: log letters"),
        ("our values\n– going further", "our values – going further"),
        ("Stage one - 12 cases", "Stage one - 12 cases"),
        ("a. log\nb. letters\n1) minutes", "a. log b. letters 1) minutes"),
        ("[bookmark: _Hlk1]Residents", "Residents"),
        ("com\u00adplaint\u200b log", "complaint log"),
        ("of\ufb01ce \ufb02oor", "office floor"),
        ("cafe\u0301 ½ 12²", "café ½ 12²"),
        ("“quoted” – it’s", "“quoted” – it’s"),
        ("**Yes** and 5 ** 2", "Yes and 5 ** 2"),
        ("|--|", ""),
        ("-----", ""),
        ("-", "-"),
        ("co-\noperative", "co- operative"),
        ("a\ud800b\x07c", "abc"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected
    assert clean(expected) == expected


@pytest.mark.parametrize("mark", ['"', "”", "″", "〃", "''", '-"-', "– ” –", ' "\n'])
def test_a_ditto_mark_alone_is_the_word_that_it_stands_for(mark: str) -> None:
    assert clean_answer(mark) == "Ditto"


@pytest.mark.parametrize("text", ["", "-", '"a"', "'", '""', ",,", '"Putting it right"', '" see log', "."])
def test_other_answers_are_only_cleaned(text: str) -> None:
    assert clean_answer(text) == clean(text)


@given(st.text("aO1 o\t\n\r-*|_=([&;<b>.’–·•ﬁé\u0301\u200b\ufeff", max_size=12))
@example("o  the letter of a bullet")
@example("first\n- second\n- third")
@example("a **b** &amp; <b>c</b>")
def test_text_that_is_taken_for_clean_at_a_glance_is_clean(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quickly = plain(text)
        patch.setattr(cleaning, "_UNMARKED", re.compile(r"(?!)"))
        assert quickly == plain(text)


def test_most_text_is_clean_at_a_glance() -> None:
    assert cleaning._UNMARKED.fullmatch("Our policy (v2.1), approved 12 June – the panel’s minutes are online:\nsee 4.")
