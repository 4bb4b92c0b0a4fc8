"""Data files are read strictly, and what is wrong is told with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.datafile import Table, read_table, read_texts
from scorer.errors import ScorerError

TEXT = """\
name: a  folded
  text
flag: true
many: [one, two]
inner:
  "1.2": {duty: x}
  numbers: [1, 2]
rows:
  - {a: b}
  - {a: c}
"""


def table(folder: Path, text: str = TEXT) -> Table:
    path = folder / "some.yml"
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def test_values_come_with_their_lines(tmp_path: Path) -> None:
    top = table(tmp_path)
    assert (top.text("name"), top.flag("flag"), top.flag("other")) == ("a folded text", True, False)
    assert (top.texts("many"), top.texts("none")) == (("one", "two"), ())
    inner = top.table("inner")
    assert inner.table("1.2").text("duty") == "x"
    assert inner.list_of("numbers", int) == (1, 2)
    assert [row.text("a") for row in top.list_of_tables("rows")] == ["b", "c"]
    assert (top.lines["inner"], inner.lines["numbers"], top.list_of_tables("rows")[1].lines["a"]) == (5, 7, 10)
    assert top.table("none").values == {}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: a", "flag: a", "line 3: key 'flag' stands twice"),
        ("{a: c}", "{a: c, a: d}", "line 10: key 'rows.a' stands twice"),
        ('"1.2":', "1.2:", "line 6: the key 'inner.1.2' must be a text: quote it"),
        ("name: a", "name: [", "this is not YAML"),
        ("flag: true", "flag: 2024-13-99", "this is not YAML"),
        (TEXT, "- a list", "line 1: the file must be a mapping of keys"),
        (TEXT, "", "line 1: the file must be a mapping of keys"),
    ],
)
def test_what_a_file_may_not_hold(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(ScorerError) as error:
        table(tmp_path, TEXT.replace(old, new))
    assert error.value.code == "E411"
    assert told in error.value.message


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda top: top.only(("name",), ("flag", "many", "inner")), "line 8: unknown key 'rows'"),
        (lambda top: top.table("inner").only(("1.2", "numbers", "more")), "line 6: key 'inner.more' is missing"),
        (lambda top: top.text("many"), "line 4: 'many' must be a text"),
        (lambda top: top.flag("name"), "line 1: 'name' is true or false"),
        (lambda top: top.number("flag", 0), "line 3: 'flag' must be a number"),
        (lambda top: top.choice("name", ("x", "y")), "line 1: 'name' must be one of x, y"),
        (lambda top: top.texts("many", ("one", "three")), "line 4: 'many' may hold one, three"),
        (lambda top: top.table("inner").texts("numbers"), "line 7: 'inner.numbers' must be a list of texts"),
        (lambda top: top.table("name"), "line 1: 'name' must be a mapping"),
        (lambda top: top.list_of_tables("many"), "line 4: 'many' must be a list of mappings"),
    ],
)
def test_what_is_asked_for_must_be_so(tmp_path: Path, ask: object, told: str) -> None:
    with pytest.raises(ScorerError) as error:
        ask(table(tmp_path))  # type: ignore[operator]
    assert told in error.value.message


def test_a_list_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "some.yml"
    path.write_text("- one\n- two\n...\n", encoding="utf-8")
    assert read_texts(path) == ("one", "two")
    for text in ("a: b", "- 7", "", "- one\n- two"):
        path.write_text(f"{text}\n..." if text in ("a: b", "- 7") else text, encoding="utf-8")
        with pytest.raises(ScorerError):
            read_texts(path)
