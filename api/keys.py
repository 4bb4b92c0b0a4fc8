"""Keys of the service: named, kept as hashes, revocable while it runs.

A key is 32 random bytes, so one round of SHA-256 hides it: there is nothing to guess that a slow hash would have to
protect. It is shown once, when it is made.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from scorer.errors import ScorerError

SCHEMA = 1
_MARK = "es_"
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the file: the name, the SHA-256 of the key in hexadecimal, and the day it was made."""

    name: str
    sha256: str
    made: str


def read_keys(path: Path) -> tuple[Key, ...]:
    """The keys of a file; none where there is no such file. Raises ScorerError E722 where it cannot be used."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Key(str(entry["name"]), str(entry["sha256"]), str(entry["made"])) for entry in document["keys"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScorerError("E722", path=path, reason=type(error).__name__) from None


def add_key(path: Path, name: str) -> str:
    """Make a key and keep its hash; returns the key. Raises ScorerError E722, E723 or E725."""
    if not _NAME.fullmatch(name):
        raise ScorerError("E725")
    keys = read_keys(path)
    if any(key.name == name for key in keys):
        raise ScorerError("E723")
    secret = _MARK + secrets.token_urlsafe(32)
    _write(path, (*keys, Key(name, digest(secret), datetime.now(UTC).date().isoformat())))
    return secret


def revoke_key(path: Path, name: str) -> None:
    """Take a key away; running services refuse it from now on. Raises ScorerError E722 or E724."""
    keys = read_keys(path)
    left = tuple(key for key in keys if key.name != name)
    if len(left) == len(keys):
        raise ScorerError("E724")
    _write(path, left)


def digest(secret: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class KeyRing:
    """The keys of a file as they are now: it is read again when it has changed.

    Where it cannot be read, no key is good.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def name_of(self, secret: str) -> str | None:
        """The name of a good key, or None. The time that it takes tells nothing of any key."""
        given, found = digest(secret), None
        for key in self._current():
            if hmac.compare_digest(key.sha256.encode(), given.encode()):
                found = key.name
        return found

    def _current(self) -> tuple[Key, ...]:
        try:
            state = self._path.stat()
            seen = (state.st_ino, state.st_mtime_ns, state.st_size)
            if seen != self._seen:
                self._keys, self._seen = read_keys(self._path), seen
        except (OSError, ScorerError):
            self._keys, self._seen = (), None
        return self._keys


def _write(path: Path, keys: tuple[Key, ...]) -> None:
    text = json.dumps({"schema": SCHEMA, "keys": [asdict(key) for key in keys]}, indent=2) + "\n"
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ScorerError("E722", path=path, reason=error.strerror or type(error).__name__) from error
