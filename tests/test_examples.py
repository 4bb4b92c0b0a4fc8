"""The example forms: every format of a form gives the same cells, and the kept files are those of their sources."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from scorer.codes import load
from scorer.pipeline import read_path
from scorer.records import Form
from scorer.settings import Settings

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
LANDLORDS = {
    "2020-tillerby-village-homes": ("2020", "Tillerby Village Homes", "2020-12-15"),
    "2022-penmarrow-housing": ("2022", "Penmarrow Housing Association", "2022-09"),
    "2024-harrowgate-homes": ("2024", "Harrowgate Homes", "2024-06-12"),
    "2025-harrowgate-homes": ("2024", "Harrowgate Homes", "2025-06-11"),
    "lgsco-2024-ostermere-council": ("lgsco-2024", "Ostermere District Council", "2025-03-18"),
}
FORMATS = (".docx", ".pdf", ".xlsx", ".html", ".csv", ".txt")
SECOND_YEAR = "2025-harrowgate-homes"
"""Kept in three formats: it is there to be compared with the year before."""
FILES = [
    (name, suffix) for name in LANDLORDS for suffix in FORMATS if name != SECOND_YEAR or suffix in (".docx", ".csv")
]
CUT_OFF = "2024-harrowgate-homes-cut-off.txt"
LARGEST = 300_000
"""Bytes: the examples travel with the product."""


def the_form(name: str) -> Form:
    (form,) = read_path(EXAMPLES / name, Settings())
    return form


def cells_of(form: Form) -> list[tuple[str, str, str, str, str, str]]:
    return [
        (cell.ref, cell.comply, cell.comply_text, cell.evidence, cell.commentary, cell.requirement)
        for cell in form.cells
    ]


def expected(name: str) -> list[tuple[str, ...]]:
    keys = ("ref", "comply", "comply_text", "evidence", "commentary", "requirement")
    lines = (EXAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line)[key] for key in keys) for line in lines]


@pytest.mark.parametrize(("name", "suffix"), FILES)
def test_every_format_gives_the_cells_of_the_source(name: str, suffix: str) -> None:
    form = the_form(name + suffix)
    assert cells_of(form) == expected(name)
    assert (form.code, form.landlord, form.form_date) == LANDLORDS[name]
    assert form.missing == ()
    assert {cell.form_date for cell in form.cells} == {form.form_date}
    assert form.title is not None
    assert LANDLORDS[name][1] in form.title


@pytest.mark.parametrize("name", LANDLORDS)
def test_ready_cells_are_read_back_as_they_are(name: str) -> None:
    form = the_form(f"{name}.jsonl")
    assert cells_of(form) == expected(name)
    assert form.code == LANDLORDS[name][0]
    assert form.form_date == LANDLORDS[name][2]


@pytest.mark.parametrize("name", LANDLORDS)
def test_a_form_answers_every_provision_of_its_edition(name: str) -> None:
    assert sorted(ref for ref, *_ in expected(name)) == sorted(load(LANDLORDS[name][0]).refs)


@pytest.mark.parametrize("name", [name for name, suffix in FILES if suffix == ".pdf"])
def test_the_pdf_breaks_rows_over_pages(name: str) -> None:
    pages = [{location.page for location in cell.locations} for cell in the_form(f"{name}.pdf").cells]
    assert any(len(found) > 1 for found in pages)


def test_the_examples_claim_everything_that_a_form_may_claim() -> None:
    claimed = {comply for name in LANDLORDS for _, comply, *_ in expected(name)}
    assert claimed == {"yes", "no", "partial", "not_applicable", "blank", "unclear"}


def test_a_row_without_its_number_says_how_it_was_found() -> None:
    cell = next(cell for cell in the_form("2024-harrowgate-homes.docx").cells if cell.ref == "2.4")
    assert "number missing; found by its requirement" in cell.notes


def test_a_form_that_was_cut_off_gives_what_is_there() -> None:
    form = the_form(CUT_OFF)
    whole = {cell[0]: cell for cell in expected("2024-harrowgate-homes")}
    *complete, last = cells_of(form)
    assert last[0] == "6.1"
    assert whole["6.1"][3].startswith(last[3])
    assert last[3] != whole["6.1"][3]
    assert complete == list(whole.values())[: len(complete)]
    assert form.missing == load("2024").refs[len(form.cells) :]


def test_the_kept_files_are_those_that_the_script_makes(tmp_path: Path) -> None:
    command = [sys.executable, str(EXAMPLES / "make_examples.py"), "--without-pdf", "--output", str(tmp_path)]
    subprocess.run(command, check=True)
    made = sorted(tmp_path.iterdir())
    assert len(made) == 6 * (len(LANDLORDS) - 1) + 3 + 1
    for path in made:
        kept = EXAMPLES / path.name
        if path.suffix in (".docx", ".xlsx"):
            # Compressed alike only by the same build of zlib.
            assert _parts(path) == _parts(kept), path.name
        else:
            assert path.read_bytes() == kept.read_bytes(), path.name


def test_the_examples_are_small() -> None:
    assert max(path.stat().st_size for path in EXAMPLES.iterdir() if path.is_file()) < LARGEST


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
