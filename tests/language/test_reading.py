"""One text as the product reads it: spans, clauses, offsets."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.language import Reading, SpanLabel, pipeline, read

SPANS: list[tuple[str, str, str]] = [
    ("POST", "The Repairs Manager rang back.", "Repairs Manager"),
    ("POST", "Our complaints handlers are two.", "complaints handlers"),
    ("BODY", "It went to the Board.", "Board"),
    ("BODY", "It is talked over at the team meeting.", "team meeting"),
    ("SYSTEM", "Kept on our CRM.", "CRM"),
    ("DOCUMENT", "Told in the Vulnerability Policy.", "Policy"),
    ("DOCUMENT", "Told in a policy on repairs.", "policy"),
    ("DOCUMENT", "Told in the stage 2 response letter.", "letter"),
    ("DOCUMENT", "The letter template says so.", "letter"),
    ("POLICY", "It is in the complaints policy.", "policy"),
    ("POLICY", "Our Compliments, Concerns and Complaints Policy.", "Policy"),
    ("LETTER", "We send a letter.", "letter"),
    ("WORK", "We have a report.", "report"),
    ("WEBSITE", "It is on our website.", "website"),
    ("TRAINING", "Covered by training.", "training"),
    ("URL", "See www.fernbank.example.org for it.", "www.fernbank.example.org"),
    ("URL", "Write to help@fernbank.org.", "help@fernbank.org"),
    ("DATE", "Agreed on 3 March 2023 there.", "3 March 2023"),
    ("DATE", "Agreed in May 2024 there.", "May 2024"),
    ("DATE", "Agreed on 12/05/2023.", "12/05/2023"),
    ("MONTH", "Agreed in June.", "June"),
    ("YEAR", "The rate of 2022/23 fell.", "2022/23"),
    ("YEAR", "Agreed in 2021.", "2021"),
    ("RATE", "It was 95% then.", "95%"),
    ("RATE", "It was 12 per cent then.", "12 per cent"),
    ("RATE", "It was 3 out of 40 then.", "3 out of 40"),
    ("FIGURE", "There were 41 of them.", "41"),
    ("FIGURE", "There were seven of them.", "seven"),
    ("TIMESCALE", "Done in two working days.", "two working days"),
    ("TIMESCALE", "Done in 48 hours.", "48 hours"),
    ("CLAUSE", "It is section 4.2 of that.", "section 4.2"),
    ("CLAUSE", "It is on page 12 of that.", "page 12"),
    ("CLAUSE", "It is at 4.2.1 there.", "4.2.1"),
    ("STAGE", "It is at stage 2 now.", "stage 2"),
    ("STAGE", "It has a two-stage path.", "two-stage"),
    ("FREQUENCY", "It is sent monthly.", "monthly"),
    ("FREQUENCY", "It is sent each quarter.", "each quarter"),
    ("SEQUENCE", "Done within it.", "within"),
    ("PRACTICE", "Somebody undertook it.", "undertook"),
    ("PRACTICE", "Somebody is logging it.", "logging"),
    ("HEDGE", "They may do it.", "may"),
    ("PLAN", "They will do it.", "will"),
    ("NEGATION", "They never do it.", "never"),
    ("QUOTE", "Headed “Telling us” there.", "“Telling us”"),
    ("QUOTE", "It is on the page headed Making a Complaint there.", "headed Making a Complaint"),
    ("IDENTIFIER", "It is numbered CF12 here.", "CF12"),
    ("IDENTIFIER", "It is case 24/117 here.", "24/117"),
    ("URL", "It is at fernbank.example/complaints there.", "fernbank.example/complaints"),
    ("TIMESCALE", "Done within 48hrs there.", "48hrs"),
    ("TIMESCALE", "Done in sixty working days.", "sixty working days"),
    ("TIMESCALE", "Done the same evening there.", "the same evening"),
    ("TIMESCALE", "Done by the tenth working day.", "tenth working day"),
    ("TIMESCALE", "They have a fortnight there.", "a fortnight"),
    ("IDENTIFIER", "It is v3.0 there.", "v3.0"),
    ("CLAUSE", "It is in the third paragraph there.", "third paragraph"),
    ("CLAUSE", "It is in minute 23/14 there.", "minute 23/14"),
    ("CLAUSE", "It is in para 11(c) there.", "para 11(c"),
    ("RATE", "In time for all but one of them.", "all but one"),
    ("RATE", "In time for fifty-nine of sixty-one there.", "fifty-nine of sixty-one"),
    ("RATE", "In time for ninety five per cent of them.", "ninety five per cent"),
    ("RATE", "In time for two-thirds of them.", "two-thirds"),
    ("RATE", "In time for just under half there.", "just under half"),
    ("FIGURE", "There were nil of them.", "nil"),
    ("TIMESCALE", "Done in the first week there.", "first week"),
    ("CLAUSE", "It is on page one there.", "page one"),
    ("CLAUSE", "It is in appendix A there.", "appendix A"),
    ("FIGURE", "There were two hundred of them.", "two hundred"),
    ("TIMESCALE", "Done in twenty-one working days.", "twenty-one working days"),
    (
        "RATE",
        "In time for one hundred and five of one hundred and five.",
        "one hundred and five of one hundred and five",
    ),
    ("RATE", "In time for fifty–nine of sixty–one there.", "fifty–nine of sixty–one"),
    ("CLAUSE", "It is in section twenty-one there.", "section twenty-one"),
    ("TIMESCALE", "Done in ten (10) working days.", "ten (10) working days"),
    ("TIMESCALE", "Done by the 10th working day there.", "10th working day"),
    ("TIMESCALE", "Done by day eight there.", "eight"),
    ("TIMESCALE", "Done by the 5th business day there.", "5th business day"),
    ("RATE", "In time for ten (10) of twelve there.", "ten (10) of twelve"),
    ("FIGURE", "On that day 41 cases closed.", "41"),
    ("YEAR", "It was so on Lady Day 2024 there.", "2024"),
    ("YEAR", "The rate of 24/25 fell.", "24/25"),
    ("YEAR", "It was so in 2023 (12) there.", "2023"),
    ("CLAUSE", "It is told in 5.6 (3) there.", "5.6"),
    ("DOCUMENT", "Refusals_Log.xlsx is theirs.", "Log"),
    ("DATE", "Cabinet_Report_March_2023.pdf is theirs.", "March_2023"),
    ("PAST", "Agreed by them last May there.", "last May"),
    ("PAST", "In use since Easter there.", "since Easter"),
    ("PROPER", "It is kept on Kestrel there.", "Kestrel"),
    ("PROPER", "It is kept by Winnie Ives there.", "Winnie Ives"),
    ("DOCUMENT", "It is in the Conduct Protocol there.", "Protocol"),
]


def found(text: str, reading: Reading) -> list[tuple[str, str]]:
    ranges = [(span.label, *reading.characters(span.start, span.end)) for span in reading.spans]
    return [(label, text[start:end]) for label, start, end in ranges]


@pytest.mark.parametrize(("label", "text", "words"), SPANS)
def test_a_span_is_found_with_its_label_and_its_characters(label: str, text: str, words: str) -> None:
    assert (label, words) in found(text, read(text))


def test_every_label_is_tried_above() -> None:
    assert {label for label, _, _ in SPANS} | {"MANNER"} >= set(get_args(SpanLabel))


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("HEDGE", "Agreed in May 2024."),  # the month
        ("FIGURE", "One of them knows."),  # no count
        ("DOCUMENT", "Our complaints policy says so."),  # a pointer to the policy alone
        ("DOCUMENT", "We have a report."),  # which one?
        ("CLAUSE", "It is a section in the middle."),
        ("CLAUSE", "They put in each section a summary."),
        ("CLAUSE", "It is on the page. A resident can ring."),
        ("CLAUSE", "On this page no one is named."),
        ("RATE", "A third stage was removed, and a third party helped."),
        ("RATE", "In the last two quarters it rose."),
        ("QUOTE", "THE PAGE HEADED COMPLAINTS SAYS SO."),
        ("PROPER", "It is kept there.\nKestrel opens the line."),
        ("PROPER", "It is kept there\n\nKestrel opens the line."),
        ("QUOTE", "The tenants' rent and the landlord's."),
        ("YEAR", "There were 3021 of them."),
        ("PROPER", "Kestrel opens the sentence. Merlin opens it too."),
        ("PROPER", "It is kept by the Director of the Association."),
        ("QUOTE", "They are called when it is done."),
        ("PROPER", "It says (Complaints) Kestrel there."),
        ("PROPER", "The answer is Yes and Compliant."),
        ("IDENTIFIER", "The line is open 24/7 there."),
        ("CLAUSE", "The first line is open, and the box is full."),
    ],
)
def test_what_only_looks_like_it_is_not_labelled(label: str, text: str) -> None:
    assert label not in {found for found, _ in found(text, read(text))}


def test_spans_stand_in_order_and_do_not_overlap() -> None:
    text = " ".join(text for _, text, _ in SPANS)
    spans = read(text).spans
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.start < span.end for span in spans)


def test_clauses_are_split_at_sentence_punctuation_and_leave_it_out() -> None:
    reading = read("First this; then that! And so? At the end")
    assert [" ".join(reading.words[start:end]) for start, end in reading.clauses] == [
        "first this",
        "then that",
        "and so",
        "at the end",
    ]
    assert read("! ?").clauses == ()


@pytest.mark.parametrize(
    "text",
    ["", " ", "😀 The Board met 𝒳 twice in 2023.", "The\u00a0Board \t met\n\n in  2023 .", "x" * 5000, "e\u0301tat"],
)
def test_offsets_count_characters_of_the_text(text: str) -> None:
    reading = read(text)
    for word, lexeme, start in zip(reading.words, reading.lexemes, reading.starts, strict=True):
        assert text[start : start + lexeme.length].lower() == word
    covered = sum(lexeme.length for lexeme in reading.lexemes)
    assert covered == len(text) - sum(bool(token.whitespace_) for token in pipeline().make_doc(text))


def test_characters_of_a_run_of_tokens_end_with_its_last() -> None:
    text = "😀 The Board met"
    assert text[slice(*read(text).characters(1, 3))] == "The Board"


def test_a_word_means_the_same_however_it_is_written() -> None:
    assert [word.id for word in read("BOARD Board board").lexemes] == [read("board").lexemes[0].id] * 3
    assert read("41").lexemes[0].id == read("37").lexemes[0].id
    assert read("41").lexemes[0].stem != read("37").lexemes[0].stem


SOUP = (":)", "(:", ":)-", "=[8O", "’’|", "e.g.", "(i.e.", "don't", "can’t,", "6.3(b)", "N/A", "a.m.", "10am", "/", "(")


# Names of files are parted at their underscores, which spaCy leaves whole.
PLAIN = st.text(st.characters(exclude_characters="_", exclude_categories=["Cs"]), max_size=5)


@given(st.lists(st.sampled_from(SOUP) | PLAIN, max_size=8).map(" ".join))
def test_tokens_are_those_of_the_whole_text_though_it_is_read_by_pieces(text: str) -> None:
    reading = read(text)
    doc = pipeline().make_doc(text)
    assert [word.length for word in reading.lexemes] == [len(token) for token in doc]
    assert list(reading.starts) == [token.idx for token in doc]
    assert [token.text_with_ws for token in reading.doc(1, len(doc))] == [token.text_with_ws for token in doc[1:]]


def test_a_face_is_read_with_what_stands_beside_it() -> None:
    assert [token.text for token in pipeline().make_doc("( ;)7{ -;k")][:4] == ["(", ";", ")", "7"]
    assert read("( ;)7{ -;k").words[:4] == ("(", ";", ")", "7")


@pytest.mark.parametrize(
    ("text", "label", "named"),
    [
        ("The Director of Housing and Property Services signs.", "POST", "Director of Housing and Property Services"),
        ("The Head of Customer Experience signs.", "POST", "Head of Customer Experience"),
        ("The Director of Housing and Board read it.", "POST", "Director of Housing"),
        ("The Head of Customer, Ann Lee, signs.", "POST", "Head of Customer"),
        ("The Manager of the hub signs.", "POST", "Manager"),
        ("Complaints Manager Digital Services", "POST", "Complaints Manager"),
        ("Up to £250 is offered.", "FIGURE", "£250"),
        ("It cost 250 in all.", "FIGURE", "250"),
    ],
)
def test_a_span_is_quoted_with_what_names_it(text: str, label: str, named: str) -> None:
    found = read(text)
    start, end = found.named(next(span for span in found.spans if span.label == label))
    assert text[start:end] == named
