"""Every refusal has one shape and tells nothing of what was sent."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api import bodies
from api.formats import COMPARISONS, REPORTS, negotiated
from api.limits import Held
from api.problems import MEDIA_TYPE, problem_response, status_of
from api.uploads import form_files, one_file, safe_name
from scorer.errors import CATALOGUE, ScorerError

from .conftest import Ask

SECRET = "Mrs-Example-of-Mill-Lane"
CELLS_HEADERS = {"content-type": "application/json"}


class Desk:
    """Stands in for the workers: does what it is told to a request that was let in."""

    about = None
    failure = None
    accepted = 0
    ready = True

    def __init__(self, outcome: BaseException | None = None) -> None:
        self._outcome = outcome

    def check(self) -> None:
        """There is always a place."""

    async def run(self, *_: object, **__: object) -> Any:
        """Fail."""
        raise self._outcome or AssertionError


def refused(answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
    assert answer.headers["content-type"] == MEDIA_TYPE
    told: dict[str, Any] = answer.json()
    assert (told["code"], told["status"], answer.status_code) == (code, status, status)
    assert told.keys() == {"type", "title", "status", "detail", "advice", "code", "request_id"}
    assert told["type"] == f"urn:evidence-scorer:error:{code}"
    assert told["request_id"] == answer.headers["x-request-id"]
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    return told


@pytest.mark.parametrize(
    ("method", "path", "code", "status"),
    [
        ("GET", f"/{SECRET}", "E702", 404),
        ("GET", f"/v1/rules/{SECRET}", "E702", 404),
        ("DELETE", "/v1/cells", "E703", 405),
        ("BREW", "/v1/cells", "E703", 405),
        ("GET", "/v1/forms", "E703", 405),
        ("POST", f"/v1/forms?format={SECRET}", "E701", 400),
        ("POST", "/v1/cells", "E711", 415),
        ("POST", "/v1/forms", "E707", 503),
        ("GET", "/v1/rules", "E707", 503),
        ("GET", "/health/ready", "E707", 503),
    ],
)
def test_what_the_framework_refuses_has_the_shape_too(
    ask: Callable[..., Ask], method: str, path: str, code: str, status: int
) -> None:
    refused(ask()(method, path), code, status)


def test_a_method_not_allowed_names_those_that_are(ask: Callable[..., Ask]) -> None:
    assert ask()("DELETE", "/v1/cells").headers["allow"] == "POST"


def test_a_probe_by_head_is_answered_as_get_is(client: httpx.Client, ask: Callable[..., Ask]) -> None:
    for path in ("/", "/health/live", "/health/ready"):
        got, probed = client.get(path), client.head(path)
        assert (probed.status_code, probed.content) == (got.status_code, b"") == (200, b"")
        assert probed.headers["content-length"] == got.headers["content-length"]
        assert set(client.delete(path).headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert ask()("HEAD", "/health/ready").status_code == 503


def test_what_nobody_foresaw_tells_nothing_and_logs_the_place_alone(
    ask: Callable[..., Ask], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = ask(desk=Desk(RuntimeError(SECRET)))("POST", "/v1/forms", content=SECRET.encode())
    refused(answer, "E714", 500)
    logged = json.dumps([{**record.__dict__, "args": None} for record in caplog.records], default=str)
    assert "RuntimeError at test_problems.py:" in logged
    assert SECRET not in logged
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("code", "values", "status"),
    [
        ("E105", {}, 422),
        ("E107", {"size": "2 MB", "limit": "1 MB"}, 413),
        ("E103", {"kind": "a picture"}, 415),
        ("E201", {}, 422),
        ("E601", {"seconds": 60}, 422),
        ("E602", {"limit": "1 GB"}, 422),
        ("E603", {}, 503),
        ("E604", {"kind": "KeyError"}, 500),
        ("E706", {}, 503),
    ],
)
def test_the_codes_of_the_library_travel_as_they_are(
    ask: Callable[..., Ask], code: str, values: dict[str, object], status: int
) -> None:
    error = ScorerError(code, **values)
    told = refused(ask(desk=Desk(error))("POST", "/v1/forms", content=b"x"), code, status)
    assert (told["detail"], told["advice"]) == (error.message, error.advice)


def test_who_is_to_come_back_is_told_when() -> None:
    for code in CATALOGUE:
        headers = problem_response(ScorerError(code, **dict.fromkeys(_names(code), "x")), "1").headers
        assert ("retry-after" in headers) == (status_of(code) in (429, 503)), code


def _names(code: str) -> list[str]:
    import string

    spec = CATALOGUE[code]
    return [name for text in (spec.message, spec.advice) for _, name, _, _ in string.Formatter().parse(text) if name]


def test_no_refusal_leaves_a_gap_unfilled(ask: Callable[..., Ask]) -> None:
    for code in CATALOGUE:
        told = problem_response(ScorerError(code, **dict.fromkeys(_names(code), "x")), "1").body
        assert not {"{", "}"} & set(bytes(told).decode()[1:-2]), code
    answer = ask(desk=Desk())("POST", "/v1/forms", content=b"x", headers={"accept": "image/png"})
    assert answer.json()["advice"].startswith("Ask for one of json, csv, ")
    assert ask(desk=Desk())("POST", "/v1/cells", content=b"x").json()["advice"] == "Send application/json."


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "é"])
def test_a_request_number_that_could_do_harm_is_replaced(ask: Callable[..., Ask], given: str) -> None:
    answer = ask()("GET", "/health/live", headers={"x-request-id": given.encode()})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 16


def test_every_answer_has_the_headers_of_safety(ask: Callable[..., Ask]) -> None:
    for path in ("/health/live", "/nowhere", "/v1/openapi.json"):
        headers = ask()("GET", path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert headers["x-frame-options"] == "DENY"
        assert not [name for name in headers if name.startswith("access-control")]


def test_a_body_over_the_limit_is_refused_before_it_is_read(ask: Callable[..., Ask]) -> None:
    async def endless() -> Any:
        while True:
            yield bytes(1_000_000)

    told = refused(ask(desk=Desk())("POST", "/v1/forms", content=bytes(26_000_000)), "E708", 413)
    assert "25.1 MB" in told["detail"]
    refused(ask(desk=Desk())("POST", "/v1/forms", content=endless()), "E708", 413)


def test_more_than_can_be_held_is_told_to_come_back(ask: Callable[..., Ask]) -> None:
    answer = ask(desk=Desk(), held_bytes=1000)("POST", "/v1/forms", content=bytes(1001))
    refused(answer, "E706", 503)
    assert int(answer.headers["retry-after"]) > 0


def test_a_body_that_dawdles_is_given_up(ask: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    class Late:
        def __init__(self, _: float) -> None:
            pass

        async def __aenter__(self) -> None:
            raise TimeoutError

        async def __aexit__(self, *_: object) -> None: ...

    monkeypatch.setattr(bodies.asyncio, "timeout", Late)
    refused(ask(desk=Desk())("POST", "/v1/forms", content=b"x"), "E709", 408)


def test_a_dawdling_stream_meets_the_limit_of_time() -> None:
    class Request:
        def __init__(self) -> None:
            self.headers: dict[str, str] = {}

        async def stream(self) -> Any:
            yield b"first"
            await asyncio.sleep(60)

    async def read() -> None:
        async with bodies.body_of(Request(), held, most=100, seconds=0.01):  # type: ignore[arg-type]
            raise AssertionError

    held = Held(100)
    with pytest.raises(ScorerError) as caught:
        asyncio.run(read())
    assert caught.value.code == "E709"
    assert held.bytes == 0


def test_a_compressed_body_is_not_taken(ask: Callable[..., Ask]) -> None:
    headers = {"content-encoding": "gzip"}
    refused(ask(desk=Desk())("POST", "/v1/forms", content=b"x", headers=headers), "E711", 415)


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "text/*;q=0, image/*"])
def test_a_format_that_is_not_offered(ask: Callable[..., Ask], accept: str) -> None:
    refused(ask(desk=Desk())("POST", "/v1/forms", content=b"x", headers={"accept": accept}), "E710", 406)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/forms?formats=csv", "format, name and no others"),
        ("/v1/forms?Format=csv", "format, name and no others"),
        ("/v1/compare?name=x", "format and no others"),
        ("/v1/cells?format=csv", "no parameters"),
        ("/v1/forms?format=pdf", "the parameter format cannot be that, only 'json', 'csv'"),
    ],
)
def test_a_parameter_that_is_not_there_or_cannot_be_that(ask: Callable[..., Ask], path: str, told: str) -> None:
    response = ask(desk=Desk())("POST", path, content=b"x")
    refused(response, "E701", 400)
    assert told in response.json()["detail"]
    assert "pdf" not in response.text


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        ("text/*", "csv"),
        ("application/json;q=0.2, text/csv;q=0.5", "csv"),
        ("TEXT/CSV", "csv"),
        ("application/sarif+json", "sarif"),
        ("text/csv;q=x", None),
    ],
)
def test_the_format_that_is_accepted_best(accept: str, format: str | None) -> None:
    assert negotiated(accept, REPORTS) == format


def test_a_comparison_is_offered_in_its_own_formats() -> None:
    assert negotiated("application/sarif+json", COMPARISONS) is None


BOUNDARY = "multipart/form-data; boundary=B"


def body(*parts: bytes) -> bytes:
    return b"".join(b"--B\r\n" + part + b"\r\n" for part in parts) + b"--B--\r\n"


def part(name: str, data: bytes, filename: str = "a.docx") -> bytes:
    return f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'.encode() + data


def test_too_long_a_name_is_cut_wherever_it_stands(ask: Callable[..., Ask]) -> None:
    refused(ask()("POST", f"/v1/forms?name={SECRET * 20}"), "E707", 503)
    form = one_file(body(part("file", b"x", "n" * 300)), BOUNDARY, "")
    assert one_file(b"x", "text/plain", "n" * 300).name == form.name == "n" * 200


def test_a_part_that_is_missing_is_named_and_not_called_a_file() -> None:
    with pytest.raises(ScorerError, match=r'there is no part "format"[.]'):
        form_files(body(part("file", b"x")), BOUNDARY, ("file", "format"))


def test_the_parts_of_a_form() -> None:
    data = bytes(range(256)) * 300
    files = form_files(body(part("this", b"2"), part("x", b"3"), part("last", data)), BOUNDARY, ("last", "this"))
    assert (files["last"].data, files["this"].data) == (data, b"2")
    assert one_file(b"raw", "application/pdf", "a/b.pdf").name == "b.pdf"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", BOUNDARY),
        (body(), BOUNDARY),
        (body(part("other", b"x")), BOUNDARY),
        (body(part("file", b"x"), part("file", b"y")), BOUNDARY),
        (body(part("file", b"x"))[:-4], BOUNDARY),
        (body(part("file", b"x")), "multipart/form-data"),
        (body(part("file", b"x")), "multipart/form-data; boundary=" + "B" * 100),
        (body(part("file", b"x"), *[part("x", b"x")] * 16), BOUNDARY),
        (body(b"A: " + b"x" * 100_000 + b"\r\n\r\nx"), BOUNDARY),
        (body(b"A: b\r\n" * 1000 + b"\r\nx"), BOUNDARY),
        (b"--B\r\n\x00\x01\r\n\r\n--B--", BOUNDARY),
    ],
)
def test_a_malformed_form_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(ScorerError) as caught:
        one_file(data, kind, "")
    assert caught.value.code == "E701"


@pytest.mark.parametrize(
    ("given", "name"),
    [("../../etc/passwd", "passwd"), ("C:\\a\\b.docx", "b.docx"), ("a\r\nX: y", "aX: y"), ("", "form"), ("é/", "form")],
)
def test_a_name_is_a_name_and_no_path(given: str, name: str) -> None:
    assert safe_name(given) == name
    assert len(safe_name("x" * 999)) == 200
