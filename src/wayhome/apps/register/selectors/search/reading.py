"""What somebody typed into the one box: name words, a birth date, numbers, a case number."""

from dataclasses import dataclass

from wayhome.apps.register.selectors.search.keys import (
    keys_of_date,
    keys_sought,
    known_father,
    known_name,
    number_key,
)
from wayhome.engines.names import is_patronymic
from wayhome.engines.names.tokens import tokens_of
from wayhome.files.cells.dates import Reading, read_date, read_date_shape
from wayhome.values.case_number import read_case_number

LONGEST_TEXT = 300
MOST_WORDS = 8
_DATE_WORDS = 4  # words of which a written date consists at most
_ORDERS = (Reading(order="dmy"), Reading(order="mdy"))


TOGETHER = ("pair", "name and year")
"""Parts of a query whose keys are made of two other parts."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    Attributes:
        words: name words as written, initials left out.
        initials: the letters of initials, as written.
        born: birth dates it may mean, in EDTF: two where day and month could be either.
        numbers: keys of personal numbers it may mean.
        case_number: a case number, if one was written.
    """

    words: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    case_number: str | None = None

    def keys_by_part(self) -> dict[str, set[str]]:
        """The keys to look under, by the part of the query they come from."""
        parts = {f"word {at}": keys_sought(word) for at, word in enumerate(self.words)}
        known = sorted(
            {known_father(word) if is_patronymic(word) else known_name(word) for word in self.words}
            - {""}
        )
        parts["pair"] = {f"p{x}|{y}" for x in known for y in known if x < y}
        parts["born"] = set().union(*map(keys_of_date, self.born))
        years = {date[:4] for date in self.born}
        parts["name and year"] = {f"g{name}|{int(year)}" for name in known for year in years}
        parts["number"] = set(self.numbers)
        return {part: keys for part, keys in parts.items() if keys}


def read_query(text: str) -> Query:
    """Take a search text apart. Any text; what is not understood is a name."""
    words = text[:LONGEST_TEXT].split()
    born, rest = _birth_dates(words)
    numbers = tuple(dict.fromkeys(_numbers(rest)))
    tokens = [
        token.text
        for word in rest
        if not any(map(str.isdigit, word))
        for token in tokens_of(word)
        if token.letters
    ]
    return Query(
        words=tuple(token for token in tokens if len(token) > 1)[:MOST_WORDS],
        initials=tuple(token for token in tokens if len(token) == 1)[:MOST_WORDS],
        born=born,
        numbers=numbers,
        case_number=next(filter(None, map(read_case_number, [text[:LONGEST_TEXT], *words])), None),
    )


def _birth_dates(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The first date written, longest reading first, and the words that are not of it."""
    for length in range(min(_DATE_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            written = " ".join(words[start : start + length]).strip(",;()[]")
            if not any(map(str.isdigit, written)) or not read_date_shape(written):
                continue
            readings = [read_date(written, order).value for order in _ORDERS]
            if dates := tuple(dict.fromkeys(date for date in readings if date)):
                return dates, words[:start] + words[start + length :]
    return (), words


def _numbers(words: list[str]) -> list[str]:
    """Numbers written in one word, or with the letters before them: AB 123456."""
    found = []
    for at, word in enumerate(words):
        if any(map(str.isdigit, word)):
            found.append(number_key(word))
            if at and len(words[at - 1]) <= _SERIES:
                found.append(number_key(words[at - 1] + word))
    return found


_SERIES = 4  # letters that stand before a number and belong to it
