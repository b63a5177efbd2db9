"""What a spreadsheet did to a number is undone where it can be, and told where it cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.files.cells.codes import read_code, shortened


@given(st.integers(10**5, 10**15 - 1))
def test_all_digits_in_the_mantissa_give_the_number_back(number):
    digits = str(number)
    for point in ".,":
        written = f"{digits[0]}{point}{digits[1:]}E+{len(digits) - 1}"
        finding = read_code(written)
        assert (finding.value, finding.code) == (digits, "scientific_notation")


@given(st.integers(10**5, 10**15 - 1), st.integers(1, 5))
def test_with_a_digit_missing_nothing_is_taken(number, missing):
    digits = str(number)[:-1]
    finding = read_code(f"{digits[0]}.{digits[1:]}E+{len(digits) - 1 + missing}")
    assert (finding.value, finding.code, finding.severity) == (None, "digits_lost", "left_out")


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        ("1.50E+01", "15", "scientific_notation"),
        ("1.5E+00", None, "digits_lost"),  # a fraction is no number of a person
        ("1E5", "1E5", ""),
        ("12E+3", "12E+3", ""),
        ("А-123456", "А-123456", ""),
        ("123456.0", "123456", "number_as_decimal"),
        ("123,00", "123", "number_as_decimal"),
        ("12.5", "12.5", ""),
        ("1234567890123450", "1234567890123450", "digits_doubtful"),
        ("1234567890123456", "1234567890123456", ""),
        ("000123", "000123", ""),
    ],
)
def test_codes(written, value, code):
    finding = read_code(written)
    assert (finding.value, finding.code) == (value, code)


FULL = ["448812", "448813", "902211", "118822", "551100", "771203", "640021"]


def test_shorter_numbers_among_long_ones_have_lost_zeros():
    assert shortened([*FULL, "8812", "99871", "А-12"]) == {"8812", "99871"}


@pytest.mark.parametrize(
    "codes",
    [
        [*FULL, "000123", "8812"],  # zeros in front are kept in this column
        ["1", "22", "333", "4444", "55555", "666666"],  # of every length
        ["12", "13", "14", "15", "16", "7"],  # too short to be such numbers
        [*FULL, "12"],  # four digits fewer is another kind of number
        ["448812", "8812"],  # too few to tell
    ],
)
def test_where_widths_show_nothing(codes):
    assert shortened(codes) == set()
