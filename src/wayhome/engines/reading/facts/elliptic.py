"""Numbers without a noun that go on counting: "two of the 12 were freed"."""

import re
from collections.abc import Sequence

from wayhome.engines.reading.draft import Act, ActDetail, Fact, Span
from wayhome.engines.reading.facts.acts import Reading
from wayhome.engines.reading.facts.clauses import Place
from wayhome.engines.reading.numbers import find_numbers
from wayhome.engines.reading.quantities import Counted
from wayhome.engines.reading.text import Text

_THE = re.compile(r"\b(?:the|those|these|all)\s+$", re.I)
_OF_THE = re.compile(r"\s+of (?:the|those|these|its|their|our|all)\s+", re.I)
_OF_OURS = re.compile(r"\s+of [“\"]?(?:our|its|their|his|her|my)\s+[\w“\"]", re.I)
_PART = re.compile(
    r"\b(?:among (?:them|those|these|whom)|including|of (?:whom|them))\s*,?\s*$", re.I
)
_OPENS_WITH_WHOLE = re.compile(
    r"\s*[“\"]?(?:Of|Among|Out of) (?:the|some|about|around|nearly|roughly|these|those|all|its"
    r"|their"
    r"|more than|over|at least)?\s*(?:the |those )?\d"
)
# what may follow a number that stands for people: no noun of its own
_GOES_ON = re.compile(
    r"[”\"]?\s*(?:[,.;:)”\"“—]|$"
    r"|(?:will|would|were|was|are|have|has|had|must|should|could|can|may|might|shall|do|did"
    r"|remain\w*"
    r"|and|or|but|while|who|whom|still|also|so|since|after|before|when|last|this|next|daily"
    r"|a (?:day|week)"
    r"|each|apiece|from|in|on|to|by|of|at|for|with|under|during|over|through|out|back|home|alive"
    r"|instead|only|if|unless|as|\w+ed|belong\w*|came|went|left|chose)\b)",
    re.I,
)
_PUT_AT = re.compile(
    r"\b(?:counted|admitted to|admits to|acknowledged|spoke of|speaks of|put [^.;]{0,60}\bat"
    r"|wait\w* for|demand\w*|want\w*|ask\w* for|released?|freed?|return\w*|hand\w* over"
    r"|turn\w* over"
    r"|deliver\w*|receiv\w*|got|hold\w*|held|list\w*|compris\w*|fl(?:y|own|ew)|visit\w*"
    r"|cover\w*|includ\w*)\s+(?:only |just |all |back |the |home )?$",
    re.I,
)
_SHARED = re.compile(r"\s+(?:from|on|by|for|to|in) (?:the|its|their|each|[A-Z])")
_PREPOSITION = re.compile(
    r"\b(?:on|in|at|by|since|until|till|from|after|before|between|to|per|nor?|minute|day)\s+$", re.I
)
_AN_AGE = re.compile(r"(?:\w,|\b(?:is|was|turned|aged?|oldest|youngest))\s+$", re.I)


def goes_on_counting(text: Text, counted: Counted, place: Place, before: Sequence[Fact]) -> bool:
    """Whether a number with no noun counts what the facts before it count.

    It does if it repeats a number told before ("the 5,000"), is a part of one ("two of the 12"),
    or stands for people where this sentence or the last told of some.
    """
    raw, number = text.raw, counted.number
    lead = raw[counted.sentence.start : number.span.start]
    after = raw[number.bare.end : counted.sentence.end]
    told = {fact.quantity.value.value for fact in before}
    if not before or (_AN_AGE.search(lead) and re.match(r"\s*[,.]", after)):
        return False
    if _OF_THE.match(after) and _part_of_told(text, counted, told):
        return True
    if not (_GOES_ON.match(after) or _OF_OURS.match(after)):
        return False
    if number.value in told and _THE.search(lead):
        return True
    return _stands_for_people(text, counted, place, before)


def _part_of_told(text: Text, counted: Counted, told: set[int | None]) -> bool:
    """As in "two of the 12": the number after is one told before, or as large."""
    rest = Span(counted.number.bare.end, min(counted.sentence.end, counted.number.bare.end + 30))
    whole = find_numbers(text.raw, rest)
    return bool(whole) and whole[0].value in told and counted.number.value <= whole[0].value


def _stands_for_people(text: Text, counted: Counted, place: Place, before: Sequence[Fact]) -> bool:
    number, sentence = counted.number, counted.sentence
    lead = text.raw[sentence.start : number.span.start]
    after = text.raw[number.bare.end : sentence.end]
    previous = before[-1]
    here = previous.sentence == sentence
    if not here and not _follows(text, previous.sentence, sentence):
        return bool(_PART.search(lead)) and len(before) > 0
    if here and (_PUT_AT.search(lead) or (re.search(r"\band\s+$", lead) and _SHARED.match(after))):
        return True
    if _OPENS_WITH_WHOLE.match(text[sentence]) or _PART.search(lead):
        return True
    if _OF_OURS.match(after) or number.increment:
        return True
    if place.trigger is None or place.trigger.what is None or _PREPOSITION.search(lead):
        return False
    verb_after = re.match(r"\s+(?:were|was|are|have|has|had|will|would|chose|remain\w*)\b", after)
    return bool(verb_after or _PUT_AT.search(lead))


def _follows(text: Text, earlier: Span, sentence: Span) -> bool:
    """Whether a sentence comes straight after another."""
    between = [s for s in text.sentences if earlier.end <= s.start and s.end <= sentence.start]
    return earlier.end <= sentence.start and not between


def continued(text: Text, counted: Counted, before: Sequence[Fact]) -> Fact | None:
    """The fact a bare number goes on from: of the same number, of the whole, else the last one."""
    for fact in reversed(before):
        if fact.quantity.value.value == counted.number.value:
            return fact
    whole = told_whole(text, counted, before)
    if whole is not None:
        return whole
    last = before[-1] if before else None
    return last if last and last.sentence == counted.sentence else None


def told_whole(text: Text, counted: Counted, before: Sequence[Fact]) -> Fact | None:
    """The fact whose number stands in "two of the 12", or opens the sentence: "Of the 200, 70"."""
    after = text.raw[counted.number.bare.end : counted.sentence.end]
    part = _OF_THE.match(after)
    opens = _OPENS_WITH_WHOLE.match(text[counted.sentence])
    if part:
        start = counted.number.bare.end
    elif opens:
        start = counted.sentence.start
    else:
        return None
    numbers = find_numbers(text.raw, Span(start, min(counted.sentence.end, start + 40)))
    if not numbers or numbers[0].bare.start == counted.number.bare.start:
        return None
    for fact in reversed(before):
        if fact.quantity.value.value == numbers[0].value >= counted.number.value:
            return fact
    return None


def is_of_the_dead(text: Text, place: Place) -> bool:
    """As in "eight of the 33 are dead": of people kept, not of casualties."""
    trigger = place.trigger
    return trigger is not None and trigger.what is None and text[trigger.span].lower() == "dead"


_TOLD_AS_DONE = re.compile(
    r"[\w\s,’'-]{0,40}?\b(?:(?:have|has|had|were|was) (?:\w+ly )?(?:been )?"
    r"\w+(?:ed|en|wn|ught|nt)\b"
    r"|crossed|left|came|went|arrived)"
)
_LIST_HAS = re.compile(
    r"\b(?:lists?|roster|register)(?: of [^,;]{0,60})? (?:has|had|contains?|contained|compris\w+"
    r"|includ\w+|names?|named|runs? to|ran to|holds?)\s+[^,;.]{0,30}$"
)


def act_without_verb(
    text: Text, counted: Counted, reading: Reading, before: Sequence[Fact]
) -> Reading:
    """The act of a number with no verb: a list's, that of the number it repeats, or a past."""
    lead = text.raw[counted.sentence.start : counted.span.start]
    after = text.raw[counted.span.end : counted.sentence.end]
    if _LIST_HAS.search(lead):
        return Reading(Act.STATE, ActDetail.LISTED, "a list has")
    if reading.rule != "no verb":
        return reading
    kin = continued(text, counted, before)
    if kin is not None:
        return Reading(kin.act.value, kin.act_detail.value, "as what it goes on from", sure=False)
    if _TOLD_AS_DONE.match(after):
        return Reading(Act.DELIVERY, ActDetail.DONE, "told as past", sure=False)
    return reading


def is_a_mention(text: Text, counted: Counted, before: Sequence[Fact]) -> bool:
    """As in "Of the 200 prisoners, 121 ...": a number told before, named only to be divided."""
    lead = text.raw[counted.sentence.start : counted.number.bare.start]
    told = {fact.quantity.value.value for fact in before}
    opens = re.fullmatch(r"\s*[“\"]?(?:Of|Among|Out of) (?:the|those|these|all) ", lead)
    return bool(opens) and counted.number.value in told
