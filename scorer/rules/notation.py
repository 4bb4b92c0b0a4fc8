"""How the phrases of a rule are written.

A phrase is words in lower case, one space apart, with five marks:

    is|are due          either word
    will also? be       a word that may be left out
    will be <done>      a class of words (``words.yml``, or one of ``PREDICATES``)
    is ... under way    up to three words of the same statement between
    we are [looking to] the square brackets hold the trigger, where that is less than the whole phrase
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path

from scorer.datafile import read_table
from scorer.language import pipeline

WORDS_PATH = Path(__file__).with_name("words.yml")
_NUMBER = re.compile(r"\d+(st|nd|rd|th)?")
_YEAR = re.compile(r"(19|20)\d\d")
_REF = re.compile(r"\(?\d{1,2}\.q?\d{1,2}[a-z]?\)?")
_ELEMENT = re.compile(r"(?P<open>\[?)(?P<body>[^\[\]?]+)(?P<optional>\??)(?P<close>\]?)")


def _is_done(word: str) -> bool:
    """A past participle: "published", "sent"."""
    return (len(word) > 3 and word.endswith("ed") and word not in _classes()["not_done"]) or word in _classes()[
        "irregular_done"
    ]


def _is_doing(word: str) -> bool:
    """A present participle: "drafting"."""
    return len(word) > 4 and word.endswith("ing") and word not in _classes()["not_doing"]


def _is_adverb(word: str) -> bool:
    """An adverb that may stand between the words of a verb: "currently", "also"."""
    return (len(word) > 3 and word.endswith("ly")) or word in _classes()["short_adverb"]


PREDICATES: dict[str, Callable[[str], bool]] = {
    "done": _is_done,
    "doing": _is_doing,
    "adverb": _is_adverb,
    "number": lambda word: _NUMBER.fullmatch(word) is not None,
    "year": lambda word: _YEAR.fullmatch(word) is not None,
    "ref": lambda word: _REF.fullmatch(word) is not None,
    "word": str.isalpha,
}
"""The classes that are told by form and not by a list. They cannot open a phrase."""


@cache
def _classes() -> dict[str, frozenset[str]]:
    data = read_table(WORDS_PATH, closed=True)
    data.needs(("not_done", "irregular_done", "not_doing", "short_adverb"))
    return {name: frozenset(_spelt(" ".join(data.texts(name)))) for name in data.values}


def _spelt(words: str) -> Iterator[str]:
    """Each word, and again with a curly apostrophe where it has a straight one."""
    for word in words.split():
        yield word
        if "'" in word:
            yield word.replace("'", "’")


class NotationError(ValueError):
    """A phrase is not written as the notation asks."""


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: a token out of ``words`` or one that passes any of ``tests``; or a gap."""

    words: frozenset[str] = frozenset()
    tests: tuple[Callable[[str], bool], ...] = ()
    optional: bool = False
    gap: bool = False

    def accepts(self, word: str) -> bool:
        """Whether a token may stand here."""
        return word in self.words or any(test(word) for test in self.tests)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The places of a phrase, and the half-open range of them that is its trigger (None: the whole phrase)."""

    elements: tuple[Element, ...]
    trigger: tuple[int, int] | None


def parse(text: str) -> list[Phrase]:
    """Read a phrase. It becomes several where one of its alternatives is more than one token ("n/a|none").

    Raises NotationError for an unknown class, capitals, brackets that do not match or stand at a word that may be left
    out, or a phrase that opens or ends with a gap or can only open with a class told by form.
    """
    choices: list[list[list[Element]]] = []
    first: int | None = None
    end: int | None = None
    for position, raw in enumerate(text.split(" ")):
        if raw == "...":
            choices.append([[Element(gap=True)]])
            continue
        match = _ELEMENT.fullmatch(raw)
        if match is None or (match["optional"] and (match["open"] or match["close"])):
            raise NotationError(f"cannot read {raw!r} in {text!r}")
        if match["open"]:
            first = position
        if match["close"]:
            end = position + 1
        choices.append(_alternatives(match["body"], bool(match["optional"]), text))
    if (first is None) != (end is None) or (first is not None and end is not None and first >= end):
        raise NotationError(f"the brackets of {text!r} do not match")
    found: list[Phrase] = []
    for way in product(*choices):
        elements = tuple(element for part in way for element in part)
        trigger = None
        if first is not None and end is not None:
            trigger = (sum(map(len, way[:first])), sum(map(len, way[:end])))
        if elements[0].gap or elements[-1].gap or not openers(elements):
            raise NotationError(f"{text!r} must open with a word and end with one")
        if any(left.optional and right.gap for left, right in pairwise(elements)):
            raise NotationError(f"a gap takes in the word before it that may be left out ({text!r})")
        found.append(Phrase(elements, trigger))
    return found


def openers(elements: tuple[Element, ...]) -> list[tuple[str, int]]:
    """The words that may open a phrase, each with the place where it stands. A class told by form opens none: a phrase
    is entered by a word, which is what makes matching fast."""
    found: list[tuple[str, int]] = []
    for place, element in enumerate(elements):
        found.extend((word, place) for word in sorted(element.words))
        if not element.optional:
            break
    return found


@cache
def _tokens(part: str) -> tuple[str, ...]:
    """The tokens of a word; kept, because phrases have many words in common."""
    return tuple([token.text for token in pipeline().make_doc(part)])


def _alternatives(body: str, optional: bool, text: str) -> list[list[Element]]:
    """One element for all alternatives of one token, and a run of elements for each longer one."""
    words: set[str] = set()
    tests: list[Callable[[str], bool]] = []
    longer: list[list[Element]] = []
    for part in body.split("|"):
        name = part[1:-1] if len(part) > 2 and part[0] == "<" and part[-1] == ">" else None
        if name in PREDICATES:
            tests.append(PREDICATES[name])
        elif name is not None:
            if name not in _classes():
                raise NotationError(f"no class <{name}> ({text!r})")
            words |= _classes()[name]
        elif part != part.lower() or not part:
            raise NotationError(f"{text!r} must be in lower case")
        else:
            tokens = _tokens(part)
            if len(tokens) == 1:
                words.update(_spelt(tokens[0]))
            else:
                longer.append([Element(frozenset(_spelt(token))) for token in tokens])
    if longer and optional:
        raise NotationError(f"only a word that is one token may be left out ({text!r})")
    single = [[Element(frozenset(words), tuple(tests), optional)]] if words or tests else []
    return single + longer
