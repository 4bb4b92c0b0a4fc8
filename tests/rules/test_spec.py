"""The loader is strict, and says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorer.errors import ScorerError
from scorer.rules import RuleSet
from scorer.rules.spec import CATALOGUE, load_rules

RULE = """code: FUT900
name: later
status: stable
kind: phrase
signal: future
message: Later is not now.
why: A test.
phrases:
  - some day
examples:
  fire: [Some day., It comes some day., Printed some day]
  silent: [Today., Monday., It came.]
"""


def write(folder: Path, text: str, name: str = "FUT900-later.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path) -> str:
    with pytest.raises(ScorerError) as raised:
        RuleSet.load(folder)
    assert raised.value.code == "E411"
    return raised.value.message


def test_a_sound_rule_is_loaded(tmp_path: Path) -> None:
    write(tmp_path, RULE)
    (rule,), _ = load_rules(tmp_path)
    assert (rule.code, rule.signal, rule.phrases) == ("FUT900", "future", ("some day",))
    assert rule.fire[0].cell.comply == "yes"


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("why: A test.", "why: A test.\nseverity: 3", 8, "unknown key 'severity'"),
        ("examples:\n", "examples:\n  noisy: [a]\n", 11, "unknown key 'examples.noisy'"),
        ("why: A test.\n", "", 1, "key 'why' is missing"),
        ("[Today., Monday., It came.]", "[Today.]", 10, "at least 3"),
        ("  silent: [Today., Monday., It came.]\n", "", 10, "'examples.silent'"),
        ("[Today., Monday., It came.]", "[Today., Monday., {proof: x}]", 12, "an example is"),
        ("kind: phrase", "kind: regex", 4, "'kind' must be one of"),
        ("signal: future", "signal: gap", 1, "does not belong to the signal"),
        ("code: FUT900", "code: FUT9", 1, "is no code"),
        ("name: later", "name: sooner", 2, "must be named FUT900-sooner.yml"),
        ("why: A test.", "why: A test.\nwhy: Again.", 8, "stands twice"),
        ("why: A test.", "why: A test.\nscope: {comply: [maybe]}", 8, "'scope.comply' may hold"),
        ("  - some day", "  - some <nonsense>", 8, "no class <nonsense>"),
        ("  - some day", "  - '[some day'", 8, "do not match"),
        ("  - some day", "  - Some day", 8, "lower case"),
        ("  - some day", "  - 7", 8, "a list of texts"),
        ("status: stable", "status: [", 4, "not YAML"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in RULE
    write(tmp_path, RULE.replace(old, new, 1))
    message = refusal(tmp_path)
    assert "FUT900-later.yml, line " in message
    assert reason in message
    if reason != "not YAML":  # the parser's own mark is where it gave up
        assert f"line {line}:" in message


def test_a_code_is_used_once(tmp_path: Path) -> None:
    write(tmp_path, RULE)
    write(tmp_path, RULE.replace("name: later", "name: again"), "FUT900-again.yml")
    assert "code FUT900 is taken by FUT900-again.yml" in refusal(tmp_path)


def test_a_modifier_silences_something_known(tmp_path: Path) -> None:
    modifier = RULE.replace("FUT900", "MOD900").replace("kind: phrase\nsignal: future", "kind: modifier")
    write(tmp_path, modifier + "silences: [FUT901]\ndirection: before\n", "MOD900-later.yml")
    assert "silences 'FUT901'" in refusal(tmp_path)


def test_a_token_pattern_that_spacy_refuses_is_a_fault_of_the_file(tmp_path: Path) -> None:
    pattern = RULE.replace("kind: phrase", "kind: pattern").replace(
        "phrases:\n  - some day", "anchors: [some]\ntokens:\n  - - {LOWERCASE: some}"
    )
    write(tmp_path, pattern)
    assert "line 9: 'tokens' holds a pattern that spaCy refuses" in refusal(tmp_path)


def test_a_token_pattern_may_not_repeat_a_token(tmp_path: Path) -> None:
    pattern = RULE.replace("kind: phrase", "kind: pattern").replace(
        "phrases:\n  - some day", "anchors: [some]\ntokens:\n  - - {LOWER: some, OP: '+'}"
    )
    write(tmp_path, pattern)
    assert "line 9: 'tokens' may not repeat a token" in refusal(tmp_path)


def test_sha256_is_of_the_files(tmp_path: Path) -> None:
    path = write(tmp_path, RULE)
    first = RuleSet.load(tmp_path).sha256
    assert first == RuleSet.load(tmp_path).sha256
    assert len(first) == 64
    path.write_text(RULE.replace("A test.", "Another test."), encoding="utf-8")
    assert RuleSet.load(tmp_path).sha256 != first


def test_every_file_of_the_catalogue_is_loaded() -> None:
    assert len(RuleSet.load().rules) == len(list(CATALOGUE.glob("*.yml")))
