"""spaCy is imported without its command line, and lacks nothing of it."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import sys
import scorer.language
assert not [name for name in sys.modules if name.startswith(("spacy.cli", "weasel"))], "the command line is there"
import spacy
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
import spacy.cli
assert spacy.cli.download.__module__ == "spacy.cli.download"
"""


def test_the_command_line_is_imported_only_when_it_is_asked_for() -> None:
    subprocess.run([sys.executable, "-c", LOOK], check=True)
