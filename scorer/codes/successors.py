"""Which provisions of two editions have the same subject. A number alone does not tell: it moves between editions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from scorer.codes.editions import load
from scorer.datafile import read_table

Links = Mapping[str, tuple[str, ...]]
"""For each provision of one edition those of another with the same subject, in the order of the Code."""

_PATH = Path(__file__).with_name("successors.json")
_HUB = "2024"
"""The edition that the files of the others name as their successor."""


@cache
def links(old: str, new: str) -> Links:
    """The provisions of edition ``new`` that have the subject of each provision of ``old``; () where none has.

    Either may be the older one. Raises KeyError for an unknown edition and ScorerError E411 for a broken file.
    """
    if old == new:
        return {ref: (ref,) for ref in load(old).refs}
    if (old, new) == ("2020", "2022"):
        found = dict(_from_2020())
    elif (old, new) == ("2022", "2020"):
        found = _turned(_from_2020(), load("2022").refs)
    else:
        found = _chained(_to_hub(old), _turned(_to_hub(new), load(_HUB).refs))
    order = {ref: place for place, ref in enumerate(load(new).refs)}
    return {ref: tuple(sorted(set(refs), key=order.__getitem__)) for ref, refs in found.items()}


def subject(code: str, ref: str) -> str | None:
    """A name that provisions of all editions with the same subject share; None where the provision is not known."""
    try:
        later = _to_hub(code).get(ref)
    except KeyError:
        return None
    if later is None:
        return None
    return f"{_HUB} {later[0]}" if later else f"{code} {ref}"


@cache
def _to_hub(code: str) -> Links:
    if code == "2020":
        return _chained(_from_2020(), _to_hub("2022"))
    if code == _HUB:
        return {ref: (ref,) for ref in load(_HUB).refs}
    return {provision.ref: provision.successor_2024 for provision in load(code).provisions}


def _chained(first: Links, second: Links) -> dict[str, tuple[str, ...]]:
    return {ref: tuple(end for middle in refs for end in second[middle]) for ref, refs in first.items()}


def _turned(forth: Links, refs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {ref: tuple(origin for origin, ends in forth.items() if ref in ends) for ref in refs}


@cache
def _from_2020() -> Links:
    top = read_table(_PATH)
    top.only(("from", "to", "refs"))
    top.choice("from", ("2020",))
    top.choice("to", ("2022",))
    refs = top.table("refs")
    refs.only(load("2020").refs)
    return {ref: refs.texts(ref, load("2022").refs) for ref in refs.values}
