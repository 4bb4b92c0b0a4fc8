"""What every match of a pattern must have, read off the parsed pattern.

Most patterns hold letters that any match must have: no sentence speaks of "an appeal stage" without "stage" and
"appeal" or "panel". To parse the thousand patterns of the checks takes longer than all else that loading does, so what
is found for them stands in ``needs.json``, by a hash of their text. ``python -m scorer.checks.docs`` writes it anew; a
pattern that it does not hold is parsed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from scorer.checks.text import Sentence, lowered
from scorer.datafile import bytes_of, fault

KEPT = Path(__file__).with_name("needs.json")

_parser: Any = import_module("re._parser")
"""The standard library's own reading of a pattern, so that nothing here can read it otherwise."""

Literals = frozenset[str]
"""Letters of which a match holds at least one, folded as ``folded`` does; none of them has white space."""
Needs = tuple[Literals, ...]
"""All of these must be met by a match; empty where nothing can be told."""

_LONGEST = 12
"""Characters of a literal that are looked at: longer ones tell no more."""
_MOST_NEEDS = 4
"""Needs of a pattern that are kept, the longest first."""

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Pattern:
    """A pattern that ignores case but in groups that say otherwise, "(?-i:". It is compiled when it is first looked
    for: most of them never are."""

    pattern: str
    flags: ClassVar[int] = int(re.I)

    def search(self, sentence: Sentence) -> re.Match[str] | None:
        """Looks for the pattern. Raises re.error for one that does not compile."""
        return self._search(sentence.text if self._cased else sentence.lower)

    @cached_property
    def _cased(self) -> bool:
        return "(?-i:" in self.pattern

    @cached_property
    def _search(self) -> Callable[[str], re.Match[str] | None]:
        # Lowered text is searched in two thirds of the time that a pattern takes which ignores case.
        if self._cased:
            return re.compile(self.pattern, self.flags).search
        return re.compile(_LETTERS.sub(lambda found: found[1].lower() if found[1] else found[0], self.pattern)).search


_LETTERS = re.compile(r"\\.|\(\?P[<=]\w+|([A-Z]+)")
"""The capitals of a pattern, behind what looks like one: an escape, and the name of a group."""


def folded(text: str) -> str:
    """The text in lower case, with all digits alike."""
    return _DIGIT.sub("0", lowered(text))


def needs(pattern: Pattern) -> Needs:
    """What every match of the pattern holds. Raises ScorerError E411 where ``needs.json`` is damaged."""
    found = _kept().get(_key(pattern.pattern))
    return parsed(pattern) if found is None else found


def compiles(text: str) -> None:
    """Raises re.error for a pattern that does not compile, without compiling one that is known to."""
    if _key(text) not in _kept():
        re.compile(text, re.I)


def parsed(pattern: Pattern | re.Pattern[str]) -> Needs:
    """What every match of the pattern holds, from the pattern itself."""
    return _of_sequence(_parser.parse(pattern.pattern, pattern.flags))


@cache
def _kept() -> Mapping[str, Needs]:
    try:
        kept = json.loads(bytes_of(KEPT))
        read = {key: tuple(map(frozenset, found)) for key, found in kept.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise fault(KEPT, 1, _NOT_WRITTEN) from error
    # An empty need, or one of other things than letters, would keep its check from ever firing.
    if not all(need and _tells(need) for found in read.values() for need in found):
        raise fault(KEPT, 1, _NOT_WRITTEN)
    return read


def written(patterns: Iterable[Pattern]) -> str:
    """The text of ``needs.json`` for these patterns."""
    found = {_key(pattern.pattern): [sorted(need) for need in parsed(pattern)] for pattern in patterns}
    lines = [f"{json.dumps(key)}: {json.dumps(found[key], ensure_ascii=False)}" for key in sorted(found)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


_NOT_WRITTEN = "it is not as python -m scorer.checks.docs writes it"


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _of_sequence(parts: Iterable[tuple[Any, Any]]) -> Needs:
    """What the parts of a sequence need together: all of them must match."""
    run = ""
    found: list[Literals] = []
    for operator, argument in parts:
        name = str(operator)
        letter = _letter(name, argument)
        if not letter:
            found += [frozenset((run,)), *_of_part(name, argument)]
        run = run + letter if letter else ""
    found.append(frozenset((run,)))
    telling = {frozenset(literal[:_LONGEST] for literal in need) for need in found if _tells(need)}
    return tuple(sorted(telling, key=lambda need: (-min(map(len, need)), len(need), sorted(need)))[:_MOST_NEEDS])


def _tells(need: Literals) -> bool:
    """Whether so much is needed that many texts will not have it: any digit, or more than one letter."""
    return all(len(literal) > 1 or literal == "0" for literal in need)


def _letter(name: str, argument: Any) -> str:
    """The one folded character that a part stands for, or nothing."""
    if name == "LITERAL" and argument < 128 and not chr(argument).isspace():
        return folded(chr(argument))
    if name == "IN" and len(argument) == 1 and str(argument[0][1]) == "CATEGORY_DIGIT":
        return "0"
    return ""


def _of_part(name: str, argument: Any) -> Needs:
    """What a part of a pattern needs that is no single letter."""
    if name == "SUBPATTERN":
        return _of_sequence(argument[3])
    if name == "BRANCH":
        return _of_branches([_of_sequence(branch) for branch in argument[1]])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and argument[0] > 0:
        return _of_sequence(argument[2])
    if name == "ATOMIC_GROUP":
        return _of_sequence(argument)
    return ()


def _of_branches(branches: list[Needs]) -> Needs:
    """The best need of each branch, of which a match meets one."""
    return (frozenset().union(*(needs[0] for needs in branches)),) if all(branches) else ()
