"""``POST /v1/forms``: a form as a file, read and scored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api import work
from api.bodies import body_of
from api.deps import Admitted, Described, Running, answer, wanted_format
from api.documented import PROBLEMS, file_body, reports
from api.formats import REPORTS
from api.schemas import Report
from api.work import ReportFormat

router = APIRouter(prefix="/v1")


@router.post(
    "/forms",
    summary="Read and score a form",
    dependencies=[Admitted, Described],
    response_class=Response,
    responses={200: reports(REPORTS, Report), **PROBLEMS},
    openapi_extra=file_body(("file",), raw=True),
)
async def score_form(
    request: Request,
    service: Running,
    format: Annotated[ReportFormat | None, Query(description="The format; it outranks the header `Accept`.")] = None,
    name: Annotated[str, Query(description="The file's name, where the body is the file itself.")] = "",
) -> Response:
    """Word, PDF, Excel, CSV, HTML, text or cells (`.jsonl`), told from the bytes. Send the file as the part `file` of
    a form, or as the body itself. As JSON the answer is what `evidence-scorer score` prints for the file.
    """
    wanted = wanted_format(request, format, REPORTS)
    service.desk.check()
    seconds = service.service.body_seconds
    async with body_of(request, service.held, most=service.most_bytes(), seconds=seconds) as body:
        done = await service.desk.run(work.score_form, body, request.headers.get("content-type", ""), name, wanted)
    return answer(request, service, done, wanted)
