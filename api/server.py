"""The server: a listening socket, uvicorn, and a protocol that keeps its temper with clients that dawdle."""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from typing import Any

import uvicorn
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from api import logs
from api.access import check_exposure
from api.app import create_app
from api.problems import problem_response
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings, Settings

_HEAD_SECONDS = 10
"""How long the head of a request may take to arrive. The body has a limit of its own."""

_KEEP_ALIVE_SECONDS = 10
_MOST_HEAD = 65_536
_BACKLOG = 1024


def serve(settings: Settings, service: ServiceSettings) -> None:
    """Listen until told to stop (SIGINT or SIGTERM); requests under way are answered first.

    Raises ScorerError E721 or E722 where keys are needed and there are none, E726 where it cannot listen, E4xx where
    the model cannot be used.
    """
    check_exposure(service)
    listening = _bound(service.host, service.port)
    logs.configure()
    app = create_app(settings, service)
    config = Config(
        app,
        http=_protocol(service.connections),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        # The address of a client counts against its rate: it is that of the connection, not what a header says.
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=service.stop_seconds,
        h11_max_incomplete_event_size=_MOST_HEAD,
        backlog=_BACKLOG,
    )
    server = uvicorn.Server(config)
    desk = app.state.service.desk
    desk.when_failed = lambda: setattr(server, "should_exit", True)
    host, port = listening.getsockname()[:2]
    logs.event("listening", host=host, port=port)
    server.run(sockets=[listening])
    if desk.failure is not None:
        raise desk.failure


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise ScorerError("E726", host=host, port=port, reason=error.strerror or type(error).__name__) from error


def _protocol(connections: int) -> type[H11Protocol]:
    class Protocol(_PatientProtocol):
        most_connections = connections

    return Protocol


class _PatientProtocol(H11Protocol):
    """uvicorn's protocol with a limit of connections, a limit of time for the head of a request, and problem details
    for what is no HTTP."""

    most_connections: int

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            self._refuse("E706")
        else:
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._expect_head()
        else:
            self._forget_head()

    def send_400_response(self, msg: str) -> None:
        self._refuse("E701")

    def _expect_head(self) -> None:
        if self._due is None:
            self._due = self.loop.call_later(_HEAD_SECONDS, self._give_up)

    def _forget_head(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _give_up(self) -> None:
        self._due = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _refuse(self, code: str) -> None:
        """Write a whole answer to the connection and close it; no application is asked."""
        error = ScorerError(code, reason="it is not HTTP") if code == "E701" else ScorerError(code)
        answer = problem_response(error, "none")
        lines = [b"HTTP/1.1 %d %s" % (answer.status_code, _phrase(answer.status_code))]
        lines += [name + b": " + value for name, value in (*answer.raw_headers, (b"connection", b"close"))]
        self.transport.write(b"\r\n".join([*lines, b"", b""]) + bytes(answer.body))
        self.transport.close()


def _phrase(status: int) -> bytes:
    return HTTPStatus(status).phrase.encode()
