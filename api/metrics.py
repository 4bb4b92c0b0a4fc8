"""Counts and times for Prometheus: methods, routes and statuses, and never anything of a request's content."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))


def known(method: str) -> str:
    """A method, or "other": a client may invent them without end, and each would be a series kept for ever."""
    return method if method in _METHODS else "other"


class Metrics:
    """The figures of one service, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("evidence_scorer_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "evidence_scorer_request_seconds",
            "Time from the first byte to the end of the answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._cells = Counter("evidence_scorer_cells", "Cells scored.", registry=self._registry)
        self._refused = Counter(
            "evidence_scorer_refusals",
            "Requests refused, by the code of the error.",
            ("code",),
            registry=self._registry,
        )
        self._dropped = Counter(
            "evidence_scorer_connections_dropped",
            "Connections ended because the client did not take its answer.",
            registry=self._registry,
        )
        self._accepted = Gauge(
            "evidence_scorer_requests_accepted", "Requests at work or waiting for a worker.", registry=self._registry
        )
        self._held = Gauge("evidence_scorer_held_bytes", "Bytes of requests held now.", registry=self._registry)
        self._ready = Gauge("evidence_scorer_ready", "1 where the service is ready.", registry=self._registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer to a method as ``known`` gives it."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def dropped(self) -> None:
        """Count one connection that was ended because its client did not take its answer."""
        self._dropped.inc()

    def scored(self, cells: int) -> None:
        """Count cells."""
        self._cells.inc(cells)

    def refused(self, code: str) -> None:
        """Count one refusal."""
        self._refused.labels(code).inc()

    def text(self, *, accepted: int, held: int, ready: bool) -> bytes:
        """All figures, as Prometheus reads them."""
        self._accepted.set(accepted)
        self._held.set(held)
        self._ready.set(ready)
        return generate_latest(self._registry)
