"""How much one client may ask for: requests a minute, and the bytes of requests held in memory."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from scorer.errors import ScorerError

_MOST_CLIENTS = 10_000
"""Clients remembered; the one that was seen longest ago is forgotten first, which only does it good."""


class Rate:
    """Requests a minute for each client; a minute's worth may come at once. ``per_minute`` 0 sets no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = float(per_minute), clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> float:
        """Count one request. Returns 0 where it may pass, else the seconds until the next one may."""
        if not self._most:
            return 0.0
        now, a_second = self._clock(), self._most / 60
        left, seen = self._left.pop(client, (self._most, now))
        left = min(self._most, left + (now - seen) * a_second)
        passes = left >= 1
        self._left[client] = (left - 1 if passes else left, now)
        if len(self._left) > _MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if passes else (1 - left) / a_second


class Held:
    """The bytes of requests in memory, all together."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0

    @property
    def bytes(self) -> int:
        """How many are held now."""
        return self._bytes

    def add(self, count: int) -> None:
        """Hold more. Raises ScorerError E706 where that is more than can be."""
        if self._bytes + count > self._most:
            raise ScorerError("E706")
        self._bytes += count

    def release(self, count: int) -> None:
        """Hold less."""
        self._bytes -= count
