"""The pages of a service that cannot take work just now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from api.app import create_app
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings, Settings

from .asking import Desk, asked, send, typed

TYPED = {
    "provision": "2022/4.1",
    "comply": "no",
    "evidence": "Lantern & 41 <b>cases</b> – é\r\nnext",
    "commentary": "x+y",
}


class _Full(Desk):
    def check(self) -> None:
        """There is no place left."""
        raise ScorerError("E706")


class _Ended(Desk):
    async def run(self, function: Any, body: bytes, content_type: str, *args: Any) -> Any:
        """The worker ends."""
        raise ScorerError("E603")


def _often() -> Any:
    app = create_app(Settings(), ServiceSettings(rate=1))
    app.state.service = replace(app.state.service, desk=Desk())
    asked(app, "POST", "/answer", data=TYPED)
    return app


def _with(desk: Any) -> Any:
    app = create_app(Settings(), ServiceSettings())
    app.state.service = replace(app.state.service, desk=desk)
    return app


@pytest.mark.parametrize(
    ("app", "status", "code"),
    [
        (lambda: create_app(Settings(), ServiceSettings()), 503, "E707"),
        (lambda: _with(_Full()), 503, "E706"),
        (lambda: _with(_Ended()), 503, "E603"),
        (_often, 429, "E705"),
    ],
    ids=["not ready", "busy", "ended", "too often"],
)
def test_what_was_typed_is_given_back_where_it_is_to_be_sent_again(
    app: Callable[[], Any], status: int, code: str
) -> None:
    answer = asked(app(), "POST", "/answer", data=TYPED)
    assert (answer.status_code, f"Code {code}" in answer.text) == (status, True)
    assert answer.headers["retry-after"]
    assert "Lantern &amp; 41 &lt;b&gt;cases&lt;/b&gt; – é\r\nnext</textarea>" in answer.text
    assert "x+y</textarea>" in answer.text
    assert '<option value="2022/4.1" selected>' in answer.text
    assert 'value="no" checked' in answer.text
    assert "What you typed is in the form below." in answer.text
    assert "None" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"evidence=x"},
        {"content": b"&".join([b"evidence=x"] * 500)},
        {"data": TYPED | {"evidence": "x" * 250_000}},
        {"data": TYPED, "headers": {"content-type": "text/plain"}},
        {"files": typed(evidence="x")},
    ],
    ids=["a field", "many fields", "too long", "another type", "several parts"],
)
def test_what_is_not_the_form_of_the_page_is_not_given_back(body: dict[str, Any]) -> None:
    answer = asked(_with(_Full()), "POST", "/answer", **body)
    assert answer.status_code == 503
    assert answer.text.count("></textarea>") == 2
    assert "What you typed" not in answer.text


def test_a_service_that_is_not_ready_has_pages_and_asks_to_wait() -> None:
    app = create_app(Settings(), ServiceSettings())
    assert asked(app, "GET", "/").status_code == 200
    answer = send(app)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Wait a few seconds, then try again." in answer.text
