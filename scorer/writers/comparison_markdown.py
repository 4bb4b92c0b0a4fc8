"""Two years as Markdown. Texts of forms are escaped, so that they stay texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scorer.records import AnswerChange, CellScore, Comparison, Promise
from scorer.writers import comparison_view, view
from scorer.writers.markdown_report import escaped, marked, table


def comparison_markdown(comparisons: Sequence[Comparison], facts: dict[str, Any]) -> str:
    """All comparisons, one after the other. ``facts`` are the versions of ``Scorer.facts``."""
    blocks = [f"# {comparison_view.TITLE}"]
    for comparison in comparisons:
        blocks += _comparison(comparison, facts)
    blocks += ["## How to read this", *comparison_view.HOW_TO_READ]
    return "\n\n".join(blocks) + "\n"


def _comparison(comparison: Comparison, facts: dict[str, Any]) -> list[str]:
    last, this = comparison.last.form, comparison.this.form
    blocks = [
        f"## {escaped(comparison_view.name_of(comparison))}",
        f"Last year: {escaped(comparison_view.year_of(last))}. This year: {escaped(comparison_view.year_of(this))}.",
        f"**{comparison_view.promises_headline(comparison)}**",
        f"**{comparison_view.headline(comparison)}**",
        " ".join((*map(escaped, comparison_view.basis(comparison)), view.CAVEAT)),
        "\n".join(f"- {escaped(note.message)} ({note.code})" for note in comparison.notes),
        "### What became of the promises",
    ]
    blocks += [block for promise in comparison_view.pressing_promises(comparison) for block in _promise(promise)]
    blocks.append("### What changed, the worst first")
    moved = comparison_view.pressing_changes(comparison)
    blocks += [block for change in moved for block in _change(change)]
    if not moved:
        blocks.append("No answer became better or worse, came or went.")
    blocks.append("### Every answer, side by side")
    rows = [
        (
            f"{escaped(comparison_view.label_of(change))} {escaped(comparison_view.title_of(change))}",
            _brief(change.last),
            _brief(change.this),
            comparison_view.CHANGE_NAMES[change.change][0] + (" ?" if change.unsure else ""),
        )
        for change in comparison.changes
    ]
    blocks.append(table(("Provision", "Last year", "This year", "Change"), rows))
    blocks.append("### Versions")
    blocks += [
        "\n".join(f"- {name}: {escaped(value)}" for name, value in view.versions(form, facts)) for form in (last, this)
    ]
    return [block for block in blocks if block]


def _promise(promise: Promise) -> list[str]:
    name = comparison_view.OUTCOME_NAMES[promise.outcome][0]
    unsure = " *Not sure: read this yourself.*" if promise.unsure else ""
    words = "".join(map(marked, comparison_view.quoted(promise)))
    answer = promise.answer
    lines = [f"> Last year ({escaped(comparison_view.place_of(promise.words))}): “{words}”"]
    if answer:
        lines.append(f"> This year ({escaped(comparison_view.place_of(answer))}): “{escaped(answer.text)}”")
    return [
        f"**{escaped(promise.words.ref) or 'No number'}: {name}.** {escaped(promise.why)}{unsure}",
        "\n>\n".join(lines),
    ]


def _change(change: AnswerChange) -> list[str]:
    name = comparison_view.CHANGE_NAMES[change.change][0]
    unsure = " *Not sure: read this yourself.*" if change.unsure else ""
    title = f"{escaped(comparison_view.label_of(change))} {escaped(comparison_view.title_of(change))}".strip()
    sides = [
        f"> {side}: {escaped(comparison_view.claims(scores))}. {escaped(comparison_view.texts(scores))}"
        for side, scores in (("Last year", change.last), ("This year", change.this))
    ]
    return [f"#### {title}", f"**{name}.** {escaped(comparison_view.why(change))}{unsure}", "\n>\n".join(sides)]


def _brief(scores: tuple[CellScore, ...]) -> str:
    if not scores:
        return comparison_view.NOT_ANSWERED
    words = view.short(comparison_view.texts(scores), comparison_view.BRIEF)
    return f"**{escaped(comparison_view.claims(scores))}** {comparison_view.grades(scores)}: {escaped(words)}"
