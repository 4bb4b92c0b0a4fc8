"""Every refusal in one shape: problem details (RFC 9457) with the coded errors of the library.

The text of a request, a key or a stack trace never stands in one: messages are those of the catalogue, whose values
are counts, limits and names of our own.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from scorer.errors import ScorerError

MEDIA_TYPE = "application/problem+json"

_STATUS = {
    "E103": 415,
    "E107": 413,
    "E109": 413,
    "E110": 415,
    "E301": 400,
    "E501": 404,
    "E603": 503,
    "E604": 500,
    "E605": 503,
    "E606": 503,
    "E701": 400,
    "E702": 404,
    "E703": 405,
    "E704": 401,
    "E705": 429,
    "E706": 503,
    "E707": 503,
    "E708": 413,
    "E709": 408,
    "E710": 406,
    "E711": 415,
    "E712": 413,
    "E713": 403,
    "E714": 500,
}
_ROOMS = {"E1": 422, "E2": 422, "E3": 422, "E4": 503, "E5": 422, "E6": 422}
_RETRY_SECONDS = "2"
"""What a busy service asks for where it knows no better."""


class RefusalError(ScorerError):
    """A coded refusal that brings headers of its own."""

    def __init__(self, code: str, *, headers: dict[str, str]) -> None:
        super().__init__(code)
        self.headers = headers


def status_of(code: str) -> int:
    """The status of an error's code; 500 for one that no client should ever see."""
    return _STATUS.get(code) or _ROOMS.get(code[:2], 500)


def problem(error: ScorerError, request_id: str) -> dict[str, Any]:
    """The problem details of a refusal."""
    status = status_of(error.code)
    return {
        "type": f"urn:evidence-scorer:error:{error.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.message,
        "advice": error.advice,
        "code": error.code,
        "request_id": request_id,
    }


def problem_response(error: ScorerError, request_id: str) -> Response:
    """The answer to a request that is refused."""
    document = problem(error, request_id)
    headers = dict(getattr(error, "headers", {}))
    if document["status"] in (429, 503):
        headers.setdefault("Retry-After", _RETRY_SECONDS)
    if document["status"] == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer realm="evidence-scorer"')
    body = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
    return Response(body, document["status"], headers, MEDIA_TYPE)
