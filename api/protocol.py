"""HTTP on one connection: uvicorn's protocol, which here keeps its temper with clients that dawdle.

A connection costs little and an answer may cost megabytes, so both have limits: how many connections there are, how
long the head of a request may take to arrive, and how fast an answer must be taken. Bodies have limits of their own.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct
from http import HTTPStatus
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from api.envelope import SAFETY
from api.logs import event
from api.metrics import Metrics
from api.problems import problem_response
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings

HEAD_SECONDS = 10
"""How long the head of a request may take to arrive."""

MOST_HEAD = 65_536
"""Bytes of the largest head of a request."""

LEAST_TAKEN = 100_000
"""Bytes of an answer that a client takes in ``answer_seconds``, or all that is left of it; else it is dropped."""

_AT_ONCE = struct.pack("ii", 1, 0)


def protocol(service: ServiceSettings, metrics: Metrics) -> type[PatientProtocol]:
    """The protocol with the limits of a service."""
    return type("Protocol", (PatientProtocol,), {"service": service, "metrics": metrics, "taking": {}})


class PatientProtocol(H11Protocol):
    """One connection, with its limits; what is no HTTP gets problem details as everything else does.

    ``taking`` are the connections whose clients have not taken all of an answer, those that wait longest first.
    """

    service: ServiceSettings
    metrics: Metrics
    taking: dict[PatientProtocol, None]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._head_due: asyncio.TimerHandle | None = None
        self._take_due: asyncio.TimerHandle | None = None

    # Requests ---------------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client connected; one too many is told so."""
        super().connection_made(transport)
        # So that it is told of all that a client leaves untaken, and not of large answers alone.
        transport.set_write_buffer_limits(high=0)
        if len(self.connections) > self.service.connections:
            self._refuse(ScorerError("E706"))
        else:
            self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        self._forget_head()
        self._all_taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes of a request came; its head is due from the first of them."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._expect_head()
        else:
            self._forget_head()

    def send_400_response(self, msg: str) -> None:
        """What came is no request."""
        self._refuse(ScorerError("E701", reason=f"it is no HTTP, or its head is larger than {MOST_HEAD // 1024} KiB"))

    def _should_upgrade(self) -> bool:
        return False  # and without a warning, which anybody could have written into the log

    def _expect_head(self) -> None:
        if self._head_due is None:
            self._head_due = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _forget_head(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _give_up(self) -> None:
        self._head_due = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()

    def _refuse(self, error: ScorerError) -> None:
        """Write a whole answer to the connection and close it; no application is asked."""
        request_id = secrets.token_hex(8)
        answer = problem_response(error, request_id)
        answer.headers.update(SAFETY | {"X-Request-ID": request_id, "Connection": "close"})
        lines = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}".encode()]
        lines += [name + b": " + value for name, value in answer.raw_headers]
        self.transport.write(b"\r\n".join([*lines, b"", b""]) + bytes(answer.body))
        self.transport.close()
        self.metrics.answered("other", "other", answer.status_code, 0.0)
        self.metrics.refused(error.code)
        event("refused", request_id=request_id, status=answer.status_code, code=error.code)

    # Answers ----------------------------------------------------------------------------------------------------------

    def pause_writing(self) -> None:
        """The client leaves some of an answer untaken: it has a time to take it, and room for all is bounded."""
        super().pause_writing()
        self.taking[self] = None
        self._expect_taking()
        while len(self.taking) > 1 and sum(map(_untaken, self.taking)) > self.service.held_bytes:
            next(iter(self.taking))._drop()

    def resume_writing(self) -> None:
        """All of it is taken."""
        self._all_taken()
        super().resume_writing()

    def _expect_taking(self) -> None:
        most = max(0, _untaken(self) - LEAST_TAKEN)
        self._take_due = self.loop.call_later(self.service.answer_seconds, self._look, most)

    def _look(self, most: int) -> None:
        if _untaken(self) > most:
            self._drop()
        else:
            self._expect_taking()

    def _all_taken(self) -> None:
        self.taking.pop(self, None)
        if self._take_due is not None:
            self._take_due.cancel()
            self._take_due = None

    def _drop(self) -> None:
        """End the connection at once, and let go of what its client did not take."""
        left = _untaken(self)
        self._all_taken()
        # The system is to forget its share at once too, instead of offering it for minutes: the client sees a reset.
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self.transport.abort()
        self.metrics.dropped()
        event("dropped", bytes_left=left)


def _untaken(connection: PatientProtocol) -> int:
    """Bytes of answers that the system would not take yet, because the client does not."""
    return connection.transport.get_write_buffer_size()
