"""The page: escaped, complete, and built so that everyone can use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from scorer.records import FormReport
from scorer.writers import view
from scorer.writers.html_report import report_html

from .full import FACTS, HOSTILE, all_grades, everything, form, hostile, score

VOID = {"meta", "link", "br", "img", "input", "hr"}
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The tags of a page, its text, and whether each tag is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data

    def all(self, name: str) -> Iterator[Attributes]:
        return (attributes for tag, attributes in self.tags if tag == name)


def page(*reports: FormReport, errors: list[dict[str, str]] | None = None) -> Page:
    return Page(report_html(reports, FACTS, errors or []))


def test_hostile_texts_stay_texts() -> None:
    error = {"source": HOSTILE, "code": "E102", "message": HOSTILE, "advice": HOSTILE}
    shown = page(hostile(), errors=[error])
    tags = {tag for tag, _ in shown.tags}
    assert not tags & {"script", "img", "iframe", "object", "link", "form"}
    assert not any(name.startswith("on") for _, attributes in shown.tags for name in attributes)
    assert "{{ 7 * 7 }}" in shown.words
    assert shown.words.count("<script>alert(1)</script>") > 10


@pytest.mark.parametrize("report", everything(), ids=["grades", "hostile", "empty", "long"])
def test_every_tag_is_closed_and_every_link_leads_somewhere(report: FormReport) -> None:
    shown = page(report)
    assert shown.open == []
    ids = [attributes["id"] for _, attributes in shown.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for link in shown.all("a"):
        target = link["href"]
        assert target is not None
        assert target.startswith("#")
        assert target[1:] in ids
    for _, attributes in shown.tags:
        if "aria-labelledby" in attributes:
            assert set((attributes["aria-labelledby"] or "").split()) <= set(ids)


def test_nothing_is_fetched() -> None:
    text = report_html(everything(), FACTS)
    assert not re.search(r"@import|url\(", text.split("</style>")[0])
    (policy,) = [tag for tag in Page(text).all("meta") if tag.get("http-equiv") == "Content-Security-Policy"]
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert not any("src" in attributes for _, attributes in Page(text).tags)


def test_headings_do_not_skip_a_level_and_landmarks_are_there() -> None:
    shown = page(*everything())
    levels = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in shown.tags]
    assert [tags.count(name) for name in ("header", "main", "footer")] == [1, 1, 1]
    assert next(shown.all("html"))["lang"] == "en-GB"
    first = next(shown.all("a"))
    assert (first["class"], first["href"]) == ("skip", "#main")
    labels = [attributes.get("aria-label") for attributes in shown.all("nav")]
    assert None not in labels
    assert len(set(labels)) == len(labels)  # though three of the four forms are of one landlord


def test_a_table_has_a_caption_and_scoped_heads() -> None:
    shown = page(all_grades())
    assert len(list(shown.all("caption"))) == len(list(shown.all("table"))) == 1
    assert all(head.get("scope") in ("col", "row") for head in shown.all("th"))


def test_the_map_is_lettered_and_shows_missing_rows() -> None:
    text = " ".join(page(all_grades()).words.split())
    assert "6.10 D! Yes, poor, own words against the Yes" in text
    assert "1.2 A Yes, strong" in text
    assert "5.1 – no row" in text


def test_marked_words_carry_their_kind_in_words() -> None:
    text = report_html([all_grades()], FACTS)
    assert '<mark class="future">will be done</mark><span class="tag">plan</span>' in text


def test_all_parts_are_there() -> None:
    words = " ".join(page(all_grades()).words.split())
    for part in (
        view.headline(all_grades()),
        "Answers to challenge first",
        "It is planned for the new year.",
        "March 2025",
        "Ask: When?",
        "For the officer: Name the clause.",
        "Not sure: read this yourself.",
        view.NO_WORDS,
        view.elsewhere()[0],
        "tiny, SHA-256 0f",
        "ab" * 32,
    ):
        assert part in words, part


def test_no_more_than_ten_come_first_and_all_are_below() -> None:
    many = form(*(score(f"6.{number}", "Noted.") for number in range(1, 15)))
    shown = page(many)
    assert len([one for one in shown.all("li") if (one.get("class") or "").startswith("answer")]) == view.FIRST
    assert len(list(shown.all("article"))) == 14
    assert "The 10 of 14 weak answers" in shown.words


def test_two_rows_that_are_alike_have_places_of_their_own() -> None:
    twins = (score("1.2", "Noted."), score("1.2", "Noted."))
    ids = [attributes["id"] for attributes in page(form(*twins)).all("article")]
    assert len(set(ids)) == 2


def luminance(colour: str) -> float:
    full = colour[1:] if len(colour) == 7 else "".join(2 * letter for letter in colour[1:])
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_have_the_contrast_that_wcag_asks_for() -> None:
    style = report_html([form()], FACTS).split("<style>")[1].split("</style>")[0]
    named = dict(re.findall(r"--(\w+): (#\w+);", style))
    pairs = [(named[key], "#fff") for key in ("ink", "quiet", "a", "b", "d", "brand")] + [(named["c"], named["ink"])]
    pairs += [(named["quiet"], named["wash"])]
    pairs += [(tint, named["ink"]) for tint in re.findall(r"background: (#\w+); text-decoration: underline", style)]
    assert len(pairs) == 15
    for one, other in pairs:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (one, other)


def test_the_same_reports_give_the_same_page() -> None:
    assert report_html(everything(), FACTS) == report_html(everything(), FACTS)
