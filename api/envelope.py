"""What every request and every answer gets: a number, headers of safety, a line in the log, a count.

It is the outermost layer and the last resort: an exception that reaches it is answered as E714, and only where it was
raised is logged.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import event, fault_of
from api.metrics import Metrics, known
from api.problems import problem_response
from scorer.errors import ScorerError

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Set where the answer does not set them itself; a page brings its own policy."""
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Request-ID",
    "Access-Control-Max-Age": "600",
}
_EXPOSED = (
    "X-Request-ID, X-Scorer-Version, X-Scorer-Model, X-Scorer-Rules, X-Input-SHA256, Retry-After, Content-Disposition"
)
"""The headers that a page of an allowed site may read."""
_GONE = 499
"""The status in the log of a request whose client went away before it was answered."""


class Envelope:
    """The outermost ASGI application.

    ``hosts`` are the names by which the service may be called, None for any. ``origins`` are the other sites whose
    pages may call it; without any, no page of another site is answered. ``versions`` gives the headers that say what
    answers, once that is known.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        metrics: Metrics,
        hosts: frozenset[str] | None,
        origins: frozenset[str],
        versions: Callable[[], dict[str, str]],
    ) -> None:
        self._app, self._metrics, self._hosts, self._origins = app, metrics, hosts, origins
        self.versions = versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; other kinds of connection pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await _Exchange(self, scope, receive, send).run(self._app)

    def origin_of(self, headers: Headers) -> str | None:
        """The other site whose page asks, or None. Raises ScorerError E713 where it may not, or the host is wrong."""
        host = headers.get("host", "")
        if self._hosts is not None and _name_of(host) not in self._hosts:
            raise ScorerError("E713")
        origin = headers.get("origin")
        if origin is None or origin.partition("://")[2] == host:
            return None
        if origin not in self._origins:
            raise ScorerError("E713")
        return origin

    def refused(self, code: str) -> None:
        """Count a refusal of this layer's own."""
        self._metrics.refused(code)

    def record(self, exchange: _Exchange) -> None:
        """Count and log a request that has ended."""
        scope, seconds = exchange.scope, time.perf_counter() - exchange.begun
        route = getattr(scope.get("route"), "path", None) or "other"
        method = known(scope["method"])
        self._metrics.answered(method, route, exchange.status, seconds)
        event(
            "request",
            level=logging.DEBUG if route.startswith("/health/") else logging.INFO,
            request_id=exchange.request_id,
            method=method,
            route=route,
            status=exchange.status,
            milliseconds=round(seconds * 1000, 1),
            bytes_in=exchange.bytes_in,
            bytes_out=exchange.bytes_out,
            **scope["state"].get("facts", {}),
        )


class _Exchange:
    """One request and its answer."""

    def __init__(self, envelope: Envelope, scope: Scope, receive: Receive, send: Send) -> None:
        self._envelope, self.scope, self._receive, self._send = envelope, scope, receive, send
        self.begun = time.perf_counter()
        self.status = _GONE
        self.bytes_in = self.bytes_out = 0
        self._origin: str | None = None
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        self.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        self._headers = headers
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def run(self, app: ASGIApp) -> None:
        """Answer it, whatever happens."""
        try:
            if {"content-length", "transfer-encoding"} <= set(self._headers):
                # A proxy may have counted by the other one, and taken what follows for another client's.
                raise ScorerError("E701", reason="it tells its length in two ways")
            self._origin = self._envelope.origin_of(self._headers)
            if self._origin and self.scope["method"] == "OPTIONS":
                await Response(status_code=204, headers=_PREFLIGHT)(self.scope, self._receive, self._sending)
            else:
                await app(self.scope, self._receiving, self._sending)
        except ClientDisconnect:
            pass
        except ScorerError as error:
            await self._refuse(error)
        except Exception as error:
            event("fault", level=logging.ERROR, request_id=self.request_id, fault=fault_of(error))
            await self._refuse(ScorerError("E714"))
        finally:
            self._envelope.record(self)

    async def _refuse(self, error: ScorerError) -> None:
        if self.status == _GONE:
            self._envelope.refused(error.code)
            self.scope["state"].setdefault("facts", {})["code"] = error.code
            answer = problem_response(error, self.request_id)
            answer.headers["Connection"] = "close"
            await answer(self.scope, self._receive, self._sending)

    async def _receiving(self) -> Message:
        message = await self._receive()
        self.bytes_in += len(message.get("body", b""))
        return message

    async def _sending(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in (SAFETY | self._envelope.versions()).items():
                headers.setdefault(name, value)
            headers["X-Request-ID"] = self.request_id
            if self._origin:
                headers["Access-Control-Allow-Origin"] = self._origin
                headers["Access-Control-Expose-Headers"] = _EXPOSED
                headers.add_vary_header("Origin")
        elif message["type"] == "http.response.body":
            self.bytes_out += len(message.get("body", b""))
        await self._send(message)


def _name_of(host: str) -> str:
    """A Host header without its port."""
    name = host.rpartition(":")[0] if re.search(r":\d+\Z", host) else host
    return name.strip("[]").lower()
