"""What was said, by whom: every quote of a report, and what persons are reported to have said."""

import re
from collections.abc import Sequence
from dataclasses import replace

from wayhome.engines.reading.draft import Found, Person, Span, Statement
from wayhome.engines.reading.facts.sides import BOTH, Sides
from wayhome.engines.reading.statements.attributions import Attribution, Attributions, Speaker
from wayhome.engines.reading.statements.topics import stance_of, topic_of
from wayhome.engines.reading.text import Text

__all__ = ["find_statements"]

_FEW_WORDS = 5  # so few between marks, said by nobody, are a manner of speaking


def find_statements(text: Text, people: Sequence[Person], sides: Sides) -> tuple[Statement, ...]:
    """Quotes with their speakers, and paraphrases of what persons of the draft said.

    The span of a quote is what stands between the marks, without a comma before the closing one.
    """
    attributions = Attributions(text, people, sides)
    found: list[Statement] = []
    previous: tuple[Span, Attribution] | None = None
    for quote in text.quotes:
        if not any(sentence.start <= quote.start < sentence.end for sentence in text.sentences):
            continue  # a headline repeats the body
        attribution = _speaker_of(text, quote, attributions, previous, people, sides)
        words = len(text[quote].split())
        here = attribution and attribution.verb.end > text.sentence_at(quote.start).start
        if words <= _FEW_WORDS and not here:
            continue
        if attribution:
            previous = (quote, attribution)
            attribution = _whose_words(text, quote, attribution, sides)
        found.append(_statement(text, _trimmed(text, quote), "quote", attribution))
    found += _paraphrases(text, attributions, [one.span for one in found])
    ordered = sorted(found, key=lambda one: one.span)
    return tuple(
        Statement(
            id=f"s{number}",
            span=one.span,
            mode=one.mode,
            speaker=one.speaker,
            source=one.source,
            side=one.side,
            topic=one.topic,
            stance=one.stance,
        )
        for number, one in enumerate(ordered, 1)
    )


def _trimmed(text: Text, quote: Span) -> Span:
    return Span(quote.start, quote.end - (text.raw[quote.end - 1] in ",;"))


def _speaker_of(
    text: Text,
    quote: Span,
    attributions: Attributions,
    previous: tuple[Span, Attribution] | None,
    people: Sequence[Person],
    sides: Sides,
) -> Attribution | None:
    """After the quote, before it, in the sentence about it, or as the paragraph goes on."""
    first, last = text.sentence_at(quote.start), text.sentence_at(max(quote.end - 1, quote.start))
    paragraph = _paragraph(text, quote)
    after = attributions.within(quote.end, last.end)
    near = [one for one in after if _follows_at_once(text, quote, one)]
    if near:
        return near[0]
    before = attributions.within(first.start, quote.start)
    if before:
        return before[-1]
    if after and quote.start - first.start <= 2:
        return after[0]
    subject = _subject_before(text, first, quote, people, sides)
    if subject:
        return subject
    if after:
        return after[0]
    return _carried_on(text, quote, paragraph, attributions, previous)


def _whose_words(text: Text, quote: Span, said: Attribution, sides: Sides) -> Attribution:
    """The text says the Northland army “suspends ...”: words of a joint text about one side."""
    if not (said.speaker.document and said.speaker.party == BOTH):
        return said
    lead = sides.between(max(0, quote.start - 60), quote.start)
    if (
        not lead
        or text.raw[lead[-1].span.end : quote.start].strip(" “\"‘'«")
        or lead[-1].party == BOTH
    ):
        return said
    speaker = replace(said.speaker, party=lead[-1].party, sure=False)
    return Attribution(said.verb, speaker, "a side in a joint text")


def _follows_at_once(text: Text, quote: Span, one: Attribution) -> bool:
    """Whether the verb belongs to the quote before it, with no new clause in between."""
    between = text.raw[quote.end : one.verb.start]
    comma = text.raw[quote.end - 1] in ",?!—-" or between.lstrip("”\"’'» ").startswith(
        (",", "—", "-")
    )
    return (
        comma and len(between) <= 160 and not re.search(r"[.;“«]\s", between.replace("U.N. ", ""))
    )


def _paragraph(text: Text, quote: Span) -> Span:
    for paragraph in text.paragraphs:
        if paragraph.start <= quote.start < paragraph.end:
            return paragraph
    return quote


def _subject_before(
    text: Text, sentence: Span, quote: Span, people: Sequence[Person], sides: Sides
) -> Attribution | None:
    """Whoever the sentence names last before the quote, a person before a party; never sure."""
    named = [
        (span, person)
        for person in people
        for span in person.written
        if sentence.start <= span.start and span.end <= quote.start
    ]
    if named:
        span, person = max(named, key=lambda one: one[0])
        return Attribution(span, Speaker(person, sure=False), "named before the quote")
    documents = re.search(
        r"\bjoint\s+(?:statement|communiqu|declaration)", text.raw[sentence.start : quote.start]
    )
    if documents:
        return Attribution(sentence, Speaker(None, BOTH, documents[0], document=True), "joint text")
    actors = [a for a in sides.between(sentence.start, quote.start) if not a.place]
    both = bool(actors) and actors[-1].party == BOTH
    if both and not text.raw[actors[-1].span.end : quote.start].strip(" “\"‘'«"):
        written = text[actors[-1].span]
        speaker = Speaker(None, actors[-1].party, written, sure=False)
        return Attribution(actors[-1].span, speaker, "subject of the quote")
    if actors and re.search(
        r"\b(?:describ|brand|dismiss|denounc|accus|labell|charg|call|term|warn|reject|condemn)\w*",
        text.raw[sentence.start : quote.start],
    ):
        written = text[actors[0].span]
        return Attribution(
            actors[0].span, Speaker(None, actors[0].party, written, False), "party before the quote"
        )
    return None


def _carried_on(
    text: Text,
    quote: Span,
    paragraph: Span,
    attributions: Attributions,
    previous: tuple[Span, Attribution] | None,
) -> Attribution | None:
    """A quote that stands alone: by who spoke last in the paragraph, or else in the one before."""
    earlier = attributions.last_before(quote.start, paragraph.start)
    if earlier:
        return earlier
    later = attributions.within(quote.end, paragraph.end)
    if later:
        return later[0]
    if previous and not text.raw[previous[0].end : quote.start].strip("”\"’'» \n\t.“«‘"):
        return previous[1]
    last = attributions.last_before(quote.start, max(0, quote.start - 800))
    if last is None:
        return None
    speaker = Speaker(last.speaker.person, last.speaker.party, last.speaker.written, sure=False)
    return Attribution(last.verb, speaker, "who spoke last")


def _statement(text: Text, span: Span, mode: str, attribution: Attribution | None) -> Statement:
    speaker = side = source = None
    if attribution:
        who, rule, verb = attribution.speaker, attribution.rule, attribution.verb
        if who.person:
            speaker = Found(who.person.id, verb, rule, who.sure)
            side = who.person.side
        elif who.party:
            side = Found(who.party, verb, rule, who.sure)
        if not who.person and who.written:
            source = Found(who.written, verb, rule, who.sure)
    sentence = text.sentence_at(span.start)
    topic = topic_of(text[span], text[sentence])
    return Statement(
        id="",
        span=span,
        mode=mode,
        speaker=speaker,
        source=source,
        side=side,
        topic=Found(topic, span, "word of the topic", sure=False) if topic else None,
        stance=stance_of(text[sentence], text[span], quoted=mode == "quote"),
    )


_THAT = re.compile(
    r"\s*(?:(?:reporters|journalists|lawmakers|them|him|parliament)\s+)?(?:,\s*)?(?:that\s+)?"
)


def _paraphrases(text: Text, attributions: Attributions, quotes: Sequence[Span]) -> list[Statement]:
    """What a person is reported to have said in other words, up to the end of the sentence."""
    found: list[Statement] = []
    for sentence in text.sentences:
        for one in attributions.within(sentence.start, sentence.end):
            if one.speaker.person is None or one.rule != "says":
                continue
            if any(sentence.start <= q.start < one.verb.start for q in text.quotes):
                continue  # the verb is that of the quote
            lead = _THAT.match(text.raw, one.verb.end, sentence.end)
            start = lead.end() if lead else one.verb.end
            end = sentence.end - (text.raw[sentence.end - 1] == ".")
            span = Span(start, end)
            if any(q.start < span.end and span.start < q.end for q in quotes) or end - start < 15:
                continue
            if not any(kept.span.start < span.end and span.start < kept.span.end for kept in found):
                found.append(_statement(text, span, "paraphrase", one))
    return found
