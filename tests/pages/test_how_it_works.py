"""The page that says how it works, and how well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from api.app import create_app
from scorer.settings import ServiceSettings, Settings

from .asking import Desk, asked


@pytest.fixture
def ask() -> Callable[..., str]:
    """The page "How it works" of a service whose model has this card."""

    def read(card: str) -> str:
        app = create_app(Settings(), ServiceSettings())
        app.state.service = replace(app.state.service, desk=Desk(card))
        return asked(app, "GET", "/how-it-works").text

    return read


def test_a_model_without_a_card_claims_no_accuracy(client: httpx.Client) -> None:
    text = client.get("/how-it-works").text
    assert "Its accuracy is not known." in text
    assert "0.8" not in text


def test_the_figures_are_those_of_the_card(ask: Callable[..., Any]) -> None:
    text = ask(card="## Figures on 1155 cells of 15 test landlords\n\n| specificity QWK | 0.872 (0.845 to 0.899) |\n")
    assert "1,155 answers of 15 landlords" in text
    assert ">0.872</td>" in text
    assert "0.845 to 0.899" in text
