"""The editions are complete, strict about their form, and in our own words."""

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

from scorer import codes
from scorer.codes import EditionError
from scorer.codes.editions import parse_edition

FOLDER = Path(codes.__file__).parent


@pytest.fixture
def data() -> Any:
    return copy.deepcopy(json.loads((FOLDER / "2024.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("code", "count"), [("2020", 36), ("2022", 72), ("2024", 72), ("lgsco-2024", 60)])
def test_every_edition_has_its_provisions(code: str, count: int) -> None:
    edition = codes.load(code)
    assert len(edition.provisions) == count
    assert edition.by_ref[edition.refs[0]] is edition.provisions[0]
    assert all(12 <= len(provision.requirement.split()) <= 62 for provision in edition.provisions)


def test_a_number_means_other_things_in_other_editions() -> None:
    assert codes.load("2022").by_ref["5.12"].title != codes.load("2024").by_ref["5.12"].title
    shared = set(codes.load("2022").refs) & set(codes.load("2024").refs)
    assert len(shared) == 43


def test_a_timescale_says_what_it_limits() -> None:
    (limit,) = codes.load("2024").by_ref["6.3"].timescales
    assert (limit.number, limit.unit, limit.working_days, limit.limit) == (10, "days", True, "maximum")


def test_requirements_carry_the_numbers_of_their_timescales() -> None:
    words = {
        1: "year|annual|each|every",
        2: "two|2|more than one|different|multiple",
        5: "five|5",
        12: "12|twelve",
    }
    for code in ("2022", "2024"):
        for provision in codes.load(code).provisions:
            for timescale in provision.timescales:
                if timescale.number is not None and timescale.unit == "days":
                    pattern = words.get(timescale.number, str(timescale.number))
                    assert re.search(pattern, provision.requirement), (code, provision.ref)


def test_successors_exist() -> None:
    known = set(codes.load("2024").refs)
    for edition in codes.editions():
        for provision in edition.provisions:
            assert set(provision.successor_2024) <= known


def test_the_council_edition_speaks_of_organisations_and_individuals() -> None:
    for provision in codes.load("lgsco-2024").provisions:
        assert "landlord" not in provision.requirement
        assert "resident" not in provision.requirement
        assert "must" not in provision.requirement.split()


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        codes.load("../2024")


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (("provisions", 0, "levl"), "must", "unknown key 'levl'"),
        (("provisions", 0, "level"), "shall", "'level' may not be 'shall'"),
        (("provisions", 0, "ref"), "one", "a reference is like"),
        (("provisions", 1, "ref"), "1.2", "1.2 stands twice"),
        (("provisions", 0, "requirement"), " ", "'requirement' is empty"),
        (("provisions", 0, "na_plausible"), 0, "'na_plausible' may not be 0"),
        (("provisions", 0, "evidence_kinds"), ["rumour"], "may not hold 'rumour'"),
        (("tells", 0, "pattern"), "(", "does not compile"),
        (("tells", 0, "refs"), ["9.1"], "either a pattern or refs"),
        (("sections",), {"1": "One"}, "has no section"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    data: Any, path: tuple[str | int, ...], value: object, complaint: str
) -> None:
    target = data
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(EditionError, match=re.escape(complaint)) as caught:
        parse_edition(data, "broken.json")
    assert "broken.json" in str(caught.value)


def test_a_missing_key_is_told(data: Any) -> None:
    del data["provisions"][3]["asks_about"]
    with pytest.raises(EditionError, match=r"provision 4 \(1\.5\): 'asks_about' is missing"):
        parse_edition(data, "broken.json")
