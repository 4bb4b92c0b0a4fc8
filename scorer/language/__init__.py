"""Text to tokens, clauses and labelled spans."""

from scorer.language.reading import NUMBER_WORDS, Reading, SpanLabel, TokenSpan, pipeline, read

__all__ = ["NUMBER_WORDS", "Reading", "SpanLabel", "TokenSpan", "pipeline", "read"]
