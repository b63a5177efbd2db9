"""What became of every line from one version of a list to the next. Rules, not guesses.

A line is the same if every mapped field is the same; it keeps its row, and so its judgements,
answers and flags. Otherwise it is changed if it shares its number, or its name and birth date, with
exactly one line of the version before, of those that are left; tried in this order. All others are
new. What is left of the version before was dropped.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wayhome.apps.register.services.imports.lines import Line


@dataclass(frozen=True, slots=True)
class Known:
    """A line that stood on an earlier version."""

    entry_id: int
    digest: bytes
    fields: Mapping[str, str]
    current: bool  # whether it stands on the version before, or only on older ones


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a line: the row it keeps, or the row it changes and the rule that says so."""

    line: Line
    same: int | None = None
    follows: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """Every line of the new version, and the rows of the one before that it no longer has."""

    lines: Sequence[Match]
    dropped: Sequence[int]

    def count(self, what: str) -> int:
        """How many lines are `same`, `changed` or `new`."""
        return sum(what == state_of(match) for match in self.lines)


def state_of(match: Match) -> str:
    """`same`, `changed` or `new`."""
    if match.same is not None:
        return "same"
    return "changed" if match.follows is not None else "new"


def match_versions(lines: Sequence[Line], known: Iterable[Known]) -> Matched:
    """Find each line among those known of earlier versions."""
    known = sorted(known, key=lambda k: (not k.current, k.entry_id))
    unused: dict[bytes, list[Known]] = defaultdict(list)
    for row in reversed(known):
        unused[row.digest].append(row)
    found: dict[int, Match] = {}
    for place, line in enumerate(lines):
        if unused[line.digest]:
            found[place] = Match(line, same=unused[line.digest].pop().entry_id)
    kept = {match.same for match in found.values()}
    left = [row for row in known if row.current and row.entry_id not in kept]
    for rule, key in RULES:
        open_lines = [(place, line) for place, line in enumerate(lines) if place not in found]
        pairs = _pairs(open_lines, left, key)
        for place, row in pairs.items():
            found[place] = Match(lines[place], follows=row.entry_id, rule=rule)
        taken = {row.entry_id for row in pairs.values()}
        left = [row for row in left if row.entry_id not in taken]
    matches = [found.get(place) or Match(line) for place, line in enumerate(lines)]
    return Matched(matches, [row.entry_id for row in left])


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


def number_key(fields: Mapping[str, str]) -> str:
    """The personal number without case, blanks and hyphens; '' where there is none."""
    return re.sub(r"[\W_]", "", _fold(fields.get("number", "")))


def name_key(fields: Mapping[str, str]) -> str:
    """The whole name, without case and signs, and the birth date; '' where one is missing."""
    parts = [fields.get(f, "") for f in ("surname", "given_names", "patronymic")]
    name = " ".join(part for part in parts if part) or fields.get("full_name", "")
    words = re.findall(r"\w+", re.sub(r"['’ʼ`]", "", _fold(name)))
    born = fields.get("birth_date", "")
    return f"{' '.join(words)}|{born}" if words and born else ""


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


RULES = (("number", number_key), ("name_and_birth_date", name_key))
"""Which shared key makes a line the changed form of an older one, tried in this order."""


def twice(lines: Sequence[Line]) -> dict[int, str]:
    """The places of lines that share a number, or name and birth date, and by which rule."""
    found: dict[int, str] = {}
    for rule, key in RULES:
        keys = [key(line.fields) for line in lines]
        times = Counter(keys)
        for place, shared in enumerate(keys):
            if shared and times[shared] > 1:
                found.setdefault(place, f"same_{rule}")
    return found
