"""Title, landlord and date: given, or not there."""

import pytest

from scorer.forms.front import read_date, read_landlord, read_title

from .builders import HEADER_2024, REFS, form, forms, prose, row, table


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Date completed: June 2024"], "2024-06"),
        (["Reported to Cabinet 9 July 2025"], "2025-07-09"),
        (["read it in May 2024."], None),
        (["Minutes of May 2024."], None),
        (["Date of assessment: 3rd June 2024"], "2024-06-03"),
        (["Approved by the Board of the association on 12 June 2024"], "2024-06-12"),
        (["Approved by Board: 12/06/2024"], "2024-06-12"),
        (["Approved 12.06.24"], "2024-06-12"),
        (["Completed 2024-06-12"], "2024-06-12"),
        (["June 12th, 2024"], "2024-06-12"),
        (["Wren Homes self-assessment, October 2024"], "2024-10"),
        (["Issued: September 2022"], "2022-09"),
        (["Issued: September 2022", "Reviewed: March 2023"], "2023-03"),
        (["Published July 2024", "Date completed: 14 May 2024"], "2024-05-14"),
        (["Approved by Board on 12 June 2024. Next review due June 2025"], "2024-06-12"),
        (["Self-assessment 2023/24"], None),
        (["Next review: June 2025"], None),
        (["Annual complaints report 2024"], None),
        (["The Code has been in force since 1 April 2024"], None),
        (["We served 9,000 residents in May 2024 and spoke with many of them at an open day on the green."], None),
        (["Completed 45/13/2024"], None),
        (["Completed 30/02/2024"], "2024-02"),
        (["Completed on 31 June 2024"], "2024-06"),
        (["June 2024", "The Complaints Policy was approved by the Board in March 2022."], "2024-06"),
        (["The Board agreed our policy on 2 March 2022.", "Self-assessment June 2025"], "2025-06"),
        (["Our Complaints Policy was approved on 2 March 2022."], None),
        (["Complaints procedure reviewed: March 2022"], None),
        (["Wren Homes self-assessment\nComplaints policy approved March 2022"], None),
        (["The Complaints Policy and this self-assessment were approved on 12 June 2024"], "2024-06-12"),
        (["This self-assessment and the Complaints Policy were approved on 12 June 2024"], "2024-06-12"),
        (["Completed by the Policy and Performance Manager, 12 June 2024"], "2024-06-12"),
        (["Completed by the Head of Housing and Policy, 12 June 2024"], "2024-06-12"),
        (["Approved by the Policy Committee: 12 June 2024"], "2024-06-12"),
        (["The Ombudsman published the Code on 8 February 2024."], None),
        (["Published after the Ombudsman issued its new Code on 8 February 2024."], None),
        (["The Code, which was first published in July 2020, is met."], None),
        (["Published Complaint Handling Code self-assessment: 12 June 2024"], "2024-06-12"),
        (["Sent to the Housing Ombudsman and published 12 June 2024"], "2024-06-12"),
        (["Wren Homes: self-assessment against the Complaint Handling Code (April 2024)"], None),
        (["Wren Homes: self-assessment against the Complaint Handling Code (June 2024)"], "2024-06"),
        (["Wren Homes self-assessment, July 2020 Code"], None),
        (["Board approval of the Code: 24 April 2024"], "2024-04-24"),
        (["Signed off by Policy Board on 3 May 2025"], "2025-05-03"),
        (["Approved by Policy, Finance and Resources Committee 3 May 2025"], "2025-05-03"),
        (["Wren Homes self-assessment, April 2024"], "2024-04"),
        (["To be reviewed June 2025"], None),
        (["Previous self-assessment: 14 September 2022"], None),
        (["Draft 1: 3 May 2024", "Final: 26 June 2024"], "2024-06-26"),
        (["Draft 1: 3 May 2024", "26 June 2024"], "2024-06-26"),
        (["Draft: 3 May 2024"], "2024-05-03"),
        (["Completed 3rd of May 24"], "2024-05-03"),
        (["Completed for 3 May 24 rows"], None),
        ([], None),
    ],
)
def test_date(lines: list[str], expected: str | None) -> None:
    assert read_date(lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Housing complaints self-assessment - Wrenford City Council"], "Wrenford City Council"),
        (["Council housing: complaints self-assessment 2024"], None),
        (["Society Homes self-assessment 2024"], "Society Homes"),
        (["Landlord: Wren Homes"], "Wren Homes"),
        (["Name of landlord: Wren Homes Ltd (L1234)"], "Wren Homes Ltd"),
        (["Organisation name", "Wren and Kestrel"], "Wren and Kestrel"),
        (["Wren Homes self-assessment"], "Wren Homes"),
        (["Wren Homes' Complaint Handling Code self-assessment 2024"], "Wren Homes"),
        (["Wren Borough Council – Housing Ombudsman Complaint Handling Code Self-Assessment"], "Wren Borough Council"),
        (["Complaint Handling Code self-assessment 2024 – Wren Homes"], "Wren Homes"),
        (["Self-assessment form", "This form is completed by the complaints officer."], None),
        (["Housing Ombudsman Self-Assessment Form"], None),
        (["Annual self-assessment"], None),
        (["Self-assessment against the Housing Ombudsman complaint handling code 2024"], None),
        (["Landlord: [insert name]"], None),
        (["Appendix 1: Self-assessment"], None),
        (["Wren Homes", "Complaint Handling Code self-assessment"], "Wren Homes"),
        (
            ["Complaint Handling Code self-assessment", "Wren and Kestrel Housing Trust"],
            "Wren and Kestrel Housing Trust",
        ),
        (["Complaint Handling Code self-assessment\nThe Almshouses of Wren"], "The Almshouses of Wren"),
        (["Complaints self-assessment – Wren Homes – June 2024"], "Wren Homes"),
        (["Complaints self-assessment – Wren Homes – 2024/25"], "Wren Homes"),
        (["Complaints self-assessment – June 2024"], None),
        (["Wren Homes", "Kestrel Homes", "Foreword", "Complaint Handling Code self-assessment"], None),
        (["Wren Homes", "Complaint Handling Code self-assessment", "Kestrel Trust"], None),
        (["Housing Ombudsman", "Complaint Handling Code self-assessment", "Housing Association"], None),
        (["Complaint Handling Code self-assessment", "Housing Management Board"], None),
        (["Complaint Handling Code self-assessment", "Social Housing"], None),
        (["Residents Scrutiny Group", "Complaint Handling Code self-assessment"], None),
        (["Complaint Handling Code self-assessment", "Council Housing"], None),
        (["Complaint Handling Code self-assessment", "Introduction by the Chair of Wren Homes"], None),
        (["Complaint Handling Code self-assessment", "Wren Homes owns homes in the valley."], None),
        (["Wren Housing Trust - Complaint Handling Code"], "Wren Housing Trust"),
        (["Wren Housing Trust: Housing Ombudsman Complaint Handling Code 2024"], "Wren Housing Trust"),
        (["Housing Services - Complaint Handling Code"], None),
        (["Resident Group - Complaint Handling Code"], None),
        (["Board Report - Complaint Handling Code"], None),
        (
            ["WREN AND KESTREL HOUSING TRUST", "Complaint Handling Code self-assessment"],
            "WREN AND KESTREL HOUSING TRUST",
        ),
        (["HOUSING MANAGEMENT BOARD", "Complaint Handling Code self-assessment"], None),
        (["COUNCIL HOUSING", "Complaint Handling Code self-assessment"], None),
        (["London Borough of Wren", "Complaint Handling Code self-assessment"], "London Borough of Wren"),
        (["Self-assessment of Wren Homes Ltd against the Complaint Handling Code"], "Wren Homes Ltd"),
        (["Self-assessment by Wren Homes against the Complaint Handling Code"], "Wren Homes"),
        (["Self-assessment of Housing Services against the Complaint Handling Code"], None),
        (["Self-assessment of compliance against the Complaint Handling Code"], None),
        (["Wren Housing Trust"], "Wren Housing Trust"),
        (["Approved in June 2024", "Wren Housing Trust"], None),
        (["Wren Housing Trust", "Kestrel Homes"], None),
    ],
)
def test_landlord(lines: list[str], expected: str | None) -> None:
    assert read_landlord(lines) == expected


def test_title() -> None:
    assert (
        read_title(["Welcome", "Complaint Handling Code:\nself-assessment"])
        == "Complaint Handling Code: self-assessment"
    )
    assert read_title(["This self-assessment was made by officers."]) is None
    assert read_title(["Date of self-assessment: June 2024", "Our self-assessment"]) == "Our self-assessment"
    assert read_title(["Section 8: Self-assessment, reporting and compliance"]) is None
    assert read_title(["8. Self-assessment, reporting and compliance"]) is None


def test_a_cover_sheet_gives_the_date_and_another_sheet_behind_the_form_does_not() -> None:
    rows = table(HEADER_2024, *(row(ref) for ref in REFS), sheet="Form")
    cover = prose("Wren Homes self-assessment", "12/06/2024", sheet="Cover")
    assert form(cover, rows).form_date == "2024-06-12"
    assert form(rows, prose("01/02/2025", sheet="Changes")).form_date is None


def test_two_landlords_under_one_title_each_by_the_name_above_its_table() -> None:
    title = prose("Self-assessment against the Complaint Handling Code")
    whole = [row(ref) for ref in REFS]
    read = forms(
        title,
        prose("Some words.", "Wren Homes", "of May"),
        table(HEADER_2024, *whole),
        prose("More words.", "Kestrel Housing", "of June"),
        table(HEADER_2024, *whole, number=2),
    )
    assert [one.landlord for one in read] == ["Wren Homes", "Kestrel Housing"]
    sheets = forms(*(table(HEADER_2024, *whole, sheet=name) for name in ("Wren Homes", "Kestrel Housing")))
    assert [one.landlord for one in sheets] == ["Wren Homes", "Kestrel Housing"]
