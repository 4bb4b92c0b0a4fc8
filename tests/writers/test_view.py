"""What all reports of a form say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scorer.records import CheckFinding, EvidenceCell, Finding, Reason
from scorer.scoring import GRADES
from scorer.writers import view
from scorer.writers.segments import Segment

from .full import LONG, all_grades, form, plan, score


def refs(scores: tuple[view.CellScore, ...]) -> list[str]:
    return [one.cell.ref for one in scores]


def test_the_letters_are_those_of_the_grades() -> None:
    assert list(view.GRADES) == [name for name, _ in GRADES]
    assert list(view.GRADES.values()) == ["A", "B", "C", "D"]
    for name, lowest in GRADES[:-1]:
        assert f"{lowest}" in view.HOW_TO_READ[0], name


def test_the_most_pressing_first_and_the_strong_not_at_all() -> None:
    assert refs(view.to_challenge(all_grades())) == ["6.10", "6.9", "4.1", "2.1", "9.7"]


def test_a_fault_found_by_a_check_is_pressing_whatever_the_grade_and_advice_is_not() -> None:
    strong = score("1.2", "In 20 days.", specificity=4, quality=100, grade="strong")
    fault = replace(strong, checks=(CheckFinding("TIM001", "Too long.", "evidence", 3, 10),))
    bare = score("2.1", "As per policy.", specificity=1, quality=35, grade="weak")
    assert refs(view.to_challenge(form(bare, fault, replace(strong)))) == ["1.2", "2.1"]
    advice = next(code for code, check in view.load_checks().items() if check.weight == "advice")
    advised = replace(strong, checks=(CheckFinding(advice, "Perhaps."),))
    assert view.to_challenge(form(advised)) == ()


def test_what_the_reading_is_sure_of_comes_before_what_it_is_not() -> None:
    sure = score("2.1", contradiction=2, quality=45, grade="weak")
    unsure = score("1.2", contradiction=2, quality=0, review=True)
    assert refs(view.to_challenge(form(unsure, sure))) == ["2.1", "1.2"]


def test_not_applicable_is_challenged_only_where_the_provision_always_applies() -> None:
    conditional, always = score("8.4", comply="not_applicable"), score("6.3", comply="not_applicable")
    assert refs(view.to_challenge(form(conditional, always))) == ["6.3"]


def test_sections_are_in_the_order_of_the_numbers_with_what_is_missing() -> None:
    sections = view.sections(all_grades())
    assert [section.number for section in sections] == [1, 2, 3, 4, 5, 6, 8, 9]
    six = next(section for section in sections if section.number == 6)
    assert (six.name, refs(six.scores), six.missing) == ("6 Complaints stages", ["6.9", "6.10"], ("6.11",))
    assert next(section for section in sections if section.number == 5).missing == ("5.1",)
    (unknown,) = view.sections(form(score("", "Noted.")))
    assert unknown.name == "Answers without a provision"


def test_a_gap_comes_with_its_sentence_and_its_date() -> None:
    (gap,) = view.gaps(all_grades())
    assert (gap.score.cell.ref, gap.action, gap.date) == ("9.7", "It is planned for the new year.", "March 2025")
    (bare,) = view.gaps(form(score("1.2", "No.", comply="no")))
    assert (bare.action, bare.date) == ("", "")


def test_the_headline_counts() -> None:
    assert view.headline(all_grades()) == (
        "5 of 8 answers say Yes. Of these, 1 is contradicted by the words beside the Yes, "
        "1 is left in doubt by them and 1 gives nothing that can be checked. "
        "1 answer is left blank."
    )
    good = score("1.2", "x", specificity=4, quality=100, grade="strong")
    assert "no words stand against them" in view.headline(form(good, good))
    assert view.headline(form()) == "The form has no answers."
    blank = replace(good, cell=EvidenceCell("1.2", ""))
    assert view.headline(form(blank, blank)).startswith("The form is not filled in")
    unanswered = replace(blank, cell=EvidenceCell("1.3", "A log"))
    assert view.headline(form(blank, unanswered)) == "None of the 2 answers says Yes. 1 answer is left blank."


def test_the_headline_of_a_half_filled_form_says_how_many_are_blank() -> None:
    good = score("1.2", "x", specificity=4, quality=100, grade="strong")
    blank = replace(good, cell=EvidenceCell("1.2", ""))
    told = view.headline(form(good, good, blank, blank))
    assert told.startswith("2 of 4 answers say Yes. ")
    assert told.endswith(" 2 answers are left blank.")
    for cell in (EvidenceCell("1.2", "", comply="no"), EvidenceCell("1.2", "", commentary="A log")):
        assert "left blank" not in view.headline(form(good, replace(good, cell=cell)))


def test_the_headline_of_one() -> None:
    good = score("1.2", "x", specificity=4, quality=100, grade="strong")
    no, bare = score(comply="no"), score("2.1", "As per policy.", specificity=1)
    fine = "It gives something that can be checked, and no words stand against it."
    assert view.headline(form(no)) == "The one answer does not say Yes."
    assert view.headline(form(good)) == f"The one answer says Yes. {fine}"
    assert view.headline(form(good, no)) == f"1 of 2 answers says Yes. {fine}"
    assert view.headline(form(bare)) == "The one answer says Yes. It gives nothing that can be checked."
    doubted = "The one answer says Yes. It is left in doubt by the words beside the Yes."
    assert view.headline(form(replace(good, contradiction=1))) == doubted


def test_how_a_number_divides() -> None:
    assert view.share_out([(1, "new"), (0, "same"), (2, "gone")], "answer") == "Of 3 answers, 1 is new and 2 are gone."
    assert view.share_out([(0, "new"), (1, "gone")], "answer", " of May") == "The one answer of May is gone."


def test_the_basis_names_gaps_missing_rows_and_doubt() -> None:
    assert view.basis(all_grades()) == (
        "1 gap is admitted (No or Partial), with both an action and a date.",
        "2 provisions have no row in the form.",
        "The reading is not sure of 1 answer: read these yourself.",
    )
    assert view.basis(form()) == ()
    bare = score("1.2", "No.", comply="no")
    assert view.basis(form(bare)) == ("1 gap is admitted (No or Partial), but not with both an action and a date.",)
    both = view.basis(form(bare, replace(bare, cell=replace(bare.cell, ref="2.1"))))
    assert both == ("2 gaps are admitted (No or Partial); none of them with both an action and a date.",)


def test_words_are_marked_by_kind() -> None:
    text = "The Board will be asked."
    one = score(
        evidence=text,
        specificity=2,
        signals=(plan(text, "will be"),),
        reasons=(Reason("specificity:named", 45, "Names something.", "evidence", 4, 9),),
    )
    assert [piece for piece in view.marked(one, "evidence") if piece.kinds] == [
        Segment("Board", ("support",), ("support",)),
        Segment("will be", ("future",), ("future",)),
    ]
    # What a general assurance rests on is nothing that could be asked for.
    assert not any("support" in piece.kinds for piece in view.marked(replace(one, specificity=1), "evidence"))


@pytest.mark.parametrize(("text", "marked"), [("As above.", True), (LONG, False)])
def test_a_long_text_is_not_marked_from_end_to_end(text: str, marked: bool) -> None:
    whole = Finding("cross_reference", "evidence", 0, len(text), text, None)
    assert bool(view.marked(score(evidence=text, signals=(whole,)), "evidence")[0].kinds) is marked


def test_every_kind_of_mark_is_explained() -> None:
    assert {"gap", "future", "hedged", "not_applicable", "cross_reference", "check", "support"} == set(view.KINDS)
    assert len({label for label, _ in view.KINDS.values()}) == len(view.KINDS)


def test_the_points_shown_add_up() -> None:
    reasons = (Reason("specificity:named", 45, "a"), Reason("contradiction", -20, "b"), Reason("GAP001", 0, "c"))
    shown = view.why(score(quality=25, grade="weak", reasons=reasons))
    assert [reason.points for reason in shown] == ["+45", "−20", ""]


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert view.printable("a\x00b\x0bc\ud800d\ufffee\tf😀") == "abcde\tf😀"


@pytest.mark.parametrize(
    ("text", "said"),
    [("2024-06-12", "12 June 2024"), ("2024-06", "June 2024"), ("2023-01-01", "1 January 2023"), ("<b>", "<b>")],
)
def test_a_date_is_read_out(text: str, said: str) -> None:
    assert view.day(text) == said
