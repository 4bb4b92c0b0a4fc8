"""Whether the service lives, whether it is ready, and its figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from starlette.responses import Response

from api import metrics
from api.deps import Admitted, Running
from api.documented import PROBLEMS
from api.schemas import Health
from scorer.errors import ScorerError

_Route = TypeVar("_Route", bound=Callable[..., Any])

router = APIRouter()


def _probed(path: str) -> Callable[[_Route], _Route]:
    """Answers HEAD too, as load balancers probe. It stands under ``router.get``, which alone is described, and so is
    asked first; its methods are those that the header Allow names."""
    return router.api_route(path, methods=["GET", "HEAD"], response_model=Health, include_in_schema=False)


@router.get("/health/live", summary="Is it alive?", response_model=Health)
@_probed("/health/live")
async def live() -> dict[str, str]:
    """Yes, where this answers."""
    return {"status": "live"}


@router.get("/health/ready", summary="Is it ready?", response_model=Health, responses=PROBLEMS)
@_probed("/health/ready")
async def ready(service: Running) -> dict[str, str]:
    """Once the model is loaded and verified; before, and where it cannot be, 503."""
    if not service.desk.ready:
        raise service.desk.failure or ScorerError("E707")
    return {"status": "ready"}


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    dependencies=[Admitted],
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **PROBLEMS},
)
async def figures(service: Running) -> Response:
    """Counts and times by method, route and status."""
    text = service.metrics.text(accepted=service.desk.accepted, held=service.held.bytes, ready=service.desk.ready)
    return Response(text, media_type=metrics.MEDIA_TYPE)
