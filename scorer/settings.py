"""One typed set of settings: paths, limits and the model in use, each with its default and its help."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from scorer.errors import ScorerError

PREFIX = "EVIDENCE_SCORER_"
CONFIG = PREFIX + "CONFIG"
"""The variable that names a settings file: TOML, with the tables ``[scorer]`` and ``[service]``."""

_ROOT = Path(__file__).resolve().parent.parent


def _setting(default: Any, help: str, *, least: int = 0, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"help": help, "least": least, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Values for one run. ``Settings.from_environment`` reads ``EVIDENCE_SCORER_<NAME>``."""

    models: Path = _setting(_ROOT / "models", "Folder of trained models.")
    model: str = _setting("default", "Id of the model in use: a folder of MODELS.")
    max_bytes: int = _setting(25_000_000, "Largest file read, in bytes.")
    max_unpacked_bytes: int = _setting(250_000_000, "Most bytes an Office file may unpack to.")
    max_pages: int = _setting(200, "Most pages of a PDF.")
    max_cells: int = _setting(50_000, "Most table cells of a file; of lines and tags eight times as many.")
    max_cell_characters: int = _setting(200_000, "Most characters of one cell.")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings of the file that ``EVIDENCE_SCORER_CONFIG`` names, and over them those of the environment.

        Raises ScorerError E503 or E511 where a value is of the wrong kind, E512 where the file cannot be used.
        """
        return _read(cls, "scorer", PREFIX, os.environ if environ is None else environ)


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Values for one run of the service; read as ``Settings`` are, by ``EVIDENCE_SCORER_SERVICE_<NAME>``."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on; 0 takes a free one.")
    access: str = _setting(
        "auto",
        "Who may use it: `keys` needs one; `anyone` needs none; `auto` needs one where it listens beyond this machine.",
        choices=("auto", "keys", "anyone"),
    )
    keys: Path = _setting(Path("~/.config/evidence-scorer/keys.json"), "File of the keys' hashes.")
    workers: int = _setting(2, "Processes that read and score; one for each core is best.", least=1)
    places: int = _setting(16, "Requests that may wait for a worker; what comes beyond them is told to come back.")
    work_seconds: int = _setting(60, "Longest that reading and scoring of sent files may take, in seconds.", least=1)
    list_seconds: int = _setting(300, "Longest that scoring of one list of cells may take, in seconds.", least=1)
    work_bytes: int = _setting(1_000_000_000, "Most memory that the work of one request may take, in bytes.")
    body_seconds: int = _setting(30, "Longest that a request may take to arrive, in seconds.", least=1)
    answer_seconds: int = _setting(
        30, "Longest that a client may take over each 100 kB of its answer, in seconds; then it is dropped.", least=1
    )
    held_bytes: int = _setting(
        250_000_000,
        "Most bytes of requests held at one time; likewise of answers that clients have not taken yet.",
        least=1,
    )
    connections: int = _setting(512, "Most open connections.", least=1)
    cells: int = _setting(10_000, "Most cells of one list.", least=1)
    rate: int = _setting(600, "Requests a minute for each key, or each address where none is needed; 0: no limit.")
    hosts: str = _setting(
        "", "Names by which it may be called, with commas between; empty: its own on this machine, any with keys."
    )
    origins: str = _setting("", "Sites whose pages may call it, such as https://example.org, with commas between.")
    stop_seconds: int = _setting(315, "How long it waits for requests under way when it is stopped, in seconds.")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> ServiceSettings:
        """Settings of the file and of the environment. Raises ScorerError E503, E511 or E512 as ``Settings`` do."""
        return _read(cls, "service", PREFIX + "SERVICE_", os.environ if environ is None else environ)


_Any = TypeVar("_Any", Settings, ServiceSettings)
TABLES: dict[str, type[Settings] | type[ServiceSettings]] = {"scorer": Settings, "service": ServiceSettings}
"""The tables of a settings file, and what each is read into."""


def _read(cls: type[_Any], table: str, prefix: str, environ: Mapping[str, str]) -> _Any:
    given: dict[str, Any] = dict(_table(Path(environ[CONFIG]), table)) if environ.get(CONFIG) else {}
    for entry in fields(cls):
        text = environ.get(prefix + entry.name.upper())
        if text is not None:
            given[entry.name] = text
    return cls(**{entry.name: _value(entry, given[entry.name], prefix) for entry in fields(cls) if entry.name in given})


def _value(entry: Field[Any], value: Any, prefix: str) -> Any:
    name = prefix + entry.name.upper()
    if isinstance(entry.default, int):
        try:
            number = int(str(value))
        except ValueError as error:
            raise ScorerError("E503", name=name, value=value) from error
        if number < entry.metadata["least"]:
            raise ScorerError("E511", name=name, allowed=f"at least {entry.metadata['least']}")
        return number
    choices = entry.metadata["choices"]
    if choices and value not in choices:
        raise ScorerError("E511", name=name, allowed=f"one of {', '.join(choices)}")
    return str(value) if isinstance(entry.default, str) else Path(str(value)).expanduser()


def _table(path: Path, table: str) -> dict[str, Any]:
    """One table of a settings file. All of the file is checked: a misspelt key would change nothing, in silence."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScorerError("E512", path=path, reason=error.strerror or type(error).__name__) from error
    except ValueError as error:
        raise ScorerError("E512", path=path, reason=str(error)) from error
    for name, values in document.items():
        if name not in TABLES or not isinstance(values, dict):
            raise ScorerError("E512", path=path, reason=f"there is no table {name}")
        unknown = values.keys() - {entry.name for entry in fields(TABLES[name])}
        if unknown:
            raise ScorerError("E512", path=path, reason=f"[{name}] has no key {min(unknown)}")
    found: dict[str, Any] = document.get(table, {})
    return found
