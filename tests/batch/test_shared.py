"""Fingerprints: the same for the same words, whoever says them."""

from __future__ import annotations

import pytest

from scorer.batch.shared import answer
from scorer.records import EvidenceCell

NAME = "Wren Quarter"
TEXT = "At Wren Quarter the caretaker rings every tenant before 12 May 2023."


def keys(evidence: str, landlord: str | None = NAME, requirement: str = "") -> list[int]:
    return [found.key for found in answer(EvidenceCell("1.1", evidence, requirement=requirement), landlord).sentences]


@pytest.mark.parametrize(
    ("other", "landlord"),
    [
        ("At Old Tannery the caretaker rings every tenant before 3 May 2024.", "Old Tannery"),
        ("At Old Tannery Limited the caretaker rings every tenant before 3 May 2024.", "The Old Tannery Ltd"),
        ("At Pier 22 Homes the caretaker rings every tenant before 3 May 2024.", "Pier 22 Homes"),
        ("at wren quarter, the CARETAKER rings every tenant – before 12 May 2023!", NAME),
    ],
)
def test_name_figures_case_and_punctuation_do_not_matter(other: str, landlord: str) -> None:
    assert keys(other, landlord) == keys(TEXT)
    assert answer(EvidenceCell("1.1", other), landlord).key == answer(EvidenceCell("1.1", TEXT), NAME).key


def test_a_name_with_a_full_stop_does_not_matter_to_the_whole() -> None:
    other = TEXT.replace("Wren Quarter", "St. Swithin Homes")
    assert answer(EvidenceCell("1.1", other), "St. Swithin Homes").key == answer(EvidenceCell("1.1", TEXT), NAME).key


def test_other_words_have_another_fingerprint() -> None:
    assert keys(TEXT.replace("rings", "visits")) != keys(TEXT)


def test_short_sentences_and_short_answers_tell_nothing() -> None:
    assert keys("As per our complaints policy. See above.") == []
    assert answer(EvidenceCell("1.1", "As per our complaints policy."), None).key is None


def test_the_requirements_own_words_are_left_out() -> None:
    assert keys(TEXT, requirement=f"Landlords must see: {TEXT}") == []


def test_a_sentence_stands_where_it_is_told_and_counts_once() -> None:
    text = f"Short one. {TEXT} {TEXT}\nThe register at www.wren.example/complaints-2.1 is read by the panel."
    found = answer(EvidenceCell("1.1", "", commentary=text), NAME).sentences
    assert [sentence.field for sentence in found] == ["commentary", "commentary"]
    assert TEXT.startswith(text[found[0].start : found[0].end].strip())
    assert text[found[1].start : found[1].end].strip().startswith("The register at www.wren.example/complaints-2.1 is")
