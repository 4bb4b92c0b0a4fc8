"""The four pages in a real browser, with script: what an officer or a board member does."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Request, Route, expect

from scorer.codes import load

from . import hostile
from .conftest import EXAMPLES, FORM, MAX_BYTES
from .paths import CSV, SHORT, check, compare

FORMATS = ("docx", "pdf", "xlsx", "csv", "html", "txt", "jsonl")


# Check a form ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_form_of_each_format_is_read(page: Page, suffix: str) -> None:
    heading = f"form.{suffix}" if suffix == "jsonl" else "Harrowgate Homes"
    file = (EXAMPLES / f"2024-harrowgate-homes.{suffix}").read_bytes()
    check(page, {"name": f"form.{suffix}", "mimeType": "", "buffer": file}, heading)
    expect(page.locator("[data-answer]")).to_have_count(72)
    expect(page.get_by_text("Showing 72 of 72 answers.")).to_be_visible()
    assert page.title().startswith(heading)
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_a_dropped_form_is_read_at_once(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dropped.csv"));
            const area = document.querySelector("[data-drop]");
            for (const kind of ["dragenter", "dragover", "drop"]) {
                area.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }""",
        CSV.read_text(encoding="utf-8"),
    )
    expect(page.get_by_role("heading", level=1, name="Harrowgate Homes")).to_be_visible()
    expect(page.get_by_text("File: dropped.csv.")).to_be_visible()


def test_filters_show_what_fits(page: Page) -> None:
    check(page, CSV)
    shown = page.locator("[data-answer]:visible")
    page.get_by_role("combobox", name="Grade").select_option(label="D poor")
    poor = page.locator("[data-answer][data-grade=poor]").count()
    assert 0 < poor < 72
    expect(shown).to_have_count(poor)
    expect(page.get_by_text(f"Showing {poor} of 72 answers.")).to_be_visible()
    page.get_by_label("Answered Yes only").check()
    expect(shown).to_have_count(page.locator("[data-answer][data-grade=poor][data-comply=yes]").count())
    page.get_by_role("button", name="Show all").click()
    expect(shown).to_have_count(72)
    page.get_by_role("combobox", name="Section").select_option(label="4 Complaint handling staff")
    expect(shown).to_have_count(3)
    expect(page.get_by_role("heading", name="3 Accessibility and awareness").nth(1)).to_be_hidden()
    page.get_by_label("Words marked as").select_option(label="plan")
    expect(shown).to_have_count(page.locator("[data-answer][data-section='4'][data-signals~=future]").count())
    page.get_by_role("combobox", name="Grade").select_option(label="B fair")
    page.get_by_label("Not sure only").check()
    if shown.count() == 0:
        expect(page.get_by_text("No answer fits all of these.")).to_be_visible()


def test_the_most_pressing_come_first_and_go_back(page: Page) -> None:
    check(page, CSV)
    code = page.locator("[data-answer]").evaluate_all("answers => answers.map((answer) => answer.id)")
    page.get_by_role("combobox", name="Order").select_option(label="Most pressing first")
    ranks = page.locator("[data-answer]").evaluate_all("answers => answers.map((answer) => +answer.dataset.rank)")
    assert ranks == sorted(ranks)
    first = page.locator(".first a").first.get_attribute("href")
    assert page.locator("[data-answer]").first.get_attribute("id") == (first or "").lstrip("#")
    page.get_by_role("combobox", name="Order").select_option(label="As in the Code")
    assert page.locator("[data-answer]").evaluate_all("answers => answers.map((answer) => answer.id)") == code


def test_a_square_of_the_map_leads_to_its_answer_though_it_is_filtered_out(page: Page) -> None:
    check(page, SHORT)
    page.get_by_role("combobox", name="Section").select_option(label="2 Exclusions")
    page.locator("a.tile", has_text="1.3").click()
    answer = page.locator("[data-answer][data-ref='1.3']")
    expect(answer).to_be_focused()
    expect(answer).to_be_in_viewport()
    expect(page.get_by_text("Showing 11 of 11 answers.")).to_be_visible()


def test_other_words_change_the_score_and_can_be_put_back(page: Page) -> None:
    check(page, SHORT)
    answer = page.locator("[data-answer][data-ref='1.3']")
    before = answer.locator(".reading").inner_html()
    pieces = answer.locator("[data-text=evidence]").evaluate(
        "e => [...e.childNodes].filter((piece) => piece.className !== 'tag').map((piece) => piece.textContent)"
    )
    answer.get_by_role("button", name="Try other words").click()
    evidence = answer.get_by_role("textbox", name="Evidence")
    expect(evidence).to_be_focused()
    expect(evidence).to_have_value("".join(pieces))
    evidence.fill("")
    answer.get_by_role("textbox", name="Commentary").fill("This will be written by the spring.")
    expect(answer.get_by_text(re.compile(r"^With these words: \d+ of 100, poor \(D\)\. In the form: "))).to_be_visible()
    expect(answer.locator("mark.future")).to_have_text("will be written")
    evidence.fill("Lantern shows 41 cases closed in 2021.")
    answer.get_by_role("textbox", name="Commentary").fill("")
    expect(answer.get_by_text(re.compile(r"^With these words: \d+ of 100, strong \(A\)\."))).to_be_visible()
    answer.get_by_role("button", name="Put the form’s words back").click()
    assert answer.locator(".reading").inner_html() == before
    expect(answer.get_by_role("button", name="Try other words")).to_be_focused()


def test_characters_beyond_the_common_ones_keep_their_marks(page: Page) -> None:
    text = "1.2,\U0001f3e0\U0001f3e0 We aim to ring \U0001f469\U0001f527 back.,Yes\n"
    rows = SHORT["buffer"].decode().splitlines(keepends=True)
    place = next(number for number, row in enumerate(rows) if row.startswith("1.2,"))
    before = rows[place].split(",Yes,")[0]
    rows[place] = f'{before},Yes,"{text.split(",")[1]}",\n'
    check(page, {"name": "signs.csv", "mimeType": "text/csv", "buffer": "".join(rows).encode()})
    answer = page.locator("[data-answer][data-ref='1.2']")
    expect(answer.locator("mark.hedged")).to_have_text("aim to")
    answer.get_by_role("button", name="Try other words").click()
    expect(answer.get_by_role("textbox", name="Evidence")).to_have_value(text.split(",")[1])


@pytest.mark.parametrize(
    ("button", "inside"),
    [
        ("Word form with comments", "word/evidence-comments.xml"),
        ("Pack for a meeting (Word)", "word/document.xml"),
        ("Spreadsheet (Excel)", "xl/workbook.xml"),
        ("Report to print (web page)", None),
    ],
)
def test_a_report_is_taken_away(page: Page, tmp_path: Path, button: str, inside: str | None) -> None:
    check(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name.startswith("2024-harrowgate-homes-")
    expect(page.get_by_text(f"Saved as {file.name}.")).to_be_visible()
    if inside:
        assert inside in zipfile.ZipFile(file).namelist()
    else:
        assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_wrong_file_is_told_and_another_one_can_follow(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear Sir,\n\nthis is a letter.\n"}
    )
    page.get_by_role("button", name="Check the form").click()
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("No self-assessment against the Complaint Handling Code was found")
    expect(problem).to_contain_text("Check that the file holds the form's table")
    expect(problem).to_be_focused()
    expect(page.get_by_role("button", name="Check the form")).to_be_enabled()
    page.get_by_label("Choose the form").set_input_files(SHORT)
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("heading", level=1, name="Harrowgate Homes")).to_be_visible()
    expect(problem).to_have_count(0)


def test_a_file_over_the_limit_is_told_before_it_is_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files(
        {"name": "large.docx", "mimeType": "", "buffer": bytes(MAX_BYTES + 1)}
    )
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("alert")).to_contain_text("The file is larger than the limit (8.1 MB of at most 8 MB).")
    assert "POST" not in sent


def test_a_service_that_is_gone_is_told(page: Page) -> None:
    page.route("**/check", lambda route: route.abort())
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files(SHORT)
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("alert")).to_contain_text("The service did not answer.")
    expect(page.get_by_role("alert")).to_contain_text("Then try again.")


def test_a_refusal_for_programs_is_shown_to_people(page: Page) -> None:
    body = '{"detail": "The service is <b>busy</b>.", "advice": "Wait.", "code": "E706"}'
    page.route("**/check", lambda route: route.fulfill(status=503, content_type="application/problem+json", body=body))
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files(SHORT)
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("alert")).to_contain_text("The service is <b>busy</b>.")
    expect(page.get_by_role("alert")).to_contain_text("Code E706")


def test_what_takes_long_can_be_stopped(page: Page) -> None:
    held: list[Route] = []
    page.route("**/check", lambda route: held.append(route))
    page.goto("/")
    page.get_by_label("Choose the form").set_input_files(SHORT)
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="Check the form")).to_be_disabled()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    stopped = page.get_by_role("status").filter(has_text="Stopped. Nothing was kept.")
    expect(stopped).to_be_visible()
    assert (stopped.bounding_box() or {}).get("width", 0) > 100
    expect(page.get_by_role("button", name="Check the form")).to_be_enabled()


def test_back_and_forward_lead_through_the_page(page: Page) -> None:
    check(page, SHORT)
    page.locator("a.tile", has_text="1.3").click()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Harrowgate Homes")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Check a self-assessment")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", level=1, name="Harrowgate Homes")).to_be_visible()
    page.get_by_role("link", name="Check another form").click()
    expect(page.get_by_role("heading", level=1, name="Check a self-assessment")).to_be_focused()


# Check one answer -----------------------------------------------------------------------------------------------------


def test_the_score_follows_the_typing(page: Page) -> None:
    page.goto("/answer")
    result = page.get_by_role("region", name="How it reads")
    page.get_by_role("textbox", name="Evidence").press_sequentially("This will be written by the spring.")
    expect(result.locator("mark.future")).to_have_text("will be written")
    expect(result.locator("[aria-current=step]")).to_have_text("absent")
    expect(result).to_contain_text("For the officer:")
    page.get_by_role("textbox", name="Evidence").fill("Lantern shows 41 cases closed in 2021.")
    expect(result.locator("[aria-current=step]")).to_have_text("verifiable")
    page.get_by_label("No", exact=True).check()
    expect(result).to_contain_text("Answer: No.")
    page.get_by_role("textbox", name="Evidence").fill("")
    expect(result).to_contain_text("Type the evidence")


def test_the_reasons_stay_open_while_one_types(page: Page) -> None:
    page.goto("/answer")
    page.get_by_role("textbox", name="Evidence").fill("We aim to ring the tenant where possible.")
    result = page.get_by_role("region", name="How it reads")
    result.get_by_text(re.compile("^Why")).click()
    page.get_by_role("textbox", name="Evidence").fill("Lantern shows 41 cases closed in 2021.")
    expect(result.locator("[aria-current=step]")).to_have_text("verifiable")
    expect(result.get_by_role("table")).to_be_visible()


def test_an_edition_has_its_own_provisions(page: Page) -> None:
    page.goto("/answer?provision=2022/4.1")
    expect(page.get_by_label("Edition of the Code")).to_have_value("2022")
    expect(page.get_by_label("Provision")).to_have_value("2022/4.1")
    page.get_by_label("Edition of the Code").select_option("2020")
    values = page.get_by_label("Provision").locator("option").evaluate_all("all => all.map((one) => one.value)")
    assert values
    assert all(value.startswith("2020/") for value in values)
    expect(page.get_by_role("region", name="How it reads").get_by_role("heading")).to_contain_text("1.q1")


# Compare two years ----------------------------------------------------------------------------------------------------


def test_two_years_are_compared(page: Page, tmp_path: Path) -> None:
    compare(page)
    expect(page.get_by_role("heading", name="What changed, the worst first")).to_be_visible()
    expect(page.get_by_role("heading", name="Before you read on")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Spreadsheet (Excel)").click()
    assert waiting.value.suggested_filename == "2024-harrowgate-homes-year-on-year.xlsx"
    page.get_by_role("link", name="Compare other forms").click()
    expect(page.get_by_role("heading", level=1, name="Compare two years")).to_be_focused()


# What holds everywhere ------------------------------------------------------------------------------------------------


def test_nothing_that_a_form_says_runs_or_is_loaded(context: BrowserContext, page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))

    def answered(dialog: Dialog) -> None:  # words that were tried are asked about before the page is left
        said.extend([dialog.message] if dialog.type != "beforeunload" else [])
        dialog.accept()

    page.on("dialog", answered)
    check(page, {"name": hostile.NAME, "mimeType": "", "buffer": hostile.form()}, re.compile("."))
    expect(page.locator("[data-answer]")).to_have_count(len(hostile.REFS))
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    for answer in page.locator("[data-answer]").all()[:3]:
        answer.get_by_role("button", name="Try other words").click()
        answer.get_by_role("textbox", name="Evidence").press_sequentially(" It")
        expect(answer.get_by_text(re.compile(r"^With these words: \d+ of 100"))).to_be_visible()
    text = page.locator("[data-answer][data-ref='1.2'] [data-text=commentary]").inner_text()
    assert "<script>window.hit = 1</script>" in text
    page.goto("/answer")
    page.get_by_role("textbox", name="Evidence").fill("We aim to. " + hostile.ATTACKS[1])
    expect(page.get_by_role("region", name="How it reads")).to_contain_text("of 100")
    assert page.evaluate("window.hit") is None
    assert said == []
    assert all(url.startswith((page.url.split("/answer")[0], "blob:")) for url in asked)


def test_the_policy_would_stop_what_slipped_through(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.hit = 1'>");
            const script = document.createElement("script");
            script.textContent = "window.hit = 2";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.hit") is None


def test_nothing_is_kept_in_the_browser(context: BrowserContext, page: Page) -> None:
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))
    check(page, SHORT)
    page.goto("/answer")
    page.get_by_role("textbox", name="Evidence").fill("We aim to.")
    expect(page.get_by_role("region", name="How it reads")).to_contain_text("of 100")
    compare(page)
    page.goto("/how-it-works")
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    host = page.url.split("/how")[0]
    assert [request.url for request in asked if not request.url.startswith(host)] == []


def test_the_key_goes_into_a_header_and_nowhere_else(page: Page) -> None:
    """The field is put in by hand: this server needs no key, and shows none."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto("/")
    page.evaluate(
        """() => {
            const field = document.createElement("input");
            field.type = "password"; field.dataset.key = ""; field.value = "es_secret";
            document.querySelector("[data-upload]").append(field);
        }"""
    )
    page.get_by_label("Choose the form").set_input_files(SHORT)
    page.get_by_role("button", name="Check the form").click()
    expect(page.get_by_role("heading", level=1, name="Harrowgate Homes")).to_be_visible()
    assert [request.headers["authorization"] for request in sent] == ["Bearer es_secret"]
    assert "es_secret" not in (sent[0].post_data_buffer or b"").decode("utf-8", "replace")
    assert "es_secret" not in page.url


def test_a_large_form_is_read(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "large.docx"
    file.write_bytes(FORM.read_bytes())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_STORED) as package:
        package.writestr("word/media/photograph.bin", bytes(range(256)) * 20_000)
    assert file.stat().st_size > 5_000_000
    check(page, file)
    expect(page.locator("[data-answer]")).to_have_count(72)


def test_five_provisions_are_checked_by_keyboard_alone(page: Page) -> None:
    page.goto("/answer")
    expect(page.get_by_role("button", name="Previous provision")).to_be_disabled()
    tab_to(page, "evidence")
    texts = ["As per policy.", "We aim to.", "Will be ready in June.", "As above.", "The log shows 41 cases in 2024."]
    for number, text in enumerate(texts):
        if number:
            tab_to(page, "Next provision")
            page.keyboard.press("Enter")
        expect(page.locator("#evidence")).to_be_focused()
        expect(page.locator("#evidence")).to_have_value("")
        page.keyboard.type(text)
        ref = load("2024").refs[number]
        expect(page.locator("[data-result] h2")).to_contain_text(f"{ref} ")
        expect(page.locator("[data-result] .says")).to_contain_text(text.split()[0])
        expect(page.locator("[data-result] .verdict")).to_contain_text("of 100")
    tab_to(page, "Previous provision")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence")).to_have_value(texts[-2])
    expect(page.locator("[data-result] .says")).to_contain_text("As")


def tab_to(page: Page, name: str) -> None:
    """Go on with the key Tab to what is called so, by its text or its name."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.name || document.activeElement.textContent.trim())") == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")
