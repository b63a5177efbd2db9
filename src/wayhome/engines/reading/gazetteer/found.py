"""Where a text names parties, by the tables and by the report's own words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from wayhome.engines.reading.draft import Span
from wayhome.engines.reading.gazetteer.tables import NOBODY, Form, Kind, forms

__all__ = ["Kind", "Mention", "find"]

_HEADS = (
    "Movement|Front|Army|Forces|Party|Council|Brigades?|Union|Alliance|Coalition|Organi[sz]ation"
    "|Authority|Militia|Guard|Congress|Resistance|Committee of National Salvation"
)
_ORGANISED = re.compile(  # the Riverine Liberation Front (RLF)
    rf"\b((?:[A-Z][\w’'-]+ (?:of |for |and |the )*){{1,5}}(?:{_HEADS})"
    rf"(?: (?:of|for) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?)?)\s*\(([A-Z][A-Z0-9/-]{{1,9}})\)"
)
_GOVERNMENT_SHORT = re.compile(  # the Government of the Republic of Northland (GRN)
    r"\b((?:[\w-]+ )?Government (?:of (?:[A-Z][\w-]+ |of |the |and )+)?)\(([A-Z][A-Z0-9/-]{1,9})\)"
)
_COINED = re.compile(r"\b[A-Z][a-z]{2,}(?:land|stan|ia|aria)\b(?!\s+[A-Z][a-z])")
_PAIRED = (
    re.compile(
        r"\b(?:[Gg]overnment|army|president|delegation|[Rr]epublic|[Kk]ingdom"
        r"|authorities) of (?:the )?(?:(?:Republic|Kingdom) of (?:the )?)?"
        r"([A-Z][a-z]{3,})\b"
    ),
    re.compile(r"\bbetween ([A-Z][a-z]{3,}) and ([A-Z][a-z]{3,})\b"),
    re.compile(
        r"\b([A-Z][a-z]{3,}) and ([A-Z][a-z]{3,}) (?:ha(?:ve|d)|agreed|exchanged|held|swapped"
        r"|signed|will|are|were|to|on|said|began|ended|resumed|failed|concluded)\b"
    ),
)
# Of the two countries called Congo, the one whose places and movements these are.
_EASTERN_CONGO = re.compile(r"\b(?:Kinshasa|KINSHASA|M23|Goma|GOMA|Bukavu|Kivu|Ituri|Bunia)\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a party is named, and by what sort of word."""

    span: Span
    party: str
    kind: Kind


def find(text: str, parties: Iterable[str] = ()) -> tuple[Mention, ...]:
    """Every party named in a text, in order; the longest form wins.

    `parties` are further names that stand as parties (those of the roster). What the text itself
    introduces as one is found too: `the Riverine Liberation Front (RLF)`, `between Northland and
    Southland`. "US" is found in capitals only, and an abbreviation never inside another word.
    """
    return _find(text, tuple(sorted(set(parties))))


@lru_cache(maxsize=64)
def _find(text: str, parties: tuple[str, ...]) -> tuple[Mention, ...]:
    own = _introduced(text, parties)
    pattern = _pattern(tuple(sorted(own)))
    known = forms()
    found = []
    for match in pattern.finditer(text):
        form = own.get(match[0]) or known[match[0]]
        if form.party == NOBODY:
            continue
        found.append(Mention(Span(match.start(), match.end()), form.party, form.kind))
    return tuple(found)


@lru_cache(maxsize=64)
def _pattern(own: tuple[str, ...]) -> re.Pattern[str]:
    written = sorted({*own, *forms()}, key=lambda form: (-len(form), form))
    return re.compile(
        r"(?<![\w@#/-])(?:" + "|".join(re.escape(w) for w in written) + r")(?![\w]|-[a-z]*[A-Z])"
    )


def _introduced(text: str, parties: Sequence[str]) -> dict[str, Form]:
    """Forms of the roster's parties and of those that the text introduces itself."""
    own: dict[str, Form] = {}
    for party in parties:
        _add(own, party, party)
    for match in _ORGANISED.finditer(text):
        name, short = match[1].removeprefix("The "), match[2]
        if short not in forms() and name not in forms():
            own[name] = Form(name, short, Kind.FOUND)
            own[short] = Form(short, short, Kind.FOUND)
    if "North Korea" in text or "Pyongyang" in text:
        for half in ("North", "South"):
            for the in ("the ", "The "):
                own[the + half] = Form(the + half, f"{half} Korea", Kind.COUNTRY)
    if _EASTERN_CONGO.search(text):
        congo = "Democratic Republic of the Congo"
        own["Congo"] = Form("Congo", congo, Kind.COUNTRY)
    for name in _paired(text):
        if name not in own:
            _add(own, name, name)
    for match in _GOVERNMENT_SHORT.finditer(text):
        words = match[1]
        countries = {
            form.party
            for word, form in (*_countries(), *own.items())
            if word in words and re.search(rf"\b{re.escape(word)}\b", words)
        }
        if len(countries) == 1 and match[2] not in forms():
            own[match[2]] = Form(match[2], countries.pop(), Kind.OFFICE)
    return own


@cache
def _countries() -> tuple[tuple[str, Form], ...]:
    """The names of countries and their peoples."""
    kinds = {Kind.COUNTRY, Kind.DEMONYM}
    return tuple((word, form) for word, form in forms().items() if form.kind in kinds)


def _paired(text: str) -> list[str]:
    names = [name for pattern in _PAIRED for m in pattern.finditer(text) for name in m.groups()]
    return [name for name in names if name not in forms() and _COINED.match(name)]


def _add(own: dict[str, Form], name: str, party: str) -> None:
    if name in forms():
        return
    kind = Kind.FOUND
    own[name] = Form(name, party, kind)
    if " " not in name and name.isalpha():
        for demonym in demonyms_of(name):
            if demonym not in forms():
                own.setdefault(demonym, Form(demonym, party, Kind.DEMONYM))


@cache
def demonyms_of(country: str) -> tuple[str, ...]:
    """How English would call the people of a country it has no word for.

    >>> demonyms_of("Northland")[:2]
    ('Northlander', 'Northlanders')
    """
    if country.endswith("land"):
        stems = [country + "er", country[:-4] + "lander", country + "ic", country[:-4] + "landish"]
    elif country.endswith("ia"):
        stems = [country + "n"]
    elif country.endswith("stan"):
        stems = [country + "i"]
    else:
        stems = [country + "n", country + "i", country + "an", country + "ese"]
    return tuple(dict.fromkeys(form for stem in stems for form in (stem, stem + "s")))
