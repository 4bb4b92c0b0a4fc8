"""The words within the name of a file: "Stage1_Response_Template.docx" names a template as its title would."""

from __future__ import annotations

import re

_ENDING = r"\.(?:csv|docx?|eml|jpe?g|msg|odt|pdf|png|pptx?|rtf|txt|xlsx?)"
_FILE_NAME = re.compile(rf"(?!www\.)(?:[^\W_][\w.-]*{_ENDING}|[^\W_]+(?:_+[^\W_]+)+_*)", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[^\W\d_]{1,6}_\d{1,4}[a-z]?|\d+(?:_\d+)+", re.IGNORECASE)
"""Letters and a number, or numbers alone, are no words: "HR_07", "2023_24"."""

_WORD = r"[A-Z]{2,}s?(?![a-z])|[A-Z]?[a-z]{2,}|[a-zA-Z]?[0-9]+(?:\.[0-9]+)*|[^\W\d_]+|[^\W_]"
_PART = re.compile(rf"(?i:{_ENDING})$|(?:{_WORD})_*|.")
"""An ending; or an abbreviation, a word, or a number with at most one letter ("Q4"), with the underscores behind."""


def file_name_parts(token: str) -> list[str]:
    """The parts of a token that is the name of a file, each with the underscores behind it; else the token itself.

    Joined they are the token again, so that no character of the text is lost.
    """
    if "_" not in token and "." not in token:
        return [token]
    if not _FILE_NAME.fullmatch(token) or _IDENTIFIER.fullmatch(token):
        return [token]
    return _PART.findall(token)
