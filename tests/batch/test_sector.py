"""What the tables say of a sector, and where an answer stands in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scorer.batch.alike import COMMON_SENTENCES, SHARED_BY
from scorer.batch.peers import among_peers, open_sector
from scorer.batch.sector import FEWEST, read_kinds, sector
from scorer.errors import ScorerError
from scorer.records import FormReport, Peers
from scorer.writers.sector_html import bar, fault, off, rounded, sector_html, share
from scorer.writers.sector_tables import sector_tables

from .made import FACTS, Answer, report, write

NAMES = ["Wren Quarter", "Old Tannery", "Saltings", "Hay Wharf", "Pellow Moor", "Cassock Lane", "<b>Thrupp</b>"]


NOUNS = ("register", "panel", "ledger", "diary", "clock", "bell", "tower")


def own_words(number: int) -> str:
    return f"The {NOUNS[number]} is read each week by people whom we know."


def test_groups_count_their_answers(tmp_path: Path) -> None:
    answers = [
        Answer("1.2", 100),
        Answer("1.3", 20, contradiction=2),
        Answer("5.10", 20, contradiction=1),
        Answer("5.9", 20, specificity=1),
        Answer("5.11", 0, comply="no", specificity=0),
    ]
    figures = sector(write(tmp_path / "out", [report(name, answers) for name in NAMES]))
    assert (figures.forms, figures.whole.landlords, figures.whole.cells, figures.whole.yes) == (7, 7, 35, 28)
    assert (figures.whole.contradicts, figures.whole.weakens, figures.whole.bare) == (7, 7, 7)
    assert [group.name for group in figures.provisions] == ["1.2", "1.3", "5.9", "5.10", "5.11"]
    assert [group.name for group in figures.sections] == ["1", "5"]
    assert figures.sections[0].quality == 60
    assert figures.weakest[0].name == "5.11"
    assert figures.provisions[0].title
    assert [(code, count) for code, _, count in figures.errors] == [("E601", 1)]


def test_where_no_provision_has_landlords_enough_the_page_says_so(tmp_path: Path) -> None:
    refs = ("1.2", "1.3", "5.9", "5.10", "5.11", "6.1")
    reports = [report(name, [Answer(ref, 50)]) for name, ref in zip(NAMES[:6], refs, strict=True)]
    figures = sector(write(tmp_path / "out", reports))
    assert figures.weakest == ()
    assert f"answered by {FEWEST} landlords or more" in sector_html(figures)


def test_where_few_filed_on_each_edition_their_provisions_are_told_as_weak_all_the_same(tmp_path: Path) -> None:
    reports = [report(NAMES[number], [Answer("1.2", 50)], code=code) for number, code in enumerate(("2022", "2024"))]
    assert len(sector(write(tmp_path / "few", reports)).weakest) == 2
    many = [report(name, [Answer("1.2", 50)], code="2022") for name in NAMES]
    assert [group.code for group in sector(write(tmp_path / "many", [*many, reports[1]])).weakest] == ["2022"]


def test_editions_stand_by_age_and_are_named_once_above_their_rows(tmp_path: Path) -> None:
    reports = [report(code, [Answer("1.2", 50)], code=code) for code in ("lgsco-2024", "2024", "2022")]
    figures = sector(write(tmp_path / "out", [*reports, report("2020", [Answer("1.q2", 50)], code="2020")]))
    for groups in (figures.editions, figures.sections, figures.provisions, figures.landlords):
        assert [each.code for each in groups] == ["2020", "2022", "2024", "lgsco-2024"]
    page = sector_html(figures)
    for edition in figures.editions:
        assert page.count(f'scope="rowgroup" colspan="7">{edition.title}<') == 2  # of the sections, of the provisions
    assert 'scope="rowgroup"' not in sector_html(sector(write(tmp_path / "one", reports[:1])))


def test_the_page_says_first_which_provisions_and_whose_forms_to_look_at(tmp_path: Path) -> None:
    reports = [
        report(name, [Answer("1.2", 60 + number), Answer("5.9", 10, contradiction=2)], year=year)
        for number, name in enumerate(NAMES)
        for year in (2024, 2025)
    ]
    # Lowest of all in an old form, and well above the middle since.
    reports += [report("Far Field", [Answer("1.2", 0)], year=2023), report("Far Field", [Answer("1.2", 90)], year=2026)]
    figures = sector(write(tmp_path / "out", reports))
    assert [(standing.landlord, standing.year) for standing in figures.lowest] == [
        (name, 2025) for name in NAMES[: len(figures.lowest)]
    ]
    assert all(standing.quality < standing.median for standing in figures.lowest)
    page = sector_html(figures)
    start = page[: page.index("Parts of this report")]
    assert "Provisions to look at first" in start
    assert start.index("<b>5.9</b>") < start.index("<b>1.2</b>") < start.index("Wren Quarter") < start.index("Saltings")
    assert "100% contradict their Yes" in start
    assert "1 file or form</a>" in start


def test_the_lowest_are_told_by_the_same_newest_form_as_the_weakest_provisions(tmp_path: Path) -> None:
    peers = [report(name, [Answer("1.2", 60)], code=code) for name in NAMES for code in ("2022", "2024")]
    spring, autumn = (report("Far Field", [Answer("1.2", 0)], code=code) for code in ("2024", "2022"))
    later = replace(autumn, form=replace(autumn.form, form_date="2024-10", source="autumn.docx"))
    (lowest,) = sector(write(tmp_path / "out", [*peers, later, spring])).lowest
    assert (lowest.landlord, lowest.code, lowest.source) == ("Far Field", "2022", "autumn.docx")


def test_the_weakest_provisions_are_those_of_the_newest_forms(tmp_path: Path) -> None:
    old = [report(name, [Answer("1.2", 0), Answer("1.3", 30)], code="2022", year=2023) for name in NAMES]
    new = [report(name, [Answer("1.2", 90), Answer("1.3", 40)], year=2025) for name in NAMES]
    unnamed = report(None, [Answer("1.3", 40)], year=2024)
    figures = sector(write(tmp_path / "out", [*new, *old, unnamed]))
    assert [(group.code, group.name, group.quality) for group in figures.weakest] == [
        ("2024", "1.3", 40),
        ("2024", "1.2", 90),
    ]
    assert figures.weakest[0].cells == len(NAMES) + 1
    assert len(figures.provisions) == 4


def test_files_are_named_below_the_folder_that_all_stand_in(tmp_path: Path) -> None:
    def at(path: str, name: str | None, quality: int = 50) -> FormReport:
        made = report(name, [Answer("1.2", quality)])
        return replace(made, form=replace(made.form, source=path))

    forms = [at(f"/data/forms/{name}/a.docx", name) for name in ("Wren", "Saltings", "Old Tannery")]
    page = sector_html(sector(write(tmp_path / "out", [*forms, at("/data/forms/b.docx", None, 20)])))
    assert "<b>b.docx, form 1 (names no landlord)</b>" in page
    assert page.count("/data/forms/") == 1  # where the page says it once
    alone = sector(write(tmp_path / "alone", [at("a.docx", "Wren"), at("forms/b.docx", "Saltings")]))
    assert (alone.common, "Files are named" in sector_html(alone)) == ("", False)


def test_what_is_most_often_wrong_with_a_group_is_told(tmp_path: Path) -> None:
    answers = [Answer("1.2", 20, contradiction=1), Answer("1.3", 20, contradiction=1), Answer("1.4", 20, specificity=1)]
    whole = sector(write(tmp_path / "out", [report(NAMES[0], answers)])).whole
    assert fault(whole) == "67% leave their Yes in doubt"
    assert fault(sector(write(tmp_path / "good", [report(NAMES[0], [Answer("1.2", 90)])])).whole) == ""


@pytest.mark.parametrize(("distance", "text"), [(-0.04, "0"), (0.0, "0"), (-2.46, "−2.5"), (3.6, "+3.6")])
def test_a_distance_has_its_sign(distance: float, text: str) -> None:
    assert off(distance) == text


def test_years_and_kinds_are_groups(tmp_path: Path) -> None:
    reports = [report(name, [Answer("1.2", 50 + year - 2024)], year=year) for name in NAMES for year in (2024, 2025)]
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("landlord,kind\nWREN quarter,council\nSaltings,council\n", encoding="utf-8")
    figures = sector(write(tmp_path / "out", reports), kinds)
    assert [(group.name, group.cells, group.quality) for group in figures.years] == [("2024", 7, 50), ("2025", 7, 51)]
    assert [(group.name, group.landlords) for group in figures.kinds] == [("council", 2), ("not known", 5)]
    assert {standing.year for standing in figures.landlords} == {2025}  # the latest form of each


@pytest.mark.parametrize("text", ["name,sort\na,b\n", None])
def test_a_list_of_kinds_that_cannot_be_used_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "kinds.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ScorerError) as caught:
        read_kinds(tmp_path / "kinds.csv")
    assert caught.value.code == "E537"


def test_a_landlord_of_two_kinds_is_refused_with_both_lines(tmp_path: Path) -> None:
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("landlord,kind\nSaltings,small\nHarrowgate Homes,big\n,x\nHARROWGATE HOMES LTD,small\n", "utf-8")
    with pytest.raises(ScorerError, match="lines 3 and 5 name the same landlord") as caught:
        read_kinds(kinds)
    assert caught.value.code == "E537"
    kinds.write_text("landlord,kind\nHarrowgate Homes,big\n,x\n,y\nHARROWGATE HOMES LTD,big \n", "utf-8")
    assert read_kinds(kinds) == {"harrowgate homes": "big"}


def test_landlords_with_a_kind_and_no_form_are_counted(tmp_path: Path) -> None:
    kinds = tmp_path / "kinds.csv"
    kinds.write_text("landlord,kind\nWREN quarter,council\nNobody,council\nNo One,council\n", "utf-8")
    out = write(tmp_path / "out", [report("Wren Quarter", [Answer("1.2", 50)]), report(None, [Answer("1.2", 50)])])
    figures = sector(out, kinds)
    assert (figures.listed, figures.without_form) == (3, 2)
    assert sector(out).without_form == 0


def test_a_form_far_from_the_rest_is_an_outlier(tmp_path: Path) -> None:
    reports = [report(f"{name} {n}", [Answer("1.2", 70 + n)]) for n in range(5) for name in NAMES]
    figures = sector(write(tmp_path / "out", [*reports, report("Far Field", [Answer("1.2", 5)])]))
    assert [standing.landlord for standing in figures.outliers] == ["Far Field"]
    assert figures.outliers[0].distance < -3.5


def test_sentences_of_several_landlords_are_told_with_their_words_where_these_were_kept(tmp_path: Path) -> None:
    same = "At {} each reply is signed by the manager on duty."
    reports = [
        report(name, [Answer("6.1", 70, f"{own_words(number)} {same.format(name)}")], year=year)
        for number, name in enumerate(NAMES[:SHARED_BY])
        for year in (2024, 2025)
    ]
    (shared,) = sector(write(tmp_path / "with", reports, with_text=True)).shared
    assert (shared.landlords, shared.cells, shared.refs) == (SHARED_BY, 2 * SHARED_BY, ("6.1",))
    assert shared.text == same.format("Wren Quarter").rstrip(".")
    (without,) = sector(write(tmp_path / "without", reports)).shared
    assert without.text == ""
    assert "Wren Quarter-2024.docx" in without.example


def test_a_landlord_that_repeats_itself_shares_nothing(tmp_path: Path) -> None:
    reports = [report("Wren Quarter", [Answer("6.1", 70, own_words(1))], year=year) for year in range(2019, 2026)]
    assert sector(write(tmp_path / "out", reports)).shared == ()


def test_spellings_of_a_landlord_are_one_and_forms_without_a_name_are_none(tmp_path: Path) -> None:
    spelt = ["Wren Quarter", "Wren Quarter Ltd", "WREN QUARTER Limited"]
    reports = [
        report(name, [Answer("6.1", 70, own_words(1))], year=2020 + number)
        for number, name in enumerate([*spelt, None, None, "Old Tannery"])
    ]
    figures = sector(write(tmp_path / "out", reports))
    assert (figures.whole.landlords, figures.forms) == (2, 6)
    assert figures.shared == ()  # two landlords, and forms of nobody knows whom
    assert figures.templates == ()
    names = [standing.landlord for standing in figures.landlords]
    assert sorted(names) == [
        "None-2023.docx, form 1 (names no landlord)",
        "None-2024.docx, form 1 (names no landlord)",
        "Old Tannery",
        "WREN QUARTER Limited",
    ]


def test_landlords_that_write_from_one_template_are_told(tmp_path: Path) -> None:
    words = [f"Our {noun} keeps a full record of each complaint made." for noun in "abcdefghij"[:COMMON_SENTENCES]]
    template = [Answer(f"1.{number}", 70, text) for number, text in enumerate(words, start=2)]
    reports = [report(name, template) for name in NAMES[:2]]
    reports += [report(name, [Answer("1.2", 70, own_words(number))]) for number, name in enumerate(NAMES[2:])]
    reports += [report("Nearly", template[:-1])]
    found = sector(write(tmp_path / "out", reports)).templates
    assert [(template.landlords, template.common) for template in found] == [
        (("Old Tannery", "Wren Quarter"), COMMON_SENTENCES)
    ]


def test_without_a_finished_batch_there_is_no_sector(tmp_path: Path) -> None:
    with pytest.raises(ScorerError) as caught:
        sector(tmp_path)
    assert caught.value.code == "E532"


def test_an_empty_batch_has_a_page(tmp_path: Path) -> None:
    assert "holds no answers" in sector_html(sector(write(tmp_path / "out", [])))


# What is written ------------------------------------------------------------------------------------------------------


def test_the_page_escapes_every_text_and_loads_nothing(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> is what each of our good landlords writes here."
    folder = write(
        tmp_path / "out", [report(name, [Answer("6.1", 90 - len(name), text)]) for name in NAMES], with_text=True
    )
    page = sector_html(sector(folder))
    assert "<script" not in page
    assert "<b>Thrupp" not in page
    assert "&lt;b&gt;Thrupp" in page
    assert "&lt;script&gt;" in page
    assert "http:" not in page
    assert "https:" not in page
    assert page == sector_html(sector(folder))


def test_the_bar_of_a_group_adds_up(tmp_path: Path) -> None:
    figures = sector(write(tmp_path / "out", [report(NAMES[0], [Answer("1.2", 100), Answer("1.3", 0)])]))
    assert bar(figures.whole) == [("strong", "A", 1, 50.0), ("poor", "D", 1, 50.0)]


@pytest.mark.parametrize(
    ("count", "of", "text"), [(1, 2, "50%"), (1, 8, "13%"), (1, 300, "under 1%"), (0, 3, "0%"), (0, 0, "–")]
)
def test_shares_are_told_in_percent(count: int, of: int, text: str) -> None:
    assert share(count, of) == text


def test_a_form_in_several_formats_is_told_once_for_each_copy(tmp_path: Path) -> None:
    said = [Answer(f"5.{number}", 50, own_words(number % 7) + own_words(number // 7)) for number in range(1, 21)]
    cut = [replace(said[0], evidence="The clock and the bell were torn apart by the page"), *said[1:]]
    word = report("Saltings", said)
    copies = [
        replace(word, form=replace(word.form, source=f"saltings.{ending}", landlord=name))
        for ending, name in (("csv", "Saltings Ltd"), ("html", "Saltings"))
    ]
    pdf = report("Saltings", cut)
    others = [
        report("Saltings", said, year=2025),
        report("Wren Quarter", said),
        report(None, said),
        replace(report(None, said), form=replace(report(None, said).form, source="b.csv")),
        report("Old Tannery", said[:10]),
        replace(report("Old Tannery", said[10:]), form=replace(word.form, source="c.csv", landlord="Old Tannery")),
    ]
    pdf = replace(pdf, form=replace(pdf.form, source="saltings.pdf"))
    once = sector(write(tmp_path / "once", [word, *others]))
    assert once.repeated == 0
    assert " again what another form" not in sector_html(once)
    figures = sector(write(tmp_path / "out", [word, *copies, pdf, *others]))
    assert figures.repeated == 3
    assert "3 forms say again what another form of the same landlord, edition and date says" in sector_html(figures)


@pytest.mark.parametrize(("mean", "text"), [(44.5, "45"), (45.5, "46"), (45.49, "45"), (0.0, "0"), (100.0, "100")])
def test_half_a_point_of_a_mean_is_rounded_up(tmp_path: Path, mean: float, text: str) -> None:
    answers = [Answer("1.2", int(mean)), Answer("1.2", round(2 * mean) - int(mean))]
    assert rounded(mean) == text
    if mean * 2 % 1 == 0:
        page = sector_html(sector(write(tmp_path / "out", [report(NAMES[0], answers)])))
        assert f"Mean score {text}." in page


def test_what_gives_nothing_to_check_is_said_of_answers_against_which_nothing_stands(tmp_path: Path) -> None:
    answers = [Answer("1.2", 5, contradiction=1, specificity=1), Answer("1.3", 25, specificity=1), Answer("1.4", 80)]
    page = sector_html(sector(write(tmp_path / "out", [report(NAMES[0], answers)])))
    assert "a further 33%, against which nothing stands, give nothing that can be checked" in page
    assert "No answer counts under two of them" in page


def test_tables_for_a_spreadsheet_keep_formulas_texts_and_numbers_numbers(tmp_path: Path) -> None:
    reports = [report(name, [Answer("1.2", 70 + number)]) for number, name in enumerate(["=1+1", *NAMES])]
    text = sector_tables(sector(write(tmp_path / "out", reports)))["landlords.csv"]
    assert "\n'=1+1," in text
    assert ",-" in text
    assert ",'-" not in text


# Peers ----------------------------------------------------------------------------------------------------------------


def test_an_answer_stands_among_those_of_other_landlords_to_the_same_provision(tmp_path: Path) -> None:
    reports = [report(name, [Answer("1.2", 10 * number)]) for number, name in enumerate(NAMES)]
    batch = open_sector(write(tmp_path / "out", reports), FACTS["fingerprint"])
    scored = among_peers(report("wren quarter Limited", [Answer("1.2", 30), Answer("1.3", 30)]), batch)
    # Its own 0 is left out; 10 and 20 are lower, 30 is the same, 40 to 60 are higher.
    assert [score.peers for score in scored.scores] == [Peers(6, 2, 1), None]
    stranger = among_peers(report("Far Field", [Answer("1.2", 30)]), batch)
    assert stranger.scores[0].peers == Peers(7, 3, 1)
    other = among_peers(report("Far Field", [Answer("1.2", 30)], code="2022"), batch)
    assert other.scores[0].peers is None


def test_each_landlord_is_one_peer_by_its_newest_form_of_the_edition(tmp_path: Path) -> None:
    reports = [
        report(NAMES[0], [Answer("1.2", 90)], year=2024),
        report(NAMES[0], [Answer("1.2", 90)], year=2025),
        report(NAMES[1], [Answer("1.2", 10)], year=2024),
        report(NAMES[1], [Answer("1.2", 70), Answer("1.2", 20)], year=2025),
        report(NAMES[1], [Answer("1.2", 10)], year=2023, code="2022"),
        report(None, [Answer("1.2", 50)]),
        report(None, [Answer("1.2", 40)], year=2023),
    ]
    batch = open_sector(write(tmp_path / "out", reports), FACTS["fingerprint"])
    (score,) = among_peers(report(NAMES[0], [Answer("1.2", 60)]), batch).scores
    assert score.peers == Peers(3, 2, 0)
    (score,) = among_peers(report("Far Field", [Answer("1.2", 70)]), batch).scores
    assert score.peers == Peers(4, 2, 1)


def test_a_batch_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScorerError) as caught:
        open_sector(write(tmp_path / "out", []), "of another version")
    assert caught.value.code == "E538"
