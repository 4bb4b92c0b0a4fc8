"""Whether a sentence says that something is done: the deed itself, in a form that tells of it as past or in place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from scorer.language.lexicon import inflections, lexicon

_ALSO_VERBS = ("implement", "introduce", "launch", "develop", "draft", "roll")
"""Verbs that the lexicon keeps in classes of their own, or not at all."""

_ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "publish issue print release post",
        "train attend",
        "appoint recruit employ hire join",
        "review revise update amend refresh rewrite redraft",
        "approve adopt agree sign",
        "write produce prepare create develop design",
        "start begin launch introduce",
        "install replace",
    )
)
"""Deeds of which one tells of the other."""

_FINISHING = frozenset(("complete", "finish", "implement", "introduce", "launch", "deliver", "establish", "adopt"))
"""Deeds that tell of any other."""

_STATES = (("in", "place"), ("in", "force"), ("in", "use"), ("went", "live"), ("is", "live"), ("are", "live"))
_EVERYBODY = frozenset(
    (
        "every", "all", "each", "residents", "tenants", "customers", "leaseholders", "homes", "households",
    )
)  # fmt: skip
_ASKED_FOR_VIEWS = frozenset(
    (
        "consultation", "consult", "comment", "comments", "feedback", "views", "draft", "proof", "proposal",
        "proposals", "survey", "questionnaire",
    )
)  # fmt: skip
"""Words with which a thing that went to everybody may still be in the making."""
_UNDONE = frozenset(
    (
        "will", "shall", "be", "being", "to", "not", "n't", "never", "may", "might", "could", "should", "would", "can",
        "cannot", "must", "yet", "nor", "no", "before", "after",
    )
)  # fmt: skip
"""Words that, before a deed, leave it undone or uncertain."""

_AUXILIARIES = frozenset(
    (
        "is", "are", "was", "were", "has", "have", "had", "been", "now", "also", "since", "then", "both", "fully",
        "recently", "already", "duly", "all",
    )
)  # fmt: skip
"""Words that may stand between those and the deed."""

_NAMING = frozenset(("the", "a", "an", "our", "this", "any", "each", "their", "its"))
"""Words after which a participle only describes: "the published leaflet"."""

_SUBJECTS = frozenset(("we", "now", "staff", "they"))
_CONDITIONS = frozenset(("once", "if", "when", "until", "unless"))
"""Words that govern what follows them up to a comma."""


@cache
def _lemmas() -> dict[str, tuple[str, bool]]:
    """The lemma of each form of a verb, and whether the form tells of something done."""
    found: dict[str, tuple[str, bool]] = {}
    for lemma in (*sorted(lexicon().sets["verb"]), *_ALSO_VERBS):
        lemma_form, third, doing, *done = inflections(lemma)
        for form in (lemma_form, third, doing):
            found.setdefault(form, (lemma, False))
        for form in done:
            found[form] = (lemma, True)
    return found


_NOBODY = frozenset(("no", "none", "nobody", "nothing", "neither"))
_JOINING = frozenset(("and", "or", ","))
_FINITE = frozenset(("was", "were", "is", "are", "has", "have", "had", "been"))


def is_deed(word: str) -> bool:
    """Whether a lower-case token is a form of a verb."""
    return word in _lemmas()


def deeds(words: Sequence[str]) -> frozenset[str]:
    """The lemmas of the verbs among some lower-case tokens."""
    return frozenset(_lemmas()[word][0] for word in words if word in _lemmas())


def tells(wanted: frozenset[str]) -> frozenset[str]:
    """The deeds that tell of one of those wanted; where none is named, as in "is in draft", any that makes a thing."""
    if not wanted:
        return _FINISHING.union(*_ALIKE)
    return wanted.union(_FINISHING, *(group for group in _ALIKE if group & wanted))


def is_done(words: Sequence[str], wanted: frozenset[str]) -> bool:
    """Whether the tokens of a sentence say that one of the wanted deeds, or what tells of it, is done."""
    telling = tells(wanted)
    for place, word in enumerate(words):
        if (tuple(words[place : place + 2]) in _STATES or _went_to_all(words, place)) and not _undone(words, place):
            return True
        lemma, done = _lemmas().get(word, ("", False))
        if lemma not in telling:
            continue
        before = words[place - 1] if place else ""
        if done and before not in _NAMING and not _undone(words, place):
            return True
        if lemma == word and before in _SUBJECTS and not _undone(words, place - 1):
            return True
    return False


def _went_to_all(words: Sequence[str], place: int) -> bool:
    """Whether a thing is said there to have gone to those whom it is for: "went out to every home"."""
    if words[place] not in ("went", "gone"):
        return False
    way = place + 2 if tuple(words[place + 1 : place + 2]) == ("out",) else place + 1
    return (
        tuple(words[way : way + 1]) == ("to",)
        and not _EVERYBODY.isdisjoint(words[way + 1 : way + 3])
        and _ASKED_FOR_VIEWS.isdisjoint(words)
    )


def _undone(words: Sequence[str], place: int) -> bool:
    """Whether the words before a deed leave it undone: "has not yet been", "to be", "once"."""
    clause = max((at + 1 for at in range(place) if words[at] == ","), default=0)
    if _CONDITIONS & set(words[clause:place]) or (words and words[clause] in _NOBODY):
        return True
    if place and words[place - 1] in _JOINING:
        # "will be updated and published": the auxiliary of the first deed is that of the second
        joined = next((word for word in reversed(words[: place - 1]) if word in _FINITE or word == "be"), "")
        if joined == "be":
            return True
    for word in reversed(words[:place]):
        if word in _UNDONE:
            return True
        if word not in _AUXILIARIES:
            return False
    return False
