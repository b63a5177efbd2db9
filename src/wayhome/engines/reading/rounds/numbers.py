"""Which round it is: as the report says, or as its earlier rounds add up."""

import re

from wayhome.engines.reading.draft import Found, Span
from wayhome.engines.reading.rounds.words import NO_TALKS
from wayhome.engines.reading.text import Text
from wayhome.engines.reading.time_words import MONTH, NUMBER, ORDINAL, read_number, read_ordinal

_KIND = (
    r"(?:(?:and\s+(?:final|last)|direct|indirect|formal|face-to-face|peace|such|plenary"
    r"|official|consecutive|U\.N\.-\w+|UN-\w+"
    r"|[\w.-]+-(?:led|brokered|mediated|sponsored|hosted)|inter-\w+|intra-\w+|[A-Z][\w-]+"
    r"|prisoner|humanitarian|technical|negotiating|bilateral)\s+){0,3}"
)
_STATED = (
    re.compile(
        rf"\b(?P<number>{ORDINAL})\s+{_KIND}(?:rounds?|cycle)\b(?!\s+of\s+(?:the\s+)?(?:election"
        rf"|voting|cup))",
        re.I,
    ),
    re.compile(
        rf"\b[Rr]ound\s+(?:number\s+|no\.?\s+)?(?P<count>\d{{1,2}}|{NUMBER})\b(?!\s*(?:of\s+them"
        rf"|hours))"
    ),
    re.compile(
        rf"\b(?:session|meeting|round|talks|summit|encounter"
        rf"|negotiations)\b[^.;]{{0,40}}?\b(?:was|were|is|are|being|marked|marks)\s+"
        rf"(?:\w+\s+)?the\s+(?P<number>{ORDINAL})\b(?!\s+(?:time|day|step|phase|since"
        rf"|in\s+\w+\s+years))",
        re.I,
    ),
    re.compile(
        rf"\b(?:session|meeting|round|talks|summit)\b[^.;,]{{0,30}},\s+(?:the"
        rf"|their)\s+(?P<number>{ORDINAL})"
        r"\s+(?:since|such|of\s+its\s+kind)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?P<number>{ORDINAL})\s+{_KIND}(?:session|meeting|encounter|summit|(?:set"
        rf"|series)\s+of\s+talks)\b",
        re.I,
    ),
    re.compile(rf"\bfor\s+(?:the|a)\s+(?P<number>{ORDINAL})\s+time\b", re.I),
)
# "The first meeting in three years" counts from the silence before, not from the first round.
_NOT_COUNTED = re.compile(
    r"\s*(?:of\s+\w+(?:\s+\w+)?\s+)?(?:talks\s+|negotiations\s+)?(?:[^.;,]{0,80}?\b(?:in"
    r"|for)\s+(?:more\s+than\s+|over\s+|nearly\s+|almost\s+|about\s+)?"
    rf"(?:{NUMBER}|an?|several|many)\s+(?:\w+\s+)?(?:years?|months?|weeks?|decades?)\b|since\b"
    rf"|ever\b|day\b)",
    re.I,
)
_ELSEWHERE = re.compile(
    r"\b(?:after|following|since|at|during|before|from|until)\s+(?:the|a|its|their)?\s*$", re.I
)
_OTHER_TIME = re.compile(
    r"\b(?:next|will|would|to\s+be\s+held|planned|expected|scheduled|earlier|previous|had"
    r"|follow)\b",
    re.I,
)
_SO_MANY_BEFORE = re.compile(
    rf"\b(?:(?P<count>{NUMBER})\s+(?:earlier|previous|prior|preceding)|(?:earlier|previous|prior"
    rf"|preceding)\s+(?P<count2>{NUMBER})"
    rf"|after\s+(?P<count3>{NUMBER}))\s+(?:\w+\s+)?(?:rounds|sessions|meetings)\b",
    re.I,
)
_MONTHS_BEFORE = re.compile(
    rf"\b(?:earlier|previous|prior)\s+(?:\w+\s+)?(?:rounds|sessions"
    rf"|meetings)(?:\s+of\s+\w+)?\s+in\s+(?P<months>{MONTH}(?:\s*,\s*{MONTH})*"
    rf",?\s+and\s+{MONTH})"
)


def round_number(text: Text) -> tuple[Found[int] | None, str]:
    """The number of the round the report is about, and whether stated, inferred or unknown."""
    ranked = []
    for place, span in enumerate((*text.headings[:1], *text.sentences)):
        sentence = text[span]
        for order, pattern in enumerate(_STATED):
            for found in pattern.finditer(sentence):
                number = _number(found)
                if (
                    number is None
                    or (order >= 3 and number == 1)
                    or _is_other(sentence, found, order)
                ):
                    continue
                elsewhere = bool(_ELSEWHERE.search(sentence[: found.start()]))
                other = bool(
                    _OTHER_TIME.search(sentence[max(0, found.start() - 60) : found.end() + 40])
                )
                at = Span(span.start + found.start(), span.start + found.end())
                ranked.append(((elsewhere and other, order >= 3, other, place), number, at))
    if ranked:
        rank, number, at = min(ranked, key=lambda one: one[0])
        return Found(number, at, "round stated", sure=not rank[0]), "stated"
    return _inferred(text)


def _number(found: re.Match[str]) -> int | None:
    groups = found.groupdict()
    if groups.get("count"):
        value = read_number(groups["count"])
        return int(value) if value and value < 100 else None
    return read_ordinal(groups["number"])


def _is_other(sentence: str, found: re.Match[str], order: int) -> bool:
    """Whether the number counts something else: days, elections, meetings in three years."""
    after = sentence[found.end() :]
    if _NOT_COUNTED.match(after) and (
        order > 1 or re.match(r"\s+(?:of\s+[\w\s-]{0,40})?since|\s+in\s+\w+\s+years", after)
    ):
        return True
    if NO_TALKS.search(sentence[max(0, found.start() - 5) : found.end() + 40]):
        return True
    if order in {3, 4, 5}:  # meetings and times count only where talks are what is counted
        return order == 5 and not re.search(
            r"\b(?:met|meet|sat\s+down|talks|negotiat)", sentence, re.I
        )
    return bool(
        re.match(
            r"\s+of\s+(?:releases?|exchanges?|swaps?|shelling|fighting|funding|voting"
            r"|elections?)\b",
            after,
        )
    )


def _inferred(text: Text) -> tuple[Found[int] | None, str]:
    for span in text.sentences:
        sentence = text[span]
        many, months = _SO_MANY_BEFORE.search(sentence), _MONTHS_BEFORE.search(sentence)
        found = many or months
        if not found:
            continue
        before = (
            read_number(many["count"] or many["count2"] or many["count3"])
            if many
            else len(re.findall(MONTH, months["months"] if months else ""))
        )
        if before and before < 100:
            at = Span(span.start + found.start(), span.start + found.end())
            return Found(int(before) + 1, at, "earlier rounds added up", sure=False), "inferred"
    return None, "unknown"
