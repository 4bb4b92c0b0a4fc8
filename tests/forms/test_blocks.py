"""Forms that are no table of one row a provision."""

import pytest

from scorer.errors import ScorerError
from scorer.readers.grid import Grid, GridRow
from scorer.records import Form, Location

from .builders import HEADER_2024, REFS, by_ref, form, prose, requirement, row, table

TITLE = "Wren Homes: self-assessment against the Complaint Handling Code"


def evidence(ref: str) -> str:
    return f"Wren Homes logs these in register W{ref.replace('.', '')}."


def lines(*texts: str) -> Grid:
    """Paragraphs; one that opens with # is a heading."""
    rows = (GridRow((text.removeprefix("# "),), Location(), heading=text.startswith("# ")) for text in texts)
    return Grid("prose", tuple(rows))


def check(read: Form, commentary: str = "") -> None:
    cells = by_ref(read)
    assert read.landlord == "Wren Homes"
    assert list(cells) == list(REFS)
    for ref in REFS:
        assert cells[ref].requirement == requirement(ref)
        assert cells[ref].comply == "yes"
        assert cells[ref].evidence == evidence(ref)
        assert cells[ref].commentary == commentary


def test_a_number_as_heading_and_paragraphs_below() -> None:
    texts = [
        text
        for ref in REFS
        for text in (f"# {ref}", requirement(ref), "Yes", evidence(ref), "Commentary: Read in May", "and in June.")
    ]
    check(form(lines(f"# {TITLE}", "Some words of welcome.", *texts)), "Read in May and in June.")


def test_what_follows_the_last_provision_under_a_heading_is_not_its_evidence() -> None:
    texts = [text for ref in REFS for text in (f"# {ref} {requirement(ref)}", "Do we comply? Yes", evidence(ref))]
    read = form(lines(f"# {TITLE}", *texts, "# Write to us", "Wren House, Marsh Lane."))
    check(read)
    assert read.front[-2:] == ("Write to us", "Wren House, Marsh Lane.")


def test_a_section_title_ends_the_provision_above_it() -> None:
    texts = [text for ref in REFS for text in ("Section 9: Learning", ref, requirement(ref), "Yes", evidence(ref))]
    check(form(lines(f"# {TITLE}", *texts)))


def test_labels_in_one_paragraph() -> None:
    texts = [
        text
        for ref in REFS
        for text in (
            f"# Provision {ref}",
            f"Requirement: {requirement(ref)} Compliance: Yes Evidence: {evidence(ref)} Commentary: None.",
        )
    ]
    check(form(lines(f"# {TITLE}", *texts)), "None.")


def test_labels_on_lines_of_one_paragraph() -> None:
    texts = [f"{ref}\nRequirement:\n{requirement(ref)}\nComply\nYes\nEvidence\n{evidence(ref)}" for ref in REFS]
    check(form(lines(f"# {TITLE}", *texts)))


def test_a_small_table_for_each() -> None:
    tables = [
        table(
            ["Code provision", ref],
            ["Code requirement", requirement(ref)],
            ["Comply", "Yes"],
            ["Evidence", evidence(ref)],
            ["Commentary", ""],
            number=number,
        )
        for number, ref in enumerate(REFS, start=1)
    ]
    check(form(prose(TITLE), *tables))


def small(ref: str, answer: str, *more: list[str], number: int = 1) -> Grid:
    return table(
        ["Code provision", ref],
        ["Code requirement", requirement(ref)],
        ["Comply", "Yes"],
        ["Evidence", answer],
        ["Commentary", "None."],
        *more,
        number=number,
    )


ANSWERS = (
    "Service Recovery Plan",
    "Response sheet",
    "Nobody could explain it to us.",
    "Action list kept by the Wren team",
    "Stage 1 reply template",
    "Notes",
    "Section 4 of the Wren policy",
    "Improvement board",
)
"""Short answers that hold a word of a label or of a section's title."""


def test_an_answer_that_holds_a_word_of_a_label_is_an_answer() -> None:
    tables = [small(ref, answer, number=at) for at, (ref, answer) in enumerate(zip(REFS, ANSWERS, strict=True))]
    cells = by_ref(form(prose(TITLE), *tables))
    assert [cells[ref].evidence for ref in REFS] == list(ANSWERS)
    assert {cell.commentary for cell in cells.values()} == {"None."}


def test_text_below_a_label_or_a_verdict_is_no_label_and_no_title() -> None:
    for labels in ([], ["Evidence"]):
        texts = [
            text
            for ref, answer in zip(REFS, ANSWERS, strict=True)
            for text in (f"# {ref} {requirement(ref)}", "Do we comply? Yes", *labels, answer, "Wren keeps the rest.")
        ]
        cells = by_ref(form(lines(f"# {TITLE}", *texts)))
        kept = {ref: answer for ref, answer in zip(REFS, ANSWERS, strict=True) if answer != "Notes"}
        assert {ref: cells[ref].evidence for ref in kept} == {
            ref: f"{answer} Wren keeps the rest." for ref, answer in kept.items()
        }


def test_a_title_of_the_landlords_own_ends_a_provision_where_the_next_begins() -> None:
    texts = [text for ref in REFS for text in (f"{ref} {requirement(ref)}", "Yes", evidence(ref), "Stage 2 complaints")]
    check(form(lines(f"# {TITLE}", *texts[:-1])))


def test_what_is_to_be_done_keeps_the_word_that_says_so() -> None:
    texts = [
        text
        for ref in REFS
        for text in (f"# {ref} {requirement(ref)}", "Do we comply? Yes", evidence(ref), "ACTION: a new card in May.")
    ]
    check(form(lines(f"# {TITLE}", *texts)), "ACTION: a new card in May.")


def test_labels_that_nobody_reads_are_set_aside_and_named() -> None:
    extra = (["Action owner", "R Finch"], ["Date reviewed", "May"], ["Wren view", "We could do this sooner."])
    tables = [small(ref, evidence(ref), *extra, number=at) for at, ref in enumerate(REFS)]
    empty = [["Action owner", ""], ["Date reviewed", ""], ["Wren view", ""]]
    read = form(prose(TITLE), *tables, small("9.2", evidence("9.2"), *empty, number=50))
    cells = by_ref(read)
    assert [cells[ref].evidence for ref in REFS] == [evidence(ref) for ref in REFS]
    assert {cells[ref].commentary for ref in REFS} == {"None. We could do this sooner."}
    assert cells["9.2"].commentary == "None."
    assert read.notes == (
        "column not read: Action owner",
        "column not read: Date reviewed",
        "column not known, read as commentary: Wren view",
    )


def test_a_row_of_the_requirement_and_one_of_the_answers() -> None:
    for labels in ([], [["Comply", "Evidence", "Commentary"]]):
        rows = [
            cells
            for ref in REFS
            for cells in (
                [f"{ref} {requirement(ref)}", "", ""],
                *labels,
                ["Yes", evidence(ref), "None." if labels else ""],
            )
        ]
        check(form(prose(TITLE), table(*rows)), "None." if labels else "")


def test_an_answer_of_more_words_than_a_verdict_is_evidence() -> None:
    texts = [text for ref in REFS for text in (f"# {ref}", requirement(ref), "Yes", evidence(ref))]
    texts += ["# 9.2", requirement("9.2"), "Partial - the register of May is not finished yet.", "It will be."]
    cell = by_ref(form(lines(f"# {TITLE}", *texts)))["9.2"]
    assert cell.comply == "partial"
    assert cell.evidence == "Partial - the register of May is not finished yet. It will be."


def test_the_code_itself_is_no_form() -> None:
    texts = [text for ref in REFS for text in (f"# {ref}", requirement(ref), "This is how landlords do it well.")]
    with pytest.raises(ScorerError) as refused:
        form(lines("# The Complaint Handling Code", *texts))
    assert refused.value.code == "E201"


def test_a_form_that_the_tables_give_is_not_read_again() -> None:
    read = form(prose(TITLE), table(HEADER_2024, *(row(ref) for ref in REFS)), lines("# 9.2", "Yes", "Of no table."))
    assert "9.2" not in by_ref(read)


def test_numbers_and_answers_alone_under_a_title() -> None:
    rows = [[ref, "Yes", evidence(ref)] for ref in REFS]
    cells = by_ref(form(prose(f"{TITLE} 2024"), table(["No.", "Yes/No", "Evidence"], *rows)))
    assert [cells[ref].evidence for ref in REFS] == [evidence(ref) for ref in REFS]
    with pytest.raises(ScorerError):
        form(prose("Repairs of 2024"), table(["No.", "Yes/No", "Evidence"], *rows))
