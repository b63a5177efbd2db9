"""Where the talks were: the city that the sentences about them name."""

import re
from collections import defaultdict
from collections.abc import Iterator

from wayhome.engines.reading.draft import Found, Span
from wayhome.engines.reading.facts.sides import Sides
from wayhome.engines.reading.gazetteer import Kind, cities
from wayhome.engines.reading.gazetteer.tables import rows_of
from wayhome.engines.reading.rounds.words import ABOUT_TALKS, EARLIER, NEXT, TALKS, TALKS_THEMSELVES
from wayhome.engines.reading.text import Text
from wayhome.engines.reading.time_words import ORDINAL, read_ordinal

_IN = (
    r"(?:in|at|near|outside|hosted\s+by|to|from)\s+(?:the\s+)?(?:(?:\w+\s+){0,3}?(?:capital"
    r"|city|town|village|resort|port|island|suburb|outskirts)"
    r"(?:\s+(?:city|town|resort|village))?(?:\s+of)?,?\s+)?"
)
_BEFORE_PLACE = re.compile(rf"\b(?P<in>{_IN})$", re.I)
_CAPITAL_OF = re.compile(
    r"\b(?:in|at|to"
    r"|near)\s+the\s+(?P<whose>[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)\s+capital\b(?!\s*,?\s*[A-Z])"
)
_UNLISTED = re.compile(
    rf"\b(?:{TALKS}|met|meeting|gathered|signed|negotiators|delegations)\b[^.;]{{0,60}}?\b(?:in"
    rf"|at)\s+(?:the\s+)?"
    r"(?:(?:[\w-]+\s+){0,3}?(?:capital|city|town|village|resort|port|island)(?:\s+(?:city"
    r"|town))?(?:\s+of)?,?\s+)?"
    r"(?P<name>[A-Z][\w’'-]+(?:[ -](?:[A-Z][\w’'-]+|el-[A-Z]\w+|al-[A-Z]\w+|de|la))*)",
    re.U,
)
_VENUE = re.compile(
    r"\b(?:the\s+)?(?P<venue>(?:[A-ZÇİÖŞÜÉ][\w’'ğıçşöü-]+\s+){1,4}(?:Palace|Hotel|Resort|Castle"
    r"|Cent(?:er|re)|Villa|House|Ch[aâ]teau|Monastery"
    r"|Compound|Headquarters|Airport|Lodge|Pavilion|Complex|Building))\b"
    r"|\b(?P<venue2>Palais\s+(?:des?\s+|d[’'])?[A-Z]\w+|Camp\s+[A-Z]\w+|Ch[aâ]teau\s+de\s+\w+)"
)
_FOUGHT_OVER = re.compile(
    r"\b(?:cease-?\s?fire|truce|fight\w*|hostilit\w+|attack\w*|withdraw\w*|troops|prisoners?"
    r"|captured|zones?|jailed|killed)\b",
    re.I,
)
_ELSEWHEN = re.compile(
    r"\b(?:in|of)\s+(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)\s+(?:19|20)\d\d\b"
)
_NUMBERED = re.compile(
    rf"\b(?P<number>{ORDINAL})\s+(?:[\w-]+\s+){{0,2}}?(?:round|session|cycle|meeting)\b", re.I
)
# A press conference or an office is not where the talks were.
_TOLD_THERE = re.compile(
    r"\b(?:(?:news|press) conference|(?:head|chief|director) of (?:the |its )?(?:\w+ )?delegation"
    r"|reporters|journalists)\b[^,;]{0,30}$",
    re.I,
)
_NOT_A_CITY = re.compile(
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday"
    r"|Friday|Saturday|Sunday|The|This|Parliament|Ramadan|Christmas|Easter|Air"
    r"|Geneva\s+Convention.*|Africa|Europe|Asia|America|Middle"
)


def talks_place(text: Text, sides: Sides, number: int | None = None) -> Found[str] | None:
    """The city with the most to say for it; a country, unsure, where no city is named."""
    scores: dict[str, float] = defaultdict(float)
    first: dict[str, Span] = {}
    for name, span, score in [
        *_listed(text, sides, number),
        *_capitals(text),
        *_unlisted(text, sides),
    ]:
        scores[name] += score
        first.setdefault(name, span)
    best = max(scores, key=lambda name: (scores[name], -first[name].start), default=None)
    if best is not None and scores[best] >= 1:
        return Found(best, first[best], "city of the talks", sure=scores[best] >= 3)
    return _country(text, sides)


def _listed(text: Text, sides: Sides, number: int | None) -> Iterator[tuple[str, Span, float]]:
    known = cities()
    pattern = re.compile(
        r"(?<![\w-])(?:"
        + "|".join(re.escape(c) for c in sorted(known, key=len, reverse=True))
        + r")(?![\w-])"
    )
    for found in pattern.finditer(text.raw):
        span = Span(found.start(), found.end())
        if any(line.holds(span) for line in text.chrome):
            continue
        weight = _weight(text, span)
        other = number and _other_round(text, span, number)
        yield known[found[0]].name, span, min(weight, 0.4) if other else weight
    if text.dateline:
        place = re.split(r"[,/]", text[text.dateline])[0].strip()
        first = Span(text.dateline.start, text.dateline.start + len(place))
        listed = {name.upper(): city.name for name, city in known.items()}
        yield listed.get(place.upper()) or place.title(), first, _dateline_weight(text, sides)


def _other_round(text: Text, span: Span, number: int) -> bool:
    """Whether the words before the city number another round than this one."""
    before = text.raw[text.sentence_at(span.start).start : span.start]
    found = list(_NUMBERED.finditer(before))
    return bool(found) and read_ordinal(found[-1]["number"]) != number


def _dateline_weight(text: Text, sides: Sides) -> float:
    """A dateline says where the reporter is: the talks too, if it leads to them, from abroad."""
    lead = text[text.sentences[0]] if text.sentences else ""
    here = [m.party for m in sides.mentions if text.dateline and text.dateline.holds(m.span)]
    if any(party in sides.principals for party in here):
        return 0.4
    return 2 if ABOUT_TALKS.search(lead) and not NEXT.search(lead) else 0.4


def _weight(text: Text, span: Span) -> float:
    """What one mention says for a city; less than nothing where it speaks of another time."""
    sentence = text.sentence_at(span.start)
    words = text[sentence]
    at = span.start - sentence.start
    before, after = words[:at], words[at + span.end - span.start :]
    if re.match(
        r"\s+(?:Convention|Agreement|Accords?|Declaration|Protocol|Communiqu|Memorandum|process"
        r"|format)|[’']s\b",
        after,
    ):
        return 0
    if re.match(rf"\s+(?:\w+\s+)?(?:{TALKS})\b", after):
        return 1 if re.search(rf"\b(?:{TALKS})\s+of\s+$", before) else 2
    prefixed = _BEFORE_PLACE.search(before)
    if not prefixed:
        return 0
    lead = prefixed["in"].split()[0].lower()
    clause = re.split(r"[;]|, (?:and|but|while)\b|\b(?:said|says|added)\s", before)[-1]
    if lead in {"to", "from"}:
        return (
            0.5
            if re.search(
                r"\b(?:came|travel\w*|flew|returned|arriv\w+|left|delegations?|talks)\b", clause
            )
            else 0
        )
    weight = 0.5
    if ABOUT_TALKS.search(words):
        weight += 1
    if TALKS_THEMSELVES.search(clause) or re.search(
        r"\b(?:met|gather|signed|negotiat\w+|delegat\w+)\b", clause
    ):
        weight += 2
    if re.search(rf"\b(?:{TALKS})\b[^,;]{{0,60}}$", clause, re.I):
        weight += 1
    if (
        NEXT.search(clause[-60:])
        or EARLIER.search(clause[-60:])
        or _ELSEWHEN.search(words[max(0, at - 60) : at + 60])
    ):
        weight = 0.4
    if _TOLD_THERE.search(clause):
        weight = 0.4
    told = list(ABOUT_TALKS.finditer(clause))
    if told and _FOUGHT_OVER.search(clause[told[-1].end() :]):
        weight = 0.4
    return weight


def _capitals(text: Text) -> Iterator[tuple[str, Span, float]]:
    """As in "under way in the Cuban capital"."""
    for found in _CAPITAL_OF.finditer(text.raw):
        for name, others, demonyms, capitals in rows_of("countries.tsv"):
            if found["whose"] in {name, *others.split(";"), *demonyms.split(";")} and capitals:
                span = Span(found.start("whose"), found.end())
                talks = ABOUT_TALKS.search(text[text.sentence_at(found.start())])
                yield capitals.split(";")[0], span, 2.5 if talks else 0.5


def _unlisted(text: Text, sides: Sides) -> Iterator[tuple[str, Span, float]]:
    """A place the tables do not know, where the words about talks stand close before it."""
    known = cities()
    for sentence in text.sentences:
        for found in _UNLISTED.finditer(text[sentence]):
            name = found["name"]
            start = sentence.start + found.start("name")
            named = any(m.span.start <= start < m.span.end for m in sides.mentions)
            capital = re.match(r"\s+capital\b", text.raw[start + len(name) :])
            if named or capital or name in known or _NOT_A_CITY.fullmatch(name):
                continue
            if _VENUE.match(found["name"]):
                continue
            if _VENUE.match(text.raw, start):
                continue
            yield name, Span(start, start + len(name)), 1.2


def _country(text: Text, sides: Sides) -> Found[str] | None:
    for mention in sides.mentions:
        if mention.kind is not Kind.COUNTRY:
            continue
        sentence = text.sentence_at(mention.span.start)
        before = text.raw[sentence.start : mention.span.start]
        if re.search(
            rf"\b(?:{TALKS}|met|negotiat\w+)\b[^.;]{{0,50}}\bin\s+(?:the\s+)?$", before
        ) and not NEXT.search(before):
            return Found(mention.party, mention.span, "country of the talks", sure=False)
    return None


def talks_venue(text: Text) -> Found[str] | None:
    """The building where they met, where a sentence names one."""
    for sentence in text.sentences:
        found = _VENUE.search(text.raw, sentence.start, sentence.end)
        if found:
            group = "venue" if found["venue"] else "venue2"
            words = re.sub(r"^The\s+", "", found[group])
            if re.search(r"\b(?:White|Blue|Upper|Lower)\s+House\b", words):
                continue
            end = found.end(group)
            return Found(words, Span(end - len(words), end), "venue named")
    return None
