"""A model folder on disk: ``model.joblib`` and the ``manifest.json`` by which it is checked before it is opened.

The artefact is a pickle: whoever can change it can run code. So its hash, its format, the version of the features
and the versions of the libraries that wrote it are compared first, and nothing is constructed unless all agree.
"""

from __future__ import annotations

import hashlib
import json
import pickle
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

FORMAT = 6
"""Number of the artefact's layout. The procedure for raising it stands in docs/model.md."""

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
    # Written as it comes back when it is read: which of equal objects were one in memory then makes no difference.
    data = pickle.dumps(pickle.loads(pickle.dumps(_parts(model), protocol=5)), protocol=5)
    digest = hashlib.sha256(data).hexdigest()
    manifest = {
        **_in_common(),
        "sha256": digest,
        "bytes": len(data),
        "made_with": {"numpy": numpy.__version__, "scipy": scipy.__version__, "joblib": joblib.__version__},
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
    for key, value in _in_common().items():
        if manifest.get(key) != value:
            raise ScorerError(
                "E403",
                folder=folder.name,
                what=key,
                detail=f"found {manifest.get(key)!r}, expected {value!r}",
            )
    try:
        model = _model(pickle.loads(found.data))
        model.prepare()
    except MemoryError:
        raise
    except Exception as error:  # whatever an unpickler or an estimator of another make comes to
        raise ScorerError(
            "E403", folder=folder.name, what="model", detail=f"{type(error).__name__}: {error}"
        ) from error
    return OpenModel(folder.name, found.sha256, manifest, model)


def _in_common() -> dict[str, Any]:
    """What the manifest of a model must have in common with the installation that opens it."""
    return {
        "format": FORMAT,
        "features": features.VERSION,
        "libraries": library_versions(),
        "labels": {
            "specificity": list(SPECIFICITY_NAMES),
            "contradiction": list(CONTRADICTION_NAMES),
            "signals": list(SIGNALS),
        },
    }


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
