"""The folder of a batch: the parts that are done, the tables that are made of them, and their copies as text.

It holds ``parts/<key>/`` with the tables of each part, made under another name and renamed when complete; then the
merged tables; and last ``run.json``. Where that stands, the tables beside it are whole and belong together.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from scorer.batch import tables
from scorer.errors import ScorerError

RUN = "run.json"
PARTS = "parts"
COPIES = ("csv", "jsonl")
"""The endings of a table's copies."""

_MAKING = ".making"
_ENDINGS = (tables.PART, "parquet")
"""What the files of a part may end in: the second is what older versions left unfinished."""

Counts = dict[str, int]
Lines = Callable[[Sequence[str], Iterator[tables.Row]], Iterator[str]]
"""Columns and rows to text."""


def is_batch(folder: Path) -> bool:
    """True where a folder holds a batch, finished or not."""
    try:
        document = json.loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return any(next(folder.glob(f"{PARTS}/*/cells.{ending}"), None) for ending in _ENDINGS)
    return isinstance(document, dict) and {"scorer", "tables", "with_text"} <= document.keys()


def finished(folder: Path) -> dict[str, Any]:
    """The ``run.json`` of a finished batch. Raises ScorerError E532 where there is none, or tables are not its own."""
    try:
        document: dict[str, Any] = json.loads((folder / RUN).read_bytes())
        own = {name: document["tables"][name]["sha256"] for name in tables.TABLES}
        if document["scorer"]["fingerprint"] and own == {
            name: _digest(folder / f"{name}.parquet") for name in tables.TABLES
        }:
            return document
    except (OSError, ValueError, TypeError, KeyError):
        pass
    raise ScorerError("E532", path=folder)


def facts_of(folder: Path) -> Any:
    """What ``run.json`` says made the tables; None where there is none."""
    try:
        return json.loads((folder / RUN).read_bytes())["scorer"]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def opened(folder: Path, *, resume: bool) -> None:
    """Make the folder ready for parts. Raises ScorerError E531 where it holds a batch and ``resume`` is not given."""
    # A run that ended before its first part has left empty folders, in which there is nothing to go on with.
    held = any(not entry.is_dir() for entry in (folder / PARTS).rglob("*"))
    if not resume and (held or (folder / RUN).exists()):
        raise ScorerError("E531", path=folder)
    (folder / PARTS).mkdir(parents=True, exist_ok=True)


def unfinished(folder: Path) -> None:
    """Take back the word that the tables are whole, before anything of them is touched."""
    (folder / RUN).unlink(missing_ok=True)


def counts_of(key: str, closed: Collection[str], folder: Path) -> Counts | None:
    """How many rows a part has in each table; None where it is to be made.

    It is made again where no worker could finish a source (E601 to E604), or one could not be opened and is no more
    among the ``closed``.
    """
    place = folder / PARTS / key
    if not place.is_dir():
        return None
    try:
        found = {name: tables.of_part(name, place / f"{name}.{tables.PART}") for name in tables.TABLES}
    except (OSError, ValueError):  # the disk was full, or somebody was here
        return None
    again = any(
        row["code"].startswith("E6") or (row["code"] == "E101" and row["source"] not in closed)
        for row in found["errors"].select(["source", "code"]).to_pylist()
    )
    return None if again else {name: table.num_rows for name, table in found.items()}


def keep(key: str, files: Mapping[str, bytes], folder: Path) -> None:
    """Write the tables of a part; it is there as a whole or not at all."""
    place = folder / PARTS / key
    making = place.with_name(place.name + _MAKING)
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    for name, data in files.items():
        _write(making / f"{name}.{tables.PART}", data)
    shutil.rmtree(place, ignore_errors=True)
    making.rename(place)


def merge(keys: Sequence[str], folder: Path) -> dict[str, str]:
    """Merge the parts of these keys in their order; returns the hash of each table's file.

    Raises ScorerError E540 where a part was damaged since it was counted.
    """
    digests = {}
    for name in tables.TABLES:
        path = folder / f"{name}.parquet"
        tables.merge(name, (folder / PARTS / key / f"{name}.{tables.PART}" for key in keys), path)
        digests[name] = _digest(path)
    return digests


def write_copies(folder: Path, copies: Mapping[str, Lines]) -> None:
    """Write every table a second time as text, with the endings and by the makers of ``copies``."""
    for kind, lines in copies.items():
        for name in tables.TABLES:
            columns = [column.name for column in tables.COLUMNS[name]]
            with (
                tables.whole(_copy(folder, name, kind)) as partial,
                partial.open("w", encoding="utf-8", newline="") as file,
            ):
                file.writelines(lines(columns, tables.rows_of(folder / f"{name}.parquet")))


def remove_copies(folder: Path) -> tuple[str, ...]:
    """Remove the copies of earlier tables; returns the endings of those that were there."""
    there = tuple(kind for kind in COPIES if any(_copy(folder, name, kind).exists() for name in tables.TABLES))
    for kind in there:
        for name in tables.TABLES:
            _copy(folder, name, kind).unlink(missing_ok=True)
    return there


def finish(folder: Path, document: dict[str, Any], keys: Collection[str]) -> None:
    """Write ``run.json``, and remove the parts of other keys."""
    _write(folder / RUN, (json.dumps(document, indent=2) + "\n").encode())
    wanted = set(keys)
    for entry in (folder / PARTS).iterdir():
        if entry.name not in wanted:
            shutil.rmtree(entry, ignore_errors=True)


def _copy(folder: Path, name: str, kind: str) -> Path:
    return folder / f"{name}.{kind}"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    with tables.whole(path) as partial:
        partial.write_bytes(data)
