"""What the pages of a PDF paint: characters, links, and the straight edges of lines and boxes.

pdfminer is driven directly: its own layout objects (and pdfplumber's on top of them) cost several times the work,
and neither has limits. Here there are some: on what streams inflate to, on the bytes of page content that are run
(a form may call others, and so on), and on the marks of a page.
"""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple

import pdfminer.cmapdb
import pdfminer.pdfdocument
import pdfminer.pdffont
import pdfminer.pdftypes
import pdfminer.utils
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1, stream_value
from pdfminer.utils import (
    MATRIX_IDENTITY,
    Matrix,
    PathSegment,
    Point,
    apply_matrix_pt,
    apply_matrix_rect,
    apply_png_predictor,
)

from scorer.errors import ScorerError
from scorer.settings import Settings

_MAX_CONTENT = 20_000_000
"""Bytes of page content run for one file. A page of a form has 10 to 50 thousand."""
_MAX_CHARACTERS = 1_000_000
"""Characters of one file: two hundred pages of small print."""
_MAX_EDGES = 20_000
"""Edges kept of one page; one with more is a drawing, and no table is looked for in it."""
_THIN = 4.0
"""Points: a filled box not wider than this is a ruling line, a wider one is shading."""
_STRAIGHT = 1.0
"""Points by which a ruling line may lean."""

UNKNOWN = "\ufffd"
"""Stands for a glyph whose letter the file does not tell."""
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\u00a0": " "}

# The library's log lines name no file and help no user; some quote the text.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)

_MAX_LOOKUPS = 200_000
"""Objects fetched from one file. A form of a hundred pages fetches some thousands; objects may point in a circle."""
_MAX_CODES = 5_000_000
"""Steps of all ranges that a file states for its fonts and tables; a font of all Chinese has some ten thousand."""


@dataclass(slots=True)
class _Budget:
    """What the file in hand may still cost."""

    inflated: int
    codes: int = _MAX_CODES
    lookups: int = _MAX_LOOKUPS
    content: int = _MAX_CONTENT
    characters: int = _MAX_CHARACTERS


_budget: ContextVar[_Budget] = ContextVar("budget")


class Box(NamedTuple):
    """A rectangle in points from the top left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


class Character(NamedTuple):
    """A character, where it stands, and the address that it links to, or "". ``spaced`` where a blank was painted
    right before it."""

    text: str
    box: Box
    address: str = ""
    spaced: bool = False


class Edge(NamedTuple):
    """A ruling line: ``at`` is its x where it is vertical and its y where not, ``start`` and ``end`` its reach."""

    vertical: bool
    at: float
    start: float
    end: float


class Page(NamedTuple):
    """What a page paints. ``pictures`` counts its images."""

    number: int
    characters: list[Character]
    edges: list[Edge]
    pictures: int


def pages(data: bytes, settings: Settings) -> Iterator[Page]:
    """The pages of a file, one after the other.

    Raises ScorerError: E104 (needs a password), E108 (unpacks to too much), E109 (too many pages or characters).
    """
    _budget.set(_Budget(settings.max_unpacked_bytes))
    try:
        # A file that only forbids copying opens with the empty password, as viewers open it.
        document = _Document(PDFParser(io.BytesIO(data)), password="")
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise ScorerError("E104") from None
    resources = PDFResourceManager()
    canvas = _Canvas(resources)
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        if number > settings.max_pages:
            limit = settings.max_pages
            raise ScorerError("E109", what="pages", count=f"over {limit:,}", limit=f"{limit:,}")
        _Interpreter(resources, canvas).process_page(page)
        yield Page(number, _with_links(page, canvas), canvas.edges, canvas.pictures)


class _Document(PDFDocument):
    def getobj(self, objid: int) -> object:
        budget = _budget.get()
        budget.lookups -= 1
        if budget.lookups < 0:
            raise ScorerError("E108", reason="objects that point at each other")
        return super().getobj(objid)


class _Canvas(PDFTextDevice):
    """Collects the marks of one page at a time."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._height = 0.0
        self.base: Matrix = MATRIX_IDENTITY
        self.characters: list[Character] = []
        self.edges: list[Edge] = []
        self.pictures = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        _, low, _, high = apply_matrix_rect(ctm, page.mediabox)
        self._height = abs(high - low)
        self.base = ctm
        self.characters, self.edges, self.pictures = [], [], 0

    def box(self, corners: Sequence[float], matrix: Matrix) -> Box:
        """A rectangle of the matrix's space on the page."""
        x0, y0, x1, y1 = apply_matrix_rect(matrix, (corners[0], corners[1], corners[2], corners[3]))
        return Box(min(x0, x1), self._height - max(y0, y1), max(x0, x1), self._height - min(y0, y1))

    def render_image(self, name: str, stream: PDFStream) -> None:
        self.pictures += 1

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: object,
        graphicstate: object,
    ) -> float:
        """Keep a character and return how far it moves the pen."""
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance = font.char_width(cid) * fontsize * scaling
        low = font.get_descent() * fontsize + rise
        box = self.box((0, low, advance, low + fontsize), matrix)
        spaced = bool(self.characters) and not self.characters[-1].text.strip()
        self.characters.append(Character(_LIGATURES.get(text, text), box, spaced=spaced))
        budget = _budget.get()
        budget.characters -= 1
        if budget.characters < 0:
            limit = f"{_MAX_CHARACTERS:,}"
            raise ScorerError("E109", what="characters", count=f"over {limit}", limit=limit)
        return advance

    def paint_path(self, gstate: object, stroke: bool, fill: bool, evenodd: bool, path: Sequence[PathSegment]) -> None:
        """Keep the straight edges of a path that is drawn, or filled so thinly that it is a line."""
        if len(self.edges) + len(path) > _MAX_EDGES or self.ctm is None:
            return
        pen = start = (0.0, 0.0)
        points = []
        straight = []
        for operator, *numbers in path:
            before = pen
            if operator == "h":
                pen = start
            else:
                x, y = apply_matrix_pt(self.ctm, (float(numbers[-2]), float(numbers[-1])))
                pen = (x, self._height - y)
            points.append(pen)
            if operator == "m":
                start = pen
            elif operator in ("l", "h"):
                straight.append((before, pen))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if points and (stroke or min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN):
            self.edges += filter(None, map(_edge, straight))


def _edge(line: tuple[Point, Point]) -> Edge | None:
    """A straight line as an edge, or None where it is slanted or a dot."""
    (x0, y0), (x1, y1) = line
    if abs(x0 - x1) <= _STRAIGHT < abs(y0 - y1):
        return Edge(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    if abs(y0 - y1) <= _STRAIGHT < abs(x0 - x1):
        return Edge(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    return None


class _Interpreter(PDFPageInterpreter):
    def execute(self, streams: Sequence[object]) -> None:
        budget = _budget.get()
        for stream in streams:
            budget.content -= len(stream_value(stream).get_data())
        if budget.content < 0:
            raise ScorerError("E108", reason="the content of its pages")
        super().execute(streams)


def _with_links(page: PDFPage, canvas: _Canvas) -> list[Character]:
    links = list(_links(page, canvas))
    if not links:
        return canvas.characters
    return [
        character._replace(address=next((address for area, address in links if holds(area, character.box)), ""))
        for character in canvas.characters
    ]


def _links(page: PDFPage, canvas: _Canvas) -> Iterator[tuple[Box, str]]:
    annotations = resolve1(page.annots)
    for item in annotations if isinstance(annotations, list) else []:
        annotation = resolve1(item)
        action = resolve1(annotation.get("A")) if isinstance(annotation, dict) else None
        address = resolve1(action.get("URI")) if isinstance(action, dict) else None
        corners = resolve1(annotation.get("Rect")) if isinstance(address, bytes) else None
        if isinstance(address, bytes) and isinstance(corners, list) and len(corners) == 4:
            area = canvas.box([float(resolve1(corner)) for corner in corners], canvas.base)
            yield area, address.decode("utf-8", "replace")


def holds(area: Box, box: Box) -> bool:
    """True where the middle of a box lies in an area."""
    x, y = (box.x0 + box.x1) / 2, (box.top + box.bottom) / 2
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _inflate(data: bytes) -> bytes:
    """``zlib.decompress`` that keeps to the budget of the file in hand and saves what it can of damaged data."""
    budget = _budget.get()
    engine = zlib.decompressobj()
    chunks: list[bytes] = []
    try:
        for start in range(0, len(data), 4096):
            chunk = engine.decompress(data[start : start + 4096], budget.inflated + 1)
            budget.inflated -= len(chunk)
            if budget.inflated < 0:
                raise ScorerError("E108", reason="its unpacked size")
            chunks.append(chunk)
    except zlib.error:
        pass
    return b"".join(chunks)


def _range(*bounds: int) -> range:
    """``range`` that keeps to the budget of the file in hand."""
    steps = range(*bounds)
    budget = _budget.get()
    # Not len(): it fails where a file states a range beyond what the machine can count.
    budget.codes -= max(0, (steps.stop - steps.start) // steps.step)
    if budget.codes < 0:
        raise ScorerError("E108", reason="the tables of its fonts")
    return steps


def _png_predictor(pred: int, colors: int, columns: int, bitspercomponent: int, data: bytes) -> bytes:
    """pdfminer's function of this name, for lines no longer than the data: it makes room for a line before it looks."""
    return apply_png_predictor(pred, colors, min(columns, len(data)), bitspercomponent, data)


def _bound_pdfminer() -> None:
    """Put bounds to what pdfminer does without one and without a hook to set one.

    It inflates streams, its own bookkeeping included, and steps through ranges of character codes and makes room for
    lines as large as the file says: files of one kilobyte take hours and all memory. Its modules find these functions
    by name, so the names are rebound there, for pdfminer alone.
    """
    setattr(pdfminer.pdftypes, "apply_png_predictor", _png_predictor)  # noqa: B010
    setattr(pdfminer.pdftypes, "zlib", SimpleNamespace(decompress=_inflate, error=zlib.error))  # noqa: B010
    for module in (pdfminer.cmapdb, pdfminer.pdffont, pdfminer.pdfdocument, pdfminer.utils):
        setattr(module, "range", _range)  # noqa: B010


_bound_pdfminer()
