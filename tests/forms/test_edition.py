"""The edition, from everything that a form shows."""

import pytest

from scorer.codes import load
from scorer.errors import ScorerError

from .builders import HEADER_2022, HEADER_2024, REFS, form, forms, prose, requirement, row, table


@pytest.mark.parametrize("code", ["2022", "2024", "lgsco-2024"])
@pytest.mark.parametrize("refs", [slice(None), slice(0, 8), slice(20, 30)])
def test_by_the_requirements_under_any_header(code: str, refs: slice) -> None:
    rows = [[ref, requirement(ref, code), "Yes", "Log"] for ref in load(code).refs[refs]]
    assert form(table(["No", "Requirement", "Compliant", "Evidence"], *rows)).code == code


def test_the_older_definition_does_not_make_an_older_form() -> None:
    rows = [row(ref) for ref in REFS]
    rows[0][1] = requirement("1.2", "2022")
    assert form(table(("Code section", *HEADER_2024[1:]), *rows)).code == "2024"


def test_numbers_alone_tell_where_there_are_many() -> None:
    rows = [[ref, "Yes", "Log"] for ref in load("2022").refs]
    assert form(table(["Ref", "Comply", "Evidence"], *rows)).code == "2022"


@pytest.mark.parametrize("code", ["2022", "2024"])
def test_requirements_may_be_named_only(code: str) -> None:
    for name in (lambda ref: " ".join(requirement(ref, code).split()[:5]), lambda ref: "See Code"):
        rows = [[ref, name(ref), "Yes", f"Log {ref}"] for ref in load(code).refs]
        titled = [prose("Wren Homes: self-assessment against the Complaint Handling Code")]
        read = form(*titled, table(["Ref", "Requirement", "Comply", "Evidence"], *rows))
        assert read.code == code
        assert [cell.evidence for cell in read.cells] == [f"Log {ref}" for ref in load(code).refs]


def test_numbers_beside_names_of_something_else_are_no_form() -> None:
    rows = [[ref, "Boilers and flues", "Yes", "Certificates"] for ref in load("2024").refs]
    with pytest.raises(ScorerError):
        forms(table(["Ref", "Requirement", "Comply", "Evidence"], *rows))
    titled = prose("Wren Homes: self-assessment against the Complaint Handling Code")
    few = [[ref, "New card", "Yes", "Log"] for ref in REFS]
    with pytest.raises(ScorerError):
        forms(titled, table(["Ref", "Action", "Status", "Evidence"], *few))


def test_councils_file_against_their_own_ombudsman() -> None:
    rows = [
        [str(n), requirement(ref, "lgsco-2024"), "Yes", "Log"] for n, ref in enumerate(["1.2", "2.1", "3.1", "4.1"], 1)
    ]
    read = form(
        prose("Wren District Council: LGSCO Complaint Handling Code self-assessment"),
        table(["Code section", "Action", "Do we follow the Code: Yes/No", "Explanations"], *rows),
    )
    assert read.code == "lgsco-2024"
    assert [cell.ref for cell in read.cells] == ["1.2", "2.1", "3.1", "4.1"]
    assert [cell.evidence for cell in read.cells] == ["Log"] * 4


@pytest.mark.parametrize(
    "grid",
    [
        table(["Flat", "Requirement", "Comply", "Evidence"], ["1.2", "Two bedrooms", "Yes", "Rent book"]),
        table(*([f"{n}.{m}", str(480 + m), "Yes"] for n in range(1, 5) for m in range(1, 9))),
        table(
            ["Standard", "Requirement", "Met", "Evidence"],
            *([f"1.{n}", f"Gas safety rule {n} of boilers and flues", "Yes", "Certificates"] for n in range(2, 10)),
        ),
        prose("It was a bright cold day in April.", "1.2 of the complaints were his."),
    ],
)
def test_other_files_are_no_form(grid: object) -> None:
    with pytest.raises(ScorerError) as caught:
        forms(grid)  # type: ignore[arg-type]
    assert caught.value.code == "E201"


def test_a_form_of_2022() -> None:
    read = form(table(HEADER_2022, *(row(ref, "2022") for ref in ("1.2", "1.3", "1.6", "1.4", "4.4", "5.20"))))
    assert read.code == "2022"
    assert [cell.ref for cell in read.cells] == ["1.2", "1.3", "1.6", "1.4", "4.4", "5.20"]
    assert len(read.missing) == 66
