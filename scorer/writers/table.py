"""Tables for a terminal: what was read, and how it was judged."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scorer.evaluate import Figure
from scorer.records import CONTRADICTION_NAMES, SPECIFICITY_NAMES, CellScore, EvidenceCell, Form, FormReport
from scorer.rules import Rule
from scorer.writers import view

_COMPLY = {"yes": "Yes", "no": "No", "partial": "Partial", "not_applicable": "N/A", "blank": "-", "unclear": "?"}
_GRADE_STYLES = {"strong": "green", "fair": "cyan", "weak": "yellow", "poor": "red"}
_CONTRADICTION_STYLES = ("dim", "yellow", "red")
_EXCERPT = 90
_CONTEXT = 60
_FEWEST_FOR_A_SHARE = 100


def report_table(reports: Sequence[FormReport], *, worst: bool, width: int, colour: bool) -> str:
    """Each form's provisions, in the order of the file or the worst first."""
    screen, out = console(width, colour)
    for report in reports:
        screen.print(_heading(report.form))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("Ref", "Claim", "Specificity", "Contradiction"):
            table.add_column(name, no_wrap=True)
        table.add_column("Words that decided it", ratio=1)
        table.add_column("Quality", no_wrap=True, justify="right")
        placed = any(score.peers for score in report.scores)
        if placed:
            table.add_column("Among peers", no_wrap=True)
        scores = sorted(report.scores, key=_worst) if worst else report.scores
        for score in scores:
            table.add_row(
                score.cell.ref or score.cell.id or "",
                _COMPLY[score.cell.comply],
                f"{score.specificity} {SPECIFICITY_NAMES[score.specificity]}",
                Text(CONTRADICTION_NAMES[score.contradiction], style=_CONTRADICTION_STYLES[score.contradiction]),
                _words(score),
                Text(
                    f"{score.quality:3d} {score.grade:6s}" + (" ?" if score.review else "  "),
                    style=_GRADE_STYLES[score.grade],
                ),
                *([_among(score)] if placed else ()),
            )
        screen.print(table)
        for finding in report.findings:
            refs = f" ({', '.join(finding.refs[:12])}{', …' if len(finding.refs) > 12 else ''})" if finding.refs else ""
            screen.print(Text(f"* {finding.message}{refs}"))
        for note in report.form.notes:
            screen.print(Text(f"* {note}", "dim"))
        counts = ", ".join(f"{sum(score.grade == grade for score in report.scores)} {grade}" for grade in _GRADE_STYLES)
        against = sum(score.contradiction == 2 for score in report.scores)
        doubt = sum(score.contradiction == 1 for score in report.scores)
        screen.print(
            Text(
                f"{view.counted(len(report.scores), 'provision')}: {counts}. "
                f"{view.counted(against, 'contradicts its', 'contradict their')} Yes, "
                f"{view.counted(doubt, 'weakens', 'weaken')} it.",
                "bold",
            )
        )
        screen.print(Text("? = the scorer is not sure; read the cell yourself.", "dim"))
    return out.getvalue()


def forms_table(forms: Sequence[Form], *, width: int, colour: bool) -> str:
    """What was read, unscored."""
    screen, out = console(width, colour)
    for form in forms:
        screen.print(_heading(form))
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        table.add_column("Ref", no_wrap=True)
        table.add_column("Claim", no_wrap=True)
        table.add_column("Evidence", ratio=1)
        table.add_column("Commentary", ratio=1)
        for cell in form.cells:
            table.add_row(cell.ref, _COMPLY[cell.comply], Text(cell.evidence), Text(cell.commentary))
        screen.print(table)
        if form.missing:
            screen.print(Text(f"* Missing: {', '.join(form.missing)}"))
        for note in form.notes:
            screen.print(Text(f"* {note}", "dim"))
        for note, refs in _cell_notes(form).items():
            screen.print(Text(f"* {', '.join(refs)}: {note}", "dim"))
    return out.getvalue()


def _cell_notes(form: Form) -> dict[str, list[str]]:
    """The notes of the cells, each once, with the provisions that have it."""
    notes: dict[str, list[str]] = {}
    for cell in form.cells:
        for note in cell.notes:
            notes.setdefault(note, []).append(cell.ref or cell.id or "")
    return notes


def figures_table(figures: Sequence[Figure], count: int, *, width: int, colour: bool) -> str:
    """The figures of an evaluation."""
    screen, out = console(width, colour)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=view.counted(count, "labelled cell"), title_justify="left")
    table.add_column("Figure")
    table.add_column("Value", justify="right")
    table.add_column("95% interval", justify="right")
    for figure in figures:
        table.add_row(figure.name, f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}")
    screen.print(table)
    return out.getvalue()


def console(width: int, colour: bool) -> tuple[Console, io.StringIO]:
    """A console that prints into the text beside it."""
    out = io.StringIO()
    return Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False), out


def _heading(form: Form) -> Text:
    parts = [form.landlord or form.title or form.source, f"Code {form.code}" if form.code else "", form.form_date or ""]
    return Text(" · ".join(part for part in parts if part), "bold")


def _among(score: CellScore) -> str:
    """How many of its peers are lower: in percent, where there are enough for a percent to be one of them."""
    peers = score.peers
    if peers is None:
        return ""
    lower = f"{100 * peers.lower // peers.count}%" if peers.count >= _FEWEST_FOR_A_SHARE else f"{peers.lower}"
    return f"above {lower} of {peers.count:,}"


def _worst(score: CellScore) -> tuple[int, int, int]:
    return -score.contradiction, score.quality, score.specificity


def _words(score: CellScore) -> Text:
    if score.signals:
        words = [f"“{_short(found.text, 60)}” {found.signal.replace('_', ' ')}" for found in score.signals]
        return Text("; ".join(dict.fromkeys(words)))
    reason = score.reasons[0]
    if reason.field and reason.end:
        return Text(f"“{_in_context(score.cell.text(reason.field), reason.start, reason.end)}”")
    return Text(_short(_text(score.cell), _EXCERPT) or "(blank)", "dim")


def _in_context(text: str, start: int, end: int) -> str:
    """The words and what stands around them, cut between words: a bare "4" tells a reader nothing."""
    if end - start >= _CONTEXT:
        return _short(text[start:end], _CONTEXT)
    room = (_CONTEXT - (end - start)) // 2
    left = 0 if start <= room else text.rfind(" ", 0, start - room + 1) + 1
    space = text.find(" ", end + room)
    right = len(text) if space < 0 else space
    return f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}"


def _text(cell: EvidenceCell) -> str:
    return " · ".join(text for text in (cell.evidence, cell.commentary) if text)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def rules_table(rules: Sequence[Rule], *, width: int, colour: bool) -> str:
    """A line a rule."""
    screen, out = console(width, colour)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("Code", "Name", "Signal", "Kind"):
        table.add_column(name, no_wrap=True)
    table.add_column("Message", ratio=1)
    for rule in rules:
        table.add_row(rule.code, rule.name, rule.signal or "", rule.kind, rule.message)
    screen.print(table)
    return out.getvalue()


def rule_text(rule: Rule, *, width: int, colour: bool) -> str:
    """One rule in full, with its examples."""
    screen, out = console(width, colour)
    screen.print(Text(f"{rule.code} {rule.name}", "bold"))
    screen.print(Text(f"{rule.message}\n\n{rule.why}\n"))
    for title, examples in (("Fires on", rule.fire), ("Stays silent on", rule.silent)):
        screen.print(Text(f"{title}:", "bold"))
        for example in examples:
            screen.print(Text(f"  {example.cell.evidence or example.cell.commentary}"))
    return out.getvalue()
