"""How accurate the model in use is, read from the card that came with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUESTIONS = {
    "specificity exact": "How often it gives an answer the level that its readers gave",
    "exact at 80% coverage": "The same, among the four fifths of the answers of which it is surest",
    "specificity QWK": "How well the levels agree where a near miss counts for part (quadratic kappa)",
    "signals micro-F1": "How well it finds the kinds of words that weaken an answer (F1)",
    "contradiction at all F1": "How well it finds a Yes that its words contradict or leave in doubt (F1)",
    "contradiction clear F1": "How well it finds a Yes that its words contradict (F1)",
}
"""The figures of a card that the page tells, and what each answers. All run from 0 to 1, and 1 is perfect."""

_BASIS = re.compile(r"^## Figures on (\d+) cells of (\d+) test landlords$", re.M)
_ERRORS = re.compile(r"^## Where it errs$(.*?)(?=^## |\Z)", re.M | re.S)
_ITEM = re.compile(r"^- (.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its interval of 95%, as the card prints them."""

    question: str
    value: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What a card tells: ``basis`` says on what it was measured, ``errors`` how often it went wrong."""

    basis: str
    figures: tuple[Figure, ...]
    errors: tuple[str, ...]


def read_card(text: str) -> Accuracy | None:
    """The figures of a model's card; None where it holds none of them."""
    basis = _BASIS.search(text)
    figures = tuple(
        Figure(question, *found.groups())
        for name, question in _QUESTIONS.items()
        if (found := re.search(rf"^\| {re.escape(name)} \| ([\d.]+) \(([\d.]+) to ([\d.]+)\) \|", text, re.M))
    )
    if basis is None or not figures:
        return None
    errors = _ERRORS.search(text)
    return Accuracy(
        f"{int(basis[1]):,} answers of {basis[2]} landlords",
        figures,
        tuple(_ITEM.findall(errors[1])) if errors else (),
    )
