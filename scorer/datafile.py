"""YAML files of data (JSON is YAML too), read strictly: no key twice, values of their type, faults told with line.

A file of lists that may grow ends with the line ``...``, YAML's own mark: cut short at the end of a line such a file
would be as good YAML as before, and its last entries would be missed by nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scorer.errors import ScorerError


def fault(path: Path, line: int, reason: str) -> ScorerError:
    """What is wrong with a file."""
    return ScorerError("E411", file=path.name, line=line, reason=reason)


@dataclass(frozen=True, slots=True)
class Table:
    """The keys of one mapping of a file: their values, and the line of each.

    ``name`` is what stands before a key in an error ("examples." of the mapping under ``examples``). ``tables`` are the
    mappings below it, by key; where the value is a list, those in the list.
    """

    path: Path
    name: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int]
    tables: Mapping[str, tuple[Table, ...]]

    def wrong(self, key: str, reason: str) -> ScorerError:
        """What is wrong with the value of ``key``; at the head of the mapping where it does not stand in it."""
        return fault(self.path, self.lines.get(key, self.line), reason)

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse a key that is not known, and a mapping without one that is required. Raises ScorerError E411."""
        for key in self.values:
            if key not in required and key not in optional:
                raise self.wrong(key, f"unknown key '{self.name}{key}'")
        for key in required:
            if key not in self.values:
                raise self.wrong(key, f"key '{self.name}{key}' is missing")

    def needs(self, required: Collection[str]) -> None:
        """Refuse a mapping without one of these keys. Raises ScorerError E411."""
        self.only(required, self.values)

    def text(self, key: str, default: str = "") -> str:
        """A text that is not blank, with its white space folded."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (key in self.values and not value.strip()):
            raise self.wrong(key, f"'{self.name}{key}' must be a text")
        return " ".join(value.split())

    def choice(self, key: str, allowed: Collection[Any], default: Any = None) -> Any:
        """One of ``allowed``."""
        value = self.values.get(key, default)
        if value not in allowed:
            told = ", ".join(str(entry) for entry in allowed if entry is not None)
            raise self.wrong(key, f"'{self.name}{key}' must be one of {told}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where it is not said."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, f"'{self.name}{key}' is true or false")
        return value

    def number(self, key: str, default: float) -> float:
        """A number of 0 or more."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise self.wrong(key, f"'{self.name}{key}' must be a number of 0 or more")
        return value

    def texts(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, each one of ``allowed`` where that is given; empty where it is not said."""
        values: tuple[str, ...] = self.list_of(key, str)
        if allowed is not None and set(values) - set(allowed):
            raise self.wrong(key, f"'{self.name}{key}' may hold {', '.join(allowed)}")
        return values

    def list_of(self, key: str, kind: type) -> tuple[Any, ...]:
        """A list of values of one type; empty where it is not said."""
        value = self.values.get(key, [])
        # Exactly of the type: true is no whole number.
        if not isinstance(value, list) or not all(type(entry) is kind for entry in value):
            raise self.wrong(key, f"'{self.name}{key}' must be a list of {'texts' if kind is str else 'whole numbers'}")
        return tuple(value)

    def table(self, key: str) -> Table:
        """The mapping under ``key``; one without keys where it is not said."""
        if key not in self.values:
            return Table(self.path, f"{self.name}{key}.", self.line, {}, {}, {})
        if not isinstance(self.values[key], dict):
            raise self.wrong(key, f"'{self.name}{key}' must be a mapping")
        return self.tables[key][0]

    def list_of_tables(self, key: str) -> tuple[Table, ...]:
        """A list of mappings."""
        value = self.values.get(key)
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, f"'{self.name}{key}' must be a list of mappings")
        return self.tables[key]


def files_of(folder: Path, listed: Path | None = None) -> tuple[Path, ...]:
    """The YAML files of a folder in order of name, each without its ending on the list ``listed``, if that is given;
    others may stand beside them.

    Raises ScorerError E411 where one of the list is missing.
    """
    found = tuple(sorted(folder.glob("*.yml")))
    present = {path.stem for path in found}
    for stem in read_texts(listed) if listed else ():
        if stem not in present:
            raise fault(folder / f"{stem}.yml", 1, "the file is missing")
    return found


def bytes_of(path: Path) -> bytes:
    """The bytes of a data file. Raises ScorerError E411."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise fault(path, 1, f"the file cannot be read ({error.strerror})") from error


def read_table(path: Path, data: bytes | None = None, *, closed: bool = False) -> Table:
    """The mapping that a file holds; ``data`` are its bytes where they were read already. A ``closed`` file must end
    with the line ``...``. Raises ScorerError E411."""
    loader, node = _parsed(path, bytes_of(path) if data is None else data, closed)
    if not isinstance(node, yaml.MappingNode):
        raise fault(path, 1, "the file must be a mapping of keys")
    _refuse_twice(path, node, "")
    return _table(path, "", node, _made(path, loader, node))


def read_texts(path: Path) -> tuple[str, ...]:
    """The list of texts that a file holds, which must end with the line ``...``. Raises ScorerError E411."""
    loader, node = _parsed(path, bytes_of(path), closed=True)
    value = _made(path, loader, node) if node is not None else None
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise fault(path, 1, "the file must be a list of texts")
    return tuple(value)


def _parsed(path: Path, data: bytes, closed: bool) -> tuple[yaml.CSafeLoader, yaml.Node | None]:
    try:
        text = data.decode("utf-8")
        loader = yaml.CSafeLoader(text)
        node = loader.get_single_node()
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise _no_yaml(path, error) from error
    lines = text.splitlines()
    if closed and lines[-1:] != ["..."]:
        raise fault(path, max(1, len(lines)), "the file is cut short: its last line must be '...'")
    return loader, node


def _made(path: Path, loader: yaml.CSafeLoader, node: yaml.Node) -> Any:
    try:
        return loader.construct_document(node)
    except (ValueError, yaml.YAMLError) as error:  # ValueError: a date like 2024-13-99
        raise _no_yaml(path, error) from error


def _no_yaml(path: Path, error: Exception) -> ScorerError:
    mark = getattr(error, "problem_mark", None)
    return fault(path, mark.line + 1 if mark else 1, "this is not YAML")


def _refuse_twice(path: Path, node: yaml.Node, name: str) -> None:
    """Two keys alike become one when values are made of them, so they are sought before."""
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            _refuse_twice(path, entry, name)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                raise fault(path, key.start_mark.line + 1, f"the key '{name}{key.value}' must be a text: quote it")
            if key.value in seen:
                raise fault(path, key.start_mark.line + 1, f"key '{name}{key.value}' stands twice")
            seen.add(key.value)
            _refuse_twice(path, value, f"{name}{key.value}.")


def _table(path: Path, name: str, node: yaml.MappingNode, values: dict[str, Any]) -> Table:
    lines, tables = {}, {}
    for key, value in node.value:
        lines[key.value] = key.start_mark.line + 1
        made = values[key.value]
        nodes, below = (value.value, made) if isinstance(value, yaml.SequenceNode) else ([value], [made])
        tables[key.value] = tuple(
            _table(path, f"{name}{key.value}.", entry, held)
            for entry, held in zip(nodes, below, strict=True)
            if isinstance(entry, yaml.MappingNode)
        )
    return Table(path, name, node.start_mark.line + 1, values, lines, tables)
