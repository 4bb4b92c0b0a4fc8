"""The labels of spans: by what a reviewer could ask for something."""

from __future__ import annotations

from typing import Literal, NamedTuple

SpanLabel = Literal[
    "POST",
    "BODY",
    "SYSTEM",
    "DOCUMENT",
    "POLICY",
    "LETTER",
    "WEBSITE",
    "TRAINING",
    "WORK",
    "URL",
    "DATE",
    "MONTH",
    "YEAR",
    "PAST",
    "RATE",
    "FIGURE",
    "TIMESCALE",
    "CLAUSE",
    "STAGE",
    "FREQUENCY",
    "SEQUENCE",
    "MANNER",
    "PRACTICE",
    "HEDGE",
    "PLAN",
    "NEGATION",
    "QUOTE",
    "IDENTIFIER",
    "PROPER",
]

LABELS: dict[str, SpanLabel] = {
    "post": "POST",
    "body": "BODY",
    "system": "SYSTEM",
    "document": "DOCUMENT",
    "website": "WEBSITE",
    "training": "TRAINING",
    "frequency": "FREQUENCY",
    "sequence": "SEQUENCE",
    "soon": "TIMESCALE",
    "past_time": "PAST",
    "place_in_text": "CLAUSE",
    "share": "RATE",
    "verb": "PRACTICE",
    "weekday": "FREQUENCY",
    "manner": "MANNER",
    "modal_hedge": "HEDGE",
    "plan": "PLAN",
    "negation": "NEGATION",
}
"""The label of each class of the lexicon that has one whatever stands beside it."""


class TokenSpan(NamedTuple):
    """A labelled run of tokens ``[start, end)``."""

    label: SpanLabel
    start: int
    end: int
