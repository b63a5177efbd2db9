"""When a round began and ended, by the words about it: "opened on Monday", "met on Wednesday"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from wayhome.engines.reading.deadlines.periods import Period, Standpoint, read_period
from wayhome.engines.reading.draft import Comparator, Duration, Found, Span
from wayhome.engines.reading.rounds.words import ABOUT_TALKS, TALKS
from wayhome.engines.reading.text import Text
from wayhome.engines.reading.time_words import MONTH, WEEKDAY

_DAY = re.compile(
    rf"\b(?=(?:{WEEKDAY}|{MONTH}\.?\s+\d{{1,2}}\b(?!\d)|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}"
    r"|[Tt]oday|[Yy]esterday|\d{4}-\d\d-\d\d)\b)"
)
_OPENS = re.compile(
    r"\b(?:began|begins?|begun|beginning|open(?:ed|s|ing)?|start(?:ed|s|ing)?|kicked\s+off|launched"
    r"|(?:re)?convened|reopened|restarted|resumed|since|first\s+met)\b[^.;]{0,45}$",
    re.I,
)
_CLOSES = re.compile(
    r"\b(?:end(?:ed|s|ing)?|clos(?:ed?|es|ing)|conclud(?:e|ed|es|ing)|wrapp?(?:ed|ing)\s+up|wound\s+up"
    r"|broke\s+(?:up|off|down)|finish(?:ed|ing)?|adjourned|collapsed|until|through)\b[^.;]{0,70}$",
    re.I,
)
_AT_THE_END = re.compile(
    r"[^.;]{0,160}?\b(?:at\s+the\s+(?:end|close)\s+of|conclud|ending|wrapping\s+up|closing"
    rf"|(?:after|following)\s+(?:[\w’'.-]+\s+){{0,7}}?(?:{TALKS})\b|[^.;]{{0,60}}?,\s+concluding)"
)
_DEAL = re.compile(
    r"\b(?:agreed|signed|announced|reached|declared|signing|sealed)\b[^.;]{0,40}$", re.I
)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$|\bbetween\s+(?:the\s+)?$", re.I)
_TO = re.compile(r"\s*(?:to|until|till|through|and|–|-)\s*(?:the\s+)?")
_DAY_ONLY = re.compile(r"(\d{1,2})\b(?!\s*(?:hours|days|people|%|,\d))")
_MEETS = re.compile(
    rf"\b(?:met|meets?|sat\s+down|gathered|negotiated|held|hold|holds|{TALKS})\b[^.;]{{0,70}}$",
    re.I,
)
_OF_THE_DAY = re.compile(rf"(?:[’']s)\s+(?:[\w-]+\s+){{0,3}}?(?:{TALKS})\b", re.I)
_TOLD = re.compile(
    r"\b(?:said|says|told|added|wrote|reported|posted|read|published|since\s+the\s+invasion"
    r"|released|freed|captured|killed|born|exchanged)\b[^.;]{0,40}$",
    re.I,
)
_GOES_ON = re.compile(r"\s+for\s+(?:a|the|their)\s+(?:second|third|fourth|fifth|sixth)\s+day\b")
_WILL_BE = re.compile(
    r"\b(?:will|would|is\s+to|are\s+to|due|set\s+(?:to|for)|scheduled|expected|planned|planning"
    r"|opens?|begins?|starts?|resumes?|ends?|closes?|convenes?)\b[^.;]{0,60}$",
    re.I,
)
_FIGHTING = re.compile(
    r"\b(?:cease-?fire|truce|war|offensive|fighting|invasion|exchange|release|swap|operation"
    r"|withdrawal)\b",
    re.I,
)
_AT_TALKS = re.compile(
    rf"\b(?:{TALKS}|cycle|sides|parties|delegations|negotiators|they|met)\b", re.I
)
_LONGEST = 62  # days from the first to the last of a round
_MOST_DAYS = 5  # so many days of talks at most are counted back from their end


@dataclass(slots=True)
class Days:
    """The first and the last day, as far as they are told."""

    start: Found[str] | None = None
    end: Found[str] | None = None

    def put(self, which: str, day: date, at: Span, rule: str, *, sure: bool = True) -> None:
        """Note one of the two, unless it is known already."""
        if getattr(self, which) is None:
            setattr(self, which, Found(day.isoformat(), at, rule, sure=sure))


def days_within(text: Text, clauses: list[Span], today: date, length: Duration | None) -> Days:
    """The days of one round, from the clauses that tell of it; both empty where none is told."""
    days = Days()
    met: list[tuple[date, Span, bool]] = []
    for clause in clauses:
        for at, period in _days_of(text, clause, today):
            before = text.raw[clause.start : at.start]
            after = text.raw[at.end : clause.end]
            if period.first != period.last:
                days.put("start", period.first, at, "from one day to another")
                days.put("end", period.last, at, "from one day to another")
            else:
                _read_one(days, met, (before, after), at, period.first, today)
    _fill(days, met, length)
    return days


def _days_of(text: Text, clause: Span, today: date) -> Iterator[tuple[Span, Period]]:
    """Each day or stretch of days that a clause names, with where it stands."""
    written = text[clause]
    taken = 0
    for start in _DAY.finditer(written):
        if start.start() < taken:
            continue
        ahead = bool(_WILL_BE.search(written[: start.start()]))
        read = read_period(written, Standpoint(today, ahead=ahead), start.start())
        period, end = read if read else (None, start.end() + 1)
        owned = re.match(rf"{WEEKDAY}(?=[’']s\b)", written[start.start() :])
        if owned:
            until = start.start() + owned.end()
            read = read_period(written[:until], Standpoint(today, ahead=ahead), start.start())
            period, end = read if read else (None, end)
        word = re.match(r"[Tt]oday|[Yy]esterday", written[start.start() :])
        if word:
            day = today - timedelta(word[0].lower() == "yesterday")
            period, end = Period(day, day, day), start.start() + word.end()
        few = period and (period.last - period.first).days <= _LONGEST
        if (
            period
            and few
            and (period.first == period.last or _TO.search(written[start.start() : end]))
        ):
            taken = end
            yield Span(clause.start + start.start(), clause.start + end), period


def _read_one(
    days: Days,
    met: list[tuple[date, Span, bool]],
    words: tuple[str, str],
    at: Span,
    day: date,
    today: date,
) -> None:
    before, after = words
    lead = re.sub(r"(?:late|early)?\s*(?:on\s+)?(?:last\s+|the\s+)?$", "", before)
    until = _TO.match(after)
    last = _DAY_ONLY.match(after, until.end()) if until and _FROM.search(before) else None
    if _FROM.search(before):
        days.put("start", day, at, "from one day to another")
        if last and day.day < int(last[1]) <= 31:
            days.put("end", _same_month(day, int(last[1])), at, "from one day to another")
    elif re.search(r"\bto\s+(?:the\s+)?$", before) and days.start:
        days.put("end", day, at, "from one day to another")
    elif _OF_THE_DAY.match(after):
        met.append((day, at, True))
    elif (opens := _OPENS.search(lead)) and not _CLOSES.search(lead, opens.start() + 1):
        if _FIGHTING.search(lead[opens.start() :]) or not _AT_TALKS.search(before + after):
            return
        days.put("start", day, at, "opened on a day")
    elif _CLOSES.search(lead) and not _TOLD.search(_after_last(_CLOSES, lead)):
        days.put("end", day, at, "closed on a day")
    elif _DEAL.search(lead) and _AT_THE_END.match(after) and day <= today:
        days.put("end", day, at, "a deal closed them")
    elif re.match(r"\s+at\s+the\s+(?:end|close)\s+of\b", after):
        days.put("end", day, at, "closed on a day")
    elif _MEETS.search(lead) and not _TOLD.search(lead[-45:]):
        met.append((day, at, not _GOES_ON.search(after[:60])))


def _after_last(pattern: re.Pattern[str], lead: str) -> str:
    found = pattern.search(lead)
    return found[0] if found else ""


def _same_month(day: date, number: int) -> date:
    try:
        return day.replace(day=number)
    except ValueError:
        return day


def _fill(days: Days, met: list[tuple[date, Span, bool]], length: Duration | None) -> None:
    """What follows from the day they met and from how long they talked; never sure."""
    many = _whole_days(length)
    if met and not (days.start or days.end):
        day, at, whole = met[0]
        rule = "met on a day"
        if whole and many == 1:
            days.put("start", day, at, rule)
        if whole:
            days.put("end", day, at, rule, sure=many == 1)
    if days.end and not days.start and (many > 1 or (length and length.minutes)):
        end = date.fromisoformat(days.end.value)
        if many <= _MOST_DAYS and days.end.span:
            back = end - timedelta(many - 1)
            days.put("start", back, days.end.span, "counted by their length", sure=False)
    elif days.start and not days.end and length and many <= _MOST_DAYS and days.start.span:
        exact = length.comparator is Comparator.EXACTLY
        last = date.fromisoformat(days.start.value) + timedelta(many - 1)
        if exact:
            days.put("end", last, days.start.span, "counted by their length", sure=False)


def _whole_days(length: Duration | None) -> int:
    found = re.fullmatch(r"P(\d+)D", length.iso) if length else None
    return int(found[1]) if found else 1


def clauses_of(text: Text, sentence: Span) -> list[Span]:
    """The clauses of a sentence, each on its own; those that tell of talks keep their days."""
    raw = text.raw
    cuts = [
        m.start()
        for m in re.finditer(
            r"(?:;|,? (?:but|while|whereas)|, (?:where|when|and|with|which)|—)\s", text[sentence]
        )
    ]
    edges = [sentence.start, *(sentence.start + cut for cut in cuts), sentence.end]
    spans = [Span(a, b) for a, b in pairwise(edges) if raw[a:b].strip()]
    joined: list[Span] = []
    for span in spans:
        if joined and not ABOUT_TALKS.search(raw, span.start, span.end):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
