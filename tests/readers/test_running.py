"""Running heads and feet, and headers that pages repeat."""

from scorer.readers import read
from scorer.readers.running import is_page_number, running

from .files import SETTINGS, tables

HEAD = "Fernbrook Homes, self-assessment of complaints"


def test_lines_that_pages_repeat_are_found_with_other_numbers() -> None:
    pages = [[HEAD, "", f"Text {word}", f"Page {number} of 3"] for number, word in enumerate("abc", start=1)]
    assert running(pages) == [{0, 3}] * 3


def test_a_number_of_a_provision_and_words_that_happen_twice_are_none() -> None:
    pages = [["1.6", "As above", "one"], ["1.7", "As above", "two"]]
    assert running(pages) == [set(), set()]


def test_page_numbers() -> None:
    assert all(map(is_page_number, ("Page 3 of 20", "3", "- 3 -", "3 | 20")))
    assert not any(map(is_page_number, ("1.6", "3 of the 20 cases", "Page")))


def test_figures_and_the_end_of_a_wrapped_sentence_are_no_page_numbers() -> None:
    assert not any(map(is_page_number, ("33%", "£250", "4.", "over 90%", "> 12", "+3")))
    assert all(map(is_page_number, ("Page 3.", "– 3 –", "[3]", "3 | Page")))


def test_a_header_that_comes_again_takes_in_no_rest_of_a_row() -> None:
    header = "Ref   Requirement             Comply   Evidence\n"
    first = "1.2   A definition that is    Yes      Kept in the\n1.3   Residents need not      Yes      Recorded by\n"
    second = "      use the word                     the officers.\n1.4   A survey is no          No       Late\n"
    pages = [f"{HEAD}\n{header}{first}Page 1 of 2\n", f"{HEAD}\n{header}{second}Page 2 of 2\n"]
    rows = [row for found in tables(read("\f".join(pages).encode(), SETTINGS)) for row in found]
    assert ("", "use the word", "", "the officers.") in rows
    assert not any("Page" in cell or HEAD in cell for row in rows for cell in row)
