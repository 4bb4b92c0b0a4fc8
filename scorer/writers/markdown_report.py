"""Markdown for a wiki, a merge request or an editor. Texts of forms are escaped, so that they stay texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from scorer.records import CellScore, FormReport
from scorer.writers import view
from scorer.writers.segments import Segment

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_OPENING = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def report_markdown(reports: Sequence[FormReport], facts: dict[str, Any]) -> str:
    """All reports, one after the other. ``facts`` are the versions of ``Scorer.facts``."""
    blocks = ["# Evidence report"]
    for report in reports:
        blocks += _form(report, facts)
    blocks += ["## How to read this", *view.HOW_TO_READ]
    blocks.append("\n".join(f"- ({label}): {meaning}" for label, meaning in view.KINDS.values()))
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """The text on one line, with everything escaped that Markdown or HTML would read as theirs."""
    return _OPENING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", " ".join(view.printable(text).split())))


def _form(report: FormReport, facts: dict[str, Any]) -> list[str]:
    form = report.form
    dated = escaped(view.dated(form))
    blocks = [
        f"## {escaped(view.name_of(form))}",
        f"{view.edition_of(form) or 'Edition of the Code not known'}. {dated} File: {escaped(form.source)}.",
        f"**{view.headline(report)}**",
        " ".join((*view.basis(report), view.CAVEAT)),
        table(("Grade", "Answers"), [(f"{letter} {name}", str(n)) for name, letter, n in view.grade_counts(report)]),
    ]
    challenged = view.to_challenge(report)
    blocks.append("### Answers to challenge first")
    blocks += [block for score in challenged[: view.FIRST] for block in _answer(score, full=False)]
    if not challenged:
        blocks.append("No answer is weak or stands against its own words.")
    blocks.append("### Gaps and their dates")
    rows = [
        (
            f"{escaped(view.label_of(gap.score.cell))} {escaped(view.title_of(gap.score.cell))}",
            view.CLAIMS[gap.score.cell.comply],
            escaped(gap.action) or view.NONE,
            escaped(gap.date) or view.NONE,
        )
        for gap in view.gaps(report)
    ]
    blocks.append(
        table(("Provision", "Answer", "Action", "Date"), rows) if rows else "No provision is answered No or Partial."
    )
    blocks.append("### The form as a whole")
    blocks.append("\n".join(f"- {line}" for line in map(escaped, view.remarks(report))))
    blocks.append("### What only other documents show")
    blocks.append("\n".join(f"- {line}" for line in view.elsewhere()))
    blocks.append("### Every answer")
    for section in view.sections(report):
        if section.scores:
            blocks.append(f"#### {section.name}")
        blocks += [block for score in section.scores for block in _answer(score, full=True)]
    blocks.append("### Versions")
    blocks.append("\n".join(f"- {name}: {escaped(value)}" for name, value in view.versions(form, facts)))
    return [block for block in blocks if block]


def _answer(score: CellScore, *, full: bool) -> list[str]:
    cell = score.cell
    name = f"{escaped(view.label_of(cell))} {view.title_of(cell)}".strip()
    unsure = " *Not sure: read this yourself.*" if score.review else ""
    blocks = [
        f"{'#####' if full else '####'} {name}",
        f"Answer: **{view.CLAIMS[cell.comply]}**. {view.verdict(score)}.{unsure}",
    ]
    fields = [f"> {name}: {''.join(map(marked, pieces))}" for name, pieces in view.marked_fields(score)]
    blocks.append("\n>\n".join(fields) or f"> *{view.NO_WORDS}*")
    if score.checks:
        blocks.append("\n".join(f"- {escaped(check.message)} ({check.code})" for check in score.checks))
    if full:
        lines = [
            f"- {reason.points + ' ' if reason.points else ''}{escaped(reason.message)}"
            f"{f' “{escaped(reason.words)}”' if reason.words else ''} ({escaped(reason.source)})"
            for reason in view.why(score)
        ]
        blocks.append("\n".join([*lines, f"- {score.quality} of 100"]))
    blocks += [
        f"{name} {escaped(text)}"
        for name, text in (("**Ask:**", score.question), ("**For the officer:**", score.hint))
        if text
    ]
    return blocks


def marked(piece: Segment) -> str:
    """A piece of text, bold and named where it is marked."""
    labels = "".join(f" ({view.KINDS[kind][0]})" for kind in piece.closing)
    if not piece.kinds:
        return _SPECIAL.sub(r"\\\1", view.printable(piece.text))
    body = piece.text.strip()
    before, _, after = piece.text.partition(body)
    return f"{before}**{escaped(body)}**{labels}{after}" if body else piece.text


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of texts that are escaped already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
