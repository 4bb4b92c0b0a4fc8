"""Who is let in: keys, rates, names of hosts, pages of other sites, and where it listens at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api import logs
from api.access import check_exposure, hosts_of, is_loopback, needs_keys
from api.keys import KeyRing, add_key, digest, read_keys, revoke_key
from api.limits import Rate
from scorer.cli import assembled
from scorer.errors import ScorerError
from scorer.settings import ServiceSettings

from .conftest import Ask


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "conf" / "keys.json"


@pytest.mark.parametrize("headers", [{}, bearer("es_wrong"), bearer(""), {"authorization": "Basic YTpi"}])
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/cells"),
        ("POST", "/v1/forms"),
        ("POST", "/v1/compare"),
        ("GET", "/v1/rules"),
        ("GET", "/v1/rules/FUT001"),
        ("GET", "/v1/codes"),
        ("GET", "/v1/model"),
        ("GET", "/metrics"),
    ],
)
def test_without_a_good_key_nothing_is_answered(
    ask: Callable[..., Ask], file: Path, method: str, path: str, headers: dict[str, str]
) -> None:
    add_key(file, "audit")
    answer = ask(access="keys", keys=file)(method, path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "E704")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "es_wrong" not in answer.text


def test_every_address_of_the_api_asks_for_a_key(ask: Callable[..., Ask], file: Path) -> None:
    asked = ask(access="keys", keys=file)
    for path, operations in asked("GET", "/v1/openapi.json").json()["paths"].items():
        if not path.startswith("/health/"):
            for method in operations:
                assert asked(method, path.replace("{code}", "FUT001")).status_code == 401, path


@pytest.mark.parametrize("path", ["/check", "/answer", "/try", "/compare"])
def test_the_pages_do_no_work_without_a_key_either(ask: Callable[..., Ask], file: Path, path: str) -> None:
    add_key(file, "audit")
    assert ask(access="keys", keys=file)("POST", path).status_code == 401


def test_a_key_is_good_until_it_is_revoked_without_a_restart(ask: Callable[..., Ask], file: Path) -> None:
    asked = ask(access="keys", keys=file)
    first = add_key(file, "first")
    assert asked("GET", "/v1/codes", headers=bearer(first)).status_code == 200
    second = add_key(file, "second")
    assert asked("GET", "/v1/codes", headers=bearer(second)).status_code == 200
    revoke_key(file, "first")
    assert asked("GET", "/v1/codes", headers=bearer(first)).status_code == 401
    assert asked("GET", "/v1/codes", headers=bearer(second)).status_code == 200


@pytest.mark.parametrize("content", [None, "", "{", '{"keys": 3}', '{"keys": [{"name": "a"}]}'])
def test_no_key_is_good_where_their_file_is_gone_or_broken(
    ask: Callable[..., Ask], file: Path, content: str | None
) -> None:
    asked = ask(access="keys", keys=file)
    key = add_key(file, "audit")
    assert asked("GET", "/v1/codes", headers=bearer(key)).status_code == 200
    file.unlink()
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert asked("GET", "/v1/codes", headers=bearer(key)).status_code == 401


def test_a_key_is_kept_as_its_hash_in_a_file_of_ones_own(file: Path) -> None:
    key = add_key(file, "audit")
    assert key not in file.read_text(encoding="utf-8")
    assert read_keys(file)[0].sha256 == digest(key)
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(key) > 40
    assert add_key(file, "other") != key


def test_keys_are_compared_in_constant_time_and_all_of_them(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [add_key(file, f"key-{number}") for number in range(5)]
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return one == other

    monkeypatch.setattr("api.keys.hmac.compare_digest", compare)
    assert KeyRing(file).name_of(keys[0]) == "key-0"
    assert len(compared) == 5
    # A fault of the string comparison could not tell anything of a key: what is compared are digests.
    assert all(len(one) == len(other) == 64 for one, other in compared)


def command(*arguments: str, file: Path, **more: str) -> Result:
    environ = {"EVIDENCE_SCORER_SERVICE_KEYS": str(file), **more}
    return CliRunner().invoke(assembled(), list(arguments), env=environ)


def test_keys_on_the_command_line(file: Path) -> None:
    made = command("keys", "add", "audit-north", file=file)
    assert made.exit_code == 0
    assert KeyRing(file).name_of(made.stdout.strip()) == "audit-north"
    listed = command("keys", "list", file=file)
    assert listed.stdout.endswith("  audit-north\n")
    assert made.stdout.strip() not in listed.stdout
    assert "E723" in command("keys", "add", "audit-north", file=file).stderr
    assert "E725" in command("keys", "add", "audit north", file=file).stderr
    assert command("keys", "revoke", "audit-north", file=file).exit_code == 0
    assert "E724" in command("keys", "revoke", "audit-north", file=file).stderr
    assert command("keys", "list", file=file).stdout == ""


@pytest.mark.skipif(os.geteuid() == 0, reason="who may write everywhere is refused nothing")
def test_a_file_of_keys_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "E722" in command("keys", "add", "audit", file=tmp_path / "keys.json").stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "scorer.example"])
def test_it_does_not_listen_beyond_this_machine_without_keys(
    file: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listened(*_: object) -> None:
        raise AssertionError("it listened")

    monkeypatch.setattr("api.server._bound", listened)
    done = command("serve", "--host", host, file=file)
    assert done.exit_code == 2
    assert "E721" in done.stderr
    assert host in done.stderr


def test_it_does_where_there_are_keys_or_where_it_is_told_in_words(file: Path) -> None:
    check_exposure(ServiceSettings(host="0.0.0.0", access="anyone"))
    check_exposure(ServiceSettings(keys=file))
    with pytest.raises(ScorerError):
        check_exposure(ServiceSettings(access="keys", keys=file))
    add_key(file, "audit")
    exposed = ServiceSettings(host="0.0.0.0", keys=file)
    check_exposure(exposed)
    assert needs_keys(exposed)
    revoke_key(file, "audit")
    with pytest.raises(ScorerError):
        check_exposure(exposed)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_what_only_this_machine_reaches(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
    assert needs_keys(ServiceSettings(host=host)) is not loopback
    assert (hosts_of(ServiceSettings(host=host)) is not None) is loopback


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "127.0.0.1:8000"}, 200),
        ({"host": "LOCALHOST"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"host": "rebound.example"}, 403),
        ({"host": ""}, 403),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}, 200),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:9000"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://["}, 403),
    ],
)
def test_pages_of_other_sites_and_names_of_others_are_refused(
    ask: Callable[..., Ask], headers: dict[str, str], status: int
) -> None:
    asked = ask()
    answer = asked("GET", "/health/live", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "E713"
        assert 'evidence_scorer_refusals_total{code="E713"} 1.0' in asked("GET", "/metrics").text
        assert "access-control-allow-origin" not in answer.headers


def test_a_site_that_is_allowed_may_call(ask: Callable[..., Ask]) -> None:
    site = {"origin": "https://audit.example"}
    asked = ask(origins="https://audit.example, https://other.example")
    answer = asked("GET", "/v1/codes", headers=site)
    assert answer.headers["access-control-allow-origin"] == "https://audit.example"
    assert "Origin" in answer.headers["vary"]
    told = {"X-Scorer-Version", "X-Scorer-Model", "X-Scorer-Rules", "X-Input-SHA256", "X-Request-ID", "Retry-After"}
    assert told <= set(answer.headers["access-control-expose-headers"].split(", "))
    before = asked("OPTIONS", "/v1/forms", headers={**site, "access-control-request-method": "POST"})
    assert before.status_code == 204
    assert "Authorization" in before.headers["access-control-allow-headers"]
    assert asked("GET", "/v1/codes", headers={"origin": "https://third.example"}).status_code == 403


def test_names_of_hosts_can_be_set(ask: Callable[..., Ask]) -> None:
    asked = ask(hosts="scorer.example", host="0.0.0.0", access="anyone")
    assert asked("GET", "/health/live", headers={"host": "scorer.example:443"}).status_code == 200
    assert asked("GET", "/health/live", headers={"host": "127.0.0.1"}).status_code == 403


def test_a_client_that_asks_too_often_is_told_when_to_come_back(ask: Callable[..., Ask]) -> None:
    asked = ask(rate=3)
    assert [asked("GET", "/v1/codes").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    last = asked("GET", "/v1/codes")
    assert last.json()["code"] == "E705"
    assert 1 <= int(last.headers["retry-after"]) <= 20
    assert asked("GET", "/health/live").status_code == 200


def test_the_rate_is_each_keys_own_and_guesses_count_against_their_address(ask: Callable[..., Ask], file: Path) -> None:
    asked = ask(rate=2, access="keys", keys=file)
    one, other = bearer(add_key(file, "one")), bearer(add_key(file, "other"))

    def statuses(headers: dict[str, str]) -> list[int]:
        return [asked("GET", "/v1/codes", headers=headers).status_code for _ in range(3)]

    assert statuses(one) == [200, 200, 429]
    assert statuses(bearer("es_guess")) == [401, 401, 429]
    assert statuses(other) == [200, 200, 429]


def test_a_rate_fills_again_and_forgets_whom_it_has_not_seen_for_long() -> None:
    now = 0.0
    rate = Rate(60, clock=lambda: now)
    assert [rate.take("a") for _ in range(60)] == [0.0] * 60
    assert rate.take("a") == pytest.approx(1.0)
    now = 1.0
    assert rate.take("a") == 0.0
    assert rate.take("a") > 0
    for number in range(10_001):
        rate.take(f"other {number}")
    assert rate.take("a") == 0.0
    assert len(rate._left) <= 10_000


def test_a_header_does_not_make_another_address(ask: Callable[..., Ask]) -> None:
    asked = ask(rate=1)
    assert asked("GET", "/v1/codes", headers={"x-forwarded-for": "192.0.2.1"}).status_code == 200
    assert asked("GET", "/v1/codes", headers={"x-forwarded-for": "192.0.2.2"}).status_code == 429


def test_the_log_names_the_key_and_never_holds_it(
    ask: Callable[..., Ask], file: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("handlers", "propagate", "level"):
        monkeypatch.setattr(logs.LOGGER, name, getattr(logs.LOGGER, name))
    key = add_key(file, "audit-north")
    logs.configure()
    ask(access="keys", keys=file)("GET", "/v1/codes?x=Mrs-Example", headers=bearer(key))
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told["key"] == "audit-north"
    assert (told["route"], told["status"], told["method"]) == ("/v1/codes", 200, "GET")
    assert key not in line
    assert "Mrs-Example" not in line
