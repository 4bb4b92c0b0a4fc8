"""What is made to hurt gets an answer or a coded refusal; it costs nobody else anything."""

from __future__ import annotations

import contextlib
import json
import re
import socket

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


def raw(*lines: str, path: str = "/v1/cells", method: str = "POST", version: str = "1.1") -> bytes:
    """The head of a request, line by line."""
    head = [f"{method} {path} HTTP/{version}", "Host: 127.0.0.1", "Content-Type: application/json", *lines, "", ""]
    return "\r\n".join(head).encode("latin-1")


CELLS = b'{"cells": [{"evidence": "x"}]}'
LENGTH = f"Content-Length: {len(CELLS)}"
END = "Connection: close"
CHUNK = b"10000\r\n" + bytes(65_536) + b"\r\n"


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (raw(LENGTH) + CELLS + raw(LENGTH, END) + CELLS, ["200", "200"]),
        (raw(LENGTH, path="/nowhere") + CELLS + raw(LENGTH, END) + CELLS, ["404", "200"]),
        (raw(LENGTH, version="1.0") + CELLS, ["200"]),
        (raw(LENGTH, "Expect: 100-continue", END) + CELLS, ["100", "200"]),
        (raw(LENGTH, "Expect: 100-continue", END, path="/nowhere"), ["404"]),
        (raw(LENGTH, LENGTH, END) + CELLS, ["200"]),
        (raw(LENGTH, "Transfer-Encoding: chunked") + b"1e\r\n" + CELLS + b"\r\n0\r\n\r\n" + raw(), ["400"]),
        (raw("Transfer-Encoding: chunked") + b"3\r\n{  \r\nzz\r\n", ["400"]),
        (raw("Transfer-Encoding: chunked", END, path="/v1/forms") + CHUNK * 450, ["413"]),
        (raw("Content-Length: 99999999999999999999", END), ["413"]),
        (raw("Content-Length: 0", END, path="/v1/forms"), ["422"]),
        (raw(END, path="/v1/forms"), ["422"]),
        (raw(END, path="/%ff%00%0a", method="GET"), ["404"]),
        (raw(END, path="http://elsewhere.example/v1/model", method="GET"), ["404"]),
        (raw(END, path="*", method="OPTIONS"), ["404"]),
        (raw(END, path="elsewhere.example:443", method="CONNECT"), ["404"]),
        (raw("Connection: Upgrade, close", "Upgrade: websocket", path="/health/live", method="GET"), ["200"]),
        (raw("Authorization: Bearer \xff\xe9", "Accept: ;;;q=,\xff/*;q=nan", LENGTH, END) + CELLS, ["200"]),
    ],
    ids=lambda value: repr(value[:90]) if isinstance(value, bytes) else None,
)
def test_an_odd_request_is_answered_or_refused(server: Server, sent: bytes, told: list[str]) -> None:
    address = httpx.URL(server.url)
    answer = b""
    with socket.create_connection((address.host, address.port or 0), timeout=120) as connection:
        # It may be told, and the connection closed, before all is sent.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(sent)
        with contextlib.suppress(ConnectionResetError):
            while more := connection.recv(65_536):
                answer += more
    assert re.findall(rb"^HTTP/1.1 (\d+) ", answer, re.M) == [status.encode() for status in told]


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
