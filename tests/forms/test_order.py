"""Texts whose lines stand in another order than the form's cells."""

import pytest

from scorer.errors import ScorerError
from scorer.forms.comply import run_on_verdict
from scorer.forms.order import OUT_OF_ORDER

from .builders import HEADER_2024, REFS, by_ref, form, prose, requirement, table

TITLE = "Self-assessment against the Complaint Handling Code"


def answered(ref: str) -> list[str]:
    return [f"{ref} {requirement(ref)}", "Yes", f"Clause {ref} of the policy says so."]


def refused(*paragraphs: str) -> bool:
    with pytest.raises(ScorerError) as caught:
        form(prose(TITLE, *paragraphs))
    return caught.value.code == "E201"


def test_lines_in_order_have_no_doubt() -> None:
    cells = by_ref(form(prose(TITLE, *(line for ref in REFS for line in answered(ref)))))
    assert set(cells) == set(REFS)
    assert not any(OUT_OF_ORDER in cell.notes for cell in cells.values())


def test_answers_that_hold_the_next_provision_are_refused() -> None:
    pairs = zip(REFS, [*REFS[1:], "9.2"], strict=True)
    assert refused(*(line for ref, other in pairs for line in (*answered(ref), requirement(other))))


def halved(ref: str) -> tuple[str, str]:
    words = requirement(ref).split()
    middle = len(words) // 3
    return " ".join(words[:middle]), " ".join(words[middle:])


def test_answers_that_go_on_with_a_requirement_that_was_cut_are_refused() -> None:
    pairs = [(ref, *halved(ref)) for ref in REFS]
    assert refused(*(line for ref, first, rest in pairs for line in (f"{ref} {first}", "Yes", f"{rest} Policy.")))


def test_a_requirement_that_the_landlord_shortened_is_in_no_doubt() -> None:
    texts = [line for ref in REFS for line in (f"{ref} {halved(ref)[0]}", "Yes", "Fernbrook checks it each May.")]
    cells = by_ref(form(prose(TITLE, *texts)))
    assert set(cells) == set(REFS)
    assert not any(OUT_OF_ORDER in cell.notes for cell in cells.values())


def test_verdicts_on_lines_of_their_own_within_answers_are_refused() -> None:
    assert refused(*(line for ref in REFS for line in [*answered(ref), *(["No"] if ref < "3" else [])]))


def test_a_provision_without_a_verdict_is_in_doubt_where_another_has_two() -> None:
    texts = [line for ref in REFS[:7] for line in answered(ref)]
    without = [f"9.1 {requirement('9.1')}", "Fernbrook reads the register every May and acts on it."]
    cells = by_ref(form(prose(TITLE, *texts, *without)))
    assert not any(OUT_OF_ORDER in cell.notes for cell in cells.values())
    assert refused(*texts, "No", *without)


def test_ticks_that_open_the_evidence_where_no_verdict_was_read_are_refused() -> None:
    texts = [line for ref in REFS[:5] for line in answered(ref)]
    for ref in REFS[5:]:
        texts += [f"{ref} {requirement(ref)}", "Fernbrook reads the register every May.", "✓ Clause 4 of its policy."]
    assert refused(*texts)


def test_one_answer_out_of_order_is_a_doubt_of_its_cell() -> None:
    texts = [line for ref in REFS for line in answered(ref)]
    cells = by_ref(form(prose(TITLE, *texts, requirement("1.3"))))
    assert [ref for ref, cell in cells.items() if OUT_OF_ORDER in cell.notes] == [REFS[-1]]


def test_a_table_keeps_its_cells_whatever_they_quote() -> None:
    rows = [[ref, requirement(ref), "Yes", "Policy", "No"] for ref in REFS]
    cells = by_ref(form(table(HEADER_2024, *rows)))
    assert set(cells) == set(REFS)
    assert not any(OUT_OF_ORDER in cell.notes for cell in cells.values())


def test_a_table_that_takes_several_provisions_for_one_is_refused() -> None:
    rows = [[REFS[index], requirement(REFS[index]), "Yes", requirement(REFS[index + 1]), "Yes"] for index in (0, 2, 4)]
    rows.append([REFS[6], requirement(REFS[6]), "Yes", requirement("9.1"), "Yes"])
    with pytest.raises(ScorerError) as caught:
        form(table(HEADER_2024, *rows))
    assert caught.value.code == "E201"


@pytest.mark.parametrize("header", [(), (" ".join(HEADER_2024),)])
def test_a_verdict_in_one_line_with_the_evidence_is_parted_from_it(header: tuple[str, ...]) -> None:
    texts = [
        f"{ref} {requirement(ref)}\nYes Complaints and Compliments\npolicy of Fernbrook, read {ref}" for ref in REFS
    ]
    lines = [line for text in texts for line in text.split("\n")]
    cells = by_ref(form(prose(TITLE, *header, *lines)))
    assert {ref: (cells[ref].comply_text, cells[ref].evidence) for ref in REFS} == {
        ref: ("Yes", f"Complaints and Compliments policy of Fernbrook, read {ref}") for ref in REFS
    }


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Yes Policy", ("Yes", "Policy")),
        ("N/A • 4.2", ("N/A", "• 4.2")),
        ("Yes N/A", ("Yes", "N/A")),
        ("Yes / No", None),
        ("Yes No", None),
        ("Yes in part", None),
        ("No complaints were refused", None),
    ],
)
def test_where_a_verdict_ends_and_a_text_begins(line: str, parts: tuple[str, str] | None) -> None:
    assert run_on_verdict(line) == parts
