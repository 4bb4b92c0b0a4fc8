"""The text of a cell as it is judged: marks that say the same are one, and every character stays in its place."""

from __future__ import annotations

import re

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[’‘‛ʼ´](?=[^\W\d_])")
"""Between two letters; elsewhere the same marks are quotation marks. Word writes "we’ll", a keyboard "we'll"."""

_NOT_APPLICABLE = re.compile(r"(?<![^\W_])(n/a)\.(?=\s*$)", re.I)
"""At the end, where the tokeniser would take "A." for an abbreviation."""


def plain(text: str) -> str:
    """The text with straight apostrophes within its words, and "N/A." without its full stop."""
    if "/" in text:
        text = _NOT_APPLICABLE.sub(r"\1 ", text)
    return text if text.isascii() else _APOSTROPHE.sub("'", text)
