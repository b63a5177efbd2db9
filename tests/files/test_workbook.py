"""Workbooks are parsed apart, under limits; whatever happens there is one sentence here."""

import io
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter

from wayhome.files import Limits, read_list, workbook
from wayhome.values import CannotRead

DIRTY = Path(__file__).parent / "dirty"
WHOLE = DIRTY / "workbook.xlsx"


def write_workbook(path: Path, *sheets: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def test_the_sheet_with_the_list_is_read_and_the_others_are_named(tmp_path):
    notes = [["remark", "by"]] + [["seen", "x"]] * 30
    path = write_workbook(tmp_path / "a", notes, [["surname", "dob"], ["Vyhadanenko", 1987]], [])
    result = read_list(path)
    assert result.source.sheet == "Sheet2"
    assert result.entries.rows() == [(2, "Vyhadanenko", "1987")]
    assert [(p.code, p.value) for p in result.problems] == [("other_sheet", "Sheet1")]


def test_cells_are_text_as_a_spreadsheet_keeps_them(tmp_path):
    cells = ["Vyhadanenko", 1.0, 0.1, 1e15 + 1, True, 'a,"b"\nc', " ", None]
    header = ["surname", "b", "c", "d", "e", "f", "g", "h"]
    path = write_workbook(tmp_path / "a", [header, cells])
    assert read_list(path).as_written.row(0) == (
        "Vyhadanenko", "1", "0.1", "1000000000000000", "TRUE", 'a,"b"\nc', " ", "",
    )  # fmt: skip


def test_rows_have_the_numbers_of_the_sheet(tmp_path):
    path = write_workbook(tmp_path / "a", [[], [], ["", "surname"], ["", "A"], [], ["", "B"]])
    assert read_list(path).entries["line"].to_list() == [4, 6]


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(parser_seconds=0), "within 0 seconds"),
        (Limits(rows=2), "more than 2 rows"),
        (Limits(columns=2), "more columns than a list"),
        (Limits(cell_bytes=100), "more text than a list"),
        (Limits(unpacked_bytes=1000), "unpack"),
        (Limits(unpacked_free_bytes=1000, unpacked_ratio=1), "unpack"),
    ],
)
def test_limits(limits, sentence):
    with pytest.raises(CannotRead, match=sentence):
        read_list(WHOLE, limits=limits)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows bounds no address space")
def test_a_parser_without_memory_is_one_sentence():
    with pytest.raises(CannotRead, match="its parser stopped"):
        read_list(WHOLE, limits=Limits(parser_bytes=5_000_000))


@pytest.mark.parametrize("script", ["import os; os.abort()", "raise SystemExit(9)", "print(1/0)"])
def test_a_parser_that_dies_is_one_sentence(script, tmp_path, monkeypatch):
    dying = tmp_path / "dying.py"
    dying.write_text(script, encoding="utf-8")
    monkeypatch.setattr(workbook, "_PARSER", dying)
    with pytest.raises(CannotRead, match="its parser stopped"):
        read_list(WHOLE)


def test_a_part_that_unpacks_to_more_than_it_states_is_refused(tmp_path):
    """The directory says 1,000 bytes; the part holds a thousand times as many."""
    packed = io.BytesIO()
    with zipfile.ZipFile(WHOLE) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part)
            more = b" " * 1_000_000 if "sheet2" in part.filename else b""
            new.writestr(part.filename, body + more)
    data = bytearray(packed.getvalue())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at += 4
    (tmp_path / "liar.xlsx").write_bytes(bytes(data))
    with pytest.raises(CannotRead):
        read_list(tmp_path / "liar.xlsx")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["workbook.xlsx", "libre.ods", "old.xls", "persons.xml"])
def test_a_file_cut_anywhere_is_refused_or_read(tmp_path, name, share):
    """Never anything but a list or a sentence."""
    data = (DIRTY / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * share)])
    with suppress(CannotRead):
        assert read_list(tmp_path / name).entries.height


@pytest.mark.parametrize("name", ["workbook.xlsx", "libre.ods", "letter.docx"])
def test_a_zip_that_lost_its_beginning_is_refused_or_read(tmp_path, name):
    """Its directory then points before the beginning of the file."""
    data = (DIRTY / name).read_bytes()
    (tmp_path / name).write_bytes(data[:4] + data[40:])
    with pytest.raises(CannotRead):
        read_list(tmp_path / name)


def test_the_parser_imports_only_the_reader():
    """A flaw in a parser must not reach more than the parser: no Polars, nothing of Wayhome."""
    script = (
        "import runpy, sys, io; sys.argv = ['p', 'workbook', '8000000000', '60', '9', '9', '9999'];"
        f"sys.stdin = io.TextIOWrapper(io.BytesIO(open({str(WHOLE)!r}, 'rb').read()));"
        f"sys.stdout = io.TextIOWrapper(io.BytesIO());"
        f"runpy.run_path({str(workbook._PARSER)!r}, run_name='__main__');"
        "loaded = {name.partition('.')[0] for name in sys.modules};"
        "sys.stderr.write(' '.join(sorted(loaded & {'polars', 'numpy', 'wayhome', 'rapidfuzz'})))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )  # fmt: skip
    assert done.stderr == ""
