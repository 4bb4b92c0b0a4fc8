"""What of a folder, or of an archive, may be a form: told by names alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path, PurePath

FORM_SUFFIXES = (".docx", ".pdf", ".xlsx", ".xlsm", ".csv", ".tsv", ".html", ".htm", ".txt", ".md", ".jsonl")
"""What a folder is searched for; a file that is named is read whatever its name."""

_NOTES = re.compile(r"readme\b.*|.*\.md", re.I)
_LITTER = re.compile(r"\.(?!\.?$)|~\$|__MACOSX$")


def forms_below(folder: Path, suffixes: Sequence[str] = FORM_SUFFIXES) -> list[Path]:
    """The files below a folder that have one of these endings, in order, without litter."""
    return [
        entry
        for entry in sorted(folder.rglob("*"))
        if entry.suffix.lower() in suffixes and not is_litter(entry.relative_to(folder)) and entry.is_file()
    ]


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
