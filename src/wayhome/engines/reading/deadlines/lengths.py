"""Deadlines set by a length of time: "within ten days of", "by six months", "in a week's time"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from wayhome.engines.reading.deadlines.anchors import (
    Counted,
    counted_from,
    event_day,
    later,
)
from wayhome.engines.reading.deadlines.periods import Period, Standpoint, read_period
from wayhome.engines.reading.deadlines.sentence import Sentence, pattern
from wayhome.engines.reading.deadlines.tense import looks_ahead
from wayhome.engines.reading.draft import Anchor, Deadline
from wayhome.engines.reading.time_words import (
    LENGTH,
    NUMBER,
    UNIT_OF_TIME,
    WEEKDAY,
    Length,
    read_length,
    read_number,
)

_L = LENGTH.strip()
_EVENT = r"""(?P<event>(?:the\s+|its\s+|their\s+|this\s+|an?\s+)?[^.,;:—–()“”"]{2,80})"""
_OF = r"(?:\s+(?:of|after|from|following|since|starting\s+(?:from|on)|as\s+(?:of|from))\s+"


def _resolve_length(one: Deadline, lengths: tuple[Length, Length], start: Counted) -> Deadline:
    """Count one length, or the shorter and the longer of two, from where it begins."""
    if start.period is None:
        return replace(one, anchor=start.anchor)
    soonest = later(start.period.first, lengths[0])
    latest = later(start.period.first, lengths[1])
    dated = start.period.first == start.period.last
    return replace(
        one,
        anchor=start.anchor,
        anchor_date=str(start.period.first)
        if dated
        else f"{start.period.first}/{start.period.last}",
        earliest=str(soonest) if soonest != latest or one.sense == "on_or_about" else "",
        latest=str(latest),
        basis="computed",
        sure=start.sure and not lengths[0].working,
    )


def _start_of(sentence: Sentence, found: re.Match[str]) -> Counted:
    """What a length is counted from: the event it names, or what the sentence tells, or now."""
    event = found.groupdict().get("event")
    if not event:
        return counted_from(sentence.text, sentence.span, found.start(), sentence.report)
    at = sentence.at()
    period = event_day(sentence.text, event, at) if at else None
    signing = re.search(r"\bsign(?:ing|ature|ed)\b", event, re.I)
    named = at and read_period(event, at)
    kind = Anchor.SIGNING if signing else Anchor.CALENDAR if named else Anchor.EVENT
    return Counted(kind, period)


_WITHIN = pattern(
    rf"""\b(?:within|inside(?:\s+of)?|in\s+(?:under|less\s+than|no\s+more\s+than|at\s+most)
      |(?:no|not)\s+later\s+than|at\s+the\s+latest
      |(?:in|over|during|for|within|across)\s+the\s+(?:next|coming|following|first|ensuing))\s+
      (?:(?:a\s+)?(?:maximum|period|term|space)(?:\s+period)?\s+of\s+|the\s+(?:next|coming|following|first)\s+
        |a\s+further\s+|about\s+|around\s+|at\s+most\s+|no\s+more\s+than\s+)*
      (?:(?P<low>{NUMBER})(?:\s*[-–—]\s*|\s+(?:to|or)\s+))?(?P<length>{_L})
      {_OF}{_EVENT})?"""
)
_FIRST_LENGTH = re.compile(rf"^({UNIT_OF_TIME})s?\b", re.I)


def within(sentence: Sentence) -> Iterator[Deadline]:
    """As in "Within 50 days", "over the next three weeks", "no later than ten days after"."""
    for found in _WITHIN.finditer(sentence.words):
        word = found[0].split()[0].lower()
        at_first = re.match(r"(?:in|over|during)\s+the\s+first\b", found[0], re.I)
        ahead = looks_ahead(sentence.words, found.start(), found.end())
        if (word in {"no", "not"} and not found["event"]) or (ahead is False and at_first):
            continue
        lengths = _two(found)
        if lengths and not (ahead is False and re.match(r"in\s+(?:under|less)", found[0], re.I)):
            end = (
                found.end()
                if found["event"] and _known_event(found["event"])
                else (found.end("length"))
            )
            one = sentence.deadline(found.start(), end, "by", "within a length")
            yield _resolve_length(one, lengths, _start_of(sentence, found))


def _known_event(event: str) -> bool:
    return len(event.split()) <= 12


def _two(found: re.Match[str]) -> tuple[Length, Length] | None:
    """The shorter and the longer length of "ten to 14 days"; twice the same of "14 days"."""
    length = read_length(found["length"])
    if length is None:
        return None
    low = read_number(found["low"]) if found.groupdict().get("low") else None
    return (replace(length, count=low) if low else length), length


_COMING_UNIT = pattern(
    r"""\b(?:in|over|during|within|for)\s+the\s+(?:next|coming|following)\s+
    (?P<unit>week|month|year|fortnight)\b"""
)


def coming_unit(sentence: Sentence) -> Iterator[Deadline]:
    """As in "In the coming week": seven days from now."""
    for found in _COMING_UNIT.finditer(sentence.words):
        one = sentence.deadline(found.start(), found.end(), "by", "the coming week")
        length = read_length(f"one {found['unit']}")
        if length:
            yield _resolve_length(one, (length, length), _start_of(sentence, found))


_IN_TIME = pattern(
    rf"""\b(?P<in>in\s+)(?:about\s+|around\s+|some\s+)?
      (?:(?P<low>{NUMBER})(?:\s*[-–—]\s*|\s+(?:to|or)\s+))?(?P<length>{_L})
      (?P<time>[’']s?\s+time|[’']?\s+time\b)?(?:\s+from\s+(?P<event>now|today|{WEEKDAY}))?
      |\b(?P<length2>{_L})\s+from\s+(?P<event2>now|today|tomorrow|{WEEKDAY})"""
)


def in_time(sentence: Sentence) -> Iterator[Deadline]:
    """As in "In three weeks' time", "ten days from now", and "in ten days" where it looks ahead."""
    for found in _IN_TIME.finditer(sentence.words):
        after = sentence.words[found.end() :]
        event = found["event"] or found["event2"]
        bare = found["in"] and not found["time"] and not event
        if bare and (
            re.match(r"\s+(?:of|since|that|when)\b", after)
            or looks_ahead(sentence.words, found.start(), found.end()) is not True
            or re.search(r"\b(?:first|time|once|twice|second)\s+$", sentence.words[: found.start()])
        ):
            continue
        length = read_length(found["length"] or found["length2"])
        if length:
            low = read_number(found["low"]) if found["low"] else None
            lengths = (replace(length, count=low) if low else length), length
            one = sentence.deadline(found.start(), found.end(), "on_or_about", "in a length's time")
            start = sentence.report
            at = sentence.at()
            if event and at and event.lower() not in {"now", "today"}:
                read = read_period(event, at)
                start = Counted(Anchor.CALENDAR, read[0]) if read else start
            elif not event:
                start = counted_from(sentence.text, sentence.span, found.start(), start)
            yield _resolve_length(one, lengths, start)


_AFTER = pattern(rf"\b(?P<length>{_L})\s+(?P<way>after|before|ahead\s+of|prior\s+to)\s+{_EVENT}")


def after_event(sentence: Sentence) -> Iterator[Deadline]:
    """As in "Ten days after the signing", where it looks ahead."""
    for found in _AFTER.finditer(sentence.words):
        ahead = looks_ahead(sentence.words, found.start(), found.end("length"))
        length = read_length(found["length"])
        at = sentence.at()
        if (
            ahead is not True
            or length is None
            or at is None
            or re.search(r"\b(?:within|than)\s+$", sentence.words[: found.start()])
        ):
            continue
        one = sentence.deadline(found.start(), found.end(), "on_or_about", "after an event")
        period = event_day(sentence.text, found["event"], at)
        signing = re.search(r"\bsign", found["event"], re.I)
        counted = Counted(Anchor.SIGNING if signing else Anchor.EVENT, period)
        if found["way"].lower() == "after":
            yield _resolve_length(one, (length, length), counted)


_EXTEND = pattern(
    rf"""\b(?:extend|prolong|renew|lengthen|stretch|roll(?:ed|ing)?\s+over|continu|add)\w*\b
      (?:(?!\d)[^.;]){{0,90}}?\s
      (?P<raw>(?:by|for|of)\s+(?:an?\s+(?:additional|further|extra)\s+|another\s+)?(?P<length>{_L})
       |another\s+(?P<length2>{_L})|(?:an?\s+)?(?:additional|further)\s+(?P<length3>{_L}))
    |\b(?P<raw2>(?P<length4>{_L})[\s-]+(?:extension|prolongation|renewal))"""
)
_EXPIRY = re.compile(
    r"\b(?:due|set|scheduled)\s+to\s+(?:expire|lapse|end|run\s+out)\w*\s+(?:at\s+\w+\s+)?(?:on\s+)?"
    r"|\b(?:expires?|expired|lapse[sd]?|ends?|ended|runs?\s+out"
    r"|ran\s+out)\s+(?:at\s+\w+\s+)?(?:on\s+)?"
)


def extension(sentence: Sentence) -> Iterator[Deadline]:
    """As in "Prolong the truce by six months": from when it would have ended, or from now."""
    for found in _EXTEND.finditer(sentence.words):
        raw = "raw" if found["raw"] else "raw2"
        words = next(found[n] for n in ("length", "length2", "length3", "length4") if found[n])
        length = read_length(words)
        each = re.match(r"\s+(?:for\s+)?(?:each|every|per)\b", sentence.words[found.end() :])
        if length is None or each:
            continue
        one = sentence.deadline(found.start(raw), found.end(raw), "until", "extended by a length")
        yield _resolve_length(one, (length, length), _expiry(sentence, found.start()))


def _expiry(sentence: Sentence, before: int) -> Counted:
    at = sentence.at(ahead=None)
    for ends in _EXPIRY.finditer(sentence.words):
        read = read_period(sentence.words, at, ends.end()) if at else None
        if read and read[0].first == read[0].last:
            return Counted(Anchor.EVENT, read[0])
    return counted_from(sentence.text, sentence.span, before, sentence.report)


_STARTS = (
    r"(?:start(?:ing|s|ed)?|beginn?(?:ing|s)?|began|commenc\w+|from|effective|as\s+(?:of|from)"
    r"|tak(?:es?|ing)\s+effect|enter(?:s|ing)?\s+into\s+force|com(?:es?|ing)\s+into\s+(?:force"
    r"|effect)"
    r"|to\s+begin|to\s+start)\s+(?:from\s+|at\s+|on\s+)*"
)
_START_FOR = pattern(rf"\b(?P<start>{_STARTS})(?=\w)")
_FOR = pattern(
    rf"(?:\s*\([^)]{{0,40}}\))?\s*,?\s*(?:and\s+)?(?:to\s+|will\s+)?(?:last(?:ing)?\s+|run\s+"
    rf"|remain\w*\s+in\s+(?:force|effect)\s+)?"
    rf"(?:for\s+)?(?:an?\s+(?:initial\s+)?period\s+of\s+|an\s+initial\s+"
    rf"|a\s+renewable\s+)?(?P<length>{_L})"
)
_TRUCE = (
    r"(?:truce|cease-?fires?|cessation|pause|lull|moratorium|suspension|window|phase|stage|period)"
)
_TRUCE_FROM = pattern(
    rf"""\b(?P<raw>(?:for|last(?:ing|s)?)\s+(?:an\s+initial\s+)?(?P<length>{_L})
      |(?P<length2>{_L})(?=[\s-][^.;,]{{0,50}}?\b{_TRUCE}))
      (?P<gap>[^.;]{{0,60}}?)\b(?P<start>{_STARTS})(?=\w)"""
)


def start_and_length(sentence: Sentence) -> Iterator[Deadline]:
    """As in "starting on 6 February, for 180 days"; "a 60-day truce that begins on Monday"."""
    at = sentence.at()
    if at is None:
        at = Standpoint(date(2000, 1, 1), ahead=None)  # only whole dates are read from here
    for found in _START_FOR.finditer(sentence.words):
        read = read_period(sentence.words, at, found.end("start"))
        goes_on = _FOR.match(sentence.words, read[1]) if read else None
        if read and goes_on and re.search(r"\b(?:for|last)", goes_on[0]):
            place = found.start(), goes_on.end()
            yield from _lasting(sentence, read[0], place, goes_on["length"])
    for found in _TRUCE_FROM.finditer(sentence.words):
        read = read_period(sentence.words, at, found.end("start"))
        if read:
            # The day itself is a phrase of its own where words stand between.
            end = found.end("raw") if found["gap"].strip(" ,") else read[1]
            words = found["length"] or found["length2"]
            yield from _lasting(sentence, read[0], (found.start(), end), words)


def _lasting(
    sentence: Sentence, start: Period, place: tuple[int, int], words: str
) -> Iterator[Deadline]:
    length = read_length(words)
    if length is None or start.first != start.last:
        return
    if sentence.report.period is None and not re.search(
        r"\b(?:19|20)\d\d\b", sentence.words[place[0] : place[1]]
    ):
        return
    one = sentence.deadline(*place, "until", "lasting from a day")
    counted = Counted(Anchor.CALENDAR if start.named else sentence.report.anchor, start)
    yield _resolve_length(one, (length, length), counted)


_ULTIMATUM = pattern(
    rf"""\b(?P<raw>(?P<length>{_L})[\s-]+(?:deadline|ultimatum|notice|window|grace\s+period"
    rf"|timetable|time\s+limit))\b
    |\b(?:g(?:ive|ives|ave|iven|iving|ranted?|ranting)|allow(?:s|ed|ing)?|ha[sd]|have|set)\s+
      (?:[\w’'-]+\s+){{0,5}}?(?P<raw2>(?P<length2>{_L}))\s+
      (?:to\b|in\s+which|for\s+(?:\w+\s+)?(?:a\s+)?(?:reply|response|answer)|from\b)"""
)


def ultimatum(sentence: Sentence) -> Iterator[Deadline]:
    """As in "A 48-hour ultimatum", "gave the other side ten days to answer"."""
    for found in _ULTIMATUM.finditer(sentence.words):
        raw = "raw" if found["raw"] else "raw2"
        length = read_length(found["length"] or found["length2"])
        if length:
            one = sentence.deadline(found.start(raw), found.end(raw), "by", "so long to do it")
            yield _resolve_length(one, (length, length), _start_of(sentence, found))
