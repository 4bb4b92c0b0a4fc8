"""Several forms in one file, each as if it stood alone."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.codes import load
from scorer.records import Form

from .builders import HEADER_2022, HEADER_2024, REFS, form, forms, prose, row, table

OLD = ("1.2", "1.3", "1.7", "4.4", "5.17", "7.5")
COUNCIL = tuple(ref for ref in load("lgsco-2024").refs if ref[0] in "123")
WREN = ("Wren Homes self-assessment", "Approved by the Board on 12 June 2024")
KESTREL = ("Kestrel Housing self-assessment", "Date of assessment: September 2022")


def rows(refs: Sequence[str] = REFS, code: str = "2024") -> list[list[str]]:
    return [row(ref, code) for ref in refs]


def told(read: Form) -> tuple[str | None, str | None, str | None]:
    return read.landlord, read.form_date, read.title


def test_what_stands_between_two_forms_is_of_the_second_from_its_title_on() -> None:
    first, second = forms(
        prose(*WREN),
        table(HEADER_2024, *rows()),
        prose("Signed by the Chair of Wren Homes.", "Wren Homes complaints self-assessment", *KESTREL),
        table(HEADER_2022, *rows(OLD, "2022"), number=2),
    )
    assert told(first) == ("Wren Homes", "2024-06-12", "Wren Homes self-assessment")
    assert told(second) == ("Kestrel Housing", "2022-09", "Kestrel Housing self-assessment")
    assert (first.code, second.code) == ("2024", "2022")
    assert first.front[-1] == "Wren Homes complaints self-assessment"
    assert second.front == KESTREL


def test_tables_of_two_columns_above_the_second_form_are_no_answers_of_the_first() -> None:
    versions = (("Version", "What changed"), ("0.1", "First draft"))
    whole = (prose(*KESTREL), table(*versions, number=2), table(HEADER_2024, *rows(), number=3))
    first, second = forms(prose(*WREN), table(HEADER_2024, *rows()), *whole)
    assert first.cells == form(prose(*WREN), table(HEADER_2024, *rows())).cells
    assert told(second) == told(form(*whole))


def test_the_second_form_may_stand_below_the_first_in_one_table() -> None:
    def padded(*lines: str) -> list[list[str]]:
        return [[line, "", "", "", ""] for line in lines]

    first, second = forms(
        table(*padded(*WREN), HEADER_2024, *rows(), *padded("Signed.", *KESTREL), HEADER_2024, *rows())
    )
    assert told(first) == ("Wren Homes", "2024-06-12", "Wren Homes self-assessment")
    assert told(second) == ("Kestrel Housing", "2022-09", "Kestrel Housing self-assessment")


def test_a_first_provision_that_only_the_second_form_has_is_of_the_second() -> None:
    first, second = forms(
        prose(*WREN),
        table(HEADER_2024, *rows()),
        prose("Kestrel Council – Local Government and Social Care Ombudsman Code self-assessment"),
        table(HEADER_2024, *rows(COUNCIL, "lgsco-2024"), number=2),
    )
    assert "1.1" in COUNCIL
    assert [cell.ref for cell in first.cells] == list(REFS)
    assert [cell.ref for cell in second.cells] == list(COUNCIL)


def test_a_form_on_a_sheet_of_its_own_has_all_of_the_sheet() -> None:
    _, second = forms(
        prose(*WREN, sheet="A"),
        table(HEADER_2024, *rows(), sheet="A"),
        prose("Choices", "Yes", "No", sheet="List"),
        prose("To be read by all", *KESTREL, sheet="B"),
        table(HEADER_2024, *rows(), number=2, sheet="B"),
    )
    assert second.front == ("To be read by all", *KESTREL)


def test_without_a_title_the_second_begins_at_its_header() -> None:
    first, second = forms(
        prose(*WREN),
        table(HEADER_2024, *rows()),
        prose("Seen by the Chair on 20 June 2024"),
        table(HEADER_2024, *rows(), number=2),
    )
    assert told(first)[1] == "2024-06-12"
    assert told(second) == (None, None, None)


def test_a_second_form_without_a_header_has_the_columns_of_the_first() -> None:
    swapped = ["Evidence", "Comply", "Code requirement", "Code provision"]
    answers = [[f"Kept in log {ref}.", "Yes", row(ref)[1], ref] for ref in REFS]
    first, second = forms(prose(*WREN), table(swapped, *answers), prose(*KESTREL), table(*answers, number=2))
    assert first.cells[0].evidence == f"Kept in log {REFS[0]}."
    assert [cell.evidence for cell in second.cells] == [cell.evidence for cell in first.cells]
