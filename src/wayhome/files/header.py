"""Where the header of a table is: below titles, over two rows, twice the same, or nowhere."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wayhome.files.columns.words import match_header, normal_form
from wayhome.files.read_list import Problem, Severity
from wayhome.files.table import Table

_SEARCHED = 30  # rows looked through for a header
_BELOW = 20  # rows below a header that show what its columns hold
_ENOUGH = 0.9  # score from which a row is a header
_CARRIED_WORTH = 0.5  # what a known word that is no field adds
_GIVEN_WORTH = 5.0  # what a header the caller named adds


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and where the rows of the list begin.

    `cells`: as they stand in the file, joined where the header takes two rows.
    `known`: found by its words; otherwise by its shape, or there is none (`height` 0).
    """

    names: tuple[str, ...]  # made unique, none empty
    cells: tuple[str, ...]
    start: int  # index of its first row
    height: int
    known: bool

    @property
    def below(self) -> int:
        """Index of the first row of the list."""
        return self.start + self.height


def find_header(table: Table, given: Collection[str]) -> tuple[Header, list[Problem]]:
    """Find the header in the first 30 rows.

    Args:
        table: the table.
        given: headers the caller maps, which speak for the row that holds them.
    """
    if table.header is not None:
        names, problems = _make_unique(table.header, row=0)
        return Header(names, table.header, 0, 0, known=True), problems
    rows = [[c.strip() for c in row] for row in table.rows(0, _SEARCHED + _BELOW + 1)]
    wanted = {normal_form(name) for name in given}
    start, height, cells, known = _best_header(rows, wanted)
    names, problems = _make_unique(cells, row=table.first_row + start + max(0, height - 1))
    return Header(names, tuple(cells), start, height, known), problems


def header_score(table: Table) -> float:
    """How much the first rows look like a list's header: the number of known words in one row."""
    rows = table.rows(0, _SEARCHED)
    return max((_score([c.strip() for c in row], set()) for row in rows), default=0.0)


def _best_header(rows: list[list[str]], wanted: set[str]) -> tuple[int, int, list[str], bool]:
    """Start, height, cells, and whether words were recognised."""
    best = (0.0, 0, 0, [""] * len(rows[0]))
    for start, row in enumerate(rows[:_SEARCHED]):
        single = _score(row, wanted)
        if single > best[0]:
            best = (single, start, 1, row)
        if start + 1 < len(rows) and not _holds_digits(rows[start + 1]):
            joined = _join(row, rows[start + 1])
            alone = max(single, _score(rows[start + 1], wanted))
            double = _score(joined, wanted)
            if double >= alone + 0.5 and double > best[0]:
                best = (double, start, 2, joined)
    if best[0] >= _ENOUGH:
        return best[1], best[2], best[3], True
    shaped = _find_by_shape(rows)
    if shaped is not None:
        return shaped, 1, rows[shaped], False
    filled = (i for i, row in enumerate(rows) if any(row))
    return next(filled, 0), 0, [""] * len(rows[0]), False


def _score(cells: Sequence[str], wanted: set[str]) -> float:
    """How many known words a row holds; each field counts once."""
    worth: dict[str, float] = {}
    for cell in cells:
        if not cell or len(cell) > 120:
            continue
        if wanted and normal_form(cell) in wanted:
            worth[cell] = _GIVEN_WORTH
            continue
        match = match_header(cell)
        if match.fields:
            first = match.fields[0]
            key = first if first != "-" else f"-{cell}"
            value = match.score if first != "-" else match.score * _CARRIED_WORTH
            worth[key] = max(worth.get(key, 0.0), value)
    return sum(worth.values())


def _holds_digits(cells: Sequence[str]) -> bool:
    return any(any(c.isdigit() for c in cell) for cell in cells)


def _join(top: Sequence[str], bottom: Sequence[str]) -> list[str]:
    """Two rows as one: a merged cell above several columns speaks for all of them."""
    joined, above = [], ""
    for over, under in zip(top, bottom, strict=True):
        if over:
            above = over
        elif not under:
            above = ""
        joined.append(f"{above} {under}".strip() if under else over)
    return joined


def _find_by_shape(rows: list[list[str]]) -> int | None:
    """A row of words over columns that hold numbers, whatever the language."""
    for start, row in enumerate(rows[:_SEARCHED]):
        below = rows[start + 1 : start + 1 + _BELOW]
        if len(below) < 2 or sum(map(bool, row)) < max(2, len(row) // 2) or _holds_digits(row):
            continue
        for column, cell in enumerate(row):
            numbers = sum(any(c.isdigit() for c in r[column]) for r in below)
            if cell and numbers >= 0.7 * len(below):
                return start
    return None


def _make_unique(cells: Sequence[str], row: int) -> tuple[tuple[str, ...], list[Problem]]:
    """Give every column a name of its own, and say which had to be changed."""
    names: list[str] = []
    problems = []
    bare = [" ".join(cell.split()) for cell in cells]
    taken = Counter(bare)
    for position, name in enumerate(bare):
        unique = name or f"column {position + 1}"
        copy = 2
        while unique in names or (unique != name and unique in taken):
            unique = f"{name or f'column {position + 1}'} ({copy})"
            copy += 1
        if name and unique != name:
            problems.append(
                Problem(
                    row=row,
                    column=unique,
                    code="duplicate_header",
                    severity=Severity.MENDED,
                    value=name,
                )
            )
        names.append(unique)
    return tuple(names), problems
