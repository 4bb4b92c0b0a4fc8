"""A damaged installation is told before the first form, with the name of the file."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scorer.checks import spec as checks
from scorer.errors import ScorerError
from scorer.pipeline import Scorer
from scorer.rules import spec as rules

PACKAGE = Path(rules.__file__).resolve().parent.parent
CATALOGUES = (rules.CATALOGUE, checks.CATALOGUE)
FILES = sorted(path for ending in ("yml", "json") for path in PACKAGE.rglob(f"*.{ending}"))
LOADED = [path for path in FILES if path.parent not in CATALOGUES] + [next(one.glob("*.yml")) for one in CATALOGUES]


@pytest.fixture
def forgetful() -> None:
    """What was read from data files is read again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("scorer."):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def gone(path: Path) -> Callable[[Path], bytes]:
    """Reads every file but this one."""
    read = Path.read_bytes

    def reading(other: Path) -> bytes:
        if other == path:
            raise FileNotFoundError(2, "No such file or directory")
        return read(other)

    return reading


def cut(path: Path) -> Callable[[Path], bytes]:
    """Reads every file, and of this one the first lines: the cut that is hardest to see."""
    read = Path.read_bytes

    def reading(other: Path) -> bytes:
        lines = read(other).splitlines(keepends=True)
        return b"".join(lines[: len(lines) // 2] if other == path else lines)

    return reading


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("damage", [gone, cut])
@pytest.mark.parametrize("path", LOADED, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_damaged_file_is_told_when_the_scorer_is_loaded(
    monkeypatch: pytest.MonkeyPatch, path: Path, damage: Callable[[Path], Callable[[Path], bytes]]
) -> None:
    monkeypatch.setattr(Path, "read_bytes", damage(path))
    with pytest.raises(ScorerError, match=f"E411: The data file {path.name}, line "):
        Scorer.load()


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda folder: folder.parent.name)
def test_a_file_that_is_missing_from_a_catalogue_is_told(monkeypatch: pytest.MonkeyPatch, catalogue: Path) -> None:
    files = sorted(catalogue.glob("*.yml"))
    glob = Path.glob
    monkeypatch.setattr(
        Path, "glob", lambda folder, pattern: files[1:] if folder == catalogue else glob(folder, pattern)
    )
    with pytest.raises(ScorerError, match=f"E411: The data file {files[0].name}, line 1: the file is missing"):
        Scorer.load()


@pytest.mark.parametrize("room", [rules, checks], ids=["rules", "checks"])
def test_what_ships_is_what_is_listed(room: object) -> None:
    listed = [line[2:] for line in room.SHIPPED.read_text(encoding="utf-8").splitlines() if line.startswith("- ")]  # type: ignore[attr-defined]
    assert listed == sorted(path.stem for path in room.CATALOGUE.glob("*.yml")), f"list it in {room.SHIPPED}"  # type: ignore[attr-defined]
