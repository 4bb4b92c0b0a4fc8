"""Tables for a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from scorer.evaluate import Figure
from scorer.records import EvidenceCell, FormReport, Peers
from scorer.rules import RuleSet
from scorer.writers.table import figures_table, forms_table, report_table, rule_text, rules_table

from .builders import report


def shown(*reports: FormReport, worst: bool = False, width: int = 100) -> str:
    return report_table(reports, worst=worst, width=width, colour=False)


def test_a_line_shows_what_decided() -> None:
    text = shown(report())
    assert text.startswith("Pellow Moor · Code 2024 · 2024-06\n")
    (line,) = [line for line in text.splitlines() if line.strip().startswith("6.3")]
    assert line.split() == ["6.3", "Yes", "2", "named", "weakens", "“will”", "future", "25", "weak", "?"]
    assert "* 1 provision has no row. (1.2)" in text
    assert "2 provisions: 0 strong, 0 fair, 1 weak, 1 poor. 0 contradict their Yes, 1 weakens it." in text


def test_what_was_not_read_is_said_below_the_table() -> None:
    judged = report()
    noted = replace(judged, form=replace(judged.form, notes=("column not read: Owner",)))
    assert "* column not read: Owner" in shown(noted)


def test_without_signals_the_words_of_the_level_are_shown_or_the_text() -> None:
    full, blank = report().scores
    named = replace(full, signals=())
    assert "Board" in shown(replace(report(), scores=(named,)))
    plain = replace(full, signals=(), reasons=full.reasons[2:])
    assert "😀 It will come" in shown(replace(report(), scores=(plain,)))
    assert "(blank)" in shown(replace(report(), scores=(blank,)))


def refs(text: str) -> list[str]:
    known = ("4.q3", "6.3", "2.1")
    return [line.split()[0] for line in text.splitlines() if line.strip().startswith(known)]


def test_the_worst_come_first_when_asked() -> None:
    full, blank = report().scores
    clear = replace(full, contradiction=2, cell=replace(full.cell, ref="2.1"))
    scores = replace(report(), scores=(blank, full, clear))
    assert refs(shown(scores)) == ["4.q3", "6.3", "2.1"]
    assert refs(shown(scores, worst=True)) == ["2.1", "6.3", "4.q3"]


@pytest.mark.parametrize(
    ("peers", "told"), [(Peers(1, 1, 0), "above 1 of 1"), (Peers(2400, 1829, 3), "above 76% of 2,400")]
)
def test_the_share_of_peers_is_told_in_percent_where_they_are_many(peers: Peers, told: str) -> None:
    full, _ = report().scores
    assert told in shown(replace(report(), scores=(replace(full, peers=peers),)), width=160)


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    full, blank = report().scores
    long = EvidenceCell("6.3", "wordy " * 60 + "x" * 200 + "字" * 100, "more " * 60)
    wide = replace(report(), scores=(full, blank, replace(blank, cell=long)))
    texts = [
        shown(wide, width=width),
        forms_table([replace(report().form, cells=(long,))], width=width, colour=False),
        rules_table(RuleSet.load().rules, width=width, colour=False),
    ]
    for text in texts:
        assert max(cell_len(line) for line in text.splitlines()) <= width


def test_texts_of_forms_are_not_taken_for_markup() -> None:
    odd = EvidenceCell("1.2", "[red]careful[/red] [/]", "[link=x]")
    text = forms_table([replace(report().form, cells=(odd,), landlord="[b]Pellow[/b]")], width=120, colour=False)
    assert "[red]careful[/red]" in text
    assert "[b]Pellow[/b]" in text


def test_colour_only_where_asked() -> None:
    assert "\x1b" not in shown(report())
    assert "\x1b[" in report_table([report()], worst=False, width=100, colour=True)


def test_figures() -> None:
    text = figures_table([Figure("specificity QWK", 0.61249, 0.5, float("nan"))], 9, width=100, colour=False)
    assert "9 labelled cells" in text
    assert "0.612" in text
    assert "0.500 to nan" in text


def test_a_rule_is_explained_with_its_examples() -> None:
    rule = next(rule for rule in RuleSet.load().rules if rule.code == "FUT001")
    text = " ".join(rule_text(rule, width=80, colour=False).split())
    assert text.startswith(f"FUT001 {rule.name}")
    assert " ".join(rule.why.split()) in text
    for example in (*rule.fire, *rule.silent):
        assert " ".join((example.cell.evidence or example.cell.commentary).split()) in text
