"""Files to rows of cells: one module a format, and one door to them all.

``read`` is the only place where a parser library's failures end: what comes out is a ``Document`` or a
``ScorerError``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module

from scorer.errors import ScorerError
from scorer.readers.detection import detect
from scorer.readers.grid import Document, Grid, GridRow
from scorer.settings import Settings

__all__ = ["Document", "Grid", "GridRow", "check_size", "detect", "read", "ready"]

_READERS = {
    "docx": ("docx", "a Word document"),
    "xlsx": ("xlsx", "an Excel workbook"),
    "pdf": ("pdf", "a PDF"),
    "html": ("html", "a web page"),
    "csv": ("delimited", "a CSV file"),
    "text": ("text", "text"),
}
"""Each format, its module and its name. A module is imported with its first file, because the parsers take long to
import, and most processes meet one format or none."""


def read(data: bytes, settings: Settings) -> Document:
    """A file's text as grids in reading order. The format is told from the bytes.

    Raises ScorerError E102 to E110, and never another exception. Ready cells ("jsonl") are not read here: E103.
    """
    check_size(len(data), settings)
    name = detect(data)
    if name not in _READERS:
        raise ScorerError("E103", kind=f"ready cells, .{name}")
    module, title = _READERS[name]
    reader = _reader(module)
    try:
        return reader(data, settings)
    except ScorerError:
        raise
    except RecursionError:
        raise ScorerError("E108", reason="parts nested too deep") from None
    except Exception as error:
        # Parsers have no common base of their failures. The cause is cut off: its message may quote the form.
        raise ScorerError("E106", format=title, detail=type(error).__name__) from None


def ready() -> None:
    """Import every reader now: for a process in which nobody is to wait for it."""
    for module, _ in _READERS.values():
        _reader(module)


@cache
def _reader(module: str) -> Callable[[bytes, Settings], Document]:
    reader: Callable[[bytes, Settings], Document] = import_module(f"{__name__}.{module}").read
    return reader


def check_size(size: int, settings: Settings) -> None:
    """Raise ScorerError E107 where a file of ``size`` bytes is over the limit."""
    if size > settings.max_bytes:
        told, limit = (f"{number / 1_000_000:,.1f} MB" for number in (size, settings.max_bytes))
        if told == limit:
            told, limit = (f"{number:,} bytes" for number in (size, settings.max_bytes))
        raise ScorerError("E107", size=told, limit=limit)
