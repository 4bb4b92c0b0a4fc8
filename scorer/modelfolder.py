"""The files of a model: an artefact, and the manifest that says which. What is in the artefact, ``modelfile`` knows; to
tell one model from another takes none of its libraries."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scorer.errors import ScorerError

ARTEFACT = "model.joblib"
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """The manifest, and the bytes of the artefact with their SHA-256, which is the one that the manifest names."""

    manifest: dict[str, Any]
    data: bytes
    sha256: str


def read_folder(folder: Path) -> ModelFolder:
    """Read a model folder, and construct nothing.

    Raises ScorerError: E401 where a file is missing or the manifest is no JSON object, E402 where the hash differs.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        data = (folder / ARTEFACT).read_bytes()
    except (OSError, ValueError) as error:
        raise ScorerError("E401", folder=folder.name, detail=f"{type(error).__name__}: {error}") from error
    if not isinstance(manifest, dict):
        raise ScorerError("E401", folder=folder.name, detail="the manifest is no object")
    digest = hashlib.sha256(data).hexdigest()
    if digest != manifest.get("sha256"):
        raise ScorerError("E402", folder=folder.name, detail=f"found {digest}")
    return ModelFolder(manifest, data, digest)
