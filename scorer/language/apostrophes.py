"""One mark for every apostrophe: Word writes "we’ll" where a keyboard has "we'll", and they say the same."""

from __future__ import annotations

import re

_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[’‘‛ʼ´](?=[^\W\d_])")
"""Between two letters; elsewhere the same marks are quotation marks."""


def straight(text: str) -> str:
    """The text with straight apostrophes within its words; every character stays in its place."""
    return text if text.isascii() else _APOSTROPHE.sub("'", text)
