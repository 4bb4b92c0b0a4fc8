"""Last year's form beside this year's: what became of each answer, and of each promise."""

from scorer.compare.forms import compare
from scorer.compare.pairing import pairs

__all__ = ["compare", "pairs"]
