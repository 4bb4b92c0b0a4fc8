"""Whether the service lives, whether it is ready, and its figures."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import metrics
from api.deps import Admitted, Running
from api.documented import PROBLEMS
from api.schemas import Health
from scorer.errors import ScorerError

router = APIRouter()


@router.get("/health/live", summary="Is it alive?", response_model=Health)
async def live() -> dict[str, str]:
    """Yes, where this answers."""
    return {"status": "live"}


@router.get("/health/ready", summary="Is it ready?", response_model=Health, responses=PROBLEMS)
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
