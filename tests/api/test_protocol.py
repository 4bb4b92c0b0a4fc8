"""Clients that dawdle, crowd or speak no HTTP: each is told, or dropped, and nobody else hears of it."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn

from api import protocol
from api.envelope import SAFETY
from api.metrics import Metrics
from api.problems import MEDIA_TYPE
from scorer.settings import ServiceSettings

from .serving import HANG, until

LARGE = 30_000_000
"""More bytes than the system holds for a client that does not read."""


async def answering(scope: Any, receive: Any, send: Any) -> None:
    """An application with an answer that is as large as its path says."""
    size = int(scope["path"][1:])
    headers = [(b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": bytes(size)})


@dataclass
class Side:
    """A listening side: its port and its figures."""

    port: int
    metrics: Metrics

    def connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=HANG)

    def told(self, sent: bytes) -> bytes:
        """What comes back for some bytes, until the connection ends."""
        with self.connected() as connection:
            connection.sendall(sent)
            return rest(connection)

    def counts(self, figure: str) -> bool:
        return figure.encode() in self.metrics.text(accepted=0, held=0, ready=True)


def rest(connection: socket.socket) -> bytes:
    answer = b""
    while more := connection.recv(65_536):
        answer += more
    return answer


@contextmanager
def listening(**settings: Any) -> Iterator[Side]:
    metrics = Metrics()
    kind = protocol.protocol(ServiceSettings(**settings), metrics)
    config = uvicorn.Config(answering, http=kind, ws="none", lifespan="off", log_config=None, access_log=False)
    config.h11_max_incomplete_event_size = protocol.MOST_HEAD
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        until(lambda: server.started)
        try:
            yield Side(taken.getsockname()[1], metrics)
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


@pytest.fixture(scope="module")
def side() -> Iterator[Side]:
    with listening(connections=3) as side:
        yield side


def refused(answer: bytes, status: int, code: str) -> None:
    """A refusal has the shape and the headers of every other."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert first.split()[:2] == ["HTTP/1.1", str(status)]
    headers = httpx.Headers([tuple(line.split(": ", 1)) for line in lines])
    told = json.loads(body)
    assert told["code"] == code
    assert told["request_id"] == headers["x-request-id"]
    assert headers["content-type"] == MEDIA_TYPE
    assert int(headers["content-length"]) == len(body)
    assert {name: headers[name] for name in SAFETY} == SAFETY


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\xfc\r\n\r\n",
        b"GET / HTTQ/1.1\r\n\r\n",
        b"A" * 70_000,
        b"GET /1 HTTP/1.1\r\nHost: x\r\nA: " + b"x" * 70_000,
        b"GET /1 HTTP/1.1\r\n\r\n",
        b"GET /1 HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET /1 HTTP/1.1\r\nHost: x\r\nX\xff: y\r\n\r\n",
        b"GET /1 HTTP/1.1\r\nHost: x\r\nX : y\r\n\r\n",
        b"GET /1 HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n",
        b"POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    ],
    ids=lambda sent: repr(sent[:60]),
)
def test_what_is_no_http_is_told_so_in_the_same_shape(side: Side, sent: bytes) -> None:
    refused(side.told(sent), 400, "E701")


def test_what_is_told_on_the_connection_is_counted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    with listening() as side, caplog.at_level(logging.INFO):
        side.told(b"Mrs Example\r\n\r\n")
        assert side.counts('evidence_scorer_refusals_total{code="E701"} 1.0')
        assert side.counts('evidence_scorer_requests_total{method="other",route="other",status="400"} 1.0')
    (record,) = [record for record in caplog.records if record.getMessage() == "refused"]
    facts = record.__dict__["facts"]
    assert (facts["status"], facts["code"]) == (400, "E701")
    assert "Example" not in caplog.text + json.dumps(facts)


def test_a_connection_too_many_is_told_and_the_others_go_on(side: Side) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(side.connected()) for _ in range(3)]
        refused(side.told(b""), 503, "E706")
        held[0].sendall(b"GET /5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert rest(held[0]).endswith(b"\r\n\r\n" + bytes(5))


def test_a_head_must_arrive_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.2)
    with listening() as side:
        assert side.told(b"") == b""
        assert side.told(b"GET / HTTP/1.1\r\nHo") == b""


def test_requests_one_after_another_on_a_connection_are_answered_in_order(side: Side) -> None:
    asked = [b"GET /%d HTTP/1.1\r\nHost: x\r\n" % size for size in (1, 2, 3)]
    answer = side.told(b"\r\n".join(asked) + b"Connection: close\r\n\r\n")
    bodies = [part.partition(b"\r\n\r\n")[2] for part in answer.split(b"HTTP/1.1 200 OK")[1:]]
    assert bodies == [bytes(1), bytes(2), bytes(3)]


def test_a_client_that_does_not_take_its_answer_is_dropped_and_others_are_answered() -> None:
    with listening(answer_seconds=1) as side, side.connected() as idle:
        idle.sendall(f"GET /{LARGE} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        other = httpx.get(f"http://127.0.0.1:{side.port}/{LARGE}", timeout=HANG)
        assert other.content == bytes(LARGE)
        until(lambda: side.counts("evidence_scorer_connections_dropped_total 1.0"))
        with pytest.raises(ConnectionResetError):
            rest(idle)


def test_a_client_that_does_not_take_its_answer_does_not_hinder_the_end() -> None:
    with listening(answer_seconds=1) as side:
        idle = side.connected()
        idle.sendall(f"GET /{LARGE} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        until(lambda: side.counts("evidence_scorer_connections_dropped_total 1.0"))
        idle.close()


class Loop:
    """Stands in for time: what is due later is done when it is told to."""

    def __init__(self) -> None:
        self.due: list[Callable[[], None]] = []

    def call_later(self, _: float, function: Callable[..., None], *args: Any) -> Any:
        def call() -> None:
            function(*args)

        self.due.append(call)

        def cancel(_: object) -> None:
            self.due = [other for other in self.due if other is not call]

        return type("Handle", (), {"cancel": cancel})()

    def passes(self) -> None:
        due, self.due = self.due, []
        for call in due:
            call()


class Transport:
    """Stands in for a connection with so much of an answer left to take."""

    def __init__(self, left: int) -> None:
        self.left, self.aborted = left, False

    def get_write_buffer_size(self) -> int:
        return self.left

    def get_extra_info(self, _: str) -> Any:
        return type("Socket", (), {"setsockopt": lambda *_: None})()

    def abort(self) -> None:
        self.left, self.aborted = 0, True


@pytest.fixture
def opened() -> Callable[[int], tuple[Any, Transport, Loop]]:
    """Gives connections of one service with answers of which so many bytes are left."""
    kind = protocol.protocol(ServiceSettings(held_bytes=1_000_000), Metrics())

    def make(left: int) -> tuple[Any, Transport, Loop]:
        connection = kind.__new__(kind)
        loop, transport = Loop(), Transport(left)
        connection.loop, connection.transport = loop, transport  # type: ignore[assignment]
        connection.flow = type("Flow", (), {"pause_writing": lambda _: None, "resume_writing": lambda _: None})()
        connection._take_due = None
        connection.pause_writing()
        return connection, transport, loop

    return make


def test_who_takes_enough_of_an_answer_has_all_the_time(opened: Any) -> None:
    connection, transport, loop = opened(10 * protocol.LEAST_TAKEN)
    while transport.left:
        transport.left -= protocol.LEAST_TAKEN
        if not transport.left:
            connection.resume_writing()
        loop.passes()
    assert not transport.aborted
    assert (loop.due, connection.taking) == ([], {})


@pytest.mark.parametrize(("left", "taken"), [(900_000, 0), (900_000, protocol.LEAST_TAKEN - 1), (50, 0), (50, 49)])
def test_who_takes_too_little_of_an_answer_is_dropped(opened: Any, left: int, taken: int) -> None:
    connection, transport, loop = opened(left)
    transport.left -= taken
    loop.passes()
    assert transport.aborted
    assert (loop.due, connection.taking) == ([], {})
    assert connection.metrics.text(accepted=0, held=0, ready=True).count(b"dropped_total 1.0") == 1


def test_where_too_much_is_left_untaken_the_one_that_waits_longest_is_dropped(opened: Any) -> None:
    _, first, loop = opened(600_000)
    _, second, _ = opened(300_000)
    assert not first.aborted
    _, third, _ = opened(200_000)
    assert (first.aborted, second.aborted, third.aborted) == (True, False, False)
    assert loop.due == []
    _, alone, _ = opened(5_000_000)
    assert (second.aborted, third.aborted, alone.aborted) == (True, True, False)
