"""How the values of one field are compared, by kind: levels, and what each would be by chance.

A comparison works on distinct values. What two unrelated persons share by chance is counted from
the lists themselves: agreement on a common value says less than on a rare one, so levels of
agreement carry the frequency of the value; levels of disagreement carry the share of random pairs.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage import filing, kernels
from wayhome.engines.linkage.fields import Kind
from wayhome.engines.linkage.levels import MISSING
from wayhome.engines.linkage.prepare import Ints, Tokens, dates_of, letters, number, tokens_of

Levels = NDArray[np.uint8]
Floats = NDArray[np.float32]
LevelsOf = Callable[[Ints, Ints], Levels]

WEEK = 7
TWO_MONTHS = 60


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One field's comparison over its distinct values."""

    size: int  # number of levels
    levels: LevelsOf  # of two arrays of value indices
    filed: Ints  # value index to the number it is filed under
    rare: Mapping[int, Ints] = field(default_factory=dict)  # level to the filing that must be rare
    within: Mapping[int, int] = field(default_factory=dict)  # level to a reach in days, for dates


def token_levels(tokens: Tokens) -> LevelsOf:
    """NameLevel of pairs of distinct values."""
    keys = tokens.keys

    def levels(x: Ints, y: Ints) -> Levels:
        out = np.empty(len(x), np.uint8)
        kernels.token_levels(keys, tokens.text, tokens.length, tokens.mask, tokens.words, x, y, out)
        return out

    return levels


def compare_words(written: Sequence[str]) -> Comparison:
    """Next of kin and other words, across scripts."""
    tokens = tokens_of(written)
    return Comparison(
        size=9,
        levels=token_levels(tokens),
        filed=tokens.same,
        rare={0: tokens.same, 2: tokens.consonants},
    )


def compare_places(written: Sequence[str]) -> Comparison:
    """Places, across scripts, and under the names other languages have for them."""
    tokens = tokens_of(written)
    known = [filing.place(text) for text in written]
    same = number([key or stem for key, stem in zip(known, tokens.stems, strict=True)])
    hard = number([key or sounds for key, sounds in zip(known, tokens.hard, strict=True)])
    tokens = replace(tokens, same=same, equivalent=same, consonants=hard)
    return Comparison(
        size=9, levels=token_levels(tokens), filed=same, rare={0: same, 2: tokens.consonants}
    )


def compare_units(written: Sequence[str]) -> Comparison:
    """Military units: the number is the unit's name, the words around it vary."""
    numbers = ["-".join(re.findall(r"\d+", text)) for text in written]
    named = [n or filing.sound(text) for n, text in zip(numbers, written, strict=True)]
    filed = number(named)

    def levels(x: Ints, y: Ints) -> Levels:
        return (filed[x] != filed[y]).astype(np.uint8)

    return Comparison(size=2, levels=levels, filed=filed, rare={0: filed})


def compare_ranks(written: Sequence[str]) -> Comparison:
    """Ranks in any language, on one ladder; a rank not on the ladder equals only itself."""
    grades = np.array([filing.grade(text) for text in written], np.int32)
    filed = number(
        [str(g) if g >= 0 else filing.sound(w) for g, w in zip(grades, written, strict=True)]
    )

    def levels(x: Ints, y: Ints) -> Levels:
        apart = np.abs(grades[x] - grades[y])
        known = (grades[x] >= 0) & (grades[y] >= 0)
        other = np.where(known, np.minimum(apart, 2), MISSING)
        return np.where(filed[x] == filed[y], 0, np.where(other == 0, 1, other)).astype(np.uint8)

    return Comparison(size=3, levels=levels, filed=filed, rare={0: filed})


def compare_events(written: Sequence[str]) -> Comparison:
    """Dates of one event as two offices have it. Partial dates agree or say nothing."""
    parts = dates_of(written).astype(np.int64)
    day = np.array([_ordinal(*p) for p in parts], np.int64)
    month = parts[:, 0] * 12 + parts[:, 1]
    start = day[day >= 0].min() if (day >= 0).any() else 0
    filed = np.where(day >= 0, day - start, 0).astype(np.int32)

    def levels(x: Ints, y: Ints) -> Levels:
        whole = (day[x] >= 0) & (day[y] >= 0)
        apart = np.abs(day[x] - day[y])
        near = np.where(
            apart == 0, 0, np.where(apart <= WEEK, 1, np.where(apart <= TWO_MONTHS, 2, 3))
        )
        known = (parts[x, 0] > 0) & (parts[y, 0] > 0)
        by_month = (parts[x, 1] > 0) & (parts[y, 1] > 0)
        same = np.where(by_month, month[x] == month[y], parts[x, 0] == parts[y, 0])
        partial = np.where(known, np.where(same, 2, 3), MISSING)
        return np.where(whole, near, partial).astype(np.uint8)

    return Comparison(size=4, levels=levels, filed=filed, rare={0: filed}, within={1: WEEK})


def compare_codes(written: Sequence[str]) -> Comparison:
    """Numbers and codes: letters and digits only, case, script and leading zeros aside."""
    bare = [_code_key(text) for text in written]
    text, length, mask = letters(bare)
    filed = number(bare)
    no_initial = np.full(len(bare), -1, np.int32)
    keys = np.stack([filed, filed, filed, no_initial, np.zeros_like(filed)], axis=1)
    no_words = np.full((len(bare), 1), -1, np.int32)

    def levels(x: Ints, y: Ints) -> Levels:
        out = np.empty(len(x), np.uint8)
        kernels.token_levels(keys, text, length, mask, no_words, x, y, out)
        return np.where(out <= 2, 0, np.where(out == 3, 1, 2)).astype(np.uint8)

    return Comparison(size=3, levels=levels, filed=filed, rare={0: filed})


def _code_key(written: str) -> str:
    """A code with each letter by its sound: an office that writes Latin has NK for НК."""
    bare = re.sub(r"[\W_]+", "", written).lower()
    return "".join(filing.letter_sound(sign) or sign for sign in bare).lstrip("0")


def compare_plain(written: Sequence[str]) -> Comparison:
    """Values that agree or do not."""
    filed = number([filing.sound(w) or w for w in written])

    def levels(x: Ints, y: Ints) -> Levels:
        return (filed[x] != filed[y]).astype(np.uint8)

    return Comparison(size=2, levels=levels, filed=filed, rare={0: filed})


COMPARISONS: Mapping[Kind, Callable[[Sequence[str]], Comparison]] = {
    Kind.PLACE: compare_places,
    Kind.TEXT: compare_words,
    Kind.NAME: compare_words,
    Kind.UNIT: compare_units,
    Kind.RANK: compare_ranks,
    Kind.DATE: compare_events,
    Kind.CODE: compare_codes,
    Kind.SEX: compare_plain,
}


def _ordinal(year: int, month: int, day: int) -> int:
    if day == 0:
        return -1
    try:
        return int(np.datetime64(f"{year:04}-{month:02}-{day:02}").astype(np.int64))
    except ValueError:
        return -1
