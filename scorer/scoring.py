"""Everything known of one cell to one judgement, with a ledger of reasons that adds up. Pure arithmetic.

The classifier decides what a cell is; the rules name the words and the reason. A rule that fires is overruled where
the classifier sees the signal in none of its words; the tagger's words stand in where no rule has any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from scorer.records import (
    SIGNALS,
    SPECIFICITY_NAMES,
    TRIGGER_SIGNALS,
    CellScore,
    CheckFinding,
    Comply,
    EvidenceCell,
    Field,
    Finding,
    Mention,
    Probabilities,
    Reason,
    Signal,
    Wording,
)

_AGAINST = SIGNALS[:4]
"""The signals that can stand against a Yes; a cross-reference says nothing."""

GRADES = (("strong", 75), ("fair", 50), ("weak", 25), ("poor", 0))
"""Grade and the lowest quality score that earns it."""

SPECIFICITY_POINTS = (0, 25, 45, 70, 90)
CLEAN_POINTS = 10
CONTRADICTION_POINTS = (0, -20, -45)
ACTION_POINTS = 20
DATE_POINTS = 20
POINTED_POINTS = (0, 5, 10, 15, 20)
"""What a cell that only points elsewhere gets, by the level of the cell that it points at."""

_DETAILS = ("URL", "CLAUSE", "RATE", "DATE", "TIMESCALE", "YEAR", "FIGURE", "QUOTE", "IDENTIFIER")
"""Kinds of detail, those first that a reader can check soonest."""
_NAMED = ("POST", "BODY", "SYSTEM", "DOCUMENT")
_OPEN = ("no", "partial")
"""What is answered where something is openly not met."""
_TIMES = frozenset(("DATE", "MONTH", "YEAR"))
_SPOKEN = ("POLICY", "LETTER")
_SHOWING: tuple[tuple[str, ...], ...] = ((), _SPOKEN, _NAMED, _NAMED, _DETAILS)
"""The kinds of mention that show why a cell is of a level of specificity."""
_MENTIONABLE = tuple(map(frozenset[str], _SHOWING))
_MENTIONABLE_OPENLY = tuple([showing | _TIMES for showing in _MENTIONABLE])
"""The same as sets; and where something is openly not met, so that the time of the action counts."""

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
_CLEAN = Reason("clean", CLEAN_POINTS, "No words stand against what it says.")
_SIGNAL_MESSAGES: dict[Wording, str] = {
    "future": "Relies on something not yet done.",
    "hedged": "Weakens its own claim.",
    "gap": "Admits that the requirement, or a part of it, is not met.",
    "not_applicable": "Says that the requirement does not apply or has not arisen.",
    "cross_reference": "Relies on another cell.",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What turns probabilities into statements; comes with the model.

    ``weights`` give, for each signal, a bias, the weight of the classifier's log-odds and that of a rule that fired;
    ``thresholds`` the joint probability from which the signal is said to be there; ``review_below`` is the confidence
    under which a reader is asked.
    """

    weights: Mapping[str, tuple[float, float, float]]
    thresholds: Mapping[str, float]
    review_below: float


def joint(chance: float, fired: bool, weights: tuple[float, float, float]) -> float:
    """The probability of a signal from the classifier's chance and whether a rule fired, by a logistic curve."""
    bias, of_model, of_rule = weights
    return 1 / (1 + exp(-(bias + of_model * _log_odds(chance) + of_rule * fired)))


def _log_odds(chance: float) -> float:
    if chance < _LEAST:
        chance = _LEAST
    elif chance > _MOST:
        chance = _MOST
    return log(chance / (1 - chance))


_LEAST, _MOST = 1e-4, 1 - 1e-4
_odds_of_threshold = lru_cache(maxsize=64)(_log_odds)
"""Kept, because every cell is held against the same few thresholds."""


def shifted(chance: float, threshold: float) -> float:
    """The chance moved along the logistic curve so that the threshold becomes a half."""
    return 1 / (1 + exp(_odds_of_threshold(threshold) - _log_odds(chance)))


SURE_OF_CONTRADICTION = 0.88
"""An accusation less certain than this is marked for review: a wrong one costs more than a missed one. On
calibration landlords none of 556 answers that nothing stands against is accused without the mark, and 46 of the others
are."""

GAP_CONTRADICTS = 0.95
FUTURE_ALONE_CONTRADICTS = 0.99
HEDGED_WEAKENS = 0.97
"""Shares of the training cells with a claimed Yes: where a gap is admitted; where nothing but a plan is said; and
where practice is only hedged, or "not applicable" is offered."""


def contradiction_chances(
    future: float, hedged: float, gap: float, not_applicable: float, probabilities: Probabilities
) -> tuple[float, float, float]:
    """The probabilities of none, weakens and contradicts for a claimed Yes, from the chances of its signals.

    The labels follow the signals: an admitted gap contradicts; so does a plan beside which nothing present is said; a
    hedge or a "not applicable" weakens. What a plan beside a present practice means, and whether what is described
    falls short without saying so, is the classifier's to judge. What follows so is averaged with what the classifier
    makes of the whole cell: on calibration landlords as many contradictions are found, and fewer answers are accused
    that nothing stands against.
    """
    none, weakens, contradicts = probabilities.contradiction
    absent = probabilities.specificity[0]
    silent = none + weakens
    plan = (1 - gap) * future
    plan_alone = plan * absent
    plan_beside = plan * (1 - absent)
    neither = (1 - gap) * (1 - future)
    softened = neither * (1 - (1 - hedged) * (1 - not_applicable))
    plain = neither * (1 - hedged) * (1 - not_applicable)
    second = gap * GAP_CONTRADICTS + plan_alone * FUTURE_ALONE_CONTRADICTS + plan_beside * contradicts
    first = (
        gap * (1 - GAP_CONTRADICTS)
        + plan_alone * (1 - FUTURE_ALONE_CONTRADICTS)
        + plan_beside * weakens
        + softened * HEDGED_WEAKENS
        + (plain * weakens / silent if silent else 0.0)
    )
    first, second = (first + weakens) / 2, (second + contradicts) / 2
    return 1 - first - second, first, second


CHECK_WEAKENS = 0.9
"""The least share of training cells with a claimed Yes, on which a check that stands against it fires, that are
labelled as weakened or contradicted."""


def weakened(chances: tuple[float, float, float]) -> tuple[float, float, float]:
    """The chances of none, weakens and contradicts, once a check stands against the Yes.

    Most of what spoke for none speaks for weakens. What contradicts already is left as it is.
    """
    none, weakens, contradicts = chances
    if contradicts >= max(none, weakens):
        return chances
    return none * (1 - CHECK_WEAKENS), weakens + none * CHECK_WEAKENS, contradicts


@dataclass(frozen=True, slots=True)
class Pointed:
    """The cell that a cross-reference leads to."""

    ref: str
    specificity: int


_NOTHING: frozenset[Wording] = frozenset()


def mentionable(probabilities: Probabilities, comply: Comply) -> frozenset[str]:
    """The kinds of mention that the judgement of such a cell can rest on: most of what a cell mentions need not be
    made a record of."""
    return (_MENTIONABLE_OPENLY if comply in _OPEN else _MENTIONABLE)[_most_likely(probabilities.specificity)]


def heard_by_rules(findings: Sequence[Finding]) -> set[str]:
    """The signals that a rule is sure of; one on trial is no evidence."""
    return {finding.signal for finding in findings if finding.confidence == 1.0}


def score_cell(
    cell: EvidenceCell,
    findings: Sequence[Finding],
    probabilities: Probabilities,
    tags: Sequence[Finding],
    mentions: Sequence[Mention],
    policy: Policy,
    pointed: Pointed | None = None,
    checks: Sequence[CheckFinding] = (),
) -> CellScore:
    """Join what is known of one cell.

    ``findings`` are the rules', ``tags`` the tagger's, ``mentions`` what it mentions of the ``mentionable`` kinds,
    ``checks`` what the Code says against the cell; the first that stands against a Yes is the one that speaks.
    ``pointed`` is the cell that an "As above" leads to; it lifts the quality a little and the level not at all.
    """
    standing = next((found for found in checks if found.against_yes), None) if checks else None
    heard = heard_by_rules(findings) if findings else _NOTHING
    weights, thresholds = policy.weights, policy.thresholds
    chances = [
        joint(alone, signal in heard, weights[signal])
        for signal, alone in zip(SIGNALS, probabilities.signals, strict=True)
    ]
    claimed = cell.comply == "yes"
    if claimed and (cell.evidence or cell.commentary):
        future, hedged, gap, not_applicable = [
            shifted(chance, thresholds[signal]) for signal, chance in zip(_AGAINST, chances, strict=False)
        ]
        against = contradiction_chances(future, hedged, gap, not_applicable, probabilities)
        probabilities = Probabilities(
            probabilities.specificity, weakened(against) if standing else against, probabilities.signals
        )
    specificity = _most_likely(probabilities.specificity)
    contradiction = against_yes(probabilities.contradiction) if claimed else 0
    signals = join_signals(cell, findings, chances, tags, policy)
    reasons = _ledger(cell, specificity, contradiction, signals, mentions, pointed, standing)
    quality = sum([reason.points for reason in reasons])
    sure = max(probabilities.specificity) >= policy.review_below
    if contradiction:
        sure = sure and max(probabilities.contradiction) >= SURE_OF_CONTRADICTION
    if contradiction == 2:
        sure = sure and not heard.isdisjoint(("future", "gap"))  # the classifier alone does not accuse unreviewed
    return CellScore(
        cell,
        specificity,
        contradiction,
        signals,
        probabilities,
        quality,
        grade(quality),
        reasons,
        not sure,
        pointed.ref if pointed else None,
        checks=tuple(checks),
    )


def grade(quality: int) -> str:
    """The grade of a quality score of 0 to 100."""
    return next(name for name, lowest in GRADES if quality >= lowest)


def against_yes(chances: tuple[float, float, float]) -> int:
    """The contradiction that the chances of none, weakens and contradicts amount to: one at all where it is likelier
    than not, however its chance is divided between the two."""
    none, weakens, contradicts = chances
    if none >= 0.5:
        return 0
    return 1 if weakens >= contradicts else 2


def _most_likely(probabilities: Sequence[float]) -> int:
    return probabilities.index(max(probabilities))


def join_signals(
    cell: EvidenceCell,
    findings: Sequence[Finding],
    chances: Sequence[float],
    tags: Sequence[Finding],
    policy: Policy,
) -> tuple[Finding, ...]:
    """The signals of a cell, each with its words, in order of place. ``chances`` are in the order of ``SIGNALS``."""
    if not (cell.evidence or cell.commentary):
        return ()
    thresholds = policy.thresholds
    there = [one for one in zip(SIGNALS, chances, strict=True) if one[1] >= thresholds[one[0]]]
    joined: list[Finding] = []
    for signal, chance in there:
        fired = [finding for finding in findings if finding.signal == signal]
        if signal in TRIGGER_SIGNALS:
            spans = _agreed(fired, [tag for tag in tags if tag.signal == signal])
        else:
            spans = fired or [_whole(cell, signal)]
        sure = round(chance, 4)
        joined += [Finding(signal, span.field, span.start, span.end, span.text, span.rule, sure) for span in spans]
    if len(joined) > 1:
        joined.sort(key=lambda finding: (finding.field != "evidence", finding.start, finding.end))
    return tuple(joined)


def _agreed(fired: list[Finding], tagged: list[Finding]) -> list[Finding]:
    """The rules' words that the tagger underlines too, and the tagger's own where it is sure or alone."""
    kept = [finding for finding in fired if any(_overlap(finding, tag) for tag in tagged)]
    sure = [tag for tag in tagged if tag.confidence >= 0.5 and not any(_overlap(tag, finding) for finding in kept)]
    return kept + sure or tagged[:1] or fired[:1]


def _overlap(left: Finding, right: Finding) -> bool:
    return left.field == right.field and left.start < right.end and right.start < left.end


def _whole(cell: EvidenceCell, signal: Signal) -> Finding:
    field: Field = "evidence" if cell.evidence else "commentary"
    text = cell.text(field)
    return Finding(signal, field, 0, len(text), text, None)


def _ledger(
    cell: EvidenceCell,
    specificity: int,
    contradiction: int,
    signals: Sequence[Finding],
    mentions: Sequence[Mention],
    pointed: Pointed | None,
    standing: CheckFinding | None,
) -> tuple[Reason, ...]:
    reasons = [_of_level(cell, specificity, mentions)]
    if (
        specificity
        and not contradiction
        and not (signals and any(found.signal in TRIGGER_SIGNALS for found in signals))
    ):
        reasons.append(_CLEAN)
    if pointed and not specificity:
        reasons.append(
            Reason(
                f"follows:{pointed.ref}",
                POINTED_POINTS[pointed.specificity],
                f"Points to {pointed.ref}, which is {SPECIFICITY_NAMES[pointed.specificity]}.",
            )
        )
    if cell.comply in _OPEN:
        reasons.extend(_honest(signals, mentions))
    reasons += [
        Reason(found.rule or "model", 0, _SIGNAL_MESSAGES[found.signal], found.field, found.start, found.end)
        for found in signals
    ]
    if contradiction:
        reasons.append(_against(contradiction, signals, standing))
    total = sum([reason.points for reason in reasons])
    if total < 0:
        reasons.append(Reason("floor", -total, "A score does not fall below 0."))
    if total > 100:
        reasons.append(Reason("ceiling", 100 - total, "A score does not rise above 100."))
    return tuple(reasons)


def _of_level(cell: EvidenceCell, specificity: int, mentions: Sequence[Mention]) -> Reason:
    """Why the cell is of its level, on the words that best show it."""
    if not (cell.evidence or cell.commentary):
        return Reason(_LEVEL_SOURCES[specificity], SPECIFICITY_POINTS[specificity], "The cell is blank.")
    best = _best_mention(specificity, mentions) if mentions else None
    if best is None:
        return _BARE_LEVELS[specificity]
    source, points, message = _LEVEL_SOURCES[specificity], SPECIFICITY_POINTS[specificity], _LEVEL_MESSAGES[specificity]
    return Reason(source, points, message, best.field, best.start, best.end)


def _against(contradiction: int, signals: Sequence[Finding], standing: CheckFinding | None) -> Reason:
    """Why the Yes does not stand: in the words of the check where one leaves it in doubt, else in those of a signal."""
    points = CONTRADICTION_POINTS[contradiction]
    if contradiction == 1 and standing:
        return Reason("contradiction", points, standing.message, standing.field, standing.start, standing.end)
    first = next((found for found in signals if found.signal in (*TRIGGER_SIGNALS, "not_applicable")), None)
    if contradiction == 2:
        message = "The words say that it is not in place, against the claimed Yes."
    elif first:
        message = "The words leave the claimed Yes in doubt."
    else:
        message = "What is described falls short of, or differs from, what is asked."
    if first is None:
        return Reason("contradiction", points, message)
    return Reason("contradiction", points, message, first.field, first.start, first.end)


def _best_mention(specificity: int, mentions: Sequence[Mention]) -> Mention | None:
    """The words that best show why the level is what it is."""
    if not specificity:
        return None
    found = [mention for mention in mentions if mention.own and mention.kind in _SHOWING[specificity]]
    if specificity == 4 and len(found) > 1:
        return min(found, key=lambda mention: _DETAILS.index(mention.kind))
    return found[0] if found else None


def _honest(signals: Sequence[Finding], mentions: Sequence[Mention]) -> list[Reason]:
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
    when = next((mention for mention in mentions if mention.kind in _TIMES), None)
    if when:
        reasons.append(Reason("action:date", DATE_POINTS, "Gives a date.", when.field, when.start, when.end))
    return reasons
