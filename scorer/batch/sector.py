"""A finished batch to figures of its sector: how answers are distributed, what is weakest, and who stands out."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import fields
from itertools import takewhile
from pathlib import Path
from statistics import median
from typing import Any

from scorer.batch import tables
from scorer.batch.alike import alike
from scorer.batch.figures import Group, Sector, Standing, Tally
from scorer.batch.folder import finished
from scorer.batch.newest import edition_order, latest_of_each_edition, newest_forms, unnamed
from scorer.batch.repeats import repeated
from scorer.codes import EDITION_CODES, load
from scorer.errors import ScorerError
from scorer.landlords import landlord_key

WEAKEST = 12
"""How many provisions are told as the weakest."""

LOWEST = 10
"""How many landlords are told as the lowest."""

FEWEST = 5
"""Landlords that must have answered a provision before it is told as weak, where so many filed on one edition."""

FAR = 3.5
"""Scaled median deviations from the median beyond which a form is an outlier (Iglewicz and Hoaglin)."""

_CELL_COLUMNS = (
    "source",
    "form",
    "landlord",
    "code",
    "year",
    "section",
    "ref",
    "comply",
    "specificity",
    "contradiction",
    "quality",
    "grade",
    "review",
)
_UNKNOWN = "not known"


def sector(folder: Path, kinds: Path | None = None) -> Sector:
    """The figures of the batch in a folder. ``kinds`` is a CSV file of landlords and their kinds.

    Raises ScorerError E532 without a finished batch, E537 where ``kinds`` cannot be used.
    """
    run = finished(folder)
    kind_of = read_kinds(kinds) if kinds else {}
    whole = Tally()
    newest = newest_forms(folder)
    groups: dict[str, dict[tuple[Any, ...], Tally]] = {
        name: defaultdict(Tally) for name in ("provisions", "sections", "years", "editions", "kinds", "newest", "filed")
    }
    for row in tables.rows_of(folder / "cells.parquet", _CELL_COLUMNS):
        who = landlord_key(row["landlord"])
        code = row["code"]
        keys: dict[str, tuple[Any, ...]] = {
            "provisions": (code, row["ref"]),
            "sections": (code, row["section"]),
            "years": (row["year"],),
            "editions": (code,),
        }
        if (row["source"], row["form"]) in newest:
            keys["newest"], keys["filed"] = keys["provisions"], keys["editions"]
        if kind_of:
            keys["kinds"] = (kind_of.get(who, _UNKNOWN),)
        whole.add(row, who)
        for name, key in keys.items():
            groups[name][key].add(row, who)
    provisions, of_newest = (
        _grouped(groups[name], lambda key: (key[1], _title(key[0], key[1]), key[0]))
        for name in ("provisions", "newest")
    )
    editions = _grouped(groups["editions"], lambda key: (key[0] or _UNKNOWN, _edition(key[0]), key[0]))
    standings, of_now = _standings(folder, kind_of, newest)
    shared, templates = alike(folder, with_text=run["with_text"])
    return Sector(
        run=run,
        whole=_group("", "All answers", "", whole),
        forms=run["tables"]["forms"]["rows"],
        provisions=provisions,
        sections=_grouped(groups["sections"], lambda key: (str(key[1]), _section(key[0], key[1]), key[0])),
        years=_grouped(groups["years"], lambda key: (str(key[0] or _UNKNOWN), str(key[0] or _UNKNOWN), "")),
        editions=editions,
        kinds=_grouped(groups["kinds"], lambda key: (key[0], key[0], "")),
        weakest=_weakest(of_newest, max((len(tally.landlords) for tally in groups["filed"].values()), default=0)),
        shared=shared,
        templates=templates,
        landlords=standings,
        lowest=_lowest(of_now),
        outliers=tuple(standing for standing in standings if abs(standing.distance) > FAR),
        errors=_errors(folder),
        common=_common(folder),
        repeated=repeated(folder),
        listed=len(kind_of),
        without_form=_without_form(folder, kind_of),
    )


def read_kinds(path: Path) -> dict[str, str]:
    """The key of each landlord, with its kind. Raises ScorerError E537, also for one landlord of two kinds."""
    kinds: dict[str, str] = {}
    lines: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"landlord", "kind"} <= set(reader.fieldnames or ()):
                raise ScorerError("E537", path=path, reason='it has no columns "landlord" and "kind"')
            for row in reader:
                who, kind = landlord_key(row["landlord"]), (row["kind"] or "").strip() or _UNKNOWN
                first = lines.setdefault(who, reader.line_num)
                if who and kinds.setdefault(who, kind) != kind:
                    reason = f"lines {first} and {reader.line_num} name the same landlord and two kinds"
                    raise ScorerError("E537", path=path, reason=reason)
    except OSError as error:
        raise ScorerError("E537", path=path, reason=error.strerror or type(error).__name__) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ScorerError("E537", path=path, reason="it is not CSV in UTF-8", detail=type(error).__name__) from None
    return kinds


def _without_form(folder: Path, kind_of: dict[str, str]) -> int:
    """How many of the landlords with a kind have no form in the batch."""
    if not kind_of:
        return 0
    forms = tables.rows_of(folder / "forms.parquet", ("landlord",))
    return len(kind_of.keys() - {landlord_key(row["landlord"]) for row in forms})


# Groups ---------------------------------------------------------------------------------------------------------------


def _grouped(
    tallies: dict[tuple[Any, ...], Tally], called: Callable[[tuple[Any, ...]], tuple[str, str, str]]
) -> tuple[Group, ...]:
    return tuple(
        _group(*called(key), tally) for key, tally in sorted(tallies.items(), key=lambda item: _order(item[0]))
    )


def _group(name: str, title: str, code: str, tally: Tally) -> Group:
    counts = {entry.name: getattr(tally, entry.name) for entry in fields(Tally)}
    counts["landlords"] = len(tally.landlords)
    counts["quality"] = round(tally.quality / tally.cells, 2) if tally.cells else 0.0
    return Group(name, title, code, **counts)


def _order(key: tuple[Any, ...]) -> list[tuple[int, int, str]]:
    """Numbers by value, within texts too ("5.9" before "5.10"); editions by age."""
    return [
        (int(piece.isdigit()), int(piece) if piece.isdigit() else 0, piece)
        for part in (edition_order(part) if part in EDITION_CODES else part for part in key)
        for piece in (*re.findall(r"\d+|\D+", str(part if part is not None else "")), "")
    ]


def _title(code: str, ref: str) -> str:
    provision = load(code).by_ref.get(ref) if code in EDITION_CODES else None
    return provision.title if provision else ""


def _section(code: str, section: int) -> str:
    return load(code).sections.get(section, "") if code in EDITION_CODES else ""


def _edition(code: str) -> str:
    return load(code).name if code in EDITION_CODES else _UNKNOWN


def _common(folder: Path) -> str:
    """The folder that all forms stand in, with the stroke at its end: it tells none of them apart."""
    folders = [row["source"].split("/")[:-1] for row in tables.rows_of(folder / "forms.parquet", ("source",))]
    levels = takewhile(lambda names: len(set(names)) == 1, zip(*folders, strict=False))
    return "".join(f"{names[0]}/" for names in levels)


def _weakest(provisions: Sequence[Group], landlords: int) -> tuple[Group, ...]:
    enough = [group for group in provisions if group.landlords >= min(FEWEST, landlords) and group.name]
    return tuple(sorted(enough, key=lambda group: (group.quality, _order((group.code, group.name))))[:WEAKEST])


def _errors(folder: Path) -> tuple[tuple[str, str, int], ...]:
    counts: Counter[tuple[str, str]] = Counter()
    message: dict[str, str] = {}
    for row in tables.rows_of(folder / "errors.parquet", ("code", "message")):
        counts[row["code"], message.setdefault(row["code"], row["message"])] += 1
    return tuple((code, text, count) for (code, text), count in sorted(counts.items()))


# Landlords ------------------------------------------------------------------------------------------------------------


def _standings(
    folder: Path, kind_of: dict[str, str], newest: Set[tuple[str, int]]
) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Each landlord's latest form of each edition among its peers, the lowest first; and those of them that are its
    newest form of all."""
    latest = latest_of_each_edition(folder)
    found, of_now = [], []
    for code in {code for code, _ in latest}:
        forms = {who: row for (of, who), row in latest.items() if of == code}
        middle = median(row["quality"] for row in forms.values())
        spread = median(abs(row["quality"] - middle) for row in forms.values())
        for who, row in forms.items():
            distance = 0.6745 * (row["quality"] - middle) / spread if spread else 0.0
            standing = Standing(
                landlord=row["landlord"] or unnamed(row),
                kind=kind_of.get(who, _UNKNOWN) if kind_of else "",
                code=code,
                year=row["year"],
                source=row["source"],
                cells=row["cells"],
                quality=round(row["quality"], 2),
                median=round(middle, 2),
                distance=round(distance, 2),
                contradicts=row["contradicts"],
            )
            found.append(standing)
            if (row["source"], row["form"]) in newest:
                of_now.append(standing)
    found.sort(key=lambda standing: (edition_order(standing.code), standing.quality, standing.landlord))
    return tuple(found), tuple(of_now)


def _lowest(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """Those furthest below the middle of their peers."""
    below = [standing for standing in standings if standing.quality < standing.median]
    furthest = sorted(below, key=lambda one: (one.quality - one.median, one.quality, one.landlord))
    return tuple(furthest[:LOWEST])
