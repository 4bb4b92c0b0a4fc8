"""The editions are complete, strict about their form, and in our own words."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scorer import codes
from scorer.codes.editions import Edition, read_edition
from scorer.errors import ScorerError

FOLDER = Path(codes.__file__).parent
TIMESCALE = {
    "number": 10,
    "unit": "days",
    "working_days": True,
    "measures": "the time to answer",
    "limit": "maximum",
    "starts_from": None,
    "note": "",
}


@pytest.fixture
def data() -> Any:
    return copy.deepcopy(json.loads((FOLDER / "2024.json").read_text(encoding="utf-8")))


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], Edition]:
    def write_and_read(data: Any) -> Edition:
        path = tmp_path / "broken.json"
        path.write_text(json.dumps(data, indent=1), encoding="utf-8")
        return read_edition(path)

    return write_and_read


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
        (("provisions", 0, "levl"), "must", "unknown key 'provisions.levl'"),
        (("provisions", 0, "level"), "shall", "'provisions.level' must be one of must, should"),
        (("provisions", 0, "ref"), "one", "a reference is like"),
        (("provisions", 1, "ref"), "1.2", "1.2 stands twice"),
        (("provisions", 0, "requirement"), " ", "'provisions.requirement' must be a text"),
        (("provisions", 0, "na_plausible"), 0, "'provisions.na_plausible' is true or false"),
        (("provisions", 0, "evidence_kinds"), ["rumour"], "'provisions.evidence_kinds' may hold"),
        (("provisions", 0, "note"), 3, "'provisions.note' must be a text"),
        (("provisions", 0, "timescales"), [dict(TIMESCALE, number=True)], "must be a whole number or null"),
        (("provisions", 0, "timescales"), [dict(TIMESCALE, working_days="no")], "is true or false"),
        (("tells", 0, "weight"), "3", "'tells.weight' must be a whole number"),
        (("tells", 0, "pattern"), "(", "does not compile"),
        (("tells", 0, "refs"), ["9.1"], "either a pattern or refs"),
        (("sections",), {"1": "One"}, "has no section"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    data: Any, read: Callable[[Any], Edition], path: tuple[str | int, ...], value: object, complaint: str
) -> None:
    target = data
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(ScorerError, match=re.escape(complaint)) as caught:
        read(data)
    assert caught.value.code == "E411"
    assert re.search(r"broken\.json, line \d+: ", caught.value.message)


def test_a_missing_key_is_told_with_its_line(data: Any, read: Callable[[Any], Edition]) -> None:
    del data["provisions"][3]["asks_about"]
    lines = json.dumps(data, indent=1).splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if '"ref": "1.5"' in text)
    with pytest.raises(ScorerError, match=r"key 'provisions\.asks_about' is missing") as caught:
        read(data)
    told = int(re.findall(r"line (\d+)", caught.value.message)[0])
    assert line - 1 <= told <= line


def test_a_file_that_is_cut_off_or_gone_is_refused_in_plain_words(tmp_path: Path) -> None:
    half = tmp_path / "half.json"
    half.write_bytes((FOLDER / "2024.json").read_bytes()[:20_000])
    for path in (half, tmp_path / "gone.json"):
        with pytest.raises(ScorerError) as caught:
            read_edition(path)
        assert caught.value.code == "E411"
        assert path.name in caught.value.message


def test_whole_files_are_read_as_they_are(data: Any, read: Callable[[Any], Edition]) -> None:
    assert read(data) == codes.load("2024")


def test_editions_share_the_name_of_a_subject() -> None:
    for ref, refs in codes.links("2022", "2024").items():
        assert codes.subject("2022", ref) == (codes.subject("2024", refs[0]) if refs else f"2022 {ref}")
    assert codes.subject("2024", "99.9") is None
    assert codes.subject("", "1.2") is None
