"""Structured logs: one JSON object a line, of methods, routes, sizes and times, and never of content."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

LOGGER = logging.getLogger("evidence_scorer.service")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        facts: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            facts["fault"] = fault_of(record.exc_info[1])
        return json.dumps(facts, ensure_ascii=True)


def configure() -> None:
    """Send the service's and the server's logs to standard error, a JSON object a line."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", LOGGER.name):
        logger = logging.getLogger(name)
        logger.handlers = [handler] if name in ("uvicorn", LOGGER.name) else []
        logger.propagate = name == "uvicorn.error"
    logging.getLogger("uvicorn.access").disabled = True
    # It warns of what is no HTTP, of which we have a line of our own already.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    LOGGER.setLevel(logging.INFO)


def event(name: str, /, *, level: int = logging.INFO, **facts: object) -> None:
    """Log one event with its facts."""
    LOGGER.log(level, name, extra={"facts": facts})


def fault_of(error: BaseException) -> str:
    """Where an exception was raised, without its message, which may quote what was sent."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"
