"""Parses one spreadsheet or XML file in a process of its own, which imports only the reader.

Run by its path (`python -I parse_apart.py KIND ...`), never imported: the file comes in on standard
input, its cells go out on standard output. For each sheet: a line of JSON that describes it, then
pieces of CSV with all cells quoted, each after a line with its length in bytes, then a line `0`.
A refusal is one line of JSON, `{"refused": CODE}`, at the end, and exit 3.

On POSIX the process limits its own address space and processor time first; Windows has no such
limits, there the caller's clock alone ends it.
"""

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

REFUSED = 3
_CHUNK = 20_000  # rows packed at a time, so that cells are not held twice


class Refused(Exception):
    """A file that is not read; `str()` is a code the caller has a sentence for."""


def main() -> None:
    """Read a 'workbook' or a 'pfif'; the arguments after it bound what it may take and give."""
    kind, (memory, seconds, rows, columns, most) = sys.argv[1], map(int, sys.argv[2:7])
    _limit(memory, seconds)
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        sheets = _pfif(data) if kind == "pfif" else _workbook(data, rows, columns)
        for description, cells in sheets:
            out.write(json.dumps(description).encode() + b"\n")
            left = iter(cells)
            while chunk := list(islice(left, _CHUNK)):
                packed = _pack(chunk)
                most -= len(packed)
                if most < 0:
                    raise Refused("too_large")
                out.write(f"{len(packed)}\n".encode() + packed)
            out.write(b"0\n")
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}).encode() + b"\n")
        sys.exit(REFUSED)


def _pack(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8", errors="replace")


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415 -- does not exist on Windows
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, max(1, seconds))):
        _, hard = resource.getrlimit(kind)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, hard))


Sheet = tuple[dict[str, Any], Iterable[list[str]]]


def _workbook(data: bytes, most_rows: int, most_columns: int) -> Iterator[Sheet]:
    """Every visible sheet that holds something."""
    from python_calamine import (  # noqa: PLC0415 -- after the limits
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for about in book.sheets_metadata:
            shown = about.visible is SheetVisibleEnum.Visible
            if not shown or about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            if sheet.start is None or not sheet.height:
                continue
            if sheet.height > most_rows:
                raise Refused("too_many_rows")
            if sheet.width > most_columns:
                raise Refused("too_many_columns")
            first = sheet.start[0] + 1
            filled = islice(sheet.iter_rows(), sheet.start[0], None)
            rows = ([_text(cell) for cell in row] for row in filled)
            yield {"sheet": about.name, "first_row": first, "width": sheet.width}, rows
    except PasswordError:
        raise Refused("password") from None
    except CalamineError:
        raise Refused("damaged") from None


def _text(cell: object) -> str:
    """A cell's value as a spreadsheet would show it without a format; days in ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        kept = Decimal(f"{cell:.15g}")  # a spreadsheet keeps fifteen digits
        return f"{kept.to_integral_value() if kept == kept.to_integral_value() else kept:f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def _pfif(data: bytes) -> Iterator[Sheet]:
    """The persons of a PFIF file, one row each; a header of all their elements first."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 -- only the error

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("xml_entities") from None
    except (ParseError, ValueError):
        raise Refused("damaged") from None
    persons = [
        {_bare(part.tag): (part.text or "").strip() for part in element if not len(part)}
        for element in root.iter()
        if _bare(element.tag) == "person"
    ]
    keys = list(dict.fromkeys(key for person in persons for key in person))
    rows = [keys] + [[person.get(key, "") for key in keys] for person in persons]
    yield {"sheet": "", "first_row": 0, "width": len(keys)}, rows if keys else []


def _bare(tag: str) -> str:
    """A tag without its namespace."""
    return str(tag).rpartition("}")[2]


if __name__ == "__main__":
    main()
