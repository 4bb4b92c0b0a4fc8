"""Tables from workers and from the files of parts: only what was packed or written there is opened."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from scorer.batch.rows import Judged, cells_table, errors_table
from scorer.batch.tables import SCHEMAS, TABLES, as_part, of_part, packed, unpacked
from scorer.errors import ScorerError
from scorer.pipeline import Scorer
from scorer.settings import Settings


def test_a_path_in_the_place_of_bytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "errors.arrow"
    path.write_bytes(packed(errors_table([])))
    assert unpacked("errors", path.read_bytes()).num_rows == 0
    with pytest.raises(ScorerError) as caught:
        unpacked("errors", str(path))
    assert caught.value.code == "E603"


@pytest.fixture(scope="module")
def cells(sector_folder: Path, settings: Settings) -> pa.Table:
    """The table of the cells of a form."""
    (report,) = Scorer.load(settings).score_file(sector_folder / "2024" / "00001-2024.html")
    return cells_table([Judged(report, 1, 1)], with_text=False)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_is_read_as_it_was_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(as_part(SCHEMAS[name].empty_table()))
    assert of_part(name, path).equals(SCHEMAS[name].empty_table())


def test_a_table_is_read_as_it_was_written_and_only_under_its_name(cells: pa.Table, tmp_path: Path) -> None:
    path = tmp_path / "part"
    path.write_bytes(as_part(cells))
    assert of_part("cells", path).equals(cells)
    with pytest.raises(ValueError, match="another table"):
        of_part("forms", path)
    with pytest.raises(FileNotFoundError):
        of_part("cells", tmp_path / "missing")


def test_a_zeroed_stretch_in_a_table_is_told_or_does_no_harm(cells: pa.Table, tmp_path: Path) -> None:
    path, data, told = tmp_path / "part", as_part(cells), 0
    for start in range(0, len(data), 64):
        path.write_bytes(data[:start] + bytes(64) + data[start + 64 :])
        try:
            of_part("cells", path).to_pylist()  # without a look at its lengths this ends the process
        except (OSError, ValueError):
            told += 1
    assert told
