"""The direction of the imports: who may know whom."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_USE = {
    "records": set(),
    "errors": set(),
    "settings": {"errors"},
    "datafile": {"errors"},
    "codes": {"datafile"},
    "readers": {"records", "errors", "settings"},
    "months": set(),
    "keeping": set(),
    "forms": {"records", "errors", "readers", "codes", "months"},
    "jsonkeys": set(),
    "cells": {"records", "errors", "codes", "forms", "jsonkeys", "keeping"},
    "readyforms": {"jsonkeys"},
    "language": {"datafile", "keeping", "standin"},
    "rules": {"records", "errors", "datafile", "language", "keeping"},
    "features": {"records", "codes", "language", "months", "keeping"},
    "sparse": set(),
    "forest": set(),
    "panel": {"forest"},
    "partwise": {"records"},
    "standing": {"records", "features"},
    "tagging": {"standing", "records", "language", "features", "panel"},
    "classifier": {"records", "features", "sparse", "panel", "partwise", "tagging"},
    "modelfolder": {"errors"},
    "standin": set(),
    "bare_sklearn": {"standin"},
    "modelfile": {"records", "errors", "features", "classifier", "sparse", "modelfolder", "bare_sklearn"},
    "checks": {"records", "datafile", "codes", "keeping", "months"},
    "scoring": {"records"},
    "references": {"records"},
    "advice": {"records", "datafile", "codes", "checks"},
    "landlords": set(),
    "compare": {"records", "errors", "codes", "language", "landlords", "months"},
    "isolation": {"errors"},
    "progress": set(),
    "folders": set(),
    "batch": {
        "records", "errors", "settings", "folders", "codes", "readers", "cells", "readyforms", "landlords", "pipeline",
        "isolation", "keeping", "modelfolder",
    },
    "labelled": {"records", "errors", "codes", "cells", "jsonkeys"},
    "writers": {"records", "settings", "codes", "readers", "checks", "rules", "evaluate", "batch"},
    "pipeline": {
        "records", "errors", "settings", "folders", "codes", "readers", "forms", "cells", "readyforms", "language",
        "rules", "features", "classifier", "modelfile", "checks", "scoring", "references", "advice",
    },
    "train": {
        "records", "errors", "features", "sparse", "tagging", "classifier", "modelfile", "labelled", "rules", "scoring",
    },
    "evaluate": {"records", "labelled"},
    "datacard": {"records", "labelled"},
    "modelcard": {
        "records", "settings", "features", "rules", "modelfile", "pipeline", "labelled", "evaluate",
    },
    "outputs": {"errors"},
    "cli": {
        "records", "errors", "settings", "folders", "outputs", "pipeline", "compare", "batch", "progress", "rules",
        "writers", "train", "evaluate", "labelled",
    },
    "docs": {"errors", "settings", "rules", "batch", "cli"},
}  # fmt: skip
"""Each room of ``scorer`` and the rooms it may import."""

ONLY_IN = {
    "spacy": {"language", "rules"},
    "sklearn": {"bare_sklearn", "modelfile", "train", "evaluate", "datacard"},
    "joblib": {"modelfile", "batch", "train"},
    "pyarrow": {"batch"},
    "distributed": {"batch"},
    "dask": {"batch"},
    "docx": {"writers"},
    "jinja2": {"writers"},
    "openpyxl": {"writers"},
    "lxml": {"readers", "writers"},
    "yaml": {"datafile"},
    "typer": {"cli", "outputs", "docs"},
    "rich": {"writers", "cli", "progress"},
}
"""Each outside library and the only rooms that may import it."""


def _files() -> list[tuple[str, Path]]:
    found = []
    for path in sorted((ROOT / "scorer").rglob("*.py")):
        room = path.relative_to(ROOT / "scorer").parts[0].removesuffix(".py")
        if room != "__init__":
            found.append((room, path))
    return found


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "scorer":
                names.update(f"scorer.{alias.name}" for alias in node.names)
            else:
                names.add(node.module)
    return names


@pytest.mark.parametrize(("room", "path"), _files(), ids=lambda value: value.name if isinstance(value, Path) else value)
def test_a_room_imports_only_what_it_may(room: str, path: Path) -> None:
    assert room in MAY_USE, f"{room} is a new room: say what it may use"
    for name in _imports(path):
        top, _, rest = name.partition(".")
        if top == "scorer":
            other = rest.split(".")[0]
            assert other == room or other in MAY_USE[room], f"{path.name} imports scorer.{other}"
        assert top != "api", f"{path.name} imports the service"
        if top in ONLY_IN:
            assert room in ONLY_IN[top], f"{path.name} imports {top}"


def test_every_room_still_exists() -> None:
    rooms = {room for room, _ in _files()}
    assert set(MAY_USE) <= rooms
