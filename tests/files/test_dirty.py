"""Every file in `dirty/` is read, mended and reported as written here, or refused in a sentence."""

import re
import runpy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from wayhome.files import ReadList, read_list
from wayhome.values import CannotRead

DIRTY = Path(__file__).parent / "dirty"
OFFICIAL_LINES = [
    (4, "Вигаданенко Остап Романович", "1987-05-13", "солдат", "А0000"),
    (5, "Неіснюк Панас Ілліч", "1990-05-03", "сержант", "А0001"),
    (6, "Приміренко Олег", "1985~", None, "А0001"),
    (8, "Зразківська Ганна Іванівна", None, "старший солдат", "А0002"),
]
OFFICIAL_PROBLEMS = [(7, "blank_row"), (8, "impossible_date"), (9, "total_row")]
RUSSIAN_LINES = [
    (2, "Выдуманов", "Егор", "Примерович", "m", "1987-05-03", "А-123456"),
    (3, "Небывалова", "Ирина", "Примеровна", "f", "1990-11-14", "А-123457"),
]


@dataclass(frozen=True)
class Expected:
    """What a file gives: format and encoding, fields, lines, problems as (row, code)."""

    source: tuple[str, str]
    fields: str
    lines: list[tuple]
    problems: list[tuple[int, str]] = field(default_factory=list)


RUSSIAN_FIELDS = "surname given_names patronymic sex birth_date number"
OFFICIAL_FIELDS = "full_name birth_date rank unit"
WORKBOOK_FIELDS = "full_name birth_date birthplace number"


def workbook(second_birth: str, calendar: str) -> Expected:
    return Expected(
        ("xlsx", ""),
        WORKBOOK_FIELDS,
        [
            (5, "Вигаданенко Остап Романович", "1987-05-03", "с. Вигадане", "380501234567"),
            (6, "Неіснюк Панас Ілліч", second_birth, "м. Небуле", "1234567890123460000"),
            (7, "Приміренко Олег", "1985", None, "007"),
        ],
        [(0, "other_sheet"), (6, calendar), (6, "digits_doubtful"), (8, "total_row")],
    )


EXPECTED = {
    "official_cp1251.csv": Expected(
        ("csv", "cp1251"), OFFICIAL_FIELDS, OFFICIAL_LINES, OFFICIAL_PROBLEMS
    ),
    "russian_koi8.tsv": Expected(("csv", "koi8-u"), RUSSIAN_FIELDS, RUSSIAN_LINES),
    "russian_utf16.txt": Expected(("csv", "utf-16-le"), RUSSIAN_FIELDS, RUSSIAN_LINES),
    "twice_encoded.csv": Expected(
        ("csv", "utf-8"), RUSSIAN_FIELDS, RUSSIAN_LINES, [(0, "double_encoding")]
    ),
    "libre.ods": Expected(("ods", ""), RUSSIAN_FIELDS, RUSSIAN_LINES),
    "arabic_1256.csv": Expected(
        ("csv", "cp1256"),
        "given_names patronymic surname birth_date sex birthplace",
        [
            (2, "سالم", "نادر", "الخيالي", "1987-05-03", "m", "بلدة الوهم"),
            (3, "ليلى", "نادر", "الخيالي", "1990-05-17", "f", None),
        ],
    ),
    "western_1252.csv": Expected(
        ("csv", "cp1252"),
        "surname given_names",
        [(2, "Müßiggänger", "Jörg"), (3, "Erfundén", "Zoë")],
    ),
    "damaged_utf8.csv": Expected(
        ("csv", "utf-8"),
        OFFICIAL_FIELDS,
        [
            OFFICIAL_LINES[0],
            (5, "Неісню\ufffd Панас Ілліч", *OFFICIAL_LINES[1][2:]),
            *OFFICIAL_LINES[2:],
        ],
        [(5, "broken_encoding"), *OFFICIAL_PROBLEMS],
    ),
    "two_rows.csv": Expected(
        ("csv", "utf-8-sig"),
        "full_name birth_date birthplace capture_date capture_place",
        [
            (3, "Вигаданенко Остап Романович", "1987-05-13", "с. Вигадане", "2022-04-02",
             "м. Небуле"),
            (4, "Неіснюк Панас Ілліч", "1990", None, "2022-04-05", "м. Небуле"),
        ],
    ),
    "no_header.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names patronymic birth_date",
        [
            (1, "Вигаданенко", "Остап", "Романович", "1987-05-13"),
            (2, "Неіснюк", "Панас", "Ілліч", "1990-05-03"),
            (3, "Приміренко", "Олег", "Миколайович", "1985-01-30"),
        ],
    ),
    "duplicates.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names",
        [(2, "Vyhadanenko", "Ostap"), (3, "Neisniuk", "Panas")],
        [(1, "duplicate_header")],
    ),
    "repeated.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names birth_date",
        [
            (4, "Выдуманов", "Егор", "1987-05-03"),
            (6, "Небывалова", "Ирина", "1990-11-14"),
            (10, "Итогов", "Фома", "1980-01-01"),
        ],
        [
            (2, "column_numbers"), (3, "heading_row"), (5, "repeated_header"),
            (7, "blank_row"), (9, "total_row"),
        ],
    ),
    "month_first.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names birth_date capture_date",
        [
            (2, "Vyhadanenko", "Ostap", "1987-05-03", "2022-04-02"),
            (3, "Neisniuk", "Panas", "1990-11-14", "2022-04-05"),
            (4, "Prymirenko", "Oleh", "1985-01-30", "2022-04-05"),
            (5, "Zrazkivska", "Hanna", "1991-12-25", "2022-04-06"),
        ],
        [(5, "other_date_order")],
    ),
    "excel_numbers.csv": Expected(
        ("csv", "utf-8"),
        "surname number code:passport",
        [
            (2, "Вигаданенко", "123456789", "000123456"),
            (3, "Неіснюк", None, "123456789012345000"),
            (4, "Приміренко", "123456781", "000123457"),
            (5, "Зразківська", "123456782", "000123458"),
            (6, "Ненаправдюк", "2345678", "000123459"),
            (7, "Вигадько", "123456784", None),
            (8, "Уявний", "123456785", None),
            (9, "Казковський", "123456786", None),
        ],
        [
            (2, "scientific_notation"), (2, "formula_text"), (3, "digits_lost"),
            (3, "digits_doubtful"), (6, "leading_zeros_lost"), (7, "spreadsheet_error"),
            (8, "spreadsheet_error"), (9, "number_as_decimal"),
        ],
    ),
    "serials.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names birth_date capture_date",
        [
            (2, "Вигаданенко", "Остап", "1987-05-03", "2022-03-15"),
            (3, "Неіснюк", "Панас", "1990-05-03", "2022-03-16"),
            (4, "Приміренко", "Олег", "1985-01-30", "2022-03-18"),
            (5, "Зразківська", "Ганна", "1991-05-13", "2022-03-17"),
            (6, "Вигадько", "Гліб", None, "2022-03-18"),
        ],
        [
            (2, "serial_date_1900"), (3, "serial_date_1900"), (4, "serial_date_1900"),
            (5, "serial_date_1904"), (6, "unreadable_date"), (6, "serial_date_1904"),
        ],
    ),
    "short_years.csv": Expected(
        ("csv", "utf-8"),
        "surname birth_date",
        [
            (2, "Vyhadanenko", "1987-05-03"),
            (3, "Neisniuk", "1990-11-14"),
            (4, "Prymirenko", "2005-01-30"),
            (5, "Zrazkivska", "1991-12-12"),
        ],
        [(row, "two_digit_year") for row in (2, 3, 4, 5)],
    ),
    "ragged.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names birth_date unit",
        [
            (2, "Vyhadanenko", "Ostap", "1987", '1st "Imaginary" Brigade'),
            (3, "Neisniuk", "Panas", "1990", "2nd"),
            (4, "Prymirenko", "Oleh", None, None),
            (5, "Zrazkivska, H", "Hanna", "1991", "two\nlines"),
            (6, "Vyhadko", "Hlib", "1992", None),
            (7, "Uiavnyi", "Tymofii", "1993", None),
        ],
        [(2, "stray_quote"), (3, "extra_cells"), (4, "missing_cells"), (6, "stray_quote")],
    ),
    "unknowns.csv": Expected(
        ("csv", "utf-8"),
        "surname given_names sex birth_date birthplace health",
        [
            (3, "Вигаданенко", "Остап", "m", None, None, None),
            (4, "Неіснюк", None, "f", "1990", None, "поранений"),
            (6, "Приміренко", "Nil", None, "1985-05", None, None),
            (7, "Зразківська", "Ганна", "f", None, "с. Вигадане", None),
        ],
        [(5, "no_name_or_number"), (7, "unlikely_year")],
    ),
    "wide.csv": Expected(
        ("csv", "utf-8"),
        "surname birth_date",
        [(2, "Вигаданенко", "1987"), (3, "Неіснюк", "1987")],
    ),
    "records.json": Expected(
        ("json", "utf-8"),
        "surname given_names birth_date number",
        [
            (1, "Vyhadanenko", "Ostap", "1987-05-13", None),
            (2, "Neisniuk", None, None, "12345678901234567890"),
        ],
    ),
    "persons.xml": Expected(
        ("pfif", "xml"),
        "full_name given_names surname sex birth_date text:locality",
        [
            (1, "Ostap Vyhadanenko", "Ostap", "Vyhadanenko", "m", "1987-05", "Nowhere"),
            (2, "Hanna Zrazkivska", "Hanna", "Zrazkivska", "f", "1991", "Nowhere"),
        ],
    ),
    "workbook.xlsx": workbook("1987-05-03", "serial_date_1900"),
    "calendar_1904.xlsx": workbook("1991-05-04", "serial_date_1904"),
    "old.xls": Expected(
        ("xls", ""),
        "surname given_names birth_date",
        [(2, "Вигаданенко", "Остап", "1987-05-03"), (3, "Неіснюк", "Панас", "1987-05-03")],
        [(3, "serial_date_1900")],
    ),
}  # fmt: skip

REFUSED = {
    "locked.xlsx": "Remove the password",
    "letter.docx": "Copy the table into a spreadsheet",
    "archive.zip": "Unpack it",
    "cut_off.xlsx": "Copy or download it again",
    "swollen.xlsx": "would unpack to 1,000 MB",
    "page.xls": "web page",
    "broken.json": "line 1, column 42",
    "entities.xml": "entities of its own",
    "prose.txt": "No column holds names or numbers",
}


def seen(result: ReadList) -> Expected:
    return Expected(
        (result.source.format, result.source.encoding),
        " ".join(result.entries.columns[1:]),
        result.entries.rows(),
        [(problem.row, problem.code) for problem in result.problems],
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_it_is_read(name):
    result = read_list(DIRTY / name)
    assert seen(result) == EXPECTED[name]
    assert result.as_written.height == result.entries.height
    assert result.as_written.columns == [use.header for use in result.columns]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name):
    with pytest.raises(CannotRead, match=re.escape(REFUSED[name])) as refusal:
        read_list(DIRTY / name)
    assert str(refusal.value).endswith(".")


def test_every_file_is_expected_to_do_something():
    files = {path.name for path in DIRTY.glob("[!.]*.*") if path.suffix != ".py"}
    assert files == EXPECTED.keys() | REFUSED.keys()


def test_the_files_are_those_the_generator_writes(tmp_path):
    runpy.run_path(str(DIRTY / "generate.py"))["write_all"](tmp_path)
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written.keys() == (EXPECTED.keys() | REFUSED.keys()) - {"old.xls", "locked.xlsx"}
    assert all((DIRTY / name).read_bytes() == data for name, data in written.items())


@pytest.mark.parametrize(
    ("name", "header", "order"),
    [
        ("month_first.csv", "date of capture", "mdy"),
        ("official_cp1251.csv", "Дата народження", "dmy"),
        ("no_header.csv", "column 5", "ymd"),
        ("records.json", "surname", None),
    ],
)
def test_the_order_of_day_and_month_is_told(name, header, order):
    columns = {use.header: use for use in read_list(DIRTY / name).columns}
    assert columns[header].date_order == order
