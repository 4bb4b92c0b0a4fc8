"""Tables from workers: only what a worker packed is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.batch.rows import errors_table
from scorer.batch.tables import packed, unpacked
from scorer.errors import ScorerError


def test_a_path_in_the_place_of_bytes_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "errors.arrow"
    path.write_bytes(packed(errors_table([])))
    assert unpacked("errors", path.read_bytes()).num_rows == 0
    with pytest.raises(ScorerError) as caught:
        unpacked("errors", str(path))
    assert caught.value.code == "E603"
