"""The sheet for the table: which lines will not do, with a short reason to say aloud for each.

In the addressee's language; each name as written, and in the addressee's script by a named rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wayhome.files.check.found import LineCheck
from wayhome.files.check.reasons import reasons_of
from wayhome.files.check.spoken import SCRIPTS, Speller
from wayhome.files.messages import RIGHT_TO_LEFT, message


@dataclass(frozen=True, kw_only=True)
class Spoke:
    """What a sheet is to say: the lines in the way of a list, and how others write their names."""

    title: str  # of the list
    number: str  # by which the sheet and the list are named
    recipient: str
    as_of: str  # EDTF
    checked: int  # lines
    lines: Sequence[LineCheck]
    criteria: Mapping[str, str]
    elsewhere: Mapping[int, Sequence[tuple[str, str]]]
    warning: str = ""  # in the addressee's language; else the usual one


def write_sheet(spoke: Spoke, *, reader: str) -> bytes:
    """The sheet as PDF, in the language and script of its reader.

    Needs the extra `web`: typst and two fonts.
    """
    from wayhome.files.sheets import Sheet, print_sheet  # noqa: PLC0415 - an extra

    rows, rules = spoken_rows(spoke, reader=reader)
    told = message("check.comma", reader).join(rules) or message("check.as_written", reader)
    script = message(f"check.script.{SCRIPTS[reader]}", reader)
    return print_sheet(
        Sheet(
            language=reader,
            right_to_left=reader in RIGHT_TO_LEFT,
            number=spoke.number,
            recipient=spoke.recipient,
            title=message("check.sheet.title", reader, list=spoke.title),
            page=message("check.sheet.page", reader, n="{n}", m="{m}"),
            warning=spoke.warning or message("check.sheet.warning", reader),
            facts=[
                (message("check.sheet.as_of", reader), spoke.as_of),
                (message("check.sheet.lines", reader), str(spoke.checked)),
                (message("check.sheet.in_the_way", reader), str(len(spoke.lines))),
                (message("check.sheet.spelt", reader, script=script), told),
            ],
            headers=[
                message("check.column.line", reader),
                message("check.column.name", reader),
                message("check.column.spoken", reader, script=script),
                message("check.column.reason", reader),
            ],
            rows=rows,
        )
    )


def spoken_rows(spoke: Spoke, *, reader: str) -> tuple[list[list[str]], list[str]]:
    """Number, name as written, name in the reader's script, reason; and the rules of the names."""
    speller = Speller.of([one.name for one in spoke.lines], reader=reader)
    rows: list[list[str]] = []
    rules: dict[str, None] = {}
    for one in spoke.lines:
        spoken = speller(one.name, elsewhere=tuple(spoke.elsewhere.get(one.row, ())))
        if spoken.rule:
            rules[spoken.rule] = None
        reason = " ".join(_shortest(reasons_of(one, spoke.criteria, reader)))
        rows.append([str(one.line), one.name, spoken.text or "—", reason])
    return rows, list(rules)


_ALOUD = 2  # reasons said of a line


def _shortest(reasons: Iterable[str]) -> list[str]:
    """The gravest reasons, as many as one can say before the next name."""
    return list(reasons)[:_ALOUD]
