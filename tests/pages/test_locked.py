"""The pages of a service that asks for a key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api import pages
from api.app import create_app
from api.keys import add_key
from scorer.settings import ServiceSettings, Settings

from .asking import PART, Desk, asked, one, send, typed


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Any, str]:
    """An application that asks for a key, and a good one."""
    file = tmp_path / "keys.json"
    key = add_key(file, "reader")
    app = create_app(Settings(), ServiceSettings(access="keys", keys=file))
    app.state.service = replace(app.state.service, desk=Desk())
    return app, key


def test_the_page_says_where_a_key_goes(locked: tuple[Any, str]) -> None:
    app, _ = locked
    text = asked(app, "GET", "/").text
    assert 'type="password"' in text
    assert "name=" not in one(r"(<input[^>]*data-key[^>]*>)", text)  # it is never part of a form that is sent
    assert "give the key as the password" in text


def test_without_a_key_a_browser_is_asked_for_one(locked: tuple[Any, str]) -> None:
    app, _ = locked
    answer = send(app)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "The person who runs this service gives out keys." in answer.text


@pytest.mark.parametrize("path", ["/check", "/answer", "/try", "/compare"])
def test_every_page_that_takes_work_asks_for_a_key(locked: tuple[Any, str], path: str) -> None:
    app, _ = locked
    assert asked(app, "POST", path, files=typed()).status_code == 401
    known = {route.path for route in pages.router.routes if "POST" in route.methods}
    assert known == {"/check", "/answer", "/try", "/compare"}


def test_the_script_is_told_without_a_dialogue_of_the_browser(locked: tuple[Any, str]) -> None:
    app, _ = locked
    answer = send(app, headers=PART)
    assert answer.status_code == 401
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize("name", ["", "anything"])
def test_a_key_lets_in_as_a_password_and_as_a_bearer(locked: tuple[Any, str], name: str) -> None:
    app, key = locked
    assert "let in" in send(app, auth=(name, key)).text
    assert "let in" in send(app, headers={"Authorization": f"Bearer {key}"}).text


@pytest.mark.parametrize("header", ["Basic", "Basic !!", "Basic eA==", "Basic Ong=", "Digest x", ""])
def test_a_wrong_key_does_not(locked: tuple[Any, str], header: str) -> None:
    app, _ = locked
    assert send(app, headers={"Authorization": header}).status_code == 401
