"""The one cleaning of cell text. Offsets of every later finding count in what comes out here."""

from __future__ import annotations

import html
import re
import unicodedata

# The characters of U+FB00 to U+FB06, which PDF fonts use for pairs of letters. NFKC would also rewrite fractions,
# superscripts and the like, which are the landlord's own.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
_BULLET = re.compile(
    "[\u2022\u2023\u2043\u204c\u204d\u2219\u25a0\u25aa\u25ab\u25b6\u25ba\u25cb\u25cf\u25e6\u27a2\u27a4]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffc\U000f0000-\U0010fffd]")
_MIDDLE_DOT = re.compile(r"(?:^|(?<=\s))·(?=\s|$)", re.M)
# The "o" that Word's second bullet becomes where its font is lost; a word "o" does not stand before a tab.
_LETTER_BULLET = re.compile(r"^[ \xa0]*o(?:\t|[ \xa0]{2,})", re.M)
_DASH_BULLET = re.compile(r"^[ \t\xa0]*([-–—*])[ \t\xa0]+(?=\S)", re.M)
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]", re.I)
_ANCHOR = re.compile(r"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)[^>]*>(.*?)</a\s*>", re.I | re.S)
_BLOCK_TAG = re.compile(r"</?(?:p|br|ul|ol|li|div|t[rdh]|table|tbody|thead|h[1-6]|hr|dl|dt|dd)\b[^<>]*>", re.I)
_INLINE_TAG = re.compile(
    r"</?(?:u|b|i|s|a|em|strong|span|font|sup|sub|small|big|ins|del|strike|mark|code|img|o:p)\b[^<>]*>", re.I
)
_EMPHASIS = re.compile(r"(?<!\*)\*\*(?!\s|\*)(.+?)(?<!\s)\*\*(?!\*)", re.S)
_LINE = r"[A-Za-np-z0-9(][ -%'-)+-;=-Z\\-~‘’“”–—…£]*"
_UNMARKED = re.compile(rf"{_LINE}(?:\n{_LINE})*")
"""Text that has nothing to clean: each of its lines begins with what begins no bullet or rule and goes on without
"&", "<", "[", "*", control characters, and all letters that might be drawn by another font."""
_JUNK = re.compile(r"[\s|_=+─-╿-]*\|[\s|_=+─-╿-]*|[_=─-╿]{3,}|-{3,}")

DITTO = "Ditto"
_DITTO_MARK = re.compile(r"[-–—\s]*+(?:[\"“”„″〃]|''|’’)[-–—\s]*+")
_LONGEST_MARK = 20


def clean(text: str) -> str:
    """The text on one line: white space folded, markup, bullets and invisible characters taken out, words kept.

    Letters and numbers of lists ("a.", "2)"), links, smart quotes and dashes inside the text stay. What holds
    nothing but the rules of a drawn table ("|--|") becomes empty.
    """
    return fold(plain(text))


def clean_answer(text: str) -> str:
    """What is written beside a provision, cleaned; nothing but a ditto mark is the word that it stands for, because
    what is judged are words."""
    cleaned = clean(text)
    return DITTO if len(cleaned) <= _LONGEST_MARK and _DITTO_MARK.fullmatch(cleaned) else cleaned


def plain(text: str) -> str:
    """The same with its line breaks, for those who still have to tell paragraphs apart."""
    if not text or _UNMARKED.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _ANCHOR.sub(_words_and_address, text)
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    # Most cells have none of what is looked for: what tells it quickly is asked first.
    if "[" in text:
        text = _BOOKMARK.sub("", text)
    text = _INVISIBLE.sub("", text)
    if "**" in text:
        text = _EMPHASIS.sub(r"\1", text)
    if not text.isascii():
        text = _BULLET.sub(" ", _PRIVATE.sub(" ", text.translate(_LIGATURES)))
        text = _MIDDLE_DOT.sub(" ", text)
    text = _without_dash_bullets(_LETTER_BULLET.sub("", text))
    return "" if _JUNK.fullmatch(text.strip()) else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Every run of white space as one space, none at the ends."""
    if "  " not in text and text.isprintable():  # so the only white space are single spaces, and most texts are so
        return text.strip(" ")
    return " ".join(text.split())


def _words_and_address(match: re.Match[str]) -> str:
    address, words = match[1], match[2]
    return words if address.removeprefix("mailto:") in words else f"{words} ({address})"


def _without_dash_bullets(text: str) -> str:
    """Dashes at line starts are bullets where the text opens with one or has several; else a line was wrapped."""
    marks = _DASH_BULLET.findall(text)
    opening = _DASH_BULLET.match(text.lstrip("\n"))
    if not marks or (opening is None and max(map(marks.count, marks)) < 2):
        return text
    bullets = {mark for mark in marks if marks.count(mark) > 1 or (opening is not None and mark == opening[1])}
    return _DASH_BULLET.sub(lambda match: "" if match[1] in bullets else match[0], text)
