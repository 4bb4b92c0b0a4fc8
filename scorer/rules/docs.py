"""The page of rules, made from the rule files. ``scorer.docs`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scorer.rules.spec import Example, Rule

_HEADINGS = {
    "future": "Future: it relies on something not yet done",
    "hedged": "Hedged: it weakens its own claim",
    "gap": "Gap: it admits that something is not met",
    "not_applicable": "Not applicable: it says that the requirement does not apply or has not arisen",
    "cross_reference": "Cross-reference: it leans on another answer",
    "vague": "Vague: it points at nothing in particular",
    None: "Modifiers: what stops a false hit",
}

_INTRODUCTION = """# The rules

Written by `python -m scorer.docs` from the files in `scorer/rules/catalogue`; do not edit this page.

Each file holds one rule, with examples on which it fires and examples on which it stays silent; the tests run them.
A **phrase** rule is a list of phrases, a **pattern** rule a list of spaCy token patterns tried around its anchor words.
An **absence** rule fires where none of its phrases stands in a cell, a **metric** rule where a number is below its
limit. A **modifier** silences other rules where its phrases stand before, after or over their words; a look-alike of
the modifier's phrase cancels it.

## How phrases are written

| written | meaning |
|---|---|
| `is\\|are due` | either word |
| `will also? be` | a word (or a choice of words) that may be left out |
| `will be <done>` | a class of words: a list in `scorer/rules/words.yml`, or told by its form (below) |
| `is ... under way` | up to three words between, of the same statement |
| `we are [looking to]` | the trigger is only what stands in the brackets |

Told by form are `<done>`, `<doing>`, `<adverb>`, `<number>`, `<year>`, `<word>` and `<ref>`, a provision's number. They
cannot open a phrase. Phrases are in lower case and match any case; `'` matches the curly apostrophe too.

In messages, `{text}` stands for the words that were found. A `trial` rule is right less often than a `stable` one.
"""


def page(rules: Iterable[Rule]) -> str:
    """The page, as Markdown."""
    return "\n".join([_INTRODUCTION, *_sections(tuple(rules))])


def _sections(rules: tuple[Rule, ...]) -> Iterator[str]:
    for signal, heading in _HEADINGS.items():
        chosen = [rule for rule in rules if rule.signal == signal]
        yield f"## {heading}\n"
        for rule in chosen:
            yield from _section(rule)


def _section(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.name}\n"
    yield f"{rule.message}\n"
    yield f"{rule.why}\n"
    facts = [rule.kind, rule.status, *_facts(rule)]
    yield f"*{'; '.join(facts)}*\n"
    for title, phrases in (("Phrases", rule.phrases), ("Look-alikes", rule.lookalikes)):
        if phrases:
            yield f"{title}: {' · '.join(f'`{phrase}`' for phrase in phrases)}\n"
    fires, silent = ("Silences", "Lets stand") if rule.kind == "modifier" else ("Fires", "Silent")
    for title, examples in ((fires, rule.fire), (silent, rule.silent)):
        yield f"{title}:\n"
        yield "\n".join(f"- {_shown(example)}" for example in examples) + "\n"


def _facts(rule: Rule) -> Iterator[str]:
    if rule.silences:
        yield f"silences {', '.join(rule.silences)}"
        yield f"stands {rule.direction}" + (
            f", within {rule.within} words" if rule.direction not in ("over", "copied") else ""
        )
    if rule.terminators:
        yield f"ends at {', '.join(rule.terminators)}"
    if rule.where != "anywhere":
        yield "only as the whole text" if rule.where == "whole" else "only at the start of the text"
    if rule.scope.comply:
        yield f"beside {', '.join(rule.scope.comply)}"
    if rule.scope.editions:
        yield f"editions {', '.join(rule.scope.editions)}"
    if rule.scope.sections:
        yield f"sections {', '.join(map(str, rule.scope.sections))}"
    if rule.measure:
        yield f"{rule.measure} below {rule.below:g}"
    if rule.anchors:
        yield f"anchors: {', '.join(rule.anchors)}"


def _shown(example: Example) -> str:
    cell = example.cell
    parts = [part for part in (cell.evidence, cell.commentary) if part]
    notes = [f"claimed: {cell.comply}"] if cell.comply != "yes" else []
    notes += [f"provision {cell.ref}"] if cell.ref else []
    notes += [f"required: “{cell.requirement}”"] if cell.requirement else []
    return " ‖ ".join(parts) + (f" ({'; '.join(notes)})" if notes else "")
