"""The pages as HTTP gives them: what a browser without script gets."""

from __future__ import annotations

import asyncio
import html
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from markupsafe import Markup

from api import pages
from api.app import create_app
from api.keys import add_key
from api.pages.router import POLICY
from scorer.codes import editions
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings, Settings

from . import hostile
from .conftest import EXAMPLES, FORM, MAX_BYTES
from .paths import LAST, THIS

PAGES = ("/", "/answer", "/compare", "/how-it-works")
FORMATS = ("docx", "pdf", "xlsx", "csv", "html", "txt", "jsonl")
PART = {"X-Part": "yes"}
READER = {"Accept": "text/html"}


def check(
    client: httpx.Client, data: bytes, name: str = "form.docx", format: str = "page", **more: Any
) -> httpx.Response:
    return client.post("/check", files={"file": (name, data)}, data={"format": format}, **more)


def typed(**texts: str) -> dict[str, tuple[None, str]]:
    """The fields of a form in several parts, without files."""
    fields = {"provision": "2024/6.3", "comply": "yes", "evidence": "", "commentary": ""} | texts
    return {name: (None, text) for name, text in fields.items()}


# What every page keeps to ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_closed_to_the_world(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", answer.text) == []
    assert " style=" not in answer.text
    assert re.findall(r"<[^>]* on\w+=", answer.text) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_page_is_marked_in_the_menu(client: httpx.Client, path: str) -> None:
    assert re.findall(r'href="([^"]*)" aria-current="page"', client.get(path).text) == [path]


def test_static_files_are_asked_for_again_only_where_they_changed(client: httpx.Client) -> None:
    first = client.get("/static/page.css")
    assert first.status_code == 200
    assert first.headers["content-type"] == "text/css; charset=utf-8"
    again = client.get("/static/page.css", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["nothing.js", "..%2Frouter.py", "%2e%2e/router.py", "....//router.py"])
def test_no_other_file_can_be_asked_for(client: httpx.Client, name: str) -> None:
    assert client.get(f"/static/{name}").status_code == 404


def test_every_file_that_a_page_or_a_script_names_is_there(client: httpx.Client) -> None:
    names = {name for path in PAGES for name in re.findall(r'"/static/([^"]+)"', client.get(path).text)}
    for script in [name for name in names if name.endswith(".js")]:
        names |= set(re.findall(r'from "\./([^"]+)"', client.get(f"/static/{script}").text))
    assert {"page.css", "icon.svg", "check.js", "answer.js", "compare.js", "report.js", "send.js"} <= names
    assert {name: client.get(f"/static/{name}").status_code for name in names} == dict.fromkeys(names, 200)


def test_a_wrong_address_is_a_page_for_people_and_a_problem_for_programs(client: httpx.Client) -> None:
    person = client.get("/nowhere", headers=READER)
    assert person.status_code == 404
    assert "<h1>There is nothing at this address.</h1>" in person.text
    assert "Start again from the first page." in person.text
    assert client.get("/nowhere").headers["content-type"] == "application/problem+json"
    assert client.get("/v1/nowhere", headers=READER).headers["content-type"] == "application/problem+json"


def test_the_pages_are_no_part_of_the_interface_for_programs(client: httpx.Client) -> None:
    assert not set(PAGES) & set(client.get("/v1/openapi.json").json()["paths"])


# Check a form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_form_of_each_format_is_read(client: httpx.Client, suffix: str) -> None:
    answer = check(client, (EXAMPLES / f"2024-harrowgate-homes.{suffix}").read_bytes(), f"form.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"] == POLICY
    assert len(re.findall(r"<article class=\"answer", answer.text)) == 72
    assert len(re.findall(r"<a class=\"tile", answer.text)) == 72
    assert "answers say Yes." in answer.text
    assert f"File: form.{suffix}." in answer.text


def test_the_script_gets_the_report_alone(client: httpx.Client) -> None:
    whole = check(client, FORM.read_bytes()).text
    part = check(client, FORM.read_bytes(), headers=PART).text
    assert part.startswith('<div class="report"')
    assert part.strip() in whole
    assert "<html" not in part


def test_the_same_form_gives_the_same_report(client: httpx.Client) -> None:
    assert check(client, FORM.read_bytes()).text == check(client, FORM.read_bytes()).text


def test_links_in_a_report_lead_somewhere(client: httpx.Client) -> None:
    text = check(client, FORM.read_bytes()).text
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_a_report_is_not_kept(client: httpx.Client) -> None:
    answer = client.get("/check", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("format", "name", "opening", "inside"),
    [
        ("comments", "Form der Gemeinde-comments.docx", b"PK", "word/evidence-comments.xml"),
        ("pack", "Form der Gemeinde-pack.docx", b"PK", "word/document.xml"),
        ("xlsx", "Form der Gemeinde-report.xlsx", b"PK", "xl/workbook.xml"),
        ("html", "Form der Gemeinde-report.html", b"<!DOCTYPE html>", None),
    ],
)
def test_a_form_is_taken_away_as_a_file(
    client: httpx.Client, format: str, name: str, opening: bytes, inside: str | None
) -> None:
    answer = check(client, FORM.read_bytes(), "C:\\forms\\Form der Gemeinde.docx", format)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name.replace(' ', '%20')}"
    assert answer.content.startswith(opening)
    if inside:
        assert inside in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_comments_are_offered_for_a_word_file_alone(client: httpx.Client) -> None:
    table = (EXAMPLES / "2024-harrowgate-homes.csv").read_bytes()
    assert 'data-format="comments"' in check(client, FORM.read_bytes(), headers=PART).text
    assert 'data-format="comments"' not in check(client, table, "form.csv", headers=PART).text
    answer = check(client, table, "form.csv", "comments")
    assert answer.headers["content-disposition"].endswith("''form-pack.docx")


@pytest.mark.parametrize(
    ("data", "code", "status"),
    [
        (b"", "E102", 422),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "E103", 415),
        (FORM.read_bytes()[:9000], "E106", 422),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "E110", 415),
        (b"Dear Sir,\n\nthis is a letter.\n", "E201", 422),
    ],
)
def test_a_wrong_file_is_told_on_the_page_of_the_form(
    client: httpx.Client, data: bytes, code: str, status: int
) -> None:
    answer = check(client, data)
    assert answer.status_code == status
    assert "<title>Problem: Check a form" in answer.text
    assert f"Code {code}" in answer.text
    assert answer.text.count('role="alert"') == 2  # one is the pattern for the script
    assert 'name="file"' in answer.text
    part = check(client, data, headers=PART)
    assert part.status_code == status
    assert f"Code {code}" in part.text
    assert "<html" not in part.text


def test_a_form_that_is_too_large_is_told(client: httpx.Client) -> None:
    answer = check(client, bytes(MAX_BYTES + 100_000))
    assert answer.status_code == 413
    assert "Send the self-assessment on its own" in answer.text


def test_a_large_form_is_read(client: httpx.Client) -> None:
    text = io.BytesIO(FORM.read_bytes())
    with zipfile.ZipFile(text, "a", zipfile.ZIP_STORED) as package:
        package.writestr("word/media/photograph.bin", bytes(range(256)) * 20_000)
    assert len(text.getvalue()) > 5_000_000
    answer = check(client, text.getvalue())
    assert answer.status_code == 200
    assert len(re.findall(r"<article class=\"answer", answer.text)) == 72


@pytest.mark.parametrize("format", ["exe", "", "page\0", "../page"])
def test_an_unknown_kind_of_file_is_refused(client: httpx.Client, format: str) -> None:
    answer = check(client, FORM.read_bytes(), format=format)
    assert answer.status_code == 400
    assert "Code E701" in answer.text
    assert "openapi" not in answer.text


def test_no_text_of_a_form_becomes_markup(client: httpx.Client) -> None:
    answer = check(client, hostile.form(), hostile.NAME)
    assert answer.status_code == 200
    assert len(re.findall(r"<article class=\"answer", answer.text)) == len(hostile.REFS)
    assert re.findall(r"<(script|img|iframe|base|style|a href='javascript)", answer.text) == []
    assert re.findall(r"<form[^>]* action=[\"']https", answer.text) == []
    assert "&lt;script&gt;window.hit = 1&lt;/script&gt;" in answer.text
    assert "{{ 7 * 7 }}" in answer.text


# Check one answer -----------------------------------------------------------------------------------------------------


def test_every_provision_of_every_edition_can_be_chosen(client: httpx.Client) -> None:
    offered = re.findall(r'<option value="([^"/]+/[^"]+)"', client.get("/answer").text)
    known = [f"{edition.code}/{ref}" for edition in editions() for ref in edition.refs]
    assert sorted(offered) == sorted(known)
    assert len(offered) == len(set(offered))


@pytest.mark.parametrize("provision", ["2024/9.99", "1999/1.1", "", "/", "2024", "<script>"])
def test_an_unknown_provision_in_the_address_is_passed_over(client: httpx.Client, provision: str) -> None:
    answer = client.get("/answer", params={"provision": provision})
    assert answer.status_code == 200
    assert answer.text.count(" selected>") == 2
    assert "<script>" not in answer.text


def test_a_provision_in_the_address_is_chosen(client: httpx.Client) -> None:
    text = client.get("/answer", params={"provision": "2022/4.1"}).text
    assert '<option value="2022/4.1" selected>' in text


@pytest.mark.parametrize("encoding", ["data", "files"])
def test_an_answer_is_scored_without_script(client: httpx.Client, encoding: str) -> None:
    fields = typed(evidence="Lantern shows 41 cases closed in 2021.")
    sent = fields if encoding == "files" else {name: text for name, (_, text) in fields.items()}
    answer = client.post("/answer", **{encoding: sent})
    assert answer.status_code == 200
    assert ">verifiable</li>" in answer.text
    assert '<mark class="support">' in answer.text
    assert "Lantern shows 41 cases closed in 2021.</textarea>" in answer.text
    assert '<option value="2024/6.3" selected>' in answer.text


def test_without_words_the_provision_stands_alone(client: httpx.Client) -> None:
    text = client.post("/answer", files=typed(evidence="  \n"), headers=PART).text
    assert "6.3 " in text
    assert "Type the evidence" in text
    assert "of 100" not in text


def test_typed_text_stays_text(client: httpx.Client) -> None:
    for attack in hostile.ATTACKS:
        text = client.post("/answer", files=typed(evidence=attack, commentary=attack)).text
        assert re.findall(r"<(script(?! type=\"module\")|img|iframe|base|style)", text) == []
        assert text.count("</textarea>") == 2


@pytest.mark.parametrize(
    ("texts", "code", "status"),
    [
        ({"provision": "1999/1.1", "evidence": "x"}, "E303", 422),
        ({"evidence": "x" * 200_001}, "E109", 413),
        ({"evidence": "x" * 9_000_000}, "E708", 413),
    ],
)
def test_an_answer_that_cannot_be_scored_is_told(
    client: httpx.Client, texts: dict[str, str], code: str, status: int
) -> None:
    answer = client.post("/answer", files=typed(**texts), headers=PART)
    assert (answer.status_code, f"Code {code}" in answer.text) == (status, True)
    assert "xx" not in answer.text


def test_other_words_read_as_the_same_words_in_a_form(client: httpx.Client) -> None:
    """What is tried with the words of the form gives what the report gives."""
    report = check(client, (EXAMPLES / "2024-harrowgate-homes.csv").read_bytes(), headers=PART).text
    rows = re.findall(r'<article class="answer.*?</article>', report, re.S)
    for row in rows[:12]:
        if "follows" in row:
            continue
        plain = {
            name: _plain(re.search(rf'<span data-text="{name}">(.*?)</span></p>', row, re.S))
            for name in ("evidence", "commentary")
        }
        fields = {
            "code": "2024",
            "ref": _one(r'data-ref="([^"]*)"', row),
            "comply": _one(r'data-comply="([^"]*)"', row),
            "requirement": _plain(re.search(r"data-requirement>(.*?)</p>", row, re.S)),
            "form_date": "2024-06-12",
            **plain,
        }
        tried = client.post("/try", files={name: (None, text) for name, text in fields.items()}, headers=PART).text
        assert tried.strip() == _one(r'(<div class="reading".*?</details>\n</div>)', row)


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.S)
    assert found
    return found[1]


def _plain(found: re.Match[str] | None) -> str:
    """The words of a piece of HTML without the labels of its marks."""
    if found is None:
        return ""
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<span class="tag">.*?</span>', "", found[1])))


# Compare two years ----------------------------------------------------------------------------------------------------


def _years(client: httpx.Client, last: bytes, this: bytes, format: str = "page", **more: Any) -> httpx.Response:
    files = {"last": ("last.form", last), "this": ("this.form", this)}
    return client.post("/compare", files=files, data={"format": format}, **more)


def test_two_years_are_compared_without_script(client: httpx.Client) -> None:
    answer = _years(client, LAST["buffer"], THIS["buffer"])
    assert answer.status_code == 200
    assert "What became of the promises" in answer.text
    assert "CMP003" in answer.text
    ids = re.findall(r' id="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("format", "opening"), [("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_a_comparison_is_taken_away_as_a_file(client: httpx.Client, format: str, opening: bytes) -> None:
    answer = _years(client, LAST["buffer"], THIS["buffer"], format)
    assert answer.content.startswith(opening)
    assert answer.headers["content-disposition"].endswith(f"''this-year-on-year.{format}")


def test_a_wrong_file_of_two_is_told(client: httpx.Client) -> None:
    answer = _years(client, LAST["buffer"], b"")
    assert answer.status_code == 422
    assert "<title>Problem: Compare two years" in answer.text
    assert "Code E102" in answer.text


def test_no_text_of_two_forms_becomes_markup(client: httpx.Client) -> None:
    text = _years(client, hostile.form(), hostile.form(), headers=PART).text
    assert "window.hit" in text
    assert re.findall(r"<(script|img|iframe|base|style|form)", text) == []


# How it works ---------------------------------------------------------------------------------------------------------


def test_a_model_without_a_card_claims_no_accuracy(client: httpx.Client) -> None:
    text = client.get("/how-it-works").text
    assert "Its accuracy is not known." in text
    assert "0.8" not in text


def test_the_figures_are_those_of_the_card(ask: Callable[..., Any]) -> None:
    text = ask(card="## Figures on 1155 cells of 15 test landlords\n\n| specificity QWK | 0.872 (0.845 to 0.899) |\n")
    assert "1,155 answers of 15 landlords" in text
    assert ">0.872</td>" in text
    assert "0.845 to 0.899" in text


# Keys, and a service that is not ready --------------------------------------------------------------------------------


class _Desk:
    """A desk that knows a card and takes no work."""

    def __init__(self, card: str = "") -> None:
        facts = {"version": "1", "model": {"id": "m", "sha256": "0" * 64}, "rules": {"count": 1, "sha256": "1" * 64}}
        self.about = SimpleNamespace(facts=facts, card=card)
        self.ready = True

    def check(self) -> None:
        """Take work."""

    async def run(self, function: Any, body: bytes, content_type: str, *args: Any) -> Any:
        """Tell that it was let in."""
        return Markup("<p>let in</p>")


def _asked(app: Any, method: str, path: str, **more: Any) -> httpx.Response:
    async def call() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return await client.request(method, path, **more)

    return asyncio.run(call())


@pytest.fixture
def ask() -> Callable[..., str]:
    """The page "How it works" of a service whose model has this card."""

    def read(card: str) -> str:
        app = create_app(Settings(), ServiceSettings())
        app.state.service = replace(app.state.service, desk=_Desk(card))
        return _asked(app, "GET", "/how-it-works").text

    return read


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Any, str]:
    """An application that asks for a key, and a good one."""
    file = tmp_path / "keys.json"
    key = add_key(file, "reader")
    app = create_app(Settings(), ServiceSettings(access="keys", keys=file))
    app.state.service = replace(app.state.service, desk=_Desk())
    return app, key


def _send(app: Any, **more: Any) -> httpx.Response:
    return _asked(app, "POST", "/check", files={"file": ("f.csv", b"x")}, data={"format": "page"}, **more)


def test_the_page_says_where_a_key_goes(locked: tuple[Any, str]) -> None:
    app, _ = locked
    text = _asked(app, "GET", "/").text
    assert 'type="password"' in text
    assert "name=" not in _one(r"(<input[^>]*data-key[^>]*>)", text)  # it is never part of a form that is sent
    assert "give the key as the password" in text


def test_without_a_key_a_browser_is_asked_for_one(locked: tuple[Any, str]) -> None:
    app, _ = locked
    answer = _send(app)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")
    assert "The person who runs this service gives out keys." in answer.text


@pytest.mark.parametrize("path", ["/check", "/answer", "/try", "/compare"])
def test_every_page_that_takes_work_asks_for_a_key(locked: tuple[Any, str], path: str) -> None:
    app, _ = locked
    assert _asked(app, "POST", path, files=typed()).status_code == 401
    known = {route.path for route in pages.router.routes if "POST" in route.methods}
    assert known == {"/check", "/answer", "/try", "/compare"}


def test_the_script_is_told_without_a_dialogue_of_the_browser(locked: tuple[Any, str]) -> None:
    app, _ = locked
    answer = _send(app, headers=PART)
    assert answer.status_code == 401
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize("name", ["", "anything"])
def test_a_key_lets_in_as_a_password_and_as_a_bearer(locked: tuple[Any, str], name: str) -> None:
    app, key = locked
    assert "let in" in _send(app, auth=(name, key)).text
    assert "let in" in _send(app, headers={"Authorization": f"Bearer {key}"}).text


@pytest.mark.parametrize("header", ["Basic", "Basic !!", "Basic eA==", "Basic Ong=", "Digest x", ""])
def test_a_wrong_key_does_not(locked: tuple[Any, str], header: str) -> None:
    app, _ = locked
    assert _send(app, headers={"Authorization": header}).status_code == 401


TYPED = {
    "provision": "2022/4.1",
    "comply": "no",
    "evidence": "Lantern & 41 <b>cases</b> – é\r\nnext",
    "commentary": "x+y",
}


class _Full(_Desk):
    def check(self) -> None:
        """There is no place left."""
        raise ScorerError("E706")


class _Ended(_Desk):
    async def run(self, function: Any, body: bytes, content_type: str, *args: Any) -> Any:
        """The worker ends."""
        raise ScorerError("E603")


def _often() -> Any:
    app = create_app(Settings(), ServiceSettings(rate=1))
    app.state.service = replace(app.state.service, desk=_Desk())
    _asked(app, "POST", "/answer", data=TYPED)
    return app


def _with(desk: Any) -> Any:
    app = create_app(Settings(), ServiceSettings())
    app.state.service = replace(app.state.service, desk=desk)
    return app


@pytest.mark.parametrize(
    ("app", "status", "code"),
    [
        (lambda: create_app(Settings(), ServiceSettings()), 503, "E707"),
        (lambda: _with(_Full()), 503, "E706"),
        (lambda: _with(_Ended()), 503, "E603"),
        (_often, 429, "E705"),
    ],
    ids=["not ready", "busy", "ended", "too often"],
)
def test_what_was_typed_is_given_back_where_it_is_to_be_sent_again(
    app: Callable[[], Any], status: int, code: str
) -> None:
    answer = _asked(app(), "POST", "/answer", data=TYPED)
    assert (answer.status_code, f"Code {code}" in answer.text) == (status, True)
    assert answer.headers["retry-after"]
    assert "Lantern &amp; 41 &lt;b&gt;cases&lt;/b&gt; – é\r\nnext</textarea>" in answer.text
    assert "x+y</textarea>" in answer.text
    assert '<option value="2022/4.1" selected>' in answer.text
    assert 'value="no" checked' in answer.text
    assert "What you typed is in the form below." in answer.text
    assert "None" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"content": b"evidence=x"},
        {"content": b"&".join([b"evidence=x"] * 500)},
        {"data": TYPED | {"evidence": "x" * 250_000}},
        {"data": TYPED, "headers": {"content-type": "text/plain"}},
        {"files": typed(evidence="x")},
    ],
    ids=["a field", "many fields", "too long", "another type", "several parts"],
)
def test_what_is_not_the_form_of_the_page_is_not_given_back(body: dict[str, Any]) -> None:
    answer = _asked(_with(_Full()), "POST", "/answer", **body)
    assert answer.status_code == 503
    assert answer.text.count("></textarea>") == 2
    assert "What you typed" not in answer.text


def test_a_service_that_is_not_ready_has_pages_and_asks_to_wait() -> None:
    app = create_app(Settings(), ServiceSettings())
    assert _asked(app, "GET", "/").status_code == 200
    answer = _send(app)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Wait a few seconds, then try again." in answer.text
