"""A date that stands in three columns is one date."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_again import empty_linkage

from wayhome.files import read_list
from wayhome.files.cells.dates import Reading, read_date
from wayhome.files.cells.joined_date import join_date
from wayhome.files.cells.months import MONTHS
from wayhome.files.report import write_report

PEOPLE = [
    ("А", "3", "5", "1987"),
    ("Б", "", "", "1990"),
    ("В", "-", "11", "1979"),
    ("Г", *[""] * 3),
]
READ = ["1987-05-03", "1990", "1979-11", None]


@pytest.fixture
def listed(tmp_path):
    def read(header, rows, **options):
        path = tmp_path / "list.csv"
        lines = [header, *(";".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_list(path, **options)

    return read


@pytest.mark.parametrize(
    "header",
    [
        "ПІБ;Дата народження день;Дата народження місяць;Дата народження рік",
        "ПІБ;Дата народження;;\n;день;місяць;рік",
        "ФИО;число;месяц;год рождения",
        "ФИО;День рождения;Месяц рождения;Год рождения",
        "full name;birth_day;birth_month;birth_year",
        "full name;day of birth;month of birth;year of birth",
        "full name;birthday;birth month;birth year",
        "FullName;BirthDay;BirthMonth;BirthYear",
        "full name;day;month;year",
        "full name;dd;mm;yyyy of birth",
        "الاسم الكامل;يوم الميلاد;شهر الميلاد;سنة الميلاد",
        "שם מלא;יום לידה;חודש לידה;שנת לידה",
    ],
)
def test_three_columns_are_one_birth_date(listed, header):
    result = listed(header, PEOPLE)
    assert result.entries["birth_date"].to_list() == READ
    assert [use.field for use in result.columns] == ["full_name", None, None, "birth_date"]
    day, month, year = (use.header for use in result.columns[1:])
    assert result.headers["birth_date"] == (day, month, year)
    assert result.mapping["birth_date"] == year
    assert result.problems == ()
    assert result.as_written.height == 4


def test_the_order_of_the_columns_does_not_matter(listed):
    rows = [(name, year, month, day) for name, day, month, year in PEOPLE]
    result = listed("full name;birth year;birth month;birth day", rows)
    assert result.entries["birth_date"].to_list() == READ


def test_two_dates_in_six_columns(listed):
    head = (
        "ПІБ;рік народження;місяць народження;день народження;день полону;місяць полону;рік полону"
    )
    result = listed(head, [("А", "1987", "травень", "3", "7", "лютого", "2031")] * 3)
    assert result.entries["birth_date"].unique().to_list() == ["1987-05-03"]
    assert result.entries["capture_date"].unique().to_list() == ["2031-02-07"]


def test_a_saved_mapping_of_the_year_brings_day_and_month(listed):
    header = "ПІБ;день;місяць;рік"
    result = listed(header, PEOPLE, mapping={"birth_date": "рік"})
    assert result.entries["birth_date"].to_list() == READ
    apart = listed(header, PEOPLE, mapping={"birth_date": "рік", "text:day": "день"})
    assert apart.entries["birth_date"].to_list() == ["1987", "1990", "1979", None]


@pytest.mark.parametrize(
    "header",
    ["ПІБ;день обстеження;місяць обстеження;рік народження", "ПІБ;сума;місяць;рік народження"],
)
def test_parts_of_other_dates_are_not_joined(listed, header):
    result = listed(header, PEOPLE)
    assert result.entries["birth_date"].to_list() == ["1987", "1990", "1979", None]


def test_what_is_no_date_is_told_in_its_row(listed):
    rows = [*PEOPLE, ("Ґ", "31", "2", "1990"), ("Д", "3", "5", "")]
    result = listed("ПІБ;день народження;місяць народження;рік народження", rows)
    assert [(p.row, p.column, p.code) for p in result.problems] == [
        (6, "рік народження", "impossible_date"),
        (7, "рік народження", "unreadable_date"),
    ]
    assert result.entries["birth_date"].to_list() == [*READ, None, None]


@given(st.dates(), st.sampled_from(["dmy", "mdy", "ymd"]), st.booleans(), st.booleans())
def test_a_joined_date_reads_as_that_day_in_a_column_of_any_order(day, order, worded, padded):
    day = day.replace(year=1930 + day.year % 70, day=min(day.day, 28))
    word = next(w for w, number in MONTHS.items() if number == day.month)
    month = word if worded else f"{day.month:02}" if padded else f"{day.month}.0"
    for year in (f"{day:%Y}", f"{day:%y}"):
        joined = join_date(f"{day.day:02}" if padded else str(day.day), month, year)
        assert read_date(joined, Reading(order)).value == day.isoformat()


def test_the_report_shows_the_date_as_written(listed, tmp_path):
    result = listed("ПІБ;день народження;місяць народження;рік народження", PEOPLE)
    written = write_report(
        tmp_path / "out", linkage=empty_linkage(4), list_a=result, list_b=result, run={}
    )
    assert "3 5 1987" in written.report.read_text("utf-8")
    columns = json.loads(written.run.read_text("utf-8"))["inputs"]["a"]["columns"]
    assert columns[3]["joined"] == ["день народження", "місяць народження"]
