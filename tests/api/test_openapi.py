"""The OpenAPI document: what it says is kept, and it changes only on purpose."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.examples import CELLS
from api.schemas import CellsIn, Problem
from scorer.cells import _KEYS
from scorer.settings import ServiceSettings, Settings

from .conftest import Ask
from .serving import Server

SNAPSHOT = Path(__file__).with_name("openapi.json")
ADDRESSES = {
    "/health/live", "/health/ready", "/metrics", "/v1/cells", "/v1/forms", "/v1/compare", "/v1/rules",
    "/v1/rules/{code}", "/v1/codes", "/v1/model",
}  # fmt: skip


def document() -> dict[str, Any]:
    return create_app(Settings(), ServiceSettings()).openapi()


def test_the_document_is_the_snapshot() -> None:
    """Where the change is meant: ``python -m tests.api.test_openapi`` writes it anew."""
    assert document() == json.loads(SNAPSHOT.read_text(encoding="utf-8"))


def test_it_names_every_address_and_what_each_refuses(ask: Callable[..., Ask]) -> None:
    told = ask()("GET", "/v1/openapi.json").json()
    assert told["paths"].keys() == ADDRESSES
    for path, operations in told["paths"].items():
        for operation in operations.values():
            if path != "/health/live":
                assert "application/problem+json" in operation["responses"]["default"]["content"], path
            assert operation["summary"]


def test_every_reference_leads_somewhere() -> None:
    told = document()
    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(told)))
    assert {"CellIn", "CellOut", "Problem", "Report"} <= references <= told["components"]["schemas"].keys()


def test_its_example_is_good_and_works(client: httpx.Client) -> None:
    content = document()["paths"]["/v1/cells"]["post"]["requestBody"]["content"]["application/json"]
    assert content["example"] == CELLS
    CellsIn.model_validate(CELLS)
    assert client.post("/v1/cells", json=content["example"]).status_code == 200
    Problem.model_validate(client.post("/v1/cells", json={}).json())


def test_it_says_all_that_a_cell_may_hold_and_what_a_list_is_answered_with() -> None:
    told = document()
    assert told["components"]["schemas"]["CellIn"]["properties"].keys() == _KEYS
    content = told["paths"]["/v1/cells"]["post"]["responses"]["200"]["content"]
    assert content == {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}}


def _operations() -> list[Any]:
    config = SchemathesisConfig()
    schema = schemathesis.openapi.from_dict(document(), config=config)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("operation", _operations(), ids=lambda operation: operation.label)
def test_whatever_is_sent_is_answered_as_the_document_says(server: Server, operation: Any) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def run(data: Any) -> None:
        case = data.draw(operation.as_strategy())
        # A file that fits the document need not be a form, so a refusal of one is right.
        case.call_and_validate(base_url=server.url, excluded_checks=[positive_data_acceptance])

    run()


if __name__ == "__main__":
    SNAPSHOT.write_text(json.dumps(document(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
