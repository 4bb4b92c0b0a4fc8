"""Rows of a numbered edition to cells: rows cut by pages joined, rows run together parted, lost numbers found."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from scorer.codes import Edition
from scorer.forms.clean import clean, plain
from scorer.forms.comply import is_verdict
from scorer.forms.match import Fit, Matcher, matcher
from scorer.forms.merged import note_shared, with_lent
from scorer.forms.refs import inner_refs, listed_refs
from scorer.forms.rows import Row

_WHOLE = 0.5
"""Least ``Fit.both`` by which a row without a number is given to a provision. Real requirements have 0.66 and more
with their own provision; another provision's comes near only where the Code repeats itself."""
_STRANGER = 0.3
"""A requirement that fits its own number less than this, and another missing one well, was misnumbered."""
_SURE = 0.65
"""Least ``Fit.both`` of a row that begins in the middle of a sentence and has an answer of its own."""
_TWINS = 0.03
"""Requirements that the Code says again for another stage fit both provisions with no greater difference than this;
those with other numbers of days differ by 0.05 and more."""
_PART = 0.5
"""Least ``Fit.covered`` for a piece of a requirement."""
_SPREADSHEET = re.compile(r"([1-9])\.([1-9])")

FOUND_BY_TEXT = "number missing; found by its requirement"
RENUMBERED = "number {old} does not fit its requirement; found by the requirement"
SPREADSHEET = "number {old} stood for {new}; a spreadsheet drops the last 0"
UNKNOWN = "number is not one of the edition"
TOGETHER = "stood in one row with {refs}"
TOGETHER_SHARED = "stood in one row with {refs}; the answer could not be parted and is kept for each"
TWICE = "stood in the form more than once; joined"
LEFT_OUT = "a row of totals or signatures below it was left out"
_CLOSING = re.compile(r"\W*(?=[A-Z])(?i:(?:grand |sub-?)?totals?|signed|signature|approved by|date)\b")
"""With a capital: what goes on from the page before, "date for the response", mostly begins with none."""
_COUNTED = re.compile(r"\W*[A-Z]|%")
_TOTAL = re.compile(r"\W*(?=[A-Z])(?i:(?:grand |sub-?)?totals?)\b")
_OF_COMPLIANCE = re.compile(
    r"\b(?:met|(?:non-?)?complian(?:t|ce)|compl(?:y|ies|ied)|provisions?|yes|no(?!\.? of\b)|partial(?:ly)?)\b"
    r"|^\W*%\W*$",
    re.I,
)
_STATISTIC = re.compile(r"\b(?:complaints|cases|responses|days|targets?|timescales?)\b", re.I)
"""What a landlord counts of its own work, also where it says that targets were met."""
_FIGURES = re.compile(r"[\s\d.,%/()]*")
_LONGEST_COUNTED = 8
"""Words of what a figure counts: "Total number of provisions that are met"."""


@dataclass(slots=True)
class Entry:
    """The rows of one provision, in order."""

    ref: str
    rows: list[Row]
    notes: list[str] = field(default_factory=list)

    @property
    def requirement(self) -> str:
        """The requirement, its pieces a line each, not cleaned."""
        return "\n".join(row.requirement for row in self.rows if row.requirement)

    @property
    def answered(self) -> bool:
        """True where the landlord wrote anything."""
        return any(row.answered for row in self.rows)


def assemble(rows: Sequence[Row], edition: Edition) -> list[Entry]:
    """The entries of one form in the order of the file, each provision once."""
    match = matcher(edition.code)
    parted = [piece for row in _filled(rows, edition) for piece in _parted(row, match)]
    present = {row.ref for row, _ in parted if row.ref is not None}
    missing = [ref for ref in edition.refs if ref not in present]
    entries: list[Entry] = []
    pending: list[Row] = []
    for row, note in parted:
        if row.ref is None:
            pending.append(row)
            continue
        current = Entry(row.ref, [row], [each for each in (note, row.note) if each])
        pending = _without(_counts, pending, entries)
        _place(pending, entries, current, match, missing)
        entries.append(current)
        pending = []
    below = _without(lambda row: _counts(row) or _closes(row), pending, entries)
    _place(below, entries, None, match, missing)
    _renumber(entries, edition, match)
    kept = [entry for entry in _joined(entries) if entry.ref in edition.by_ref or entry.answered]
    note_shared(kept)
    return kept


def _without(left_out: Callable[[Row], bool], pending: Sequence[Row], entries: Sequence[Entry]) -> list[Row]:
    """The rows without those that are left out, of which the entry before them is told."""
    kept = [row for row in pending if not left_out(row)]
    if len(kept) < len(pending) and entries and LEFT_OUT not in entries[-1].notes:
        entries[-1].notes.append(LEFT_OUT)
    return kept


def _counts(row: Row) -> bool:
    """True for a row that counts the answers above it: a few words of a total or of compliance, and a figure where an
    answer stands. A total's figure may be missing: a formula that no program has worked out."""
    words = clean(f"{row.label} {row.requirement}")
    if not _COUNTED.match(words) or len(words.split()) > _LONGEST_COUNTED:
        return False
    total = _TOTAL.match(words) is not None
    if not row.answered:
        return total
    if not total and (_STATISTIC.search(words) or not _OF_COMPLIANCE.search(words)):
        return False
    answers = " ".join((row.comply, *row.marks.values()))
    return bool(re.search(r"\d", answers) and _FIGURES.fullmatch(" ".join((answers, row.evidence, row.commentary))))


def _closes(row: Row) -> bool:
    """True for a row that sums the form up or signs it, and goes on with no provision."""
    return bool(_CLOSING.match(plain(row.label).strip() or plain(row.requirement)))


def _filled(rows: Sequence[Row], edition: Edition) -> Iterator[Row]:
    """The rows; each that begins a provision with what merged cells above show in it."""
    last: str | None = None
    for row in rows:
        # A further row of the same provision says the same cell no second time.
        yield with_lent(row) if row.ref in edition.by_ref and row.ref != last else row
        last = row.ref or last


def _parted(row: Row, match: Matcher) -> Iterator[tuple[Row, str]]:
    """The row, or the rows that were run together in it, each with a note."""
    refs = listed_refs(plain(row.label))
    text = plain(row.requirement)
    cuts: list[int] = []
    if row.ref is not None and len(refs) < 2:
        refs, cuts = _inner(row.ref, text, match)
    elif len(refs) >= 2:
        cuts = _best_cuts(refs, text, match)
    if row.ref is None or len(refs) < 2 or (cuts and len(cuts) != len(refs) - 1):
        yield row, ""
        return
    bounds = [0, *cuts, len(text)]
    pieces = [text[start:end] for start, end in itertools.pairwise(bounds)] if cuts else [text] * len(refs)
    comply = _parts(row.comply, refs)
    evidence = _parts(row.evidence, refs)
    commentary = _parts(row.commentary, refs)
    shared = bool((row.evidence and evidence is None) or (row.commentary and commentary is None))
    for index, ref in enumerate(refs):
        others = ", ".join(other for other in refs if other != ref)
        requirement = re.sub(r"^\s*[1-9]\.\d{1,2}\.?\s+", "", pieces[index])
        note = (TOGETHER_SHARED if shared else TOGETHER).format(refs=others)
        yield (
            replace(
                row,
                ref=ref,
                requirement=requirement,
                comply=comply[index] if comply else row.comply,
                evidence=evidence[index] if evidence else row.evidence,
                commentary=commentary[index] if commentary else row.commentary,
            ),
            note,
        )


def _inner(ref: str, text: str, match: Matcher) -> tuple[tuple[str, ...], list[int]]:
    """Numbers of other provisions inside a requirement, where what follows them is that provision's text."""
    refs, cuts = [ref], []
    for position, other in inner_refs(text):
        if other not in refs and match.fit(text[position:], other).covered >= _PART:
            refs.append(other)
            cuts.append(position)
    return tuple(refs), cuts


def _best_cuts(refs: Sequence[str], text: str, match: Matcher) -> list[int]:
    """Where the requirements of two provisions part: at the break where both sides fit best. Empty if nowhere."""
    places = [found.end() for found in re.finditer(r"\n\s*|(?<=[.;:])\s+", text)]
    if len(refs) != 2 or not places:
        return []
    scored = [
        (match.fit(text[:place], refs[0]).both + match.fit(text[place:], refs[1]).both, place) for place in places
    ]
    score, place = max(scored)
    return [place] if score >= 2 * _PART else []


def _parts(text: str, refs: Sequence[str]) -> list[str] | None:
    """A text in as many parts as there are numbers: at the numbers themselves, or a paragraph each. None if not so."""
    text = plain(text).strip()
    found = [(position, ref) for position, ref in inner_refs("\n" + text) if ref in refs]
    if [ref for _, ref in found] == list(refs):
        bounds = [position - 1 for position, _ in found] + [len(text)]
        return [
            re.sub(r"^[1-9]\.\d{1,2}\.?\s*[-–—:]?\s*", "", text[start:end].strip())
            for start, end in itertools.pairwise(bounds)
        ]
    for separator in (r"\n\s*\n", r"\n"):
        parts = [part for part in re.split(separator, text) if part.strip()]
        if len(parts) == len(refs) and (separator != r"\n" or all(map(is_verdict, parts))):
            return parts
    return None


def _place(
    pending: Sequence[Row], entries: list[Entry], following: Entry | None, match: Matcher, missing: list[str]
) -> None:
    """Give each row without a number to the entry before it, to the one after it, or to an entry of its own."""
    for index, row in enumerate(pending):
        before = entries[-1] if entries else None
        if following is not None and _opens(row, before, following, match):
            following.rows[:0] = pending[index:]
            return
        own = _lost(row, before, following, match, missing)
        if own is not None:
            missing.remove(own.ref)
            entries.append(Entry(own.ref, [with_lent(row)], [FOUND_BY_TEXT]))
        elif before is not None and _continues(row, before, match):
            before.rows.append(row)


def _lost(
    row: Row, before: Entry | None, following: Entry | None, match: Matcher, missing: Sequence[str]
) -> Fit | None:
    """The missing provision whose requirement the row holds, or None."""
    if not row.requirement:
        return None
    best = match.best(row.requirement, _nearest_first(before, following, missing), tie=_TWINS)
    if best is None or best.both < _WHOLE:
        return None
    if before is not None:
        if plain(row.requirement).lstrip()[:1].islower() and not (best.both >= _SURE and is_verdict(clean(row.comply))):
            return None
        joined = match.fit(f"{before.requirement}\n{row.requirement}", before.ref).both
        if joined > max(best.both, match.fit(before.requirement, before.ref).both):
            return None
    return best


def _nearest_first(before: Entry | None, following: Entry | None, missing: Sequence[str]) -> list[str]:
    """Missing provisions, those of the neighbours' section first: the Code says some things once for each stage."""

    def far(ref: str) -> tuple[int, int]:
        section, item = map(int, ref.split("."))
        gaps = []
        for sign, entry in ((1, before), (-1, following)):
            if entry is not None:
                other, place = map(int, entry.ref.split("."))
                step = sign * (item - place)
                gaps.append((abs(section - other), step if step > 0 else 50 - step))
        return min(gaps, default=(0, 0))

    return sorted(missing, key=far)


def _opens(row: Row, before: Entry | None, following: Entry, match: Matcher) -> bool:
    """True where the row is the first line of the entry after it, whose number stands on a later line."""
    start, rest = plain(row.requirement).strip(), plain(following.requirement).strip()
    if not start or start[0].islower() or (rest and not rest[0].islower()):
        return False
    if before is None:
        return True
    here = match.fit(f"{start} {rest}", following.ref)
    ends = clean(before.requirement).endswith((".", ":", ";", "!", "?", "'", '"', "”", "’"))
    return here.covered >= _PART and (ends or here.covered > match.fit(start, before.ref).covered)


def _continues(row: Row, before: Entry, match: Matcher) -> bool:
    """True where the row goes on with the entry before it, and not with a table of something else."""
    of_form = match.fit(f"{row.label} {row.requirement}", before.ref).covered >= _PART
    if len(row.label.split()) > 1 and row.requirement and not of_form:
        # Words where the number stands: on a sheet, a table of something else lies in the form's columns.
        return False
    if not (row.fresh or row.narrow):
        return True
    text = plain(row.requirement).strip()
    if not text:
        return not row.fresh
    return text[0].islower() or match.fit(text, before.ref).covered >= _PART


def _renumber(entries: list[Entry], edition: Edition, match: Matcher) -> None:
    """Correct numbers that a spreadsheet shortened, that were mistyped, or that the edition does not have."""
    missing = [ref for ref in edition.refs if ref not in {entry.ref for entry in entries}]
    seen: set[str] = set()
    for entry in entries:
        old = entry.ref
        text = entry.requirement
        longer = f"{old}0" if _SPREADSHEET.fullmatch(old) else ""
        if longer in missing and (match.fit(text, longer).both > match.fit(text, old).both if text else old in seen):
            entry.ref = longer
            entry.notes.append(SPREADSHEET.format(old=old, new=longer))
        elif text and match.fit(text, old).both < _STRANGER:
            best = match.best(text, missing)
            if best is not None and best.both >= _WHOLE:
                entry.ref = best.ref
                entry.notes.append(RENUMBERED.format(old=old))
        if entry.ref in missing:
            missing.remove(entry.ref)
        if entry.ref not in edition.by_ref:
            entry.notes.append(UNKNOWN)
        seen.add(entry.ref)


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Each provision once: a row repeated on a new page, or the letters of a list in rows of their own, joined."""
    by_ref: dict[str, Entry] = {}
    last = ""
    for entry in entries:
        if entry.ref not in by_ref:
            by_ref[entry.ref] = entry
        else:
            target = by_ref[entry.ref]
            target.rows.extend(entry.rows)
            target.notes.extend(note for note in entry.notes if note not in target.notes)
            if last != entry.ref:
                target.notes.append(TWICE)
        last = entry.ref
    return list(by_ref.values())
