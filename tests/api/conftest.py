"""One server with the tiny model for all tests that ask for it, and an application without workers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from scorer.settings import ServiceSettings, Settings

from .serving import Server, serving

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def server(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that keeps its default limits."""
    with serving(tiny_model, tmp_path_factory.mktemp("tmp")) as server:
        yield server


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """A client of the server."""
    with server.client() as client:
        yield client


@pytest.fixture
def ask() -> Callable[..., Ask]:
    """Makes an application that has no workers, and gives what asks it: ``ask(port=…)("GET", "/", headers=…)``."""

    def make(desk: Any = None, **settings: Any) -> Ask:
        import asyncio
        from dataclasses import replace

        app = create_app(Settings(), ServiceSettings(**{"rate": 0, **settings}))
        if desk is not None:
            app.state.service = replace(app.state.service, desk=desk)

        def one(method: str, path: str, **more: Any) -> httpx.Response:
            async def call() -> httpx.Response:
                transport = httpx.ASGITransport(app, raise_app_exceptions=False)
                async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                    return await client.request(method, path, **more)

            return asyncio.run(call())

        return one

    return make
