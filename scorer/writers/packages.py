"""Packages (.docx, .xlsx) as bytes: the same parts make the same bytes, whenever they are packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable


def new_part(name: str) -> zipfile.ZipInfo:
    """The entry of a new part: compressed, and of the first day that the format can name, for it has to name one."""
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def packed(parts: Iterable[tuple[zipfile.ZipInfo, bytes]]) -> bytes:
    """The package of these parts, in order."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for entry, content in parts:
            package.writestr(entry, content)
    return stream.getvalue()


def without_times(data: bytes) -> bytes:
    """A package again, its entries without the time at which a library wrote them."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return packed((new_part(name), package.read(name)) for name in package.namelist())
