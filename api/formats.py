"""The formats of a report and their media types, and which of them a client accepts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from api.work import ComparisonFormat, ReportFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A media type, and the suffix of the file that a browser is told to save; empty for what it may show."""

    media_type: str
    suffix: str = ""

    @property
    def disposition(self) -> str:
        """The header Content-Disposition, or nothing."""
        return f'attachment; filename="evidence-report.{self.suffix}"' if self.suffix else ""


_Format = TypeVar("_Format", bound=ReportFormat)
_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS: dict[ReportFormat, Format] = {
    "json": Format("application/json"),
    "csv": Format("text/csv; charset=utf-8", "csv"),
    "html": Format("text/html; charset=utf-8", "html"),
    "docx": Format(f"{_OFFICE}wordprocessingml.document", "docx"),
    "xlsx": Format(f"{_OFFICE}spreadsheetml.sheet", "xlsx"),
    "md": Format("text/markdown; charset=utf-8", "md"),
    "sarif": Format("application/sarif+json", "sarif"),
}
"""In the order in which they are preferred where a client accepts several alike."""

REPORTS: tuple[ReportFormat, ...] = tuple(FORMATS)
COMPARISONS: tuple[ComparisonFormat, ...] = ("json", "csv", "html", "docx", "xlsx", "md")


def negotiated(accept: str, offered: Sequence[_Format]) -> _Format | None:
    """The best of the formats for a header ``Accept`` (RFC 9110, 12.5.1), or None where it allows none.

    Without the header it is the first.
    """
    if not accept.strip():
        return offered[0]
    ranges = [_range(item) for item in accept.split(",") if item.strip()]
    best: _Format | None = None
    highest = 0.0
    for name in offered:
        quality = _quality(FORMATS[name].media_type.partition(";")[0], ranges)
        if quality > highest:
            best, highest = name, quality
    return best


def _range(item: str) -> tuple[str, float]:
    media, *parameters = (part.strip().lower() for part in item.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return media, min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return media, 0.0
    return media, 1.0


def _quality(media_type: str, ranges: list[tuple[str, float]]) -> float:
    """What the most specific range that fits says of a type; 0 where none fits."""
    for pattern in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        found = [quality for media, quality in ranges if media == pattern]
        if found:
            return max(found)
    return 0.0
