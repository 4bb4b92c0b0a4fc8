"""Plain text that lays a table out in columns by spaces."""

from scorer.readers import read

from .files import SETTINGS, table, tables

PAGE = """Fernbrook Homes: self-assessment of how complaints are handled in all of its homes
Ref   Requirement             Comply   Evidence
1.2   A definition that is    Yes      Kept in the
      set out in a policy              case system.

1.3   Residents need not      Yes      Recorded by
      use the word                     the officers.
1.4   A survey is no          No       Planned for May.
      complaint
"""


def test_columns_of_spaces() -> None:
    assert table(PAGE.encode()) == [
        ("Ref", "Requirement", "Comply", "Evidence"),
        ("1.2", "A definition that is\nset out in a policy", "Yes", "Kept in the\ncase system."),
        ("1.3", "Residents need not\nuse the word", "Yes", "Recorded by\nthe officers."),
        ("1.4", "A survey is no\ncomplaint", "No", "Planned for May."),
    ]


def test_a_page_with_one_row_goes_by_the_others() -> None:
    short = "1.5   A request is            Yes      In the log.\n      recorded\n"
    found = tables(read((PAGE + "\f" + short).encode(), SETTINGS))
    assert found[-1] == [("1.5", "A request is\nrecorded", "Yes", "In the log.")]


def test_prose_with_two_blanks_after_its_sentences_is_prose() -> None:
    text = "\n".join(f"The officer reads it.  Then a panel of {number} decides.  That is all." for number in range(20))
    assert tables(read(text.encode(), SETTINGS)) == []


def test_a_text_far_longer_than_a_form_is_not_laid_out_letter_by_letter() -> None:
    assert tables(read((PAGE * 2_000).encode(), SETTINGS)) == []
