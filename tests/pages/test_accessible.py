"""The pages for everyone: axe, the keyboard, a phone's width, no script, print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ..api.serving import Server
from .paths import LAST, SHORT, THIS, check, compare

ROWS = 11
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that a dark scheme changes."""


def _start(page: Page) -> None:
    page.goto("/")


def _problem(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files({"name": "x.docx", "mimeType": "", "buffer": b""})
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _report(page: Page) -> None:
    check(page, SHORT)
    first = page.locator("[data-answer]").first
    first.get_by_role("button", name="Try other words").click()
    first.get_by_role("textbox", name="Evidence").fill("We aim to ring the tenant where possible.")
    expect(first.get_by_text(re.compile("^With these words"))).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def _answer(page: Page) -> None:
    page.goto("/answer")
    page.get_by_role("textbox", name="Evidence").fill("We aim to ring the tenant where possible.")
    expect(page.get_by_role("region", name="How it reads")).to_contain_text("of 100")


def _how(page: Page) -> None:
    page.goto("/how-it-works")


def _nowhere(page: Page) -> None:
    page.goto("/nowhere")


STATES: dict[str, Callable[[Page], None]] = {
    "start": _start,
    "problem": _problem,
    "report": _report,
    "answer": _answer,
    "comparison": compare,
    "how": _how,
    "nowhere": _nowhere,
}


def _faults(page: Page, rules: dict[str, Any] = RULES) -> str:
    found = Axe().run(page, options=rules)
    assert found.response["passes"], "axe has looked at nothing"
    return found.generate_report() if found.violations_count else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(browser: Browser, server: Server, state: str, scheme: Any) -> None:
    with browser.new_context(base_url=server.url, color_scheme=scheme) as context:
        page = context.new_page()
        STATES[state](page)
        assert _faults(page, RULES if scheme == "light" else COLOURS) == ""


@pytest.mark.parametrize("state", STATES)
def test_a_narrow_screen_needs_no_moving_sideways(browser: Browser, server: Server, state: str) -> None:
    """320 points is a phone, and a wide screen at 400% (WCAG 1.4.10)."""
    with browser.new_context(base_url=server.url, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        STATES[state](page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        if state == "comparison":  # its tables are laid out in another way
            assert _faults(page) == ""


def test_a_long_address_does_not_widen_a_table(page: Page) -> None:
    address = b"https://homes.example/" + b"x" * 300
    form = {**THIS, "buffer": THIS["buffer"].replace(b"Complaints Policy (April 2024)", address)}
    assert address in form["buffer"]
    page.set_viewport_size({"width": 900, "height": 700})
    page.goto("/compare")
    page.get_by_label("Last year’s form").set_input_files(LAST)
    page.get_by_label("This year’s form").set_input_files(form)
    page.get_by_role("button", name="Compare the forms").click()
    expect(page.get_by_role("heading", name="What became of the promises")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_on_a_phone_the_score_stays_in_view(browser: Browser, server: Server) -> None:
    with browser.new_context(base_url=server.url, viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        _answer(page)
        link = page.get_by_role("link", name=re.compile("of 100.*see why"))
        page.get_by_role("textbox", name="Evidence").scroll_into_view_if_needed()
        expect(link).to_be_in_viewport()
        link.click()
        expect(page.get_by_role("region", name="How it reads")).to_be_in_viewport()


# The keyboard ---------------------------------------------------------------------------------------------------------


def _tab_to(page: Page, name: re.Pattern[str] | str, most: int = 60) -> None:
    """Press Tab until what has the focus bears this name. Each stop on the way must show that it has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        text, shown = page.evaluate(
            """() => {
                const e = document.activeElement;
                const style = getComputedStyle(e);
                const name = e.ariaLabel || e.labels?.[0]?.textContent || e.textContent || "";
                const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return [name.replace(/\\s+/g, " ").trim(), shown];
            }"""
        )
        assert shown, f"the focus on {text!r} is not to be seen"
        if re.search(name, text):
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_a_form_is_checked_and_read_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "Choose the form", 2)
    page.get_by_label("Choose the form").set_input_files(SHORT)  # the dialogue belongs to the system
    _tab_to(page, "Check the form", 2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Harrowgate Homes")).to_be_focused()
    _tab_to(page, "^1.3 ")
    page.keyboard.press("Enter")
    answer = page.locator("[data-answer][data-ref='1.3']")
    expect(answer).to_be_focused()
    _tab_to(page, "^Why", 2)
    page.keyboard.press("Space")
    expect(answer.get_by_role("table")).to_be_visible()
    _tab_to(page, "^Try other words", 4)
    page.keyboard.press("Enter")
    expect(answer.get_by_role("textbox", name="Evidence")).to_be_focused()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("Lantern shows 41 cases closed in 2021.")
    expect(answer.get_by_text(re.compile("^With these words"))).to_be_visible()
    _tab_to(page, "^Put the form’s words back", 4)
    page.keyboard.press("Enter")
    expect(answer.get_by_role("button", name="Try other words")).to_be_focused()


def test_filters_work_by_keyboard(page: Page) -> None:
    check(page, SHORT)
    page.get_by_role("heading", name="Every answer").evaluate("e => { e.tabIndex = -1; e.focus(); }")
    _tab_to(page, "^Grade", 1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox", name="Grade")).to_have_value("strong")
    expect(page.locator("[data-answer][data-grade=poor]:visible")).to_have_count(0)
    _tab_to(page, "^Answered Yes only", 5)
    page.keyboard.press("Space")
    expect(page.get_by_label("Answered Yes only")).to_be_checked()
    _tab_to(page, "^Show all", 3)
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer]:visible")).to_have_count(ROWS)


def test_an_answer_is_checked_by_keyboard(page: Page) -> None:
    page.goto("/answer")
    _tab_to(page, "^Edition")
    _tab_to(page, "^Provision", 1)
    page.keyboard.press("ArrowDown")
    _tab_to(page, "^Yes", 1)
    page.keyboard.press("ArrowRight")
    _tab_to(page, "^Evidence", 1)
    page.keyboard.type("This will be written by the spring.")
    result = page.get_by_role("region", name="How it reads")
    expect(result).to_contain_text("Answer: No.")
    expect(result.get_by_role("heading")).to_contain_text("1.3")


def test_what_changes_is_said_to_a_screen_reader(page: Page) -> None:
    check(page, SHORT)
    page.get_by_role("combobox", name="Grade").select_option(label="D poor")
    expect(page.get_by_role("status").filter(has_text="Showing")).to_be_visible()
    page.goto("/answer")
    page.get_by_role("textbox", name="Evidence").fill("Lantern shows 41 cases closed in 2021.")
    expect(page.get_by_role("status")).to_contain_text("of 100", timeout=20_000)


# Without script -------------------------------------------------------------------------------------------------------


@pytest.fixture
def plain(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser that runs no script."""
    with browser.new_context(base_url=server.url, java_script_enabled=False) as context:
        yield context


def test_a_form_is_checked_without_script(plain: BrowserContext) -> None:
    page = plain.new_page()
    check(page, SHORT)
    assert page.title() == "Evidence report – Evidence scorer"
    expect(page.locator("[data-answer]")).to_have_count(ROWS)
    expect(page.get_by_role("combobox", name="Grade")).to_be_hidden()
    expect(page.get_by_role("button", name="Try other words")).to_have_count(0)
    page.locator("a.tile", has_text="1.3").click()
    expect(page.locator("[data-answer][data-ref='1.3']")).to_be_in_viewport()
    page.locator("[data-answer][data-ref='1.3']").get_by_text(re.compile("^Why")).click()
    expect(page.locator("[data-answer][data-ref='1.3']").get_by_role("table")).to_be_visible()


def test_a_file_is_made_without_script(plain: BrowserContext) -> None:
    page = plain.new_page()
    check(page, SHORT)
    page.get_by_label("The form", exact=True).set_input_files(SHORT)
    page.get_by_label("What do you want?").select_option(label="Spreadsheet (Excel)")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Get the file").click()
    assert waiting.value.suggested_filename == "2024-harrowgate-homes-report.xlsx"


def test_a_wrong_file_is_told_without_script(plain: BrowserContext) -> None:
    page = plain.new_page()
    _problem(page)
    expect(page.get_by_role("alert")).to_contain_text("The file is empty.")
    expect(page.get_by_label("Choose the form")).to_be_visible()


def test_an_answer_is_checked_without_script(plain: BrowserContext) -> None:
    page = plain.new_page()
    page.goto("/answer")
    page.get_by_label("Provision").select_option("2024/6.3")
    page.get_by_role("textbox", name="Evidence").fill("This will be written by the spring.")
    page.get_by_role("button", name="Check the answer").click()
    result = page.get_by_role("region", name="How it reads")
    expect(result.locator("mark.future")).to_have_text("will be written")
    expect(result.get_by_role("heading")).to_contain_text("6.3")
    expect(page.get_by_role("textbox", name="Evidence")).to_have_value("This will be written by the spring.")


def test_two_years_are_compared_without_script(plain: BrowserContext) -> None:
    page = plain.new_page()
    page.goto("/compare")
    page.get_by_label("Last year’s form").set_input_files(LAST)
    page.get_by_label("This year’s form").set_input_files(THIS)
    page.get_by_role("button", name="Compare the forms").click()
    expect(page.get_by_role("heading", name="What became of the promises")).to_be_visible()


# On paper -------------------------------------------------------------------------------------------------------------


def test_a_report_on_paper_is_the_report_alone(page: Page) -> None:
    check(page, SHORT)
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (page.get_by_role("navigation", name="Pages"), page.locator(".filters"), page.locator(".downloads")):
        expect(hidden).to_be_hidden()
    expect(page.locator("[data-answer]").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
