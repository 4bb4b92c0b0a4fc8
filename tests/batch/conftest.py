"""A small sector of landlords that do not exist, and what scores it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scorer.batch.plan import Job
from scorer.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
SUFFIXES = (".docx", ".pdf", ".xlsx", ".csv", ".html", ".txt", ".md", ".jsonl")


def _simulation() -> ModuleType:
    spec = importlib.util.spec_from_file_location("simulate_sector", ROOT / "benchmarks" / "simulate_sector.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["simulate_sector"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def simulation() -> ModuleType:
    """The script that writes simulated sectors, as a module."""
    return _simulation()


@pytest.fixture(scope="session")
def sector_folder(simulation: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some forms in many formats, and two files that are none. Not to be changed."""
    folder = tmp_path_factory.mktemp("simulated") / "forms"
    simulation.write(folder, 8, ("docx", "csv", "html", "xlsx", "jsonl", "txt", "jsonl"), provisions=14)
    (folder / "2025" / "broken.docx").write_bytes(b"PK\x03\x04 cut short")
    (folder / "2025" / "empty.csv").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def settings(tiny_model: Path) -> Settings:
    """Settings with the tiny model."""
    return Settings(models=tiny_model.parent, model=tiny_model.name)


@pytest.fixture(scope="session")
def job(settings: Settings) -> Job:
    """A job with the usual limits."""
    return Job(settings)
