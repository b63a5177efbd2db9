"""Rows that hold nobody are told from people, and each is reported."""

import pytest

from wayhome.files import read_list

HEAD = "№;Прізвище;Ім'я;Особовий номер\n"


@pytest.fixture
def read(tmp_path):
    def read_text(text: str):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        result = read_list(path)
        lines = result.entries["line"].to_list()
        return lines, [(p.row, p.code) for p in result.problems if p.severity == "refused"]

    return read_text


@pytest.mark.parametrize("word", ["Всього", "РАЗОМ:", "Итого 3", "Total", "المجموع", "Усього:"])
def test_totals(read, word):
    lines, refused = read(f"{HEAD}1;Вигаданенко;Остап;7\n;{word};;3\n")
    assert (lines, refused) == ([2], [(3, "total_row")])


@pytest.mark.parametrize("name", ["Тоталенко;Остап", "Разом;Остап", "Итогов;Фома", "Sumner;Ann"])
def test_people_whose_names_begin_like_totals(read, name):
    assert read(f"{HEAD}1;{name};7\n2;Неіснюк;Панас;8\n") == ([2, 3], [])


@pytest.mark.parametrize(
    "remark",
    [";Полонені:;;", "Група 2;;;", ";Підпис ________;;", ";Prepared by the bureau;;",
     ";довга примітка про те, що цей список ще не повний і зміниться;;"],
)  # fmt: skip
def test_headings_and_remarks(read, remark):
    lines, refused = read(f"{HEAD}1;Вигаданенко;Остап;7\n{remark}\n2;Неіснюк;Панас;8\n")
    assert (lines, refused) == ([2, 4], [(3, "heading_row")])


def test_a_lone_cell_without_a_running_number_is_a_remark_where_people_have_one(read):
    lines = "".join(f"{n};Вигаданенко;Остап;{n}\n" for n in range(1, 9))
    assert read(f"{HEAD}{lines};Полковник Уявний;;\n")[1] == [(10, "heading_row")]


def test_a_name_or_a_number_alone_is_a_person(read):
    people = ";Вигаданенко;;\n;;;А-123456\n;;Остап;\n"
    assert read(HEAD + people) == ([2, 3, 4], [])


def test_who_has_neither_name_nor_number_is_refused(read):
    text = "Прізвище;Дата народження;Стать\nВигаданенко;1987;ч\n-;1990;ж\n"
    assert read(text) == ([2], [(3, "no_name_or_number")])


def test_blank_rows_are_reported_once_a_run_and_not_at_the_end(read):
    text = f"{HEAD}1;Вигаданенко;Остап;7\n;;;\n\n;;;\n2;Неіснюк;Панас;8\n;;;\n;;;\n"
    assert read(text) == ([2, 6], [(3, "blank_row")])


def test_the_header_again_and_its_numbers(read):
    text = f"{HEAD}1;2;3;4\n1;Вигаданенко;Остап;7\n{HEAD}2;Неіснюк;Панас;8\n"
    assert read(text) == ([3, 5], [(2, "column_numbers"), (4, "repeated_header")])
