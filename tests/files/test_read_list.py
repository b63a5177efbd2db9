"""A list written as offices write them is read as a tracing officer would read it."""

from pathlib import Path

import pytest

from wayhome.files import read_list

UKRAINIAN = """Список зниклих безвісти;;;;
Станом на 01.03.2025;;;;
№ з/п;Прізвище, ім'я, по батькові;Дата народження;Звання;В/ч
1;Вигаданенко Остап Романович;13.05.1987;солдат;А0000
2;Неіснюк Панас Ілліч;3 травня 1990 року;сержант;А0001
3;Приміренко Олег;близько 1985;;А0001
;;;;
4;Зразківська Ганна Іванівна;31.02.1991;старший солдат;А0002
Всього: 4;;;;
"""
RUSSIAN = """Фамилия\tИмя\tОтчество\tПол\tДата рождения\tЛичный номер
Выдуманов\tЕгор\tПримерович\tм\t03.05.1987\tА-123456
Небывалова\tИрина\tПримеровна\tж\t14.11.1990\tА-123457
"""
ARABIC = """الاسم,اسم الأب,اللقب,تاريخ الميلاد,الجنس
سالم,نادر,الخيالي,٣/٥/١٩٨٧,ذكر
ليلى,نادر,الخيالي,١٧/٥/١٩٩٠,أنثى
"""


def write(tmp_path: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def codes(result) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in result.problems]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1251", "koi8-u"]
)
def test_an_official_list_is_read_in_every_encoding(tmp_path, encoding):
    text = UKRAINIAN.replace("№", "N") if encoding == "koi8-u" else UKRAINIAN
    result = read_list(write(tmp_path, text.encode(encoding)))
    assert result.mapping == {
        "full_name": "Прізвище, ім'я, по батькові",
        "birth_date": "Дата народження",
        "rank": "Звання",
        "unit": "В/ч",
    }
    assert result.entries["line"].to_list() == [4, 5, 6, 8]
    assert result.entries["birth_date"].to_list() == ["1987-05-13", "1990-05-03", "1985~", None]
    assert result.entries["rank"].to_list() == ["солдат", "сержант", None, "старший солдат"]
    assert codes(result) == [(7, "blank_row"), (8, "impossible_date"), (9, "total_row")]
    assert result.source.encoding == ("utf-16-le" if encoding == "utf-16" else encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-u"])
def test_russian_headers(tmp_path, encoding):
    result = read_list(write(tmp_path, RUSSIAN.encode(encoding)))
    assert list(result.mapping) == [
        "surname", "given_names", "patronymic", "sex", "birth_date", "number",
    ]  # fmt: skip
    assert result.entries["sex"].to_list() == ["m", "f"]
    assert result.entries["birth_date"].to_list() == ["1987-05-03", "1990-11-14"]
    assert result.source.delimiter == "\t"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_arabic_headers_and_digits(tmp_path, encoding):
    text = ARABIC if encoding == "utf-8" else ARABIC.translate(_WESTERN)
    result = read_list(write(tmp_path, text.encode(encoding)))
    assert result.source.encoding == encoding
    assert list(result.mapping) == ["given_names", "patronymic", "surname", "birth_date", "sex"]
    assert result.entries["birth_date"].to_list() == ["1987-05-03", "1990-05-17"]
    assert result.entries["sex"].to_list() == ["m", "f"]


_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
