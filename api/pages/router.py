"""The web pages: where they are, and what is answered there.

A browser that runs the pages' script sends the same forms and asks for the changed piece of a page alone, with the
header ``X-Part``. Without script it gets whole pages. Both come from the same templates.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from api.bodies import body_of
from api.deps import Running, Service, admit, note
from api.pages import work
from api.pages.accuracy import read_card
from api.pages.levels import LEVELS, MARKS
from api.pages.render import page
from api.pages.typed import MOST_GIVEN_BACK, Typed, given_back
from api.problems import problem_response, status_of
from scorer.codes import EDITION_CODES, editions, load
from scorer.errors import CATALOGUE, ScorerError

router = APIRouter(include_in_schema=False)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: what this service gives, and nothing else. No script in a text can run."""

_HEADERS = {
    "Content-Security-Policy": POLICY,
    # Without a referrer a browser would hide from this service itself that a form comes from its own page.
    "Referrer-Policy": "same-origin",
}
_STATIC = Path(__file__).with_name("static")
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_UNANSWERED = {
    "message": "The service did not answer.",
    "advice": "Check your connection, and that the service is running. Then try again.",
    "code": "",
}
_ADVICE = {
    "E701": "Go back to the page, fill in its form again and send that.",
    "E702": "Start again from the first page.",
    "E704": "Check the key that you gave. The person who runs this service gives out keys.",
    "E705": "Wait a minute, then try again.",
    "E706": "Wait a few seconds, then try again. Nothing that you sent was kept.",
    "E707": "Wait a few seconds, then try again.",
    "E708": "Send the self-assessment on its own, without appendices or pictures.",
}
"""What a person can do, where the catalogue speaks to programs."""

_COME_BACK = (429, 503)
"""Statuses that say to send the same again later."""

_NOTHING_YET: dict[str, Any] = {"error": None, "part": None}
_Result = TypeVar("_Result")


@router.api_route("/", methods=["GET", "HEAD"])  # load balancers probe by HEAD
async def start(request: Request, service: Running) -> Response:
    """Check a form."""
    return _page(request, service, "check.html", "", **_NOTHING_YET)


@router.get("/check")
async def back_to_start(request: Request) -> Response:
    """A report cannot be asked for again: it was not kept."""
    return RedirectResponse(f"{_root(request)}/", status_code=303)


@router.post("/check")
async def check(request: Request, service: Running) -> Response:
    """The report on a form."""
    try:
        made = await _work(request, service, work.check_form, _root(request), most=service.most_bytes())
    except ScorerError as error:
        return _refused(request, service, error, "check.html", "")
    return _answered(request, service, made, "result.html", "")


@router.get("/answer")
async def answer(request: Request, service: Running, provision: str = "") -> Response:
    """Check one answer."""
    code, _, ref = provision.partition("/")
    if code not in EDITION_CODES or ref not in load(code).by_ref:
        newest = load("2024")
        code, ref = newest.code, newest.refs[0]
    typed = Typed(code, ref, "yes", "", "")
    return _page(
        request, service, "answer.html", "answer", typed=typed, error=None, part=work.answer_piece(typed, None)
    )


@router.post("/answer")
async def check_answer(request: Request, service: Running) -> Response:
    """How one answer reads."""
    body = b""
    try:
        _let_in(request, service)
    except ScorerError as error:
        if status_of(error.code) in _COME_BACK:
            body = await _short_body(request, service)
        return _answer_again(request, service, error, body)
    try:
        async with _body(request, service, _most_typed(service)) as body:
            typed, piece = await service.desk.run(work.check_answer, body, _kind(request))
    except ScorerError as error:
        return _answer_again(request, service, error, body)
    return _answered(request, service, piece, "answer.html", "answer", typed=typed)


def _answer_again(request: Request, service: Service, error: ScorerError, body: bytes) -> Response:
    """A refusal, with what was typed back in its form."""
    typed = given_back(body, _kind(request))
    part = work.answer_piece(typed, None)
    return _refused(request, service, error, "answer.html", "answer", typed=typed, part=part)


@router.post("/try")
async def try_words(request: Request, service: Running) -> Response:
    """How an answer of a form reads with other words; asked for by script alone."""
    try:
        piece = await _work(request, service, work.try_words, most=_most_typed(service))
    except ScorerError as error:
        return _refused(request, service, error, "check.html", "")
    return _html(piece)


@router.get("/compare")
async def compare(request: Request, service: Running) -> Response:
    """Compare two years."""
    return _page(request, service, "compare.html", "compare", **_NOTHING_YET)


@router.post("/compare")
async def compare_forms(request: Request, service: Running) -> Response:
    """What became of last year's answers and promises."""
    try:
        made = await _work(request, service, work.compare_forms, _root(request), most=service.most_bytes(2))
    except ScorerError as error:
        return _refused(request, service, error, "compare.html", "compare")
    return _answered(request, service, made, "compare.html", "compare")


@router.get("/how-it-works")
async def how(request: Request, service: Running) -> Response:
    """How it works."""
    about = service.desk.about
    accuracy = read_card(about.card) if about else None
    return _page(request, service, "how.html", "how-it-works", levels=LEVELS, marks=MARKS, accuracy=accuracy)


@router.get("/static/{name}")
async def static(request: Request, name: str) -> Response:
    """Styles, scripts and the picture of the pages."""
    found = _files().get(name)
    if found is None:
        raise ScorerError("E702")
    data, media_type, tag = found
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=media_type)


async def _work(request: Request, service: Service, function: Callable[..., _Result], *args: Any, most: int) -> _Result:
    """Let the client in, take the body, and have the work done. Raises ScorerError."""
    _let_in(request, service)
    async with _body(request, service, most) as body:
        return await service.desk.run(function, body, _kind(request), *args)


def _let_in(request: Request, service: Service) -> None:
    admit(_with_bearer(request), service)
    service.desk.check()


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "")


def _body(request: Request, service: Service, most: int) -> AbstractAsyncContextManager[bytes]:
    return body_of(request, service.held, most=most, seconds=service.service.body_seconds)


async def _short_body(request: Request, service: Service) -> bytes:
    """The body of a request that is refused before it is read, if it is short enough to be given back."""
    try:
        async with _body(request, service, MOST_GIVEN_BACK) as body:
            return body
    except ScorerError:
        return b""


def _with_bearer(request: Request) -> Request:
    """The request with a key that a browser without script was asked for: it can only send one as a password."""
    scheme, _, coded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request
    try:
        _, _, secret = base64.b64decode(coded, validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return request
    headers = [(name, value) for name, value in request.scope["headers"] if name != b"authorization"]
    return Request({**request.scope, "headers": [*headers, (b"authorization", b"Bearer " + secret)]})


def _answered(
    request: Request, service: Service, made: Markup | work.Made, name: str, here: str, **values: Any
) -> Response:
    """A file to save, or a finished piece: alone where the page's script asks for it, else on its page."""
    if isinstance(made, work.Made):
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}"}
        return Response(made.body, headers=headers, media_type=made.media_type)
    if _wants_part(request):
        return _html(made)
    return _page(request, service, name, here, part=made, error=None, **values)


def _refused(request: Request, service: Service, error: ScorerError, name: str, here: str, **values: Any) -> Response:
    """A refusal on the page of the form that was sent, or alone for the page's script."""
    service.metrics.refused(error.code)
    note(request, code=error.code)
    told = problem_response(error, "")
    status = told.status_code
    headers = {"Retry-After": told.headers["Retry-After"]} if "Retry-After" in told.headers else {}
    shown = _shown(error)
    if _wants_part(request):
        return _html(page("refused.html", error=shown), status, headers)
    if status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Evidence scorer", charset="UTF-8"'
    return _page(request, service, name, here, status, headers, **{"error": shown, "part": None, **values})


def is_for_reader(request: Request) -> bool:
    """True for a request of a person's browser for a page, rather than of a program."""
    programs = request.url.path.startswith(("/v1", "/health/", "/metrics", "/static/"))
    return request.method == "GET" and not programs and "text/html" in request.headers.get("accept", "")


def problem_page(request: Request, service: Service, error: ScorerError) -> Response:
    """A refusal as a page of its own, for an address that is no page."""
    return _page(request, service, "problem.html", "nowhere", status_of(error.code), error=_shown(error))


def _shown(error: ScorerError) -> dict[str, str]:
    return {"message": error.message, "advice": _ADVICE.get(error.code, error.advice), "code": error.code}


def _page(
    request: Request,
    service: Service,
    name: str,
    here: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    limit = service.settings.max_bytes
    too_large = CATALOGUE["E107"]
    text = page(
        name,
        root=_root(request),
        here=here,
        facts=service.desk.about.facts if service.desk.about else None,
        key_needed=service.keys is not None,
        limit=limit,
        too_large={
            "message": too_large.message.format(size="{size}", limit=f"{limit / 1_000_000:.3g} MB"),
            "advice": too_large.advice,
        },
        unanswered=_UNANSWERED,
        kinds=work.KINDS,
        comparison_kinds=work.COMPARISON_KINDS,
        editions=editions(),
        **values,
    )
    return _html(text, status, headers)


def _html(text: str, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(text, status, {**_HEADERS, **(headers or {})}, "text/html; charset=utf-8")


def _wants_part(request: Request) -> bool:
    return request.headers.get("x-part") == "yes"


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root.rstrip("/")


def _most_typed(service: Service) -> int:
    """Bytes of three texts as long as a cell may be: in UTF-8, and each byte url-encoded."""
    return service.most_bytes(0) + 3 * 4 * 3 * service.settings.max_cell_characters


@cache
def _files() -> dict[str, tuple[bytes, str, str]]:
    """The files by name, each with its type and a tag of its content. Nothing else can be asked for by name."""
    found = {}
    for path in sorted(_STATIC.iterdir()):
        data = path.read_bytes()
        found[path.name] = (data, _TYPES[path.suffix], f'"{hashlib.sha256(data).hexdigest()[:16]}"')
    return found
