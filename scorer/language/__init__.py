"""Text to tokens, clauses and labelled spans."""

from scorer.language.reading import Reading, SpanLabel, TokenSpan, Word, pipeline, read
from scorer.language.requirement import Requirement, requirement

__all__ = ["Reading", "Requirement", "SpanLabel", "TokenSpan", "Word", "pipeline", "read", "requirement"]
