"""Office files whose bytes depend on nothing but their content."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

_FIXED = (2024, 1, 1, 0, 0, 0)
FIXED_DATE = datetime.datetime(*_FIXED, tzinfo=datetime.UTC)
_MODIFIED = re.compile(rb"(<dcterms:(?:modified|created)[^>]*>)[^<]*")


def with_fixed_dates(data: bytes) -> bytes:
    """The same package with every date in it set to one day."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>2024-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, _FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            new.writestr(info, content)
    return stream.getvalue()
