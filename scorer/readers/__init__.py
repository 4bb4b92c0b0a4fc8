"""Files to rows of cells: one module a format, and one door to them all.

``read`` is the only place where a parser library's failures end: what comes out is a ``Document`` or a
``ScorerError``.
"""

from __future__ import annotations

from collections.abc import Callable

from scorer.errors import ScorerError
from scorer.readers.delimited import read as read_delimited
from scorer.readers.detection import detect
from scorer.readers.docx import read as read_docx
from scorer.readers.grid import Document, Grid, GridRow
from scorer.readers.html import read as read_html
from scorer.readers.pdf import read as read_pdf
from scorer.readers.text import read as read_text
from scorer.readers.xlsx import read as read_xlsx
from scorer.settings import Settings

__all__ = ["Document", "Grid", "GridRow", "check_size", "detect", "read"]

_READERS: dict[str, tuple[Callable[[bytes, Settings], Document], str]] = {
    "docx": (read_docx, "a Word document"),
    "xlsx": (read_xlsx, "an Excel workbook"),
    "pdf": (read_pdf, "a PDF"),
    "html": (read_html, "a web page"),
    "csv": (read_delimited, "a CSV file"),
    "text": (read_text, "text"),
}


def read(data: bytes, settings: Settings) -> Document:
    """A file's text as grids in reading order. The format is told from the bytes.

    Raises ScorerError E102 to E110, and never another exception. Ready cells ("jsonl") are not read here: E103.
    """
    check_size(len(data), settings)
    name = detect(data)
    if name not in _READERS:
        raise ScorerError("E103", kind=f"ready cells, .{name}")
    reader, title = _READERS[name]
    try:
        return reader(data, settings)
    except ScorerError:
        raise
    except RecursionError:
        raise ScorerError("E108", reason="parts nested too deep") from None
    except Exception as error:
        # Parsers have no common base of their failures. The cause is cut off: its message may quote the form.
        raise ScorerError("E106", format=title, detail=type(error).__name__) from None


def check_size(size: int, settings: Settings) -> None:
    """Raise ScorerError E107 where a file of ``size`` bytes is over the limit."""
    if size > settings.max_bytes:
        raise ScorerError("E107", size=_megabytes(size), limit=_megabytes(settings.max_bytes))


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
