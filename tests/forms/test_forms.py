"""Whole documents to forms."""

import pytest

from scorer.codes import load
from scorer.errors import ScorerError

from .builders import HEADER_2022, HEADER_2024, REFS, by_ref, form, forms, prose, requirement, row, table


def test_a_whole_form() -> None:
    refs = load("2024").refs
    read = form(
        prose("Wren Homes self-assessment", "Approved by the Board on 12 June 2024"),
        table(HEADER_2024, *(row(ref, commentary=f"Note {ref}") for ref in refs[:30])),
        prose("Section 5"),
        table(HEADER_2024, *(row(ref, commentary=f"Note {ref}") for ref in refs[30:]), number=2),
    )
    assert (read.code, read.landlord, read.form_date, read.missing) == ("2024", "Wren Homes", "2024-06-12", ())
    assert tuple(cell.ref for cell in read.cells) == refs
    assert all(cell.code == "2024" and cell.form_date == "2024-06-12" for cell in read.cells)
    assert read.cells[40].requirement == requirement(refs[40])
    assert read.cells[40].commentary == f"Note {refs[40]}"


def test_columns_in_another_order_and_without_some() -> None:
    rows = [["Log", "Yes", requirement(ref), ref] for ref in REFS]
    cells = by_ref(form(table(["Evidence", "Comply", "Code requirement", "Code provision"], *rows)))
    assert list(cells) == list(REFS)
    assert {(cell.comply, cell.evidence) for cell in cells.values()} == {("yes", "Log")}


def test_a_later_table_without_header_inherits_it() -> None:
    read = form(table(HEADER_2024, *(row(ref) for ref in REFS)), table(row("9.2"), row("9.3"), number=2))
    assert by_ref(read)["9.3"].evidence == "Evidence 9-3."


def test_a_form_without_any_header() -> None:
    assert by_ref(form(table(*(row(ref) for ref in REFS))))["6.3"].evidence == "Evidence 6-3."


def test_the_cover_may_be_a_table() -> None:
    read = form(
        table(["Landlord", "Wren Homes"], ["Date of assessment", "3 June 2024"]),
        table(HEADER_2024, *(row(ref) for ref in REFS), number=2),
    )
    assert (read.landlord, read.form_date) == ("Wren Homes", "2024-06-03")


def test_rows_of_the_table_above_its_header_may_name_the_form() -> None:
    above = [
        "Name of landlord: Wren Homes",
        "Complaint Handling Code self-assessment",
        "Approved on 3 May 2024",
        "Draft 2",
    ]
    read = form(table(*([text, "", "", "", ""] for text in above), HEADER_2024, *(row(ref) for ref in REFS)))
    assert (read.landlord, read.form_date, read.front) == ("Wren Homes", "2024-05-03", tuple(above))
    assert [cell.ref for cell in read.cells] == list(REFS)


def test_actions_join_the_commentary_and_other_columns_are_named() -> None:
    header = [*HEADER_2024, "Action", "Owner", "RAG"]
    rows = [[*row(ref, commentary="Kept."), "Print leaflets", "A. Wren", "Green"] for ref in REFS]
    read = form(table(header, *rows))
    assert read.cells[0].commentary == "Kept. Print leaflets"
    assert read.notes == ("column not read: Owner", "column not read: RAG")


def test_yes_and_no_in_columns_of_their_own() -> None:
    header = ["Code provision", "Code requirement", "Yes", "No", "Evidence"]
    answers = [("✓", ""), ("", "x"), ("", ""), ("x", "x"), ("N/A", ""), ("Yes", ""), ("", "No"), ("☒", "☐")]
    rows = [[ref, requirement(ref), yes, no, "Log"] for ref, (yes, no) in zip(REFS, answers, strict=True)]
    assert [cell.comply for cell in form(table(header, *rows)).cells] == [
        "yes", "no", "blank", "unclear", "not_applicable", "yes", "no", "yes",
    ]  # fmt: skip


def test_compliance_from_the_evidence_where_it_has_no_place_of_its_own() -> None:
    answers = ["Partial - new log", "Yes. Kept.", "The log", "", "N/A", "No: planned", "Yes we do", "Compliant – log"]
    rows = [[ref, requirement(ref), text] for ref, text in zip(REFS, answers, strict=True)]
    cells = form(table(["Ref", "Requirement", "Evidence"], *rows)).cells
    assert [cell.comply for cell in cells] == [
        "partial",
        "yes",
        "blank",
        "blank",
        "not_applicable",
        "no",
        "blank",
        "yes",
    ]
    assert [cell.evidence for cell in cells] == answers


def test_evidence_written_beside_the_verdict() -> None:
    rows = [[ref, requirement(ref), "Yes – our log on Kestrel is kept by two officers", ""] for ref in REFS]
    cell = form(table(HEADER_2022, *rows)).cells[0]
    assert (cell.comply, cell.evidence) == ("yes", "Yes – our log on Kestrel is kept by two officers")


def test_a_form_cut_off_says_what_is_missing() -> None:
    refs = load("2024").refs[:40]
    read = form(table(HEADER_2024, *(row(ref) for ref in refs), ["5.99", "", "", "", ""]), prose("|--|"))
    assert read.missing == load("2024").refs[40:]
    assert len(read.cells) == 40
    assert read.cells[39].evidence == f"Evidence {refs[39].replace('.', '-')}."


def test_two_editions_in_one_file() -> None:
    old = ("1.2", "1.3", "1.7", "4.4", "5.17", "7.5")
    first, second = forms(
        prose("Wren Homes self-assessment", "Completed May 2023"),
        table(HEADER_2022, *(row(ref, "2022") for ref in old)),
        prose("Kestrel Homes self-assessment", "Completed June 2024"),
        table(HEADER_2024, *(row(ref) for ref in REFS), number=2),
    )
    assert (first.code, first.form_date, len(first.cells)) == ("2022", "2023-05", 6)
    assert (second.code, second.form_date, second.landlord) == ("2024", "2024-06", "Kestrel Homes")


def test_sheets_of_one_form_and_of_two_landlords() -> None:
    parts = [
        table(HEADER_2024, *(row(r) for r in load("2024").refs if r[0] == s), sheet=f"Section {s}") for s in "123456789"
    ]
    assert len(forms(*parts)) == 1
    assert forms(*parts)[0].missing == ()
    two = [table(HEADER_2024, *(row(ref) for ref in REFS[3:]), sheet=name) for name in ("Wren", "Kestrel")]
    covers = [prose(f"Landlord: {name} Homes", sheet=name) for name in ("Wren", "Kestrel")]
    assert [read.landlord for read in forms(covers[0], two[0], covers[1], two[1])] == ["Wren Homes", "Kestrel Homes"]


def test_an_empty_document_is_no_form() -> None:
    with pytest.raises(ScorerError) as caught:
        forms()
    assert caught.value.code == "E201"


def test_a_form_of_two_rows_is_refused_in_plain_words() -> None:
    with pytest.raises(ScorerError) as caught:
        forms(table(("Ref", "Requirement", "Comply", "Evidence"), *(row(ref) for ref in REFS[3:5])))
    assert caught.value.code == "E201"
    assert "too few" in caught.value.advice
    assert "pdftotext" not in caught.value.advice


def test_a_form_in_another_language_is_refused_and_told_that_english_is_read() -> None:
    header = ("Ziffer", "Anforderung", "Erfüllt", "Nachweis")
    rows = [(ref, "Was zu tun ist, wenn sich jemand beschwert", "Ja", "Steht in der Richtlinie") for ref in REFS]
    with pytest.raises(ScorerError) as caught:
        forms(prose("Selbstauskunft"), table(header, *rows))
    assert caught.value.code == "E201"
    assert "English" in caught.value.advice


def test_an_unknown_column_with_text_is_read_and_said() -> None:
    header = ("Ref", "Requirement", "Compliance", "Kestrel", "Comments")
    rows = [(ref, requirement(ref), "Yes", f"A log of calls {ref}", "Agreed") for ref in REFS]
    read = form(table(header, *rows[:4]), table(header, *rows[4:], number=2))
    cells = by_ref(read)
    assert {(cell.evidence, cell.commentary) for cell in cells.values()} == {
        (f"A log of calls {ref}", "Agreed") for ref in REFS
    }
    assert read.notes == ("column not known, read as evidence: Kestrel",)


def test_a_number_may_stand_right_of_its_sections_title() -> None:
    header = ["Section", "Code section", *HEADER_2022[1:]]
    rows = [["Ways to complain", *row(ref, "2022")] for ref in ("2.1", "2.2", "2.3", "2.4")]
    cells = by_ref(form(table(header, *rows)))
    assert {ref: (cell.evidence, cell.notes) for ref, cell in cells.items()} == {
        ref: (f"Evidence {ref.replace('.', '-')}.", ()) for ref in ("2.1", "2.2", "2.3", "2.4")
    }


def test_a_page_may_cut_a_header_of_two_lines() -> None:
    first, rest = ["Code", "Code requirement", "Comply:", "Evidence"], ["section", "", "Yes/No", ""]
    grids = [table(first, rest, *(row(ref, "2022") for ref in ("1.2", "1.3", "1.4"))), table(first)]
    grids.append(table(rest, *(row(ref, "2022") for ref in ("2.1", "2.2", "2.3"))))
    cells = by_ref(form(*grids))
    assert (cells["1.4"].comply, cells["1.4"].comply_text) == ("yes", "Yes")
    assert len(cells) == 6
