"""Writes the pages of docs/ that are made from the code: ``python -m scorer.docs``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import typer

from scorer import cli, errors, settings
from scorer.batch.tables import COLUMNS
from scorer.rules import RuleSet
from scorer.rules.docs import page as rules_page

FOLDER = Path(__file__).resolve().parent.parent / "docs"

_NOTE = "Written by `python -m scorer.docs` from `{source}`; do not edit this page.\n"
_HELP_WIDTH = 100
_ROOMS = {
    "E1": "The file",
    "E2": "The form in it",
    "E3": "Ready cells and labelled cells",
    "E4": "The model and the rules",
    "E5": "The call",
    "E6": "The work while it runs",
    "E7": "The service",
}


def errors_page() -> str:
    """Every refusal, with what to do about it."""
    return "\n".join(_errors())


def _errors() -> Iterator[str]:
    yield "# The errors\n"
    yield _NOTE.format(source="scorer/errors.py")
    yield "What stands in braces is filled in when the error is told. A code keeps its meaning in later versions."
    for head, title in _ROOMS.items():
        yield f"\n## {title}\n"
        yield "| code | what is wrong | what to do |"
        yield "|---|---|---|"
        for spec in errors.CATALOGUE.values():
            if spec.code.startswith(head):
                yield f"| {spec.code} | {spec.message} | {spec.advice} |"
    yield ""


def settings_page() -> str:
    """Every setting, with its variable and its default."""
    return "\n".join(_settings())


def _settings() -> Iterator[str]:
    yield "# The settings\n"
    yield _NOTE.format(source="scorer/settings.py")
    yield "Each is read from the environment; from Python, give a `Settings` to `Scorer.load`.\n"
    yield from _table(settings.Settings, settings.PREFIX)
    yield "\n## The service\n"
    yield "These are read by `evidence-scorer serve`; what is said on its command line outranks them.\n"
    yield from _table(settings.ServiceSettings, settings.PREFIX + "SERVICE_")
    yield _SETTINGS_FILE


def _table(cls: type[settings.Settings] | type[settings.ServiceSettings], prefix: str) -> Iterator[str]:
    yield "| variable | default | what it is |"
    yield "|---|---|---|"
    for entry in fields(cls):
        default = f"{entry.default:,}" if isinstance(entry.default, int) else f"`{_shown(entry.default)}`"
        shown = "" if entry.default == "" else default
        yield f"| `{prefix}{entry.name.upper()}` | {shown} | {entry.metadata['help']} |"


_SETTINGS_FILE = f"""
## A settings file

`{settings.CONFIG}` names a file in TOML, with the same names in small letters. The environment outranks it.

```toml
[scorer]
max_pages = 100

[service]
host = "0.0.0.0"
rate = 1200
```
"""


def _shown(value: object) -> object:
    """A default path as it stands in the project, wherever that is."""
    if isinstance(value, Path) and value.is_relative_to(FOLDER.parent):
        return value.relative_to(FOLDER.parent)
    return value


def command_line_page() -> str:
    """The help of every command, and the exit statuses."""
    root = typer.main.get_group(cli.assembled())
    context = _context(root, "evidence-scorer")
    parts = ["# The command line\n", _NOTE.format(source="scorer/cli.py"), _block(root.get_help(context))]
    for name, command in root.commands.items():
        below = _context(command, name, context)
        parts.append(f"## {name}\n\n{_block(command.get_help(below))}")
        for part, lower in getattr(command, "commands", {}).items():
            parts.append(f"### {name} {part}\n\n{_block(lower.get_help(_context(lower, part, below)))}")
    parts.append(_EXIT_STATUSES)
    return "\n".join(parts)


def _context(command: Any, name: str, parent: typer.Context | None = None) -> typer.Context:
    return typer.Context(
        command, parent=parent, info_name=name, terminal_width=_HELP_WIDTH, max_content_width=_HELP_WIDTH
    )


_EXIT_STATUSES = """## Exit status

| status | meaning |
|---|---|
| 0 | all done |
| 1 | done, but at least one of several files could not be read (in JSON the reasons stand under `errors` too) |
| 2 | nothing done: the call is wrong, or no file could be read, or the result could not be written |

Results go to standard output or, whole or not at all, to the file of `--output`; errors and progress go to standard
error. [The errors](errors.md) are listed by code, and [the settings](settings.md) can be given by the environment.
"""


def _block(text: str) -> str:
    return f"```\n{text.strip()}\n```\n"


_AS_TEXT = """
`--also jsonl` writes the same as JSON Lines. `--also csv` writes it for a spreadsheet, which holds less:

- A list is one text, with `; ` between. Of each of `signals` stands the `name` alone, of `reasons` the `source`, of
  `checks` the `code`, of `findings` the `check`.
- `cells.csv` is without `words_key` and `sentences`, whose long numbers a spreadsheet would round. It has one column
  more, the last: `words`, the words of the `signals`.
- True is `yes`; false and null are empty. A text that a spreadsheet would take for a formula begins with an
  apostrophe."""


def batch_tables_page() -> str:
    """Every column of the tables of a batch."""
    return "\n".join(_batch_tables())


def _batch_tables() -> Iterator[str]:
    yield "# The tables of a batch\n"
    yield _NOTE.format(source="scorer/batch/tables.py")
    yield "Parquet files in the folder of `evidence-scorer batch`."
    yield "Rows stand in the order of the files' paths, the forms and the cells. [The batch](batch.md) says the rest."
    yield _AS_TEXT
    for name, columns in COLUMNS.items():
        yield f"\n## {name}\n"
        yield "| column | type | what it holds |"
        yield "|---|---|---|"
        for column in columns:
            kind = str(column.type).replace("element: ", "").replace("item: ", "")
            yield f"| `{column.name}` | {kind} | {column.help} |"
    yield ""


PAGES: dict[str, Callable[[], str]] = {
    "batch-tables.md": batch_tables_page,
    "command-line.md": command_line_page,
    "errors.md": errors_page,
    "rules.md": lambda: rules_page(RuleSet.load().rules),
    "settings.md": settings_page,
}
"""Each generated page by its name, and what makes its text."""


def main() -> None:
    """Write every page."""
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), encoding="utf-8")


if __name__ == "__main__":
    main()
