"""Findings: their order, their offsets, and what silences what."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from scorer.language import read
from scorer.records import EvidenceCell, Finding
from scorer.rules import RuleSet

RULES = RuleSet.load()
WORDS = [
    *("we", "will", "be", "published", "not", "yet", "may", "residents", "as", "above", "see", "7.4", "policy", "İ"),
    *(".", ",", "-", "n/a", "draft", "in", "May", "2024", "if", "no", "5", "of", "9", "to", "due", "is", "has", "been"),
    *("’", "“", "§", "\n", "", "\u00a0"),
]


def findings(cell: EvidenceCell) -> tuple[Finding, ...]:
    requirement = read(cell.requirement) if cell.requirement else None
    return RULES.findings(read(cell.evidence), read(cell.commentary), cell, requirement)


def of(evidence: str, commentary: str = "", comply: str = "yes", requirement: str = "") -> EvidenceCell:
    return EvidenceCell("6.3", evidence, commentary, requirement, comply)  # type: ignore[arg-type]


def test_findings_come_in_the_order_of_the_cell_with_their_offsets() -> None:
    cell = of("Leaflet in draft. We aim to ring first.", "Wording to be agreed in June.")
    found = findings(cell)
    assert [(f.field, f.signal, f.text) for f in found] == [
        ("evidence", "future", "in draft"),
        ("evidence", "hedged", "aim to"),
        ("commentary", "future", "to be agreed"),
    ]
    assert all(cell.text(f.field)[f.start : f.end] == f.text for f in found)


def test_cells_are_read_together_as_each_is_alone() -> None:
    cells = [of("Leaflet in draft."), of(""), of("…"), of("We aim to ring first.", "To be agreed in June.")]
    reads = [(read(cell.evidence), read(cell.commentary), cell, None) for cell in cells]
    together = RULES.findings_of(reads)
    assert together == [findings(cell) for cell in cells]
    assert [len(found) for found in together] == [1, 0, 0, 2]
    assert RULES.findings_of([]) == []


def test_of_overlapping_findings_of_one_signal_the_first_and_longest_stands() -> None:
    found = [f.text for f in findings(of("The form has not yet been published.")) if f.signal == "gap"]
    assert found == ["has not yet been published"]


def test_two_signals_may_share_their_words() -> None:
    found = findings(of("Nothing yet, and it is hoped that the wording will be published.", comply="no"))
    assert {f.signal for f in found} >= {"future", "hedged"}


def test_explain_tells_which_modifier_silenced_what() -> None:
    cell = of("Residents may bring a friend.")
    (candidate, *_) = RULES.explain(read(cell.evidence), read(""), cell)
    assert candidate.rule.code == "HED006"
    assert candidate.silenced_by is not None
    assert candidate.silenced_by.code == "MOD004"
    assert findings(cell) == ()


def test_words_of_the_requirement_are_not_held_against_the_landlord() -> None:
    text = "A longer reply may be given by the panel."
    assert [f.signal for f in findings(of(text))] == ["hedged"]
    assert findings(of(text, requirement="Say when a longer reply may be given by somebody.")) == ()


def test_scope_by_claimed_compliance() -> None:
    assert [f.signal for f in findings(of("Two stages only", comply="not_applicable"))] == ["not_applicable"]
    assert "not_applicable" not in {f.signal for f in findings(of("Two stages only"))}


def test_curly_apostrophes_are_apostrophes() -> None:
    assert {f.signal for f in findings(of("The form doesn’t mention it."))} == {"gap"}
    assert {f.signal for f in findings(of("The form doesn't mention it."))} == {"gap"}


def test_a_cell_without_words_has_no_findings() -> None:
    for text in ("", "   ", "-", "\n•\n"):
        assert findings(of(text)) == ()


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=25,
    )
)
def test_offsets_always_cut_out_the_words(words: list[str]) -> None:
    cell = of(" ".join(words))
    found = findings(cell)
    for finding in found:
        assert finding.text
        assert cell.evidence[finding.start : finding.end] == finding.text
    assert sorted(found, key=lambda f: (f.start, -f.end)) == list(found)
