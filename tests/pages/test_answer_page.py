"""One answer is checked on the page, without script."""

from __future__ import annotations

import html
import re

import httpx
import pytest

from scorer.codes import editions

from . import hostile
from .asking import PART, check, one, typed
from .conftest import EXAMPLES


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


@pytest.mark.parametrize("comply", ["yes", "no", "partial", "not_applicable"])
def test_each_answer_that_a_hint_speaks_of_can_be_given(client: httpx.Client, comply: str) -> None:
    assert f'value="{comply}"' in client.get("/answer").text
    text = client.post("/answer", files=typed(comply=comply, evidence="This will be written by the spring.")).text
    assert f'value="{comply}" checked' in text
    assert ("contradict the Yes" in text) == (comply == "yes")


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
            "ref": one(r'data-ref="([^"]*)"', row),
            "comply": one(r'data-comply="([^"]*)"', row),
            "requirement": _plain(re.search(r"data-requirement>(.*?)</p>", row, re.S)),
            "form_date": "2024-06-12",
            **plain,
        }
        tried = client.post("/try", files={name: (None, text) for name, text in fields.items()}, headers=PART).text
        assert tried.strip() == one(r'(<div class="reading".*?</details>\n</div>)', row)


def _plain(found: re.Match[str] | None) -> str:
    """The words of a piece of HTML without the labels of its marks."""
    if found is None:
        return ""
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<span class="tag">.*?</span>', "", found[1])))
