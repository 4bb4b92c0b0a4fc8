"""What is worked out once and kept, for as long as the process runs.

What is kept are short texts that thousands of forms share. A long one is a landlord's own, seldom comes twice, and
takes memory for as long as it is kept, also where the form that it came with was refused: it is worked out and let go.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

LONGEST_TEXT = 5_000
"""Characters of the longest requirement that is kept, far more than any edition has."""

LONGEST_WORD = 64
"""Characters of the longest word that is kept."""

_Key = TypeVar("_Key", bound=str | tuple[str, ...])
_Known = TypeVar("_Known")


class Kept(dict[_Key, _Known], Generic[_Key, _Known]):
    """What is to be known of each text, or of some texts together, worked out when it is first asked for.

    A plain dictionary, because one that orders its keys by their last use takes three times as long to ask. It starts
    afresh when it has ``most``, rather than growing without end. What has more than ``longest`` characters is not kept.
    """

    def __init__(self, learn: Callable[[_Key], _Known], most: int, longest: int) -> None:
        super().__init__()
        self._learn = learn
        self._most = most
        self._longest = longest

    def __missing__(self, key: _Key) -> _Known:
        known = self._learn(key)
        if (len(key) if isinstance(key, str) else sum(map(len, key))) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[key] = known
        return known
