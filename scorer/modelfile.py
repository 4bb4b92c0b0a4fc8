"""A model folder on disk: ``model.joblib`` and the ``manifest.json`` by which it is checked before it is opened.

The artefact is a pickle: whoever can change it can run code. So its hash, its format, the version of the features
and the versions of the libraries that wrote it are compared first, and nothing is constructed unless all agree.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import joblib
import numpy
import scipy

from scorer import features
from scorer.bare_sklearn import sklearn  # before the others, which import it too
from scorer.classifier import LinearStage, Model
from scorer.errors import ScorerError
from scorer.modelfolder import ARTEFACT, MANIFEST, read_folder
from scorer.records import CONTRADICTION_NAMES, SIGNALS, SPECIFICITY_NAMES
from scorer.sparse import Vocabulary

__all__ = ["ARTEFACT", "FORMAT", "MANIFEST", "OpenModel", "library_versions", "open_model", "write_model"]

FORMAT = 3
"""Number of the artefact's layout. The procedure for raising it stands in docs/model.md."""

_OPENED: dict[int, Callable[[bytes], Any]] = {
    # Packed by joblib, whose own unpickler is written in Python: ten times as slow, for a tenth of the bytes less.
    2: lambda data: joblib.load(io.BytesIO(data)),
    FORMAT: pickle.loads,
}
"""How the parts of a model come out of the artefact of each layout that is read."""

_VOCABULARIES = ("vocabulary", "window_vocabulary")


@dataclass(frozen=True, slots=True)
class OpenModel:
    """A verified model, its folder's name as id, the artefact's SHA-256 and its manifest."""

    id: str
    sha256: str
    manifest: dict[str, Any]
    model: Model


def library_versions() -> dict[str, str]:
    """The libraries whose version decides whether a pickled estimator means the same."""
    return {"scikit-learn": sklearn.__version__}


def write_model(folder: Path, model: Model, facts: dict[str, Any]) -> str:
    """Write artefact and manifest; returns the artefact's SHA-256. ``facts`` (data fingerprint, figures, thresholds)
    are added to the manifest."""
    data = pickle.dumps(_parts(model), protocol=5)
    digest = hashlib.sha256(data).hexdigest()
    manifest = {
        "format": FORMAT,
        "features": features.VERSION,
        "sha256": digest,
        "bytes": len(data),
        "libraries": library_versions(),
        "made_with": {"numpy": numpy.__version__, "scipy": scipy.__version__, "joblib": joblib.__version__},
        "labels": {
            "specificity": list(SPECIFICITY_NAMES),
            "contradiction": list(CONTRADICTION_NAMES),
            "signals": list(SIGNALS),
        },
        **facts,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ARTEFACT).write_bytes(data)
    text = json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return digest


def open_model(folder: Path) -> OpenModel:
    """Check a model folder and open it.

    Raises ScorerError: E401 where a file is missing or the manifest is no JSON object, E402 where the hash differs,
    E403 where format, features, labels or library versions are not those of this installation, or the artefact holds
    no model that it can apply.
    """
    found = read_folder(folder)
    manifest = found.manifest
    layout = next((number for number in _OPENED if manifest.get("format") == number), FORMAT)
    expected = {
        "format": layout,
        "features": features.VERSION,
        "libraries": library_versions(),
        "labels": {
            "specificity": list(SPECIFICITY_NAMES),
            "contradiction": list(CONTRADICTION_NAMES),
            "signals": list(SIGNALS),
        },
    }
    for key, value in expected.items():
        if manifest.get(key) != value:
            raise ScorerError(
                "E403",
                folder=folder.name,
                what=key,
                detail=f"found {manifest.get(key)!r}, expected {value!r}",
            )
    try:
        model = _model(_OPENED[layout](found.data))
        model.prepare()
    except MemoryError:
        raise
    except Exception as error:  # whatever an unpickler or an estimator of another make comes to
        raise ScorerError(
            "E403", folder=folder.name, what="model", detail=f"{type(error).__name__}: {error}"
        ) from error
    return OpenModel(folder.name, found.sha256, manifest, model)


def _parts(model: Model) -> dict[str, Any]:
    """The model as plain containers of arrays and stock scikit-learn estimators: no class of ours is pickled."""
    parts = {field.name: getattr(model, field.name) for field in fields(Model)}
    linear = {field.name: getattr(model.linear, field.name) for field in fields(LinearStage)}
    for name in _VOCABULARIES:
        linear[name] = linear[name].ids
    return {**parts, "linear": linear}


def _model(parts: dict[str, Any]) -> Model:
    linear = dict(parts["linear"])
    for name in _VOCABULARIES:
        linear[name] = Vocabulary.of(linear[name])
    return Model(**{**parts, "linear": LinearStage(**linear)})
