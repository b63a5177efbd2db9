"""Every line beside every line, under the likeliest order of their name parts."""

from collections.abc import Iterator, Sequence
from math import log10

from wayhome.engines.linkage.levels import NameLevel
from wayhome.engines.linkage.reference.levels import date_level, name_level
from wayhome.engines.linkage.reference.records import (
    AS_GIVEN,
    GROUPS,
    OWN,
    SLOTS,
    Line,
    NamePart,
    Order,
    Pair,
    Tables,
)
from wayhome.engines.linkage.reference.weights import (
    date_weight,
    name_weight,
    rough_name_weight,
    sex_weight,
)


def orders_to_try(a: Line, b: Line, group: Sequence[Order]) -> Iterator[Order]:
    """As given, and every order in which a part that moved agrees with the part it meets."""
    for order in group:
        moved = [slot for slot in OWN if order[0][slot] != order[1][slot]]
        if not moved or any(_agree(a, b, slot, order) for slot in moved):
            yield order


def _agree(a: Line, b: Line, slot: int, order: Order) -> bool:
    x, y = beside(a, b, slot, order)
    return x is not None and y is not None and x.consonants == y.consonants


def beside(a: Line, b: Line, slot: int, order: Order) -> tuple[NamePart | None, NamePart | None]:
    """The parts of both lines that are surname, given names or patronymic, read as that."""
    x, y = a.names[order[0][slot]], b.names[order[1][slot]]
    return (x[slot] if x else None), (y[slot] if y else None)


def order_weight(a: Line, b: Line, order: Order, tables: Tables) -> float:
    """What the three name parts weigh together under one order."""
    parts = [rough_name_weight(slot, *beside(a, b, slot, order), tables) for slot in OWN]
    return log10(tables.orders[order]) + sum(parts)


def length_of_surname(a: Line, b: Line, order: Order) -> tuple[int, int]:
    """By which the longer surname is told: its letters on both lines, then which letters."""
    sounds = [x.sound for x in beside(a, b, 0, order) if x is not None]
    return (
        sum(map(len, sounds)),
        sum(1 << (ord(letter) & 31) for sound in sounds for letter in set(sound)),
    )


def best_order(a: Line, b: Line, tables: Tables) -> Order:
    """The order that weighs most; a group in which surname and given name agree ends the search.

    Agreeing means no more than vowels differ. Of two that weigh alike it is the one with the
    longer surname.
    """
    best: Order = AS_GIVEN
    for group in GROUPS:
        tried = [best, *orders_to_try(a, b, group)]
        best = max(
            tried,
            key=lambda order: (
                round(order_weight(a, b, order, tables), 4),
                length_of_surname(a, b, order),
            ),
        )
        levels = [name_level(*beside(a, b, slot, best)) for slot in (0, 1)]
        if all(level is not None and level <= NameLevel.CONSONANTS for level in levels):
            break
    return best


def weigh_pair(a: Line, b: Line, order: Order, tables: Tables) -> dict[str, float]:
    """The weight of every field of two lines under one order of their name parts."""
    weights = {
        name: name_weight(slot, *beside(a, b, slot, order), tables)
        for slot, name in enumerate(SLOTS)
    }
    weights["name_order"] = log10(tables.orders[order])
    weights["birth_date"] = date_weight(a.born, b.born, tables)
    weights["sex"] = sex_weight(a.sex, b.sex, tables)
    return weights


def every_pair(a: Sequence[Line], b: Sequence[Line], tables: Tables) -> list[Pair]:
    """Every line of one list beside every line of the other."""
    return [
        _pair(i, j, first, second, tables)
        for i, first in enumerate(a)
        for j, second in enumerate(b)
    ]


def _pair(i: int, j: int, a: Line, b: Line, tables: Tables) -> Pair:
    order = best_order(a, b, tables)
    return Pair(
        row_a=i,
        row_b=j,
        order=order,
        levels=tuple(name_level(*beside(a, b, slot, order)) for slot in OWN),
        born=date_level(a.born, b.born),
        weights=weigh_pair(a, b, order, tables),
    )
