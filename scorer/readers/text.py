"""Plain text and Markdown: tab-laid rows, the flowing layout, and tables drawn with pipes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from scorer.readers.builder import DocumentBuilder
from scorer.readers.encoding import decode
from scorer.readers.grid import Document
from scorer.readers.notation import linked
from scorer.readers.running import is_page_number, running
from scorer.readers.text_columns import laid_out
from scorer.readers.text_flow import flowing, is_flowing
from scorer.readers.text_pipes import continues, is_pipe_line, pipe_rows
from scorer.settings import Settings

_BOOKMARK = re.compile(r"\[bookmark: \w+\]")
"""What text extractors leave where a Word document has a bookmark."""
_PAGE_END = re.compile(r"[ \t]*page\s*\d+(?:\s*(?:of|/)\s*\d+)?[ \t]*\n", re.I)
"""Where tools that write no form feeds leave the foot of a page."""
_LEAST_PAGES = 3
_MARKDOWN_HEADING = re.compile(r"#{1,6}[ \t]+(?=\S)")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\(<?([^\s()<>]+)>?\)")


def read(data: bytes, settings: Settings) -> Document:
    """The lines of the file as prose and tables. Markdown links become ``words (address)``."""
    builder = DocumentBuilder(settings)
    decoded = decode(data)
    builder.check_count("lines", decoded.count("\n") + decoded.count("\r"))
    heads, pages = _without_running(_BOOKMARK.sub("", re.sub(r"\r\n|\r", "\n", decoded)))
    text = "\n".join(pages)
    text = _MARKDOWN_LINK.sub(lambda match: linked(match[1], match[2]), text)
    lines = text.split("\n")
    if (printed := laid_out("\f".join(pages))) is not None:
        for page in printed:
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
    for head in heads:
        # Last, so that the form's own title comes first, and marked, so that no answer takes it in.
        builder.prose(head, heading=True)
    return builder.build("text")


def _without_running(text: str) -> tuple[list[str], list[str]]:
    """The heads and feet that pages repeat, each once and page numbers left out, and the pages without them."""
    pages = text.split("\f")
    ends = [match.end() for match in _PAGE_END.finditer(text)]
    if len(pages) == 1 and len(ends) >= _LEAST_PAGES:
        pages = [text[start:end] for start, end in pairwise([0, *ends, len(text)])]
    lines = [page.split("\n") for page in pages]
    found = running(lines)
    heads = dict.fromkeys(
        line[place].strip() for line, places in zip(lines, found, strict=True) for place in sorted(places)
    )
    kept = [
        "\n".join(line for place, line in enumerate(page) if place not in places)
        for page, places in zip(lines, found, strict=True)
    ]
    return [head for head in heads if not is_page_number(head)], kept


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
