"""What the tables say of a sector, as plain records: counts and shares, never texts but those that were kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Tally:
    """The cells of a group, counted. ``bare`` are claims of Yes at level 0 or 1 against which nothing stands;
    ``landlords`` are the keys of those that are named."""

    cells: int = 0
    quality: int = 0
    strong: int = 0
    fair: int = 0
    weak: int = 0
    poor: int = 0
    yes: int = 0
    contradicts: int = 0
    weakens: int = 0
    bare: int = 0
    review: int = 0
    landlords: set[str] = field(default_factory=set)

    def add(self, row: dict[str, Any], landlord: str) -> None:
        """Count a row of the table of cells. ``landlord`` is the key of whose it is, "" where none is named."""
        self.cells += 1
        self.quality += row["quality"]
        grade = row["grade"]
        setattr(self, grade, getattr(self, grade) + 1)
        self.yes += row["comply"] == "yes"
        self.contradicts += row["contradiction"] == 2
        self.weakens += row["contradiction"] == 1
        self.bare += row["comply"] == "yes" and row["contradiction"] == 0 and row["specificity"] <= 1
        self.review += row["review"]
        if landlord:
            self.landlords.add(landlord)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of cells: a provision, a section, a year, an edition or a kind of landlord. ``name`` tells it from
    others of its table, ``title`` is what it is called; ``quality`` is the mean, 0 to 100; the rest are counts."""

    name: str
    title: str
    code: str
    landlords: int
    cells: int
    quality: float
    strong: int
    fair: int
    weak: int
    poor: int
    yes: int
    contradicts: int
    weakens: int
    bare: int
    review: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence that several landlords use. ``refs`` are the provisions that have it most, ``example`` the source,
    form and provision of one place, ``text`` its words there, or "" where the batch was run without texts."""

    landlords: int
    cells: int
    refs: tuple[str, ...]
    example: str
    text: str


@dataclass(frozen=True, slots=True)
class Template:
    """Landlords much of whose wording is the same. ``common`` is the least number of sentences that two which are
    linked have in common."""

    landlords: tuple[str, ...]
    common: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A landlord's latest form beside those of the same edition: its mean quality, and how far that lies from the
    median, in median deviations scaled to a normal curve (beyond 3.5 either way is an outlier). A form that names no
    landlord stands for itself, under its source."""

    landlord: str
    kind: str
    code: str
    year: int | None
    source: str
    cells: int
    quality: float
    median: float
    distance: float
    contradicts: int


@dataclass(frozen=True, slots=True)
class Sector:
    """Everything that the page and the tables of a sector hold. ``run`` is the batch's ``run.json``; ``lowest`` are
    the landlords whose newest form lies below the median of its edition, the furthest below first; ``weakest`` are
    provisions as the newest form of each landlord answers them. ``common`` is what all sources begin with: the folder
    that they stand in, or "". ``repeated`` are the forms that say again what another one says (see ``repeats``).
    ``listed`` are the landlords that were given with a kind, ``without_form`` those of them
    that have no form in the batch."""

    run: dict[str, Any]
    whole: Group
    forms: int
    provisions: tuple[Group, ...]
    sections: tuple[Group, ...]
    years: tuple[Group, ...]
    editions: tuple[Group, ...]
    kinds: tuple[Group, ...]
    weakest: tuple[Group, ...]
    shared: tuple[Shared, ...]
    templates: tuple[Template, ...]
    landlords: tuple[Standing, ...]
    lowest: tuple[Standing, ...]
    outliers: tuple[Standing, ...]
    errors: tuple[tuple[str, str, int], ...]
    common: str
    repeated: int
    listed: int
    without_form: int
