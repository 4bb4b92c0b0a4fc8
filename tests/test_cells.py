"""Ready cells: what is read, what is filled in, and how a bad line is refused."""

import json
from typing import Any

import pytest

from scorer.cells import NO_EDITION, NO_SUCH_PROVISION, cells_of, read_cells
from scorer.codes import load
from scorer.errors import ScorerError
from scorer.records import EvidenceCell


def lines(*records: Any) -> bytes:
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


def one(**record: Any) -> EvidenceCell:
    (cell,) = read_cells(lines(record))
    return cell


def test_only_evidence_is_needed() -> None:
    cell = one(evidence="Cases are kept on Kestrel.")
    assert (cell.ref, cell.comply, cell.comply_text, cell.id, cell.section) == ("", "blank", "", None, 0)


def test_texts_are_cleaned_and_unknown_keys_passed_over() -> None:
    cell = one(evidence=" <p>• Kestrel&nbsp;log</p>\n\uf0b7 Board ", commentary="a\u00adb", colour="red", id=7)
    assert (cell.evidence, cell.commentary, cell.id) == ("Kestrel log Board", "ab", "7")


def test_a_ditto_mark_is_a_word_in_answers_alone() -> None:
    cell = one(evidence=' " ', commentary="〃", requirement='"')
    assert (cell.evidence, cell.commentary, cell.requirement) == ("Ditto", "Ditto", '"')


def test_the_requirement_is_filled_where_the_provision_is_known() -> None:
    assert one(evidence="x", code="2022", ref="5.12").requirement == load("2022").by_ref["5.12"].requirement
    assert one(evidence="x", code="2022", ref="5.12", requirement="Ours").requirement == "Ours"
    assert one(evidence="x", ref="5.12").requirement == ""


def test_a_number_that_the_edition_does_not_have_is_noted() -> None:
    assert one(evidence="x", code="2024", ref="99.9", requirement="Ours").notes == (NO_SUCH_PROVISION,)
    assert one(evidence="x", code="2024").notes == ()


def test_a_number_without_an_edition_and_a_requirement_is_noted() -> None:
    assert one(evidence="x", ref="6.3").notes == (NO_EDITION,)
    assert one(evidence="x", ref="6.3", requirement="Ours").notes == one(evidence="x").notes == ()


@pytest.mark.parametrize(
    ("comply", "value", "text"),
    [
        ("not_applicable", "not_applicable", "Not applicable"),
        ("blank", "blank", ""),
        ("unclear", "unclear", "Unclear"),
        ("Yes ✓", "yes", "Yes ✓"),
        ("N/A", "not_applicable", "N/A"),
        ("Yes/No", "unclear", "Yes/No"),
        (None, "partial", "Partial"),
        ("", "partial", "Partial"),
    ],
)
def test_compliance_is_a_contract_value_or_what_a_form_says(comply: str | None, value: str, text: str) -> None:
    cell = one(evidence="Partial - the log is not complete.", comply=comply)
    assert (cell.comply, cell.comply_text) == (value, text)
    assert cell.evidence.startswith("Partial")


def test_blank_lines_and_a_byte_order_mark_do_not_count_as_cells() -> None:
    assert len(read_cells(b"\xef\xbb\xbf\r\n" + lines({"evidence": ""}) + b"\r\n\n")) == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "E301"),
        (b'{"evidence": "\xff"}', "E301"),
        (b"[" * 100_000, "E301"),
        (b"[1]", "E302"),
        (b"{}", "E302"),
        (b'{"evidence": null}', "E302"),
        (b'{"evidence": 3}', "E302"),
        (b'{"evidence": "x", "comply": true}', "E302"),
        (b'{"evidence": "x", "id": true}', "E302"),
        (b'{"evidence": "x", "landlord": 5}', "E302"),
        (b'{"evidence": "x", "Comply": "Yes"}', "E302"),
        (b'{"evidence": "x", "Comply-Text ": "Yes"}', "E302"),
        (b'{"Evidence": "x"}', "E302"),
        (b'{"evidence": "x", "formDate": "2024-06"}', "E302"),
        (b'{"evidence": "x", "form": 5}', "E302"),
        (b'{"evidence": "x", "evidence": "y"}', "E302"),
        (b'{"id": 1, "evidence": "x", "id": 1}', "E302"),
        (b'{"evidence": "x", "code": "2019"}', "E302"),
        (b'{"evidence": "x", "form_date": "June 2024"}', "E302"),
        (b'{"evidence": "x", "form_date": "2024-13"}', "E302"),
        (b'{"evidence": "x", "form_date": "2023-02-30"}', "E302"),
        (b'{"evidence": "x", "form_date": "0000-01"}', "E302"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(line: bytes, code: str) -> None:
    with pytest.raises(ScorerError, match=r"Line 3\b") as caught:
        read_cells(lines({"evidence": "x"}) + b"\n\n" + line)
    assert caught.value.code == code


def test_a_key_that_is_passed_over_may_stand_twice() -> None:
    (cell,) = read_cells(b'{"colour": {"evidence": 1, "evidence": 2}, "evidence": "x", "colour": "red"}')
    assert cell.evidence == "x"


def test_no_line_at_all_is_an_empty_file() -> None:
    with pytest.raises(ScorerError) as caught:
        read_cells(b"\n \n")
    assert caught.value.code == "E102"


def test_half_a_character_becomes_the_sign_for_one_that_is_lost() -> None:
    (cell,) = read_cells(rb'{"evidence": "a\ud800b", "ref": "\udc00", "id": "\ud9ab", "commentary": "\ud83d\ude00"}')
    assert (cell.evidence, cell.ref, cell.id) == ("a\ufffdb", "\ufffd", "\ufffd")
    assert cell.commentary == "\U0001f600"


def test_decoded_records_are_read_alike_and_numbered() -> None:
    record = {"evidence": "x", "ref": "6.3", "code": "2024"}
    assert cells_of([record]) == read_cells(lines(record))
    with pytest.raises(ScorerError, match="Cell 2") as caught:
        cells_of([record, 7])
    assert caught.value.code == "E303"
