"""``POST /v1/cells``: a list of ready cells, scored."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import work
from api.bodies import body_of
from api.deps import Admitted, Described, Running, answer
from api.documented import PROBLEMS, json_body, reports
from api.examples import CELLS
from api.schemas import CellsIn, Report
from api.uploads import media_type_of
from scorer.errors import ScorerError

router = APIRouter(prefix="/v1")


@router.post(
    "/cells",
    summary="Score a list of cells",
    dependencies=[Admitted, Described],
    response_model=Report,
    response_class=Response,
    responses={200: reports(("json",), Report), **PROBLEMS},
    openapi_extra=json_body(CellsIn, CELLS),
)
async def score_cells(request: Request, service: Running) -> Response:
    """The answer is what `evidence-scorer score` prints for the same cells in a `.jsonl` file, but for the file's name
    and digest. The cells make one form, or several: one ends where `form`, `landlord`, `code` or `form_date` changes,
    or where a provision comes again, and after 500 cells at the latest. The cells of all forms together are those of
    the list, in its order.
    """
    if media_type_of(request.headers.get("content-type", "")) != "application/json":
        raise ScorerError("E711", types="application/json")
    service.desk.check()
    limits = service.service
    async with body_of(request, service.held, most=service.most_bytes(), seconds=limits.body_seconds) as body:
        done = await service.desk.run(work.score_cells, body, limits.cells, seconds=limits.list_seconds)
    return answer(request, service, done, "json")
