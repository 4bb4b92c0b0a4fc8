"""Everything together: files and cells in, judged forms out, cross-references followed."""

from __future__ import annotations

import gc
import json
import math
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from scorer import pipeline
from scorer.classifier import Prediction
from scorer.errors import ScorerError
from scorer.features import CellReading, read_cell
from scorer.modelfile import MANIFEST, OpenModel
from scorer.pipeline import Scorer, read_bytes, read_path
from scorer.records import SIGNALS, CellScore, EvidenceCell, Finding, Form, Probabilities
from scorer.references import without_clauses
from scorer.rules import RuleSet
from scorer.scoring import kinds_of_time, kinds_that_show
from scorer.settings import Settings

from .forms.builders import requirement
from .tiny import REFS

STRONG = "The Board read 41 replies in 2023."


@dataclass(frozen=True)
class Stub:
    """A classifier that finds any text verifiable but those that only point, and leaves the signals to the rules."""

    def predict(self, readings: Sequence[CellReading]) -> list[Prediction]:
        return [
            Prediction(
                Probabilities(
                    (0.0, 0.0, 0.0, 0.0, 1.0) if reading.cell.evidence.endswith(STRONG) else (1.0, 0.0, 0.0, 0.0, 0.0),
                    (1.0, 0.0, 0.0),
                    (0.5,) * 5,  # type: ignore[arg-type]
                ),
                (),
            )
            for reading in readings
        ]


@pytest.fixture(scope="module")
def believer() -> Scorer:
    """A scorer that says what the rules say."""
    policy: dict[str, Any] = {
        "weights": dict.fromkeys(SIGNALS, (-4.0, 0.0, 8.0)),
        "thresholds": dict.fromkeys(SIGNALS, 0.5),
        "review_below": 0.5,
    }
    return Scorer(Settings(), OpenModel("stub", "", {"policy": policy}, cast(Any, Stub())), RuleSet.load())


def follow(scorer: Scorer, *texts: str) -> list[str | None]:
    """What each cell follows, for cells of the provisions 1.2, 1.3, …"""
    return [score.follows for score in judged(scorer, *texts)]


def judged(scorer: Scorer, *texts: str) -> tuple[CellScore, ...]:
    return scorer.score_cells([EvidenceCell(ref, text, comply="yes") for ref, text in zip(REFS, texts, strict=False)])


# Cross-references -----------------------------------------------------------------------------------------------------


def test_as_above_leads_to_the_cell_before(believer: Scorer) -> None:
    scores = judged(believer, STRONG, "As above.")
    assert scores[1].follows == "1.2"
    assert (scores[1].specificity, scores[1].quality) == (0, 20)
    assert "Points to 1.2, which is verifiable." in [reason.message for reason in scores[1].reasons]


def test_as_above_passes_over_those_that_only_point_too(believer: Scorer) -> None:
    assert follow(believer, STRONG, "As above.", "Ditto.", "As above.") == [None, "1.2", "1.2", "1.2"]
    assert follow(believer, STRONG, "Weak words.", "See 1.2", "As above.") == [None, None, "1.2", "1.2"]


def test_a_number_leads_to_its_provision_before_or_after(believer: Scorer) -> None:
    assert follow(believer, "See 1.4", "Weak words.", STRONG, "As above, see 1.3.") == ["1.4", None, None, "1.3"]


def test_no_cell_follows_itself(believer: Scorer) -> None:
    assert follow(believer, f"See 1.3. {STRONG}", "As above.") == [None, "1.2"]


def test_nothing_to_follow(believer: Scorer) -> None:
    assert follow(believer, "As above.", "See 9.9") == [None, None]
    assert follow(believer, "See 1.2") == [None]  # itself


def test_loops_and_chains_of_numbers_come_to_an_end(believer: Scorer) -> None:
    assert follow(believer, "See 1.3", "See 1.2", "As above.") == [None, None, None]
    scores = judged(believer, "See 1.3", "See 1.4", STRONG)
    assert [score.follows for score in scores] == ["1.4", "1.4", None]
    assert scores[0].quality == scores[1].quality == 20
    assert follow(believer, "As above.", "See 1.4", "As above.") == [None, None, None]


def test_numbers_that_are_no_provision_are_not_taken_for_one(believer: Scorer) -> None:
    texts = ("Weak words.", STRONG, "As above, from 11.2 on.", "As above (1.2.2024).", "As above, 41.2 per cent.")
    assert follow(believer, *texts) == [None, None, "1.3", "1.3", "1.3"]


@pytest.mark.parametrize(
    "text",
    [
        "As above; clause 1.2 of the Policy.",
        "As above (1.2 of our Lettings Policy).",
        "As above. Allocations Procedure (see 1.2)",
        "As above, Tenancy Handbook at 1.2.",
    ],
)
def test_a_clause_of_a_document_is_no_cell(believer: Scorer, text: str) -> None:
    assert follow(believer, STRONG, STRONG, text) == [None, None, "1.3"]


def test_a_number_beside_a_document_may_still_be_a_cell(believer: Scorer) -> None:
    assert follow(believer, STRONG, STRONG, "See 1.2 and the Lettings Policy.") == [None, None, "1.2"]
    assert follow(believer, STRONG, STRONG, "Lettings Policy. See 1.2") == [None, None, "1.2"]


@pytest.mark.parametrize(
    ("text", "rule", "stays"),
    [
        ("See 7.4 of our Lettings Policy.", None, False),
        ("Allocations Procedure (see 7.4)", None, False),
        ("See 7.4 of our Lettings Policy.", "XREF002", True),
        ("See 7.4 of our Lettings Policy and 5.2.", None, True),
        ("Same as before, 7.4 of our Lettings Policy.", None, True),
        ("See 7.4 of the Code.", None, True),
        ("See the answer on lettings.", None, True),
    ],
)
def test_what_only_names_clauses_points_to_no_cell(text: str, rule: str | None, stays: bool) -> None:
    found = (Finding("gap", "evidence", 0, 3, "See", None), Finding("cross_reference", "evidence", 0, 9, "", rule))
    assert without_clauses(EvidenceCell("1.2", text), found) == (found if stays else found[:1])


# What shows a level ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "commentary", "requirement", "shown"),
    [
        ("In 2023 we wrote by 3 May 2030.", "", "", "3 May 2030"),  # of several details the one that is soonest checked
        ("In 2023 we wrote it.", "It was 3 May 2030.", "", "3 May 2030"),
        ("By 3 May 2030, and again by 4 June 2031.", "", "", "3 May 2030"),  # of two alike the first
        ("By 3 June 2030, and again in 2031.", "", "By 3 June 2030.", "2031"),  # not what the requirement says
        ("Done well.", "", "", None),
    ],
)
def test_a_level_is_shown_on_the_landlords_own_words(
    evidence: str, commentary: str, requirement: str, shown: str | None
) -> None:
    cell = EvidenceCell("1.2", evidence, commentary, requirement)
    found = pipeline._mention(read_cell(cell), kinds_that_show(4), own=True)
    assert (found and cell.text(found.field)[found.start : found.end]) == shown


def test_a_time_may_be_that_of_the_requirement() -> None:
    cell = read_cell(EvidenceCell("1.2", "By 3 June 2030.", requirement="By 3 June 2030."))
    assert pipeline._mention(cell, kinds_of_time("no"), own=False) is not None
    assert pipeline._mention(cell, kinds_of_time("yes"), own=False) is None
    assert pipeline._mention(cell, kinds_that_show(4), own=True) is None


# Scoring --------------------------------------------------------------------------------------------------------------

TEXTS = [
    "",
    "😀 This will be written by the spring.",
    "As above.",
    "Not applicable to us.",
    "Juniper shows 41 cases closed in 2023; we aim to ring the tenant where possible.",
    "x" * 3000,
    "word " * 3000,
]


def test_offsets_slice_the_cells_own_texts(scorer: Scorer) -> None:
    cells = [EvidenceCell(ref, text, text[::2], "Be kind.", "yes") for ref, text in zip(REFS, TEXTS, strict=False)]
    for score in scorer.score_cells(cells):
        for found in score.signals:
            assert score.cell.text(found.field)[found.start : found.end] == found.text != ""
        for reason in score.reasons:
            assert reason.field is not None or (reason.start, reason.end) == (0, 0)
            if reason.field is not None:
                assert 0 <= reason.start < reason.end <= len(score.cell.text(reason.field))
        assert sum(reason.points for reason in score.reasons) == score.quality


def test_scores_come_in_order_and_again_the_same(scorer: Scorer) -> None:
    cells = [EvidenceCell(ref, text) for ref, text in zip(REFS, TEXTS, strict=False)]
    scores = scorer.score_cells(cells)
    assert [score.cell for score in scores] == cells
    assert scorer.score_cells(cells) == scores
    assert scorer.score_cells([]) == ()


def test_a_resident_scorer_is_not_held_up_by_the_collector(believer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scorer, "load", lambda settings=None: believer)
    before, collections = gc.get_threshold(), []

    def note(phase: str, info: dict[str, int]) -> None:
        collections.append(phase)

    try:
        resident = Scorer.resident()
        gc.callbacks.append(note)
        resident.score_cells([EvidenceCell("1.2", f"{STRONG} {number}") for number in range(200)])
    finally:
        if note in gc.callbacks:
            gc.callbacks.remove(note)
        gc.set_threshold(*before)
        gc.unfreeze()
    assert collections == []


def test_a_form_is_scored_with_its_findings(scorer: Scorer, tmp_path: Path) -> None:
    rows = [f"{ref}\t{requirement(ref)}\tYes\tKept in Kestrel {ref}\t" for ref in REFS]
    path = tmp_path / "form.txt"
    header = "Code provision\tCode requirement\tComply: Yes / No\tEvidence\tCommentary / explanation"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    (report,) = scorer.score_file(path)
    assert [score.cell.ref for score in report.scores] == list(REFS)
    assert {finding.check for finding in report.findings} == {"FRM001", "FRM002"}
    assert all(score.question and score.hint for score in report.scores if score.specificity < 2)


def test_what_falls_short_of_the_code_leaves_a_yes_in_doubt(believer: Scorer) -> None:
    words = "Our three-stage procedure is in force."
    cells = [EvidenceCell("5.3", words, comply=comply, code="2024") for comply in ("yes", "no")]  # type: ignore[arg-type]
    claimed, admitted = believer.score_cells(cells)
    assert (claimed.contradiction, admitted.contradiction) == (1, 0)
    (reason,) = (reason for reason in claimed.reasons if reason.source == "contradiction")
    assert words[reason.start : reason.end] == "three-stage"
    assert "third stage" in reason.message
    assert "How many stages" in claimed.question


def test_facts_name_model_and_rules(scorer: Scorer) -> None:
    facts = scorer.facts()
    assert facts["model"]["id"] == "tiny"
    assert (len(facts["model"]["sha256"]), len(facts["rules"]["sha256"])) == (64, 64)
    assert facts["rules"]["count"] == len(scorer.rules.rules)


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScorerError) as caught:
        Scorer.load(Settings(models=tmp_path))
    assert caught.value.code == "E401"


# Reading --------------------------------------------------------------------------------------------------------------


def test_ready_cells_make_a_form() -> None:
    line = b'{"evidence": "a", "code": "2024", "form_date": "2024-06"}\n'
    (form,) = read_bytes(2 * line, "cells.jsonl", Settings())
    assert (form.source, form.code, form.form_date, len(form.cells)) == ("cells.jsonl", "2024", "2024-06", 2)
    assert form.landlord is None


def test_ready_cells_of_several_landlords_are_several_forms() -> None:
    lines = "".join(
        f'{{"ref": "{ref}", "evidence": "{ref} of {name}", "landlord": "{name}", "code": "2024"}}\n\n'
        for name in ("Old Tannery", "Wren Quarter", "Saltings")
        for ref in ("1.2", "1.3")
    )
    forms = read_bytes(b"\xef\xbb\xbf\n" + lines.encode(), "cells.jsonl", Settings())
    assert [form.landlord for form in forms] == ["Old Tannery", "Wren Quarter", "Saltings"]
    assert [[cell.evidence for cell in form.cells] for form in forms] == [
        [f"1.2 of {form.landlord}", f"1.3 of {form.landlord}"] for form in forms
    ]


def test_a_bad_line_of_the_last_form_is_told_with_its_number() -> None:
    lines = b'{"evidence": "a", "landlord": "Saltings"}\n\n{"evidence": "b", "landlord": 5}\n'
    with pytest.raises(ScorerError, match=r'Line 3 .*"landlord" is not a text') as caught:
        read_bytes(lines, "cells.jsonl", Settings())
    assert caught.value.code == "E302"


@pytest.mark.parametrize(("data", "code"), [(None, "E101"), (b"", "E102"), (b"x" * 11, "E107"), (b"a novel", "E201")])
def test_refusals(tmp_path: Path, data: bytes | None, code: str) -> None:
    path = tmp_path / "form.docx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ScorerError) as caught:
        read_path(path, Settings(max_bytes=10))
    assert caught.value.code == code


def test_forms_together_are_scored_as_each_alone(believer: Scorer) -> None:
    texts = (("Kestrel", "As above"), ("As above", "See 1.4", "Board"), ())
    forms = [
        Form(
            f"form-{number}.txt",
            "",
            "2024",
            tuple(EvidenceCell(ref, text) for ref, text in zip(REFS, own, strict=False)),
        )
        for number, own in enumerate(texts)
    ]
    together = believer.score_forms(forms)
    assert together == tuple(believer.score_form(form) for form in forms)
    assert [[score.follows for score in report.scores] for report in together] == [
        [None, REFS[0]],
        [None, REFS[2], None],
        [],
    ]


def test_cross_references_reach_across_batches(believer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ("See 1.5", "As above.", "Weak words.", STRONG, "As above.")
    together = judged(believer, *texts)
    assert [score.follows for score in together] == ["1.5", "1.5", None, None, "1.5"]
    monkeypatch.setattr(pipeline, "_BATCH_CELLS", 2)
    assert judged(believer, *texts) == together
    monkeypatch.setattr(pipeline, "_BATCH_CHARACTERS", 5)
    assert judged(believer, *texts) == together
    assert judged(believer) == ()


def test_batches_are_bounded_by_cells_and_by_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = [EvidenceCell("1.2", "x" * length) for length in (4, 4, 4, 50, 1)]
    monkeypatch.setattr(pipeline, "_BATCH_CELLS", 2)
    monkeypatch.setattr(pipeline, "_BATCH_CHARACTERS", 10)
    assert [len(batch) for batch in pipeline.batches(cells)] == [2, 1, 1, 1]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda policy: policy | {"foreign": 1},
        lambda policy: {key: value for key, value in policy.items() if key != "thresholds"},
        lambda policy: policy | {"thresholds": {"future": 0.5}},
        lambda policy: policy | {"weights": dict.fromkeys(SIGNALS, (0.0, 1.0))},
        lambda policy: policy | {"review_below": None},
        lambda policy: policy | {"review_below": math.nan},
        lambda policy: policy | {"weights": dict.fromkeys(SIGNALS, (0.0, 10**400, 1.0))},
        lambda policy: policy | {"thresholds": dict.fromkeys(SIGNALS, math.inf)},
        lambda policy: list(policy),
        lambda policy: None,
    ],
    ids=[
        "foreign key",
        "key missing",
        "signal missing",
        "weight missing",
        "no number",
        "not a number",
        "too great",
        "infinite",
        "list",
        "nothing",
    ],
)
def test_a_model_whose_weights_are_not_for_these_signals_is_refused(
    spoil: Callable[[dict[str, Any]], Any], tiny_model: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "spoilt"))
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["policy"] = spoil(manifest["policy"])
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ScorerError) as caught:
        Scorer.load(Settings(models=tmp_path, model="spoilt"))
    assert (caught.value.code, "(policy)" in caught.value.message) == ("E403", True)


def test_the_mark_of_an_apostrophe_changes_no_score_and_is_quoted_as_it_was_written(scorer: Scorer) -> None:
    text = "We'll publish it in May; it hasn't been written, and the Board's minutes don't say who will."
    straight, curly = (
        scorer.score_cells([EvidenceCell("8.2", text.replace("'", mark), comply="yes", code="2024")])[0]
        for mark in "'’"
    )
    assert curly.probabilities == straight.probabilities
    assert [signal[:4] for signal in curly.signals] == [signal[:4] for signal in straight.signals]
    assert curly.signals
    assert all(signal.text == text.replace("'", "’")[signal.start : signal.end] for signal in curly.signals)
    assert curly.quality == straight.quality
