"""Judgements of people are read back, in four languages, and never given to the wrong lines."""

from importlib.resources import files

import polars as pl
import pytest

from wayhome.files import Judgement, judgement_problem, read_judgements, read_list, refusal_in
from wayhome.files.judgements import read_judgement
from wayhome.files.report.spreadsheets import write_xlsx
from wayhome.values import CannotRead

SOUGHT = (
    "Прізвище;Ім'я;Звання\nВигаданенко;Остап;солдат\n;;\n=Неіснюк;Панас;солдат\nПримірко;Олег;\n"
)
HELD = "ФИО;Звание\nВыдуманов Егор;рядовой\nНебылин Пётр;рядовой\n"
# Lines 2, 4 and 5 are rows 0, 1 and 2 of the one; lines 2 and 3 are rows 0 and 1 of the other.


@pytest.fixture
def lists(tmp_path):
    (tmp_path / "sought.csv").write_text(SOUGHT, encoding="utf-8")
    (tmp_path / "held.csv").write_text(HELD, encoding="utf-8")
    return read_list(tmp_path / "sought.csv"), read_list(tmp_path / "held.csv")


@pytest.fixture
def judged(tmp_path, lists):
    """Read judgements written as text."""

    def read(text, *, within=False):
        path = tmp_path / "judged.csv"
        path.write_text(text, encoding="utf-8")
        a, b = lists
        return read_judgements(path, list_a=a, list_b=a if within else b)

    return read


def codes(judgements):
    return [(problem.row, problem.code) for problem in judgements.problems]


def test_lines_become_rows_and_words_judgements(judged):
    found = judged(
        "line_a,line_b,judgement\n2,2,same\n4,3,різні особи\n5,2,؟\n5,3,не уверен\n4,2,\n"
    )
    assert found.pairs.rows() == [(0, 0, "same"), (1, 1, "not_same"), (2, 1, "unsure")]
    assert found.decided.rows() == [(0, 0, True), (1, 1, False)]
    assert codes(found) == [(4, "judgement_unknown")]
    assert found.counts() == {"same": 1, "not_same": 1, "unsure": 1, "left_out": 1}


def test_other_columns_and_titles_do_not_matter(judged):
    found = judged("Зошит;;;\nJudgement;zone;LINE_B;line_a\nтак;review;3.0;5\n")
    assert found.pairs.rows() == [(2, 1, "same")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("3,2", "judgement_no_line_a"),  # a blank row of the file
        ("99,2", "judgement_no_line_a"),
        ("1,2", "judgement_no_line_a"),  # its header
        ("-2,2", "judgement_no_line_a"),
        (",2", "judgement_no_line_a"),
        ("2,4", "judgement_no_line_b"),
        ("2,x", "judgement_no_line_b"),
    ],
)
def test_a_row_that_points_to_no_line_is_told_with_its_number(judged, row, code):
    found = judged(f"line_a,line_b,judgement\n2,2,same\n{row},same\n")
    assert codes(found) == [(3, code)]
    assert found.pairs.height == 1
    for lang, word in {"en": "row 3", "uk": "рядок 3", "ru": "строка 3", "ar": "السطر 3"}.items():
        assert f"{word}:" in judgement_problem(found, found.problems[0], lang)


def test_a_row_that_shows_other_names_than_its_lines_is_not_used(judged):
    """The list has changed since: line 5 is another person now."""
    header = "line_a,line_b,judgement,a: Прізвище,a: Звання,b: ФИО\n"
    found = judged(
        header
        + "2,2,same,Вигаданенко,матрос,Выдуманов  Егор\n"  # what is no name may be retyped
        + "4,2,not_same,'=Неіснюк,солдат,Выдуманов Егор\n"  # as a report writes the cell
        + "5,2,same,Вигаданенко,,Выдуманов Егор\n"
        + "5,3,same,Примірко,,Кто-то Другой\n"
    )
    assert found.pairs.rows() == [(0, 0, "same"), (1, 0, "not_same")]
    assert codes(found) == [(4, "judgement_other_names"), (5, "judgement_other_names")]
    for problem in found.problems:
        assert "Другой" not in judgement_problem(found, problem, "en")


def test_a_pair_judged_in_two_ways_is_not_used_and_told_twice(judged):
    found = judged("line_a,line_b,judgement\n2,2,same\n4,2,no\n2,2,unsure\n4,2,ні\n")
    assert found.pairs.rows() == [(1, 0, "not_same")]
    assert codes(found) == [(2, "judgement_twice"), (4, "judgement_twice")]


def test_within_one_list_the_order_does_not_matter(judged):
    found = judged("line_a,line_b,judgement\n4,2,same\n5,5,same\n2,4,yes\n", within=True)
    assert found.pairs.rows() == [(0, 1, "same")]
    assert codes(found) == [(3, "judgement_same_line")]


def test_nothing_judged_is_no_fault(judged):
    assert judged("line_a,line_b,judgement\n2,2,\n4,3, \n").pairs.height == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("line_a,line_b\n2,2\n", "no_judgements"),
        (SOUGHT, "no_judgements"),
        ("line_a,line_b,judgement\n88,2,same\n99,2,same\n", "judgements_of_others"),
        ("", "empty"),
    ],
)
def test_what_is_no_judgement_of_these_lists_is_refused(judged, text, code):
    with pytest.raises(CannotRead) as refusal:
        judged(text)
    assert refusal.value.code == code
    assert refusal_in(refusal.value, "uk") != str(refusal.value)


def test_a_workbook_is_read_as_well(judged, tmp_path, lists):
    found = judged("line_a,line_b,judgement\n2,2,same\n5,3,نعم\n")
    a, b = lists
    lines = found.pairs.with_columns(line_a=pl.Series([2, 5]), line_b=pl.Series([2, 3]))
    write_xlsx({"matches": lines.select("line_a", "line_b", "judgement")}, tmp_path / "j.xlsx")
    again = read_judgements(tmp_path / "j.xlsx", list_a=a, list_b=b)
    assert again.pairs.rows() == found.pairs.rows()
    assert again.source.format == "xlsx"


def words():
    text = files("wayhome").joinpath("resources/columns/judgements.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines()[2:]]


def test_every_word_means_one_judgement_whatever_its_case():
    for judgement, _, word in words():
        assert read_judgement(word) == read_judgement(f" {word.upper()}. ") == judgement, word
    assert read_judgement("лише можливо") is None


def test_every_judgement_has_words_in_every_language():
    have = {(judgement, language) for judgement, language, _ in words()}
    assert have == {(str(j), lang) for j in Judgement for lang in ("en", "uk", "ru", "ar")}
