"""Imports spaCy without its command line.

spaCy imports that with itself, for the one function ``spacy.info``, and with it what downloads models, trains them and
runs projects: a third of all that its import takes.
"""

from scorer.standin import without

with without("spacy.cli", "spacy.cli.info"):
    import spacy  # noqa: F401
