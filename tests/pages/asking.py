"""How the tests ask for pages: through a server, or an application that has no worker."""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace
from typing import Any

import httpx
from markupsafe import Markup

PAGES = ("/", "/answer", "/compare", "/how-it-works")
FORMATS = ("docx", "pdf", "xlsx", "csv", "html", "txt", "jsonl")
PART = {"X-Part": "yes"}
READER = {"Accept": "text/html"}


def check(
    client: httpx.Client, data: bytes, name: str = "form.docx", format: str = "page", **more: Any
) -> httpx.Response:
    """A form is sent to the page."""
    return client.post("/check", files={"file": (name, data)}, data={"format": format}, **more)


def typed(**texts: str) -> dict[str, tuple[None, str]]:
    """The fields of a form in several parts, without files."""
    fields = {"provision": "2024/6.3", "comply": "yes", "evidence": "", "commentary": ""} | texts
    return {name: (None, text) for name, text in fields.items()}


class Desk:
    """A desk that knows a card and takes no work."""

    def __init__(self, card: str = "") -> None:
        facts = {"version": "1", "model": {"id": "m", "sha256": "0" * 64}, "rules": {"count": 1, "sha256": "1" * 64}}
        self.about = SimpleNamespace(facts=facts, card=card)
        self.ready = True

    def check(self) -> None:
        """Take work."""

    async def run(self, function: Any, body: bytes, content_type: str, *args: Any) -> Any:
        """Tell that it was let in."""
        return Markup("<p>let in</p>")


def asked(app: Any, method: str, path: str, **more: Any) -> httpx.Response:
    """What an application answers, without a server."""

    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return await client.request(method, path, **more)

    return asyncio.run(call())


def send(app: Any, **more: Any) -> httpx.Response:
    """A form is sent to it."""
    return asked(app, "POST", "/check", files={"file": ("f.csv", b"x")}, data={"format": "page"}, **more)


def one(pattern: str, text: str) -> str:
    """The first group of a pattern that the text must have."""
    found = re.search(pattern, text, re.S)
    assert found
    return found[1]
