"""What of a folder, or of an archive, may be a form: told by names alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

FORM_SUFFIXES = (".docx", ".pdf", ".xlsx", ".xlsm", ".csv", ".tsv", ".html", ".htm", ".txt", ".md", ".jsonl")
"""What a folder is searched for; a file that is named is read whatever its name."""

_NOTES = re.compile(r"readme\b.*|.*\.md", re.I)
_LITTER = re.compile(r"\.(?!\.?$)|~\$|__MACOSX$")


@dataclass(frozen=True, slots=True)
class Below:
    """What was found below a folder, in order: the ``files`` that may be forms, and the folders that could not be
    looked into (``closed``), each with the reason."""

    files: list[Path]
    closed: dict[Path, str]


def forms_below(folder: Path, suffixes: Sequence[str] = FORM_SUFFIXES) -> Below:
    """The files below a folder that have one of these endings, without litter. Links to folders are not followed."""
    files: list[Path] = []
    closed: dict[Path, str] = {}

    def refused(error: OSError) -> None:
        closed[Path(error.filename or folder)] = error.strerror or type(error).__name__

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not is_litter(PurePath(name))]
        entries = [Path(place, name) for name in names if not is_litter(PurePath(name))]
        files += [entry for entry in entries if entry.suffix.lower() in suffixes and _is_file(entry)]
    return Below(sorted(files), dict(sorted(closed.items())))


def folder_closed(reason: str) -> str:
    """What is said of a folder that could not be looked into."""
    return f"it is a folder that cannot be looked into ({reason})"


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True  # its folder tells names and no more: opening it will say so


def legible(name: str | PurePath) -> str:
    """A path, or a text with paths in it, as it is written out. What of a name cannot be decoded is held by Python as
    surrogates, which no output takes; it is shown as ``\\xe9``. The file is opened by the name as it was found."""
    return str(name).encode("utf-8", sys.getfilesystemencodeerrors()).decode("utf-8", "backslashreplace")


def is_litter(path: PurePath) -> bool:
    """True for what an office program or a system leaves in folders and archives: hidden, a lock, or a Mac's."""
    return any(_LITTER.match(part) for part in path.parts)


def is_note(name: str) -> bool:
    """True for the name of a text that lies beside forms: where one holds no form, nothing is wrong."""
    return _NOTES.fullmatch(PurePath(name).name) is not None
