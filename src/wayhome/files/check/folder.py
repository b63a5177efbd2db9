"""The folder a check leaves behind: data, tables, the sheet for the table."""

import json
from importlib.util import find_spec
from pathlib import Path

from wayhome.files.check.checking import Check
from wayhome.files.check.sheet import Spoke, write_sheet
from wayhome.files.check.written import check_as_json, difference_table, line_table
from wayhome.files.messages import message
from wayhome.files.report.folder import replaced_whole
from wayhome.files.report.spreadsheets import write_csv, write_xlsx

PRINTS = "typst"
"""The package without which no sheet is printed; it comes with the extra `web`."""


def write_check(
    out: Path, check: Check, *, lang: str, reader: str, recipient: str, number: str
) -> list[Path]:
    """Write `check.json`, `lines.csv`, `difference.csv`, `check.xlsx` and `sheet.pdf`.

    Files can be read by their owner only, and if anything fails `out` is as it was. Without the
    extra `web` there is no sheet.

    Args:
        out: the folder.
        check: what was found.
        lang: of the tables.
        reader: the language of whoever is to hear it; of the sheet.
        recipient: who that is.
        number: by which the sheet is named.

    Returns:
        The files.

    Raises:
        CannotWrite: the folder cannot be written.
    """
    lines = line_table(check, lang)
    tables = {message("check.tab.lines", lang): lines}
    with replaced_whole(out) as new:
        text = json.dumps(check_as_json(check, lang), ensure_ascii=False, indent=1)
        (new / "check.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        write_csv(lines, new / "lines.csv")
        if check.difference is not None:
            differs = difference_table(check.difference, lang)
            write_csv(differs, new / "difference.csv")
            tables[message("check.tab.difference", lang)] = differs
        write_xlsx(tables, new / "check.xlsx")
        if find_spec(PRINTS) is not None:
            sheet = spoke_of(check, recipient=recipient, number=number)
            (new / "sheet.pdf").write_bytes(write_sheet(sheet, reader=reader))
        names = sorted(path.name for path in new.iterdir())
    return [out / name for name in names]


def spoke_of(check: Check, *, recipient: str, number: str) -> Spoke:
    """What the sheet of a check says: every line that is not in order."""
    return Spoke(
        title=check.name,
        number=number,
        recipient=recipient,
        as_of=check.as_of,
        checked=len(check.lines),
        lines=check.in_the_way,
        criteria=check.criteria,
        elsewhere=check.elsewhere,
    )
