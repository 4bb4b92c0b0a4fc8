"""The marker that Word shows before a list paragraph, which its text does not hold."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from lxml import etree

from scorer.readers.notation import BULLET, ordinal_mark
from scorer.readers.ooxml import W

_STYLES = {
    "lowerLetter": "lower-letter",
    "upperLetter": "upper-letter",
    "lowerRoman": "lower-roman",
    "upperRoman": "upper-roman",
}
_LEVELS = 9  # ECMA-376 part 1, 17.9.6: ilvl is 0 to 8


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int

    def mark(self, number: int) -> str:
        if self.format == "decimalZero":
            return f"{number:02d}"
        return ordinal_mark(number, _STYLES.get(self.format, "decimal"))


_VAL, _PROPERTIES = W + "val", W + "pPr"
_BULLET_LEVEL = _Level("bullet", BULLET, 1)


def value(element: etree._Element | None, path: str) -> str | None:
    """The ``w:val`` of the first element at a path of ``w:`` names ("pPr/numPr"), or None."""
    if element is None:
        return None
    found = element.find(_qualified(path))
    return None if found is None else found.get(_VAL)


@cache
def _qualified(path: str) -> str:
    return "/".join(W + step for step in path.split("/"))


class Numbering:
    """Counts the lists of one document; ``marker`` has to be asked for each paragraph once, in order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, str] = {}  # numId: abstractNumId
        self._levels: dict[str, dict[int, _Level]] = {}  # abstractNumId: levels
        self._restarts: dict[str, dict[int, int]] = defaultdict(dict)  # numId: level: first number
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._styles: dict[str, etree._Element] = {}
        self._places: dict[str | None, tuple[str | None, str | None]] = {}  # style: numId, level
        if styles is not None:
            self._styles = {style.get(W + "styleId", ""): style for style in styles.iter(W + "style")}
        if numbering is not None:
            self._load(numbering)

    def marker(self, paragraph: etree._Element) -> str:
        """The marker of this paragraph: "•", a number such as "2.1" or "a.", or "" outside of lists."""
        list_id, level = self._place(paragraph)
        if list_id is None or list_id == "0" or not 0 <= level < _LEVELS:
            return ""
        abstract = self._lists.get(list_id, "")
        levels = self._levels.get(abstract, {})
        shape = levels.get(level, _BULLET_LEVEL)
        if shape.format == "bullet":
            return BULLET
        counts = self._counts[abstract]
        for restarted, first in self._restarts.pop(list_id, {}).items():
            counts[restarted] = first - 1
        current = counts[level]
        counts[level] = shape.start if current is None else current + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return "" if shape.format == "none" else self._filled(shape.text, levels, counts)

    @staticmethod
    def _filled(text: str, levels: dict[int, _Level], counts: list[int | None]) -> str:
        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shape = levels.get(index, _BULLET_LEVEL)
            count = counts[index]
            return shape.mark(shape.start if count is None else count)

        return re.sub(r"%([1-9])", number, text)

    def _place(self, paragraph: etree._Element) -> tuple[str | None, int]:
        properties = paragraph.find(_PROPERTIES)
        list_id, level = value(properties, "numPr/numId"), value(properties, "numPr/ilvl")
        if list_id is None or level is None:
            of_style = self._of_style(value(properties, "pStyle"))
            list_id, level = list_id or of_style[0], level or of_style[1]
        return list_id, int(level or 0)

    def _of_style(self, style: str | None) -> tuple[str | None, str | None]:
        """List and level that a style gives, itself or by the styles that it is based on."""
        if style not in self._places:
            list_id = level = None
            seen: set[str] = set()
            base = style
            while base and base not in seen and (list_id is None or level is None):
                seen.add(base)
                element = self._styles.get(base)
                list_id = list_id or value(element, "pPr/numPr/numId")
                level = level or value(element, "pPr/numPr/ilvl")
                base = value(element, "basedOn")
            self._places[style] = list_id, level
        return self._places[style]

    def _load(self, numbering: etree._Element) -> None:
        linked = {}
        for abstract in numbering.iter(W + "abstractNum"):
            abstract_id = abstract.get(W + "abstractNumId", "")
            self._levels[abstract_id] = {
                int(level.get(W + "ilvl", "0")): _Level(
                    value(level, "numFmt") or "decimal",
                    value(level, "lvlText") or "",
                    int(value(level, "start") or 1),
                )
                for level in abstract.iter(W + "lvl")
            }
            if link := value(abstract, "numStyleLink"):
                linked[abstract_id] = link
        for num in numbering.iter(W + "num"):
            list_id = num.get(W + "numId", "")
            self._lists[list_id] = value(num, "abstractNumId") or ""
            for override in num.iter(W + "lvlOverride"):
                first = value(override, "startOverride")
                if first is not None:
                    self._restarts[list_id][int(override.get(W + "ilvl", "0"))] = int(first)
        for abstract_id, style in linked.items():
            target = self._lists.get(value(self._styles.get(style), "pPr/numPr/numId") or "", "")
            self._levels[abstract_id] = self._levels.get(target, {})
