"""Words that a narrow column broke."""

from dataclasses import replace

from scorer.forms.words import rejoined
from scorer.readers.grid import Document

from .builders import prose, table


def mended(text: str, *, format_name: str = "pdf") -> str:
    document = Document(format_name, (prose("The Fernbrook caretaker keeps it."), table(["1.2", text])))
    return rejoined(document).grids[1].rows[0].cells[1]


def test_a_word_of_the_code_or_of_the_form_is_whole_again() -> None:
    assert mended("All complai\nnts are kept.") == "All complaints are kept."
    assert mended("The caret\naker has it.") == "The caretaker has it."


def test_two_words_stay_two() -> None:
    assert mended("All complaint\nhandling is here.") == "All complaint\nhandling is here."
    assert mended("It goes with\nin May") == "It goes with\nin May"
    assert mended("The wrenfie\nldish word") == "The wrenfie\nldish word"
    assert mended("All complai\n\nnts are kept.") == "All complai\n\nnts are kept."


def test_only_a_page_breaks_words() -> None:
    assert mended("All complai\nnts", format_name="docx") == "All complai\nnts"


def test_a_merged_cell_is_mended_as_well() -> None:
    grid = table(["1.2", ""])
    row = replace(grid.rows[0], above=("", "All complai\nnts"))
    (mended_grid,) = rejoined(Document("pdf", (replace(grid, rows=(row,)),))).grids
    assert mended_grid.rows[0].above == ("", "All complaints")
