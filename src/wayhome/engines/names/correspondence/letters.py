"""Letters as small numbers: what of a name token the model sees."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

BOUNDARY = 0  # before the first and after the last letter, written ^ and $
LONGEST = 48  # letters of a token that are looked at
MOST_LETTERS = 125  # a letter must fit into seven bits
UNKNOWN = "?"
EMPTY = "-"

_APOSTROPHES = "’ʼ‘`´′׳ʹʻʾʿʽ"


class _Fallback(dict[int, str]):
    """Translates letters to codes; one outside the alphabet to its base letter, else unknown."""

    def __init__(self, codes: dict[str, int], unknown: int) -> None:
        super().__init__({ord(letter): chr(code) for letter, code in codes.items()})
        self._codes, self._unknown = codes, unknown

    def __missing__(self, point: int) -> str:
        letter = "'" if chr(point) in _APOSTROPHES else chr(point)
        found = self._codes.get(letter)
        if found is None:
            base = unicodedata.normalize("NFKD", letter)[0]
            found = self._codes.get(base) if base != letter else None
        if found is None and unicodedata.category(chr(point))[0] == "L" and letter != "'":
            found = self._unknown
        self[point] = "" if found is None else chr(found)
        return self[point]


@dataclass(frozen=True, slots=True)
class Coded:
    """Strings as letter codes, one after the other.

    Attributes:
        codes: all letters, uint8, total length.
        start: where each string begins; one more than there are strings, int64.
    """

    codes: NDArray[np.uint8]
    start: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.start) - 1

    def padded(self, margin: int) -> NDArray[np.uint8]:
        """One row per string with `margin` boundary letters before and at least as many after."""
        out = np.zeros((len(self), LONGEST + 2 * margin), np.uint8)
        length = np.diff(self.start)
        row = np.repeat(np.arange(len(self)), length)
        out[row, np.arange(len(self.codes)) - np.repeat(self.start[:-1], length) + margin] = (
            self.codes
        )
        return out


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The letters of one side of a correspondence, in the order of their codes from 1.

    The code after the last letter stands for any letter that is not in the alphabet.
    """

    letters: str
    _table: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        codes = {letter: code for code, letter in enumerate(self.letters, 1)}
        object.__setattr__(self, "_table", _Fallback(codes, len(self.letters) + 1))

    @classmethod
    def of(cls, strings: Iterable[str], least: int = 5) -> "Alphabet":
        """The letters seen at least `least` times, the most frequent first where they are many."""
        count: dict[str, int] = {}
        for string in strings:
            for letter in string:
                count[letter] = count.get(letter, 0) + 1
        kept = [
            letter
            for letter, seen in count.items()
            if seen >= least
            and (letter == "'" or unicodedata.category(letter)[0] == "L")
            and letter not in _APOSTROPHES
        ]
        kept.sort(key=lambda letter: (-count[letter], letter))
        return cls("".join(sorted(kept[:MOST_LETTERS])))

    @property
    def size(self) -> int:
        """How many codes there are: boundary, letters, the unknown letter."""
        return len(self.letters) + 2

    def encode(self, strings: Sequence[str]) -> Coded:
        """Code tokens; marks and punctuation vanish, letters past the 48th are not looked at."""
        table = self._table
        coded = [string.translate(table)[:LONGEST] for string in strings]
        start = np.zeros(len(coded) + 1, np.int64)
        np.cumsum([len(string) for string in coded], out=start[1:])
        return Coded(np.frombuffer("".join(coded).encode("latin-1"), np.uint8), start)

    def write(self, codes: Iterable[int]) -> str:
        """Letters for codes that are no boundary."""
        known = self.letters + UNKNOWN
        return "".join(known[code - 1] for code in codes)

    def read(self, text: str) -> tuple[int, ...]:
        """Codes for letters as written by `write`; ^ and $ are boundaries."""
        return tuple(
            BOUNDARY if letter in "^$" else (self.letters + UNKNOWN).index(letter) + 1
            for letter in text
        )
