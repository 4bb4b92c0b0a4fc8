"""The quality score, as a ledger: each reason with its points and the words that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scorer.records import (
    SPECIFICITY_NAMES,
    TRIGGER_SIGNALS,
    CheckFinding,
    Comply,
    EvidenceCell,
    Finding,
    Mention,
    Reason,
    Verdict,
    Wording,
)
from scorer.scoring.beliefs import stands_against

GRADES = (("strong", 75), ("fair", 50), ("weak", 25), ("poor", 0))
"""Grade and the lowest quality score that earns it."""
_GRADES = tuple([next(name for name, lowest in GRADES if quality >= lowest) for quality in range(101)])

SPECIFICITY_POINTS = (0, 25, 45, 70, 90)
CLEAN_POINTS = 10
CONTRADICTION_POINTS = (0, -20, -45)
ACTION_POINTS = 20
DATE_POINTS = 20
POINTED_POINTS = (0, 5, 10, 15, 20)
"""What a cell that only points elsewhere gets, by the level of the cell that it points at."""

_RANKED = ("URL", "CLAUSE", "RATE", "DATE", "TIMESCALE", "YEAR", "PAST", "FIGURE", "QUOTE", "IDENTIFIER")
"""Kinds of detail, those first that a reader can check soonest."""
_NAMED = ("POST", "BODY", "SYSTEM", "DOCUMENT")
_SHOWING: tuple[Mapping[str, int], ...] = (
    {},
    dict.fromkeys(("POLICY", "LETTER"), 0),
    dict.fromkeys(_NAMED, 0),
    dict.fromkeys(_NAMED, 0),
    {kind: rank for rank, kind in enumerate(_RANKED)},
)
_TIMES: Mapping[str, int] = dict.fromkeys(("DATE", "MONTH", "YEAR"), 0)
_AGAINST = (*TRIGGER_SIGNALS, "not_applicable")
"""The signals that can stand against a Yes; a cross-reference says nothing."""
_OPEN = ("no", "partial")
"""What is answered where something is openly not met."""

_LEVEL_SOURCES = tuple(f"specificity:{name}" for name in SPECIFICITY_NAMES)
_LEVEL_MESSAGES = (
    "Says nothing that is so today.",
    "Says that it complies, or points to the policy, and gives nothing to check.",
    "Names something that could be asked for, but not how it meets this requirement.",
    "Describes how it is done in practice.",
    "Gives a detail that can be checked and proved wrong.",
)
_BARE_LEVELS = tuple(map(Reason, _LEVEL_SOURCES, SPECIFICITY_POINTS, _LEVEL_MESSAGES))
"""The reasons for a level of a cell that mentions nothing to show it by; made once, because most cells do not."""
_BLANK = tuple([reason._replace(message="The cell is blank.") for reason in _BARE_LEVELS])
_CLEAN = Reason("clean", CLEAN_POINTS, "No words stand against what it says.")
_SIGNAL_MESSAGES: dict[Wording, str] = {
    "future": "Relies on something not yet done.",
    "hedged": "Weakens its own claim.",
    "gap": "Admits that the requirement, or a part of it, is not met.",
    "not_applicable": "Says that the requirement does not apply or has not arisen.",
    "cross_reference": "Relies on another cell.",
}


def kinds_that_show(specificity: int) -> Mapping[str, int]:
    """The kinds of mention that show why a cell is of a level, each with its rank: the lowest shows it best."""
    return _SHOWING[specificity]


def kinds_of_time(comply: Comply) -> Mapping[str, int]:
    """The kinds of mention that date an action; none where nothing is openly not met, so that no action counts."""
    return _TIMES if comply in _OPEN else {}


class Pointed(NamedTuple):
    """The cell that a cross-reference leads to."""

    ref: str
    specificity: int


def ledger(verdict: Verdict, pointed: Pointed | None) -> tuple[Reason, ...]:
    """The reasons of a judgement; their points add up to its quality, which lies in 0 to 100."""
    cell, signals = verdict.cell, verdict.signals
    specificity, contradiction = verdict.specificity, verdict.contradiction
    reasons = [_of_level(cell, specificity, verdict.shown_by)]
    if specificity and not contradiction and not (signals and any(map(_triggers, signals))):
        reasons.append(_CLEAN)
    if pointed and not specificity:
        reasons.append(_of_pointed(pointed))
    if signals:
        if cell.comply in _OPEN:
            reasons += _honest(signals, verdict.time)
        reasons += [
            Reason(found.rule or "model", 0, _SIGNAL_MESSAGES[found.signal], found.field, found.start, found.end)
            for found in signals
        ]
    if contradiction:
        reasons.append(_against(contradiction, signals, stands_against(verdict.checks)))
    total = sum([reason.points for reason in reasons])
    if total < 0:
        reasons.append(Reason("floor", -total, "A score does not fall below 0."))
    if total > 100:
        reasons.append(Reason("ceiling", 100 - total, "A score does not rise above 100."))
    return tuple(reasons)


def grade(quality: int) -> str:
    """The grade of a quality score of 0 to 100."""
    return _GRADES[quality]


def _triggers(found: Finding) -> bool:
    return found.signal in TRIGGER_SIGNALS


def _of_level(cell: EvidenceCell, specificity: int, shown_by: Mention | None) -> Reason:
    """Why the cell is of its level, on the words that best show it."""
    if not (cell.evidence or cell.commentary):
        return _BLANK[specificity]
    bare = _BARE_LEVELS[specificity]
    return Reason(*bare[:3], *shown_by) if shown_by else bare


def _of_pointed(pointed: Pointed) -> Reason:
    points = POINTED_POINTS[pointed.specificity]
    message = f"Points to {pointed.ref}, which is {SPECIFICITY_NAMES[pointed.specificity]}."
    return Reason(f"follows:{pointed.ref}", points, message)


def _against(contradiction: int, signals: Sequence[Finding], standing: CheckFinding | None) -> Reason:
    """Why the Yes does not stand: in the words of the check where one leaves it in doubt, else in those of a signal."""
    points = CONTRADICTION_POINTS[contradiction]
    if contradiction == 1 and standing:
        return Reason("contradiction", points, standing.message, standing.field, standing.start, standing.end)
    first = next((found for found in signals if found.signal in _AGAINST), None)
    if contradiction == 2:
        message = "The words say that it is not in place, against the claimed Yes."
    elif first:
        message = "The words leave the claimed Yes in doubt."
    else:
        message = "What is described falls short of, or differs from, what is asked."
    if first is None:
        return Reason("contradiction", points, message)
    return Reason("contradiction", points, message, first.field, first.start, first.end)


def _honest(signals: Sequence[Finding], time: Mention | None) -> list[Reason]:
    """An honest No with an action, and with its date, is worth more than a bare Yes."""
    action = next((found for found in signals if found.signal == "future"), None)
    if action is None:
        return []
    reasons = [
        Reason(
            "action",
            ACTION_POINTS,
            "Admits it openly and says what is to be done.",
            action.field,
            action.start,
            action.end,
        )
    ]
    if time:
        reasons.append(Reason("action:date", DATE_POINTS, "Gives a date.", *time))
    return reasons
