"""Writes the forms of a sector of landlords that do not exist, for tests and benchmarks of batches.

    python benchmarks/simulate_sector.py FOLDER --forms 2500 [--formats jsonl | all] [--seed 1]

Each form has the 72 provisions of the Code of 2024, each answered by a cell that the project's own training data hold
for that provision, drawn at random; every landlord files in two years, and keeps most of its answers in the second.
Some landlords share a consultant's template. ``FOLDER-landlords.csv`` tells their kinds. The same call writes the same
forms, but for the PDFs.

Writing Word, Excel and PDF takes long, so of these only some are made, and copied with a mark that changes their bytes
and not their text. PDFs need LibreOffice, as in ``examples/make_examples.py``.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "examples"))

from making.excel import write_xlsx
from making.layout import Block, Example, Paragraph, Row, Table
from making.text import write_csv, write_jsonl, write_text
from making.web import write_html
from making.word import write_docx

from scorer.codes import load
from scorer.labelled import read_training_data
from scorer.records import EvidenceCell

CODE = "2024"
MIX = ("pdf", "docx", "pdf", "html", "docx", "pdf", "xlsx", "docx", "pdf", "csv", "txt", "docx", "jsonl")
"""The formats of thirteen forms in turn: much as landlords publish, most as PDF or Word."""

KINDS = ("housing association", "council", "co-operative", "almshouse")
_FIRST = ("Ash", "Birch", "Calder", "Dun", "Elm", "Fair", "Glen", "Hazel", "Iron", "Kestrel", "Lin", "Mal", "Nether")
_SECOND = ("brook", "combe", "field", "ford", "gate", "hurst", "leigh", "mere", "moor", "stone", "wick", "worth")
_LAST = ("Homes", "Housing", "Housing Trust", "Community Homes", "Living", "Council", "Housing Association")
_WRITERS: dict[str, Callable[[Example], bytes]] = {
    "docx": write_docx,
    "xlsx": write_xlsx,
    "html": write_html,
    "csv": write_csv,
    "txt": write_text,
    "jsonl": write_jsonl,
}
_SLOW = ("docx", "xlsx", "pdf")
_CLAIMS = {"yes": "Yes", "no": "No", "partial": "Partial", "not_applicable": "N/A", "blank": "", "unclear": "See notes"}
_ORIGINALS = 16
"""How many forms are made in each slow format; the others are copies."""

_KEPT = 0.8
"""The share of last year's answers that a landlord files again."""

_TEMPLATE_EVERY = 10
"""Every so many-th landlord bought the consultant's template, and has half of its answers from there."""

Answers = dict[str, EvidenceCell]


@dataclass(frozen=True, slots=True)
class Landlord:
    """A landlord that does not exist."""

    name: str
    kind: str


def landlord(number: int) -> Landlord:
    """The landlord of a number; the names of the first 1,092 are all different, later ones get a number."""
    first, rest = number % len(_FIRST), number // len(_FIRST)
    second, rest = rest % len(_SECOND), rest // len(_SECOND)
    last, again = rest % len(_LAST), rest // len(_LAST)
    name = f"{_FIRST[first]}{_SECOND[second]} {_LAST[last]}" + (f" {again + 1}" if again else "")
    return Landlord(name, KINDS[number % len(KINDS)])


def pool() -> dict[str, list[EvidenceCell]]:
    """The cells of the training data by provision."""
    found: dict[str, list[EvidenceCell]] = {ref: [] for ref in load(CODE).by_ref}
    for labelled in (item for part in read_training_data(ROOT / "training_data").values() for item in part):
        if labelled.cell.code == CODE and labelled.cell.ref in found:
            found[labelled.cell.ref].append(labelled.cell)
    return {ref: cells for ref, cells in found.items() if cells}


def answers(cells: dict[str, list[EvidenceCell]], number: int, year: int, seed: int) -> Answers:
    """What a landlord files in a year (2024 or 2025)."""
    template = random.Random(f"{seed}/template")
    own, later = random.Random(f"{seed}/{number}"), random.Random(f"{seed}/{number}/later")
    filed = {}
    for ref, choice in cells.items():
        bought, drawn = template.choice(choice), own.choice(choice)
        filed[ref] = bought if number % _TEMPLATE_EVERY == 0 and own.random() < 0.5 else drawn
        if year > 2024 and later.random() > _KEPT:
            filed[ref] = later.choice(choice)
    return filed


def form(who: Landlord, filed: Answers, year: int, name: str) -> Example:
    """The form of a landlord as the writers of the examples take it."""
    edition, date = load(CODE), f"{year}-06-12"
    title = f"{who.name} – self-assessment against the Complaint Handling Code 2024"
    front = [f"Landlord: {who.name}", f"Approved by the Board on 12 June {year}"]
    blocks: list[Block] = [Paragraph(title, "title"), *(Paragraph(text) for text in front)]
    header = Row("header", ("Code provision", "Code requirement", "Comply: Yes / No", "Evidence", "Commentary"))
    for section, heading in edition.sections.items():
        rows = [
            Row("data", (ref, edition.by_ref[ref].requirement, _CLAIMS[cell.comply], cell.evidence, cell.commentary))
            for ref, cell in filed.items()
            if ref.startswith(f"{section}.")
        ]
        if rows:
            blocks += [Paragraph(f"Section {section}: {heading}", "heading", section), Table((header, *rows), section)]
    cells = [
        {
            "id": f"{name}/{ref}",
            "form": name,
            "landlord": who.name,
            "code": CODE,
            "ref": ref,
            "requirement": edition.by_ref[ref].requirement,
            "comply": cell.comply,
            "evidence": cell.evidence,
            "commentary": cell.commentary,
            "form_date": date,
        }
        for ref, cell in filed.items()
    ]
    return Example(name, CODE, who.name, date, title, f"{who.name} self-assessment", 5, tuple(blocks), tuple(cells), ())


def write(
    folder: Path, forms: int, formats: Sequence[str] = MIX, seed: int = 1, provisions: int | None = None
) -> list[Path]:
    """Write so many forms below a folder, and ``FOLDER-landlords.csv`` beside it; returns their paths in order.

    ``provisions`` is how many of the Code's each form has, the first ones; without it, all.
    """
    cells = dict(list(pool().items())[:provisions])
    originals: dict[str, list[bytes]] = {}
    paths = [
        folder / str(2024 + n % 2) / f"{n // 2:05d}-{2024 + n % 2}.{formats[n % len(formats)]}" for n in range(forms)
    ]
    for number, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        kind, index, year = path.suffix[1:], number // 2, 2024 + number % 2
        made = originals.setdefault(kind, [])
        if kind in _SLOW and len(made) == _ORIGINALS:
            continue
        example = form(landlord(index), answers(cells, index, year, seed), year, path.stem)
        data = _WRITERS["docx" if kind == "pdf" else kind](example)
        if kind in _SLOW:
            made.append(data)
        else:
            path.write_bytes(data)
    for kind in _SLOW:
        made = originals.get(kind, [])
        if kind == "pdf" and made:
            made = _as_pdf(made)
        for number, path in enumerate(path for path in paths if path.suffix == f".{kind}"):
            path.write_bytes(_marked(made[number % _ORIGINALS], kind, path.stem))
    _write_landlords(folder.with_name(f"{folder.name}-landlords.csv"), (forms + 1) // 2)
    return paths


def _as_pdf(documents: Sequence[bytes]) -> list[bytes]:
    with tempfile.TemporaryDirectory() as place:
        sources = [Path(place, f"{number}.docx") for number in range(len(documents))]
        for path, data in zip(sources, documents, strict=True):
            path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{place}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", place, *map(str, sources)]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
        return [path.with_suffix(".pdf").read_bytes() for path in sources]


def _marked(data: bytes, kind: str, mark: str) -> bytes:
    """The same document in other bytes."""
    if kind == "pdf":
        return data + f"\n% {mark}\n".encode()
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as package:
        package.comment = mark.encode()
    return stream.getvalue()


def _write_landlords(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["landlord", "kind"])
        for number in range(count):
            who = landlord(number)
            writer.writerow([who.name, who.kind])


def main() -> None:
    """Write a sector."""
    parser = argparse.ArgumentParser(description="Write the forms of a sector of landlords that do not exist.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--forms", type=int, default=2500)
    parser.add_argument("--formats", default="all", help="all, or formats by commas: jsonl,csv")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    formats = MIX if arguments.formats == "all" else tuple(arguments.formats.split(","))
    write(arguments.folder, arguments.forms, formats, arguments.seed)


if __name__ == "__main__":
    main()
