"""The rules: which lines are worth laying side by side.

Each is a way in which one person's two lines still have something in common after the usual
damage: a slip in the surname, parts that changed places, a date with one part wrong, a name that
is rare enough by itself. A line lost to one rule is mostly caught by another; the rules overlap on
purpose, and from how much they overlap their recall is estimated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage.blocking.join import NO_KEY, Keys, Rule, deletions, join_keys, mix
from wayhome.engines.linkage.fields import Kind, kind_of
from wayhome.engines.linkage.prepare import Ints, Prepared, Side, Tokens
from wayhome.engines.linkage.several_words import each_word

Column = NDArray[np.int64]

# name: (columns that must agree, columns that refine a key too common). `a|b`: another column on
# each side. `slip`: the surname's consonants but for one slip. `pair`: two name parts, any order.
RULES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "birth date": (("born",), ("surname1",)),
    "birth date, day and month swapped": (("swapped|born",), ("surname1",)),
    "surname and given name": (("surname", "given"), ("year",)),
    "surname and year": (("surname", "year"), ("given1",)),
    "surname and patronymic": (("surname", "father"), ("given",)),
    "given name, patronymic, year": (("given", "father", "year"), ("surname1",)),
    "given name, birthday": (("given", "day_of_year"), ("surname1",)),
    "given name, year and month": (("given", "month"), ("surname1",)),
    "half of a double surname, given name": (("second|surname", "given"), ("year",)),
    "double surname of a half, given name": (("surname|second", "given"), ("year",)),
    "half of a double surname, year": (("second|surname", "year"), ("given1",)),
    "double surname of a half, year": (("surname|second", "year"), ("given1",)),
    "two name parts in any order": (("pair",), ("year",)),
    "rare surname": (("surname",), ()),
    "surname but for a slip, given name": (("slip", "given"), ("year",)),
    "surname but for a slip, year": (("slip", "year"), ("given1",)),
    "surname but for a slip, patronymic": (("slip", "father"), ("given",)),
    "surname but for a slip, birthday": (("slip", "day_of_year"), ("given1",)),
    "surname's beginning, given name, patronymic": (("surname2", "given", "father"), ("year",)),
    "surname's beginning, capture": (("surname2", "capture_date", "given1"), ()),
    "given name, capture, year": (("given", "capture_date", "year"), ()),
    "surname's beginning, given name, birthplace": (("surname3", "given", "birthplace"), ()),
    "surname's beginning, birthplace, year": (("surname3", "birthplace", "year"), ()),
    "unit, capture, given name": (("unit", "capture_date", "given"), ()),
}


@dataclass(frozen=True, kw_only=True)
class _Columns:
    plain: Mapping[str, Column]
    many: Mapping[str, Keys]


def rules_for(p: Prepared) -> Iterator[Rule]:
    """The rules whose columns both lists have."""
    a, b = _columns(p, p.a), _columns(p, p.b)
    for name, (columns, finer) in RULES.items():
        if all(_known(c, a, b) for c in columns):
            usable = bool(finer) and all(_known(c, a, b) for c in finer)
            yield Rule(
                name=name,
                a=_keys(a, columns, 0),
                b=_keys(b, columns, 1),
                finer_a=_keys(a, finer, 0) if usable else None,
                finer_b=_keys(b, finer, 1) if usable else None,
            )
    for field in p.written:
        if kind_of(field) in (Kind.CODE, Kind.TEXT, Kind.PLACE):
            yield from _rules_of_field(field, a, b)


def _rules_of_field(field: str, a: _Columns, b: _Columns) -> Iterator[Rule]:
    finer = ("surname2",)
    yield Rule(
        name=f"{field} alone",
        a=_keys(a, (field,), 0),
        b=_keys(b, (field,), 1),
        finer_a=_keys(a, finer, 0),
        finer_b=_keys(b, finer, 1),
    )


def _known(column: str, a: _Columns, b: _Columns) -> bool:
    left, right = _sides(column)
    return all(c in side.plain or c in side.many for c, side in ((left, a), (right, b)))


def _sides(column: str) -> tuple[str, str]:
    left, _, right = column.partition("|")
    return left, right or left


def _keys(columns: _Columns, names: tuple[str, ...], side: int) -> Keys:
    chosen = [_sides(name)[side] for name in names]
    many = [columns.many[c] for c in chosen if c in columns.many]
    plain = [columns.plain[c] for c in chosen if c in columns.plain]
    if not many:
        return mix(*plain)
    return join_keys(many[0], mix(*plain)) if plain else many[0]


def _columns(p: Prepared, side: Side) -> _Columns:
    surname, given, father = p.tokens
    # Of a part of several words the first is filed, of a double surname the second as well.
    words = [each_word(surname.words, side.names[:, slot]) for slot in range(3)]
    names = np.stack([of_slot[:, 0] for of_slot in words], axis=1)
    plain: dict[str, Column] = {
        "surname": _filed(surname, surname.consonants, names[:, 0]),
        "given": _filed(given, given.equivalent, names[:, 1]),
        "father": _filed(father, father.consonants, names[:, 2]),
        "surname1": _beginning(surname, names[:, 0], 1),
        "surname2": _beginning(surname, names[:, 0], 2),
        "surname3": _beginning(surname, names[:, 0], 3),
        "given1": _beginning(given, names[:, 1], 1),
    }
    if (words[0][:, 1] >= 0).any():
        plain["second"] = _filed(surname, surname.consonants, words[0][:, 1])
    year, month, day = (side.birth[:, part].astype(np.int64) for part in range(3))
    whole = day > 0
    plain["year"] = np.where(year > 0, year, -1)
    plain["month"] = np.where(month > 0, year * 16 + month, -1)
    plain["day_of_year"] = np.where(whole, month * 32 + day, -1)
    plain["born"] = np.where(whole, year * 512 + month * 32 + day, -1)
    plain["swapped"] = np.where(whole & (day <= 12), year * 512 + day * 32 + month, -1)
    for field, values in side.values.items():
        plain[field] = values.astype(np.int64)
    parts = [_filed(surname, surname.consonants, names[:, slot]) for slot in range(3)]
    pairs = [_either_way(parts[i], parts[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    slips = deletions(surname.consonant_text, surname.consonant_length)
    slip = slips[np.maximum(names[:, 0], 0)]
    slip = np.where((plain["surname"] >= 0)[:, None], slip, NO_KEY)
    return _Columns(plain=plain, many={"pair": np.stack(pairs, axis=1), "slip": slip})


def _either_way(x: Column, y: Column) -> Keys:
    return mix(np.where((x < 0) | (y < 0), -1, np.minimum(x, y)), np.maximum(x, y))


def _filed(tokens: Tokens, key: Ints, at: Ints) -> Column:
    """The key of each row's token; -1 where there is none, or only an initial."""
    if tokens.count == 0:
        return np.full(len(at), -1, np.int64)
    safe = np.maximum(at, 0)
    given = (at >= 0) & (tokens.initial[safe] < 0)
    return np.where(given, key[safe], -1).astype(np.int64)


def _beginning(tokens: Tokens, at: Ints, letters: int) -> Column:
    if tokens.count == 0:
        return np.full(len(at), -1, np.int64)
    safe = np.maximum(at, 0)
    number = np.zeros(len(at), np.int64)
    for place in range(letters):
        number = number * 256 + tokens.text[safe, place]
    return np.where((at >= 0) & (tokens.length[safe] > 0), number, -1)
