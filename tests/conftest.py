"""What several modules of tests share: a tiny model, trained once, and the scorer that uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.pipeline import Scorer
from scorer.settings import Settings
from scorer.train import train

from .tiny import write_data


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of labelled cells like ``training_data``. Not to be changed."""
    return write_data(tmp_path_factory.mktemp("data") / "training_data")


@pytest.fixture(scope="session")
def tiny_model(tiny_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder trained on ``tiny_data``. Not to be changed."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    train(tiny_data, folder)
    return folder


@pytest.fixture(scope="session")
def scorer(tiny_model: Path) -> Scorer:
    """A scorer with the tiny model and the product's own rules."""
    return Scorer.load(Settings(models=tiny_model.parent, model=tiny_model.name))
