"""What there is to score: files, folders, patterns and archives to one list of sources in a stable order.

A source is what is scored in one go: a file, a file within an archive, or a stretch of a long file of ready cells.
"""

from __future__ import annotations

import glob
import hashlib
import lzma
import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import IO

from scorer.batch.folder import is_batch
from scorer.errors import ScorerError
from scorer.folders import ARCHIVE_SUFFIXES, Below, folder_closed, forms_below, is_litter, is_note, legible, may_be_form
from scorer.readyforms import ReadyForm, ready_forms

STRETCH = 250_000
"""Bytes of a file of ready cells that make one source, up to the end of the form that they end in: some six forms."""

_MOST_UNPACKED = 200
"""How many times its size an archive may unpack to; documents, which are packed themselves, come to two or three."""


@dataclass(frozen=True, slots=True)
class Source:
    """``name`` is what the tables call it. ``sha256`` is of its bytes as they were found; ``error`` says why there are
    none. A ``note`` may hold no form, and then nothing is wrong. ``inner`` is the name of a file within an archive and
    ``member`` its place there: several may have one name. A stretch of ready cells is ``start`` to ``end`` in bytes,
    after ``lines`` lines and ``forms`` forms."""

    name: str
    path: Path
    inner: str = ""
    member: int = 0
    sha256: str = ""
    size: int = 0
    start: int = 0
    end: int | None = None
    lines: int = 0
    forms: int = 0
    error: ScorerError | None = None
    note: bool = False

    @property
    def ready(self) -> bool:
        """True where its name says that it holds ready cells."""
        return (self.inner or self.name).lower().endswith(".jsonl")


@dataclass(frozen=True, slots=True)
class Found:
    """The sources below some paths by name, and the folders on the way that were left out: those of batches. So many
    files were ``passed_over``, which are no forms by their names."""

    sources: list[Source]
    left_out: tuple[Path, ...] = ()
    passed_over: int = 0


def find(paths: Sequence[Path], suffixes: Sequence[str], max_bytes: int, output: Path | None = None) -> Found:
    """Everything below the paths, each file once by the first name that leads to it. A pattern (``forms/*.pdf``) may
    stand for paths.

    Left out are ``output``, every other folder of a batch, and what systems leave in folders. A file or a folder that
    cannot be opened is a source with an error. Raises ScorerError E202 for a folder or a pattern without anything.
    """
    batches = _Batches(output.resolve() if output else None)
    named = {os.path.realpath(path) for path in paths}
    below = [_files(path, suffixes, batches) for path in paths]
    # Not by ``Path.resolve``, which fails for links that lead in a circle: that is for the source to tell.
    files: dict[str, Path] = {}
    for file in (file for each in below for file in each.files):
        files.setdefault(os.path.realpath(file), file)
    closed = {folder: reason for each in below for folder, reason in each.closed.items()}
    sources = [
        Source(legible(folder.as_posix()), folder, error=ScorerError("E101", reason=folder_closed(reason)))
        for folder, reason in closed.items()
    ]
    passed_over = {
        file.as_posix() for each in below for file in each.passed_over if os.path.realpath(file) not in files
    }
    sources += [
        source
        for real, file in files.items()
        for source in _sources(file, suffixes, max_bytes, passed_over, note=real not in named and is_note(file.name))
    ]
    return Found(
        sorted(sources, key=lambda source: (source.name, source.start)), batches.seen(), passed_over=len(passed_over)
    )


def read(source: Source, max_bytes: int) -> bytes:
    """The bytes of a source.

    Raises ScorerError E101 where they cannot be had or are not those that were found, and E104, E106 or E107.
    """
    try:
        if source.inner:
            data = _read_inner(_archive(source.path, source.path.stat().st_mtime_ns), source.member, max_bytes)
        else:
            with source.path.open("rb") as file:
                file.seek(source.start)
                data = file.read(max_bytes + 1 if source.end is None else source.end - source.start)
    except OSError as error:
        raise ScorerError("E101", reason=error.strerror or type(error).__name__) from None
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise ScorerError("E101", reason="it changed while the batch ran")
    return data


class _Batches:
    """Tells the folders that batches have written: their tables and pages would be taken for forms."""

    def __init__(self, output: Path | None) -> None:
        self._output = output
        self._known: dict[Path, bool] = {}

    def above(self, file: Path, root: Path) -> bool:
        """True where a file stands in such a folder, at or below ``root``."""
        return any(self._is_one(folder) for folder in file.parents if folder.is_relative_to(root))

    def seen(self) -> tuple[Path, ...]:
        """The folders of batches on the way, in order."""
        return tuple(sorted(folder for folder, is_one in self._known.items() if is_one))

    def _is_one(self, folder: Path) -> bool:
        if folder not in self._known:
            self._known[folder] = folder.resolve() == self._output or is_batch(folder)
        return self._known[folder]


def _files(path: Path, suffixes: Sequence[str], batches: _Batches) -> Below:
    try:
        mode = path.stat().st_mode
    except PermissionError:
        return Below([path])  # it stands in a folder that may not be searched: opening it tells so
    except (OSError, ValueError):
        mode = 0
    if stat.S_ISDIR(mode):
        root, below = path, [forms_below(path, suffixes)]
    elif not mode and glob.has_magic(str(path)):
        root = Path(*takewhile(lambda part: not glob.has_magic(part), path.parts))
        matches = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207
        below = [forms_below(match, suffixes) if match.is_dir() else Below([match]) for match in matches]
    else:
        return Below([path])

    def sought(entry: Path) -> bool:
        return not is_litter(entry.relative_to(root)) and not batches.above(entry, root)

    found = Below(
        [file for each in below for file in each.files if sought(file)],
        {folder: reason for each in below for folder, reason in each.closed.items() if sought(folder)},
        [file for each in below for file in each.passed_over if sought(file)],
    )
    if not found.files and not found.closed:
        raise ScorerError("E202", path=legible(path))
    return found


def _sources(
    path: Path, suffixes: Sequence[str], max_bytes: int, passed_over: set[str], *, note: bool
) -> Iterator[Source]:
    name = legible(path.as_posix())
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            # Opening a pipe without a writer waits for ever, and a device need not end.
            raise ScorerError("E101", reason="it is a pipe or a device, not a file")
        if path.suffix.lower() == ".zip":
            yield from _in_archive(path, name, suffixes, max_bytes, passed_over)
        elif path.suffix.lower() == ".jsonl" and path.stat().st_size > min(STRETCH, max_bytes):
            yield from _stretches(path, name, max_bytes)
        else:
            with path.open("rb") as file:
                data = file.read(max_bytes + 1)
            yield Source(name, path, sha256=hashlib.sha256(data).hexdigest(), size=len(data), note=note)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Source(name, path, error=ScorerError("E101", reason=reason))
    except ScorerError as error:
        yield Source(name, path, error=error)


# Archives -------------------------------------------------------------------------------------------------------------


def _in_archive(
    path: Path, name: str, suffixes: Sequence[str], max_bytes: int, passed_over: set[str]
) -> Iterator[Source]:
    archive = _archive(path, path.stat().st_mtime_ns)
    if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED * path.stat().st_size:
        raise ScorerError("E108", reason="an archive that unpacks to very much")
    members = {
        member: PurePosixPath(entry.filename)
        for member, entry in enumerate(archive.infolist())
        if not entry.is_dir() and not is_litter(PurePosixPath(entry.filename))
    }
    wanted = [member for member, inner in members.items() if may_be_form(inner, suffixes)]
    if not wanted:
        raise ScorerError("E202", path=legible(path.name))
    passed_over |= {f"{name}!/{members[member]} {member}" for member in members.keys() - set(wanted)}
    times: Counter[str] = Counter()
    for member in wanted:
        inner = archive.infolist()[member].filename
        times[inner] += 1
        # A name with a number behind it is no other file's: it would not have the ending of a form.
        called = f"{name}!/{inner}" if times[inner] == 1 else f"{name}!/{inner} ({times[inner]})"
        try:
            if members[member].suffix.lower() in ARCHIVE_SUFFIXES:
                raise ScorerError("E111")
            data = _read_inner(archive, member, max_bytes)
        except ScorerError as error:
            yield Source(called, path, inner, member, error=error)
        else:
            yield Source(called, path, inner, member, hashlib.sha256(data).hexdigest(), len(data), note=is_note(inner))


@lru_cache(maxsize=4)
def _archive(path: Path, changed: int) -> zipfile.ZipFile:
    """An archive, kept open: its list of files is long to read. ``changed`` tells one state of it from another."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:  # ValueError: a name that is no UTF-8
        raise ScorerError("E106", format="an archive (.zip)", detail=type(error).__name__) from None


_DAMAGED = (zipfile.BadZipFile, NotImplementedError, zlib.error, lzma.LZMAError, EOFError, LookupError, ValueError)


def _read_inner(archive: zipfile.ZipFile, member: int, max_bytes: int) -> bytes:
    try:
        with archive.open(archive.infolist()[member]) as file:
            return file.read(max_bytes + 1)
    except _DAMAGED as error:
        raise ScorerError("E106", format="a file of an archive (.zip)", detail=type(error).__name__) from None
    except RuntimeError:  # what zipfile raises for want of a password
        raise ScorerError("E104") from None


# Ready cells ----------------------------------------------------------------------------------------------------------


def _stretches(path: Path, name: str, max_bytes: int) -> Iterator[Source]:
    start = lines = forms = 0
    with path.open("rb") as file:
        for stretch in _in_stretches(ready_forms(_lines(file, max_bytes)), max_bytes):
            data = b"".join(form.data for form in stretch)
            end = start + len(data)
            digest = hashlib.sha256(data).hexdigest()
            yield Source(name, path, "", 0, digest, len(data), start, end, lines, forms)
            start, lines, forms = end, lines + sum(form.lines for form in stretch), forms + len(stretch)


def _in_stretches(forms: Iterable[ReadyForm], max_bytes: int) -> Iterator[list[ReadyForm]]:
    """Forms, so many together as make a stretch and no more bytes than a file may have; one alone may have more."""
    held: list[ReadyForm] = []
    size = 0
    for form in forms:
        if held and (size >= STRETCH or size + len(form.data) > max_bytes):
            yield held
            held, size = [], 0
        held.append(form)
        size += len(form.data)
    if held:
        yield held


def _lines(file: IO[bytes], max_bytes: int) -> Iterator[bytes]:
    while line := file.readline(max_bytes + 1):
        if len(line) > max_bytes:
            raise ScorerError("E107", size="one line", limit=f"{max_bytes / 1e6:.0f} MB")
        yield line
