"""How common a name is: agreeing on Шевченко says less than agreeing on a surname seen once.

Counts of the lists at hand, by absolute discounting (Ney, Essen and Kneser 1994): each count gives
up a little, and what is given up is shared among all spellings, listed or not, as a model of
letter sequences expects them (Witten and Bell 1991, interpolated).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log10
from typing import Self

import numpy as np
from numpy.typing import NDArray

from wayhome.values import InvalidEvidence

_ORDER = 4  # letters in the longest sequence counted
_UNKNOWN, _BOUNDARY = 0, 1
_LONGEST = 64  # letters of a token that are looked at
RAREST = -10.0
"""The lowest log10 frequency given: fewer than one person on Earth bears a rarer name."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class LetterModel:
    """How likely a spelling is, from the letter sequences of spellings seen.

    Probabilities of all spellings, of any length, add up to one.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        letters = sorted({letter for token in tokens for letter in token[:_LONGEST]})
        self._codes = {letter: code for code, letter in enumerate(letters, start=_BOUNDARY + 1)}
        self._size = len(letters) + 2
        self._levels: list[tuple[Ints, Floats, Ints, Floats, Floats]] = []
        windows, _ = self._windows(tokens)
        for length in range(1, _ORDER + 1):
            self._levels.append(self._count(windows[:, _ORDER - length :]))

    def log10_probabilities(self, tokens: Sequence[str]) -> Floats:
        """The log10 probability of each spelling, as an array of shape (tokens,)."""
        if not tokens:
            return np.zeros(0)
        windows, owner = self._windows(tokens)
        # Every letter, the unknown one and the end of the word are equally likely at first.
        p = np.full(len(windows), 1.0 / self._size)
        for length, (grams, counts, contexts, totals, kinds) in enumerate(self._levels, start=1):
            packed = self._pack(windows[:, _ORDER - length :])
            seen = _look_up(grams, counts, packed)
            context = packed // self._size
            total, kind = _look_up(contexts, totals, context), _look_up(contexts, kinds, context)
            p = np.where(total > 0, (seen + kind * p) / np.maximum(total + kind, 1.0), p)
        return _sums(owner, np.log10(p), len(tokens))

    def _windows(self, tokens: Sequence[str]) -> tuple[Ints, Ints]:
        """Every letter and end of word with the letters before it, and whose token it is."""
        codes: list[int] = []
        starts: list[int] = []
        owner: list[int] = []
        for number, token in enumerate(tokens):
            word = [self._codes.get(letter, _UNKNOWN) for letter in token[:_LONGEST]]
            first = len(codes)
            codes += [_BOUNDARY] * (_ORDER - 1) + word + [_BOUNDARY]
            starts += range(first, first + len(word) + 1)
            owner += [number] * (len(word) + 1)
        at = np.asarray(starts, dtype=np.int64)[:, None] + np.arange(_ORDER, dtype=np.int64)
        return np.asarray(codes, dtype=np.int64)[at], np.asarray(owner, dtype=np.int64)

    def _pack(self, windows: Ints) -> Ints:
        packed = np.zeros(len(windows), dtype=np.int64)
        for column in windows.T:
            packed = packed * self._size + column
        return packed

    def _count(self, windows: Ints) -> tuple[Ints, Floats, Ints, Floats, Floats]:
        """Sequences with their counts; contexts with their totals and kinds of continuation."""
        grams, counts = np.unique(self._pack(windows), return_counts=True)
        contexts, place = np.unique(grams // self._size, return_inverse=True)
        weights = counts.astype(np.float64)
        totals = _sums(place, weights, len(contexts))
        kinds = _sums(place, np.ones(len(grams)), len(contexts))
        return grams, weights, contexts, totals, kinds


def _sums(place: Ints, weights: Floats, length: int) -> Floats:
    """The weights that fall on each of `length` places, added up."""
    return np.bincount(place, weights=weights, minlength=length).astype(np.float64)


def _look_up(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """The value of each wanted key; 0 for those that are absent. `keys` are sorted."""
    if not len(keys):
        return np.zeros(len(wanted))
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0.0)


class Rarity:
    """How often a name occurs, for names of the lists and for all others."""

    def __init__(self, counts: Mapping[str, int], letters: LetterModel) -> None:
        self._counts = counts
        self._letters = letters
        self._total = sum(counts.values())
        self._discount = _discount_of(counts)
        self._given_up = self._discount * len(counts)

    @classmethod
    def learn(cls, tokens: Sequence[str], counts: Sequence[int] | None = None) -> Self:
        """Learn from name tokens.

        Args:
            tokens: in one form throughout (say, the normal form); a repeated token counts again.
            counts: how often each occurs; once if left out.

        Raises:
            InvalidEvidence: no token, or a count below one, or not as many counts as tokens.
        """
        weights = [1] * len(tokens) if counts is None else [int(count) for count in counts]
        if not tokens or len(weights) != len(tokens) or min(weights) < 1:
            raise InvalidEvidence("Rarity is learned from tokens with a count of one or more each.")
        totals: Counter[str] = Counter()
        for token, weight in zip(tokens, weights, strict=True):
            totals[token] += weight
        return cls(dict(totals), LetterModel(list(totals)))

    def log10_frequency(self, token: str) -> float:
        """The log10 of the share of names that are this one. Always below zero."""
        return float(self.log10_frequencies([token])[0])

    def log10_frequencies(self, tokens: Sequence[str]) -> Floats:
        """`log10_frequency` of each token, as an array of shape (tokens,)."""
        seen = np.array([self._counts.get(token, 0) for token in tokens], dtype=np.float64)
        own = np.maximum(seen - self._discount, 0.0) * (seen > 0)
        shared = np.log10(self._given_up) + self._letters.log10_probabilities(tokens)
        mass = own + 10.0 ** np.maximum(shared, RAREST)
        rarity: Floats = np.maximum(np.log10(mass) - log10(self._total), RAREST)
        return rarity


def _discount_of(counts: Mapping[str, int]) -> float:
    """How much each count gives up: n1 / (n1 + 2 n2), kept off the borders for small lists."""
    of_counts = Counter(counts.values())
    once, twice = of_counts[1], of_counts[2]
    return min(0.9, max(0.1, once / (once + 2 * twice) if once + twice else 0.5))
