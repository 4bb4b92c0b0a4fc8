"""The lexicon: strict when loaded, longest match first, verbs in every form."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
import yaml

from scorer.errors import ScorerError
from scorer.language import lexicon as module
from scorer.language import pipeline
from scorer.language.lexicon import Lexicon, inflections, lexicon


def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, without: Collection[str] = ()) -> Lexicon:
    path = tmp_path / "lexicon.yml"
    others = [f"{name}: []\n" for name in sorted(module.CLASSES) if f"{name}:" not in text and name not in without]
    path.write_text("".join((text, *others, "...\n")), encoding="utf-8")
    monkeypatch.setattr(module, "_PATH", path)
    return lexicon.__wrapped__()


def test_a_phrase_in_two_classes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ScorerError, match=r"E411.*line 2: 'clerk' is in post and in body"):
        load(tmp_path, monkeypatch, "post: [clerk]\nbody: [clerk]\nverb: []\n")


def test_a_class_that_is_missing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ScorerError, match=r"E411.*lexicon.yml, line 1: key 'verb' is missing"):
        load(tmp_path, monkeypatch, "post: [clerk]\n", {"verb"})


def test_the_longest_phrase_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = load(tmp_path, monkeypatch, "post: [clerk]\nbody: [clerk of works team]\nverb: [log]\n")
    assert small.longest(["the", "clerk", "of", "works"], 1) == ("post", 2)
    assert small.longest(["clerk", "of", "works", "team"], 0) == ("body", 4)
    assert small.longest(["the"], 0) is None


def test_a_word_of_another_class_is_no_verb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = load(tmp_path, monkeypatch, "document: [log]\nverb: [log]\n")
    assert small.longest(["log"], 0) == ("document", 1)
    assert small.longest(["logged"], 0) == ("verb", 1)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("review", {"review", "reviews", "reviewing", "reviewed"}),
        ("carry", {"carry", "carries", "carrying", "carried"}),
        ("employ", {"employ", "employs", "employing", "employed"}),
        ("teach", {"teach", "teaches", "teaching", "taught"}),
        ("log", {"log", "logs", "logging", "logged"}),
        ("provide", {"provide", "provides", "providing", "provided"}),
        ("agree", {"agree", "agrees", "agreeing", "agreed"}),
        ("write", {"write", "writes", "writing", "wrote", "written"}),
        ("trigger", {"trigger", "triggers", "triggering", "triggered"}),
        ("put", {"put", "puts", "putting"}),
    ],
)
def test_inflections(lemma: str, forms: set[str]) -> None:
    assert set(inflections(lemma)) == forms
    assert inflections(lemma)[0] == lemma


def test_every_phrase_is_one_that_the_tokeniser_can_give() -> None:
    data: dict[str, list[str]] = yaml.safe_load(module._PATH.read_text(encoding="utf-8"))
    dead = [
        phrase
        for phrases in data.values()
        for phrase in phrases
        if [token.text for token in pipeline().make_doc(phrase)] != phrase.lower().split(" ")
    ]
    assert dead == []
