"""All checks together."""

from __future__ import annotations

import pytest

from scorer.checks import ask_to_see, cell_checks, form_findings, load_checks
from scorer.checks.in_forms import POINTING_AT_LEAST, REUSED_AT_LEAST, REUSED_CHARACTERS
from scorer.checks.table import LONGEST
from scorer.records import EvidenceCell, Form


def codes(cell: EvidenceCell) -> list[str]:
    return [found.code for found in cell_checks(cell)]


def form(*evidence: str, code: str = "2024") -> Form:
    cells = tuple(EvidenceCell(f"1.{number}", text, code=code) for number, text in enumerate(evidence, 2))
    return Form("f.docx", "", code, cells, form_date="2024-06")


def test_faults_come_before_advice() -> None:
    cell = EvidenceCell("6.2", "Acknowledged within 5 days. Stage 3 is a panel.", code="2024", comply="yes")
    assert codes(cell) == ["STG003", "TIM002"]


def test_what_stands_against_a_yes_comes_before_other_faults() -> None:
    text = "It covers volumes and outcomes, learning, and the Ombudsman's landlord report. Stage 3 is a panel."
    found = cell_checks(EvidenceCell("8.1", text, code="2024", comply="yes"))
    assert [(one.code, one.against_yes) for one in found] == [("STG003", True), ("EXC003", False)]


def test_a_cell_of_no_known_provision_passes_through() -> None:
    for code, ref in (("", ""), ("2024", "9.99"), ("2019", "1.2")):
        assert codes(EvidenceCell(ref, "Kept by the hub in a register.", code=code, comply="yes")) == []


def test_what_is_admitted_openly_is_not_held_against_it() -> None:
    text = "Our policy still has a stage 3. The Director will take it out by June 2024."
    assert codes(EvidenceCell("5.3", text, code="2024", comply="partial")) == []
    assert codes(EvidenceCell("5.3", text, code="2024", comply="yes")) == ["STG003"]


def test_the_requirement_pasted_into_the_cell_accuses_nobody() -> None:
    asked = "Extra named stages such as stage 0 or informal complaint are used only where residents want them."
    cell = EvidenceCell("5.2", asked, requirement=asked, code="2024", comply="yes")
    assert "STG001" not in codes(cell)


def test_a_whole_form_has_no_findings() -> None:
    assert form_findings(form("One.", "Two.")) == ()


def test_the_same_words_count_from_a_number_and_a_length() -> None:
    long = "x" * REUSED_CHARACTERS
    assert form_findings(form(*[long] * (REUSED_AT_LEAST - 1))) == ()
    (found,) = form_findings(form("Other.", *[long] * REUSED_AT_LEAST))
    assert (found.check, len(found.refs)) == ("FRM008", REUSED_AT_LEAST)
    assert form_findings(form(*["x" * (REUSED_CHARACTERS - 1)] * 9)) == ()


def test_a_chain_of_pointers_may_end_the_form() -> None:
    assert form_findings(form(*["As above"] * (POINTING_AT_LEAST - 1))) == ()
    (found,) = form_findings(form("Register.", *["As above"] * POINTING_AT_LEAST))
    assert found.check == "FRM009"


@pytest.mark.parametrize(
    "words", ["LGSCO", "lgo", "local government ombudsman", "Local Government & Social Care Ombudsman"]
)
def test_the_other_ombudsman_is_known_by_each_of_its_names(words: str) -> None:
    (found,) = form_findings(form(f"Letters give the {words}."))
    assert (found.check, found.refs) == ("FRM006", ("1.2",))


MERGERS = (
    "Our merger of",
    "The restructure of",
    "The RESTRUCTURING of",
    "After the amalgamation in",
    "We merged in",
    "Teams were restructured in",
)


def after_a_merger(text: str, ref: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    cells = (EvidenceCell(ref, text, code="2024"), EvidenceCell("8.3", "None.", code="2024"))
    return tuple((found.check, found.refs) for found in form_findings(Form("f.docx", "", "2024", cells, "2024-06")))


@pytest.mark.parametrize("words", MERGERS)
def test_a_merger_is_known_by_each_of_its_names(words: str) -> None:
    assert after_a_merger(f"{words} 2021 put one team in charge.", "4.1") == (("FRM012", ("4.1", "8.3")),)


def test_a_row_without_a_number_is_not_named() -> None:
    assert after_a_merger("We merged in 2021.", "") == ()


def test_what_no_form_holds_is_looked_at_only_so_far() -> None:
    far = EvidenceCell("5.2", "x " * LONGEST + "We have a stage 0.", code="2024", comply="yes")
    near = EvidenceCell("5.2", "We have a stage 0. " + "x " * LONGEST, code="2024", comply="yes")
    assert "STG001" not in codes(far)
    assert "STG001" in codes(near)


def test_lines_to_ask_for_are_whole_sentences() -> None:
    assert ask_to_see()
    assert all(line[0].isupper() and line[-1] in ".?" for line in ask_to_see())


def test_codes_are_in_the_order_of_their_families() -> None:
    found = list(load_checks())
    assert found[0] == "TIM001"
    assert found[-1].startswith("FRM")
