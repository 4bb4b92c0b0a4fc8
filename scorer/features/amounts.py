"""What an amount is beside what is asked: a share against the whole, a period against those of the requirement.

"24 of 31" and "31 of 31" are the same kind of words, and so are "15 working days" and "10 working days"; beside a rule
they are opposites.
"""

from __future__ import annotations

from scorer.language import Reading, TokenSpan
from scorer.language.periods import working_days
from scorer.language.words import falls_short

AMOUNTS = ("whole", "short", "longer", "same", "shorter", "between")
"""A share is whole or short; a period is longer than each of the requirement's, the same as one of them, shorter than
each, or between them. Whether that is better or worse is for the provision to say."""

UNCOMPARED = -1
"""In the place of a number of ``AMOUNTS``: no amount, or nothing is asked to set it against."""

_LIMITING = frozenset(("within", "in", "of", "than", "takes", "took", "about", "under", "over", "after"))
"""Words before "a week" that make it a period and not how often something is done or paid."""


def amount(span: TokenSpan, field: Reading, asked: tuple[float, ...]) -> int:
    """The place in ``AMOUNTS`` of what a span says beside the periods that are ``asked``, in working days;
    ``UNCOMPARED`` where there is nothing to set it against."""
    words = field.words[span.start : span.end]
    if span.label == "RATE":
        short = falls_short(words)
        return UNCOMPARED if short is None else AMOUNTS.index("short" if short else "whole")
    if span.label != "TIMESCALE" or not asked or _is_no_limit(span, field):
        return UNCOMPARED
    days = working_days(words)
    return UNCOMPARED if days is None else AMOUNTS.index(_against(days, asked))


def _is_no_limit(span: TokenSpan, field: Reading) -> bool:
    """Whether a period only says when or how often: "the last 12 months", "24 hours a day", "fifty pounds a week"."""
    before = field.words[span.start - 1] if span.start else ""
    after = field.words[span.end] if span.end < len(field.words) else ""
    how_often = field.words[span.start] in ("a", "an") and before not in _LIMITING
    return how_often or before in ("last", "past", "previous", "per") or after in ("a", "per")


def _against(days: float, asked: tuple[float, ...]) -> str:
    if days in asked:
        return "same"
    if days > max(asked):
        return "longer"
    return "shorter" if days < min(asked) else "between"
