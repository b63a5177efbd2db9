"""Workbooks and PFIF: checked from outside, then parsed in a process of their own."""

import io
import json
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from wayhome.files.delimited import too_many_rows
from wayhome.files.header import header_score
from wayhome.files.limits import Limits
from wayhome.files.read_list import Problem, Severity
from wayhome.files.refusals import refuse
from wayhome.files.table import Table
from wayhome.values import CannotRead

_PARSER = Path(__file__).with_name("parse_apart.py")
_DAMAGE = (
    KeyError,
    zipfile.BadZipFile,
    OSError,
    RuntimeError,  # also an encrypted part, and one packed in a way Python cannot unpack
    EOFError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Python raises on damaged zips."""

_PARTS = 20_000  # files inside a workbook beyond which it is none


def check_zip(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open a zip's directory and refuse one that unpacks to more than the limits.

    Nothing is unpacked: sizes are those the directory states.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        raise refuse(CannotRead, "cut_off") from None
    parts = packed.infolist()
    size = sum(part.file_size for part in parts)
    large = size > limits.unpacked_free_bytes and size > limits.unpacked_ratio * len(data)
    if large or size > limits.unpacked_bytes or len(parts) > _PARTS:
        packed_size = f"{len(data) / 1e6:.1f}"
        raise refuse(CannotRead, "swollen", packed=packed_size, unpacked=size // 1_000_000)
    return packed


def read_part(packed: zipfile.ZipFile, name: str) -> bytes:
    """The first megabyte of a part; nothing where it is missing or damaged."""
    try:
        with packed.open(name) as part:
            return part.read(1_000_000)
    except _DAMAGE:
        return b""


def calendar_of(packed: zipfile.ZipFile) -> bool | None:
    """Whether an XLSX counts its days from 1904; None where it has no workbook part."""
    text = read_part(packed, "xl/workbook.xml")
    return re.search(rb"date1904\s*=\s*[\"'](1|true)", text) is not None if text else None


def read_workbook(
    data: bytes, kind: str, limits: Limits, *, epoch_1904: bool | None = None
) -> Table:
    """Read the sheet of a workbook that looks most like a list, and name the others.

    Args:
        data: the file.
        kind: 'xlsx', 'xls' or 'ods'.
        limits: how much is taken.
        epoch_1904: the calendar of its day numbers, if known.

    Raises:
        CannotRead: protected, damaged, too large, or without a filled sheet.
    """
    sheets = [
        Table(
            cells=cells,
            format=kind,
            first_row=about["first_row"],
            sheet=about["sheet"],
            epoch_1904=epoch_1904,
        )
        for about, cells in _parse_apart(data, "workbook", limits)
    ]
    if not sheets:
        raise refuse(CannotRead, "no_filled_sheet")
    best = max(sheets, key=lambda sheet: (header_score(sheet), sheet.cells.height))
    for sheet in sheets:
        if sheet is not best and sheet.cells.height > 1:
            best.problems.append(
                Problem(
                    row=0,
                    column="",
                    code="other_sheet",
                    severity=Severity.REFUSED,
                    value=sheet.sheet,
                )
            )
    return best


def read_pfif(data: bytes, limits: Limits) -> Table:
    """Read the person records of a PFIF file (1.2 to 1.4); a row is a person, counted from 1.

    Raises:
        CannotRead: broken XML, entities of its own, or no person in it.
    """
    for about, cells in _parse_apart(data, "pfif", limits):
        if cells.height > 1:
            if cells.height - 1 > limits.rows:
                raise too_many_rows(limits)
            header = tuple(str(cell) for cell in cells.row(0))
            return Table(
                cells=cells.slice(1),
                format="pfif",
                first_row=about["first_row"] + 1,
                header=header,
                encoding="xml",
            )
    raise refuse(CannotRead, "pfif_without_persons")


def _parse_apart(
    data: bytes, kind: str, limits: Limits
) -> Iterator[tuple[dict[str, Any], pl.DataFrame]]:
    """Run the parser; yield each sheet's description and cells."""
    bounds = (
        limits.parser_bytes,
        limits.parser_seconds,
        limits.rows,
        limits.columns,
        limits.cell_bytes,
    )
    command = [sys.executable, "-I", str(_PARSER), kind, *map(str, bounds)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter and our own script
            command,
            input=data,
            capture_output=True,
            timeout=limits.parser_seconds,
            check=False,
            close_fds=True,
        )
    except subprocess.TimeoutExpired:
        raise refuse(CannotRead, "too_slow", seconds=limits.parser_seconds) from None
    if done.returncode:
        raise _refusal(done.stdout, limits)
    yield from _unpack(done.stdout)


def _refusal(answer: bytes, limits: Limits) -> CannotRead:
    """The parser's own refusal, or a sentence for a parser that died."""
    try:
        code = json.loads(answer.splitlines()[-1])["refused"]
    except (ValueError, KeyError, IndexError, TypeError):
        return refuse(CannotRead, "parser_stopped")
    if code == "too_many_rows":
        return too_many_rows(limits)
    return refuse(CannotRead, code)


def _unpack(answer: bytes) -> Iterator[tuple[dict[str, Any], pl.DataFrame]]:
    stream = io.BytesIO(answer)
    while description := stream.readline():
        about = json.loads(description)
        pieces = []
        while size := int(stream.readline()):
            pieces.append(_cells(stream.read(size), about["width"]))
        if pieces:
            yield about, pl.concat(pieces)


def _cells(packed: bytes, width: int) -> pl.DataFrame:
    """CSV of the parser's own making into a frame."""
    return pl.read_csv(
        packed,
        has_header=False,
        new_columns=[str(i) for i in range(width)],
        infer_schema=False,
    ).fill_null("")
