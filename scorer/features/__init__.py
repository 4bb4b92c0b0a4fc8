"""The one text-to-features function, for training and for serving alike.

A cell becomes five things: n-grams (``ngrams``), its words joined with its provision (``topical``), a row of named
measures (``measures``), for every token a set of window features for the trigger tagger (``windows``), and what each of
its clauses claims (``Clauses.claims``). All of it is plain arithmetic on the readings of the cell; nothing here is
learned. It is done for a batch of cells at once: their readings are laid side by side (``Columns``), and their few
different words are numbered (``Tokens``), so that what follows from a word alone is worked out once for each.
"""

from scorer.features.clauses import COUNTED, Claims, Clauses, two_best
from scorer.features.columns import Columns
from scorer.features.measures import MEASURES, measures
from scorer.features.ngrams import ngrams
from scorer.features.parts import Parts
from scorer.features.reading import CellReading, read_cell
from scorer.features.tokens import Tokens
from scorer.features.topical import topical
from scorer.features.windows import WINDOW_FEATURES, window_table, windows

VERSION = 15
"""Raised with every change of the features: a model made for another version is refused."""

__all__ = [
    "COUNTED",
    "MEASURES",
    "VERSION",
    "WINDOW_FEATURES",
    "CellReading",
    "Claims",
    "Clauses",
    "Columns",
    "Parts",
    "Tokens",
    "measures",
    "ngrams",
    "read_cell",
    "topical",
    "two_best",
    "window_table",
    "windows",
]
