"""What was put on the table, by whom to whom, and what became of it as far as the report says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from wayhome.engines.reading.draft import Deadline, Found, Proposal, Span
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.text import Text

_PROPOSES = re.compile(
    r"(?<!\bthe )(?<!\ba )\b(?:propos(?:ed|es|ing)|offer(?:ed|s|ing)|suggest(?:ed|s)"
    r"|demand(?:ed|s|ing)|ask(?:ed|s)\s+for|call(?:ed|s|ing)?\s+for"
    r"|request(?:ed|s)|insist(?:ed|s|ing)\s+on|seek(?:s|ing)|sought|put\s+forward|tabled"
    r"|repeated\s+[\w’']+\s+call\s+for|renewed\s+[\w’']+\s+(?:call|demand|offer)\s+(?:for|to))\b"
)
_ADDED = re.compile(
    r"(?:;|,(?=\s)|\s(?:which|but|while|although|so\s+that"
    r"|and\s+\w+ed(?=\s+(?:that|to|the|an?|its|their|his|her|on|in|for|with|it|them)\b))\b).*$",
    re.S,
)
_RESPONSES = (
    (
        "refused",
        r"\b(?:reject(?:ed|s)|refus(?:ed|es)|turned\s+(?:it\s+|that\s+|this\s+)?down"
        r"|rul(?:ed|es)\s+(?:it\s+|that\s+|this\s+)?out"
        r"|dismiss(?:ed|es)|declin(?:ed|es)|push(?:ed|es)\s+back|non-starter|said\s+no)\b",
    ),
    (
        "accepted",
        r"\b(?:accept(?:ed|s)|agree(?:d|s)\s+to\s+(?:it|the\s+(?:proposal|offer"
        r"|request))|welcom(?:ed|es)\s+the\s+(?:proposal|offer))\b",
    ),
    ("countered", r"\b(?:counter-?propos(?:ed|al)|counter-?offer(?:ed)?|by\s+contrast|instead)\b"),
    ("noted", r"\b(?:took\s+note|take\s+note|study|consider|look\s+into|examine)\b"),
)
_RESPONSE = tuple((name, re.compile(words, re.I)) for name, words in _RESPONSES)


def find_proposals(
    text: Text, sides: Sides, deadlines: Sequence[Deadline] = ()
) -> tuple[Proposal, ...]:
    """Each proposal, offer or demand of a party, with the answer the next sentences give."""
    found: list[Proposal] = []
    for place, sentence in enumerate(text.sentences):
        for verb in _PROPOSES.finditer(text.raw, sentence.start, sentence.end):
            if any(q.start <= verb.start() < q.end for q in text.quotes):
                continue
            proposal = _read(text, sides, sentence, Span(verb.start(), verb.end()), deadlines)
            if proposal and not any(proposal.span.start < p.span.end for p in found):
                found.append(_answered(text, sides, proposal, place))
    return tuple(replace(one, id=f"o{number}") for number, one in enumerate(found, 1))


def _read(
    text: Text, sides: Sides, sentence: Span, verb: Span, deadlines: Sequence[Deadline]
) -> Proposal | None:
    actors = [a for a in sides.between(sentence.start, verb.start) if not a.place]
    if not actors:
        return None
    by = actors[-1]
    due = next((d for d in deadlines if sentence.holds(d.span) and d.span.start >= verb.end), None)
    words = _ADDED.sub("", text.raw[verb.end : sentence.end]).rstrip('. ”"')
    end = max(
        verb.end + len(words),
        due.span.end if due and due.span.start <= verb.end + len(words) + 1 else 0,
    )
    if len(words.split()) < 2:
        return None
    to = None if by.party == BOTH else sides.other(by.party)
    return Proposal(
        id="",
        span=Span(by.span.start, end),
        by=Found(by.party, by.span, "before the verb of proposing"),
        to=Found(to, by.span, "the other side", sure=False) if to else None,
        what=words.strip(),
        deadline=due,
    )


def _answered(text: Text, sides: Sides, proposal: Proposal, place: int) -> Proposal:
    """The answer in the rest of the sentence or the two that follow, by another party."""
    by = proposal.by.value if proposal.by else None
    last = text.sentences[min(place + 2, len(text.sentences) - 1)]
    after = Span(proposal.span.end, last.end)
    best: tuple[int, str, re.Match[str]] | None = None
    for name, pattern in _RESPONSE:
        found = pattern.search(text.raw, after.start, after.end)
        if found and (best is None or found.start() < best[0]):
            best = (found.start(), name, found)
    if best is None:
        return proposal
    start, name, found = best
    sentence = text.sentence_at(start)
    begin = max(sentence.start, after.start)
    actors = [a for a in sides.between(begin, start) if a.party != BOTH and not a.place]
    at = Span(found.start(), found.end())
    if actors and actors[-1].party != by:
        who = Found(actors[-1].party, actors[-1].span, "who answers", sure=False)
    elif not actors and proposal.to and any(q.holds(at) for q in text.quotes):
        who = Found(proposal.to.value, at, "the other side, in its own words", sure=False)
    else:
        return proposal
    return replace(
        proposal, response=Found(name, at, "answer that follows", sure=False), response_by=who
    )
