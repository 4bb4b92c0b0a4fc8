"""Text to tokens, clauses and labelled spans."""

# First, because all others import spaCy.
from scorer.language import bare_spacy  # noqa: F401
from scorer.language.labels import SpanLabel, TokenSpan
from scorer.language.reading import Reading, pipeline, read
from scorer.language.requirement import Requirement, requirement
from scorer.language.spelling import Word

__all__ = ["Reading", "Requirement", "SpanLabel", "TokenSpan", "Word", "pipeline", "read", "requirement"]
