"""Numbers as reports write them, and how they are meant: "no fewer than 1,200", "24 to 48"."""

import re
from dataclasses import dataclass

from wayhome.engines.reading.draft import Comparator, Span
from wayhome.engines.reading.time_words import MONTH, read_number

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d{1,3}(?:[ ]\d{3})+(?!\d)|\d+(?:\.\d+)?"
_SMALL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_GREAT = "hundred|thousand|dozen|score"
_WORDS = (
    rf"(?:(?:an?|{_SMALL})[\s-]+)?(?:half[\s-]an?[\s-]dozen|(?:{_SMALL}|{_GREAT})"
    rf"(?:[\s-]+(?:and[\s-]+)?(?:{_SMALL}|{_GREAT}))*)"
)
_ONE = rf"(?:{_DIGITS})(?:[ -](?:thousand|million|dozen))?|{_WORDS}"
_NUMBER = re.compile(
    rf"(?<![\w.,$€£¥/:#+-])(?P<between>between\s+)?(?P<low>{_ONE})(?:\s*\(\d[\d,]*\))?"
    rf"(?:(?P<to>\s*[–-]\s*|\s+to\s+|\s+or\s+|\s+and\s+)(?P<high>{_ONE}))?"
    r"(?![\w%$€£/:]|\.\d|,\d|[-–]\d)",
    re.I,
)
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (
        Comparator.AT_LEAST,
        r"at least|no (?:fewer|less) than|not (?:fewer|less) than|a minimum of|minimum of",
    ),
    (
        Comparator.UP_TO,
        r"up to|as many as|a maximum of|maximum of|at most|no more than|not more than|until",
    ),
    (Comparator.ALMOST, r"almost|nearly|close to|just (?:under|short of)|approaching|virtually"),
    (
        Comparator.MORE_THAN,
        r"more than|(?:just |well |slightly )?over|upwards? of|in excess of|above|exceeding",
    ),
    (Comparator.LESS_THAN, r"(?:less|fewer) than|under|below"),
    (
        Comparator.ABOUT,
        r"about|around|roughly|approximately|some|an? estimated|estimated|circa|approx\.?"
        r"|something like|in the region of|on the order of",
    ),
)
_PHRASAL = re.compile(r"\b(?:hand|turn|pass|giv|sign|tak|mak|br|send)\w*\s+$", re.I)
_COMPARED = tuple(
    (comparator, re.compile(rf"\b(?:{words})\s+(?:a |the |a total of |(?:all )?their )?$", re.I))
    for comparator, words in _BEFORE
)
_AFTER = (
    (Comparator.AT_LEAST, re.compile(r"\s+or more\b", re.I)),
    (Comparator.ABOUT, re.compile(r"\s+or so\b", re.I)),
)
_INCREMENT = re.compile(
    r"\b(?:another|(?:an? )?(?:further|additional|extra)|the other|the remaining|the rest of the)"
    r"\s+$",
    re.I,
)
_MORE_AFTER = re.compile(r"\s+(?:more|further|additional|others?|extra)\b(?! than)", re.I)
_YEAR = re.compile(r"(?:1[89]|20)\d\d$")
_NOT_A_COUNT_BEFORE = re.compile(
    rf"(?:{MONTH}|\b(?:article|phase|stage|round|resolution|no\.?|number|chapter|paragraph|item"
    r"|room|camp|for each|for every|per|brigade|division|unit|(?-i:Group of)|aged?|ages|page|flight"
    r"|ward|block|point|clause"
    r"|track|annex|level|zone|sector|gate|highway|route|covid|top|g)\s*)\s*$",
    re.I,
)
_NOT_A_COUNT_AFTER = re.compile(
    r"(?:\s+|-)(?:per\s?cent|percentage|years?[\s-]old|%|km|kilomet|met(?:er|re)s|miles|dollars"
    r"|euros|usd"
    r"|million|billion|a\.?m\b|p\.?m\b|o['’]clock|degrees|points?\b|goals?\b|votes?\b|seats?\b"
    rf"|{MONTH}|(?:st|nd|rd|th)\b|of\s+{MONTH}|tonnes|tons|kg|barrels|bn\b)|(?:st|nd|rd|th)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A count in a text, or a range: where, how much, and how it is meant."""

    span: Span  # with the comparator's words
    bare: Span  # the number alone
    value: int
    value_max: int | None
    comparator: Comparator
    increment: bool


def find_numbers(text: str, within: Span) -> tuple[Number, ...]:
    """Every number in a stretch of text that may count something.

    Left out: dates, years, ages, percentages, sums of money, clock times, scores, ordinals, and
    what only looks like a number ("one of", "phase two").
    """
    found = []
    for match in _NUMBER.finditer(text, within.start, within.end):
        number = _read(text, match, within)
        if number is not None:
            found += number
    return tuple(found)


def _read(text: str, match: re.Match[str], within: Span) -> list[Number] | None:
    low, high = _value(match["low"]), _value(match["high"]) if match["high"] else None
    before = text[max(within.start, match.start() - 40) : match.start()]
    after = text[match.end() : min(within.end, match.end() + 40)]
    if low is None or _is_no_count(match["low"], before, after):
        return _second_alone(text, match, within) if match["high"] else None
    if high is not None and not _is_range(match, low, high):
        return _two_numbers(text, match, within)
    comparator, start, increment = _meaning(before, after, match.start())
    if high is not None:
        comparator = Comparator.RANGE
    bare = Span(match.start("low"), match.end())
    return [Number(Span(start, match.end()), bare, low, high, comparator, increment)]


def _is_range(match: re.Match[str], low: int, high: int) -> bool:
    """As in "24 to 48", "two or three"; not "200 and 300", not "1,000 to 20"."""
    joined = match["to"].strip()
    if joined == "and":
        return bool(match["between"]) and low < high
    return low < high and (joined != "to" or high <= 20 * low)


def _second_alone(text: str, match: re.Match[str], within: Span) -> list[Number] | None:
    """As in "on October 7 and 105 were": the first is no count, the second may be."""
    if match["to"].strip() != "and":
        return None
    rest = find_numbers(text, Span(match.start("high"), within.end))
    return [n for n in rest if n.bare.start == match.start("high")]


def _two_numbers(text: str, match: re.Match[str], within: Span) -> list[Number]:
    first = find_numbers(text, Span(within.start, match.end("low")))
    second = find_numbers(text, Span(match.start("high"), within.end))
    return [
        *(n for n in first if n.bare.end == match.end("low")),
        *(n for n in second if n.bare.start == match.start("high")),
    ]


def _value(written: str) -> int | None:
    """The number, or None for one with a fraction that is not a whole thousand or million."""
    words = written.strip().lower().replace("\u00a0", ",").replace("\u202f", ",")
    if re.fullmatch(r"\d{1,3}(?: \d{3})+", words):
        words = words.replace(" ", "")
    times = 1
    for word, factor in (("million", 10**6), ("thousand", 1000), ("dozen", 12), ("score", 20)):
        if words.endswith(word) and not (word == "thousand" and not words[0].isdigit()):
            words, times = words.removesuffix(word).strip(" -"), factor
    words = {"": "one", "a": "one", "an": "one", "half a": "0.5", "half-a": "0.5"}.get(words, words)
    value = read_number(words)
    if value is None or value * times != int(value * times):
        return None
    return int(value * times)


def _is_no_count(written: str, before: str, after: str) -> bool:
    if _NOT_A_COUNT_BEFORE.search(before) or _NOT_A_COUNT_AFTER.match(after):
        return True
    if _YEAR.match(written) and not re.match(r"\s+(?:[a-z-]+\s+){0,3}[a-z]+s\b", after):
        return True
    if _YEAR.match(written) and re.search(r"\b(?:in|since|of|from|until|by|late|early)\s$", before):
        return True
    one = written.lower() in {"one", "a", "1"}
    return one and bool(
        re.match(r"\s+(?:of (?:them|the (?:most|first|main))\b|another|side)", after)
    )


def _meaning(before: str, after: str, start: int) -> tuple[Comparator, int, bool]:
    """The comparator, where its words begin, and whether the number is on top of an earlier one."""
    increment = bool(_MORE_AFTER.match(after))
    more = _INCREMENT.search(before)
    if more:
        increment = True
        start -= len(before) - more.start()
        before = before[: more.start()]
    for comparator, pattern in _COMPARED:
        words = pattern.search(before)
        if words and not (words[0].lower().startswith("over") and _is_phrasal(before, words)):
            return comparator, start - (len(before) - words.start()), increment
    for comparator, pattern in _AFTER:
        if pattern.match(after):
            return comparator, start, increment
    return Comparator.EXACTLY, start, increment


def _is_phrasal(before: str, over: re.Match[str]) -> bool:
    """Whether "over" belongs to a verb: handed over 3,000."""
    return bool(_PHRASAL.search(before[: over.start()]))
