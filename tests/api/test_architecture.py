"""The direction of the imports in the service, and where what a client sent may be parsed."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MAY_USE: dict[str, set[str]] = {
    "examples": set(),
    "keys": set(),
    "limits": set(),
    "logs": set(),
    "metrics": set(),
    "problems": set(),
    "schemas": set(),
    "uploads": set(),
    "access": {"keys"},
    "bodies": {"limits"},
    "work": {"uploads"},
    "formats": {"work"},
    "desk": {"logs", "work"},
    "envelope": {"logs", "metrics", "problems"},
    "deps": {"desk", "formats", "keys", "limits", "metrics", "problems", "work"},
    "documented": {"formats", "problems", "schemas", "uploads", "work"},
    "routes": {"bodies", "deps", "documented", "examples", "formats", "metrics", "schemas", "uploads", "work"},
    "pages": {"bodies", "deps", "formats", "problems", "uploads", "work"},
    "app": {
        "access", "deps", "desk", "documented", "envelope", "keys", "limits", "metrics", "pages", "problems", "routes",
    },
    "protocol": {"envelope", "logs", "metrics", "problems"},
    "server": {"access", "app", "logs", "protocol"},
    "cli": {"keys", "server"},
}  # fmt: skip
"""Each room of ``api`` and the rooms it may import."""

PARSERS = {"scorer.pipeline", "scorer.readers", "scorer.cells", "scorer.forms", "python_multipart", "lxml", "pdfminer"}
"""What reads untrusted bytes."""

IN_WORKERS = {"work.py", "uploads.py"}
"""The modules whose functions run in the worker processes, here and in the pages."""


def _modules() -> list[Path]:
    return sorted((ROOT / "api").rglob("*.py"))


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module in ("api", "scorer"):
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
            else:
                names.add(node.module)
    return names


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "api").parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        top, _, rest = name.partition(".")
        if top == "api" and room != "__init__":
            other = rest.split(".")[0]
            assert other == room or other in MAY_USE[room], f"{path.name} imports api.{other}"
        if any(name == parser or name.startswith(parser + ".") for parser in PARSERS):
            assert path.name in IN_WORKERS, f"{path.name} parses in the process that listens"


def test_every_room_is_listed_and_explained() -> None:
    rooms = {_room(path) for path in _modules()} - {"__init__"}
    assert rooms == set(MAY_USE)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert {room for room in rooms if f"`{room}`" not in page} == set()
