"""A column of dates: its order of day and month, its calendar, then each value."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from wayhome.files.cells.dates import (
    HISTORIC_FIRST_YEAR,
    Reading,
    order_shown,
    read_date,
    serial_day,
    serial_number,
)
from wayhome.files.cells.finding import Finding


@dataclass(frozen=True, slots=True)
class DateColumn:
    """What a column's dates say.

    `order`: how most are written, 'dmy', 'mdy' or 'ymd'; None where no cell has day and month in
    numbers. `assumed`: some cell could be read both ways, and nothing in the column decided.
    """

    findings: Mapping[str, Finding]
    order: str | None
    assumed: bool
    clear: bool  # a cell shows the order of day and month


def read_date_column(
    counts: Mapping[str, int], *, epoch_1904: bool | None, usual_order: str | None
) -> DateColumn:
    """Read each distinct cell of a column.

    Args:
        counts: the distinct cells and how often each stands there.
        epoch_1904: the workbook's calendar; None where the file does not say.
        usual_order: order of the file's other date columns, used where this one is open.
    """
    shown: Counter[str] = Counter()
    for cell, count in counts.items():
        shown[order_shown(cell)] += count
    clear = {order: shown[order] for order in ("dmy", "mdy") if shown[order]}
    dm_order = max(clear, key=lambda order: clear[order]) if clear else usual_order
    mixed = shown["open"] + shown["dots"] + sum(clear.values())
    year_first = shown["ymd"] > mixed
    order = "ymd" if year_first and not clear else dm_order or "dmy"
    reading = Reading(order, _calendar(counts, epoch_1904, order))
    findings = {cell: read_date(cell, reading) for cell in counts}
    if _is_historic(findings):
        reading = replace(reading, first_year=HISTORIC_FIRST_YEAR)
        findings = {cell: read_date(cell, reading) for cell in counts}
    return DateColumn(
        findings=findings,
        order=("ymd" if year_first else order) if shown["ymd"] + mixed else None,
        assumed=bool(shown["open"]) and not clear and not usual_order and order != "ymd",
        clear=bool(clear),
    )


def _is_historic(findings: Mapping[str, Finding]) -> bool:
    """Whether one date in fifty is older than anybody alive: then a year of 1407 is one."""
    years = [int(finding.value[:4]) for finding in findings.values() if finding.value]
    return sum(year < 1850 for year in years) > 0.02 * len(years)


def _calendar(counts: Mapping[str, int], epoch_1904: bool | None, order: str) -> bool:
    """Whether serial numbers count from 1904: as the workbook says, else as written dates suggest.

    Where the column also holds whole dates in writing, the calendar that puts more of the serial
    numbers among them is taken; 1900, the common one, where that does not decide.
    """
    if epoch_1904 is not None:
        return epoch_1904
    serials = [number for cell in counts if (number := serial_number(cell)) is not None]
    if not serials:
        return False
    written = sorted(
        finding.value
        for cell in counts
        if serial_number(cell) is None
        and len((finding := read_date(cell, Reading(order))).value or "") == 10
        and finding.value
    )
    if len(written) < 3:
        return False
    inside = {
        epoch: sum(
            written[0] <= serial_day(number, epoch).isoformat() <= written[-1] for number in serials
        )
        for epoch in (False, True)
    }
    return inside[True] > inside[False]
