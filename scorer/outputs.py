"""Where the commands write to: the screen, files, links and pipes. What cannot be written ends the run with E502."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import typer

from scorer.errors import ScorerError


def write(result: str | bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to the screen. Raises typer.Exit, once E502 is told."""
    if output is None or _is_standard_output(output):
        show(result)
        return
    data = result.encode("utf-8") if isinstance(result, str) else result
    try:
        if _is_special(output):
            output.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(output)), data)  # a link stays, and its file is written
    except BrokenPipeError:
        raise  # who read has had enough: the run ends without a word
    except OSError as error:
        not_written(output, error)


def show(result: str | bytes) -> None:
    """Print, to the last byte. Raises typer.Exit, once E502 is told."""
    try:
        typer.echo(result, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written would be tried again as Python ends, and fail with words of Python's own.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        not_written("standard output", error)


def not_written(place: Path | str, error: OSError) -> NoReturn:
    """Tell E502 of this place, and end the run with status 2."""
    typer.echo(f"evidence-scorer: {ScorerError('E502', path=place, reason=error.strerror)}", err=True)
    raise typer.Exit(2) from error


def _is_standard_output(output: Path) -> bool:
    """True for /dev/stdout: what it leads to may be a file that something else is being added to."""
    try:
        return os.path.samestat(output.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def _is_special(output: Path) -> bool:
    """True for what is there and no regular file, such as a pipe: nothing else may take its place."""
    try:
        return not stat.S_ISREG(output.stat().st_mode)
    except FileNotFoundError:
        return False


def _replace(file: Path, data: bytes) -> None:
    """Write a file as a whole or not at all."""
    part = file.with_name(file.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
