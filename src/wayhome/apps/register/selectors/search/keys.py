"""The keys under which a line is filed and a search looks: they meet in spite of script and slips.

Each key begins with a letter for its kind:

- `d` a name word: the skeleton of its sounds, or that but for one letter, so that one slip of the
  pen on either side still meets (symmetric deletion). Of a known name the skeleton alone.
- `n` a given name known in several languages, `f` a father's name, as the number of the name.
- `p` two known names of one person, in any order; `g` a known name with the year of birth.
- `b` the whole birth date, `y` its year, `i` a number.

Keys lose information on purpose; what they find is weighed (see weighing).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from wayhome.engines.linkage import filing
from wayhome.engines.names import is_patronymic, normal_form
from wayhome.engines.names.keys import consonants_of
from wayhome.engines.names.tokens import tokens_of
from wayhome.values import InvalidEvidence, PartialDate

LONGEST = 40
"""Characters of a key (models.NameKey.key)."""

_COARSE = str.maketrans("bv", "pf")  # Arabic writes one letter for b and p, one for v and f
_SHORT = 3  # letters of a skeleton that alone say too little: then the vowels count

_HALF = 3  # letters of half a double name that are looked for by themselves


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name, and what is known of its place."""

    text: str
    is_surname: bool = False
    is_fathers: bool = False


def name_words(text: str, *, is_surname: bool = False, is_fathers: bool = False) -> list[Word]:
    """The words of a cell that are more than an initial; of a double one also its halves."""
    written: list[str] = []
    for token in tokens_of(text):
        halves = token.normal.split("-") if "-" in token.normal else []
        written += [token.text, *(half for half in halves if len(half) >= _HALF)]
    return [
        Word(word, is_surname, is_fathers) for word in written if sum(map(str.isalpha, word)) > 1
    ]


@lru_cache(maxsize=1 << 18)
def skeletons(word: str) -> tuple[str, ...]:
    """The skeleton of a word's sounds, then all that miss one letter of it; empty if it has none.

    Of a short skeleton the letters left out are those of all its sounds.
    """
    sounds = filing.sound(word).translate(_COARSE)
    hard = consonants_of(sounds)
    if not hard:
        return ()
    whole = sounds if len(hard) <= _SHORT else hard
    if len(whole) <= _SHORT:
        return (hard,)
    shorter = {whole[:at] + whole[at + 1 :] for at in range(len(whole))}
    return (hard, *sorted(shorter - {hard}))


@lru_cache(maxsize=1 << 18)
def known_name(word: str) -> str:
    """The number of the given name a word is in any language; empty for any other word."""
    key = filing.given_name(word)
    return key[1:] if key.startswith("#") else ""


@lru_cache(maxsize=1 << 18)
def known_father(word: str) -> str:
    """The number of the father's name, from a patronymic or the name itself; empty if unknown."""
    key = filing.father(word)
    return key[1:] if key.startswith("#") else ""


def keys_of_words(words: Iterable[Word], year: int | None) -> set[str]:
    """The keys of a name's words, alone and two together."""
    keys: set[str] = set()
    known: list[str] = []
    for word in words:
        is_fathers = word.is_fathers or is_patronymic(word.text)
        number = known_father(word.text) if is_fathers else known_name(word.text)
        if number:
            known.append(number)
            keys.add(("f" if is_fathers else "n") + number)
        filed = skeletons(word.text)
        if number and not word.is_surname:
            filed = filed[:1]
        keys.update("d" + skeleton for skeleton in filed)
    if year:
        keys.update(f"g{key[1:]}|{year}" for key in list(keys) if key.startswith("n"))
    keys.update(f"p{first}|{second}" for first, second in combinations(sorted(known), 2))
    return {key[:LONGEST] for key in keys}


def keys_sought(word: str) -> set[str]:
    """The keys under which a word of a search may be filed, whatever part of a name it is."""
    filed = skeletons(word)
    names = {"n" + known_name(word), "f" + known_father(word)}
    if is_patronymic(word):
        names.add("n" + known_father(word))
    known = {name for name in names if len(name) > 1}
    return known | {("d" + skeleton)[:LONGEST] for skeleton in (filed[:1] if known else filed)}


def keys_of_date(edtf: str) -> set[str]:
    """The keys of a birth date in EDTF; none if it is no date."""
    born = read_date(edtf)
    if born is None:
        return set()
    keys = {f"y{born.year}"}
    if born.day:
        keys.add(f"b{born.year:04}{born.month:02}{born.day:02}")
    return keys


def read_date(edtf: str) -> PartialDate | None:
    """A date as the register keeps it, None if it is none."""
    try:
        return PartialDate.parse(edtf)
    except InvalidEvidence:
        return None


def number_key(written: str) -> str:
    """The key of a personal or serial number; empty where there is nothing of it."""
    plain = "".join(c for c in normal_form(written) if c.isalnum())
    return f"i{plain}"[:LONGEST] if any(c.isdigit() for c in plain) else ""
