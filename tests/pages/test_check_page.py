"""A form is checked on the page, without script."""

from __future__ import annotations

import io
import re
import zipfile

import httpx
import pytest

from api.pages.router import POLICY

from . import hostile
from .asking import FORMATS, PART, check
from .conftest import EXAMPLES, FORM, MAX_BYTES


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
