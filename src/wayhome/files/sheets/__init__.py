"""Sheets to print and hand over: PDF, in any script, with fonts that come along.

Needs the extra `web`: typst and two fonts under the SIL Open Font License.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import typst

FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
_NARROW, _WIDE = 4, 40  # characters: how far the widths of columns follow their content
_WRITTEN_IN = 20  # characters: room for a pen, in a column with nothing in it
_LOOKED_AT = 200  # rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on a sheet, in the reader's words. Number and recipient stand on every page."""

    language: str
    right_to_left: bool
    number: str
    recipient: str
    title: str
    page: str  # "page {n} of {m}"
    warning: str  # at the foot of every page
    facts: Sequence[tuple[str, str]]
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


def print_sheet(sheet: Sheet, *, coded: bool = False) -> bytes:
    """The sheet as PDF, A4 across. The same sheet gives the same bytes on any machine.

    Args:
        sheet: what stands on it.
        coded: the first value of every row is a drawing (SVG), a code to scan.
    """
    told = {
        "language": sheet.language,
        "direction": "rtl" if sheet.right_to_left else "ltr",
        "number": sheet.number,
        "recipient": sheet.recipient,
        "title": sheet.title,
        "page": sheet.page,
        "warning": sheet.warning,
        "facts": [list(fact) for fact in sheet.facts],
        "headers": list(sheet.headers),
        "rows": [list(row) for row in sheet.rows],
        "widths": [_width(n, sheet) for n in range(len(sheet.headers))],
    }
    with as_file(
        files("wayhome.files.sheets") / ("manifest.typ" if coded else "sheet.typ")
    ) as template:
        pdf: bytes = typst.compile(  # type: ignore[misc]  # its stub binds bytes twice
            template.read_bytes(),
            font_paths=[str(files(package) / "files") for package in FONTS],
            ignore_system_fonts=True,
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
            timestamp=0,
        )
    return pdf


def _width(column: int, sheet: Sheet) -> int:
    longest = max((len(row[column]) for row in sheet.rows[:_LOOKED_AT]), default=0)
    if sheet.rows and longest == 0:
        return _WRITTEN_IN
    return min(_WIDE, max(_NARROW, len(sheet.headers[column]) // 2, longest))
