"""Delimited text comes back cell for cell, whatever its delimiter, quotes and encoding."""

import csv
import io
import tempfile
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.files import Limits, read_list
from wayhome.files.decoding import decode
from wayhome.files.delimited import find_delimiter
from wayhome.values import CannotRead

UNICODE = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
DELIMITERS = list(",;\t|")
HEADER = ("surname", "given name", "remarks of the office", "unit")
# Invented, and of the letters and lengths of real ones.
CYRILLIC = (
    "Вигаданенко", "Неіснюк", "Приміренко", "Зразківська", "Казковський", "Уявний", "Мрійчук",
)  # fmt: skip
PEOPLE = {
    "cp1251": CYRILLIC,
    "koi8-u": CYRILLIC,
    "cp1256": ("الخيالي", "الوهمي", "سالم", "نادر", "ليلى", "عبدالله", "الموهوم", "المتخيل"),
    "cp1252": ("Müßiggänger", "Erfundén", "Señuelo", "Påhittsson", "Françoise", "Ünwirklich"),
}

# What a cell may hold: anything printable, also quotes, line ends and other delimiters.
printable = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.just("\n"),
    max_size=12,
)
names = st.text(st.sampled_from("АБВГабвгдеєжіїйABCDabcd'-"), min_size=1, max_size=12).map(
    lambda text: "Ж" + text
)
rows = st.lists(st.tuples(names, names, printable, printable), min_size=1, max_size=8)


def encode(table, delimiter: str, quoting: int, line_end: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator=line_end)
    writer.writerow(HEADER)
    writer.writerows(table)
    return text.getvalue()


def read_bytes(data: bytes, **more):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list")
        path.write_bytes(data)
        return read_list(path, **more)


@settings(max_examples=150, deadline=None)
@given(
    rows,
    st.sampled_from(DELIMITERS),
    st.sampled_from(UNICODE),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_comes_back_as_written(table, delimiter, encoding, quoting, line_end):
    result = read_bytes(encode(table, delimiter, quoting, line_end).encode(encoding))
    assert result.source.delimiter == delimiter
    assert result.as_written.rows() == table
    assert result.entries["line"].to_list() == list(range(2, len(table) + 2))


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(DELIMITERS), st.sampled_from(list(PEOPLE)))
def test_names_come_back_in_eight_bit_encodings(data, delimiter, encoding):
    name = st.sampled_from(PEOPLE[encoding])
    table = data.draw(st.lists(st.tuples(name, name, name, name), min_size=3, max_size=8))
    result = read_bytes(encode(table, delimiter, csv.QUOTE_MINIMAL, "\n").encode(encoding))
    assert result.source.encoding == encoding
    assert result.as_written.rows() == table


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u"])
@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_capitals_do_not_mislead(encoding, change):
    for first, second in pairwise(CYRILLIC):
        text = f"{change(first)}\n{change(second)}\n"
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2\n2,5;3\n", ";"),
        ("surname, name;dob\nA, B;1\nC, D;2\n", ";"),
        ("surname:dob\nA:1\nB:2\n", ":"),
        ("surname;dob\nA,1;1,5\nB,2;2,5\nC,3;3,5\n", ";"),  # only the header's words decide
        ("اسم،عمر\nا،1\nب،2\n", "،"),
        ('a,b\n"x;y;z",1\n"x;y;z",2\n', ","),
        ("A\nB\nC\n", ","),
        ("title\n\nsurname|dob\nA, B, C|1\n", "|"),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_evenly(text, delimiter):
    assert find_delimiter(text) == delimiter


@pytest.mark.parametrize(
    "text", ["Жє,Жє\n", "Рі\n", "Аі,Бі,Ві,Гі,Жі,Зі,Иі,Кі,Лі\n", "Zoë\n", "Ãœ\n"]
)
def test_whole_text_is_not_taken_for_text_encoded_twice(text):
    """'Жє' in cp1251 happens to be valid UTF-8 too."""
    assert decode(text.encode()).text == text


def read_wrongly(data: bytes, wrong: str) -> str:
    """As Windows does: a byte the encoding lacks becomes the control of the same number."""
    return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize("wrong", ["cp1251", "cp1252", "latin-1"])
@pytest.mark.parametrize("encoding", ["cp1251", "cp1252", "cp1256"])
def test_text_encoded_twice_is_undone(encoding, wrong):
    text = "\n".join(PEOPLE[encoding] * 2)
    decoded = decode(read_wrongly(text.encode(), wrong).encode())
    assert (decoded.text, decoded.twice) == (text, True)


def test_a_stray_quote_costs_one_cell_and_not_the_rest():
    text = 'surname,unit\nA,"1st\n' + "".join(f"B{i},2nd\n" for i in range(200))
    result = read_bytes(text.encode())
    assert result.entries.height == 201
    assert [(p.row, p.code) for p in result.problems] == [(2, "stray_quote")]


def test_rows_between_two_stray_quotes_are_not_lost_in_silence():
    result = read_bytes(b'surname,dob,unit\nA,1987,"1st\nB,1990,2nd"\nC,1991,3rd\n')
    assert result.entries["line"].to_list() == [2, 3]
    assert [(p.row, p.code) for p in result.problems] == [(2, "stray_quote")]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Sokil" Vyhadanenko,"Nowhere, 1",x', ('"Sokil" Vyhadanenko', "Nowhere, 1", "x")),
        ('Vyhadanenko,"1st "Sokil" Brigade",""', ("Vyhadanenko", '1st "Sokil" Brigade', "")),
        ('Vyhadanenko,"1st,', ("Vyhadanenko", "1st", "")),
        ('Vyhadanenko,1st"x,"say ""no"""', ("Vyhadanenko", '1st"x', 'say "no"')),
        ('Vyhadanenko,"1st"x,2nd"', ("Vyhadanenko", '"1st"x', "2nd")),
    ],
)
def test_other_cells_beside_a_stray_quote_stay_whole(line, cells):
    result = read_bytes(f'surname,place,unit\n"A" B,"c"d,"e"f\n{line}\n'.encode())
    assert result.as_written.row(1) == cells


def test_line_ends_of_old_machines():
    assert read_bytes(b"surname,unit\rA,1\rB,2\r").as_written.rows() == [("A", "1"), ("B", "2")]


def test_rows_are_numbered_as_a_spreadsheet_does():
    """A cell of several lines is in one row; blank rows count; what follows keeps its number."""
    result = read_bytes(b'surname,unit\n"A","x\ny\nz"\n\n\nB,2\n')
    assert result.entries["line"].to_list() == [2, 5]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"surname,unit\n", "no rows below"),
        (b"surname,unit\n,\n-,3\n", "No line of the file has a name"),
        (b";;;\n;;;\n", "only empty cells"),
        (b"\x00\x01\x02\x03" * 400, "neither text nor a workbook"),
        (bytes(range(256)) * 40, "neither text nor a workbook"),
        (b"\x01\x02\x03\x04\x05" * 40, "neither text nor a workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"%PDF-1.7\n", "Copy the table"),
        (b"SQLite format 3\0", "database"),
        (b"\x1f\x8b\x08\0\0\0", "Unpack it"),
        (b"{\\rtf1 surname}", "a text document"),
        (b"<note/>", "not PFIF"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
         "2003"),
        (b"[]", "no records"),
        (b'{"a": 1}', "no records"),
        (b"[" * 100_000, "nested"),
        (b"PK\x05\x06" + b"\0" * 18, "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office document"),
        (b"a;b;c\n1;2;3\n4;5;6\n", "No column holds names"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(CannotRead, match=sentence) as refusal:
        read_bytes(data)
    assert str(refusal.value).endswith(".")
    assert "Traceback" not in str(refusal.value)


def test_records_one_a_line():
    result = read_bytes(b'{"surname": "A", "dob": "1987"}\n\n{"surname": "B"}\n')
    assert result.entries.rows() == [(1, "A", "1987"), (2, "B", None)]


def test_short_rows_are_told_one_by_one_or_once_for_all():
    full, short = "A,1,2\n", "B\n"
    few = read_bytes(f"surname,x,y\n{full * 50}{short * 2}".encode())
    assert [(p.row, p.code) for p in few.problems] == [(52, "missing_cells"), (53, "missing_cells")]
    many = read_bytes(f"surname,x,y\n{full * 50}{short * 50}".encode())
    assert [(p.row, p.code) for p in many.problems] == [(0, "missing_cells")]


def test_a_stray_nul_does_not_make_it_another_encoding():
    text = "surname,unit\n" + "Vyhadanenko,1st\n" * 20
    assert read_bytes(text.encode().replace(b"1st", b"1\0st", 1)).as_written.row(0)[1] == "1st"


def test_no_such_file(tmp_path):
    with pytest.raises(CannotRead, match="cannot be opened"):
        read_list(tmp_path / "nothing.csv")
    with pytest.raises(CannotRead, match="cannot be opened"):
        read_list(tmp_path)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(rows=3), "more than 3 rows"),
        (Limits(columns=1), "at most 1 are read"),
        (Limits(file_bytes=10), "larger than"),
    ],
)
def test_limits(limits, sentence):
    with pytest.raises(CannotRead, match=sentence):
        read_bytes(b"surname,unit\nA,1\nB,2\nC,3\n", limits=limits)


def test_refusals_name_nobody():
    """What looks like a header by its shape might be a person in the first row."""
    data = b"Vyhadanenko;Ostap\n" + b"8;9+\n" * 6
    for mapping in ({}, {"surname": "Vyhadenko"}):
        with pytest.raises(CannotRead) as refusal:
            read_bytes(data, mapping=mapping)
        assert "Vyhadanenko" not in str(refusal.value)


TEXTS = sorted(
    path.read_bytes()
    for path in (Path(__file__).parent / "dirty").iterdir()
    if path.suffix in (".csv", ".tsv", ".txt", ".json")
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(TEXTS),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 6), st.binary(max_size=4)), min_size=1, max_size=8
    ),
)
def test_damage_anywhere_gives_a_list_or_a_sentence(data, wounds):
    for place, length, more in wounds:
        at = int(place * len(data))
        data = data[:at] + more + data[at + length :]
    with suppress(CannotRead):
        result = read_bytes(data)
        assert result.as_written.height == result.entries.height > 0
        assert all(use.header in result.as_written.columns for use in result.columns)
