"""Header rows by their words; data rows are none."""

import pytest

from scorer.forms.columns import inferred, is_rest_of_header, read_header, with_marks

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
    ],
)
def test_headers(cells: list[str], roles: list[str]) -> None:
    columns = read_header(cells)
    assert columns is not None
    assert list(columns.roles) == roles


@pytest.mark.parametrize(
    "cells",
    [
        ["5.3", "Evidence", "Yes", "Not applicable", "Commentary"],
        ["", "", "Yes", "Evidence held on Kestrel", ""],
        ["", "Is there a log of complaints?", "Yes", "No"],
        ["Month", "Rent", "Paid", "Tenant"],
        ["section", "", "", "explanations"],
        ["Section 1 – Definition", "", "", ""],
    ],
)
def test_rows_that_are_no_header(cells: list[str]) -> None:
    assert read_header(cells) is None


def test_second_lines_of_a_header() -> None:
    assert is_rest_of_header(["section", "", "", "explanations"])
    assert not is_rest_of_header(["", "", "Yes", ""])
    columns = read_header(["Ref", "Requirement", "Comply", "", "Evidence"])
    assert columns is not None
    marked = with_marks(columns, ["", "", "Yes", "No", ""])
    assert marked is not None
    assert marked.roles == ("ref", "requirement", "yes", "no", "evidence")


def test_columns_not_read_are_named() -> None:
    columns = read_header(["Ref", "Requirement", "Comply", "Evidence", "RAG", "Lead officer"])
    assert columns is not None
    assert columns.ignored == ("RAG", "Lead officer")


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
