"""The command line: ``evidence-scorer extract | score | compare | batch | sector | rules | evaluate | train``.

Exit status: 0 all done; 1 done, but at least one of several files could not be read; 2 nothing done, because the call
or every file is wrong.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scorer.errors import ScorerError
from scorer.folders import FORM_SUFFIXES, Below, folder_closed, forms_below, is_note, legible
from scorer.outputs import not_written, show, write
from scorer.records import Form, FormReport
from scorer.settings import Settings

if TYPE_CHECKING:
    from scorer.pipeline import Scorer

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Scores the evidence in social landlords' self-assessments against the Complaint Handling Code.",
)

# No path is asked whether it is readable: who reads it tells with a code, as of what is missing.
Paths = Annotated[list[Path], typer.Argument(help="Forms, or folders of forms.", readable=False, show_default=False)]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of the screen.", readable=False)
]


class Copies(StrEnum):
    """What tables are copied to; an option that may be given twice takes no Literal."""

    CSV = "csv"
    JSONL = "jsonl"


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
    _refuse_nothing(paths)
    _refuse_own(paths, output)
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
        write(text, output)
    _leave(bool(forms), errors)


@app.command()
def score(
    paths: Paths,
    format: Annotated[
        Literal["table", "json", "csv", "html", "docx", "xlsx", "md", "sarif"],
        typer.Option(help="How to show the result; docx and xlsx need --output."),
    ] = "table",
    worst: Annotated[bool, typer.Option("--worst", help="Show the weakest answers first, in a table.")] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            help="Tell where answers stand among those of other landlords in this batch.",
            readable=False,
            show_default=False,
        ),
    ] = None,
    output: Output = None,
) -> None:
    """Score every cell of forms.

    As docx, a single Word form comes back with a comment at each weak answer; of other forms a pack is made.
    """
    _refuse_nothing(paths)
    _refuse_own(paths, output)
    from scorer.pipeline import Scorer
    from scorer.writers import table
    from scorer.writers.render import BINARY, Results, render

    with _refusals():
        if format in BINARY and output is None:
            raise ScorerError("E504", format=format)
        scorer = Scorer.resident()
        placed = _placed(against, scorer) if against else None
    reports: list[FormReport] = []
    files: list[Path] = []

    def work(path: Path) -> None:
        found = scorer.score_file(path)
        reports.extend(map(placed, found) if placed else found)
        files.append(path)

    errors = _each(paths, work)
    if reports:
        if format == "table":
            write(table.report_table(reports, worst=worst, width=_width(), colour=_colour(output)), output)
        else:
            original = _original(files, reports) if format == "docx" else None
            results = Results(reports, scorer.facts(), scorer.rules.rules, scorer.settings, errors, original)
            write(render(results, format), output)
    _leave(bool(reports), errors)


@app.command(name="compare")
def compare_years(
    last: Annotated[
        Path, typer.Argument(help="Last year's form, or a folder of them.", readable=False, show_default=False)
    ],
    this: Annotated[
        Path, typer.Argument(help="This year's form, or a folder of them.", readable=False, show_default=False)
    ],
    format: Annotated[
        Literal["table", "json", "html", "xlsx", "docx", "md", "csv"],
        typer.Option(help="How to show the result; docx and xlsx need --output."),
    ] = "table",
    output: Output = None,
) -> None:
    """Show what became of last year's answers and promises.

    Of several forms on a side, those of the same landlord are compared.
    """
    _refuse_nothing([last])
    _refuse_nothing([this])
    _refuse_own([last, this], output)
    from scorer.compare import compare, pairs
    from scorer.pipeline import Scorer
    from scorer.writers.comparison_render import render_comparison
    from scorer.writers.comparison_table import comparison_table
    from scorer.writers.render import BINARY

    with _refusals():
        if format in BINARY and output is None:
            raise ScorerError("E504", format=format)
        scorer = Scorer.resident()
    before: list[FormReport] = []
    after: list[FormReport] = []
    errors = _each([last], lambda path: before.extend(scorer.score_file(path)))
    errors += _each([this], lambda path: after.extend(scorer.score_file(path)))
    if not (before and after):
        raise typer.Exit(2)
    with _refusals():
        paired, notes = pairs(before, after)
        comparisons = [compare(one, other, notes) for one, other in paired]
    if format == "table":
        write(comparison_table(comparisons, width=_width(), colour=_colour(output)), output)
    else:
        write(render_comparison(comparisons, scorer.facts(), format, errors), output)
    _leave(any_read=True, errors=errors)


@app.command()
def batch(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Forms, folders, archives (.zip), or patterns such as 'forms/*.pdf'.",
            readable=False,
            show_default=False,
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The folder for the tables.", readable=False, show_default=False)
    ],
    jobs: Annotated[
        int, typer.Option("--jobs", "-j", min=0, help="How many processes work on this machine; 0 for one a core.")
    ] = 0,
    cluster: Annotated[
        str, typer.Option(help="Work on this Dask cluster instead, such as tcp://host:8786.", show_default=False)
    ] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the batch in the folder.")] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="Keep the full texts in the table of cells.")] = False,
    also: Annotated[
        list[Copies] | None,
        typer.Option(
            metavar="<csv|jsonl>",
            help="Write the tables as CSV or JSON Lines too; give it twice for both.",
            show_default=False,
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help="The most time for one file.")] = 120,
    memory: Annotated[int, typer.Option(min=50, help="The most memory for one file, in megabytes.")] = 1500,
) -> None:
    """Score many forms into tables.

    What is wrong with a file is a row of the errors and does not stop the others.
    """
    from scorer.batch.plan import Job
    from scorer.batch.run import Order, Progress, run
    from scorer.progress import shown
    from scorer.writers.batch_rows import LINES
    from scorer.writers.batch_summary import batch_summary

    with _refusals(), shown("files") as tell:
        job = Job(Settings.from_environment(), with_text, seconds, memory * 1_000_000)
        order = Order(
            paths=tuple(paths),
            output=output,
            job=job,
            suffixes=FORM_SUFFIXES,
            jobs=jobs or _cores(),
            cluster=cluster,
            resume=resume,
            copies={kind: LINES[kind] for kind in LINES if kind in (also or ())},
        )

        def told(progress: Progress) -> None:
            tell(progress.done, progress.sources, f"cells: {progress.cells:,}, errors: {progress.errors:,}")

        try:
            done = run(order, told)
        except KeyboardInterrupt:
            typer.echo("Stopped. What is done is kept: go on with --resume.", err=True)
            raise typer.Exit(130) from None
    show(legible(batch_summary(done, output)))
    if (output / "sector").exists():
        page = legible(output / "sector")
        show(f"The page in {page} is of the earlier tables; make it again: evidence-scorer sector.\n")
    if done.errors:
        raise typer.Exit(1 if done.forms else 2)


@app.command()
def sector(
    folder: Annotated[Path, typer.Argument(help="The folder of a finished batch.", readable=False, show_default=False)],
    kinds: Annotated[
        Path | None,
        typer.Option(help='A CSV file with the columns "landlord" and "kind".', readable=False, show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The folder to write to; without it, sector in the batch's own.", readable=False
        ),
    ] = None,
) -> None:
    """Show what a batch says of its sector: a page, and tables as CSV."""
    from scorer.batch.sector import sector as figures_of
    from scorer.writers.sector_html import sector_html
    from scorer.writers.sector_tables import sector_tables

    with _refusals():
        figures = figures_of(folder, kinds)
    place = output or folder / "sector"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        not_written(place, error)
    for name, text in sector_tables(figures).items():
        write(text, place / name)
    write(sector_html(figures), place / "sector.html")
    if figures.without_form:
        typer.echo(f"Without a form in the batch: {figures.without_form} of {figures.listed} in {kinds}.", err=True)
    show(f"The page is {legible(place / 'sector.html')}; its tables are beside it.\n")


@app.command()
def rules(code: Annotated[str | None, typer.Argument(help="A rule's code, such as FUT003.")] = None) -> None:
    """List the rules, or explain one."""
    from scorer.rules import RuleSet
    from scorer.writers import table

    with _refusals():
        catalogue = RuleSet.load().rules
        if code is None:
            write(table.rules_table(catalogue, width=_width(), colour=_colour(None)), None)
            return
        rule = next((rule for rule in catalogue if rule.code == code.upper()), None)
        if rule is None:
            raise ScorerError("E501", rule=code)
        write(table.rule_text(rule, width=_width(), colour=_colour(None)), None)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Labelled cells, one JSON object a line.", readable=False)],
) -> None:
    """Print the figures of the scorer on labelled cells."""
    from scorer.evaluate import figures
    from scorer.labelled import read_labelled
    from scorer.pipeline import Scorer
    from scorer.writers import table

    with _refusals():
        labelled = read_labelled(gold)
        if not labelled:
            raise ScorerError("E102")
        scores = Scorer.resident().score_cells([item.cell for item in labelled])
    write(table.figures_table(figures(labelled, scores), len(labelled), width=_width(), colour=_colour(None)), None)


@app.command()
def train(
    data: Annotated[Path, typer.Option(help="A folder like training_data.", readable=False)] = Path("training_data"),
    output: Annotated[Path, typer.Option("--output", "-o", help="The model folder to write.", readable=False)] = Path(
        "models/default"
    ),
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="How many processes train; 0 for one a core.")] = 0,
) -> None:
    """Train a model. The same data give the same bytes, however many processes there are."""
    from scorer.train import train as train_model

    with _refusals():
        digest = train_model(data, output, lambda text: typer.echo(text, err=True), jobs or _cores())
    show(f"{digest}\n")


@cache
def assembled() -> typer.Typer:
    """The commands of this room and those that other packages add: the entry points of ``evidence_scorer.commands``,
    each a function that is given the application."""
    for point in entry_points(group="evidence_scorer.commands"):
        point.load()(app)
    return app


def main() -> None:
    """The console entry point."""
    assembled()()


def _files(path: Path) -> Below:
    """The file itself, or the form-like files below a folder in order of path."""
    if not os.path.isdir(path):  # noqa: PTH112 - the other one raises where a folder above is closed
        return Below([path])
    found = forms_below(path)
    if not found.files and not found.closed:
        raise ScorerError("E202", path=legible(path))
    return found


def _refuse_nothing(paths: Sequence[Path]) -> None:
    """End the run at once where no path leads to anything: the libraries and the model take seconds to load."""
    if all(map(_leads_nowhere, paths)):
        for path in paths:
            _told(path, ScorerError("E101", reason="there is no such file or folder"))
        raise typer.Exit(2)


def _leads_nowhere(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False  # there may be something: reading it will tell
    return False


def _refuse_own(paths: Sequence[Path], output: Path | None) -> None:
    """End the run before it writes over a form that it is to read."""
    if output is not None and any(_is_same(file, output) for path in paths for file in (path, *_below(path))):
        with _refusals():
            raise ScorerError("E505", path=output)


def _below(path: Path) -> list[Path]:
    try:
        return forms_below(path).files if path.is_dir() else []
    except OSError:
        return []  # reading it will tell


def _is_same(file: Path, output: Path) -> bool:
    """True where both lead to one file, under whatever names."""
    try:
        return file.samefile(output)
    except OSError:
        return False  # one of them is not there


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
            found = _files(path)
        except ScorerError as error:
            errors.append(_told(path, error))
            continue
        except OSError as error:
            errors.append(_told(path, ScorerError("E101", reason=error.strerror)))
            continue
        for folder, reason in found.closed.items():
            errors.append(_told(folder, ScorerError("E101", reason=folder_closed(reason))))
        if found.passed_over:
            count = f"{len(found.passed_over):,} with names of no form"
            typer.echo(f"evidence-scorer: {legible(path)}: {count}, such as pictures; passed over.", err=True)
        passed_over = 0
        for file in found.files:
            try:
                work(file)
            except ScorerError as error:
                if error.code == "E201" and file != path and is_note(file.name):
                    typer.echo(f"evidence-scorer: {legible(file)}: no form in it; passed over.", err=True)
                    passed_over += 1
                else:
                    errors.append(_told(file, error))
        if passed_over == len(found.files) and not found.closed:
            errors.append(_told(path, ScorerError("E202", path=legible(path))))
    return errors


def _told(path: Path, error: ScorerError) -> dict[str, str]:
    typer.echo(f"evidence-scorer: {legible(path)}: {error}", err=True)
    return {"source": legible(path.name), "code": error.code, "message": error.message, "advice": error.advice}


def _leave(any_read: bool, errors: list[dict[str, str]]) -> None:
    if errors:
        raise typer.Exit(1 if any_read else 2)


def _placed(batch: Path, scorer: Scorer) -> Callable[[FormReport], FormReport]:
    """What sets the answers of a report beside those of a batch."""
    from scorer.batch.fingerprint import fingerprint
    from scorer.batch.peers import among_peers, open_sector

    sector = open_sector(batch, fingerprint(scorer))
    return lambda report: among_peers(report, sector)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _width() -> int:
    return max(80, min(shutil.get_terminal_size((120, 24)).columns, 160))


def _colour(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _original(files: Sequence[Path], reports: Sequence[FormReport]) -> bytes | None:
    """The bytes of the one file that was scored; None for several, or where it has changed or gone since."""
    if len(files) != 1:
        return None
    try:
        data = files[0].read_bytes()
    except OSError:
        return None
    digest = hashlib.sha256(data).hexdigest()
    return data if all(report.form.sha256 == digest for report in reports) else None
