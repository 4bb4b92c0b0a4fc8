"""Imports spaCy without its command line.

spaCy imports its command line with itself, for the one function ``spacy.info``, and with it what downloads models,
trains them and runs projects: a third of all that its import takes. Nothing here asks for any of it. So a stand-in is
there while spaCy is imported; afterwards ``spacy.info`` works, and ``import spacy.cli`` gives the real one.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")


def _info(*args: Any, **kwargs: Any) -> Any:
    return importlib.import_module(_COMMAND_LINE[1]).info(*args, **kwargs)


def _import() -> None:
    if "spacy" in sys.modules:
        return
    for name in _COMMAND_LINE:
        stand_in = ModuleType(name)
        stand_in.__dict__.update(info=_info, __path__=[])
        sys.modules[name] = stand_in
    try:
        importlib.import_module("spacy")
    finally:
        for name in _COMMAND_LINE:
            del sys.modules[name]


_import()
