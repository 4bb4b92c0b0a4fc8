"""The commands of the service, added to the command line: ``evidence-scorer serve`` and ``evidence-scorer keys``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

import typer

from scorer.errors import ScorerError
from scorer.settings import CONFIG, ServiceSettings, Settings

keys_app = typer.Typer(no_args_is_help=True, help="Make, list and revoke the keys of the service.")


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(serve)
    app.add_typer(keys_app, name="keys")


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, 127.0.0.1 if not set.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on, 8000 if not set; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that read and score, 2 if not set.", min=1)] = None,
    access: Annotated[
        Literal["auto", "keys", "anyone"] | None,
        typer.Option(help="Who may use it; auto, if not set, asks for keys beyond this machine."),
    ] = None,
    config: Annotated[Path | None, typer.Option(readable=False, help="A settings file (TOML).")] = None,
) -> None:
    """Serve the web page and the API.

    On this machine alone it needs no key. Beyond it, it does not start without one.
    """
    from api.server import serve as listen

    with _refusals():
        environ = {**os.environ, **({CONFIG: str(config)} if config else {})}
        said = {"host": host, "port": port, "workers": workers, "access": access}
        settings = ServiceSettings.from_environment(environ)
        settings = replace(settings, **{name: value for name, value in said.items() if value is not None})  # type: ignore[arg-type]
        listen(Settings.from_environment(environ), settings)


@keys_app.command()
def add(name: Annotated[str, typer.Argument(help="Whose key it is, such as audit-north.")]) -> None:
    """Make a key. It is shown this once; only its hash is kept."""
    from api.keys import add_key

    with _refusals():
        typer.echo(add_key(_file(), name))


@keys_app.command("list")
def list_() -> None:
    """List the keys by name, and the day each was made."""
    from api.keys import read_keys

    with _refusals():
        for key in read_keys(_file()):
            typer.echo(f"{key.made}  {key.name}")


@keys_app.command()
def revoke(name: Annotated[str, typer.Argument(help="The name of the key.")]) -> None:
    """Take a key away. A running service refuses it from the next request on."""
    from api.keys import revoke_key

    with _refusals():
        revoke_key(_file(), name)


def _file() -> Path:
    return ServiceSettings.from_environment().keys.expanduser()


@contextmanager
def _refusals() -> Iterator[None]:
    """A coded refusal ends the run with its text and status 2."""
    try:
        yield
    except ScorerError as error:
        typer.echo(f"evidence-scorer: {error}", err=True)
        raise typer.Exit(2) from error
