"""Imports a library without a part of it that takes long to import, and of which nothing is asked here.

A stand-in has the part's place while the library is imported. Whatever the library takes from it by name is a promise:
the real part is imported when it is first used, and ``import`` gives the real part as soon as the library is there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


class _Promise:
    """What stands in a module under a name, got when it is first called or looked into."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _kept(self) -> Any:
        return getattr(import_module(self._module), self._name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._kept()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept(), name)


class _StandIn(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Promise(self.__name__, name)


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """While it is open, imports of these modules give stand-ins. Those that are imported already stay."""
    placed = [name for name in modules if name not in sys.modules]
    sys.modules.update({name: _StandIn(name) for name in placed})
    try:
        yield
    finally:
        for name in placed:
            del sys.modules[name]
