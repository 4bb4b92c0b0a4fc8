"""The one place that builds everything: bytes or cells in, judged forms out."""

from __future__ import annotations

import gc
import hashlib
import io
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from typing import Any

from scorer import checks
from scorer.advice import advise, load_texts
from scorer.cells import cells_of, read_cells
from scorer.codes import editions, links
from scorer.errors import ScorerError
from scorer.features import CellReading, read_cell
from scorer.folders import legible
from scorer.forms import read_forms
from scorer.language import Reading, TokenSpan
from scorer.language.lexicon import lexicon
from scorer.language.turns import turns
from scorer.modelfile import OpenModel, open_model
from scorer.readers import check_size, detect, read
from scorer.readyforms import parted, ready_forms
from scorer.records import FIELDS, SIGNALS, CellScore, EvidenceCell, Field, Form, FormReport, Mention, Verdict
from scorer.references import led_to, without_clauses
from scorer.rules import RuleSet
from scorer.scoring import Pointed, Policy, beliefs, join_signals, kinds_of_time, kinds_that_show, score_of
from scorer.settings import Settings


@dataclass(frozen=True, slots=True)
class Scorer:
    """Reads and scores. Build it once with ``Scorer.load()``.

    No result depends on what was read before: only words, and the latest texts, are kept in memory, bounded, so as not
    to be worked out again.
    """

    settings: Settings
    model: OpenModel
    rules: RuleSet

    @classmethod
    def load(cls, settings: Settings | None = None) -> Scorer:
        """Load rules, model and data.

        Raises ScorerError E4xx where something of them is missing, changed or made for another version.
        """
        settings = settings or Settings.from_environment()
        _read_data()
        rules = RuleSet.load()
        model = open_model(settings.models / settings.model)
        _policy(model)  # refused now rather than at the first cell
        return cls(settings, model, rules)

    @classmethod
    def resident(cls, settings: Settings | None = None) -> Scorer:
        """Load for a process that scores and does little else. Raises ScorerError E4xx.

        A first cell is scored, because each part loads its data with its first call. Then everything is kept from
        the garbage collector, which otherwise walks it again and again, and the collector comes seldom: nothing that
        scoring makes refers to itself, so it finds nothing there. Each of the two is a tenth of the time of scoring.
        """
        scorer = cls.load(settings)
        scorer.score_cells([EvidenceCell("1.2", "-", code="2024")])
        gc.freeze()
        gc.set_threshold(_COLLECTED_AFTER)
        return scorer

    def facts(self) -> dict[str, Any]:
        """The versions that stand at the head of every result."""
        return {
            "version": version("evidence-scorer"),
            "model": {"id": self.model.id, "sha256": self.model.sha256},
            "rules": {"count": len(self.rules.rules), "sha256": self.rules.sha256},
        }

    def score_file(self, path: Path) -> tuple[FormReport, ...]:
        """Read and score every form in a file. Raises ScorerError E1xx, E2xx or E3xx."""
        return self.score_forms(read_path(path, self.settings))

    def score_forms(self, forms: Sequence[Form]) -> tuple[FormReport, ...]:
        """Score forms: the cells of each, with cross-references followed within it, and the form as a whole.

        Many forms together take less time than one by one: a form alone has too few cells to make the calls of numpy
        and of the trees cheap.
        """
        scores = self._scored([cell for form in forms for cell in form.cells], [len(form.cells) for form in forms])
        return tuple(FormReport(form, own, checks.form_findings(form)) for form, own in zip(forms, scores, strict=True))

    def score_form(self, form: Form) -> FormReport:
        """Score one form."""
        return self.score_forms((form,))[0]

    def score_cells(self, cells: Sequence[EvidenceCell]) -> tuple[CellScore, ...]:
        """Score cells, in order. Cross-references are followed among these cells."""
        return self._scored(cells, (len(cells),))[0]

    def _scored(self, cells: Sequence[EvidenceCell], sizes: Sequence[int]) -> list[tuple[CellScore, ...]]:
        """Score the cells of forms of so many cells each; cross-references are followed within a form.

        The cells are read some thousand at a time, so that memory grows with the verdicts and scores alone.
        """
        policy = _policy(self.model)
        verdicts = [verdict for batch in batches(cells) for verdict in self._judged(batch, policy)]
        forms = []
        start = 0
        for size in sizes:
            forms.append(_scores(verdicts[start : start + size]))
            start += size
        return forms

    def _judged(self, cells: Sequence[EvidenceCell], policy: Policy) -> Iterator[Verdict]:
        """One thing at a time of all cells, because the processor then has at hand what each of them looks up.

        They are judged in plain marks; the words that are quoted are those of the cells themselves.
        """
        readings = [read_cell(cell) for cell in cells]
        judged = [reading.cell for reading in readings]
        predictions = self.model.model.predict(readings)
        findings = self.rules.findings_of(
            (reading.evidence, reading.commentary, reading.cell, reading.requirement.reading) for reading in readings
        )
        checked = [checks.cell_checks(cell) for cell in judged]
        believed = beliefs(judged, [prediction.probabilities for prediction in predictions], findings, checked, policy)
        signals = [
            without_clauses(cell, join_signals(cell, belief.signals, of_rules, prediction.tags))
            if belief.signals
            else ()
            for cell, belief, of_rules, prediction in zip(cells, believed, findings, predictions, strict=True)
        ]
        for cell, reading, belief, own_signals, own_checks in zip(
            cells, readings, believed, signals, checked, strict=True
        ):
            yield Verdict(
                cell=cell,
                probabilities=belief.probabilities,
                specificity=belief.specificity,
                contradiction=belief.contradiction,
                signals=own_signals,
                sure=belief.sure,
                checks=own_checks,
                shown_by=_mention(reading, kinds_that_show(belief.specificity), own=True),
                time=_mention(reading, kinds_of_time(cell.comply), own=False),
            )


def _read_data() -> None:
    """Every data file of the product but the rules, so that a damaged one is told before the first form and not after
    the thousandth. Raises ScorerError E411."""
    editions()
    links("2020", "2022")
    lexicon()
    turns()
    checks.load_checks()
    checks.ask_to_see()
    load_texts()


def _policy(model: OpenModel) -> Policy:
    """What the manifest says of weights and thresholds. Raises ScorerError E403 where it is not for these signals."""
    try:
        policy = Policy(**model.manifest["policy"])
        for signal in SIGNALS:
            bias, of_model, of_rule = policy.weights[signal]
            numbers = (bias, of_model, of_rule, policy.thresholds[signal], policy.review_below)
            if not all(map(isfinite, numbers)):
                raise ValueError("a number is not finite")
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ScorerError("E403", folder=model.id, what="policy", detail=f"{type(error).__name__}: {error}") from error
    return policy


_COLLECTED_AFTER = 100_000
"""Objects that may gather before the garbage collector looks for circles among them: more than a batch makes."""
_BATCH_CELLS = 1_000
_BATCH_CHARACTERS = 300_000
"""Cells that are read and predicted together: enough to make calls of numpy cheap, few enough to stay in the
processor's cache, and to bound the memory of the longest texts."""


def batches(cells: Sequence[EvidenceCell]) -> Iterator[Sequence[EvidenceCell]]:
    """The cells again, in runs that are read and predicted together: bounded by number and by characters; a cell
    longer than that stands alone."""
    start = characters = 0
    for position, cell in enumerate(cells):
        characters += len(cell.evidence) + len(cell.commentary)
        if position > start and (position - start >= _BATCH_CELLS or characters > _BATCH_CHARACTERS):
            yield cells[start:position]
            start, characters = position, len(cell.evidence) + len(cell.commentary)
    if start < len(cells):
        yield cells[start:]


def read_path(path: Path, settings: Settings) -> tuple[Form, ...]:
    """The forms in a file. Raises ScorerError E1xx, E2xx or E3xx."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            # Opening a pipe without a writer waits for ever, and a device need not end.
            raise ScorerError("E101", reason="it is a pipe or a device, not a file")
        check_size(status.st_size, settings)
        with path.open("rb") as file:
            # It may grow while it is read.
            data = file.read(settings.max_bytes + 1)
    except OSError as error:
        raise ScorerError("E101", reason=error.strerror or type(error).__name__) from error
    return read_bytes(data, legible(path.name), settings)


def read_bytes(data: bytes, source: str, settings: Settings) -> tuple[Form, ...]:
    """The forms in the bytes of a file called ``source``. Raises ScorerError E1xx, E2xx or E3xx."""
    check_size(len(data), settings)
    digest = hashlib.sha256(data).hexdigest()
    if data and detect(data) == "jsonl":
        return _ready(data.removeprefix(b"\xef\xbb\xbf"), source, digest, settings)
    return read_forms(read(data, settings), source=source, sha256=digest)


def _ready(data: bytes, source: str, digest: str, settings: Settings) -> tuple[Form, ...]:
    """The forms of a file of ready cells; one line that is no cell refuses the file."""
    cells = read_cells(data)
    sizes = ((len(ready.records), ready.landlord) for ready in ready_forms(io.BytesIO(data)))
    return _parted(cells, sizes, source, digest, settings)


def forms_of(records: Sequence[Any], source: str, digest: str, settings: Settings) -> tuple[Form, ...]:
    """The forms of ready cells that are decoded already, parted as the lines of a file are.

    Raises ScorerError E303 for one that is no cell, E109 for one with too long a text, each with its number from 1.
    """
    return _parted(cells_of(records), parted(records), source, digest, settings)


def _parted(
    cells: Sequence[EvidenceCell],
    sizes: Iterable[tuple[int, str | None]],
    source: str,
    digest: str,
    settings: Settings,
) -> tuple[Form, ...]:
    """Cells as forms of so many cells each, with their landlords."""
    forms: list[Form] = []
    start = 0
    for size, landlord in sizes:
        number = start + 1 if len(cells) > 1 else 0
        own = cells[start : start + size]
        forms.append(as_form(own, source, digest, settings, landlord=landlord, number=number))
        start += size
    return tuple(forms)


def as_form(
    cells: Sequence[EvidenceCell],
    source: str,
    digest: str,
    settings: Settings,
    *,
    landlord: str | None = None,
    number: int = 0,
) -> Form:
    """Ready cells as one form; its edition and date are theirs where all agree. ``number`` is that of the first of
    them among all that were given, or 0 where they stand by themselves.

    Raises ScorerError E109 where a text is longer than those of forms may be.
    """
    limit = settings.max_cell_characters
    for place, cell in enumerate(cells):
        longest = max(len(text) for text in (cell.evidence, cell.commentary, cell.requirement))
        if longest > limit:
            alone = not number and len(cells) == 1
            where = "one cell" if alone else f"cell {(number or 1) + place}"
            raise ScorerError("E109", what=f"characters in {where}", count=f"{longest:,}", limit=f"{limit:,}")
    codes = {cell.code for cell in cells}
    dates = {cell.form_date for cell in cells}
    return Form(
        source=source,
        sha256=digest,
        code=codes.pop() if len(codes) == 1 else "",
        cells=tuple(cells),
        form_date=dates.pop() if len(dates) == 1 else None,
        landlord=landlord,
    )


def _scores(verdicts: Sequence[Verdict]) -> tuple[CellScore, ...]:
    """The scores of a form, with cross-references followed within it."""
    led = led_to(verdicts).items()
    pointed = {index: Pointed(verdicts[end].cell.ref, verdicts[end].specificity) for index, end in led}
    advised = [*map(advise, verdicts)]
    return tuple(
        [
            score_of(verdict, pointed.get(index), advice.question, advice.hint)
            for index, (verdict, advice) in enumerate(zip(verdicts, advised, strict=True))
        ]
    )


def _mention(reading: CellReading, ranks: Mapping[str, int], own: bool) -> Mention | None:
    """The first mention of the lowest rank; where ``own`` is asked for, of those that the requirement does not have
    word for word."""
    lowest = None
    found: tuple[Field, Reading, TokenSpan] | None = None
    for name, field, shared in zip(FIELDS, reading.fields, reading.shared, strict=True) if ranks else ():
        for span in field.spans:
            rank = ranks.get(span.label)
            if rank is None or (lowest is not None and rank >= lowest):
                continue
            if not own or False in shared[span.start : span.end]:
                lowest, found = rank, (name, field, span)
    return Mention(found[0], *found[1].named(found[2])) if found else None
