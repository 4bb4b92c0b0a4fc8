"""What became of each promise. Nothing is called kept without words that say so; doubt is called unclear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scorer.compare.dates import earliest
from scorer.compare.deeds import deeds, is_deed, is_done
from scorer.compare.promises import Promised, promised
from scorer.compare.rows import Row
from scorer.compare.sentences import Sentence, Weights, asked_of, sentences
from scorer.language.lexicon import lexicon
from scorer.records import CellScore, Finding, FormReport, Outcome, Promise

_NEAR = 0.5
"""The share of a promise's words that a sentence of the same provision must say, to be about it."""
_FAR = 0.75
"""The share that a sentence of another provision must say."""
_FEW_NEAR, _FEW_FAR = 2, 3
"""And how many of its words at the least, the deed among them."""
_HINT = 0.3
"""A lesser share in the same provision leaves the outcome open."""
_AFTER_TRIGGER = 3
"""Tokens after the words that promise, in which the deed may stand: "will be | published"."""

_TIMES = frozenset(("DATE", "MONTH", "YEAR"))
_MADE = ("document", "document_if_named", "policy_head", "letter_head", "training")
"""The classes of the lexicon that name what a landlord may promise to make or to hold."""
_EVERYWHERE = frozenset(
    (
        "account", "approach", "calls", "code", "correspondence", "data", "email", "emails", "field", "file", "files",
        "flag", "flags", "practice", "practices", "process", "processes", "record", "records", "replies", "reply",
        "response", "responses", "return", "terms", "update", "updates",
    )
)  # fmt: skip
"""Words of these classes that any answer may use of the daily work."""
_FORMAL = frozenset(("PLAN", "HEDGE", "NEGATION"))
_CHECKABLE = frozenset(("DATE", "YEAR", "PAST", "URL", "RATE", "FIGURE", "CLAUSE", "IDENTIFIER"))


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a promise is about, and what it says would be done."""

    stems: frozenset[str]
    deeds: frozenset[str]
    asked: frozenset[str]


class _Match(NamedTuple):
    """A sentence of this year that may answer a promise."""

    share: float
    sentence: Sentence
    says: str


@dataclass(frozen=True, slots=True)
class _Year:
    """This year's form, and what of last year's is needed to read it: its sentences, and its date or ""."""

    report: FormReport
    sentences: tuple[Sentence, ...]
    weights: Weights
    old: frozenset[str]
    since: str


def outcomes(last: FormReport, this: FormReport, rows: Sequence[Row]) -> tuple[Promise, ...]:
    """The promises of last year's form, each with what became of it."""
    year = _Year(
        this,
        tuple(sentence for score in this.scores for sentence in sentences(score)),
        Weights.of((last, this)),
        frozenset(sentence.folded for score in last.scores for sentence in sentences(score)),
        last.form.form_date or "",
    )
    near: dict[int, list[CellScore]] = {}
    linked: dict[int, bool] = {}
    for row in rows:
        for score in row.last:
            near.setdefault(id(score), []).extend(row.this)
            linked[id(score)] = linked.get(id(score), False) or row.linked
    found = []
    for made in promised(last):
        answers = near.get(id(made.sentence.score), [])
        found.append(_outcome(made, _with_followed(answers, this), year, linked[id(made.sentence.score)]))
    return tuple(found)


def _with_followed(answers: Sequence[CellScore], this: FormReport) -> list[CellScore]:
    """The answers and those that they point at ("As above")."""
    followed = {score.follows for score in answers if score.follows}
    return [*answers, *(score for score in this.scores if score.cell.ref in followed and score not in answers)]


def _outcome(made: Promised, near: Sequence[CellScore], year: _Year, linked: bool) -> Promise:
    own = {id(score) for score in near}
    again = [sentence for sentence in year.sentences if sentence.folded == made.sentence.folded]
    if again:
        nearest = min(again, key=lambda sentence: id(sentence.score) not in own)
        why = "The same promise stands in this year's form, word for word"
        if made.due and not made.due.dated:
            # "By September" means another September this year.
            return _told(made, nearest, "repeated", why)
        return _open(made, nearest, year, why)
    topic = _topic(made, near)
    close = _matches(topic, [one for one in year.sentences if id(one.score) in own], year)
    wide = _matches(topic, [one for one in year.sentences if id(one.score) not in own], year)
    for matches, share, few, where in ((close, _NEAR, _FEW_NEAR, ""), (wide, _FAR, _FEW_FAR, ", at another provision")):
        about = [one for one in matches if one.share >= share and _in_common(topic, one.sentence) >= few]
        done = max((one for one in about if one.says == "done"), key=_strength, default=None)
        still = max((one for one in about if one.says == "open"), key=_strength, default=None)
        if done and (still is None or done.share > still.share):
            return _kept(made, done.sentence, where, year)
        if still:
            return _open(made, still.sentence, year, f"This year's form{where} still speaks of it as not done")
        if about:
            best = max(about, key=_strength)
            return _unclear(
                made, best.sentence, f"This year's form{where} speaks of it, and does not say whether it is done"
            )
    hint = max((one for one in close if one.share >= _HINT), key=_strength, default=None)
    if hint:
        return _unclear(made, hint.sentence, "Some of its words return in this year's answer, too few to decide")
    returned = _returned(made, near, year)
    if returned:
        why = "This year's answer tells of such a thing as done, and its words do not say whether it is this one"
        return _told(made, returned, "unclear", why, doubtful=True)
    if not topic.stems and any(year_score.cell.evidence or year_score.cell.commentary for year_score in near):
        return _unclear(made, None, "The promise does not name what would be done, so nothing can be looked for")
    if not linked:
        return _unclear(made, None, "This year's edition of the Code has no provision on the subject")
    if not near:
        return _dropped(made, "This year's form has no answer to the provision, and nothing else in it takes it up")
    return _dropped(made, "No words of this year's form take it up")


def _returned(made: Promised, near: Sequence[CellScore], year: _Year) -> Sentence | None:
    """A new sentence of the same provision that tells as done, or with a time that is over, of such a thing as the
    promise names: a report, a leaflet, training."""
    wanted = _things(made.sentence)
    own = {id(score) for score in near} if wanted else set()
    for sentence in year.sentences:
        if id(sentence.score) not in own or not wanted & _things(sentence):
            continue
        if sentence.folded in year.old or _speaks_against(sentence):
            continue
        time = earliest(sentence.score.cell.text(sentence.field), *sentence.characters)
        if time and time.day[: len(year.since)] < year.since:
            continue  # it was so before the promise was made
        words = sentence.reading.words[sentence.first : sentence.last]
        if is_done(words, frozenset()) or (time and _is_over(time.day, year.report.form.form_date)):
            return sentence
    return None


def _is_over(day: str, now: str | None) -> bool:
    return now is not None and day[: len(now)] <= now


def _things(sentence: Sentence) -> frozenset[str]:
    """The stems of the things in a sentence that a landlord may promise to make."""
    named = lexicon().sets
    return frozenset(
        word.stem
        for word in sentence.reading.lexemes[sentence.begins : sentence.last]
        if word.lower not in _EVERYWHERE and any(word.lower in named[kind] for kind in _MADE)
    )


def _speaks_against(sentence: Sentence) -> list[Finding]:
    """The signals in a sentence that something is still to come or missing."""
    start, end = sentence.characters
    return [
        found
        for found in sentence.score.signals
        if found.field == sentence.field and found.signal in ("future", "gap") and start <= found.start < end
    ]


def _in_common(topic: _Topic, sentence: Sentence) -> int:
    """How many words a promise and a sentence share; the deed is one of them."""
    words = sentence.reading.words[sentence.first : sentence.last]
    return len(topic.stems & sentence.stems) + bool(topic.deeds & deeds(words))


def _strength(match: _Match) -> float:
    return match.share


def _topic(made: Promised, near: Sequence[CellScore]) -> _Topic:
    sentence = made.sentence
    reading = sentence.reading
    first, last = sentence.begins, sentence.last
    trigger = [
        place
        for place in range(first, last)
        if made.trigger.start < reading.starts[place] + reading.lexemes[place].length
        and reading.starts[place] < made.trigger.end
    ]
    reach = _reach(sentence, trigger)
    wanted = deeds([reading.words[place] for place in reach])
    formal = {
        place for span in reading.spans if span.label in _TIMES | _FORMAL for place in range(span.start, span.end)
    }
    formal |= {place for place in reach if is_deed(reading.words[place])}
    formal |= {place for place in reach if reading.words[place] == "done"}
    if made.due:
        formal |= {place for place in range(first, last) if made.due.start <= reading.starts[place] < made.due.end}
    words = list(enumerate(reading.lexemes[first:last], start=first))
    named = {word.stem for place, word in words if word.content and place not in formal}
    elsewhere = sentence.stems - {word.stem for _, word in words}
    stems = frozenset(named | elsewhere)
    return _Topic(stems, wanted, asked_of((sentence.score, *near)))


def _reach(sentence: Sentence, trigger: Sequence[int]) -> range:
    """The tokens in which the deed stands: the words that promise and a few after them, or as far as the first verb
    ("Action: full policy to be drafted")."""
    if not trigger:
        return range(0)
    words = sentence.reading.words
    end = min(trigger[-1] + 1 + _AFTER_TRIGGER, sentence.last)
    while end < sentence.last and not any(map(is_deed, words[trigger[0] : end])):
        end += 1
    return range(trigger[0], end)


def _matches(topic: _Topic, candidates: Sequence[Sentence], year: _Year) -> list[_Match]:
    found = []
    for sentence in candidates:
        if not topic.stems & sentence.stems:
            continue
        share = year.weights.shared(topic.stems, sentence.stems, topic.asked)
        if share >= _HINT:
            found.append(_Match(share, sentence, _says(sentence, topic, year)))
    return found


def _says(sentence: Sentence, topic: _Topic, year: _Year) -> str:
    """ "done", "open" or "named"; what stood in last year's form already does not tell of what came after it."""
    words = sentence.reading.words[sentence.first : sentence.last]
    done = is_done(words, topic.deeds) and sentence.folded not in year.old
    against = _speaks_against(sentence)
    if not against:
        return "done" if done else "named"
    if done and all(found.signal == "future" and not _same_deed(sentence, found.end, topic) for found in against):
        # "It was printed in May and will be reviewed next year": another deed is to come.
        return "done"
    return "open"


def _same_deed(sentence: Sentence, end: int, topic: _Topic) -> bool:
    """Whether the words up to just after ``end`` speak of the promised deed, or of none at all."""
    reading = sentence.reading
    upto = [place for place in range(sentence.first, sentence.last) if reading.starts[place] < end]
    close = range(
        max(sentence.first, len(upto) + sentence.first - 3),
        min(sentence.last, sentence.first + len(upto) + _AFTER_TRIGGER),
    )
    named = deeds([reading.words[place] for place in close])
    return not named or bool(named & topic.deeds)


_OF_ANOTHER = re.compile(r"\b(?:until|till|before|next|for|by|valid|since)\b[^.;,]{0,20}$", re.I)
"""What stands before a time that is not that of the deed itself."""


def _kept(made: Promised, sentence: Sentence, where: str, year: _Year) -> Promise:
    labels = {span.label for span in sentence.reading.spans if sentence.begins <= span.start < sentence.last}
    evidenced = bool(labels & _CHECKABLE)
    how = "with a detail that can be checked" if evidenced else "without a detail that could be checked"
    why = f"This year's form{where} says that it is done, {how}"
    text = sentence.score.cell.text(sentence.field)
    time = earliest(text, *sentence.characters)
    now = year.report.form.form_date
    told = time is not None and now is not None and time.day <= now and not _OF_ANOTHER.search(text[: time.start])
    if made.due and time and told and time.day > made.due.day:
        why += f"; the time that it gives ({text[time.start : time.end]}) is later than that of last year's form"
    return _told(made, sentence, "kept", why, evidenced=evidenced)


def _open(made: Promised, sentence: Sentence, year: _Year, why: str) -> Promise:
    now = year.report.form.form_date
    if made.due and now and made.due.day < now:
        return _told(made, sentence, "overdue", f"{why}, and the time that last year's form gave is over")
    return _told(made, sentence, "repeated", why)


def _unclear(made: Promised, sentence: Sentence | None, why: str) -> Promise:
    return _told(made, sentence, "unclear", why)


def _dropped(made: Promised, why: str) -> Promise:
    return _told(made, None, "dropped", why)


def _told(
    made: Promised,
    sentence: Sentence | None,
    outcome: Outcome,
    why: str,
    *,
    evidenced: bool = False,
    doubtful: bool = False,
) -> Promise:
    time = made.due
    text = made.sentence.score.cell.text(made.sentence.field)
    return Promise(
        words=made.passage,
        trigger=made.trigger_passage,
        outcome=outcome,
        why=f"{why}.",
        answer=sentence.passage() if sentence else None,
        due=time.day if time else None,
        due_words=text[time.start : time.end] if time else "",
        evidenced=evidenced,
        unsure=doubtful or made.sentence.score.review or (sentence is not None and sentence.score.review),
    )
