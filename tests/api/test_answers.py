"""What the service answers is what the command line says of the same input."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from api import work
from api.examples import CELLS
from api.schemas import CodesOut, Comparisons, ModelOut, Report, RuleOut, RulesOut
from scorer.cli import app
from scorer.codes import EDITION_CODES
from scorer.errors import ScorerError
from scorer.pipeline import Scorer

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LAST, THIS = EXAMPLES / "2022-penmarrow-housing.docx", EXAMPLES / "2024-harrowgate-homes.docx"


@pytest.fixture
def printed(scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command line with the server's model and gives the bytes that it writes."""
    monkeypatch.setattr(Scorer, "resident", lambda: scorer)

    def run(*arguments: object) -> bytes:
        out = tmp_path / "out"
        done = CliRunner().invoke(app, [*map(str, arguments), "--output", str(out)])
        assert done.exit_code == 0, done.output
        return out.read_bytes()

    return run


def contents(data: bytes) -> dict[str, bytes]:
    """The parts of a zip; the dates of its entries are those of the moment."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_cells_are_those_of_the_command_line_byte_for_byte(
    client: httpx.Client, printed: Any, tmp_path: Path
) -> None:
    lines = (EXAMPLES / "2024-harrowgate-homes.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path / "cells"
    path.write_text("\n".join(lines), encoding="utf-8")
    answer = client.post("/v1/cells", json={"cells": [json.loads(line) for line in lines]})
    assert answer.status_code == 200

    def without_digest(text: str) -> str:
        document = json.loads(text)
        digest = document["forms"][0]["sha256"]
        return text.replace(digest, "")

    assert without_digest(answer.text) == without_digest(printed("score", path, "--format", "json").decode())


def test_a_list_is_parted_into_forms_as_a_file_is(client: httpx.Client, printed: Any, tmp_path: Path) -> None:
    cells = [
        {"evidence": "Kestrel logs each case.", "code": "2024", "ref": ref, **more}
        for ref, more in (
            ("1.2", {"landlord": "Old Tannery"}),
            ("1.3", {"landlord": "Old Tannery"}),
            ("1.2", {"landlord": "Wren Quarter"}),
            ("1.2", {"landlord": "Wren Quarter"}),
            ("1.3", {"landlord": "Wren Quarter", "form": "second"}),
        )
    ]
    path = tmp_path / "cells.jsonl"
    path.write_text("\n".join(map(json.dumps, cells)), encoding="utf-8")
    forms = client.post("/v1/cells", json={"cells": cells}).json()["forms"]
    told = json.loads(printed("score", path, "--format", "json"))["forms"]
    assert [form["landlord"] for form in forms] == ["Old Tannery", *["Wren Quarter"] * 3]
    assert [form | {"source": "", "sha256": ""} for form in forms] == [
        form | {"source": "", "sha256": ""} for form in told
    ]


def test_too_long_a_cell_is_told_with_its_number(scorer: Scorer) -> None:
    cells = [{"evidence": "x"}, {"evidence": "y", "landlord": "Saltings"}, {"evidence": "z" * 200_001}]
    with pytest.raises(ScorerError, match=r"E109: There are more characters in cell 3 than the limit \(200,001 of at "):
        work.score_cells(scorer, json.dumps({"cells": cells}).encode(), 9)


@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx", "csv", "html", "txt", "jsonl"])
def test_a_form_of_every_kind_is_answered_as_the_command_line_does(
    client: httpx.Client, printed: Any, suffix: str
) -> None:
    path = EXAMPLES / f"2020-tillerby-village-homes.{suffix}"
    answer = client.post("/v1/forms", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code == 200
    assert answer.content == printed("score", path, "--format", "json")


@pytest.mark.parametrize("format", ["csv", "html", "docx", "xlsx", "md", "sarif"])
def test_every_format_is_that_of_the_command_line(client: httpx.Client, printed: Any, format: str) -> None:
    data = THIS.read_bytes()
    answer = client.post("/v1/forms", params={"format": format}, files={"file": (THIS.name, data)})
    assert answer.status_code == 200
    expected = printed("score", THIS, "--format", format)
    if format in ("docx", "xlsx"):
        assert contents(answer.content) == contents(expected)
    else:
        assert answer.content == expected
    assert f".{format}" in answer.headers["content-disposition"]
    accepted = client.post("/v1/forms", headers={"accept": answer.headers["content-type"]}, content=data)
    assert accepted.headers["content-type"] == answer.headers["content-type"]


@pytest.mark.parametrize("format", ["json", "csv", "html", "docx", "xlsx", "md"])
def test_a_comparison_is_that_of_the_command_line(client: httpx.Client, printed: Any, format: str) -> None:
    files = {"last": (LAST.name, LAST.read_bytes()), "this": (THIS.name, THIS.read_bytes())}
    answer = client.post("/v1/compare", params={"format": format}, files=files)
    assert answer.status_code == 200
    expected = printed("compare", LAST, THIS, "--format", format)
    if format in ("docx", "xlsx"):
        assert contents(answer.content) == contents(expected)
    else:
        assert answer.content == expected
    if format == "json":
        Comparisons.model_validate_json(answer.content)
        digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (LAST, THIS)]
        assert answer.headers["x-input-sha256"] == ", ".join(digests)


def test_the_file_itself_as_the_body_is_the_same(client: httpx.Client) -> None:
    data = THIS.read_bytes()
    raw = client.post("/v1/forms", params={"name": "folder/" + THIS.name}, content=data)
    form = client.post("/v1/forms", files={"file": ("C:\\forms\\" + THIS.name, data)})
    assert raw.content == form.content
    assert raw.json()["forms"][0]["source"] == THIS.name


def test_an_answer_names_what_made_it(client: httpx.Client, scorer: Scorer) -> None:
    data = THIS.read_bytes()
    answer = client.post("/v1/forms", params={"format": "csv"}, content=data, headers={"x-request-id": "audit.7"})
    facts = scorer.facts()
    assert answer.headers["x-scorer-version"] == facts["version"]
    assert answer.headers["x-scorer-model"] == f"tiny; sha256={facts['model']['sha256']}"
    assert answer.headers["x-scorer-rules"] == f"sha256={facts['rules']['sha256']}"
    assert answer.headers["x-input-sha256"] == hashlib.sha256(data).hexdigest()
    assert answer.headers["x-request-id"] == "audit.7"
    refused = client.post("/v1/forms", content=b"")
    assert refused.headers["x-scorer-model"] == answer.headers["x-scorer-model"]


def test_the_same_request_gets_the_same_answer(client: httpx.Client) -> None:
    assert len({client.post("/v1/cells", json=CELLS).content for _ in range(4)}) == 1


def test_what_it_judges_by(client: httpx.Client, scorer: Scorer) -> None:
    rules = RulesOut.model_validate(client.get("/v1/rules").json())
    assert [rule.code for rule in rules.rules] == [rule.code for rule in scorer.rules.rules]
    rule = RuleOut.model_validate(client.get(f"/v1/rules/{rules.rules[0].code}").json())
    assert rule == rules.rules[0]
    codes = CodesOut.model_validate(client.get("/v1/codes").json())
    assert {code.code for code in codes.codes} == set(EDITION_CODES)
    model = ModelOut.model_validate(client.get("/v1/model").json())
    assert model.scorer.model.sha256 == model.manifest["sha256"]


def test_answers_are_as_the_document_says(client: httpx.Client) -> None:
    Report.model_validate_json(client.post("/v1/cells", json=CELLS).content)
    Report.model_validate_json(client.post("/v1/forms", content=THIS.read_bytes()).content)


def test_an_empty_list_is_told_as_such(client: httpx.Client) -> None:
    problem = client.post("/v1/cells", json={"cells": []}).json()
    assert (problem["code"], "is empty" in problem["detail"]) == ("E701", True)


@pytest.mark.parametrize(
    ("body", "code", "detail"),
    [
        (
            b'{"cells": [{"evidence": "x"}, {"evidence": "x", "evidence": "y"}]}',
            "E303",
            'Cell 2 of the list: the key "ev',
        ),
        (b'{"cells": [{"evidence": "x"}], "cells": [{"evidence": "y"}]}', "E701", 'the key "cells" is there twice'),
    ],
)
def test_what_stands_twice_is_refused(scorer: Scorer, body: bytes, code: str, detail: str) -> None:
    with pytest.raises(ScorerError, match=detail) as caught:
        work.score_cells(scorer, body, 9)
    assert caught.value.code == code


def test_a_line_breaks_no_cell_but_its_own(client: httpx.Client) -> None:
    answer = client.post("/v1/cells", json={"cells": [CELLS["cells"][0], {"evidence": 3}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "E303")
    assert "Cell 2" in answer.json()["detail"]


def test_a_list_may_be_as_long_as_its_limit_and_no_longer(scorer: Scorer) -> None:
    body = json.dumps(CELLS).encode()
    assert work.score_cells(scorer, body, 2).cells == 2
    with pytest.raises(ScorerError, match="E712"):
        work.score_cells(scorer, body, 1)


def test_the_figures_count_what_was_done(client: httpx.Client) -> None:
    def cells() -> float:
        lines = client.get("/metrics").text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("evidence_scorer_cells_total"))

    before = cells()
    client.post("/v1/cells", json=CELLS)
    assert cells() == before + 2
    assert 'route="/v1/cells",status="200"' in client.get("/metrics").text
