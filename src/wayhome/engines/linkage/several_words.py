"""Name parts of several words: second given names, double surnames.

A part is compared as a whole and word by word, so its words are filed beside it. Two such parts
agree when all their words do, in whatever order; where one has only some words of the other, that
is an agreement of its own, NameLevel.HALF.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_WORDS = 4
"""Words of a part that are told apart; further ones stay with the last."""


def with_words(written: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """All values, followed by words of values that have several and are no values themselves.

    Args:
        written: distinct values, words separated by blanks.

    Returns:
        The values, and int32[n, MOST_WORDS] which of them are the words of each; -1 for no more,
        and throughout for a value of one word.
    """
    number = {value: at for at, value in enumerate(written)}
    several = {}
    for at, value in enumerate(written):
        cut = value.split(maxsplit=MOST_WORDS - 1)
        if len(cut) > 1:
            several[at] = [number.setdefault(word, len(number)) for word in cut]
    words = np.full((len(number), MOST_WORDS), -1, np.int32)
    for at, parts in several.items():
        words[at, : len(parts)] = parts
    return list(number), words


def rows_of_several(words: NDArray[np.int32]) -> list[tuple[int, list[int]]]:
    """The values of several words, each with its words."""
    at = np.flatnonzero(words[:, 0] >= 0)
    return [(int(i), [int(w) for w in words[i] if w >= 0]) for i in at]


def joined(keys: Sequence[str], words: NDArray[np.int32]) -> list[str]:
    """The keys, where a value of several words has those of its words, in whatever order."""
    out = list(keys)
    for at, parts in rows_of_several(words):
        out[at] = "+".join(sorted(keys[word] for word in parts))
    return out


def each_word(words: NDArray[np.int32], tokens: NDArray[np.int32]) -> NDArray[np.int32]:
    """The words of some tokens, [n, MOST_WORDS]; a token of one word is its own. -1 for none."""
    if len(words) == 0:
        return np.full((len(tokens), MOST_WORDS), -1, np.int32)
    out = np.where(tokens[:, None] >= 0, words[np.maximum(tokens, 0)], -1)
    out[:, 0] = np.where(out[:, 0] >= 0, out[:, 0], tokens)
    return out.astype(np.int32)
