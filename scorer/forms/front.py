"""Title, landlord and date, where a form gives them. Nothing is inferred from a file's name or made up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scorer.forms.clean import clean
from scorer.forms.dates import MONTH, Dated, dates_in
from scorer.forms.headings import is_section_heading

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
        r"\b(?:last )?(?:reviewed|updated|revised)\b|\breview date\b|\bdate of (?:last )?review|\bversion\b|\bdated?\b"
        r"|\bfinal(?:ised)?\b",
        r"\bpublish(?:ed)?\b|\bpublication\b|\bsubmitted\b",
    )
)
_NOT_OF_THE_FORM = re.compile(
    r"\bnext review|\breview (?:due|by)\b|\bdue\b|\bnext\b|\bin force\b"
    r"|\beffective from|\bby (?:1|31|30)\b|\b(?:will|must|to) be\b"
    r"|\b(?:previous|prior) (?:\w+ )?(?:self[\s-])?assessment\b",
    re.I,
)
_POLICY = re.compile(
    r"\b(?i:polic(?:y|ies)|procedures?)\b"
    # The title of an officer or a body may hold the word.
    r"(?!(?:,?\s+(?:and|&|[A-Z]\w+)){0,4}\s+"
    r"(?i:officer|manager|lead|team|adviser|advisor|director|committee|panel|group|board|council)\b)",
)
_HEAD_OF = re.compile(r"\b(?:head|director|manager|officer|lead|member) (?:of|for)(?: \w+){0,3} $", re.I)
_OWN = r"(?:\bself[\s-]*assessment|\bassessment|\bform|\bthis document)\b"
_OF_THE_FORM = re.compile(_OWN, re.I)
_FORM_AND = re.compile(rf"{_OWN}\s+(?:and|&|with|alongside|against|of|under|for)\b(?:\s+\w+){{0,4}}\s+$", re.I)
_CODE_ISSUED = re.compile(
    r"\b(?:publish|issu|releas|launch|introduc)\w*(?: (?!self|assess)\w+){0,5}? code\b(?!\W+(?:self|assess|form))"
    r"|\bombudsman(?:['’]s)?(?: (?!self|assess|and\b)\w+){0,4}? (?:published|issued|released|launched|introduced)\b"
    r"|\bcode,? (?:(?:that|which|was|is|has|been|first) ){0,3}(?:published|issued|effective|introduced|launched)\b",
    re.I,
)
_OF_THE_CODE = frozenset(
    ("2020-07", "2022-03", "2022-04", "2022-04-01", "2024-02", "2024-02-08", "2024-04", "2024-04-01")
)
"""When the editions were published and came into force: beside the word "Code" such a day, or such a month without a
day, is the Code's."""
_CODE_BEFORE = re.compile(r"\bcode(?: of)?\W{0,4}$", re.I)
_CODE_AFTER = re.compile(r"[\s)]{1,3}(?:(?:complaint handling )?code|edition)\b", re.I)
_DRAFT = re.compile(r"\bdraft\b", re.I)
_APPROVED = 1
"""The label of an approval. A draft that is not even that yields to any other date."""
_ISSUED = re.compile(r"\bissue(?:d)?\b", re.I)
_NEAR = 60
"""Characters from a label to its date: "Approved by the Board of the association on 12 June 2024"."""
_SENTENCE = 240
"""Characters; a title or a labelled date stands in a short paragraph."""

_SECTION = re.compile(r"(?:section|part)\s*\d\W*", re.I)
_DATE_LABEL = re.compile(r"(?:date|period|year) (?:of|for|covered by|on which)\b", re.I)
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
    r".*\bself[\s-]*assessment\b.*?(?:\s[-–—|]\s|:\s|\bby\s|\bfor\s)(?P<name>.+?)(?:\s+against\b.*)?"
    # A date may stand after the name.
    rf"(?:\s*[-–—|,]\s*(?:(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH}\s+)?20\d\d(?:\s?[/-]\s?\d\d(?:\d\d)?)?)?",
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
_BESIDE_CODE = re.compile(
    r"(?P<name>.+?)\s*[-–—:|]\s+(?:(?:the|housing ombudsman(?: service)?)\s+)*(?:complaints? )handling code\b.*", re.I
)
_ASSESSED = re.compile(r"self[\s-]*assessment\s+of\s+(?P<name>.+?)(?:\s+against\b.*)?", re.I)
# Kinds of organisation plain enough to know a name by that stands on a line of its own.
_OWN_LINE = re.compile(
    r"\b(?:Homes|Housing|Trust|Council|Borough|Association|Society|Almshouses?|Co-?op(?:erative)?|Group|Charity)\b"
)
_NOT_A_LANDLORD = re.compile(
    r"\b(?:board|committee|cabinet|panel|team|officer|director|manager|head|chair|services?|department|strategy|your"
    r"|our|member|responsible|national|federation|local government|standard|working|steering|scrutiny|act|regulator"
    r"|rented|social|sheltered|supported|affordable|residents?|customers?|focus|leadership|complaint"
    r"|executive|repairs|management|about|contents)\b",
    re.I,
)
_JOINERS = frozenset(("and", "of", "the", "for", "in", "on", "upon", "&"))
_LONGEST_LINE = 60
"""Characters of a name on its own line."""


def read_title(front: Sequence[str]) -> str | None:
    """The first short paragraph that names the self-assessment or the Code, or None."""
    return next((text.rstrip(" :") for text in _whole(front) if is_title(text) and not text.endswith(".")), None)


def is_title(text: str) -> bool:
    """True for a text that names the self-assessment or the Code, and is no section's heading and no label."""
    return (
        _TITLE.search(text) is not None
        and not _DATE_LABEL.match(text)
        and not is_section_heading(_SECTION.sub("", text))
    )


def heads_form(text: str) -> bool:
    """True for a line with which a form may begin: its title, or its landlord's name, by itself or behind a label."""
    words = clean(text)
    titled = is_title(words) and len(words) <= _SENTENCE and not words.endswith(".")
    return titled or _own_line(words) or _OWN_NAME.fullmatch(words) is not None


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
        if not is_title(text):
            continue
        for pattern in (_BEFORE, _AFTER):
            match = pattern.fullmatch(text)
            if match and (name := _name(match["name"], known=False)):
                return name
        for pattern in (_BESIDE_CODE, _ASSESSED):
            match = pattern.fullmatch(text)
            # What stands there may be a subject as well ("Housing services"), so it must be a name beyond doubt.
            if match and _own_line(match["name"]) and (name := _name(match["name"], known=False)):
                return name
    return _beside_title(list(_short(front))) or _opening(front)


def _opening(front: Sequence[str]) -> str | None:
    """The name that is the first line of a form without a title, and the only one, or None."""
    lines = list(_short(front))
    name = named_alone(front)
    return name if name and not any(map(is_title, lines)) and _name(lines[0], known=False) == name else None


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
        if is_title(text) and not text.endswith(".")
        for place in (index - 1, index + 1)
        if 0 <= place < len(lines)
    }
    names = {name for text in beside if _own_line(text) and (name := _name(text, known=False))}
    return names.pop() if len(names) == 1 else None


def _own_line(text: str) -> bool:
    """True for a name and nothing else: an organisation's word after a proper name, every word with a capital."""
    if text.isupper():
        text = " ".join(word if word in _JOINERS else word.capitalize() for word in text.lower().split())
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

    A date of issue, which is mostly that of the blank form, counts only where there is no other, and so does that of a
    draft. The dates of a policy or of the Code never count.
    """
    issued: str | None = None
    found: dict[int, str] = {}
    for text in (*_short(front), *_whole(front)):
        for dated in dates_in(text):
            sentence = re.split(r"[.;]\s", text[: dated.start])[-1]
            label = re.split(r"\b20[12]\d\b", sentence[-_NEAR:])[-1]
            if _NOT_OF_THE_FORM.search(label) or _is_of_policy(sentence) or _is_of_code(text, sentence, dated):
                continue
            rank = next((index for index, pattern in enumerate(_LABELS) if pattern.search(label)), None)
            if rank is None and _ISSUED.search(label):
                issued = issued or dated.date
            elif rank is None and (is_title(text) or _alone(text)):
                rank = len(_LABELS)
            if rank is not None:
                if rank > _APPROVED and _DRAFT.search(label):
                    rank = len(_LABELS) + 1
                found.setdefault(rank, dated.date)
    return found[min(found)] if found else issued


def _is_of_policy(sentence: str) -> bool:
    """True where what stands before a date in its sentence tells of a policy and not of the form as well."""
    policies = [match for match in _POLICY.finditer(sentence) if not _HEAD_OF.search(sentence[: match.start()])]
    if not policies:
        return False
    before, after = sentence[: policies[-1].start()], sentence[policies[-1].end() :]
    return not _OF_THE_FORM.search(after) and not _FORM_AND.search(before)


def _is_of_code(text: str, sentence: str, dated: Dated) -> bool:
    """True for the date on which the Code was published or came into force."""
    if dated.date in _OF_THE_CODE and (_CODE_BEFORE.search(sentence) or _CODE_AFTER.match(text, dated.end)):
        return True
    return _CODE_ISSUED.search(sentence) is not None


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
    if all(_KIND.fullmatch(word) for word in words) and not capitals == len(words) > 1:
        # A subject: "Housing complaints self-assessment", "Council housing: self-assessment".
        return None
    return name if len(words) <= 8 and (_KIND.search(name) or capitals == len(words) > 1) else None
