"""The ways to complain that a cell names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorer.checks.kinds import Hit, hit_of, told, whole
from scorer.checks.text import is_history
from scorer.records import EvidenceCell

_WAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\b(?:tele)?phone\w*|\brings?\b|\bcall(?:s|ing)?\b|\bvoicemail\b|\bhotline\b",
        r"\bwrit(?:e|es|ing|ten)\b|\bletters?\b|\bpost\b|\bnotes?\b|\bcards?\b|\bbox\b|\bforms?\b",
        r"\be-?mails?\b|\belectronic mail\b|\binbox\b",
        r"\bon-?line\b|\bon line\b|\bweb\w*|\bapps?\b|\bportal\b|\bsocial media\b|\bwhatsapp\b|\bchat\b|\btexts?\b",
        r"\bin person\b|\bface to face\b|\b(?<!to the )(?:counter|desk|reception|hub|shop|office|surger(?:y|ies))\b"
        r"|\bvisits?\b|\bspeak\b|\btell\b|\bstaff\b|\bcall in\b|\bdoor\b",
        r"\bmeetings?\b|\bforum\b",
    )
)
"""By telephone, in writing, by email, online, in person, and at a meeting."""
_TAKEN = re.compile(
    r"\b(?:complaints?|complain|matters?|it|concerns?)\b[^.;]{0,40}\b(?:taken|made|raised?|received|accepted|brought|put|sent"
    r"|submitted|lodged)\b|\b(?:raise|make|bring|lodge|submit|send)\b[^.;]{0,20}\b(?:complaints?|it|matters?|them)\b"
    r"|^\W*(?:only )?(?:by|in|at|via|through)\b",
    re.I,
)
_MORE = re.compile(
    r"\b(?:any|all|every|several|many|various|multiple|more than one|different|loads|range|ways|channels|routes|methods"
    r"|other|also|both|whichever|whatever|not just|need not|not have to|choose|leaflet|policy|page|see|as well"
    r"|interpret\w*|adjust\w*|large print|braille|formats?|translat\w*)\b|\d",
    re.I,
)
"""What speaks of more than one way without naming it, of figures, or of something else than the way in."""
_LONGEST = 120
"""Characters; a longer cell speaks of more than the way in."""


def one_channel(cell: EvidenceCell) -> Iterator[Hit]:
    """A short cell that names a single way to complain."""
    text = whole(cell)
    if len(text) > _LONGEST or _MORE.search(text):
        return
    named = [way for way in _WAYS if way.search(text)]
    if len(named) != 1:
        return
    for field, sentence in told(cell):
        match = named[0].search(sentence.text)
        if match and _TAKEN.search(sentence.text) and not is_history(sentence.text):
            yield hit_of(field, sentence, match)
            return
