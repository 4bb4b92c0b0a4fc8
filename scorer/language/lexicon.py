"""The lexicon: classes of words and phrases, held as data and matched longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from scorer.datafile import fault, read_table

_PATH = Path(__file__).with_name("lexicon.yml")
PHRASE_END = ""
"""Key of a trie node that ends a phrase; no token is empty."""

_OVERLAPPING = frozenset({"clause_head", "letter_kind", "topic", "generic_qualifier"})
"""Classes that are asked for by name: their words may be in another class too, so they stay out of the trie."""


_VERB = "verb"
"""Given as lemmas, matched in every inflection, and last: a word of any other class is no verb."""

CLASSES = frozenset(
    (
        "post", "body", "system", "document", "document_if_named", "policy_head", "letter_head", "letter_kind",
        "manner", "website", "training", "frequency", "weekday", "sequence", "soon", "past_time", "share", "unit_time",
        "month", "clause_head", "place_in_text", "stage", "modal_hedge", "plan", "negation", "verb", "topic",
        "generic_qualifier",
    )
)  # fmt: skip
"""The classes that the code knows what to do with: each must be there."""

_IRREGULAR = {
    "become": ("became",), "begin": ("began", "begun"), "bind": ("bound",), "bring": ("brought",),
    "build": ("built",), "buy": ("bought",), "choose": ("chose", "chosen"), "come": ("came",), "cost": (),
    "deal": ("dealt",), "draw": ("drew", "drawn"), "drive": ("drove", "driven"), "fall": ("fell", "fallen"),
    "feed": ("fed",), "find": ("found",), "get": ("got",), "give": ("gave", "given"), "go": ("went", "gone"),
    "grow": ("grew", "grown"), "hang": ("hung",), "hear": ("heard",), "hold": ("held",), "keep": ("kept",),
    "know": ("knew", "known"), "lead": ("led",), "learn": ("learned", "learnt"), "leave": ("left",),
    "lend": ("lent",), "let": (), "lose": ("lost",), "make": ("made",), "meet": ("met",),
    "oversee": ("oversaw", "overseen"), "pay": ("paid",), "put": (), "read": (), "relet": (), "reset": (),
    "rewrite": ("rewrote", "rewritten"),
    "ring": ("rang", "rung"), "rise": ("rose", "risen"), "run": ("ran",), "say": ("said",), "see": ("saw", "seen"),
    "sell": ("sold",), "send": ("sent",), "set": (), "show": ("showed", "shown"), "sit": ("sat",),
    "speak": ("spoke", "spoken"), "spend": ("spent",), "split": (), "stand": ("stood",), "stick": ("stuck",),
    "take": ("took", "taken"), "teach": ("taught",), "tell": ("told",), "think": ("thought",),
    "understand": ("understood",), "undertake": ("undertook", "undertaken"), "uphold": ("upheld",),
    "write": ("wrote", "written"),
}  # fmt: skip
_DOUBLED = frozenset(
    (
        "ban", "begin", "blog", "cancel", "chat", "clip", "commit", "control", "drop", "embed", "enrol", "equip", "fit",
        "flag", "format", "fulfil", "get", "input", "label", "let", "log", "map", "occur", "pin", "pop", "put", "refer",
        "regret", "relet", "reset", "run", "scan", "set", "sit", "skip", "split", "stop", "submit", "tag", "transfer",
        "transmit", "travel", "wrap",
    )
)  # fmt: skip


def inflections(lemma: str) -> tuple[str, ...]:
    """The present, past and participle forms of a verb, the lemma first."""
    vowel_y = lemma.endswith("y") and lemma[-2:-1] not in "aeiou"
    if lemma.endswith(("s", "sh", "ch", "x", "o", "z")):
        third = lemma + "es"
    else:
        third = lemma[:-1] + "ies" if vowel_y else lemma + "s"
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
    doing = (stem[:-1] if stem.endswith("e") and not stem.endswith("ee") else stem) + "ing"
    if lemma in _IRREGULAR:
        return (lemma, third, doing, *_IRREGULAR[lemma])
    done = lemma[:-1] + "ied" if vowel_y else lemma + "d" if lemma.endswith("e") else stem + "ed"
    return lemma, third, doing, done


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``sets`` gives the single words of each class; ``trie`` finds the longest phrase of the classes that exclude
    one another."""

    sets: dict[str, frozenset[str]]
    trie: dict[str, Any]

    def longest(self, words: Sequence[str], start: int) -> tuple[str, int] | None:
        """The class and the end of the longest phrase that begins at token ``start``, or None."""
        node = self.trie.get(words[start])
        found = None
        position = start + 1
        while node is not None:
            label = node.get(PHRASE_END)
            if label is not None:
                found = (label, position)
            if position >= len(words):
                break
            node = node.get(words[position])
            position += 1
        return found


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once.

    Raises ScorerError E411 where the file is damaged or lacks a class, or a phrase stands in two classes that exclude
    one another.
    """
    table = read_table(_PATH, closed=True)
    table.needs(CLASSES)
    data = {label: table.texts(label) for label in table.values}
    trie: dict[str, Any] = {}
    for label, phrases in data.items():
        if label in _OVERLAPPING or label == _VERB:
            continue
        for phrase in phrases:
            node = trie
            for word in phrase.split(" "):
                node = node.setdefault(word, {})
            if node.setdefault(PHRASE_END, label) != label:
                raise fault(_PATH, table.lines[label], f"'{phrase}' is in {node[PHRASE_END]} and in {label}")
    for lemma in data[_VERB]:
        for form in inflections(lemma):
            trie.setdefault(form, {}).setdefault(PHRASE_END, _VERB)
    return Lexicon({label: frozenset(phrases) for label, phrases in data.items()}, trie)
