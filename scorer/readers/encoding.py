"""Bytes to text for the formats that are text: the encodings that office programs write."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or UTF-32 (by its mark, UTF-16 also without) or Windows-1252.

    Never fails: bytes that the encoding cannot hold become U+FFFD.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if name := _unmarked_utf16(data[:4096]):
        return data.decode(name, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    # A damaged UTF-8 file still has more good sequences than bad ones; a Windows-1252 file hardly has a good one.
    bad = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - bad
    return text if good > bad else data.decode("cp1252", "replace")


def _unmarked_utf16(sample: bytes) -> str:
    """The kind of UTF-16 in which every other byte of mostly Latin text is zero, or ""."""
    half = len(sample) // 2
    if half < 8:
        return ""
    for name, zeros, others in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        if zeros.count(0) > 0.8 * half and others.count(0) == 0:
            return name
    return ""
