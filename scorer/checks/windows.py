"""How long after an event a landlord still takes a complaint about it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorer.checks.kinds import Hit, hit_of, told, whole
from scorer.checks.text import NUMBER, Sentence, is_history, number
from scorer.records import EvidenceCell

_SHORTEST = {"2020": 6, "2022": 6, "2024": 12, "lgsco-2024": 12}
"""Months. The Codes of 2020 and 2022 took six; those of 2024 ask for twelve."""
_OWN_PROVISION = {"2024": "2.3", "lgsco-2024": "2.2"}
"""Where an edition sets the window. Beside it a period needs few words to be one."""
_LOOKED_BACK = {"2024": ("2.2", "2.3"), "lgsco-2024": ("2.2", "2.3")}
"""Where the window is set or told among the exclusions."""
_MONTHS_IN = {"d": 1 / 30, "w": 7 / 30, "m": 1.0}

PERIOD = re.compile(rf"\b(?P<number>{NUMBER})(?:\s*\(\w+\))?[\s-]+(?:calendar )?(?P<unit>weeks?|months?|days?)\b", re.I)
_EXCLUDED_AFTER = re.compile(
    rf"\b(?:more|older|longer|later|greater|earlier) than (?P<number>{NUMBER})(?:\s*\(\w+\))? (?P<unit>weeks?"
    rf"|months?|days?)\b(?=[^.;]{{0,60}}\b(?:ago|old|after|since|before|earlier|previously|prior)\b)"
    rf"|\bwithin (?P<number2>{NUMBER})(?:\s*\(\w+\))? (?P<unit2>weeks?|months?|days?)\b"
    r"(?= (?:of|from|after) (?:the |an |any |its |it |when |becoming |them |first )*(?:issue|event|incident|matter"
    r"|problem|occur|happen|aris|aware|date (?:of|on which) (?:the )?(?:issue|event|incident|matter)|taking place))",
    re.I,
)
_NOT_A_WINDOW = re.compile(
    r"\bstage (?:1|2|one|two)\b|\bescalat|\brespon|\brepl|\backnowledg|\bombudsman|\brepair|\bappeal|\bdecision"
    r"|\bdiscretion|\bweigh|\baccept(?:ed)? (?:\d|nine|two|three|four|five|six|seven|eight)|\bextend|\bno limit"
    r"|\bcourt|\blegal|\brestrict|\breview|\bclos|\bopen\b|\bsurvey",
    re.I,
)
_STALE = re.compile(
    rf"\b(?:(?:more|older|longer) than|over|beyond) (?P<number>{NUMBER}) (?P<unit>weeks?|months?|days?) (?:old|ago)\b"
    rf"|\bolder than (?P<number2>{NUMBER}) (?P<unit2>weeks?|months?|days?)\b",
    re.I,
)
"""What tells of a matter's age and of nothing else."""
_DENIED = (
    r"(?:never|nor|still|so are|(?:do|does|is|are) not (?:apply|use|have|impose|operate|refus\w*|reject\w*|turn\w*"
    r"|exclud\w*|declin\w*))"
)
"""What says that matters of an age are taken all the same."""
_TOLD_OF_ONE = re.compile(
    rf"\b(?:was|were|took|accepted|looked into|discretion|unless|records?|files?|cases? open|{_DENIED})\b", re.I
)
_SETS = re.compile(
    r"\b(?:allow\w*|giv(?:e|es|ing|en)|limit\w*|accept\w*|within|considered|taken|raised|brought|referred|made|window"
    r"|cut[- ]?off|up to|after|have|has|older than|bar|time limit|deadline)\b"
    r"|^\W*[\w-]+\W+(?:calendar )?(?:months?|weeks?|days?)\b",
    re.I,
)
"""What lets a period be the window, beside the provision that sets it."""
_ANOTHER_PERIOD = re.compile(
    r"\bstage (?:1|2|one|two)\b|\bescalat|\brespon[sd]|\brepl(?:y|ies)\b|\backnowledg|\bombudsman|\brepair|\bappeal"
    r"|\brestrict|\bsurvey|\bcourt|\blegal|\bworking\b|\bdecid|\baverage|\breviewed\b|\bextend|\bexten(?:sion|ded)\b"
    r"|\b(?:last|past|previous|next|every|these|first) (?:\w+ )?(?:months?|weeks?|days?)\b|\b(?:months?|weeks?|days?)"
    r" (?:late|old|earlier|later|on|of the year)\b|\bwent back\b|(?<!up )\bto (?:\d|six|nine)"
    r"|\b(?:at least|minimum of|not less than) (?:\d|six|nine)|\bkept\b|\b(?:was|were) \w|\boldest\b|\bretain"
    r"|\brecords?\b|\bno (?:\w+[- ])?(?:month|week|day)",
    re.I,
)
_SHORT = (
    r"(?:(?:[1-9]|10|11|one|two|three|four|five|six|seven|eight|nine|ten|eleven)[ -](?:calendar )?months?"
    r"|half a year|[1-4]?\d weeks?|(?:six|eight|ten|twelve|eighteen|twenty|twenty-six) weeks?|(?:\d\d|1\d\d) days"
    r"|(?:thirty|sixty|ninety) days)"
)
LOOK_BACK = re.compile(
    r"\b(?:look[- ]?back(?: period)?|looks? back|go(?:es)? back|cut[- ]?off|time limit|(?<!no )limit|window|bar)\b"
    rf"[^.;\d]{{0,30}}\b{_SHORT}\b"
    rf"|\b{_SHORT}(?:[ -](?:limit|cut[- ]?off|window|rule|look[- ]?back|bar)\b"
    r"| (?:is|are|remains) (?:the|our) (?:cut[- ]?off|limit|window|rule|bar|look[- ]?back)\b"
    r"| from the (?:event|incident|issue|occurrence|day it happened)\b)"
    r"|\b(?:anything|matters?|complaints?|issues?|things|incidents?)\b[^.;]{0,25}\b(?:past|above|over|beyond|up to"
    rf"|not? more than|under) {_SHORT}\b",
    re.I,
)
"""A window of less than a year, in the words of the provisions that set it or list what is excluded."""
_NO_LOOK_BACK = re.compile(
    r"\b(?:stage (?:1|2|one|two)|escalat\w*|respon[sd]\w*|repl(?:y|ies)|answer\w*|acknowledg\w*|ombudsman|appeal\w*"
    r"|court|legal|surveys?|review\w*|working|averag\w*|at least|minimum|no(?:t)? less|rather than|instead of"
    r"|not (?:six|three|nine)|(?:last|past|previous|next|every|first) (?:six|three|nine|\d\d?) (?:months|weeks|days)"
    r"|(?:was|were) (?:six|three|nine|\d\d?)|no (?:\w+[- ])?(?:month|week|day)|not use|defects?|repairs?|kept|retain\w*"
    rf"|another|further|extra|first|discretion|nobody|{_DENIED})\b",
    re.I,
)
_A_YEAR = re.compile(
    r"\b(?:12|twelve|18|eighteen|24|52|365|366)\b|\byears?\b|\bno (?:time )?limit\b|\bhowever old\b", re.I
)
_A_WHOLE_YEAR = re.compile(
    r"\b(?:12|twelve|18|eighteen|24)[ -](?:calendar )?(?:months?|mths?)\b|(?<!half )\b(?:a|one|1|full|the)[ -]year\b"
    r"|\b52 weeks\b|\b36[56] days\b"
    r"|\bno (?:time )?limit\b|\bhowever old\b",
    re.I,
)


def short_window(cell: EvidenceCell) -> Iterator[Hit]:
    """A period after which a matter is not taken, shorter than the edition allows."""
    shortest = _SHORTEST.get(cell.code)
    if shortest is None:
        return
    for field, sentence in told(cell):
        match = _window(cell, sentence)
        if match is None or is_history(sentence.text):
            continue
        found = match.groupdict()
        months = number(found["number"] or found["number2"]) * _MONTHS_IN[(found["unit"] or found["unit2"])[0].lower()]
        # A year told in days or weeks falls a little short of twelve months.
        if months < shortest - 0.5:
            yield hit_of(field, sentence, match, shortest=str(shortest))
            return
    if cell.ref in _LOOKED_BACK.get(cell.code, ()) and not _A_WHOLE_YEAR.search(whole(cell)):
        for field, sentence in told(cell):
            match = LOOK_BACK.search(sentence.text)
            if match and not is_history(sentence.text) and not _NO_LOOK_BACK.search(sentence.text):
                yield hit_of(field, sentence, match, shortest=str(shortest))
                return


def _window(cell: EvidenceCell, sentence: Sentence) -> re.Match[str] | None:
    text = sentence.text
    if not _NOT_A_WINDOW.search(text) and (match := _EXCLUDED_AFTER.search(text)):
        return match
    if (match := _STALE.search(text)) and not _TOLD_OF_ONE.search(text) and not _A_WHOLE_YEAR.search(whole(cell)):
        return match
    if cell.ref != _OWN_PROVISION.get(cell.code) or _A_YEAR.search(whole(cell)):
        return None
    return PERIOD.search(text) if _SETS.search(text) and not _ANOTHER_PERIOD.search(text) else None
