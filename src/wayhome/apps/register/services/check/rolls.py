"""Lines of the register as the lists that a check reads."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, ListEntry, PersonList
from wayhome.apps.register.selectors import entries_visible_to
from wayhome.apps.register.selectors.candidates.shown import raw_of
from wayhome.apps.register.services.matching.comparing import BATCH, frame_of
from wayhome.files.check import Fact, Roll
from wayhome.files.check.standing import heads_standing, standing_of


def roll_of_list(shown: PersonList, viewer: User) -> tuple[Roll, tuple[int, ...]]:
    """A list as it is checked, and its lines by primary key, in the order of the rows."""
    seen = entries_visible_to(viewer).filter(appearances__list=shown)
    placed = seen.order_by("appearances__line").values_list("pk", "appearances__line")
    numbers = dict(placed)
    lines = tuple(numbers)
    raw = _rows_as_written(lines)
    roll = Roll(
        name=shown.receipt,
        entries=_numbered(lines, list(numbers.values())),
        raw=raw,
        facts=_own_words(shown, raw),
    )
    return roll, lines


def roll_of_lines(name: str, lines: Sequence[int], facts: Mapping[int, Sequence[Fact]]) -> Roll:
    """Any lines of the register, each named by the list it stands on.

    Args:
        name: of all of them.
        lines: primary keys.
        facts: what is said of each, by primary key.
    """
    row_of = {line: row for row, line in enumerate(lines)}
    return Roll(
        name=name,
        entries=_numbered(lines, [row + 1 for row in range(len(lines))]),
        raw=[{}] * len(lines),
        facts={row_of[line]: said for line, said in facts.items() if line in row_of},
        places=[places[line] for line in lines] if (places := _places(lines, name)) else (),
    )


def _numbered(lines: Sequence[int], numbers: Sequence[int]) -> pl.DataFrame:
    return frame_of(lines).insert_column(0, pl.Series("line", numbers, pl.UInt32))


def _rows_as_written(lines: Sequence[int]) -> list[Mapping[str, str]]:
    """The raw row of each line, opened: a criterion may be about any column."""
    found: dict[int, Mapping[str, str]] = {}
    for some in _batches(lines):
        for entry in ListEntry.objects.filter(pk__in=some).select_related("key"):
            found[entry.pk] = raw_of(entry)
    return [found.get(line, {}) for line in lines]


def _own_words(shown: PersonList, raw: Sequence[Mapping[str, str]]) -> dict[int, list[Fact]]:
    """What the list's own cells say of fates and categories."""
    used = {h for mapped in shown.mapping.values() for h in _headers(mapped)}
    headers = dict.fromkeys(header for cells in raw for header in cells if header not in used)
    columns = heads_standing(headers)
    facts: dict[int, list[Fact]] = {}
    for row, cells in enumerate(raw):
        for column in columns:
            told = standing_of(cells.get(column, ""))
            if told is not None:
                finds, day = told
                said = Fact(finds=finds, said_by="", source=shown.receipt, as_of=day)
                facts.setdefault(row, []).append(said)
    return facts


def _headers(mapped: str | Sequence[str]) -> Sequence[str]:
    return (mapped,) if isinstance(mapped, str) else mapped


def _places(lines: Sequence[int], name: str) -> dict[int, str]:
    """Receipt and number of each line, as a claim by list is named; the name where it has none."""
    found = dict.fromkeys(lines, name)
    for some in _batches(lines):
        stands = Appearance.objects.filter(entry__in=some, list__rolled_back_at=None)
        for entry, receipt, line in stands.order_by("list__version").values_list(
            "entry", "list__receipt", "line"
        ):
            found[entry] = f"{receipt}/{line}"
    return found


def _batches(lines: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]
