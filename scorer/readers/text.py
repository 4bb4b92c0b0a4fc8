"""Plain text and Markdown: tab-laid rows, the flowing layout, and tables drawn with pipes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorer.readers.builder import DocumentBuilder
from scorer.readers.encoding import decode
from scorer.readers.grid import Document
from scorer.readers.notation import linked
from scorer.readers.text_columns import laid_out
from scorer.readers.text_flow import flowing, is_flowing
from scorer.readers.text_pipes import continues, is_pipe_line, pipe_rows
from scorer.settings import Settings

_BOOKMARK = re.compile(r"\[bookmark: \w+\]")
"""What text extractors leave where a Word document has a bookmark."""
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(<?([^\s()<>]+)>?\)")


def read(data: bytes, settings: Settings) -> Document:
    """The lines of the file as prose and tables. Markdown links become ``words (address)``."""
    builder = DocumentBuilder(settings)
    decoded = text = decode(data)
    builder.check_count("lines", text.count("\n") + text.count("\r"))
    text = _BOOKMARK.sub("", re.sub(r"\r\n|[\r\f]", "\n", text))
    text = _MARKDOWN_LINK.sub(lambda match: linked(match[1], match[2]), text)
    lines = text.split("\n")
    if (pages := laid_out(_BOOKMARK.sub("", decoded))) is not None:
        for page in pages:
            for part in page:
                if isinstance(part, str):
                    builder.prose(part)
                else:
                    builder.table(part)
    elif is_flowing(lines):
        for part in flowing(lines):
            if isinstance(part, str):
                builder.prose(part)
            else:
                builder.table(part)
    else:
        _Lines(lines, builder).read()
    return builder.build("text")


class _Lines:
    """Reads lines whose rows stand on one line each. A table goes on over blank lines, as a new page leaves them."""

    def __init__(self, lines: Sequence[str], builder: DocumentBuilder) -> None:
        self._lines = lines
        self._builder = builder
        self._rows: list[list[str]] = []
        self._tail: list[str] = []  # more lines of the last row's last cell
        self._next_row = _next_rows(lines)

    def read(self) -> None:
        """Give all lines to the builder."""
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            following = self._lines[index + 1] if index + 1 < len(self._lines) else ""
            if is_pipe_line(line, following):
                index = self._pipes(index)
                continue
            if _is_row(line):
                self._end_row()
                self._rows.append(line.split("\t"))
            elif line.strip():
                self._without_tab(index, line)
            index += 1
        self._end_table()

    def _pipes(self, start: int) -> int:
        """Read a table drawn with pipes and return the index of the line below it."""
        self._end_table()
        end = start + 1
        while end < len(self._lines) and continues(self._lines[end]):
            end += 1
        rows = pipe_rows(self._lines[start:end])
        if len(rows) > 1:
            self._builder.table(rows)
        else:
            for line in self._lines[start:end]:
                self._builder.prose(line)
        return end

    def _prose(self, line: str) -> None:
        heading = _MARKDOWN_HEADING.match(line)
        self._builder.prose(line[heading.end() :] if heading else line, heading=heading is not None)

    def _without_tab(self, index: int, line: str) -> None:
        """A line right below a row goes on with its last cell, unless the table begins anew below it."""
        following = self._next_row[index]
        starts_anew = following is not None and self._rows and self._lines[following].split("\t") == self._rows[0]
        if self._rows and self._lines[index - 1].strip() and not starts_anew:
            self._tail.append(line)
        else:
            self._end_table()
            self._prose(line)

    def _end_row(self) -> None:
        if self._tail:
            self._rows[-1][-1] = "\n".join([self._rows[-1][-1], *self._tail])
            self._tail = []

    def _end_table(self) -> None:
        self._end_row()
        if any(sum(1 for cell in row if cell.strip()) > 1 for row in self._rows):
            self._builder.table(self._rows)
        else:
            # Tabs that lay out nothing: indented prose.
            for row in self._rows:
                self._builder.prose(" ".join(filter(None, row)))
        self._rows = []


def _is_row(line: str) -> bool:
    return "\t" in line


def _next_rows(lines: Sequence[str]) -> list[int | None]:
    """For each line the index of the first row from it on, or None."""
    found: list[int | None] = [None] * len(lines)
    latest: int | None = None
    for index in range(len(lines) - 1, -1, -1):
        latest = index if _is_row(lines[index]) else latest
        found[index] = latest
    return found
