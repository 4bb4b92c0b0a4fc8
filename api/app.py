"""The service put together: ``create_app`` gives the ASGI application.

One process listens, and hands every body as it came to a pool of worker processes, which read, score and write. So
the rate of a client, the places in the queue and the figures are counted in one place, and nothing that parses what a
stranger sent shares a process with another's request.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import pages
from api.access import hosts_of, listed, needs_keys
from api.deps import Service, headers_of, note
from api.desk import Desk
from api.documented import complete
from api.envelope import Envelope
from api.keys import KeyRing
from api.limits import Held, Rate
from api.metrics import Metrics
from api.problems import RefusalError, problem_response
from api.routes import catalogue, cells, compare, forms, health
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings, Settings

DESCRIPTION = (
    "Scores the evidence in social landlords' self-assessments against the Complaint Handling Code: how checkable it "
    "is, whether its words stand against the claimed compliance, and which words those are. It judges what is "
    "written, not the landlord. Nothing that is sent is stored."
)
_OF_HTTP = {404: "E702", 405: "E703"}


def create_app(settings: Settings | None = None, service: ServiceSettings | None = None) -> FastAPI:
    """The service as an ASGI application; without settings, those of the environment.

    Starting it starts the worker processes; ``/health/ready`` tells when the model is loaded. A service of this
    machine alone answers only to the machine's own names (a test client says ``base_url="http://127.0.0.1"``).
    Raises ScorerError E503, E511 or E512 for wrong settings.
    """
    settings = settings or Settings.from_environment()
    service = service or ServiceSettings.from_environment()
    metrics = Metrics()
    parts = Service(
        settings,
        service,
        Desk(settings, service, pages.ANSWERS),
        Held(service.held_bytes),
        Rate(service.rate),
        metrics,
        KeyRing(service.keys.expanduser()) if needs_keys(service) else None,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        parts.desk.open()
        try:
            yield
        finally:
            await parts.desk.close()

    app = FastAPI(
        title="Evidence scorer",
        version=version("evidence-scorer"),
        description=DESCRIPTION,
        lifespan=lifespan,
        openapi_url="/v1/openapi.json",
        # The usual pages of documentation load scripts from elsewhere.
        docs_url=None,
        # A redirect would name the scheme of this side of the proxy, and have the form sent again in clear.
        redirect_slashes=False,
        redoc_url=None,
    )
    app.state.service = parts
    described = app.openapi
    setattr(app, "openapi", cache(lambda: complete(described())))  # noqa: B010 -- the framework's way to change it
    app.include_router(health.router, tags=["service"])
    app.include_router(cells.router, tags=["scoring"])
    app.include_router(forms.router, tags=["scoring"])
    app.include_router(compare.router, tags=["scoring"])
    app.include_router(catalogue.router, tags=["what it judges by"])
    app.include_router(pages.router, include_in_schema=False)
    app.add_exception_handler(ScorerError, _refused)
    app.add_exception_handler(HTTPException, _framework_refused)
    app.add_exception_handler(RequestValidationError, _misdescribed)
    app.add_middleware(
        Envelope,
        metrics=metrics,
        hosts=hosts_of(service),
        origins=listed(service.origins),
        versions=lambda: headers_of(parts.desk.about.versions) if parts.desk.about else {},
    )
    return app


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, ScorerError)
    service: Service = request.app.state.service
    service.metrics.refused(error.code)
    note(request, code=error.code)
    if pages.is_for_reader(request):
        return pages.problem_page(request, service, error)
    return problem_response(error, request.state.request_id)


async def _framework_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _OF_HTTP.get(error.status_code)
    if code is None:
        return await _refused(request, ScorerError("E701", reason="it cannot be read"))
    return await _refused(request, RefusalError(code, headers=dict(error.headers or {})))


async def _misdescribed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # Only what the parameter is called and may be is told: the rest of what the framework knows quotes what was sent.
    faults = {str(fault["loc"][1]): fault.get("ctx", {}) for fault in error.errors() if len(fault["loc"]) > 1}
    if "code" in faults and request.scope["path"].startswith("/v1/rules/"):
        return await _refused(request, ScorerError("E702"))
    told = [f"the parameter {name} cannot be that{_what_it_may_be(facts)}" for name, facts in sorted(faults.items())]
    return await _refused(request, ScorerError("E701", reason="; ".join(told)))


def _what_it_may_be(facts: Mapping[str, Any]) -> str:
    return f", only {facts['expected']}" if "expected" in facts else ""
