"""What routes ask for: the parts of the running service, the client's right to be served, the format it wants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from starlette.responses import Response

from api.desk import Desk
from api.formats import FORMATS, negotiated
from api.keys import KeyRing
from api.limits import Held, Rate
from api.metrics import Metrics
from api.problems import RefusalError
from api.work import ReportFormat, Versions, Work
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings, Settings

_Format = TypeVar("_Format", bound=ReportFormat)
_FORM_OVERHEAD = 65_536
"""Bytes that the parts of a form may add to its files."""


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a running service; ``keys`` is None where none is needed."""

    settings: Settings
    service: ServiceSettings
    desk: Desk
    held: Held
    rate: Rate
    metrics: Metrics
    keys: KeyRing | None

    def most_bytes(self, files: int = 1) -> int:
        """The largest body that may hold so many files."""
        return files * self.settings.max_bytes + _FORM_OVERHEAD


def service_of(request: Request) -> Service:
    """The running service."""
    service: Service = request.app.state.service
    return service


Running = Annotated[Service, Depends(service_of)]


def admit(request: Request, service: Running) -> None:
    """Let a client in: with a good key where one is needed, and not too often.

    Raises ScorerError E704 or E705.
    """
    address = request.client.host if request.client else "unknown"
    client, good = f"address {address}", True
    if service.keys is not None:
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        name = service.keys.name_of(secret.strip()) if scheme.lower() == "bearer" else None
        if name is None:
            # Guesses count against the address they come from.
            good = False
        else:
            client = f"key {name}"
            note(request, key=name)
    wait = service.rate.take(client)
    if wait:
        raise RefusalError("E705", headers={"Retry-After": str(math.ceil(wait))})
    if not good:
        raise ScorerError("E704")


Admitted = Depends(admit)


def describe(request: Request) -> None:
    """Refuse a parameter that the route does not have: misspelt, it would silently change nothing.

    Raises ScorerError E701.
    """
    known = [parameter.alias for parameter in request.scope["route"].dependant.query_params]
    if not request.query_params.keys() <= set(known):
        has = f"the parameters {', '.join(known)} and no others" if known else "no parameters"
        raise ScorerError("E701", reason=f"this address has {has}")


Described = Depends(describe)


def wanted_format(request: Request, format: _Format | None, offered: Sequence[_Format]) -> _Format:
    """The format to answer in: that of ``?format=``, else the best that ``Accept`` allows. Raises ScorerError E710."""
    found = format or negotiated(request.headers.get("accept", ""), offered)
    if found is None:
        raise ScorerError("E710", formats=", ".join(offered))
    return found


def note(request: Request, **facts: object) -> None:
    """Add facts to the request's line in the log: sizes, versions and names of ours; never content."""
    request.scope["state"].setdefault("facts", {}).update(facts)


def answer(request: Request, service: Service, work: Work, format: ReportFormat) -> Response:
    """The answer to work that is done, with what made it in its headers."""
    media_type, disposition = FORMATS[format].media_type, FORMATS[format].disposition
    service.metrics.scored(work.cells)
    note(request, format=format, cells=work.cells, model=work.versions.model_sha256[:12])
    headers = headers_of(work.versions) | {"X-Input-SHA256": ", ".join(work.inputs)}
    if disposition:
        headers["Content-Disposition"] = disposition
    return Response(work.body, headers=headers, media_type=media_type)


def headers_of(versions: Versions) -> dict[str, str]:
    """The headers that say what made an answer."""
    return {
        "X-Scorer-Version": versions.version,
        "X-Scorer-Model": f"{versions.model}; sha256={versions.model_sha256}",
        "X-Scorer-Rules": f"sha256={versions.rules_sha256}",
    }
