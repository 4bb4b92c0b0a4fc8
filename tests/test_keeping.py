"""What is kept from one form to the next: short texts that many share, and nothing long."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from scorer.batch.shared import answer
from scorer.cells import _DATES, read_cells
from scorer.errors import ScorerError
from scorer.keeping import LONGEST_WORD, Kept
from scorer.language import Requirement
from scorer.pipeline import Scorer
from scorer.records import Form
from scorer.rules.automaton import PhraseAutomaton, WordKinds
from scorer.rules.notation import parse
from scorer.settings import Settings

LONG = "qzx" * LONGEST_WORD


def held(told: str) -> list[str]:
    """Who keeps a text with these words in it."""
    found = [f"{type(one).__name__} of {len(one)}" for one in kept() if told in str(tuple(one))]
    asked = [one for one in gc.get_objects() if type(one) is Requirement and told in one.reading.text]
    return found + ["Requirement"] * len(asked)


def kept() -> list[dict[object, object]]:
    """All that keeps."""
    return [one for one in gc.get_objects() if isinstance(one, (Kept, WordKinds))]


def test_what_is_kept_is_worked_out_once_and_not_without_end() -> None:
    asked: list[str] = []
    known = Kept[str, int](lambda word: asked.append(word) or len(word), 2, 4)
    assert [known[word] for word in ("to", "log", "to")] == [2, 3, 2]
    assert asked == ["to", "log"]
    assert known["case"] == 4
    assert list(known) == ["case"]


def test_what_is_long_is_worked_out_and_not_kept() -> None:
    known = Kept[str, int](len, 2, 4)
    assert (known["cases"], len(known)) == (5, 0)
    together = Kept[tuple[str, str], int](len, 2, 4)
    assert (together["2024", "1"], together["a", "b"], len(together)) == (2, 2, 1)


@pytest.mark.parametrize(
    ("requirement", "evidence", "told", "is_held"),
    [
        ("Landlords must log the dovetail of complaints in five days.", "We log it.", "the dovetail", True),
        ("Landlords must log the bobbin of complaints in five days. " * 100, "We log it in 2024.", "the bobbin", False),
        ("", "We log the spindle.", "spindle", True),
        ("", f"We log the {'treadle' * 10} and will {'treadle' * 11} them (2{'treadle' * 12}).", "treadle", False),
        ("", f"We log 787{'878' * 30} and it will be £787{'878' * 30}.", "787878", False),
    ],
)
def test_of_a_long_requirement_and_a_long_word_nothing_is_kept(
    requirement: str, evidence: str, told: str, is_held: bool, tiny_model: Path
) -> None:
    scorer = Scorer.load(Settings(models=tiny_model.parent, model=tiny_model.name))
    line = {"code": "2024", "ref": "6.2", "comply": "Yes", "requirement": requirement, "evidence": evidence}
    cells = read_cells(json.dumps(line).encode())
    form = Form("a.jsonl", "", "2024", cells, landlord="Wren Homes", form_date="2024-06")
    assert scorer.score_form(form).scores
    answer(cells[0], "Wren Homes")
    gc.collect()
    assert bool(held(told)) == is_held, held(told)


def test_a_text_in_the_place_of_a_date_is_not_kept() -> None:
    before = len(_DATES)
    with pytest.raises(ScorerError):
        read_cells(json.dumps({"evidence": "x", "form_date": "2024-06-12, and what else was written"}).encode())
    assert len(_DATES) == before
    read_cells(b'{"evidence": "x", "form_date": "1931-05-17"}')
    assert _DATES["1931-05-17"]


def test_a_long_word_stands_for_no_kind_of_words() -> None:
    words = WordKinds(element for phrase in parse("will be <done>") for element in phrase.elements)
    phrases = PhraseAutomaton()
    phrases.add("will ... be", 0)
    for word in (LONG, "tree", LONG):
        assert phrases.matches(["will", words[word], "be"])
    assert list(words) == ["tree"]
    assert words[LONG] == "tree"
