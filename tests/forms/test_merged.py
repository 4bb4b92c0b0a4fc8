"""Cells merged over several provisions: each shows their text, as on the page."""

from dataclasses import replace

from scorer.readers.grid import Grid
from scorer.records import Form

from ..readers.files import cell, docx, word_row, word_table, xlsx
from .builders import HEADER_2024, REFS, by_ref, form, requirement, row, table

BLANK = ("", "", "", "", "")
KEPT = "Panel minutes of May 2024"


def merged(*rows: tuple[list[str], tuple[str, ...]]) -> Form:
    """A form whose last rows have, beside their texts, those that cells above show in them."""
    plain = table(HEADER_2024, *(row(ref) for ref in REFS), *(texts for texts, _ in rows))
    first = len(plain.rows) - len(rows)
    lent = [replace(made, above=above) for made, (_, above) in zip(plain.rows[first:], rows, strict=True)]
    return form(Grid("table", (*plain.rows[:first], *lent)))


def test_each_provision_that_a_cell_covers_has_its_text_and_says_with_whom() -> None:
    cells = by_ref(
        merged(
            (["7.1", requirement("7.1"), "Yes", KEPT, ""], BLANK),
            (["7.2", requirement("7.2"), "", "", ""], ("", "", "Yes", KEPT, "")),
            (["7.3", requirement("7.3"), "No", "", ""], ("", "", "", KEPT, "")),
        )
    )
    assert [cells[ref].evidence for ref in ("7.1", "7.2", "7.3")] == [KEPT, KEPT, KEPT]
    assert [cells[ref].comply for ref in ("7.1", "7.2", "7.3")] == ["yes", "yes", "no"]
    assert cells["7.1"].notes == (
        "evidence in one merged cell with 7.2, 7.3",
        "compliance in one merged cell with 7.2",
    )
    assert cells["7.3"].notes == ("evidence in one merged cell with 7.1, 7.2",)


def test_rows_of_one_provision_have_a_merged_cell_once() -> None:
    first, rest = requirement("7.1").split(",", 1)
    cells = by_ref(
        merged(
            (["7.1", first, "Yes", KEPT, ""], BLANK),
            (["", rest, "", "", ""], ("7.1", "", "Yes", KEPT, "")),
            (["7.1", "", "", "", "Read by the chair"], ("", "", "", KEPT, "")),
        )
    )
    assert cells["7.1"].evidence == KEPT
    assert cells["7.1"].commentary == "Read by the chair"
    assert cells["7.1"].notes == ()


def test_a_row_that_lost_its_number_has_it_too() -> None:
    cells = by_ref(
        merged(
            (["7.1", requirement("7.1"), "Yes", KEPT, ""], BLANK),
            (["", requirement("7.2"), "Yes", "", ""], ("", "", "", KEPT, "")),
        )
    )
    assert cells["7.2"].evidence == KEPT


def test_a_text_of_its_own_stays() -> None:
    own = (["7.2", requirement("7.2"), "Yes", "Tariff of 2023", ""], ("", "", "", KEPT, ""))
    cells = by_ref(merged((["7.1", requirement("7.1"), "Yes", KEPT, ""], BLANK), own))
    assert cells["7.2"].evidence == "Tariff of 2023"
    assert cells["7.2"].notes == ()


def test_questions_without_numbers() -> None:
    head = ["1", "Definition of a complaint", "Yes", "No", "Evidence"]
    rows = table(
        head,
        ["", "Does our policy have exclusions, where no complaint will be considered?", "Yes", "", KEPT],
        ["", "Are the exclusions fair and reasonable to residents?", "", "", ""],
        ["2", "Accessibility", "", "", ""],
        ["", "Are multiple routes available to residents who make a complaint?", "Yes", "", "Six of them"],
        ["", "Are policy and procedure for complaints available online?", "Yes", "", "On wren.example"],
    )
    shown = replace(rows.rows[2], above=("", "", "Yes", "", KEPT))
    cells = by_ref(form(Grid("table", (*rows.rows[:2], shown, *rows.rows[3:]))))
    assert cells["1.q3"].evidence == KEPT
    assert cells["1.q3"].comply == "yes"
    assert cells["1.q3"].notes == ("evidence and compliance in one merged cell with 1.q2",)


def test_from_files_to_cells() -> None:
    from scorer.forms import read_forms
    from scorer.readers import read
    from scorer.settings import Settings

    def read_cells(data: bytes) -> dict[str, str]:
        (read_form,) = read_forms(read(data, Settings()), source="form", sha256="0" * 64)
        return {found.ref: found.evidence for found in read_form.cells}

    def word(ref: str, merge: str) -> str:
        evidence = cell(KEPT if "restart" in merge else "", merge)
        return word_row(ref, requirement(ref), "Yes", evidence, "")

    starts, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = docx(
        word_table(
            word_row(*HEADER_2024),
            *(word(ref, starts) for ref in REFS),
            *(word(ref, goes_on) for ref in ("9.2", "9.3")),
        )
    )
    page = "<table><tr>{}</tr>{}<tr><td>9.2</td><td>{}</td><td>Yes</td></tr></table>".format(
        "".join(f"<th>{text}</th>" for text in HEADER_2024[:4]),
        "".join(
            f"<tr><td>{ref}</td><td>{requirement(ref)}</td><td>Yes</td><td rowspan=2>{KEPT}</td></tr>"
            if ref == "9.1"
            else f"<tr><td>{ref}</td><td>{requirement(ref)}</td><td>Yes</td><td>{KEPT}</td></tr>"
            for ref in REFS
        ),
        requirement("9.2"),
    )

    def fill(book) -> None:  # type: ignore[no-untyped-def]
        book.active.append(HEADER_2024)
        for ref in (*REFS, "9.2"):
            book.active.append([ref, requirement(ref), "Yes", KEPT if ref != "9.2" else None])
        last = len(REFS) + 2
        book.active.merge_cells(f"D{last - 1}:D{last}")

    for data in (document, page.encode(), xlsx(fill)):
        cells = read_cells(data)
        assert cells["9.1"] == KEPT
        assert cells["9.2"] == KEPT
