"""The body of a request into memory, and never further: bounded in bytes and in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from api.limits import Held
from scorer.errors import ScorerError


@asynccontextmanager
async def body_of(request: Request, held: Held, *, most: int, seconds: float) -> AsyncIterator[bytes]:
    """The whole body, counted as held while the context is open.

    Raises ScorerError E708 where it is larger than ``most`` bytes, E709 where it takes longer than ``seconds``, E706
    where too much is held already, E711 where it is compressed.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise ScorerError("E711", types="it without Content-Encoding")
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise _too_large(most)
    counted = 0
    try:
        data = bytearray()
        try:
            async with asyncio.timeout(seconds):
                async for chunk in request.stream():
                    if len(data) + len(chunk) > most:
                        raise _too_large(most)
                    held.add(len(chunk))
                    counted += len(chunk)
                    data += chunk
        except TimeoutError:
            raise ScorerError("E709", seconds=f"{seconds:g}") from None
        whole = bytes(data)
        del data
        yield whole
    finally:
        held.release(counted)


def _too_large(most: int) -> ScorerError:
    return ScorerError("E708", limit=f"{most / 1_000_000:,.1f} MB")
