"""One answer as a person typed it, and the form that brings it.

A browser without script sends it url-encoded, which is so plain that the process that listens may take it apart too:
where there is no worker to be had, the text goes back into the form, and is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from api.uploads import media_type_of

URL_ENCODED = "application/x-www-form-urlencoded"
FIELDS = ("provision", "comply", "evidence", "commentary")
"""The fields of the form."""

MOST_GIVEN_BACK = 250_000
"""Bytes of the largest form that is given back."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One answer as it was typed. ``code`` and ``ref`` name its provision, or are ""; without a ``requirement`` the
    edition's is used."""

    code: str
    ref: str
    comply: str
    evidence: str
    commentary: str
    requirement: str = ""
    form_date: str = ""

    @property
    def empty(self) -> bool:
        """True where there is nothing to score yet."""
        return not (self.evidence.strip() or self.commentary.strip())


BLANK = Typed("2024", "1.2", "yes", "", "")


def typed_of(fields: dict[str, str]) -> Typed:
    """The answer in the fields of the form."""
    code, _, ref = fields["provision"].partition("/")
    return Typed(code, ref, fields["comply"], fields["evidence"], fields["commentary"])


def url_encoded(body: bytes, content_type: str) -> dict[str, str] | None:
    """The fields of a url-encoded form; None where it is none, or does not have each of ``FIELDS`` once."""
    if media_type_of(content_type) != URL_ENCODED:
        return None
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=len(FIELDS))
    except ValueError:
        return None
    fields = dict(pairs)
    return fields if fields.keys() == set(FIELDS) else None


def given_back(body: bytes, content_type: str) -> Typed:
    """What was typed, for a form that is shown again; a blank answer where it cannot be told."""
    fields = url_encoded(body, content_type) if len(body) <= MOST_GIVEN_BACK else None
    return typed_of(fields) if fields else BLANK
