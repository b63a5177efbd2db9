"""A date is read as far as it is known, and a column decides what one cell leaves open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.files.cells.date_column import read_date_column
from wayhome.files.cells.dates import PIVOT, Reading, read_date, serial_day

DMY, MDY, YMD = (Reading(order) for order in ("dmy", "mdy", "ymd"))
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1987-05-03", "1987-05-03"),
        ("1987/5/3", "1987-05-03"),
        ("1987-25-05", "1987-05-25"),
        ("3.5.1987", "1987-05-03"),
        (" 03. 05. 1987 ", "1987-05-03"),
        ("03/05/87", "1987-05-03"),
        ("03.05.1987 р.", "1987-05-03"),
        ("03.05.1987 г.р.", "1987-05-03"),
        ("03.05.1987 0:00:00", "1987-05-03"),
        ("1987-05-03T00:00:00.000Z", "1987-05-03"),
        ("19870503", "1987-05-03"),
        ("03051987", "1987-05-03"),
        ("030587", "1987-05-03"),
        ("May 1987", "1987-05"),
        ("May 3, 1987", "1987-05-03"),
        ("3rd of May 1987", "1987-05-03"),
        ("3-May-87", "1987-05-03"),
        ("1987 May 3", "1987-05-03"),
        ("3 травня 1987 року", "1987-05-03"),
        ("травень 1987", "1987-05"),
        ("3-го мая 1987 г.", "1987-05-03"),
        ("٣/٥/١٩٨٧", "1987-05-03"),
        ("۳/۵/۱۹۸۷", "1987-05-03"),
        ("3 مايو 1987", "1987-05-03"),
        ("3 أيار 1987", "1987-05-03"),
        ("3 كانون الثاني 1987", "1987-01-03"),
        ("3 تشرين الأول 1987م", "1987-10-03"),
        ("1987", "1987"),
        ("1987 р.", "1987"),
        ("1987 р.н.", "1987"),
        ("1987 г.р.", "1987"),
        ("1987.0", "1987"),
        ("born 1987", "1987"),
        ("05.1987", "1987-05"),
        ("1987-05", "1987-05"),
        ("00.05.1987", "1987-05"),
        ("00.00.1987", "1987"),
        ("??.??.1987", "1987"),
        ("xx.05.1987", "1987-05"),
        ("1987-00-00", "1987"),
        ("about 1985", "1985~"),
        ("c. 1985", "1985~"),
        ("1985?", "1985~"),
        ("1985 (?)", "1985~"),
        ("~1985", "1985~"),
        ("близько 1985 р.", "1985~"),
        ("около 1985", "1985~"),
        ("حوالي 1985", "1985~"),
        ("circa May 1985", "1985-05~"),
        ("31900", "1987-05-03"),
        ("31900.75", "1987-05-03"),
    ],
)
def test_it_is_read(written, edtf):
    assert read_date(written, DMY).value == edtf


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("31.02.1987", "impossible_date"),
        ("1987-13-13", "impossible_date"),
        ("29.02.1900", "impossible_date"),
        ("99999999", "impossible_date"),
        ("1407", "unlikely_year"),
        ("3.5.1407", "unlikely_year"),
        ("spring", "unreadable_date"),
        ("3 May", "unreadable_date"),
        ("1985-1987", "unreadable_date"),
        ("1985 or 1986", "unreadable_date"),
        ("03.05", "unreadable_date"),
    ],
)
def test_it_is_left_out(written, code):
    finding = read_date(written, DMY)
    assert (finding.value, finding.code, finding.severity) == (None, code, "left_out")


@given(days)
def test_whole_dates_survive_every_way_of_writing(day):
    for reading, pattern in [
        (DMY, "{d:02}.{m:02}.{y}"), (DMY, "{d}/{m}/{y}"), (MDY, "{m}/{d}/{y}"),
        (MDY, "{m:02}-{d:02}-{y}"), (DMY, "{y}-{m:02}-{d:02}"), (MDY, "{y}/{m}/{d}"),
        (DMY, "{y}{m:02}{d:02}"), (YMD, "{y}.{m}.{d}"),
    ]:  # fmt: skip
        written = pattern.format(d=day.day, m=day.month, y=day.year)
        assert read_date(written, reading).value == day.isoformat()


@given(st.integers(0, 99))
def test_two_digit_years_turn_at_the_pivot(year):
    finding = read_date(f"03.05.{year:02}", DMY)
    century = 2000 if year < PIVOT else 1900
    assert (finding.value, finding.code) == (f"{century + year}-05-03", "two_digit_year")


@given(days)
def test_serial_numbers_count_days(day):
    """From 1 March 1900 the 1900 calendar runs 1,462 days (four years and one) ahead."""
    since_1904 = (day - datetime.date(1904, 1, 1)).days
    assert serial_day(since_1904, epoch_1904=True) == day
    if day >= datetime.date(1900, 3, 1):
        assert serial_day(since_1904 + 1462, epoch_1904=False) == day


def test_known_serials():
    assert serial_day(1, epoch_1904=False) == datetime.date(1900, 1, 1)
    assert serial_day(59, epoch_1904=False) == datetime.date(1900, 2, 28)
    assert serial_day(61, epoch_1904=False) == datetime.date(1900, 3, 1)


def column(*cells, epoch_1904=None, usual=None):
    return read_date_column(dict.fromkeys(cells, 1), epoch_1904=epoch_1904, usual_order=usual)


@pytest.mark.parametrize(
    ("cells", "order", "assumed"),
    [
        (("03/05/1987", "14/11/1990"), "dmy", False),
        (("03/05/1987", "11/14/1990"), "mdy", False),
        (("03/05/1987", "04/06/1990"), "dmy", True),
        (("03.05.1987", "04.06.1990"), "dmy", False),
        (("1987-05-03", "1990-11-14"), "ymd", False),
        (("87/05/03", "90/11/14"), "ymd", False),
        (("1987", "May 1990"), None, False),
    ],
)
def test_a_column_has_one_order(cells, order, assumed):
    read = column(*cells)
    assert (read.order, read.assumed) == (order, assumed)


def test_the_order_decides_what_is_open():
    assert column("03/05/1987", "11/14/1990").findings["03/05/1987"].value == "1987-03-05"
    assert column("03/05/1987", usual="mdy").findings["03/05/1987"].value == "1987-03-05"
    assert column("03/05/1987").findings["03/05/1987"].value == "1987-05-03"


def test_a_cell_that_fits_only_the_other_order_is_mended_and_told():
    finding = column("14/11/1990", "15/11/1990", "05/25/1987").findings["05/25/1987"]
    assert (finding.value, finding.code) == ("1987-05-25", "other_date_order")


def test_the_workbook_knows_its_calendar_better_than_the_column():
    written = ("15.03.2022", "16.03.2022", "18.03.2022")
    assert column(*written, "43175").findings["43175"].value == "2022-03-17"
    assert column(*written, "43175", epoch_1904=False).findings["43175"].value == "2018-03-16"
    assert column("43175").findings["43175"].value == "2018-03-16"


def test_old_years_are_dates_only_among_old_dates():
    """1407 is of the Hijra among dates of today, of our era among those of past centuries."""
    assert column("1407-05-03", "1987-01-01").findings["1407-05-03"].code == "unlikely_year"
    historic = column("1407-05-03", "1630-01-01", "1712-08-09")
    assert historic.findings["1407-05-03"].value == "1407-05-03"
