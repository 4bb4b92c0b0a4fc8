"""What is made to hurt gets an answer or a coded refusal; it costs nobody else anything."""

from __future__ import annotations

import json

import httpx
import psutil
import pytest

from .hostile import crafted, mutated
from .serving import Server

CRAFTED = crafted()
_SOUND = {200, 400, 413, 415, 422}


def sound(answer: httpx.Response) -> None:
    assert answer.status_code in _SOUND, (answer.status_code, answer.text[:300])
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert "Traceback" not in answer.text
    assert b"root:" not in answer.content


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_file_is_answered_or_refused(client: httpx.Client, name: str) -> None:
    sound(client.post("/v1/forms", content=CRAFTED[name]))


def test_mutated_files_of_every_format_are_answered_or_refused(client: httpx.Client) -> None:
    answers = [client.post("/v1/forms", files={"file": (f"form.{kind}", data)}) for kind, data in mutated(42, 1)]
    for answer in answers:
        sound(answer)
    # Half of them would be too few to have reached the scorer, and all of them to have been changed.
    assert 5 < sum(answer.status_code == 200 for answer in answers) < 42


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"cells": {}}',
        b'{"cells": [[]]}',
        b'{"cells": ' + b"[" * 100_000,
        b'{"cells": [' + b"{}," * 10_001 + b"{}]}",
        b'{"cells": [{"evidence": "' + b"x" * 10_000_000 + b'"}]}',
        b'{"cells": [{"evidence": "\\ud800"}]}',
        b'{"cells": [{"evidence": NaN}]}',
        b'\xff\xfe{"cells": []}',
    ],
)
def test_a_bad_list_of_cells_is_refused(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/v1/cells", content=body, headers={"content-type": "application/json"})
    sound(answer)
    if b"ud800" not in body:
        assert answer.status_code != 200


def test_a_text_of_the_longest_kind_is_scored(client: httpx.Client) -> None:
    text = "The letters of the team were sent to all the residents of the area. " * 2900
    answer = client.post("/v1/cells", json={"cells": [{"evidence": text, "comply": "yes"}]})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "type_",
    [
        "",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\xff",
        "text/plain; x",
    ],
)
def test_a_type_that_lies_is_answered_or_refused(client: httpx.Client, type_: str) -> None:
    sound(client.post("/v1/forms", content=b"--x\r\n\r\n", headers={"content-type": type_.encode("latin-1")}))
    answer = client.post("/v1/compare", content=b"--x\r\n\r\n", headers={"content-type": type_.encode("latin-1")})
    assert answer.json()["code"] == "E701"


def test_a_refusal_never_holds_what_was_sent(client: httpx.Client) -> None:
    secret = "Mrs-Example-of-Mill-Lane"
    for body in (f'{{"evidence": {secret}}}', json.dumps({secret: 1}), json.dumps({"evidence": "x", "code": secret})):
        answer = client.post("/v1/forms", content=body.encode(), params={"name": secret})
        assert answer.status_code in (400, 422)
        assert secret not in answer.text
        cells = client.post(
            "/v1/cells", content=f'{{"cells": [{body}]}}'.encode(), headers={"content-type": "application/json"}
        )
        assert cells.status_code in (400, 422)
        assert secret not in cells.text


def test_after_all_that_the_log_is_clean_and_no_file_is_left(server: Server, client: httpx.Client) -> None:
    secret = "Mrs Example was promised a visit"
    client.post("/v1/forms", content=json.dumps({"evidence": secret}).encode(), params={"name": f"{secret}.jsonl"})
    assert all({"time", "level", "event"} <= json.loads(line).keys() for line in server.log)
    assert "Example" not in "".join(server.log)
    assert "Traceback" not in "".join(server.log)
    processes = [psutil.Process(server.process.pid), *server.workers()]
    written = [file.path for process in processes for file in process.open_files() if file.mode != "r"]
    assert written == []
