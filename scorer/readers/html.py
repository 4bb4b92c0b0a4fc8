"""Web pages (.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from scorer.errors import ScorerError
from scorer.readers.builder import Cell, DocumentBuilder, tidy
from scorer.readers.encoding import decode
from scorer.readers.grid import Covered, Document
from scorer.readers.notation import BULLET, CHECKED, UNCHECKED, Piece, is_note_mark, joined, ordinal_mark
from scorer.settings import Settings

_UNSEEN = {
    "script",
    "style",
    "noscript",
    "template",
    "del",
    "s",
    "strike",
    "object",
    "svg",
    "head",
    "datalist",
    "button",
}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
    *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LIST_STYLES = {"a": "lower-letter", "A": "upper-letter", "i": "lower-roman", "I": "upper-roman"}
_NEXT_PAGE = re.compile(r"(?<=</html>)(?=(?:[\s\ufeff]|<!--[^>]{0,500}-->|<[?!][^>]{0,500}>)*+<html[\s>])", re.I)
"""Where a whole page follows another in one file. The parser would stop there without a word."""
_TO_TOP = re.compile(
    r"\W*(?:(?:go |jump |return )?(?:back )?(?:to )?(?:the )?top(?: of (?:the |this )?page)?)\W*", re.I
)
"""The words of a link that leads up the page."""
_NO_WORDS = re.compile(
    r".*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|ico|avif|emf|wmf)|(?:picture|image|img|graphic|photo|icon|logo)[\s_-]*\d*",
    re.I,
)
"""What programs write for a picture that nobody described: its file's name, "Picture 1"."""
_GLUE = "\x02"
"""Follows a list marker until the item's text is known: blocks within the item do not part it from its marker."""
_HEADING = "\x03"
"""Stands before the text of a heading; no control character is text."""
_MAX_COLUMNS = 1000
"""Spans do not widen a row beyond this: one cell may span as many columns (HTML standard, tables, colspan)."""


@dataclass(slots=True)
class _Span:
    """A cell that reaches into as many rows below."""

    rows: int
    cell: Covered


_Token = Piece | etree._Element
"""Words with their address, or a table."""


def read(data: bytes, settings: Settings) -> Document:
    """The page's title, then its body in reading order; one page after another where the file holds several. A table
    that only places others is opened up."""
    builder = DocumentBuilder(settings)
    text = decode(data)
    builder.check_count("tags", text.count("<"))
    for page in _NEXT_PAGE.split(text):
        _page(page, builder)
    return builder.build("html")


def _page(text: str, builder: DocumentBuilder) -> None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    # The parser mends whatever it finds, and what lies beyond its limits it leaves out without a word.
    if any("XML_PARSE_HUGE" in entry.message for entry in parser.error_log):
        raise ScorerError("E108", reason="texts too long or parts nested too deep")
    if root is not None:
        builder.prose(_folded(root.findtext("head/title") or ""))
        _flow(root, builder)


def _flow(element: etree._Element, builder: DocumentBuilder) -> None:
    pieces: list[Piece] = []
    for token in _tokens(element, ""):
        if isinstance(token, tuple):
            pieces.append(token)
        else:
            _prose(pieces, builder)
            pieces = []
            _table(token, builder)
    _prose(pieces, builder)


def _prose(pieces: list[Piece], builder: DocumentBuilder) -> None:
    for line in _lines(pieces).split("\n"):
        builder.prose(line, heading=line.startswith(_HEADING))


def _table(table: etree._Element, builder: DocumentBuilder) -> None:
    covered: dict[int, _Span] = {}
    rows = _rows(table)
    frame: etree._Element | None = None

    def plain_rows() -> Iterator[list[Cell]]:
        nonlocal frame
        frame = None
        for row in rows:
            cells = _cells(row)
            if len(cells) == 1 and cells[0].find(".//table") is not None:
                frame = cells[0]
                return
            yield _row(cells, covered)

    builder.table(plain_rows())
    while frame is not None:
        # A row of one cell with a table in it only places that table on the page.
        _flow(frame, builder)
        builder.table(plain_rows())


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _row(cells: list[etree._Element], covered: dict[int, _Span]) -> list[Cell]:
    """The texts of a row, with "" where a cell of an earlier column reaches. ``covered`` holds, by column, the cells
    of earlier rows that reach into it, and is kept up."""
    texts: list[Cell] = []

    def skip_covered() -> None:
        while (span := covered.get(len(texts))) and span.rows > 0:
            span.rows -= 1
            texts.append(span.cell)

    for cell in cells:
        skip_covered()
        down = _span(cell, "rowspan") - 1
        for index in range(max(1, min(_span(cell, "colspan"), _MAX_COLUMNS - len(texts)))):
            text = _text(cell) if index == 0 else ""
            if down:
                covered[len(texts)] = _Span(down, Covered(tidy(text)))
            texts.append(text)
    while any(span.rows > 0 and column >= len(texts) for column, span in covered.items()):
        skip_covered()
        if any(span.rows > 0 and column > len(texts) for column, span in covered.items()):
            texts.append("")
    return texts


def _span(cell: etree._Element, name: str) -> int:
    match = re.match(r"\s*([1-9][0-9]{0,4})", cell.get(name, ""))
    return int(match[1]) if match else 1


def _text(element: etree._Element) -> str:
    """The text of a cell, with a table in it as lines of tabbed cells."""
    pieces: list[Piece] = []
    for token in _tokens(element, ""):
        if isinstance(token, tuple):
            pieces.append(token)
        else:
            pieces.append(("\n", ""))
            for row in _rows(token):
                cells = map(_text, _cells(row))
                pieces.append(("\t".join(filter(None, cells)) + "\n", ""))
    return _lines(pieces) or _pictured(element)


def _pictured(cell: etree._Element) -> str:
    """The words for the pictures that are all of a cell: a tick with the text "Yes"."""
    alts = (_folded(picture.get("alt", "")) for picture in _pictures(cell))
    return " ".join(
        words for words in alts if words and not _NO_WORDS.fullmatch(words) and not _TO_TOP.fullmatch(words)
    )


def _pictures(element: etree._Element) -> Iterator[etree._Element]:
    """The pictures that an element shows, in order."""
    for child in element:
        if _is_shown(child):
            if child.tag == "img":
                yield child
            yield from _pictures(child)


def _tokens(element: etree._Element, address: str) -> Iterator[_Token]:
    """What an element shows, in order: words with line breaks where blocks begin and end, and tables whole."""
    preformatted = element.tag == "pre"
    yield _fold(element.text, preformatted), address
    number = _number(element.get("start"), 1)
    for child in element:
        if child.tag == "li":
            number = _number(child.get("value"), number)
            if "".join(map(str, child.itertext())).strip():
                yield f"\n{_marker(element, number)}{_GLUE}", ""
            number += 1
        if child.tag != "sup" or not is_note_mark(_words_of(child), _words_before(child)):
            yield from _child_tokens(child, address)
        yield _fold(child.tail, preformatted), address


def _child_tokens(child: etree._Element, address: str) -> Iterator[_Token]:
    tag = child.tag
    if not _is_shown(child):
        return
    if tag == "table":
        caption = child.find("caption")
        if caption is not None:
            yield from _tokens(caption, address)
            yield "\n", ""
        yield child
    elif tag == "br":
        yield "\n", address
    elif tag in ("input", "select", "textarea"):
        yield _answer(child), address
    elif tag == "a":
        yield from _tokens(child, child.get("href", "") or address)
    else:
        if tag in _BLOCKS and tag != "li":
            yield f"\n{_HEADING if tag in _HEADINGS else ''}", ""
        yield from _tokens(child, address)
        if tag in _BLOCKS:
            yield "\n", ""


def _words_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _words_before(child: etree._Element) -> str:
    """The words that stand right before an element, in its parent."""
    sibling, parent = child.getprevious(), child.getparent()
    if sibling is None:
        return "" if parent is None else parent.text or ""
    return sibling.tail or ("" if sibling.tag in _BLOCKS or sibling.tag == "br" else _words_of(sibling))


def _lines(pieces: list[Piece]) -> str:
    """The joined text without the empty lines and stray spaces that come from markup alone."""
    text = re.sub(rf"{_GLUE}\s*", " ", joined(pieces))
    lines = (re.sub(r" +", " ", line).strip(" ") for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _fold(text: str | None, preformatted: bool) -> str:
    # Outside of <pre> a line break in the source is a space; tabs are kept for nested tables.
    return (text or "") if preformatted else re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _folded(text: str) -> str:
    return _fold(text, False).strip()


def _answer(control: etree._Element) -> str:
    """What a form control shows: a ticked box or not, the words chosen or entered."""
    if control.tag == "textarea":
        return control.text or ""
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return ", ".join(_folded("".join(map(str, option.itertext()))) for option in chosen)
    kind = control.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return CHECKED if control.get("checked") is not None else UNCHECKED
    return control.get("value", "") if kind in ("text", "email", "url", "date", "number", "tel") else ""


def _is_shown(element: etree._Element) -> bool:
    """True for an element whose words stand on the page and are of what it stands below."""
    tag = element.tag
    return isinstance(tag, str) and tag not in _UNSEEN and not _is_hidden(element) and not _leads_up(element)


def _is_hidden(element: etree._Element) -> bool:
    style = re.sub(r"\s", "", element.get("style", "")).lower()
    return element.get("hidden") is not None or "display:none" in style


def _leads_up(element: etree._Element) -> bool:
    """True for a link "Back to top", which is no text of what it stands below."""
    if element.tag != "a" or "#" not in element.get("href", ""):
        return False
    return _TO_TOP.fullmatch(_folded(_words_of(element))) is not None


def _marker(container: etree._Element, number: int) -> str:
    """The bullet or the number of a list item."""
    if container.tag != "ol":
        return BULLET
    return f"{ordinal_mark(number, _LIST_STYLES.get(container.get('type', ''), 'decimal'))}."


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text.strip()) else default
