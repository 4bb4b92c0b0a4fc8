"""Turns of phrase: what a word does is known though no training cell has it."""

from __future__ import annotations

import numpy as np

from scorer.features import MEASURES, Columns, measures, ngrams, read_cell, window_table, windows
from scorer.features.tokens import Tokens
from scorer.features.turns import Turns
from scorer.language.turns import turns
from scorer.records import EvidenceCell

KINDS = list(turns())


def columns(*texts: str, requirement: str = "") -> Columns:
    return Columns.of([read_cell(EvidenceCell("1.2", text, requirement=requirement)) for text in texts])


def found(text: str) -> list[tuple[str, str]]:
    """The kinds in a text, each with its first word."""
    made = columns(text)
    said = Turns.of(made)
    words = made.fields[0].words
    return [(KINDS[kind], words[start]) for kind, start in zip(said.kind, said.start, strict=True)]


def counted(name: str, text: str, requirement: str = "") -> float:
    return float(measures(Tokens.of(columns(text, requirement=requirement)))[0, MEASURES.index(name)])


def turn_grams(text: str) -> list[set[int]]:
    """The n-grams of turns alone, by length."""
    return [set(ids.tolist()) for _, ids in ngrams(Tokens.of(columns(text)))[-3:]]


def test_each_phrase_of_the_file_is_found_where_it_stands_alone() -> None:
    phrases = [(kind, phrase) for kind, many in turns().items() for phrase in many]
    made = columns(*[" ".join(phrase) for _, phrase in phrases])
    said = Turns.of(made)
    places = [(int(made.token_field[at]) // 2, KINDS[kind]) for kind, at in zip(said.kind, said.start, strict=True)]
    first = dict(reversed(places))
    assert [first.get(place) for place in range(len(phrases))] == [kind for kind, _ in phrases]


def test_the_longest_phrase_has_the_words() -> None:
    assert found("does not apply") == [("inapplicable", "does")]
    assert found("It is not yet adopted")[0][0] == "unfinished"


def test_a_phrase_does_not_cross_from_evidence_to_commentary() -> None:
    apart = Columns.of([read_cell(EvidenceCell("1.2", "it does not", "apply here"))])
    assert "inapplicable" not in [KINDS[kind] for kind in Turns.of(apart).kind]


def test_a_token_outside_all_turns_has_the_kind_behind_the_last() -> None:
    said = Turns.of(columns("Kestrel xylophone"))
    assert len(said.kind) == 0
    assert said.token_kind.tolist() == [len(KINDS), len(KINDS)]


def test_turns_are_counted_and_those_of_the_requirement_are_not_its_own() -> None:
    once = float(np.log1p(np.float32(1)))
    assert counted("log_turns_person", "The clerk") == once
    assert counted("log_own_turns_person", "The clerk") == once
    assert counted("log_turns_person", "The clerk", "A clerk must reply.") == once
    assert counted("log_own_turns_person", "The clerk", "A clerk must reply.") == 0


def test_two_answers_of_the_same_turns_have_the_same_grams_of_turns() -> None:
    assert turn_grams("Ditto. The matron telephones.") == turn_grams("Idem. Our warden writes.")
    assert turn_grams("Ditto. The matron telephones.") != turn_grams("The matron telephones. Ditto.")


def test_the_tagger_sees_the_turns_around_a_token() -> None:
    one, alike, unlike = (
        window_table(windows(Tokens.of(columns(f"Kestrel {word}"))))[0] for word in ("sexton", "almoner", "xylophone")
    )
    assert (one == alike).sum() > (one == unlike).sum()  # two persons; all three are other words


def test_no_cells_no_turns() -> None:
    assert len(Turns.of(Columns.of([])).kind) == 0
