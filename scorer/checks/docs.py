"""Writes what follows from the files of the checks, their page docs/checks.md and what their patterns need:
``python -m scorer.checks.docs``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scorer.checks.needs import KEPT, Pattern, written
from scorer.checks.spec import PREFIXES, Check, ask_to_see, load_checks

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"

_INTRODUCTION = """# The checks

Written by `python -m scorer.checks.docs` from the files in `scorer/checks/catalogue`; do not edit this page.

A rule (see [the rules](rules.md)) hears what wording does. A check needs more: the Code, or the whole form. Each file
holds one, with examples on which it fires and examples on which it stays silent; the tests run them. A **fault** stands
against the Code; **advice** only asks for a look. A fault that is marked as **against a Yes** finds that what is
described falls short of, or differs from, what is asked: beside a claimed Yes it makes the contradiction at least
"weakens" ([the scores](scores.md)). No other check changes points.

No check fires on what only repeats the requirement, nor (but for those on No and Partial) on what is openly admitted.
Code: three letters for the family and three digits; a code is never given to another check.

What a reviewer also looks for is told by the score itself: a Yes undone by a plan or by an admitted gap (the signals
`future` and `gap`, and the contradiction), and evidence too thin to check (the specificity).
"""

_DOCUMENTS = """## What only other documents can show

These are never findings. A report ends with them, as lines to ask for (`scorer/checks/ask_to_see.yml`).
"""


def page(checks: Iterable[Check]) -> str:
    """The page, as Markdown."""
    return "\n".join(
        [_INTRODUCTION, *_sections(tuple(checks)), _DOCUMENTS, *(f"- {line}" for line in ask_to_see()), ""]
    )


def _sections(checks: tuple[Check, ...]) -> Iterator[str]:
    for family, heading in PREFIXES.items():
        yield f"## {family}: {heading}\n"
        for check in checks:
            if check.code.startswith(family):
                yield from _section(check)


def _section(check: Check) -> Iterator[str]:
    yield f"### {check.code} {check.name}\n"
    yield f"{check.title}.\n"
    yield f"{check.why}\n"
    yield f"*{'; '.join([_weight(check), f'of a {check.subject}', *_scope(check)])}*\n"
    yield f"Says: {check.message}\n"
    if check.question:
        yield f"Asks: {check.question}\n"
    for title, examples in (("Fires", check.fire), ("Silent", check.silent)):
        yield f"{title}:\n"
        yield "\n".join(f"- {_shown(example)}" for example in examples) + "\n"


def _weight(check: Check) -> str:
    return f"{check.weight} against a Yes" if check.against_yes else check.weight


def _scope(check: Check) -> Iterator[str]:
    scope = check.scope
    if scope.comply:
        yield f"beside {', '.join(scope.comply)}"
    if scope.editions:
        yield f"editions {', '.join(scope.editions)}"
    for code, refs in (scope.refs or {}).items():
        yield f"{code}: {', '.join(refs)}"


def _shown(example: str | Mapping[str, Any]) -> str:
    if isinstance(example, str):
        return example or "(blank)"
    if "evidence" not in example:
        return f"`{json.dumps(example, ensure_ascii=False)}`"
    notes = [f"{key}: {value}" for key, value in example.items() if key not in ("evidence", "commentary")]
    text = " ‖ ".join(str(example[key]) for key in ("evidence", "commentary") if example.get(key))
    return f"{text or '(blank)'}" + (f" ({'; '.join(notes)})" if notes else "")


def patterns(checks: Iterable[Check]) -> Iterator[Pattern]:
    """Every pattern of the files."""
    for check in checks:
        yield from (*check.patterns, *check.unless, *check.unless_cell, *check.says, *check.lacks)
        yield from (pattern for _, pattern in check.items)


def main() -> None:
    """Write both."""
    KEPT.write_text("{}\n", encoding="utf-8")  # whatever has become of it, it is written anew
    checks = tuple(load_checks().values())
    PAGE.write_text(page(checks), encoding="utf-8")
    KEPT.write_text(written(patterns(checks)), encoding="utf-8")


if __name__ == "__main__":
    main()
