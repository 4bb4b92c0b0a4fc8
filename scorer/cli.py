"""The command line: ``evidence-scorer extract | score | rules | evaluate | train``.

Exit status: 0 all done; 1 done, but at least one of several files could not be read; 2 nothing done, because the call
or every file is wrong.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from scorer.errors import ScorerError
from scorer.records import Form, FormReport
from scorer.settings import Settings

FORM_SUFFIXES = (".docx", ".pdf", ".xlsx", ".xlsm", ".csv", ".tsv", ".html", ".htm", ".txt", ".md", ".jsonl")
"""What a folder is searched for; a file that is named is read whatever its name."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Scores the evidence in social landlords' self-assessments against the Complaint Handling Code.",
)

Paths = Annotated[list[Path], typer.Argument(help="Forms, or folders of forms.", show_default=False)]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of the screen.")]


@app.callback()
def _root() -> None:
    """Without this, a single command would lose its name."""


@app.command()
def extract(
    paths: Paths,
    format: Annotated[Literal["table", "json", "csv"], typer.Option(help="How to show the cells.")] = "table",
    output: Output = None,
) -> None:
    """Show the cells that forms contain, unscored."""
    from scorer.pipeline import read_path

    with _refusals():
        settings = Settings.from_environment()
    forms: list[Form] = []
    errors = _each(paths, lambda path: forms.extend(read_path(path, settings)))
    if forms:
        from scorer.writers import csv_report, json_report, table

        if format == "json":
            text = json_report.forms_json(forms, errors)
        elif format == "csv":
            text = csv_report.forms_csv(forms)
        else:
            text = table.forms_table(forms, width=_width(), colour=_colour(output))
        _write(text, output)
    _leave(bool(forms), errors)


@app.command()
def score(
    paths: Paths,
    format: Annotated[Literal["table", "json", "csv"], typer.Option(help="How to show the result.")] = "table",
    worst: Annotated[bool, typer.Option("--worst", help="Show the weakest answers first.")] = False,
    output: Output = None,
) -> None:
    """Score every cell of forms."""
    from scorer.pipeline import Scorer

    with _refusals():
        scorer = Scorer.load()
    reports: list[FormReport] = []
    errors = _each(paths, lambda path: reports.extend(scorer.score_file(path)))
    if reports:
        from scorer.writers import csv_report, json_report, table

        if format == "json":
            text = json_report.report_json(reports, scorer.facts(), errors)
        elif format == "csv":
            text = csv_report.report_csv(reports)
        else:
            text = table.report_table(reports, worst=worst, width=_width(), colour=_colour(output))
        _write(text, output)
    _leave(bool(reports), errors)


@app.command()
def rules(code: Annotated[str | None, typer.Argument(help="A rule's code, such as FUT003.")] = None) -> None:
    """List the rules, or explain one."""
    from scorer.rules import RuleSet
    from scorer.writers import table

    with _refusals():
        catalogue = RuleSet.load().rules
        if code is None:
            _write(table.rules_table(catalogue, width=_width(), colour=_colour(None)), None)
            return
        rule = next((rule for rule in catalogue if rule.code == code.upper()), None)
        if rule is None:
            raise ScorerError("E501", rule=code)
        _write(table.rule_text(rule, width=_width(), colour=_colour(None)), None)


@app.command()
def evaluate(gold: Annotated[Path, typer.Argument(help="Labelled cells, one JSON object a line.")]) -> None:
    """Print the figures of the scorer on labelled cells."""
    from scorer.evaluate import figures
    from scorer.labelled import read_labelled
    from scorer.pipeline import Scorer
    from scorer.writers import table

    with _refusals():
        labelled = read_labelled(gold)
        if not labelled:
            raise ScorerError("E102")
        scores = Scorer.load().score_cells([item.cell for item in labelled])
    _write(table.figures_table(figures(labelled, scores), len(labelled), width=_width(), colour=_colour(None)), None)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="A folder like training_data.")] = Path("training_data"),
    output: Annotated[Path, typer.Option("--output", "-o", help="The model folder to write.")] = Path("models/default"),
) -> None:
    """Train a model. The same data give the same bytes."""
    from scorer.train import train as train_model

    with _refusals():
        digest = train_model(data, output, lambda text: typer.echo(text, err=True))
    typer.echo(digest)


def main() -> None:
    """The console entry point."""
    app()


def _files(path: Path) -> list[Path]:
    """The file itself, or the form-like files below a folder in order of path."""
    if not path.is_dir():
        return [path]
    found = [entry for entry in sorted(path.rglob("*")) if entry.suffix.lower() in FORM_SUFFIXES and entry.is_file()]
    if not found:
        raise ScorerError("E202", path=path)
    return found


@contextmanager
def _refusals() -> Iterator[None]:
    """A coded refusal ends the run with its text and status 2."""
    try:
        yield
    except ScorerError as error:
        typer.echo(f"evidence-scorer: {error}", err=True)
        raise typer.Exit(2) from error


def _each(paths: Sequence[Path], work: Callable[[Path], None]) -> list[dict[str, str]]:
    """Do the work on every file; a refusal is told and recorded, and does not stop the others."""
    errors: list[dict[str, str]] = []
    for path in paths:
        try:
            files = _files(path)
        except ScorerError as error:
            errors.append(_told(path, error))
            continue
        for file in files:
            try:
                work(file)
            except ScorerError as error:
                errors.append(_told(file, error))
    return errors


def _told(path: Path, error: ScorerError) -> dict[str, str]:
    typer.echo(f"evidence-scorer: {path}: {error}", err=True)
    return {"source": path.name, "code": error.code, "message": error.message, "advice": error.advice}


def _leave(any_read: bool, errors: list[dict[str, str]]) -> None:
    if errors:
        raise typer.Exit(1 if any_read else 2)


def _width() -> int:
    return max(80, min(shutil.get_terminal_size((120, 24)).columns, 160))


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    part = output.with_name(output.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        typer.echo(f"evidence-scorer: {ScorerError('E502', path=output, reason=error.strerror)}", err=True)
        raise typer.Exit(2) from error
