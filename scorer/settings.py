"""One typed set of settings: paths, limits and the model in use, each with its default and its help."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from scorer.errors import ScorerError

PREFIX = "EVIDENCE_SCORER_"
_ROOT = Path(__file__).resolve().parent.parent


def _setting(default: Any, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True, slots=True)
class Settings:
    """Values for one run. ``Settings.from_environment`` reads ``EVIDENCE_SCORER_<NAME>``."""

    models: Path = _setting(_ROOT / "models", "Folder of trained models.")
    model: str = _setting("default", "Id of the model in use: a folder of MODELS.")
    max_bytes: int = _setting(25_000_000, "Largest file read, in bytes.")
    max_unpacked_bytes: int = _setting(250_000_000, "Most bytes an Office file may unpack to.")
    max_pages: int = _setting(200, "Most pages of a PDF.")
    max_cells: int = _setting(50_000, "Most table cells of a file.")
    max_cell_characters: int = _setting(200_000, "Most characters of one cell.")

    @classmethod
    def from_environment(cls, environ: dict[str, str] | None = None) -> Settings:
        """Settings with every ``EVIDENCE_SCORER_<NAME>`` of the environment applied.

        Raises ScorerError E503 where a number is not one.
        """
        env = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for entry in fields(cls):
            text = env.get(PREFIX + entry.name.upper())
            if text is not None:
                kind = int if isinstance(entry.default, int) else str if isinstance(entry.default, str) else Path
                try:
                    values[entry.name] = kind(text)
                except ValueError as error:
                    raise ScorerError("E503", name=PREFIX + entry.name.upper(), value=text) from error
        return cls(**values)
