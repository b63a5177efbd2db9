"""From two frames of strings to arrays of small numbers, computed once per distinct value."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage import filing
from wayhome.engines.linkage.fields import NAME_SLOTS
from wayhome.engines.linkage.kernels import WIDTH
from wayhome.engines.linkage.several_words import (
    MOST_WORDS,
    each_word,
    joined,
    rows_of_several,
    with_words,
)
from wayhome.engines.names import keys

Ints = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """Distinct written values with what is compared of them; n rows, no order implied."""

    written: tuple[str, ...]
    stems: tuple[str, ...]  # the sounds without case endings
    hard: tuple[str, ...]  # their consonants
    text: NDArray[np.uint8]  # [n, WIDTH] sound key
    length: NDArray[np.uint8]
    mask: NDArray[np.uint32]  # letters of the sound key, one bit each
    same: Ints  # number of the sound the part is filed under
    equivalent: Ints  # number of the name in any language
    consonants: Ints  # number of the consonant key
    consonant_text: NDArray[np.uint8]
    consonant_length: NDArray[np.uint8]
    filed_as: Ints | None = None  # the token under whose keys each is filed, if any is another
    initial: Ints  # the letter where only an initial is written, else -1
    begins: Ints  # letters that the name may begin with in any language, as bits
    words: Ints  # [n, MOST_WORDS] the tokens that are its words, if there are several; else -1

    @property
    def keys(self) -> Ints:
        """[n, 5] same, equivalent, consonants, initial, begins."""
        columns = (self.same, self.equivalent, self.consonants, self.initial, self.begins)
        return np.ascontiguousarray(np.stack(columns, axis=1))

    @property
    def count(self) -> int:
        """How many distinct values."""
        return len(self.written)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One list as arrays; -1 or 0 where nothing is given."""

    rows: int
    names: Ints  # [rows, 3] token of each slot
    birth: NDArray[np.int16]  # [rows, 3] year, month, day; 0 where unknown
    sex: NDArray[np.int8]  # 0 m, 1 f, -1 unknown
    values: dict[str, Ints]  # other fields: index into the distinct values of the field


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Both lists over one set of distinct values."""

    a: Side
    b: Side
    tokens: tuple[Tokens, ...]  # the same written values, filed per slot
    written: dict[str, tuple[str, ...]]  # distinct values of the other fields
    placeholders: int  # lines whose birth date was taken for a placeholder and left out


def number(texts: Sequence[str]) -> Ints:
    """Number distinct texts in order of first appearance."""
    seen: dict[str, int] = {}
    return np.fromiter((seen.setdefault(t, len(seen)) for t in texts), np.int32, len(texts))


def letters(
    sounds: Sequence[str],
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint32]]:
    """ASCII strings as a matrix, their lengths, and the set of letters of each as bits."""
    text = np.zeros((len(sounds), WIDTH), np.uint8)
    cut = [s[:WIDTH].encode("ascii", "replace") for s in sounds]
    length = np.fromiter((len(s) for s in cut), np.uint8, len(cut))
    if cut:
        joined = np.frombuffer(b"".join(s.ljust(WIDTH, b"\0") for s in cut), np.uint8)
        text[:] = joined.reshape(len(cut), WIDTH)
    bit = np.where(text > 0, np.left_shift(np.uint32(1), (text & 31).astype(np.uint32)), 0)
    mask = np.bitwise_or.reduce(bit.astype(np.uint32), axis=1)
    return text, length, mask


def tokens_of(written: Sequence[str]) -> Tokens:
    """File distinct values under their sounds."""
    sounds = [keys.sound_key(w) for w in written]
    initial = np.fromiter(
        (ord(s[0]) if s and _is_initial(w) else -1 for s, w in zip(sounds, written, strict=True)),
        np.int32,
        len(sounds),
    )
    # An initial is filed apart: it must not make every А. one person.
    stems = tuple(
        f"{s}." if i >= 0 else keys.stem_of(s) for s, i in zip(sounds, initial, strict=True)
    )
    hard = tuple(s if s.endswith(".") else keys.consonants_of(s) for s in stems)
    text, length, mask = letters(sounds)
    consonant_text, consonant_length, _ = letters(hard)
    same = number(stems)
    return Tokens(
        written=tuple(written),
        stems=stems,
        hard=hard,
        text=text,
        length=length,
        mask=mask,
        same=same,
        equivalent=same,
        consonants=number(hard),
        initial=initial,
        begins=np.fromiter(
            (
                _bits(
                    _HEARD.get(w[:1].lower(), s[:1]) if i >= 0 else s[:1] + filing.letter_sound(w)
                )
                for w, s, i in zip(written, sounds, initial, strict=True)
            ),
            np.int32,
            len(sounds),
        ),
        consonant_text=consonant_text,
        consonant_length=consonant_length,
        words=np.full((len(written), MOST_WORDS), -1, np.int32),
    )


def of_words(tokens: Tokens, words: Ints) -> Tokens:
    """The tokens, those of several words filed under what their words are filed under."""
    several = rows_of_several(words)
    if not several:
        return replace(tokens, words=words)
    text, length, mask = tokens.text.copy(), tokens.length.copy(), tokens.mask.copy()
    begins = tokens.begins.copy()
    sounds = ["".join(_sound_at(tokens, word) for word in parts) for _, parts in several]
    at = [token for token, _ in several]
    text[at], length[at], mask[at] = letters(sounds)
    begins[at] = begins[[parts[0] for _, parts in several]]
    stems, hard = joined(tokens.stems, words), joined(tokens.hard, words)
    return replace(
        tokens,
        stems=tuple(stems),
        hard=tuple(hard),
        text=text,
        length=length,
        mask=mask,
        same=number(stems),
        equivalent=number(stems),
        consonants=number(hard),
        begins=begins,
        words=words,
    )


def _sound_at(tokens: Tokens, at: int) -> str:
    return bytes(tokens.text[at, : tokens.length[at]]).decode("ascii")


def filed_as(tokens: Tokens, key: Callable[[str], str], of: Sequence[str]) -> Tokens:
    """The same tokens, those in `of` filed under a key that other languages' forms share."""
    alike, hard, begins = list(tokens.stems), list(tokens.hard), tokens.begins.copy()
    there = {word for written in of for word in (written, *written.split())}
    for at, written in enumerate(tokens.written):
        if written in there and tokens.initial[at] < 0:
            filed = at if tokens.filed_as is None else tokens.filed_as[at]
            shared = key(tokens.written[filed])
            if shared != alike[at]:
                alike[at] = shared
                hard[at] = shared if shared.startswith("#") else keys.consonants_of(shared)
                begins[at] |= _bits(filing.beginnings().get(shared, ""))
    alike, hard = joined(alike, tokens.words), joined(hard, tokens.words)
    return replace(tokens, equivalent=number(alike), consonants=number(hard), begins=begins)


_HEARD = {"y": "iuae", "j": "iuaejo", "i": "iua"}
"""Sounds for which a romanised initial may stand: Y. for Юрій, Ярослав, Єгор as for Йосип."""


def _bits(letters: str) -> int:
    return sum({1 << (ord(letter) & 31) for letter in letters if letter.isalpha()})


_TWO_LETTERS = frozenset(
    ("ia", "ie", "iu", "io", "ya", "ye", "yi", "yo", "yu", "ja", "je", "ju", "zh", "kh", "ts", "ch")
)
"""Romanised letters that make an initial of two."""


def _is_initial(written: str) -> bool:
    bare = written.strip(" .,")
    if len(bare) < 2:
        return len(bare) == 1
    dotted = written.rstrip().endswith(".")
    return len(bare) == 2 and (dotted or bare.lower() in _TWO_LETTERS)


def _distinct(a: pl.Series, b: pl.Series) -> tuple[list[str], tuple[Ints, Ints]]:
    """Distinct values of two columns, first seen first, and each row's index; -1 for none."""
    both = pl.concat([a, b]).cast(pl.String)
    both = both.set(both.str.strip_chars() == "", None)
    values = both.drop_nulls().unique(maintain_order=True)
    index = pl.DataFrame({"v": values, "i": np.arange(len(values), dtype=np.int32)})
    found = pl.DataFrame({"v": both}).join(index, on="v", how="left", maintain_order="left")["i"]
    numbers = found.fill_null(-1).to_numpy()
    return values.to_list(), (numbers[: len(a)], numbers[len(a) :])


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?~?")


def dates_of(written: Sequence[str]) -> NDArray[np.int16]:
    """[n, 3] year, month, day of EDTF strings; 0 where unknown or not a date."""
    out = np.zeros((len(written), 3), np.int16)
    for i, text in enumerate(written):
        if found := _DATE.fullmatch(text):
            out[i] = [int(part or 0) for part in found.groups()]
    return out


def _column(frame: pl.DataFrame, field: str) -> pl.Series:
    if field in frame.columns:
        return frame[field].cast(pl.String)
    return pl.Series(field, [None] * frame.height, dtype=pl.String)


def prepare(
    a: pl.DataFrame,
    b: pl.DataFrame,
    fields: Sequence[str],
    *,
    correspondences: Path | None = None,
) -> Prepared:
    """Turn two frames with columns named as in FIELDS into arrays.

    Args:
        a: one String column per field, null or blank where not given; dates in EDTF, sex m or f.
        b: the other list, with the same fields or fewer.
        fields: fields other than names, birth date and sex that are to be compared.
        correspondences: folder of learned correspondences, instead of those shipped.
    """
    names = [_distinct(_column(a, slot), _column(b, slot)) for slot in NAME_SLOTS]
    pooled, split = _pool(names)
    spelled, words = with_words(pooled)
    surnames = _adopted(replace(tokens_of(spelled), words=words), split, correspondences)
    surnames = of_words(surnames, words)
    filed = (
        surnames,
        filed_as(surnames, filing.given_name, names[1][0]),
        filed_as(surnames, filing.father, names[2][0]),
    )
    born = _distinct(_column(a, "birth_date"), _column(b, "birth_date"))
    dates, placeholders = _without_placeholders(dates_of(born[0]), np.concatenate(born[1]))
    birth = np.vstack([dates, np.zeros((1, 3), np.int16)])  # -1 finds the last row
    sex = _distinct(_column(a, "sex"), _column(b, "sex"))
    sexes = np.array([{"m": 0, "f": 1}.get(s, -1) for s in sex[0]] + [-1], np.int8)
    others = {f: _distinct(_column(a, f), _column(b, f)) for f in fields}
    sides = [
        Side(
            rows=frame.height,
            names=split[which],
            birth=birth[born[1][which]],
            sex=sexes[sex[1][which]],
            values={f: others[f][1][which] for f in fields},
        )
        for which, frame in enumerate((a, b))
    ]
    return Prepared(
        a=sides[0],
        b=sides[1],
        tokens=filed,
        written={f: tuple(others[f][0]) for f in fields},
        placeholders=placeholders,
    )


PLACEHOLDER_LINES = 3
PLACEHOLDER_SHARE = 0.8


def _without_placeholders(dates: NDArray[np.int16], used: Ints) -> tuple[NDArray[np.int16], int]:
    """Birth dates with placeholders made unknown, and how many lines bore one.

    A first of January that makes up most of its year's birthdays, as 1900-01-01 does, was written
    because the form wanted a date.
    """
    lines = np.bincount(used[used >= 0], minlength=len(dates))
    whole = dates[:, 2] > 0
    per_year = np.bincount(np.where(whole, dates[:, 0], 0), weights=lines * whole, minlength=10000)
    first = whole & (dates[:, 1] == 1) & (dates[:, 2] == 1)
    heap = first & (lines >= PLACEHOLDER_LINES)
    heap &= lines >= PLACEHOLDER_SHARE * per_year[dates[:, 0]]
    out = dates.copy()
    out[heap] = 0
    return out, int(lines[heap].sum())


def _adopted(tokens: Tokens, split: Sequence[Ints], folder: Path | None) -> Tokens:
    """See `adopt`; imported only where a list is in a script without vowels."""
    if not any(_LEAVES_VOWELS_OUT.search(written) for written in tokens.written):
        return tokens
    from wayhome.engines.linkage.adopt import adopted  # noqa: PLC0415 - loads learned models

    there = [np.zeros(tokens.count + 1, np.bool_) for _ in split]
    for marks, names in zip(there, split, strict=True):
        marks[each_word(tokens.words, names.ravel())] = True  # -1 marks the last, no token
    return adopted(tokens, there[0][:-1], there[1][:-1], folder=folder)


_LEAVES_VOWELS_OUT = re.compile("[\u0590-\u06ff]")


def _pool(
    slots: Sequence[tuple[list[str], tuple[Ints, Ints]]],
) -> tuple[list[str], tuple[Ints, Ints]]:
    """One vocabulary for all slots, since parts change places."""
    number: dict[str, int] = {}
    maps = [
        np.array([number.setdefault(v, len(number)) for v in s[0]] + [-1], np.int32) for s in slots
    ]
    sides = tuple(
        np.ascontiguousarray(
            np.stack([m[s[1][w]] for m, s in zip(maps, slots, strict=True)], axis=1)
        )
        for w in (0, 1)
    )
    return list(number), (sides[0], sides[1])
