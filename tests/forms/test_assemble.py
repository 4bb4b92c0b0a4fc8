"""Rows as real forms have them: cut, run together, misnumbered, or numberless."""

from dataclasses import replace

import pytest

from scorer.codes import load
from scorer.forms.assemble import LEFT_OUT

from .builders import HEADER_2022, HEADER_2024, REFS, by_ref, form, form_2024, prose, requirement, row, table

BLANK = ["", "", "", "", ""]


def halves(text: str) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])


def test_a_row_cut_by_a_page_is_one_cell() -> None:
    first, rest = halves(requirement("7.1"))
    cells = form_2024(
        ["7.1", first, "Yes", "Remedies guide", "Used by both"],
        list(HEADER_2024),
        ["", rest, "", "of May 2024", "teams."],
        row("7.2"),
    )
    assert cells["7.1"].requirement == requirement("7.1")
    assert cells["7.1"].evidence == "Remedies guide of May 2024"
    assert cells["7.1"].commentary == "Used by both teams."
    assert cells["7.1"].comply == "yes"
    assert cells["7.2"].evidence == "Evidence 7-2."
    assert len(cells["7.1"].locations) == 2


def test_the_rest_of_a_requirement_that_begins_with_a_section_is_no_heading() -> None:
    first, rest = "The reasons must comply with", "section 2 of the Code and its provisions."
    cell = form_2024([*row("5.11")[:1], first, *row("5.11")[2:]], ["", rest, "", "", ""], row("5.12"))["5.11"]
    assert cell.requirement == f"{first} {rest}"


def test_a_cut_in_any_one_column() -> None:
    for column, field in ((2, "comply_text"), (3, "evidence"), (4, "commentary")):
        rest = [*BLANK]
        rest[column] = "applicable"
        start = row("7.1", comply="Not", commentary="Note")
        assert getattr(form_2024(start, rest, row("7.2"))["7.1"], field).endswith("applicable")
    assert form_2024(row("7.1", comply="Not"), ["", "", "Applicable", "", ""])["7.1"].comply == "not_applicable"


def test_the_rest_of_a_row_on_a_page_of_its_own() -> None:
    first, rest = halves(requirement("7.4"))
    grids = (
        table(HEADER_2024, *(row(ref) for ref in REFS), ["7.4", first, "Yes", "Guide", "Read"]),
        prose("Page 9"),
        table([rest, "and minutes", ""], number=2),
        table(HEADER_2024, row("8.1"), number=3),
    )
    cells = by_ref(form(*grids))
    assert cells["7.4"].requirement == requirement("7.4")
    assert cells["7.4"].evidence == "Guide and minutes"


def test_another_table_after_the_form_is_not_its_last_row() -> None:
    cells = by_ref(
        form(
            table(HEADER_2024, *(row(ref) for ref in REFS), row("9.8")),
            table(["Action", "Owner", "Date", "Status", "RAG"], ["Buy a van", "Fleet", "May", "Open", "Red"], number=2),
            table(["Signed", "A. Wren", "Chair"], number=3),
        )
    )
    assert list(cells) == [*REFS, "9.8"]
    assert cells["9.8"].evidence == "Evidence 9-8."
    assert (cells["9.8"].requirement, cells["9.8"].comply_text) == (requirement("9.8"), "Yes")


def test_the_first_line_may_stand_above_its_number() -> None:
    first, rest = halves(requirement("5.20", "2022"))
    cells = by_ref(
        form(
            table(
                HEADER_2022,
                *(row(ref, "2022") for ref in ("1.2", "1.3", "1.7", "4.4", "5.17")),
                ["", first, "Not", "Two stages only."],
                ["5.20", rest, "Applicable", ""],
                row("5.2", "2022"),
            )
        )
    )
    assert cells["5.20"].requirement == requirement("5.20", "2022")
    assert (cells["5.20"].comply, cells["5.20"].evidence) == ("not_applicable", "Two stages only.")
    assert cells["5.17"].evidence == "Evidence 5-17."


def test_a_lost_number_is_found_by_the_requirement() -> None:
    cells = form_2024(row("8.2", number=""), row("8.3"))
    assert cells["8.2"].evidence == "Evidence 8-2."
    assert cells["8.2"].notes == ("number missing; found by its requirement",)
    assert cells["9.1"].evidence == "Evidence 9-1."


def test_of_duties_said_twice_the_neighbour_is_meant() -> None:
    for before, lost, twin, after in (("6.5", "6.6", "6.17", "6.7"), ("6.16", "6.17", "6.6", "6.18")):
        cut = row(lost, number="")
        # The Code says it in the same words for both stages.
        cut[1] = "The " + requirement(lost).partition(" the ")[2]
        cells = form_2024(row(before), cut, row(after), refs=REFS[:5])
        assert cells[lost].evidence == f"Evidence {lost.replace('.', '-')}."
        assert twin not in cells


def test_all_numbers_lost() -> None:
    refs = ["1.2", "1.3", "2.1", "2.4", "3.5", "6.4", "6.15", "9.4"]
    cells = by_ref(form(table(HEADER_2024[1:], *(row(ref)[1:] for ref in refs))))
    assert list(cells) == refs
    assert [cell.evidence[9:-1].replace("-", ".") for cell in cells.values()] == refs


def test_number_and_requirement_in_one_cell() -> None:
    rows = [[f"{ref}. {requirement(ref)}", "Yes", "Log"] for ref in REFS]
    for header in (["Code requirement", "Comply", "Evidence"], ["Code provision", "Comply", "Evidence"]):
        cells = by_ref(form(table(header, *rows)))
        assert list(cells) == list(REFS)
        assert cells["6.3"].requirement == requirement("6.3")


def test_numbers_of_a_policy_start_no_row() -> None:
    cells = form_2024(
        ["7.1", requirement("7.1"), "Yes", "4.2 of the Repairs Policy", "5.1 and 5.3 of the guide"],
        ["", "", "", "7.3 of the Compensation Policy\n8.1 of the same", "6.2 applies"],
        ["4.2 of the Policy on garages", "", "", "and its annex", ""],
    )
    assert list(cells) == [*REFS, "7.1"]
    assert (
        cells["7.1"].evidence
        == "4.2 of the Repairs Policy 7.3 of the Compensation Policy 8.1 of the same and its annex"
    )


def test_a_spreadsheet_drops_the_last_zero() -> None:
    shown = {"5.10": "5.1", "6.10": "6.1", "6.20": "6.2"}
    whole = [row(ref, number=shown.get(ref)) for ref in (*REFS[:5], "6.1", "6.2", "6.9", "6.10", "6.11", "6.20")]
    bare = [[shown.get(ref, ref), *row(ref)[2:]] for ref in load("2024").refs]
    for header, rows in ((HEADER_2024, whole), ((HEADER_2024[0], *HEADER_2024[2:]), bare)):
        cells = by_ref(form(table(header, *rows)))
        assert [cells[ref].evidence[9:-1] for ref in ("6.1", "6.2", "6.10", "6.20")] == ["6-1", "6-2", "6-10", "6-20"]
        assert any("spreadsheet" in note for note in cells["6.10"].notes)


def test_two_rows_run_together_are_parted() -> None:
    both = [
        "8.3\n8.4",
        f"{requirement('8.3')}\n{requirement('8.4')}",
        "Yes\nN/A",
        "None took place.\n\nNot asked this year.",
        "",
    ]
    cells = form_2024(both)
    assert (cells["8.3"].requirement, cells["8.4"].requirement) == (requirement("8.3"), requirement("8.4"))
    assert (cells["8.3"].comply, cells["8.4"].comply) == ("yes", "not_applicable")
    assert (cells["8.3"].evidence, cells["8.4"].evidence) == ("None took place.", "Not asked this year.")


def test_a_number_inside_a_requirement_parts_the_row() -> None:
    cells = form_2024(["8.3", f"{requirement('8.3')} 8.4 {requirement('8.4')}", "Yes", "One answer for both.", ""])
    assert cells["8.3"].requirement == requirement("8.3")
    assert cells["8.4"].requirement == requirement("8.4")
    assert cells["8.3"].evidence == cells["8.4"].evidence == "One answer for both."
    assert "could not be parted" in cells["8.4"].notes[0]


def test_a_requirement_that_names_another_provision_is_not_parted() -> None:
    cells = form_2024(["5.11", f"{requirement('5.11')} See also: 6.10 and 2.2 of the Code.", "Yes", "Log", ""])
    assert "6.10" not in cells


def test_letters_in_rows_of_their_own_are_one_cell() -> None:
    cells = form_2024(
        ["9.8", "All employees must have an objective for complaint handling:", "", "", ""],
        ["9.8 a)", "be collaborative and co-operative with colleagues;", "Yes", "In job profiles.", ""],
        ["9.8 b)", "take collective responsibility for shortfalls;", "Partial", "In some.", ""],
    )
    assert cells["9.8"].evidence == "In job profiles. In some."
    assert (cells["9.8"].comply, cells["9.8"].comply_text) == ("partial", "Yes / Partial")


def test_a_number_repeated_on_the_next_page_is_the_same_row() -> None:
    first, rest = halves(requirement("7.1"))
    cells = form_2024(["7.1", first, "Yes", "Guide", ""], ["7.1 (cont'd)", rest, "Yes", "and minutes", ""])
    assert cells["7.1"].requirement == requirement("7.1")
    assert (cells["7.1"].evidence, cells["7.1"].comply_text) == ("Guide and minutes", "Yes")


def test_a_wrong_number_gives_way_to_the_requirement() -> None:
    cells = form_2024(row("5.14"), row("5.15", number="5.14"), row("1.6", number="1.1"))
    assert cells["5.15"].evidence == "Evidence 5-15."
    assert cells["1.6"].evidence == "Evidence 1-6."


def test_a_number_of_the_landlords_own_is_kept() -> None:
    cells = form_2024(["9.9", "We publish a yearbook of roses.", "Yes", "The yearbook", ""])
    assert cells["9.9"].evidence == "The yearbook"
    assert cells["9.9"].notes == ("number is not one of the edition",)


def test_a_header_over_two_lines_is_no_text_of_a_row() -> None:
    first, second = list(HEADER_2024), ["", "", "", "", "explanations"]
    first[0], second[0] = "Code", "provision"
    cells = form_2024(row("7.1", commentary="Kept."), first, second, row("8.1"))
    assert cells["7.1"].commentary == "Kept."
    assert cells["8.1"].commentary == ""


def test_columns_of_a_plan_below_one_header_are_no_text_of_a_row() -> None:
    first = ["Ref", "Requirement", "Comply", "Evidence", "Improvement plan", "", ""]
    second = ["", "", "", "", "Action", "Owner", "Date"]
    rows = [[*row(ref), "", ""] for ref in REFS]
    rows[2][4:] = ["Write the letter anew", "Head of Homes", "May 2025"]
    cells = by_ref(form(table(first, second, *rows[:4], first, second, *rows[4:])))
    assert [cells[ref].commentary for ref in REFS if cells[ref].commentary] == [
        "Write the letter anew Head of Homes May 2025"
    ]


def test_yes_and_no_below_a_header_leave_its_other_columns_as_they_are() -> None:
    first = ["Section", "Provision", "Requirement", "Do we comply?", "", "Evidence", "Commentary", "RAG"]
    second = ["", "", "", "Yes", "No", "", "", ""]
    rows = [
        ["2. Exclusions" if index in (0, 4) else "", ref, requirement(ref), "✓", "", f"Log {ref}", "Kept.", "Green"]
        for index, ref in enumerate(REFS)
    ]
    read = form(table(first, second, *rows))
    assert [(cell.ref, cell.evidence, cell.commentary, cell.notes) for cell in read.cells] == [
        (ref, f"Log {ref}", "Kept.", ()) for ref in REFS
    ]
    assert {cell.comply for cell in read.cells} == {"yes"}


def test_a_header_in_two_rows_that_comes_again_begins_no_other_table() -> None:
    first = ["Code provision", "Requirement", "Comply", "", "Evidence", "Commentary"]
    second = ["", "", "Yes", "No", "", ""]
    rows = [[ref, requirement(ref), "✓", "", f"Log {ref}", ""] for ref in REFS]
    rest = ["", "", "", "", "and the letter.", ""]
    cells = by_ref(form(table(first, second, *rows[:3]), table(first, second, rest, *rows[3:], number=2)))
    assert cells[REFS[2]].evidence == f"Log {REFS[2]} and the letter."


@pytest.mark.parametrize(
    ("header", "action"),
    [
        (
            ["Ref", "Action", "Owner", "Due", "Status"],
            ["8.1", "Publish the report", "Head of Homes", "May 2025", "Open"],
        ),
        (
            ["Provision", "Gap", "Action required", "Lead", "Target date"],
            ["8.1", "Late", "Publish", "Head", "May 2025"],
        ),
        (["No", "Improvement", "Responsible officer", "Deadline"], ["1", "Publish the report", "Head", "May 2025"]),
    ],
)
def test_a_plan_below_the_form_is_no_part_of_it(header: list[str], action: list[str]) -> None:
    whole = table(HEADER_2024, *(row(ref) for ref in (*REFS, "8.1", "9.8")))
    alone = form(whole)
    assert form(whole, prose("Action plan"), table(header, action, number=2)).cells == alone.cells


PLAN = (["Ref", "Action", "Owner", "Due"], ["8.1", "Publish the report", "Head of Homes", "May 2025"])


def test_a_plan_below_the_form_stands_with_what_is_around_it() -> None:
    whole = table(HEADER_2024, *(row(ref) for ref in REFS))
    read = form(whole, table(*PLAN, ["", "Approved by the Board on 3 May 2024", "", ""], number=2))
    assert read.form_date == "2024-05-03"
    assert read.front == ("Ref: Action: Owner: Due", "Approved by the Board on 3 May 2024")
    assert read.notes == ("table of actions, not read: Ref | Action | Owner | Due",)
    assert read.cells == tuple(replace(cell, form_date="2024-05-03") for cell in form(whole).cells)


def test_a_plan_below_its_title_that_goes_on_over_a_page_is_no_part_of_the_form() -> None:
    whole = table(HEADER_2024, *(row(ref) for ref in (*REFS, "9.8")))
    plan = table(["Action plan", "", "", ""], *PLAN, number=2)
    more = table(["9.8", "Train the new staff", "Head of Care", "June 2025"], number=3)
    assert form(whole, plan, more).cells == form(whole).cells


def test_a_plan_goes_on_where_a_page_leaves_a_column_empty() -> None:
    whole = table(HEADER_2024, *(row(ref) for ref in (*REFS, "9.8")))
    more = table(["9.8", "Train the new staff", "Head of Care"], number=3)
    assert form(whole, table(*PLAN, number=2), more).cells == form(whole).cells


def test_a_form_goes_on_below_a_plan() -> None:
    rest = table(row("8.1"), row("9.8"), number=3)
    read = form(table(HEADER_2024, *(row(ref) for ref in REFS)), table(*PLAN, number=2), rest)
    assert [cell.ref for cell in read.cells] == [*REFS, "8.1", "9.8"]


def test_headings_and_rules_between_rows_are_no_text_of_a_row() -> None:
    cells = form_2024(
        row("7.1"),
        ["Section 8: Self-assessment, reporting and compliance", "", "", "", ""],
        ["", "Stage 2", "", "", ""],
        ["", "Mandatory 'must' requirements", "", "", ""],
        ["", "Putting things right", "", "", ""],
        ["|--|", "", "", "", ""],
        ["", "Page 7 of 9", "", "", ""],
        row("8.1"),
    )
    assert cells["7.1"].requirement == requirement("7.1")
    assert cells["7.1"].evidence == "Evidence 7-1."


@pytest.mark.parametrize(
    "below",
    [
        ["Totals", "", "60 Yes", "", ""],
        ["", "Sub-total", "1 No", "72", ""],
    ],
)
def test_what_sums_up_the_form_is_no_part_of_the_last_provision(below: list[str]) -> None:
    cells = form_2024(row("9.7"), row("9.8", comply="No"), below)
    assert (cells["9.8"].comply, cells["9.8"].evidence) == ("no", "Evidence 9-8.")
    assert cells["9.8"].notes == (LEFT_OUT,)
    assert cells["9.7"].notes == ()


@pytest.mark.parametrize(
    "below",
    [
        ["", "Provisions that are met", "2", "", ""],
        ["Total", "", "72", "", ""],
        ["", "% compliant", "97%", "", ""],
        ["", "Partially", "3", "", ""],
        ["", "Sub-total", "1", "72", ""],
        ["", "Total compliant", "", "", ""],
    ],
)
def test_what_sums_up_a_section_is_no_part_of_its_last_provision(below: list[str]) -> None:
    cells = form_2024(row("7.4", comply="No"), below, row("8.1"))
    assert (cells["7.4"].comply, cells["7.4"].comply_text, cells["7.4"].notes) == ("no", "No", (LEFT_OUT,))
    assert cells["7.4"].requirement == requirement("7.4")
    assert cells["8.1"].notes == ()


@pytest.mark.parametrize(
    "rest",
    [["", "within 10 days", "185", "", ""], ["", "Total", "", "Of 312 cases we upheld 90.", ""]],
)
def test_what_goes_on_within_a_section_is_a_part_of_it(rest: list[str]) -> None:
    assert LEFT_OUT not in form_2024(row("7.4"), rest, row("8.1"))["7.4"].notes


@pytest.mark.parametrize("counted", ["Stage 1 complaints received", "Stage 2", "No. of reviews", "Targets met"])
def test_what_a_landlord_counts_of_its_work_is_no_total(counted: str) -> None:
    cell = form_2024(row("7.4"), ["", counted, "185", "", ""], row("8.1"))["7.4"]
    assert (cell.comply, cell.comply_text, cell.notes) == ("yes", "Yes 185", ())
    assert cell.requirement.endswith(counted)


@pytest.mark.parametrize(
    ("below", "date"),
    [
        (["Signed by the Chair", "", "", "J Ashe, 4 July 2024", ""], "2024-07-04"),
        (["", "Approved by", "Board", "3 May 2024", ""], "2024-05-03"),
        (["Approved by the Board on 3 May 2024"], "2024-05-03"),
        (["Next review: May 2025", "", "", "", ""], None),
    ],
)
def test_a_row_that_approves_or_signs_the_form_stands_with_what_is_around_it(below: list[str], date: str) -> None:
    read = form(table(HEADER_2024, row("9.6"), row("9.7"), row("9.8", comply="No"), below))
    assert read.form_date == date
    assert read.front == (": ".join(filter(None, below)),)
    assert (read.cells[-1].comply, read.cells[-1].evidence, read.cells[-1].notes) == ("no", "Evidence 9-8.", ())


def test_an_answer_that_speaks_of_approval_goes_on_below_the_last_provision() -> None:
    cell = form_2024(row("9.8"), ["", "", "", "Approved by the Board of Wren Homes in May.", ""])["9.8"]
    assert cell.evidence.endswith("in May.")


@pytest.mark.parametrize("piece", ["Review of learning:", "Reviewed by the panel", "Agreed with residents"])
def test_an_answer_beside_words_of_approval_is_not_lost(piece: str) -> None:
    cell = form_2024(row("9.8"), ["", piece, "", "Our panel met in May and cut the delays by an eighth.", ""])["9.8"]
    assert cell.evidence.endswith("by an eighth.")


@pytest.mark.parametrize("piece", ["", "date that was agreed", "approved by the governing body", "totals"])
def test_what_goes_on_below_the_last_provision_is_a_part_of_it(piece: str) -> None:
    cell = form_2024(row("9.8"), ["", piece, "", "The total is told each month.", ""])["9.8"]
    assert cell.evidence.endswith("month.")
    assert LEFT_OUT not in cell.notes
