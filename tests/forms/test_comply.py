"""Compliance is read where the form says it and is unclear where it does not."""

import pytest

from scorer.forms.comply import opening_verdict, read_comply, read_marks


@pytest.mark.parametrize(
    ("verdict", "texts"),
    [
        ("yes", ["Yes", "Y", "YES.", "Yes ✓", "✔", "✓", "☑", "Compliant", "Comply", "Complies", "Full", "Fully met"]),
        ("yes", ["Yes – see below", "Yes: no third stage", "Yes\nYes", "**Yes**", "Yes ☒ No ☐", "☒ Yes ☐ No"]),
        ("partial", ["Partial", "Partially", "Part", "Partly met", "Partially compliant"]),
        ("partial", ["Yes, partially", "Partiall y", "Yes (in part)", "Yes – but only partly"]),
        ("unclear", ["Yes & No", "Yes and no", "Yes, except for lodgers", "Yes (mostly)", "Yes, but not yet in Marsh"]),
        ("unclear", ["Yes, from 3 May 2031", "Yes - from next year", "Compliant from 1/5/2031", "Yes: as from July"]),
        ("yes", ["Yes, since May", "Yes - from the log", "Yes. From May we keep a log", "Yes from 2 officers"]),
        ("yes", ["Yes, from Mark Jones", "Yes, from decided cases", "Yes (from junior staff)", "Yes, from 2020"]),
        ("yes", ["Yes, except where the exclusions that the Code itself allows apply", "Yes and no fee is taken"]),
        ("no", ["/ No"]),
        ("not_applicable", ["N/A", "n/a", "NA", "Not Applicable", "Not\napplicable", "N/A - two stages only"]),
        ("no", ["No", "N", "Non-compliant", "Not compliant", "Not yet", "✗", "☐ Yes ☒ No", "No - plan in place"]),
        ("no", ["Comply: No", "Compliant: No - see action plan", "Do we comply?: ✗", "Compliance: non-compliant"]),
        ("no", ["Comply? No", "Compliant? No", "Comply (Yes/No): No", "Compliance (Y/N): N", "Compliance status: No"]),
        ("yes", ["Comply: Yes", "Compliant: Yes", "Compliant - see the log", "Complies: see policy"]),
        ("unclear", ["Comply: FALSE", "Compliance: 0", "Compliant: under review", "Complies: mostly"]),
        ("blank", ["", "  ", "-", "☐ Yes ☐ No", "Choose an item.", "Comply:"]),
        ("unclear", ["1 185", "Yes/No", "Yes / Partial", "Y/N", "Yes or No", "x", "☒", "Noted", "☒ Yes ☒ No"]),
        ("unclear", ["No complaints were refused", "National policy", "Yes N/A", "Not", "Applicable"]),
    ],
)
def test_one_column(verdict: str, texts: list[str]) -> None:
    assert {text: read_comply(text) for text in texts} == dict.fromkeys(texts, verdict)


def test_a_mark_stands_for_its_column() -> None:
    assert read_marks({"yes": "X", "no": ""}) == ("yes", "Yes")
    assert read_marks({"yes": "☐", "no": "☒"}) == ("no", "No")
    assert read_marks({"partial": "✓"}) == ("partial", "Partial")
    assert read_marks({"no": "✅"}) == ("no", "No")


def test_a_tick_beside_crosses_is_the_one_chosen() -> None:
    assert read_marks({"yes": "✓", "no": "✗"}) == ("yes", "Yes")
    assert read_marks({"yes": "X", "partial": "❌", "no": "✔"}) == ("no", "No")
    assert read_marks({"yes": "✓", "partial": "✓", "no": "x"})[0] == "unclear"


def test_a_written_verdict_outweighs_its_column() -> None:
    assert read_marks({"yes": "N/A", "no": "N/A"}) == ("not_applicable", "N/A")
    assert read_marks({"no": "No"}) == ("no", "No")
    assert read_marks({"partial": "Yes"}) == ("partial", "Partial Yes")
    assert read_marks({"no": "Y"}) == ("unclear", "No Y")


def test_both_columns_marked_are_unclear() -> None:
    assert read_marks({"yes": "x", "no": "x"}) == ("unclear", "Yes / No")
    assert read_marks({"yes": "", "no": " "}) == ("blank", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Partial - the log is new.", ("partial", "Partial")),
        ("Yes. Kept on Kestrel.", ("yes", "Yes")),
        ("Compliant: see the log.", ("yes", "Compliant")),
        ("Non-compliant – no log.", ("no", "Non-compliant")),
        ("Compliant: No - see the plan. Weekly.", ("no", "No")),
        ("N/A", ("not_applicable", "N/A")),
        ("No complaints were refused.", None),
        ("Compliant: false Kept on Kestrel.", None),
        ("Yes we keep a log.", None),
        ("Partially funded posts.", None),
        ("Yes - partially met in the sheltered homes.", ("partial", "Yes - partially")),
        ("Yes; but only in part, see the log.", ("partial", "Yes; but only in part")),
        ("Yes - mostly, but not in Marsh.", ("unclear", "Yes - mostly, but")),
        ("Yes. Partially funded posts are told.", ("yes", "Yes")),
    ],
)
def test_a_verdict_that_opens_the_evidence(text: str, expected: tuple[str, str] | None) -> None:
    assert opening_verdict(text) == expected
