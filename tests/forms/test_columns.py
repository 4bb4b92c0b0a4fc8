"""Header rows by their words; data rows are none."""

import pytest

from scorer.forms.columns import (
    Columns,
    inferred,
    is_rest_of_header,
    names_plan,
    read_header,
    with_marks,
    with_rest,
    with_unknown,
)

R, Q, C, E, K, X = "ref", "requirement", "comply", "evidence", "commentary", "ignored"


@pytest.mark.parametrize(
    ("cells", "roles"),
    [
        (["Code section", "Code requirement", "Comply", "Evidence, commentary and any explanations"], [R, Q, C, E]),
        (
            ["Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary / explanation"],
            [R, Q, C, E, K],
        ),
        (["Ref", "Requirement", "Do we comply?", "Commentary / explanation", "Evidence"], [R, Q, C, K, E]),
        (["No.", "Code Provision", "Compliant", "Comments", "Next steps"], [R, Q, C, E, K]),
        (["Code section", "Action", "Do we follow the Code: Yes/No", "Explanations"], [R, Q, C, E]),
        (["Ref", "Requirement", "Comply Y/N", "How we comply", "Action", "Owner", "RAG"], [R, Q, C, E, K, X, X]),
        (
            ["Section", "Requirement", "Yes", "Partial", "No", "N/A", "Evidence"],
            [R, Q, "yes", "partial", "no", "na", E],
        ),
        (["Provision", "Yes", "No", "Evidence"], [R, "yes", "no", E]),
        (["Code provision", "", "Comply Y/N", "", "Evidence", ""], [R, R, C, C, E, E]),
        (["Code requirement", "Evidence of compliance", "Compliant?"], [Q, E, C]),
        (["Code provisio\nn", "Requirement", "Complianc\ne", "Evidence", "Commentary"], [R, Q, C, E, K]),
        (["2", "Ways to complain", "Yes", "No"], [R, Q, "yes", "no"]),
        (["8", "Learning and improvement", "Yes", "No", "Evidence"], [R, Q, "yes", "no", E]),
        (["Learning and improvement", "Yes", "No"], [Q, "yes", "no"]),
        (["Ref", "Requirement", "Compliance", "Location", "Comments"], [R, Q, C, E, K]),
        (["Ref", "Requirement", "Yes", "No", "Link to document"], [R, Q, "yes", "no", E]),
        (["Ref", "Requirement", "Comply", "Reference"], [R, Q, C, E]),
        (["Ref", "Requirement", "Comply", "Self-assessment rating", "Evidence"], [R, Q, C, X, E]),
        (["Ref", "What should be found", "Comply", "Evidence"], [R, Q, C, E]),
        (["No.", "Question", "Compliance with the Complaint Handling Code: Yes/No", "Evidence"], [R, Q, C, E]),
        (["Ref", "Wording", "Do we meet the requirement? (Yes or No)", "Evidence"], [R, Q, C, E]),
        (["Code section", "Code provision", "Action", "Do we follow the Code?", "Evidence"], [R, R, Q, C, E]),
        (["Ref", "Requirement", "Y", "N", "Comments"], [R, Q, "yes", "no", E]),
        (["No.", "What the Code asks", "Our comments", "Where to find it", "Do we comply?"], [R, Q, K, E, C]),
    ],
)
def test_headers(cells: list[str], roles: list[str]) -> None:
    columns = read_header(cells)
    assert columns is not None
    assert list(columns.roles) == roles


@pytest.mark.parametrize("number", ["No.", "No", "NO"])
@pytest.mark.parametrize("marks", [("Y", "N"), ("Yes", "No")])
def test_a_first_no_beside_another_is_short_for_number(number: str, marks: tuple[str, str]) -> None:
    columns = read_header([number, "Requirement", *marks, "Evidence"])
    assert columns is not None
    assert columns.roles == ("ref", "requirement", "yes", "no", "evidence")


@pytest.mark.parametrize(
    "cells",
    [
        ["5.3", "Evidence", "Yes", "Not applicable", "Commentary"],
        ["", "", "Yes", "Evidence held on Kestrel", ""],
        ["", "Is there a log of complaints?", "Yes", "No"],
        ["Month", "Rent", "Paid", "Tenant"],
        ["section", "", "", "explanations"],
        ["Section 1 – Definition", "", "", ""],
        ["", "Where can the log be found?", "Compliant", "Document library"],
    ],
)
def test_rows_that_are_no_header(cells: list[str]) -> None:
    assert read_header(cells) is None


@pytest.mark.parametrize(
    "name",
    [
        "Location",
        "Source document",
        "Findings",
        "What we do",
        "Link to document",
        "How we demonstrate this",
        "Reference to policy/procedure",
        "Where is this evidenced?",
        "Where is this requirement evidenced?",
        "Where can this be found?",
    ],
)
def test_words_for_evidence(name: str) -> None:
    columns = read_header(["Ref", "Requirement", "Compliance", name, "Comments"])
    assert columns is not None
    assert columns.roles == (R, Q, C, E, K)


@pytest.mark.parametrize(
    "name", ["What we will do next", "Actions required", "Any improvement required?", "Next steps", "Action needed"]
)
def test_what_is_to_be_done_is_commentary(name: str) -> None:
    columns = read_header(["Ref", "Requirement", "Compliance", "Evidence", name])
    assert columns is not None
    assert columns.roles == (R, Q, C, E, K)


@pytest.mark.parametrize(
    "name", ["Self-assessment rating", "Achieved? Y/N", "Met?", "Rating", "Status", "Do we meet this?"]
)
def test_words_for_compliance(name: str) -> None:
    columns = read_header(["Ref", "Requirement", name, "Evidence"])
    assert columns is not None
    assert columns.roles == (R, Q, C, E)


@pytest.mark.parametrize(
    ("cells", "filled", "roles"),
    [
        (["Ref", "Requirement", "Comply", "Kestrel", "Comments"], {3: "A log of all calls"}, (R, Q, C, E, K)),
        (["Ref", "Requirement", "Comply", "Kestrel", "Comments"], {3: "Amber"}, (R, Q, C, X, E)),
        (["Ref", "Requirement", "Comply", "Comments", "Kestrel"], {4: "A log of all calls"}, (R, Q, C, E, K)),
        (["Ref", "Requirement", "Comply", "Evidence", "Kestrel"], {4: "A log of all calls"}, (R, Q, C, E, K)),
        (["Ref", "Requirement", "Comply", "Evidence", "Owner"], {4: "A log of all calls"}, (R, Q, C, E, X)),
        (["Ref", "Kestrel", "Requirement", "Comply", "Evidence"], {1: "A log of all calls"}, (R, X, Q, C, E)),
        (["Ref", "Requirement", "Kestrel", "Comply", "Evidence"], {2: "A log of all calls"}, (R, Q, X, C, E)),
        (["Ref", "Requirement", "Kestrel", "Evidence", "Comply"], {2: "A log of all calls"}, (R, Q, X, E, C)),
        (["Ref", "Requirement", "Kestrel", "Comply"], {2: "A log of all calls"}, (R, Q, E, C)),
        (["Ref", "Requirement", "Comments", "Kestrel", "Comply"], {3: "A log of all calls"}, (R, Q, E, K, C)),
    ],
)
def test_unknown_headers_count_where_text_stands_below(
    cells: list[str], filled: dict[int, str], roles: tuple[str, ...]
) -> None:
    header = read_header(cells)
    assert header is not None
    columns = with_unknown(header, [[filled.get(index, "") for index in range(len(cells))]])
    assert columns.roles == roles
    assert [name for name, _ in columns.taken] == ["Kestrel"] * (X not in roles)
    assert columns.ignored == tuple(name for name, role in zip(cells, roles, strict=True) if role == X)


def test_second_lines_of_a_header() -> None:
    assert is_rest_of_header(["section", "", "", "explanations"])
    assert not is_rest_of_header(["", "", "Yes", ""])
    columns = read_header(["Ref", "Requirement", "Comply", "", "Evidence"])
    assert columns is not None
    marked = with_marks(columns, ["", "", "Yes", "No", ""])
    assert marked is not None
    assert marked.roles == ("ref", "requirement", "yes", "no", "evidence")


def test_a_second_line_may_name_only_what_one_header_spans() -> None:
    columns = header(["Ref", "Requirement", "Comply", "Evidence", "Improvement plan", "", ""])
    assert names_plan(columns, ["", "", "", "", "Action", "Owner", "By when"])
    assert not names_plan(columns, ["", "", "", "", "Rewrite the letter", "Owner", "May"])
    assert not names_plan(columns, ["", "", "", "Action", "Owner", "", ""])
    assert not names_plan(columns, ["", "", "", "", "", "", "Date"])


def test_columns_not_read_are_named() -> None:
    columns = read_header(["Ref", "Requirement", "Comply", "Evidence", "RAG", "Lead officer"])
    assert columns is not None
    assert columns.ignored == ("RAG", "Lead officer")


@pytest.mark.parametrize(
    ("cells", "roles"),
    [
        (["Ref", "Requirement", "Comply 2023", "Comply 2024", "Evidence"], [R, Q, X, C, E]),
        (["Ref", "Requirement", "Comply", "Evidence (2024/25)", "Evidence (2023/24)"], [R, Q, C, E, X]),
        (["Ref", "Requirement", "Comply", "2023 comments", "2024 comments"], [R, Q, C, X, E]),
        (["Ref", "2024 Requirement", "Comply", "Evidence 2023", "Commentary 2024"], [R, Q, C, E, K]),
    ],
)
def test_of_columns_for_several_years_the_latest_counts(cells: list[str], roles: list[str]) -> None:
    columns = header(cells)
    assert list(columns.roles) == roles
    assert columns.ignored == tuple(cell for cell, role in zip(cells, roles, strict=True) if role == X)


def test_columns_from_their_content() -> None:
    rows = [["1.2", "Text", "Yes", "Log"], ["1.3", "Text", "No", "Letters"], ["", "more", "", ""]]
    columns = inferred(rows)
    assert columns is not None
    assert columns.roles == ("ref", "requirement", "comply", "evidence")
    assert inferred([["Flat 1", "500", "Paid"]]) is None


def test_a_row_cut_by_a_page_may_lack_its_number_and_answer() -> None:
    columns = read_header(["Code provision", "Code requirement", "Comply", "Evidence", "Commentary"])
    assert columns is not None
    assert columns.fields(["rest of it", "Kestrel", ""]) == {"requirement": "rest of it", "evidence": "Kestrel"}


def test_a_header_in_two_rows_is_one() -> None:
    first = ["Code", "Code", "Comply:", "Evidence", "Commentary"]
    rest = ["provision", "requirement", "Yes / No", "", "/ explanation"]
    whole = with_rest(header(first), rest)
    assert whole is not None
    assert whole.roles == ("ref", "requirement", "comply", "evidence", "commentary")


def test_a_row_of_data_below_a_header_is_no_part_of_it() -> None:
    above = header(["Ref", "Requirement", "Comply", "Evidence", "Commentary"])
    for cells in (["", "", "", "Notes", ""], ["1.2", "Words", "Yes", "Evidence of it", ""], list(above.headers)):
        assert with_rest(above, cells) is None


def header(cells: list[str]) -> Columns:
    found = read_header(cells)
    assert found is not None
    return found
