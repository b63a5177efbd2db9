"""How long the talks lasted, and how that is meant: "a little over an hour", "just 40 minutes"."""

import re

from wayhome.engines.reading.draft import Comparator, Duration, Found, Span
from wayhome.engines.reading.rounds.words import TALKS
from wayhome.engines.reading.text import Text
from wayhome.engines.reading.time_words import LENGTH, read_length

_HOW = (
    (Comparator.AT_LEAST, r"at\s+least|no\s+less\s+than|not\s+less\s+than"),
    (
        Comparator.LESS_THAN,
        r"less\s+than|under|barely|hardly|not\s+even|scarcely|just\s+under|a\s+little\s+under",
    ),
    (Comparator.ALMOST, r"almost|nearly|close\s+to|well\s+nigh|virtually"),
    (
        Comparator.MORE_THAN,
        r"(?:a\s+little\s+|just\s+|slightly\s+|well\s+)?(?:more\s+than|over|above)|upwards\s+of"
        r"|in\s+excess\s+of",
    ),
    (Comparator.ABOUT, r"about|around|roughly|approximately|some|an\s+estimated"),
    (Comparator.UP_TO, r"up\s+to|as\s+long\s+as|no\s+more\s+than|at\s+most"),
)
_MEANT = "|".join(f"(?P<{c.value}>{words})" for c, words in _HOW)
_COMPARED = (
    rf"(?:(?:{_MEANT})\s+)?"
    r"(?:(?:just|only|a\s+mere|a\s+full|all\s+of|a\s+marathon|a\s+total\s+of|a\s+further)\s+)?"
)
_L = LENGTH.strip()
_PATTERNS = tuple(
    re.compile(pattern, re.X | re.I)
    for pattern in (
        # the talks lasted ...; broke up after ...
        rf"\b(?:last(?:ed|ing|s)?|ran|run|took|taking|continu\w+|went\s+on|going\s+on"
        rf"|drag\w+\s+on|stretch\w+|extend\w+|spent|spanned)\s+(?:for\s+|over\s+)?"
        rf"{_COMPARED}(?P<length>{_L})",
        rf"\b(?:end(?:ed|ing)?|clos(?:ed|ing)|broke\s+(?:up|off)|conclud(?:ed|ing)|finish(?:ed"
        rf"|ing)|wrapp?ed\s+up|adjourn\w+|over|emerged|left|wound\s+up|collapsed|agreed|rose"
        rf"|parted|reached)"
        rf"\b[^.;]{{0,80}}?\s(?:after|in|within)\s+{_COMPARED}(?P<length>{_L})(?!\s+(?:ago|time))",
        # 10 days of negotiations; a two-hour meeting; three-day talks
        rf"{_COMPARED}(?P<length>{_L})\s+of\s+(?:[\w.-]+\s+){{0,3}}?(?:{TALKS}|mediation|haggling"
        rf"|bargaining|diplomacy|deliberations|shuttle\s+diplomacy)\b",
        rf"{_COMPARED}(?P<length>{_L})(?:-long)?\s+(?:[\w.-]+\s+){{0,3}}?(?:{TALKS})\b",
        # after three hours behind closed doors; met for two hours
        rf"\b(?:met|meeting|talked|negotiated|spoke|conferred|sat|held\s+talks|talks"
        rf"|negotiations)\b[^.;]{{0,60}}?\s(?:for|after)\s+{_COMPARED}(?P<length>{_L})",
        rf"\bafter\s+{_COMPARED}(?P<length>{_L})(?:\s+(?:in|at|behind)\b|,)",
    )
)
_NEED_TALKS = {0, 5}  # the patterns that say nothing of talks themselves
_OF_TALKS = re.compile(rf"\b(?:{TALKS}|delegat\w+|negotiat\w+)\b", re.I)
_NOT_TALKS = re.compile(
    r"\b(?:cease-?fire|truce|pause|lull|war|conflict|hiatus|break|term|captivity|siege|fighting"
    r"|deadline|ultimatum|combined|together"
    r"|in\s+total|cumulative|phase|detention|prison|custody|jail|delay|silence|flight|journey"
    r"|drive|speech|call\s+for)\b",
    re.I,
)
_LATER = re.compile(r"\b(?:ago|later|earlier|before|from\s+now|since|old|apart)\b")


def talks_duration(text: Text) -> Found[Duration] | None:
    """How long the round lasted, by the first sentence about talks that says so; else a heading."""
    for order, pattern in enumerate(_PATTERNS):
        for span in (*text.sentences, *text.headings[:1]):
            sentence = text[span]
            if order not in _NEED_TALKS or _OF_TALKS.search(sentence):
                for found in pattern.finditer(sentence):
                    if _is_of_talks(sentence, found, order):
                        return _duration(span, found)
    return None


def _is_of_talks(sentence: str, found: re.Match[str], order: int) -> bool:
    around = sentence[max(0, found.start() - (50 if order < 2 else 20)) : found.end()]
    around = re.split(r"[,;]\s", around)[-1]
    after = sentence[found.end() : found.end() + 30]
    if _NOT_TALKS.search(around) or _NOT_TALKS.match(after.strip()) or _LATER.match(after.strip()):
        return False
    length = read_length(found["length"])
    if length is None or (length.unit in {"month", "year"}):
        return False
    talks_near = re.search(
        rf"\b(?:{TALKS}|delegat\w+|negotiat\w+|sides|parties|it|they|which|that)\b",
        sentence[: found.end()] + after,
        re.I,
    )
    return order >= 2 or bool(talks_near)


def _duration(span: Span, found: re.Match[str]) -> Found[Duration] | None:
    length = read_length(found["length"])
    if length is None:
        return None
    meant = next((c for c, _ in _HOW if found[c.value]), Comparator.EXACTLY)
    at = Span(span.start + found.start("length"), span.start + found.end("length"))
    weeks = re.fullmatch(r"P(\d+)W", length.iso)
    iso = f"P{int(weeks[1]) * 7}D" if weeks else length.iso
    return Found(Duration(iso=iso, comparator=meant), at, "length of the talks")
