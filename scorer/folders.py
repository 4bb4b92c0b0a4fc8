"""What of a folder, or of an archive, may be a form: told by names alone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

FORM_SUFFIXES = (".docx", ".pdf", ".xlsx", ".xlsm", ".csv", ".tsv", ".html", ".htm", ".txt", ".md", ".jsonl")
"""What a folder is searched for; a file that is named is read whatever its name."""

ARCHIVE_SUFFIXES = (".zip", ".7z", ".rar")

UNREAD_SUFFIXES = (
    *(".doc", ".dot", ".docm", ".dotx", ".dotm", ".rtf", ".odt", ".ott", ".pages", ".wps", ".wpd"),
    *(".xls", ".xlt", ".xlsb", ".xltx", ".xltm", ".ods", ".ots", ".numbers"),
    *ARCHIVE_SUFFIXES,
)
"""What a folder is searched for too: forms as they come that are not read, or only by chance. Each is told as it is
where it is named, and not passed over."""

_NOTES = re.compile(r"readme\b.*|.*\.md", re.I)
_LITTER = re.compile(r"\.(?!\.?$)|~\$|__MACOSX$")


@dataclass(frozen=True, slots=True)
class Below:
    """What was found below a folder, in order: the ``files`` that may be forms, the folders that could not be looked
    into (``closed``), each with the reason, and the files that are none by their names (``passed_over``)."""

    files: list[Path]
    closed: dict[Path, str] = field(default_factory=dict)
    passed_over: list[Path] = field(default_factory=list)


def forms_below(folder: Path, suffixes: Sequence[str] = FORM_SUFFIXES) -> Below:
    """The files below a folder that have one of these endings, or one of ``UNREAD_SUFFIXES``, without litter. A link
    that leads nowhere is such a file, and a pipe; links to folders are not followed."""
    files: list[Path] = []
    passed_over: list[Path] = []
    closed: dict[Path, str] = {}

    def refused(error: OSError) -> None:
        closed[Path(error.filename or folder)] = error.strerror or type(error).__name__

    for place, folders, names in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not is_litter(PurePath(name))]
        entries = [Path(place, name) for name in names if not is_litter(PurePath(name))]
        for entry in entries:
            (files if may_be_form(entry, suffixes) else passed_over).append(entry)
    return Below(sorted(files), dict(sorted(closed.items())), sorted(passed_over))


def may_be_form(path: PurePath, suffixes: Sequence[str]) -> bool:
    """True for one of these endings, and for those of forms that are not read."""
    return path.suffix.lower() in (*suffixes, *UNREAD_SUFFIXES)


def folder_closed(reason: str) -> str:
    """What is said of a folder that could not be looked into."""
    return f"it is a folder that cannot be looked into ({reason})"


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
