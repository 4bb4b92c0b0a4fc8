"""JSON, decoded so that it is known which keys an object has twice: Python keeps the last of them and says nothing."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

_NONE: frozenset[str] = frozenset()


class _Doubled(dict[str, Any]):
    """An object in which keys stand twice: the values that came last, and those keys."""

    __slots__ = ("twice",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = frozenset(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)


def decoded(text: str | bytes) -> Any:
    """What a JSON text holds. Raises ValueError or RecursionError where it is none."""
    return json.loads(text, object_pairs_hook=_object)


def twice(value: Any) -> frozenset[str]:
    """The keys that stand twice in an object that ``decoded`` gave; not those in what it holds."""
    return value.twice if isinstance(value, _Doubled) else _NONE


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    return values if len(values) == len(pairs) else _Doubled(pairs)
