"""What compliance a landlord claimed, from the words and marks of the form. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from scorer.forms.clean import clean
from scorer.forms.dates import MONTH
from scorer.records import Comply

Mark = Literal["yes", "no", "partial", "na"]
MARKS: tuple[Mark, ...] = ("yes", "no", "partial", "na")
"""Compliance in columns of its own, where a mark stands for the column's name."""

# The longer ways to say it first: "non-compliant" holds "compliant", "not applicable" holds "no".
_WORDS: tuple[tuple[Comply, str], ...] = (
    ("not_applicable", r"not[\s-]*applicable|not relevant|n\s*[/.\\]\s*a\b\.?|n\.a\.?|na\b"),
    (
        "partial",
        r"partial(?:ly)?(?:[\s-]+(?:compl\w+|met))?|part(?:[\s-]+(?:compliant|compliance|met|yes))?\b|in part\b"
        r"|yes[\s,(–-]+(?:but )?(?:only )?(?:in part|partly|partially)\b|partly(?:[\s-]+(?:compliant|met))?",
    ),
    (
        "no",
        r"non?[\s-]+compl(?:iant|iance|y)\b|not (?:yet )?(?:fully )?(?:compliant|met|compl\w+|in place)"
        r"|does not comply|do not comply|not (?:yet|currently|achieved)\b|no\b|n\b|✗|✘|❌",
    ),
    (
        "yes",
        r"yes\b|y\b|full(?:y)?(?:[\s-]+(?:compl\w+|met))\b|full\b|compl(?:iant|ies|ied|iance|y)\b|met\b|achieved\b"
        r"|✓|✔|✅|☑|🗸|√",
    ),
)
_LABEL = re.compile(
    r"(?:(?:do (?:we|you) )?(?:comply|compliance)(?: status)?(?:\s*\(y(?:es)?\s*/\s*no?\))?\s*(?:\?\s*:?|:)"
    r"|compl(?:iant|ies)\s*(?:\?\s*:?|:(?=\s*(?:yes|y|non?|n|not|n/a|partial(?:ly)?|partly|in part|under|mostly|largely"
    r"|nearly|almost|working|false|nope)\b)))\s*",
    re.I,
)
"""What is asked, printed in the cell before the answer: "Comply: No" is no, and "Comply: under review" no verdict.
"Compliant: see the log" is an answer with its reason."""
_BLANK = re.compile(r"(?:[\s☐□.…–—_-]|choose an item\.?|select|click .{0,30}text\.?)*", re.I)
_GLUE = re.compile(r"[\s,;:.()*\[\]–—-]*")
_SLASH = re.compile(r"\s*(?:/|\\|\||\bor\b)\s*", re.I)
_BOTH = re.compile(r"yes\s*(?:&|\+|and)\s*no[\s.]*", re.I)
_CHOICE = re.compile(r"yes\s*(?:/|\\|\||\bor\b)\s*no\b[\s?.]*", re.I)
_QUALIFIED = re.compile(
    r"(?:yes|y|(?:fully )?compliant|complies|comply)\b[\s,;:(–—-]+(?:but )?"
    r"(?:(?:except|excluding|apart from|with the exception|mostly|largely|mainly|nearly|almost|for the most part"
    r"|in most|not (?:yet|fully|always|in full|everywhere))\b"
    rf"|(?:as )?from (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?[\s/.]+)?(?:next\b|\d+[/.]|{MONTH}\b))",
    re.I,
)
"""A Yes that is taken back in part, or for now: it is neither yes nor, by the landlord's own words, partial."""
_LONGEST_QUALIFIED = 8
"""Words; a longer remark explains, and what it excepts may be what the Code allows."""
_OPENING_WORDS = 4
"""Words of an evidence that tell whether the Yes that opens it is taken back at once: "Yes - mostly, but not yet"."""
_IN_PART = re.compile(r"yes[\s,;:(–—-]+(?:but )?(?:only )?(?:partially|partly|in part)\b", re.I)
_BREAKABLE = ("partial", "partially", "partly", "compliant")
_AFTER = re.compile(r"\s*(?:$|[-–—,;:.()\[\]*!]|\n)")
_BOX = re.compile(r"[☒☑☐✓✔□■]")
_MARK = re.compile(r"[x×✓✔☑☒✗✘√●■1*•]{1,2}", re.I)
_FIGURE = re.compile(r"^\d[\d.,]*$|\d\s*(?:%|per ?cent\b)", re.I)
_TICK = "✓✔☑☒✅🗸√■"
_TICKED = re.compile("[✓✔☑✅🗸√]")
_CROSSED = re.compile("[x×✕✖✗✘❌]", re.I)
_MARK_WORDS: dict[Mark, tuple[Comply, str]] = {
    "yes": ("yes", "Yes"),
    "no": ("no", "No"),
    "partial": ("partial", "Partial"),
    "na": ("not_applicable", "N/A"),
}
_OPENING = re.compile(
    # What is asked is not given back as an answer: of "Compliant: false" it is no "Compliant".
    rf"(?:{_LABEL.pattern})?+"
    r"(?P<words>(?:fully |partially |non[- ]|not )?compliant|partial(?:ly)?|yes|no|not applicable|n/a)"
    r"(?:\s*[-–—:.;]\s|\s*[:.]?\s*$)",
    re.I,
)
_RUN_ON = re.compile(
    r"(?P<verdict>(?i:yes|no|partial(?:ly)?|partly|not applicable|n/a|y|n))\s+"
    r"(?P<rest>[\"'“‘]?[A-Z0-9•▪●◦\uf0b7\uf0a7].*)",
    re.S,
)


def read_comply(text: str) -> Comply:
    """The compliance in the text of one cell. "Yes – see below" is yes.

    Unclear are "Yes/No", "Yes, from May" and what is no verdict.
    """
    # Of "Yes / No" with one struck out, the slash is left.
    text = clean(text).strip("/\\| ")
    text = text[_matched(_LABEL, text) :]
    if _BLANK.fullmatch(text):
        return "blank"
    if (ticked := _ticked(text)) is not None:
        return ticked
    if _BOTH.fullmatch(text) or is_qualified(text):
        return "unclear"
    # A narrow column, or the end of a page in it, breaks the word ("Partiall y").
    if (whole := text.replace(" ", "").lower()) in _BREAKABLE:
        text = whole
    found: set[Comply] = set()
    rest = text
    while rest:
        step = _verdict(rest)
        if step is None:
            break
        verdict, length = step
        after = rest[length:]
        slash = _SLASH.match(after)
        if slash is None and verdict != "yes" and not _AFTER.match(after) and _verdict(after.strip()) is None:
            # "No complaints were refused" is a sentence, not a verdict.
            if found:
                break
            return "unclear"
        found.add(verdict)
        rest = after[slash.end() :] if slash and slash.end() else after[_matched(_GLUE, after) :]
    return found.pop() if len(found) == 1 else "unclear"


def is_qualified(text: str) -> bool:
    """True for a Yes with words that take some of it back ("Yes, except for leaseholders")."""
    return len(text.split()) <= _LONGEST_QUALIFIED and _QUALIFIED.match(text) is not None


def is_answer(text: str, figure: bool = False) -> bool:
    """True for what tells something else than a compliance: a figure or a text, in a column of Yes and No.

    Where a ``figure`` is asked for, "1" is no tick, and a percentage is the answer whatever stands beside it.
    """
    text = clean(text)
    if figure and _FIGURE.search(text):
        return True
    compliance = _BLANK.fullmatch(text) or _MARK.fullmatch(text) or _CHOICE.fullmatch(text) or is_qualified(text)
    return not compliance and read_comply(text) == "unclear"


def read_marks(marks: Mapping[Mark, str]) -> tuple[Comply, str]:
    """The compliance in columns of their own ("yes", "no", "partial", "na"), and the words for it.

    A verdict written in a column counts as written ("N/A" under Yes); a mark or a remark stands for its column, and so
    does "Yes" under Partial. More than one verdict is unclear, but for a tick beside crosses, and so is "Yes" under No.
    """
    verdicts: list[Comply] = []
    words: list[str] = []
    for mark, text in _chosen({mark: clean(raw) for mark, raw in marks.items()}).items():
        if _BLANK.fullmatch(text):
            continue
        verdict, word = _MARK_WORDS[mark]
        marked = bool(_MARK.fullmatch(text) or _TICKED.fullmatch(text))
        written = "unclear" if marked else read_comply(text)
        if written == "yes" and verdict == "no":
            verdicts.append("unclear")
            words.append(f"{word} {text}")
        elif written == "unclear" or (written == "yes" != verdict):
            verdicts.append(verdict)
            words.append(word if marked else f"{word} {text}")
        else:
            verdicts.append(written)
            words.append(text)
    if not verdicts:
        return "blank", ""
    return (verdicts[0] if len(set(verdicts)) == 1 else "unclear"), " / ".join(dict.fromkeys(words))


def _chosen(marks: dict[Mark, str]) -> dict[Mark, str]:
    """The marks; of one tick beside nothing but crosses, the tick alone: there a cross says "not this one"."""
    filled = {mark: text for mark, text in marks.items() if not _BLANK.fullmatch(text)}
    ticked = {mark: text for mark, text in filled.items() if _TICKED.fullmatch(text)}
    crossed = [text for text in filled.values() if _CROSSED.fullmatch(text)]
    return ticked if len(ticked) == 1 and len(crossed) == len(filled) - 1 else marks


def opening_verdict(evidence: str) -> tuple[Comply, str] | None:
    """The verdict that an evidence text opens with ("Partial - …", "Yes. …"), or None."""
    match = _OPENING.match(evidence)
    if match is None:
        return None
    verdict, opening = read_comply(match["words"]), " ".join(evidence.split()[:_OPENING_WORDS])
    if verdict == "yes" and is_qualified(opening):
        return "unclear", opening
    if partly := _IN_PART.match(evidence):
        return "partial", partly[0]
    return verdict, match["words"]


def is_verdict(text: str) -> bool:
    """True where the text says a compliance and no more than a few words."""
    return len(text.split()) <= 4 and read_comply(text) not in ("blank", "unclear")


def run_on_verdict(line: str) -> tuple[str, str] | None:
    """The verdict that opens a line and the text of the next column that goes on in it ("Yes Complaints Policy").

    None where no capital, figure or bullet shows that a text begins, or the rest says a compliance too. "N/A" is an
    answer in any column.
    """
    match = _RUN_ON.fullmatch(line)
    if match is None or (is_verdict(match["rest"]) and read_comply(match["rest"]) != "not_applicable"):
        return None
    return match["verdict"], match["rest"]


def _matched(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


def _verdict(text: str) -> tuple[Comply, int] | None:
    for verdict, pattern in _WORDS:
        if match := re.match(pattern, text, re.I):
            return verdict, match.end()
    return None


def _ticked(text: str) -> Comply | None:
    """The verdict with a tick among boxes that all have one ("Yes ☒ No ☐"), or None where it is not so built."""
    boxes = _BOX.findall(text)
    if len(boxes) < 2:
        return None
    words = [fragment.strip(" :/|-") for fragment in _BOX.split(text)]
    # Boxes stand before their words, or after them.
    labels = words[1:] if not words[0] else words[:-1]
    chosen = {read_comply(word) for word, box in zip(labels, boxes, strict=True) if box in _TICK}
    return chosen.pop() if len(chosen) == 1 else ("blank" if not chosen else "unclear")
