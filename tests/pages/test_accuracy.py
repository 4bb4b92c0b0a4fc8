"""What the page tells of the model's accuracy is what its card says."""

from pathlib import Path

from api.pages.accuracy import read_card

CARD = (Path(__file__).resolve().parents[2] / "models" / "default" / "card.md").read_text(encoding="utf-8")


def test_the_card_in_use_has_every_figure_that_the_page_tells() -> None:
    accuracy = read_card(CARD)
    assert accuracy is not None
    assert len(accuracy.figures) == 6
    for figure in accuracy.figures:
        assert f"| {figure.value} ({figure.low} to {figure.high}) |" in CARD
        assert 0 < float(figure.low) <= float(figure.value) <= float(figure.high) <= 1
    assert accuracy.errors
    assert all(f"- {line}" in CARD for line in accuracy.errors)


def test_the_basis_is_that_of_the_card() -> None:
    text = "## Figures on 1155 cells of 15 test landlords\n\n| specificity exact | 0.828 (0.805 to 0.850) | 0.8 |  |\n"
    accuracy = read_card(text)
    assert accuracy is not None
    assert accuracy.basis == "1,155 answers of 15 landlords"
    assert [(figure.value, figure.low, figure.high) for figure in accuracy.figures] == [("0.828", "0.805", "0.850")]
    assert accuracy.errors == ()


def test_a_card_without_figures_tells_nothing() -> None:
    assert read_card("") is None
    assert read_card("# Card\n\n## Figures on 10 cells of 1 test landlords\n\nNone.") is None
