"""The examples of "How it works": what each level and each kind of mark looks like."""

from __future__ import annotations

from dataclasses import dataclass

from scorer.records import SPECIFICITY_NAMES


@dataclass(frozen=True, slots=True)
class Level:
    """A level of specificity: its name, what an answer of it says, and examples."""

    name: str
    says: str
    examples: tuple[str, ...]


_SAYS = (
    "Says nothing that is so today: a blank, a pointer to another answer, a promise, an admitted gap.",
    "Says that it complies, repeats the Code, or points to the policy, the website or training with nothing to tell "
    "which part.",
    "Names something that you could ask for: a document, a system, a post, a body. It does not say how it works.",
    "Says how it is done: at least two of who, what, when or how often, and where it is recorded.",
    "Adds a detail of its own that could be proved wrong: a past date, a clause, a page, a figure, a measured time.",
)
_EXAMPLES = (
    ("As above.", "A leaflet will follow in the spring."),
    ("In line with our complaints policy.", "Covered in staff training."),
    ("We have a Reasonable Adjustments Policy.", "Tenant scrutiny panel. Complaints Register."),
    ("A team leader rings every tenant each week and records the call in the case system.",),
    ("Section 4.2 of the Complaints Policy (May 2024).", "Staff were trained in March 2024."),
)
LEVELS = tuple(
    Level(name, says, examples) for name, says, examples in zip(SPECIFICITY_NAMES, _SAYS, _EXAMPLES, strict=True)
)

MARKS: dict[str, tuple[str, str, str]] = {
    "check": ("We acknowledge complaints within ", "ten working days", "."),
    "gap": ("", "We have no record of", " late responses."),
    "future": ("The policy ", "will be revised", " in the autumn."),
    "hedged": ("We ", "aim to", " reply to every complaint."),
    "not_applicable": ("", "Not applicable", " to our housing."),
    "cross_reference": ("", "See 7.4", "."),
    "support": ("The ", "Complaints Register", " is read by the Board."),
}
"""For each kind of mark a sentence in three parts: before, the marked words, after."""
