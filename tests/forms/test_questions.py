"""The form of 2020: the question, the evidence under it, and marks in columns."""

import pytest

from scorer.forms.questions import split_question

from .builders import by_ref, form, prose, table

HEAD = ["1", "Definition of a complaint", "Yes", "No"]
ROWS = [
    HEAD,
    [
        "",
        "Does the process follow this definition?\n\nAn expression of dissatisfaction, however it was made, about the "
        "service or staff of the organisation, that touches one resident or a group of residents."
        "\n\nOur policy of May.",
        "Yes",
        "",
    ],
    ["", "Does our policy have exclusions, where no complaint will be considered?", "✓", ""],
    [
        "",
        "Are the exclusions fair and reasonable to residents?\n\nEvidence relied upon\n\n· Panel of three\n· Minutes",
        "",
        "x",
    ],
    ["2", "Accessibility", "", ""],
    ["", "Are multiple routes available to residents who make a complaint?", "Yes", ""],
    ["", "Are policy and procedure for complaints available online?\nOn wren.example", "N/A", "N/A"],
    ["6", "Fairness", "", ""],
    ["", "How many cases have we refused to escalate?\nNone\n\nWhat reason was there for the refusal?\nN/A", "", ""],
    ["8", "Learning", "", ""],
    ["", "What improvements have we made from learning from complaints", "", ""],
    [
        "",
        "How are these lessons shared with:\n\na) residents? Newsletter\nb) the board? Minutes\nc) Annual Report? Yes",
        "",
        "",
    ],
]


def test_questions_get_their_place_and_their_evidence() -> None:
    read = form(prose("Complaint Handling Code: self-assessment"), table(*ROWS))
    cells = by_ref(read)
    assert read.code == "2020"
    assert list(cells) == ["1.q1", "1.q2", "1.q3", "2.q1", "2.q2", "6.q3", "8.q1", "8.q2"]
    assert cells["1.q1"].requirement == "Does the process follow this definition?"
    assert cells["1.q1"].evidence == "Our policy of May."
    assert cells["1.q3"].evidence == "Panel of three Minutes"
    assert cells["2.q2"].evidence == "On wren.example"
    assert cells["6.q3"].evidence == "None What reason was there for the refusal? N/A"
    assert cells["8.q1"].evidence == ""
    assert cells["8.q2"].evidence == "a) residents? Newsletter b) the board? Minutes c) Annual Report? Yes"
    assert "3.q1" in read.missing


def test_marks_of_the_2020_form() -> None:
    cells = by_ref(form(table(*ROWS)))
    assert [(cells[ref].comply, cells[ref].comply_text) for ref in ("1.q1", "1.q2", "1.q3", "2.q2", "8.q1")] == [
        ("yes", "Yes"),
        ("yes", "Yes"),
        ("no", "No"),
        ("not_applicable", "N/A"),
        ("blank", ""),
    ]


def test_a_row_under_a_question_and_its_second_part_belong_to_it() -> None:
    rows = [
        *ROWS[:8],
        ["", "How many cases have we refused to escalate?", "", ""],
        ["", "Two, both in May", "", ""],
        ["", "What reason was there for the refusal of cases to escalate?\nOlder than a year", "", ""],
    ]
    cells = by_ref(form(table(*rows)))
    assert list(cells)[-1] == "6.q3"
    assert cells["6.q3"].evidence.startswith("Two, both in May What reason was there")
    assert cells["6.q3"].evidence.endswith("Older than a year")


def test_a_column_of_evidence_and_one_column_of_compliance() -> None:
    head = ["Section", "Question", "Compliance (Yes/No)", "Evidence"]
    rows = [[first, text.split("\n")[0], "Yes", f"Log {index}"] for index, (first, text, *_) in enumerate(ROWS[1:4])]
    rows += [["2", "Accessibility", "", ""], ["", ROWS[5][1], "No", "Log 9"]]
    cells = by_ref(form(table(head, ["1", "Definition of a complaint", "", ""], *rows)))
    assert [(ref, cell.comply, cell.evidence) for ref, cell in cells.items()] == [
        ("1.q1", "yes", "Log 0"),
        ("1.q2", "yes", "Log 1"),
        ("1.q3", "yes", "Log 2"),
        ("2.q1", "no", "Log 9"),
    ]


def test_a_question_cut_by_a_page() -> None:
    rows = [
        *ROWS[:3],
        ["2", "Accessibility", "", ""],
        ["", "Are multiple routes available to residents who", "", ""],
        ["", "make a complaint?\nBy post, and by", "Yes", ""],
        ["", "telephone.", "", ""],
        ["5", "Cooperation", "", ""],
        ["", "In cases where the timescale was extended, have we kept the", "No", ""],
        ["", "Ombudsman informed? By letter.", "", ""],
    ]
    cells = by_ref(form(table(*rows)))
    assert list(cells) == ["1.q1", "1.q2", "2.q1", "5.q2"]
    assert cells["2.q1"].requirement == "Are multiple routes available to residents who make a complaint?"
    assert (cells["2.q1"].evidence, cells["2.q1"].comply) == ("By post, and by telephone.", "yes")
    assert (cells["5.q2"].evidence, cells["5.q2"].comply) == ("By letter.", "no")


@pytest.mark.parametrize(
    ("text", "question", "rest"),
    [
        ("Is it so?", "Is it so?", ""),
        ("Is it so? Yes it is. Why?", "Is it so?", "Yes it is. Why?"),
        ("Is it so, and was\nit always so?\nIt was.", "Is it so, and was\nit always so?", "It was."),
        ("What share is met\nCustomers were not asked.", "What share is met", "Customers were not asked."),
        ("What share is met\nHalf. Is that all?", "What share is met", "Half. Is that all?"),
        ("What is shared with:\n\na) staff? The log", "What is shared with:", "a) staff? The log"),
        ("What share is met?\n\n· Stage one – 0%", "What share is met?", "· Stage one – 0%"),
        ("", "", ""),
    ],
)
def test_where_a_question_ends(text: str, question: str, rest: str) -> None:
    found, after = split_question(text)
    assert (found, after.strip()) == (question, rest)


def test_a_row_with_figures_of_a_stage_belongs_to_the_question_above_it() -> None:
    cells = by_ref(form(table(*ROWS, ["", "Stage 1 (91%)", "", ""], ["", "Stage 2", "", ""])))
    assert cells["8.q2"].evidence.endswith("c) Annual Report? Yes Stage 1 (91%)")


NUMBERED = [
    ["No.", "Question", "Compliance with the Complaint Handling Code: Yes/No", "Evidence relied upon"],
    *([f"1.{index}", text.split("\n")[0], "Yes", f"Log {index}"] for index, (_, text, *_) in enumerate(ROWS[1:4], 1)),
    ["2.1", ROWS[5][1], "No", "Log 4"],
    ["3.8", "At what stage are most complaints resolved?", "", "Stage one"],
    ["4.1", "Are residents kept informed and updated during the complaints process?", "Yes", "Log 5"],
    ["4.5", "What proportion of complaints are resolved at stage one?", "81%", ""],
    ["6.3", "How many cases did we refuse to escalate? What was the reason for the\nrefusal?", "", "Two, out of time."],
    ["8.1", "What improvements has the landlord made after learning from complaints?", "", "A log."],
    ["8.2", "How do we share these lessons with:\na) residents?\nb) the board?\nc) Annual Report?", "", "a) By post."],
]


def test_questions_that_a_landlord_counted_are_those_of_2020() -> None:
    read = form(table(*NUMBERED))
    assert read.code == "2020"
    assert [(cell.ref, cell.comply, cell.evidence) for cell in read.cells] == [
        ("1.q1", "yes", "Log 1"),
        ("1.q2", "yes", "Log 2"),
        ("1.q3", "yes", "Log 3"),
        ("2.q1", "no", "Log 4"),
        ("3.q8", "blank", "Stage one"),
        ("4.q1", "yes", "Log 5"),
        ("4.q5", "blank", "81%"),
        ("6.q3", "blank", "Two, out of time."),
        ("8.q1", "blank", "A log."),
        ("8.q2", "blank", "a) By post."),
    ]


def test_a_figure_in_the_column_of_yes_is_the_answer_and_no_compliance() -> None:
    rows = [
        *ROWS,
        ["4", "Communication", "Yes", "No"],
        ["", "What proportion of complaints are resolved at stage one?", "72%", ""],
        ["", "What proportion of complaints are resolved at stage two?", "28%", "28%"],
        ["", "What proportion of complaint responses are sent within Code timescales?", "", ""],
        ["", "Stage one", "95%", ""],
        ["", "Stage two", "90%", ""],
        ["", "Are residents advised at each stage of how to escalate?", "Yes", ""],
    ]
    cells = by_ref(form(table(*rows)))
    assert {ref: (cells[ref].comply, cells[ref].evidence) for ref in ("4.q5", "4.q6", "4.q7", "4.q4")} == {
        "4.q5": ("blank", "72%"),
        "4.q6": ("blank", "28%"),
        "4.q7": ("blank", "Stage one 95% Stage two 90%"),
        "4.q4": ("yes", ""),
    }


@pytest.mark.parametrize("figure", ["0", "1", "2", "11", "1.", "Yes/No 81%", "Met in 95%", "Yes 90 per cent"])
@pytest.mark.parametrize(
    ("ref", "title", "question"),
    [
        ("4.q5", ["4", "Communication"], "What proportion of complaints are resolved at stage one?"),
        ("6.q3", ["6", "Fairness"], "How many cases did we refuse to escalate?"),
    ],
)
def test_where_a_figure_is_asked_for_digits_are_the_answer(
    figure: str, ref: str, title: list[str], question: str
) -> None:
    cells = by_ref(form(table(*ROWS[:7], [*title, "Yes", "No"], ["", question, figure, ""])))
    assert (cells[ref].comply, cells[ref].evidence) == ("blank", figure)


def test_where_no_figure_is_asked_for_a_one_is_a_tick() -> None:
    rows = [
        *ROWS[:4],
        ["6", "Fairness", "Yes", "No"],
        ["", "How many cases did we refuse to escalate?", "✓", ""],
        ["", "Did we explain our decision to the resident?", "1", ""],
    ]
    cells = by_ref(form(table(*rows)))
    assert {ref: (cells[ref].comply, cells[ref].evidence) for ref in ("6.q3", "6.q4")} == {
        "6.q3": ("yes", ""),
        "6.q4": ("yes", ""),
    }


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("Do we regularly advise residents about the complaints process?\nHow do we know? Our survey.", None),
        ("Do we regularly advise residents about the complaints process?\nHow? By our survey.", None),
        ("Is the complaint policy available online?\nWhere is it found? On wren.example.", None),
        ("How many cases did we refuse to escalate?\nWhat does this tell us? Our log is kept well.", None),
        ("How many cases did we refuse to escalate? What was the reason for the refusal?\nTwo.", "Two."),
        ("How many cases did we refuse to escalate? What were the reasons for refusal?\nWhy so? Two.", "Why so? Two."),
    ],
)
def test_only_what_the_printed_question_asks_besides_is_dropped(question: str, evidence: str | None) -> None:
    """Without an ``evidence``, all that stands below the question is kept."""
    cells = by_ref(form(table(*ROWS[:4], ["", question, "Yes", ""])))
    own = question.partition("\n")[2] if evidence is None else evidence
    assert list(cells.values())[-1].evidence == own


@pytest.mark.parametrize("asked", ["a) residents?\nb) the board?\nc) Annual Report?", "residents?\nThe board?"])
def test_the_items_of_a_printed_list_are_dropped_and_not_what_is_asked_below_them(asked: str) -> None:
    text = f"How do we share these lessons with:\n{asked}\nHow do we know? Our survey."
    cells = by_ref(form(table(*ROWS[:-1], ["", text, "", ""])))
    assert cells["8.q2"].evidence == "How do we know? Our survey."
