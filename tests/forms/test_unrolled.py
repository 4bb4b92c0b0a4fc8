"""Forms whose tables a text tool unrolled into lines."""

import pytest

from scorer.forms.linear import PARTED, TOGETHER, read_linear
from scorer.readers.grid import Document

from .builders import HEADER_2024, REFS, by_ref, form, prose, requirement


def lines(ref: str, *answer: str) -> list[str]:
    return [ref, requirement(ref), "Yes", *answer]


def unrolled(*answer: str) -> list[str]:
    return [
        *HEADER_2024,
        *lines("1.2", *answer),
        *(line for ref in REFS[1:] for line in lines(ref, "Complaints policy", f"Clause {ref} says so.")),
    ]


def test_cells_below_one_another_come_under_the_columns_of_the_header() -> None:
    cells = by_ref(form(prose(*unrolled("• Policy", "• Case log", "Fernbrook checks the log in May."))))
    assert (cells["1.2"].evidence, cells["1.2"].commentary) == ("Policy Case log", "Fernbrook checks the log in May.")
    assert (cells["9.1"].comply, cells["9.1"].commentary) == ("yes", "Clause 9.1 says so.")
    assert cells["1.2"].notes == ()


def test_of_a_struck_out_choice_no_verdict_is_guessed() -> None:
    texts = [line if line != "Yes" else "Yes / No" for line in unrolled("Policy", "It is read in May.")]
    cells = by_ref(form(prose(*texts)))
    assert {cell.comply for cell in cells.values()} == {"unclear"}
    assert (cells["1.2"].evidence, cells["1.2"].commentary) == ("Policy", "It is read in May.")


def test_more_texts_than_columns_are_told_as_a_doubt() -> None:
    cells = by_ref(form(prose(*unrolled("Policy", "The log is read.", "It is read in May."))))
    assert cells["1.2"].commentary == "The log is read. It is read in May."
    assert PARTED in cells["1.2"].notes


def test_wrapped_lines_keep_evidence_and_commentary_together_and_say_so() -> None:
    wrapped = [" ".join(HEADER_2024)]
    for ref in REFS:
        words = requirement(ref).split()
        middle = len(words) // 2
        wrapped += [f"{ref} {' '.join(words[:middle])}", " ".join(words[middle:]), "Yes • The policy of", "Fernbrook"]
    cells = by_ref(form(prose(*wrapped)))
    assert set(cells) == set(REFS)
    assert {cell.evidence for cell in cells.values()} == {"The policy of Fernbrook"}
    assert all(cell.comply == "yes" and TOGETHER in cell.notes for cell in cells.values())


def test_the_code_below_a_header_without_verdicts_is_no_form() -> None:
    paragraphs = [line for ref in REFS for line in (ref, requirement(ref), "We agree.")]
    assert read_linear(Document("text", (prose(*HEADER_2024, *paragraphs),))).rows == []


def test_columns_below_one_another_are_not_read_as_rows() -> None:
    columns = [*HEADER_2024[:2], *REFS, *map(requirement, REFS), *["Yes"] * len(REFS), *HEADER_2024[2:]]
    columns += [*HEADER_2024, *lines("1.2", "Policy", "Read.")]
    assert read_linear(Document("text", (prose(*columns),))).rows == []


def wrapped(words: str) -> list[str]:
    """A form whose requirements are wrapped over two lines, the first with these words for an answer in lines."""
    texts = [" ".join(HEADER_2024)]
    for ref in REFS:
        first, last = requirement(ref).rsplit(" ", 2)[0], " ".join(requirement(ref).rsplit(" ", 2)[1:])
        texts += [ref, first, last, "Yes", *(words.split("|") if ref == "1.3" else ["Fernbrook keeps a log."])]
    return texts


@pytest.mark.parametrize(
    "answer",
    [
        "The rule stands in section|6.2 of our Complaints Policy and officers keep to it.",
        "All of it is told in section|3.4. The complaints policy is clear, accessible and on the website.",
        "Paragraph 6.2 of the complaints procedure|sets this out for stage 1.",
        "Fernbrook says so in its policy, section|4.",
    ],
)
def test_a_number_in_a_wrapped_answer_begins_no_provision(answer: str) -> None:
    cells = by_ref(form(prose(*wrapped(answer))))
    assert set(cells) == set(REFS)
    assert cells["1.3"].evidence == answer.replace("|", " ")


@pytest.mark.parametrize("answer", ["Complaints web page", "The policy and its appendix", "Complaints policy version"])
def test_a_provision_begins_behind_an_answer_that_ends_like_a_place_in_a_document(answer: str) -> None:
    cells = by_ref(form(prose(*wrapped(answer))))
    assert set(cells) == set(REFS)
    assert cells["1.3"].evidence == answer


@pytest.mark.parametrize(("before", "end"), [("ask for the", "full definition."), ("agree the", "communication.")])
def test_the_last_words_of_a_wrapped_requirement_are_neither_verdict_nor_title(before: str, end: str) -> None:
    texts = wrapped("Fernbrook keeps a log.")
    at = texts.index("Yes")
    cells = by_ref(form(prose(*texts[:at], before, end, *texts[at:])))
    assert set(cells) == set(REFS)
    assert (cells["1.2"].comply, cells["1.2"].evidence) == ("yes", "Fernbrook keeps a log.")
    assert cells["1.2"].requirement.endswith(end)


QUESTIONS = {
    "1.q2": "Does the policy have exclusions where a complaint will not be considered?",
    "1.q3": "Are these exclusions reasonable and fair to residents?",
    "2.q1": "Are multiple accessibility routes available for residents to make a complaint?",
    "2.q3": "Do we have a reasonable adjustments policy?",
    "3.q1": "Is there a complaint officer or equivalent in post?",
}


def test_questions_of_2020_as_headings_with_the_answer_below() -> None:
    body = [line for ref, asked in QUESTIONS.items() for line in (asked, "Yes", f"Fernbrook answers {ref}. It is so.")]
    cells = by_ref(form(prose("Self-assessment", "1. Definition of a complaint", *body)))
    assert {ref: cells[ref].evidence for ref in QUESTIONS} == {
        ref: f"Fernbrook answers {ref}. It is so." for ref in QUESTIONS
    }
    assert all(cell.comply == "yes" for cell in cells.values())


def test_questions_of_2020_that_lines_wrap_with_the_verdict_below_the_answer() -> None:
    body = []
    for ref, asked in QUESTIONS.items():
        words = asked.split()
        body += [" ".join(words[:5]), " ".join(words[5:]), f"Fernbrook answers {ref}.", "No"]
    cells = by_ref(form(prose(*body)))
    assert {ref: (cells[ref].comply, cells[ref].evidence) for ref in QUESTIONS} == {
        ref: ("no", f"Fernbrook answers {ref}.") for ref in QUESTIONS
    }


def test_titles_whose_number_stands_on_a_line_of_its_own_are_no_answers() -> None:
    sections = {"1": "Definition of a complaint", "2": "Ways to reach us", "3": "Who deals with it"}
    body = ["Self-assessment"]
    for number, title in sections.items():
        body += [number, title, "Yes", "No"]
        for ref, asked in QUESTIONS.items():
            body += [asked, "No", f"Fernbrook answers {ref}."] if ref.startswith(number) else []
    body += ["4", "Communication", "Yes", "No", "What proportion of complaints are resolved at stage one?", "64%"]
    cells = by_ref(form(prose(*body)))
    assert {ref: (cell.comply, cell.evidence) for ref, cell in cells.items()} == {
        **{ref: ("no", f"Fernbrook answers {ref}.") for ref in QUESTIONS},
        "4.q5": ("blank", "64%"),
    }


def test_of_what_ends_with_a_colon_only_a_question_asks() -> None:
    body = [line for ref, asked in QUESTIONS.items() for line in (asked, "Yes", f"Fernbrook answers {ref}.")]
    body += ["What improvements has the landlord made after learning from complaints?"]
    body += ["The Reasonable Adjustments Policy was written. Ways for residents:", "by letter"]
    body += ["How do we share these lessons with:", "a) residents?", "b) the board/governing body?", "By post."]
    cells = by_ref(form(prose(*body)))
    assert cells["2.q3"].evidence == "Fernbrook answers 2.q3."
    assert cells["8.q1"].evidence.endswith("Ways for residents: by letter")
    assert cells["8.q2"].evidence == "By post."
