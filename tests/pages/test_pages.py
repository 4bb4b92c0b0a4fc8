"""What every page keeps to, as a browser without script gets it."""

from __future__ import annotations

import re

import httpx
import pytest

from api.pages.router import POLICY

from .asking import PAGES, READER


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
