"""What the tables depend on beside the forms: the product, its data, its model, and the libraries it stands on."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scorer.errors import ScorerError
from scorer.modelfolder import read_folder
from scorer.settings import Settings

if TYPE_CHECKING:  # it loads every library, and a fingerprint needs none
    from scorer.pipeline import Scorer

PACKAGE = Path(__file__).resolve().parent.parent

_NAME = re.compile(r"[\w.-]+")


def fingerprint(scorer: Scorer, package: Path = PACKAGE) -> str:
    """SHA-256 over every file of the product's package, code and data alike, and over its model with the manifest.

    The whole package, because a list of the files that matter would one day lack one. Takes some hundredths of a
    second.
    """
    return _over(scorer.model.sha256, scorer.model.manifest, package)


def still_hold(facts: Any, settings: Settings) -> bool:
    """True where facts of an earlier run are those of the scorer that the settings name, as far as its files tell; they
    tell all of it, and in much less time than loading it takes. False, too, where it cannot be loaded."""
    folder = settings.models / settings.model
    try:
        found = read_folder(folder)
        same: bool = (
            facts["version"] == version("evidence-scorer")
            and facts["model"] == {"id": folder.name, "sha256": found.sha256}
            and facts["libraries"] == _libraries()
            and facts["fingerprint"] == _over(found.sha256, found.manifest, PACKAGE)
        )
    except (ScorerError, TypeError, KeyError):
        return False
    return same


def _over(model: str, manifest: dict[str, Any], package: Path) -> str:
    digest = hashlib.sha256(json.dumps([model, manifest], sort_keys=True).encode())
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(package).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def facts(scorer: Scorer) -> dict[str, Any]:
    """What made the tables of a batch: the facts of the scorer, its fingerprint, and the versions of Python and of the
    libraries. Where all of it is equal, the same forms give the same bytes."""
    return {**scorer.facts(), "fingerprint": fingerprint(scorer), "libraries": _libraries()}


def mark(facts: Any) -> str:
    """A short text that is the same for the same plain data and differs for others."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def _libraries() -> dict[str, str]:
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, **{name: found for name in _required() if (found := _version(name))}}


def _required() -> list[str]:
    """The names of the distributions that the product needs, without those of its extras."""
    wanted = [line for line in requires("evidence-scorer") or () if "extra ==" not in line]
    return sorted(match[0] for line in wanted if (match := _NAME.match(line)))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
