"""`errors_*.csv` is mended by hand and read again: nothing of the list may be lost on the way."""

import csv

import polars as pl
import pytest

from wayhome.engines.linkage.result import Linkage
from wayhome.files import read_list
from wayhome.files.read_list import ROW_COLUMN, SENTENCE_COLUMN
from wayhome.files.report import write_report

HEADER = ["№", "Прізвище", "Ім'я", "Дата народження", "Місце народження", "Телефон", "Примітка"]
LINES = [
    ["1", "Вигаданенко", "Остап", "03.05.1987", "Озерне", "+380501234567", ""],
    ["2", "Неіснюк", "Панас", "31.02.1990", "Вишнянка", "+380671234567", "бачили; двічі, разом"],
    ["3", "", "", "14.11.1990", "Дубрава", "-", "=без імені"],
    ["4", "Приміренко", "Олег", "1985", "Озерне", "", "@лікарня"],
    ["Всього", "4", "", "", "", "", ""],
]
BAD_DATE, NAMELESS, TOTAL = 3, 4, 6  # rows as a spreadsheet counts them


def write(path, header, lines):
    quoted = [",".join(f'"{cell}"' for cell in line) for line in [header, *lines]]
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return path


def cells_of(path):
    """Header and rows of a file as they stand in it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def bare(cell):
    """The cell without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell.removeprefix("'")


def empty_linkage(rows):
    nothing = pl.DataFrame(
        schema={
            "row_a": pl.UInt32, "row_b": pl.UInt32, "weight": pl.Float64, "posterior": pl.Float64,
            "zone": pl.String, "reason": pl.String, "order": pl.String, "rivals": pl.UInt32,
        }
    )  # fmt: skip
    groups = pl.DataFrame(schema={"row": pl.UInt32, "group": pl.UInt32})
    left = pl.Series("row", range(rows), dtype=pl.UInt32)
    return Linkage(
        pairs=nothing, groups_a=groups, groups_b=groups, left_a=left, left_b=left,
        expected_overlap=None,
    )  # fmt: skip


def report_of(path, out):
    listed = read_list(path)
    linkage = empty_linkage(listed.entries.height)
    return write_report(out, linkage=linkage, list_a=listed, list_b=listed, run={})


@pytest.fixture
def errors(tmp_path):
    """The path of errors_a.csv of the list above."""
    return report_of(write(tmp_path / "list.csv", HEADER, LINES), tmp_path / "out").errors_a


def test_rows_with_problems_keep_every_cell(errors):
    """Also rows that are no lines: without their cells nobody could mend them."""
    header, rows = cells_of(errors)
    assert header == [*HEADER, ROW_COLUMN, SENTENCE_COLUMN]
    assert [int(row[-2]) for row in rows] == [BAD_DATE, NAMELESS, TOTAL]
    for row in rows:
        assert [bare(cell) for cell in row[:-2]] == LINES[int(row[-2]) - 2]
        assert row[-1].endswith(".")
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)


def test_mended_rows_are_read_again(errors, tmp_path):
    header, rows = cells_of(errors)
    date, surname = HEADER.index("Дата народження"), HEADER.index("Прізвище")
    rows[0][date] = "28.02.1990"
    rows[1][surname] = "Небувальчук"
    again = read_list(write(tmp_path / "mended.csv", header, rows[:2]))
    assert again.problems == ()
    assert again.as_written.columns == HEADER
    assert {use.header for use in again.columns} == set(HEADER)
    fields = ["line", "surname", "given_names", "birth_date", "birthplace"]
    assert again.entries.select(fields).rows() == [
        (2, "Неіснюк", "Панас", "1990-02-28", "Вишнянка"),
        (3, "Небувальчук", None, "1990-11-14", "Дубрава"),
    ]


def test_rows_read_again_unmended_have_the_same_problems(errors):
    again = read_list(errors)
    assert [p.code for p in again.problems] == ["impossible_date", "no_name_or_number", "total_row"]
    assert again.entries["line"].to_list() == [2]
    assert again.mapping == read_list(errors.parent.parent / "list.csv").mapping


def test_the_added_columns_do_not_pile_up(errors, tmp_path):
    """Mending in two goes: the second errors_a.csv has the two columns once."""
    second = report_of(errors, tmp_path / "second").errors_a
    header, rows = cells_of(second)
    assert header == [*HEADER, ROW_COLUMN, SENTENCE_COLUMN]
    assert [int(row[-2]) for row in rows] == [2, 3, 4]
    first = [[bare(cell) for cell in row[:-2]] for row in cells_of(errors)[1]]
    assert [[bare(cell) for cell in row[:-2]] for row in rows] == first


def test_marks_against_formulas_come_off_again(errors):
    """A cell is read as the list had it, not with the apostrophe that kept a spreadsheet quiet."""
    again = read_list(errors)
    assert again.as_written["Телефон"].to_list() == ["+380671234567"]
    assert again.refused["Примітка"].to_list() == ["=без імені", ""]
