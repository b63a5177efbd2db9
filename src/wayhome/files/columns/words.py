"""The words that head columns, in five languages, and how near a header comes to one."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz import fuzz, process

_NEAR = 86.0  # rapidfuzz ratio from which a header is taken for a misspelt word
_SHORTEST_NEAR = 5  # letters below which a header must be spelt right

_WHOSE = "~"
_NUMBER_WORDS = ("no", "nr", "num", "number", "№", "#", "номер", "رقم", "מס", "מספר")

_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ`´‘ʹ", "") | {"ё": "е", "ـ": ""})


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What a header is taken for: fields in order of preference, '-' for none, and how surely."""

    fields: tuple[str, ...]
    score: float  # 0 to 1; 1: the word itself


NO_MATCH = HeaderMatch((), 0.0)


def normal_form(header: str) -> str:
    """A header without case, punctuation, apostrophes, camel case and doubled spaces."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", text).casefold().translate(_APOSTROPHES)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn"))
    text = text.replace("№", " № ").replace("#", " # ")
    return " ".join(re.sub(r"[^\w№#]+|_+", " ", text).split())


@cache
def _table() -> tuple[tuple[str, str], ...]:
    """Field and word, as in the table."""
    text = files("wayhome").joinpath("resources/columns/headers.tsv").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith(("#", "field\t")))
    return tuple((field, word) for field, _, word in (line.split("\t") for line in lines))


@cache
def header_words() -> dict[str, tuple[str, ...]]:
    """Each known header in its normal form, with the fields it may stand for."""
    words: dict[str, tuple[str, ...]] = {}
    for field, word in _table():
        if field != _WHOSE:
            words.setdefault(normal_form(word) or word, tuple(field.split(",")))
    return words


@cache
def _dispensable() -> re.Pattern[str]:
    """What a header may also say and still be the same: whose it is, and that it is a number."""
    whose = [normal_form(word) for field, word in _table() if field == _WHOSE]
    words = "|".join(sorted((*whose, *_NUMBER_WORDS), key=len, reverse=True))
    return re.compile(rf"(?<!\S)(?:{words})(?!\S)")


@cache
def _loose_words() -> dict[str, tuple[str, ...]]:
    """The same, written together: 'в ч' and 'вч' are one word."""
    words: dict[str, tuple[str, ...]] = {}
    for word, fields in header_words().items():
        words.setdefault(word.replace(" ", ""), fields)
    return words


def is_known_word(cell: str) -> bool:
    """Whether a cell is a known header, spelt right."""
    return len(cell) <= 80 and match_exactly(cell).score == 1.0


@lru_cache(maxsize=10_000)
def match_exactly(header: str) -> HeaderMatch:
    """A header that is a known word, or one of whose halves ('Прізвище / Surname') is."""
    for part in _readings(header):
        fields = _loose_words().get(part.replace(" ", ""))
        if fields:
            return HeaderMatch(fields, 1.0)
    return NO_MATCH


@lru_cache(maxsize=10_000)
def match_header(header: str) -> HeaderMatch:
    """The known word a header is, or comes near to."""
    exact = match_exactly(header)
    if exact.score:
        return exact
    best = NO_MATCH
    for part in _readings(header):
        if len(part) < _SHORTEST_NEAR or len(part) > 60:
            continue
        found = process.extractOne(
            part, header_words().keys(), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        if found and found[1] / 100 > best.score:
            best = HeaderMatch(header_words()[found[0]], found[1] / 100)
    return best


def _readings(header: str) -> list[str]:
    """The header in normal form; without brackets and numbering; the parts between slashes."""
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header)
    readings = [header, bare, re.sub(r"^\s*\d+[.)]\s*|[\s_.]*\d+\s*$", "", bare)]
    readings += re.split(r"[/|\n\\;]| - | – ", bare)
    readings += re.findall(r"\(([^)]*)\)", header)
    normal = [normal_form(reading) for reading in readings]
    normal += [" ".join(_dispensable().sub(" ", part).split()) for part in normal]
    return [part for part in dict.fromkeys(normal) if part]
