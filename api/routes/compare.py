"""``POST /v1/compare``: last year's form beside this year's."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import work
from api.bodies import body_of
from api.deps import Admitted, Described, Running, answer, wanted_format
from api.documented import PROBLEMS, file_body, reports
from api.formats import COMPARISONS
from api.schemas import Comparisons
from api.work import ComparisonFormat

router = APIRouter(prefix="/v1")


@router.post(
    "/compare",
    summary="Compare two years",
    dependencies=[Admitted, Described],
    response_model=Comparisons,
    response_class=Response,
    responses={200: reports(COMPARISONS, Comparisons), **PROBLEMS},
    openapi_extra=file_body(("last", "this")),
)
async def compare_forms(
    request: Request,
    service: Running,
    format: Annotated[ComparisonFormat | None, Query(description="The format; it outranks `Accept`.")] = None,
) -> Response:
    """What became of last year's answers and promises. Send last year's form as the part `last` and this year's as the
    part `this`. As JSON the answer is what `evidence-scorer compare` prints for the two files.
    """
    wanted = wanted_format(request, format, COMPARISONS)
    service.desk.check()
    seconds = service.service.body_seconds
    async with body_of(request, service.held, most=service.most_bytes(2), seconds=seconds) as body:
        kind = request.headers.get("content-type", "")
        done = await service.desk.run(work.compare_forms, body, kind, wanted)
    return answer(request, service, done, wanted)
