"""The words within the name of a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.language import read
from scorer.language.file_names import file_name_parts


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Stage1_Response_Template.docx", "stage 1 response template .docx"),
        ("AnnualComplaintsReport_outline.docx", "annual complaints report outline .docx"),
        ("HIB_Dashboard_Q4.pdf", "hib dashboard q4 .pdf"),
        ("complaints-policy-2024.pdf", "complaints - policy - 2024 .pdf"),
        ("Refusals_Log_v2.1", "refusals_log_v2.1"),
        ("Refusals_Log_v2.1.XLSX", "refusals log v2.1 .xlsx"),
        ("www.our_homes.pdf", "www.our_homes.pdf"),
        ("KPIs_Q4.pdf", "kpis q4 .pdf"),
        ("Überblick_Liste.docx", "überblick liste .docx"),
        ("HR_07", "hr_07"),
        ("2023_24", "2023_24"),
        ("____", "_ _ _ _"),
        ("2.5", "2.5"),
        ("e.g.", "e.g."),
    ],
)
def test_a_file_name_is_read_as_its_title(name: str, title: str) -> None:
    assert " ".join(read(name).words) == title


def test_the_white_space_around_it_changes_nothing() -> None:
    one, other = read("See Stage1_Letter.docx here."), read("See  Stage1_Letter.docx here.")
    assert [word for word in other.words if word.strip()] == list(one.words)
    place = other.words.index("letter")
    assert slice(*other.characters(place, place + 1)) == slice(12, 18)


def test_a_part_is_shown_without_its_underscore() -> None:
    text = "Stage2_Letter.docx"
    reading = read(text)
    assert [text[slice(*reading.characters(place, place + 1))] for place in range(4)] == [
        "Stage",
        "2",
        "Letter",
        ".docx",
    ]
    assert [token.text for token in reading.doc(0, 4)] == ["Stage", "2", "Letter", ".docx"]


@given(st.from_regex(r"\A[\w.-]{1,40}\Z"))
def test_no_character_is_lost(token: str) -> None:
    assert "".join(file_name_parts(token)) == token
