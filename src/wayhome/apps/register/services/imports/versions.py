"""What became of every line from one version of a list to the next. Rules, not guesses.

A line is the same if every mapped field is the same as on any earlier version; it keeps its row,
and so its judgements, answers and flags. A line the version before does not have is a changed one
if it shares its number, or its name and birth date, with exactly one of the lines left there; tried
in this order. All others are new. What is left of the version before was dropped.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from wayhome.apps.register.services.imports.lines import Line
from wayhome.files.line_keys import RULES


@dataclass(frozen=True, slots=True)
class Known:
    """A line that stood on an earlier version."""

    entry_id: int
    digest: bytes
    fields: Mapping[str, str]
    current: bool  # whether it stands on the version before, or only on older ones


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a line.

    `same`: the row it keeps, because an earlier version had this very line; `current`: the version
    before had it. `follows`: the row of the version before that it changes, and by which `rule`.
    """

    line: Line
    same: int | None = None
    current: bool = False
    follows: int | None = None
    rule: str = ""

    @property
    def state(self) -> str:
        """`same`, `changed`, `returned` (an older version had it) or `new`."""
        if self.current:
            return "same"
        if self.follows is not None:
            return "changed"
        return "new" if self.same is None else "returned"


@dataclass(frozen=True, slots=True)
class Matched:
    """Every line of the file, and the rows of the version before that are not among them.

    Those are `dropped`, or `carried` where the file only adds to the version before.
    """

    lines: Sequence[Match]
    dropped: Sequence[int]
    carried: Sequence[int] = ()

    @property
    def total(self) -> int:
        """How many lines the new version has."""
        return len(self.lines) + len(self.carried)

    def count(self, state: str) -> int:
        """How many lines are in that state."""
        return sum(state == match.state for match in self.lines)


def match_versions(lines: Sequence[Line], known: Iterable[Known]) -> Matched:
    """Find each line among those known of earlier versions."""
    known = sorted(known, key=lambda row: (not row.current, row.entry_id))
    matches = _same_lines(lines, known)
    kept = {match.same for match in matches}
    left = [row for row in known if row.current and row.entry_id not in kept]
    for rule, key in RULES:
        open_lines = [
            (place, match.line)
            for place, match in enumerate(matches)
            if not match.current and match.follows is None
        ]
        pairs = _pairs(open_lines, left, key)
        for place, row in pairs.items():
            matches[place] = replace(matches[place], follows=row.entry_id, rule=rule)
        taken = {row.entry_id for row in pairs.values()}
        left = [row for row in left if row.entry_id not in taken]
    return Matched(matches, [row.entry_id for row in left])


def _same_lines(lines: Sequence[Line], known: Sequence[Known]) -> list[Match]:
    """Give each line the row with its digest; the first such line the first such row."""
    unused: dict[bytes, list[Known]] = defaultdict(list)
    for row in reversed(known):
        unused[row.digest].append(row)
    matches = []
    for line in lines:
        if unused[line.digest]:
            found = unused[line.digest].pop()
            matches.append(Match(line, same=found.entry_id, current=found.current))
        else:
            matches.append(Match(line))
    return matches


def _pairs(
    lines: Sequence[tuple[int, Line]],
    left: Sequence[Known],
    key: Callable[[Mapping[str, str]], str],
) -> dict[int, Known]:
    """Lines and rows that share a key which no other line and no other row has."""
    by_key: dict[str, tuple[list[int], list[Known]]] = defaultdict(lambda: ([], []))
    for place, line in lines:
        by_key[key(line.fields)][0].append(place)
    for row in left:
        by_key[key(row.fields)][1].append(row)
    return {
        places[0]: rows[0]
        for shared, (places, rows) in by_key.items()
        if shared and len(places) == len(rows) == 1
    }


def twice(lines: Sequence[Line]) -> dict[int, str]:
    """The places of lines that may be one person twice, and by which rule.

    Those that share a number, or name and birth date, or else every cell: a row that was pasted
    twice is the plainest double, whatever little it says.
    """
    found: dict[int, str] = {}
    rules: dict[str, Callable[[Line], object]] = {
        f"same_{rule}": partial(_keyed, key) for rule, key in RULES
    }
    for rule, shared_by in {**rules, "same_row": _row}.items():
        keys = [shared_by(line) for line in lines]
        times = Counter(keys)
        for place, shared in enumerate(keys):
            if shared and times[shared] > 1:
                found.setdefault(place, rule)
    return found


def _keyed(key: Callable[[Mapping[str, str]], str], line: Line) -> str:
    return key(line.fields)


def _row(line: Line) -> tuple[tuple[str, str], ...]:
    """Every cell that holds something, under its header."""
    return tuple((header, cell) for header, cell in line.raw.items() if cell and cell.strip())
