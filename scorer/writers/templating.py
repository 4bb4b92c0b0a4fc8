"""The templates of pages: every text is escaped, and a name that is not given is an error.

Folders of templates share the macros of ``templates/shared``: what the reports say of an answer or of two years is
said by the web page in the same words.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from scorer.writers import comparison_view, view

_REPORTS = Path(__file__).with_name("templates")
_SHARED = _REPORTS / "shared"


def environment(folder: Path) -> Environment:
    """The templates of a folder, with the shared macros beside them."""
    made = Environment(
        loader=FileSystemLoader([folder, _SHARED]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(view=view, years=comparison_view)
    return made


def template(name: str) -> Template:
    """A template of the reports."""
    return _reports().get_template(name)


@cache
def _reports() -> Environment:
    return environment(_REPORTS)
