"""Two years on a terminal: the promises, then the answers that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from scorer.records import AnswerChange, Change, Comparison, Outcome, Promise
from scorer.writers import comparison_view, view
from scorer.writers.table import console

_LONGEST = 160
"""Characters of a sentence that are shown."""

_OUTCOME_STYLES: dict[Outcome, str] = {
    "overdue": "red",
    "dropped": "red",
    "repeated": "yellow",
    "unclear": "dim",
    "kept": "green",
}
_CHANGE_STYLES: dict[Change, str] = {
    "worse": "red",
    "gone": "yellow",
    "new": "cyan",
    "better": "green",
    "reworded": "dim",
    "unchanged": "dim",
}


def comparison_table(comparisons: Sequence[Comparison], *, width: int, colour: bool) -> str:
    """Each comparison; what is unchanged or only reworded is counted and not listed."""
    screen, out = console(width, colour)
    for comparison in comparisons:
        screen.print(Text(f"{comparison_view.TITLE}: {comparison_view.name_of(comparison)}", "bold"))
        screen.print(Text(f"Last: {comparison_view.year_of(comparison.last.form)}"))
        screen.print(Text(f"This: {comparison_view.year_of(comparison.this.form)}"))
        for note in comparison.notes:
            screen.print(Text(f"* {note.code}: {note.message}"))
        if comparison.promises:
            table = _table("Ref", "Promise of last year")
            table.add_column("This year", ratio=1)
            for promise in comparison_view.pressing_promises(comparison):
                table.add_row(*_promise_row(promise))
            screen.print(table)
        changes = comparison_view.pressing_changes(comparison)
        if changes:
            table = _table("Ref", "Why")
            for change in changes:
                table.add_row(*_change_row(change))
            screen.print(table)
        screen.print(Text(comparison_view.promises_headline(comparison), "bold"))
        screen.print(Text(comparison_view.headline(comparison), "bold"))
        screen.print(Text("? = the reading is not sure; read the answers yourself.", "dim"))
    return out.getvalue()


def _table(first: str, last: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, no_wrap=True)
    table.add_column("Outcome" if "Promise" in last else "Change", no_wrap=True)
    if "Promise" not in last:
        table.add_column("Claim", no_wrap=True)
    table.add_column(last, ratio=1)
    return table


def _promise_row(promise: Promise) -> tuple[str, Text, Text, Text]:
    name = comparison_view.OUTCOME_NAMES[promise.outcome][0] + (" ?" if promise.unsure else "")
    answer = promise.answer
    if answer is None:
        said = Text(promise.why, "dim")
    else:
        place = "" if answer.ref == promise.words.ref else f"{answer.ref}: "
        said = Text(f"{place}“{view.short(answer.text, _LONGEST)}”")
    return (
        promise.words.ref,
        Text(name, _OUTCOME_STYLES[promise.outcome]),
        Text(f"“{view.short(promise.words.text, _LONGEST)}”"),
        said,
    )


def _change_row(change: AnswerChange) -> tuple[str, Text, str, Text]:
    name = comparison_view.CHANGE_NAMES[change.change][0] + (" ?" if change.unsure else "")
    last, this = comparison_view.claims(change.last), comparison_view.claims(change.this)
    if change.pair:
        last, this = (view.CLAIMS[score.cell.comply] for score in change.pair)
    return (
        comparison_view.label_of(change),
        Text(name, _CHANGE_STYLES[change.change]),
        last if last == this else f"{last} → {this}",
        Text(comparison_view.why(change)),
    )
