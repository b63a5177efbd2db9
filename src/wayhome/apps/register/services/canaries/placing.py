"""Where an invented person stands among the lines: nowhere a line would not."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from wayhome.apps.register.models.disclosure import SPACE
from wayhome.apps.register.selectors.disclosures import Leaving

SORTED = 0.95
"""From this share of neighbours in order on, a list is taken as sorted."""
BY = ("surname", "full_name", "number", "birth_date", "capture_date", "unit", "rank", "birthplace")
_LETTERS = str.maketrans({"ґ": "г\uffff", "є": "е\uffff", "і": "и\uffff", "ї": "и\uffff\uffff",
                          "ё": "е\uffff"})  # fmt: skip
Fields = Mapping[str, str]
Key = tuple[tuple[int, str], ...]


class Places:
    """The free places of a disclosure that is being released."""

    def __init__(self, content: Sequence[Leaving], taken: Iterable[int] = ()) -> None:
        self._content = content
        self._taken = {one.position for one in content} | set(taken)
        self._by = next((name for name in BY if _is_sorted(content, name)), "")

    def order(self, fields: Fields) -> Key:
        """By what to sort who is to be placed; the last goes first, and stands nearest."""
        return sort_key(fields.get(self._by, ""))

    def sorted_place(self, fields: Fields) -> int | None:
        """Where he belongs by what the lines are sorted by; `None` where they are not."""
        if not fields.get(self._by):
            return None
        rows = [one for one in self._content if one.fields[self._by]]
        at = bisect_right([sort_key(one.fields[self._by]) for one in rows], self.order(fields))
        if at < len(rows):
            return self.before(rows[at])
        return self._take(rows[-1].position + SPACE - 1, -1)

    def before(self, line: Leaving) -> int:
        """The nearest free place before a line."""
        return self._take(line.position - 1, -1)

    def after(self, line: Leaving) -> int:
        """The nearest free place after a line."""
        return self._take(line.position + 1, +1)

    def _take(self, place: int, step: int) -> int:
        while place in self._taken or place < 1:
            place += step
            if place < 1:
                place, step = 1, +1
        self._taken.add(place)
        return place


def sort_key(text: str) -> Key:
    """As a person sorts: numbers by their size, letters in the order of their alphabet."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)
    return tuple(
        (int(part), "") if part.isdigit() else (-1, part)
        for part in re.findall(r"\d+|[^\d]+", plain)
    )


def _is_sorted(content: Sequence[Leaving], name: str) -> bool:
    keys = [sort_key(one.fields[name]) for one in content if one.fields.get(name)]
    if len(set(keys)) < SPACE:
        return False
    steps = list(pairwise(keys))
    return sum(a <= b for a, b in steps) >= SORTED * len(steps)
