"""What a round ended with, topic by topic: agreed, refused, no agreement, put off, done."""

import re

from wayhome.engines.reading.draft import Outcome, Span
from wayhome.engines.reading.statements.topics import topic_of
from wayhome.engines.reading.text import Text

# In this order: "failed to agree" before "agree".
_RESULTS: tuple[tuple[str, str], ...] = (
    (
        "no_agreement",
        r"fail(?:ed|s|ing)?\s+to\s+(?:agree|reach|secure|produce|make|achieve)"
        r"|without\s+(?:an?\s+|any\s+)?(?:agreement|ceasefire|cease-fire|truce|deal"
        r"|breakthrough|result)"
        r"|no\s+(?:agreement|progress|breakthrough|deal|ceasefire)"
        r"|did\s+not\s+(?:agree|materiali[sz]e|produce)|could\s+not\s+agree"
        r"|ended\s+in\s+deadlock|remained?\s+(?:miles\s+)?(?:far\s+)?apart",
    ),
    (
        "not_implemented",
        r"(?:was|were|has|have)\s+(?:never|not)\s+(?:been\s+)?(?:implemented"
        r"|carried\s+out|honou?red)|never\s+materiali[sz]ed|broke\s+down",
    ),
    (
        "refused",
        r"turned\s+down|reject(?:ed|s)|refus(?:ed|es)|rul(?:ed|es)\s+(?:that\s+"
        r"|it\s+)?out",
    ),
    ("postponed", r"postpon(?:ed|es)|put\s+off|deferred|delayed\s+until|adjourned\s+until"),
    (
        "partly",
        r"partial(?:ly)?\s+(?:agreement|agreed|progress|deal)|some\s+(?:progress"
        r"|headway)|made\s+(?:some\s+)?(?:progress|headway)",
    ),
    (
        "agreed",
        r"agree(?:d|s)\s+(?:on\s+\w+\s+|in\s+[\w\s]{3,30}\s+)?(?:to|on|upon)"
        r"|reached\s+an?\s+(?:agreement|deal|accord)|signed\s+an?\s+(?:\w+\s+)?(?:agreement"
        r"|deal|accord|declaration|protocol)"
        r"|undert(?:ook|ake|akes|aken)\s+to|undertakes\s+to|settled\s+on"
        r"|struck\s+a\s+deal|finali[sz]ed\s+plans\s+to|promise\s+to|pledged\s+to",
    ),
    (
        "done",
        r"(?:was|were)\s+(?:let\s+go|freed|released|handed\s+over|exchanged|returned"
        r"|swapped)|handed\s+over|completed\s+(?:the|an?)\s+(?:exchange|swap|transfer)",
    ),
)
_PATTERNS = tuple((result, re.compile(rf"\b(?:{words})\b", re.I)) for result, words in _RESULTS)
_UNREAL = re.compile(
    r"\b(?:if|unless|would|could|may|might|had\s+hoped|until|whether"
    r"|yet\s+to)\s+(?:\w+\s+){0,3}$",
    re.I,
)


def find_outcomes(text: Text) -> tuple[Outcome, ...]:
    """Every clause of the body that tells a result about a topic the reader knows."""
    found: list[Outcome] = []
    for sentence in text.sentences:
        taken: list[Span] = []
        for result, pattern in _PATTERNS:
            for match in pattern.finditer(text.raw, sentence.start, sentence.end):
                span = _clause(text, sentence, match)
                quoted = any(q.start <= match.start() < q.end for q in text.quotes)
                unreal = _UNREAL.search(text.raw[sentence.start : match.start()])
                if (
                    quoted
                    or unreal
                    or any(s.start < span.end and span.start < s.end for s in taken)
                ):
                    continue
                topic = topic_of(text[span], text[sentence])
                if topic:
                    taken.append(span)
                    found.append(Outcome(id="", span=span, topic=topic, result=result))
    ordered = sorted(found, key=lambda one: one.span)
    return tuple(
        Outcome(id=f"e{number}", span=one.span, topic=one.topic, result=one.result)
        for number, one in enumerate(ordered, 1)
    )


def _clause(text: Text, sentence: Span, match: re.Match[str]) -> Span:
    """From the words of the result to the end of their clause."""
    rest = text.raw[match.end() : sentence.end]
    stop = re.search(
        r"[;:—“”]|,\s|\.(?=\s|$)|\s(?:but|although|while|and\s+(?:to|the|with"
        r"|that))\s",
        rest,
    )
    return Span(match.start(), match.end() + (stop.start() if stop else len(rest)))
