"""Title, landlord and date, where a form gives them. Nothing is inferred from a file's name or made up."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from scorer.forms.clean import clean
from scorer.months import month_number

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>20[12]\d)(?![\d/]|\s?[-–]\s?\d{2})"
_DATES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}\.?,?[\s-]+{_YEAR}",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        r"\b(?P<year>20[12]\d)-(?P<number>\d{1,2})-(?P<day>\d{1,2})\b",
        # Day first, as dates are written in the United Kingdom.
        rf"\b(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.]{_YEAR}",
        r"\b(?P<day>\d{1,2})[/.](?P<number>\d{1,2})[/.](?P<short>2\d)\b",
        rf"\b{_MONTH}\.?,?[\s-]+{_YEAR}",
        rf"\b(?P<number>0?[1-9]|1[0-2])/{_YEAR}",
    )
)
# What a date is of, most telling first. A date after none of them counts only in a title.
_LABELS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"\bself[\s-]assessment (?:date|completed|carried out|undertaken|as (?:at|of))|\bdate (?:of|completed|of this)"
        r"(?: the)?(?: annual)? ?(?:self[\s-])?assessment|\b(?:date )?completed\b|\bdate of completion"
        r"|\bassessment date|\bassessed (?:on|in|by)|\bassessment (?:carried out|undertaken|made)"
        r"|\bcompletion date|\bas at\b",
        r"\b(?:date )?(?:approv(?:ed|al)|sign(?:ed|ed off|-off)|endorsed|agreed|considered|presented|ratified)\b"
        r"|\b(?:reported|submitted|taken) to (?:the )?(?:\w+ ){0,3}(?:board|committee|cabinet|governing body|council)\b"
        r"|\b(?:board|committee|cabinet|governing body)(?: meeting)? (?:date|on|of)\b",
        r"\b(?:last )?(?:reviewed|updated|revised)\b|\breview date\b|\bdate of (?:last )?review|\bversion\b|\bdated?\b",
        r"\bpublish(?:ed)?\b|\bpublication\b|\bsubmitted\b",
    )
)
_NOT_OF_THE_FORM = re.compile(
    r"\bnext review|\breview (?:due|by)\b|\bdue\b|\bnext\b|\bin force\b"
    r"|\bcode (?:was |is )?(?:published|issued|effective)|\beffective from|\bby (?:1|31|30)\b|\bwill be\b|\bmust be\b",
    re.I,
)
_ISSUED = re.compile(r"\bissue(?:d)?\b", re.I)
_NEAR = 60
"""Characters from a label to its date: "Approved by the Board of the association on 12 June 2024"."""
_SENTENCE = 240
"""Characters; a title or a labelled date stands in a short paragraph."""

_TITLE = re.compile(r"self[\s-]*assessment|complaint handling code", re.I)
_OWN_NAME = re.compile(
    r"(?:name of (?:the )?)?(?:landlord|organisation|organization|council|provider|association|company|member)"
    r"(?:['’]s)?(?: name)?\s*[:–-]\s*(?P<name>.+)",
    re.I,
)
_NAME_KEY = re.compile(
    r"(?:name of (?:the )?)?(?:landlord|organisation|organization|council|provider)(?:['’]s)?(?: name)?", re.I
)
_BEFORE = re.compile(
    r"(?P<name>.+?)(?:['’]s?)?\s*[-–—:|,]*\s*(?:(?:annual|complaints?|complaint handling code|housing ombudsman"
    r"(?: service)?|code|our|the|20\d\d(?:\s?[/-]\s?\d\d(?:\d\d)?)?|\([^)]*\)|lgsco|of|against|form)\s*[-–—:|,]*\s*)*"
    r"self[\s-]*assessment\b.*",
    re.I,
)
_AFTER = re.compile(
    r".*\bself[\s-]*assessment\b.*?(?:\s[-–—|]\s|:\s|\bby\s|\bfor\s)(?P<name>.+?)"
    # A date may stand after the name.
    rf"(?:\s*[-–—|,]\s*(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{_MONTH}\s+)?20\d\d(?:\s?[/-]\s?\d\d(?:\d\d)?)?)?",
    re.I,
)
_KIND = re.compile(
    r"\b(?:homes?|housing|association|council|borough|trust|group|society|living|co-?op(?:erative)?s?|almshouses?"
    r"|foundation|ltd|limited|partnership|communities|community|charity|city|district|county|properties|lettings"
    r"|estates?|tenants?|dwellings?|places?|villages?|abbeyfield)\b",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"\b(?:ombudsman|complaints?|code|annual|appendix|form|section|assessment|requirements?|name|date|template|report"
    r"|handling|version|page|this|landlords?|organisations?|policy|review|insert|enter|click)\b|\d{4}|[\[\]<>]",
    re.I,
)
# Kinds of organisation plain enough to know a name by that stands on a line of its own.
_OWN_LINE = re.compile(
    r"\b(?:Homes|Housing|Trust|Council|Association|Society|Almshouses?|Co-?op(?:erative)?|Group|Charity)\b"
)
_NOT_A_LANDLORD = re.compile(
    r"\b(?:board|committee|cabinet|panel|team|officer|director|manager|head|chair|services?|department|strategy|your"
    r"|our|member|responsible|national|federation|local government|standard|working|steering|scrutiny|act|regulator"
    r"|rented|social|sheltered|supported|affordable|residents|customers?|focus|leadership|complaint|executive|repairs|management|about|contents)\b",
    re.I,
)
_JOINERS = frozenset(("and", "of", "the", "for", "in", "on", "upon", "&"))
_LONGEST_LINE = 60
"""Characters of a name on its own line."""


def read_title(front: Sequence[str]) -> str | None:
    """The first short paragraph that names the self-assessment or the Code, or None."""
    return next((text.rstrip(" :") for text in _whole(front) if _TITLE.search(text) and not text.endswith(".")), None)


def read_landlord(front: Sequence[str]) -> str | None:
    """The landlord where it is labelled or named in the title, or None."""
    for text in _short(front):
        match = _OWN_NAME.fullmatch(text)
        if match and (name := _name(match["name"], known=True)):
            return name
    for key, value in zip(_short(front), list(_short(front))[1:], strict=False):
        if _NAME_KEY.fullmatch(key.rstrip(": ")) and (name := _name(value, known=True)):
            return name
    for text in (*_whole(front), *_short(front)):
        if not _TITLE.search(text):
            continue
        for pattern in (_BEFORE, _AFTER):
            match = pattern.fullmatch(text)
            if match and (name := _name(match["name"], known=False)):
                return name
    return _beside_title(list(_short(front)))


def named_alone(front: Sequence[str]) -> str | None:
    """The only landlord's name that stands on a line of its own, or None where there is none, or another."""
    lines = [text for text in _short(front) if _own_line(text)]
    names = {name for text in lines if (name := _name(text, known=False))}
    return names.pop() if len(names) == 1 else None


def _beside_title(lines: Sequence[str]) -> str | None:
    """The landlord on a line of its own right above or below a title, or None where both lines could be one."""
    beside = {
        lines[place].strip()
        for index, text in enumerate(lines)
        if _TITLE.search(text) and not text.endswith(".")
        for place in (index - 1, index + 1)
        if 0 <= place < len(lines)
    }
    names = {name for text in beside if _own_line(text) and (name := _name(text, known=False))}
    return names.pop() if len(names) == 1 else None


def _own_line(text: str) -> bool:
    """True for a name and nothing else: an organisation's word after a proper name, every word with a capital."""
    words = text.split()
    kind = _OWN_LINE.search(text)
    return (
        len(text) <= _LONGEST_LINE
        and len(words) > 1
        and kind is not None
        and not re.search(r"[.:;?!,]", text)
        and not _NOT_A_LANDLORD.search(text)
        and any(not _OWN_LINE.fullmatch(word) and word not in _JOINERS for word in words)
        and all(word[0].isupper() or word in _JOINERS for word in words)
    )


def read_date(front: Sequence[str]) -> str | None:
    """The date of the assessment or of its approval, ISO 8601 to the day or the month, or None.

    A date of issue, which is mostly that of the blank form, counts only where there is no other.
    """
    issued: str | None = None
    found: dict[int, str] = {}
    for text in (*_short(front), *_whole(front)):
        for start, date in _dates(text):
            before = text[max(0, start - _NEAR) : start]
            after_last = re.split(r"[.;]\s|\b20[12]\d\b", before)[-1]
            if _NOT_OF_THE_FORM.search(after_last):
                continue
            rank = next((index for index, label in enumerate(_LABELS) if label.search(after_last)), None)
            if rank is None and _ISSUED.search(after_last):
                issued = issued or date
            elif rank is None and (_TITLE.search(text) or _alone(text)):
                rank = len(_LABELS)
            if rank is not None:
                found.setdefault(rank, date)
    return found[min(found)] if found else issued


def _alone(text: str) -> bool:
    """True for a line that says a date and little else; a piece of a sentence does not count."""
    return len(text) <= 30 and not text[0].islower() and not text.endswith(".")


def _short(front: Sequence[str]) -> Iterator[str]:
    """The lines and paragraphs of the prose, none of them long."""
    for block in front:
        for line in block.split("\n"):
            text = clean(line)
            if text and len(text) <= _SENTENCE:
                yield text


def _whole(front: Sequence[str]) -> Iterator[str]:
    """The paragraphs of the prose, none of them long: a title may run over lines."""
    return (text for block in front if (text := clean(block)) and len(text) <= _SENTENCE)


def _dates(text: str) -> Iterator[tuple[int, str]]:
    taken: list[tuple[int, int]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            date = _iso(match.groupdict())
            if date is not None:
                taken.append(match.span())
                yield match.start(), date


def _iso(parts: dict[str, str | None]) -> str | None:
    year = parts.get("year") or f"20{parts.get('short')}"
    name, number = parts.get("month"), parts.get("number")
    month = int(number) if number else month_number(name or "")
    day = int(parts.get("day") or 0)
    try:
        datetime.date(int(year), month, day or 1)
    except ValueError:  # the 31st of June is a slip of the pen, and no date
        return None
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _name(text: str, *, known: bool) -> str | None:
    """A landlord's name, or None where the words are not one. Without a label it has to look like one."""
    name = re.sub(r"\s*\(.*$", "", text).strip(" .:,|–—-'’\"“”")
    name = re.sub(r"^(?:the )(?=[A-Z])", "", name)
    if not name or len(name) > 80 or _NOT_A_NAME.search(name) or not name[0].isupper():
        return None
    words = name.split()
    if known:
        return name
    capitals = sum(1 for word in words if word[0].isupper())
    return name if len(words) <= 8 and (_KIND.search(name) or capitals == len(words) > 1) else None
