"""The page's templates applied: reports and answers to HTML.

Every text is escaped by the templates. The one thing they take as HTML is what ``fragment`` made.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from scorer.records import FIELDS, SPECIFICITY_NAMES
from scorer.writers.templating import environment

_FOLDER = Path(__file__).with_name("templates")


def page(name: str, **values: Any) -> str:
    """A whole page by the name of its template."""
    return _environment().get_template(name).render(**values)


def fragment(name: str, **values: Any) -> Markup:
    """A piece of a page, which ``page`` may put in as it is."""
    return Markup(page(name, **values))


def megabytes(size: int) -> str:
    """A size in bytes as a reader knows it: "25 MB"."""
    return f"{size / 1_000_000:.3g} MB"


@cache
def _environment() -> Environment:
    made = environment(_FOLDER)
    made.filters.update(megabytes=megabytes)
    made.globals.update(fields=FIELDS, level_names=SPECIFICITY_NAMES)
    return made
