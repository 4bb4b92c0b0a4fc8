"""Which provision is a text about? Overlap of words with our statement of each duty, rare words weighing more."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from scorer.codes import load

_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = re.compile(r"(?<=[a-z]{3})(?:ies|ing|ed|es|s|e|y)$")
# Too common in any sentence to tell a provision.
_STOP_WORDS = (
    "a an and any are as at be been by can do does for from has have if in is it its may must of on or our should "
    "that the their them they this those to was we were when where which who will with would whether landlord "
    "organisation resident individual complaint"
)
_STOP = frozenset(_STOP_WORDS.split())
_NUMBERS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "five": "5",
    "ten": "10",
    "twelve": "12",
    "fifteen": "15",
    "twenty": "20",
}


def stems(text: str) -> frozenset[str]:
    """The telling words of a text, lower case, without endings; numbers up to twenty as figures."""
    return frozenset(filter(None, map(_stem, _WORD.findall(text.lower().replace("’", "'").replace("'s", "")))))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """The stem of a word, "" for one that tells nothing; kept, because forms are made of the same few thousand."""
    stem = _ENDINGS.sub("", word)
    if word in _STOP or stem + "s" in _STOP or stem in _STOP:
        return ""
    return _NUMBERS.get(word, stem)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text and a provision fit, each figure 0 to 1, by the weight of their common words.

    ``covered`` is the share of the text that the provision has (high for a part of the requirement), ``both`` the
    harmonic mean with the share of the provision that the text has (high for the whole requirement).
    """

    ref: str
    covered: float
    both: float


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compares texts with the provisions of one edition."""

    words: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    unknown: float
    """The weight of a word that no provision has."""
    whole: Mapping[str, float]
    """The weight of all words of each provision."""

    def fit(self, text: str, ref: str) -> Fit:
        """How ``text`` fits the provision ``ref``; all zero where either has no telling word."""
        found = stems(text)
        return self._fit(found, self._weight(found), ref)

    def best(self, text: str, refs: Collection[str], tie: float = 0.0) -> Fit | None:
        """The provision among ``refs`` that ``text`` fits best by ``both``; the first of those within ``tie`` of it."""
        found = stems(text)
        weight = self._weight(found)
        fits = [self._fit(found, weight, ref) for ref in refs]
        most = max((fit.both for fit in fits), default=0.0)
        return next((fit for fit in fits if fit.both >= most - tie), None)

    def reached(self, words: frozenset[str], ref: str) -> float:
        """The share of the provision ``ref``, by weight, that stands among the stems of a text, 0 to 1."""
        return self._weight(words & self.words[ref]) / self.whole[ref]

    def _fit(self, found: frozenset[str], weight: float, ref: str) -> Fit:
        common = self._weight(found & self.words.get(ref, frozenset()))
        if not common:
            return Fit(ref, 0.0, 0.0)
        covered, reached = common / weight, common / self.whole[ref]
        return Fit(ref, covered, 2 * covered * reached / (covered + reached))

    def _weight(self, words: frozenset[str]) -> float:
        return _weight(words, self.weights, self.unknown)


@cache
def matcher(code: str) -> Matcher:
    """The matcher of an edition, with the weights of words from how few provisions have them."""
    words = {provision.ref: stems(provision.requirement) for provision in load(code).provisions}
    count = len(words)
    weights = {
        word: math.log(1 + count / sum(word in own for own in words.values())) for word in set().union(*words.values())
    }
    unknown = math.log(1 + count) / 2
    whole = {ref: _weight(own, weights, unknown) for ref, own in words.items()}
    return Matcher(words=words, weights=weights, unknown=unknown, whole=whole)


def _weight(words: frozenset[str], weights: Mapping[str, float], unknown: float) -> float:
    return sum([weights.get(word, unknown) for word in words])
