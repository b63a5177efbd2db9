"""The slow, obvious twin of the compiled loops: the same sums as plain recursions."""

from functools import cache

from wayhome.engines.names.correspondence import kernels
from wayhome.engines.names.correspondence.direction import (
    CUT_WINDOWS,
    LEAST_CUT,
    WINDOWS,
    Direction,
)
from wayhome.engines.names.correspondence.store import LetterModel


def conditional(way: Direction, x: str, y: str) -> float:
    """P(y | x): every way to cut x into chunks and to render each, one after the other."""
    source, target = _codes(way.source, x), _codes(way.target, y)
    stray, swapped, go_on, stop = (float(value) for value in way.slips)
    columns = {chunk: column for column, chunk in enumerate(way.chunks)}

    def single(i: int, j: int) -> float:
        return float(way.table[_row(way, source, i, 1), columns[target[j : j + 1]]])

    @cache
    def rest(i: int, j: int) -> float:
        total = stop if (i, j) == (len(source), len(target)) else 0.0
        if j < len(target):
            total += stray * rest(i, j + 1)
        if i + 1 < len(source) and j + 1 < len(target):
            total += swapped * single(i, j + 1) * single(i + 1, j) * rest(i + 2, j + 2)
        for size, share in _cuts(way, source, i).items():
            row = _row(way, source, i, size)
            for width in range(way.widest + 1):
                column = columns.get(target[j : j + width])
                if j + width <= len(target) and column is not None:
                    p = share * float(way.table[row, column])
                    total += go_on * p * rest(i + size, j + width)
        return total

    return rest(0, 0)


def probability(letters: LetterModel, x: str) -> float:
    """P(x) by the letter model: letter after letter, then the end."""
    codes = _codes(letters.alphabet, x)
    rows = {int(key): row for row, key in enumerate(letters.table.keys)}
    total = 1.0
    for place, code in enumerate((*codes, 0)):
        for before in reversed(range(letters.order)):
            row = rows.get(_key(codes, place, before, 0, 0))
            if row is not None:
                break
        total *= float(letters.dense[row, code])
    return total


def _codes(alphabet: object, text: str) -> tuple[int, ...]:
    return tuple(int(code) for code in alphabet.encode([text]).codes)  # type: ignore[attr-defined]


def _key(codes: tuple[int, ...], place: int, before: int, chunk: int, after: int) -> int:
    key = (chunk * 4 + before) * 4 + after
    for at in range(place - before, place + chunk + after):
        key = key * 2**kernels.BITS + (codes[at] if 0 <= at < len(codes) else 0)
    return key


def _row(way: Direction, source: tuple[int, ...], place: int, size: int) -> int | None:
    """Row of the longest known context; a letter never seen has the last row of all."""
    if place + size > len(source):
        return None
    rows = {int(key): row for row, key in enumerate(way.renderings.keys)}
    for before, after in reversed(WINDOWS.tolist()):
        row = rows.get(_key(source, place, before, size, after))
        if row is not None:
            return row
    return len(way.table) - 1 if size == 1 else None


def _cuts(way: Direction, source: tuple[int, ...], place: int) -> dict[int, float]:
    """How long the next chunk is, among the lengths that can be rendered."""
    possible = [
        size for size in range(1, way.longest + 1) if _row(way, source, place, size) is not None
    ]
    rows = {int(key): row for row, key in enumerate(way.cuts.keys)}
    shares = dict.fromkeys(possible, 0.0)
    for before, after in reversed(CUT_WINDOWS.tolist()):
        row = rows.get(_key(source, place, before, 0, after))
        if row is not None:
            shares = {size: float(way.cut_table[row, size - 1]) for size in possible}
            break
    total = sum(shares.values())
    if not total:
        return {1: 1.0} if possible else {}
    likely = {s: p / total for s, p in shares.items() if s == 1 or p / total >= LEAST_CUT}
    kept = sum(likely.values())
    return {size: share / kept for size, share in likely.items()}
