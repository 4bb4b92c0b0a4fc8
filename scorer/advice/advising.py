"""One question and one hint for a weak cell: the gravest weakness, in the words of its provision and its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scorer.advice.data import Weakness, asked, variant, weakness_of, wordings
from scorer.checks import Check, load_checks
from scorer.records import CheckFinding, Verdict

QUOTED_WORDS = 8
"""Longer words of a cell are cut: a question has to be read out in one breath."""
_FEW_WORDS = 4
"""The most words to which those behind them are added; more are read out as they are."""
_ANOTHER_CLAUSE = frozenset(("but", "because", "although", "though", "while", "so", "since", "however"))
"""Words that open another clause, which is not read out."""
_HANGING = frozenset(
    (
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "as", "is", "are",
        "our", "their", "its", "that", "this", "has", "have", "was", "were", "be", "been", "not", "each", "any", "all",
    )
)  # fmt: skip
"""Words after which a reader waits for the next."""
_QUOTES = '“”"'
_BRACES = str.maketrans({"{": "{{", "}": "}}"})
_UNSAID = {"words": "", "said": ""}
_ASKING = frozenset(("how", "what", "where", "which", "who", "whom", "whose", "when", "that"))
_NO_ACTION = "ACT001"
"""The check that asks what is missing, which words that tell of practice alone do not say."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to ask the officer, and what the officer might add; both empty where nothing is weak."""

    question: str = ""
    hint: str = ""


_NO_ADVICE = Advice()


def advise(verdict: Verdict) -> Advice:
    """The advice for one cell.

    First a Yes that its words contradict, then what the checks found against the Code, then the other weaknesses by
    gravity, and last what the checks would only like to be looked at.
    """
    weakness = weakness_of(verdict)
    if weakness and weakness.contradiction == 2:
        return _of_weakness(verdict, weakness)
    if verdict.checks:
        checks = load_checks()
        faults = (found for found in verdict.checks if checks[found.code].weight == "fault")
        if weakness and weakness.described:
            faults = (found for found in faults if found.code != _NO_ACTION)
        fault = next(faults, None)
        if fault or not weakness:
            found = fault or verdict.checks[0]
            return _of_check(verdict, checks[found.code], found)
    return _of_weakness(verdict, weakness) if weakness else _NO_ADVICE


def _of_weakness(verdict: Verdict, weakness: Weakness) -> Advice:
    found = weakness.carrier(verdict)
    if found is None:
        return _written(verdict, weakness.question, weakness.hint)
    phrase = _phrase(verdict.cell.text(found.field), found.start, found.end)
    return _written(verdict, weakness.question, weakness.hint, found.text, phrase)


def _of_check(verdict: Verdict, check: Check, found: CheckFinding) -> Advice:
    words = verdict.cell.text(found.field)[found.start : found.end] if found.field else ""
    return _written(verdict, (check.question,), (check.hint,), words, words)


def _written(
    verdict: Verdict, questions: tuple[str, ...], hints: tuple[str, ...], words: str = "", phrase: str = ""
) -> Advice:
    """The advice of a weakness or a check; ``words`` are what carries it, and ``phrase`` what of it is read out."""
    cell = verdict.cell
    wording = _wording(questions, hints, cell.code, cell.ref)
    if not (wording.words or wording.said):
        return wording.plain
    values = {
        "words": _quotable(words) if wording.words else "",
        "said": _quotable(cell.evidence or cell.commentary) if wording.said else "",
    }
    read_out = values | {"words": _quotable(phrase) if wording.words else ""}
    return Advice(wording.question.format_map(read_out), _sentence(wording.hint.format_map(values)))


@dataclass(frozen=True, slots=True)
class _Wording:
    """A question and a hint that lack nothing but the cell's own {words} and what it {said}, and which of them;
    ``plain`` is the advice without these."""

    question: str
    hint: str
    words: bool
    said: bool
    plain: Advice


@lru_cache(maxsize=4096)
def _wording(questions: tuple[str, ...], hints: tuple[str, ...], code: str, ref: str) -> _Wording:
    """The wording of a question and a hint for one provision; kept, because thousands of forms answer the same ones."""
    texts = asked(code, ref)
    values = {
        "name": _name(ref),
        "duty": texts.duty,
        "ask": texts.ask,
        "add": texts.add,
        "give": f"{'say' if texts.add.split()[0] in _ASKING else 'name'} {texts.add}",
    }
    values = {name: text.translate(_BRACES) for name, text in values.items()}
    values |= {"words": "{words}", "said": "{said}"}
    opens = wordings().opens
    opening = variant(opens.get(code, opens["*"]), code, ref)
    question = f"{opening} {variant(questions, code, ref)}".format_map(values)
    hint = variant(hints, code, ref).format_map(values)
    both = question + hint
    plain = Advice(question.format_map(_UNSAID), _sentence(hint.format_map(_UNSAID)))
    return _Wording(question, hint, "{words}" in both, "{said}" in both, plain)


def _name(ref: str) -> str:
    """How a reference is read out: "Provision 6.3", "Section 4, question 3"."""
    section, _, number = ref.partition(".q")
    if number:
        return f"Section {section}, question {number},"
    return f"Provision {ref}" if ref else "This provision"


def _phrase(text: str, start: int, end: int) -> str:
    """The words ``[start, end)`` of a text; where they are few and their clause goes on, with what it goes on with, so
    that nobody has to ask about “does not”."""
    said = text[start:end].split()
    room = QUOTED_WORDS - len(said)
    few = len(said) <= _FEW_WORDS or said[-1].lower() in _HANGING
    if not (said and few and room > 0 and said[-1].isalpha() and text[end : end + 1] == " "):
        return text[start:end]
    behind = text[end:].split(maxsplit=room)
    going_on = len(behind) > room
    added: list[str] = []
    for word in behind[:room]:
        if not word[0].isalnum() or word.lower() in _ANOTHER_CLAUSE:
            going_on = False
            break
        added.append(word)
        if word[-1] in ".;:!?)" or (word[-1] == "," and len(added) > 1):
            going_on = False
            break
    while added and going_on and added[-1].lower() in _HANGING:
        added.pop()
    return " ".join((*said, *added)) + (" …" if added and going_on else "")


def _quotable(text: str) -> str:
    """The first words of a text, without marks that would end the quotation."""
    for mark in _QUOTES:
        text = text.replace(mark, "")  # a tenth of the time of one call of translate
    words = text.split(maxsplit=QUOTED_WORDS)
    cut = " ".join(words[:QUOTED_WORDS])
    if len(words) > QUOTED_WORDS and cut.rfind("(") > max(cut.rfind(")"), 0):
        cut = cut[: cut.rfind("(")]  # a bracket that is opened is closed, or is left out
    return f"{cut.rstrip(' .,;:')} …" if len(words) > QUOTED_WORDS else cut.rstrip(" .,;:")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
