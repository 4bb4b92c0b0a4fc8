"""Writes the example forms of this folder from their sources: python examples/make_examples.py

The PDFs are made of the Word files by LibreOffice (Debian: apt-get install libreoffice-writer fonts-liberation) and
are the only files that are not the same, byte for byte, each time; --without-pdf leaves them as they are.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from making.excel import write_xlsx
from making.layout import Example, read_source
from making.text import cut_off, write_csv, write_jsonl, write_text
from making.web import write_html
from making.word import convert_to_pdf, write_docx

HERE = Path(__file__).resolve().parent
WRITERS = {
    ".docx": write_docx,
    ".xlsx": write_xlsx,
    ".html": write_html,
    ".csv": write_csv,
    ".txt": write_text,
    ".jsonl": write_jsonl,
}


def is_wanted(example: Example, suffix: str) -> bool:
    """Whether the form is to be had as this kind of file."""
    return not example.formats or suffix.removeprefix(".") in example.formats


def main() -> None:
    """Write every form in every format."""
    parser = argparse.ArgumentParser(description="Write the example forms from their sources.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--without-pdf", action="store_true", help="do without LibreOffice")
    arguments = parser.parse_args()
    for source in sorted((HERE / "source").glob("*.yml")):
        example = read_source(source)
        for suffix, write in WRITERS.items():
            if not is_wanted(example, suffix):
                continue
            arguments.output.joinpath(example.name + suffix).write_bytes(write(example))
        if not arguments.without_pdf and is_wanted(example, ".pdf"):
            arguments.output.joinpath(example.name + ".pdf").write_bytes(convert_to_pdf(write_docx(example)))
        if example.code == "2024" and is_wanted(example, ".txt"):
            name = f"{example.name}-cut-off.txt"
            arguments.output.joinpath(name).write_bytes(cut_off(write_text(example)))


if __name__ == "__main__":
    main()
