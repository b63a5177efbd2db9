"""Which words of a sentence a number belongs to: its clause, and the verb that governs it."""

import re
from dataclasses import dataclass

from wayhome.engines.reading.draft import ActDetail, Span
from wayhome.engines.reading.facts.triggers import Form, Trigger, find_triggers

_FINITE = (
    r"(?:will|would|has|had|have|is|are|was|were|agreed|said|did|could|should|must|handed|freed"
    r"|released|turned|put"
    r"|promised|proposed|demanded|offered|received|gave|returned|undertook|pledged|asked|took"
    r"|accused|holds?|held"
    r"|insists?|insisted|continues?|plans?|expects?|confirmed|wants?|let|transferred|exchanged"
    r"|swapped|gave|sent|repatriated|brought|flew|allowed|accepted)"
)
_BOUNDARY = re.compile(
    rf";|—|\s–\s|:\s|,\s+while\b|\bwhile\b|,?\s+but\b|\bwhereas\b|\balthough\b|\bthough\b"
    r"|(?<!asked )(?<!called )(?<!calls )(?<!calling )(?<!demand )(?<!asking )(?<!asks )"
    r"(?<!pressed )(?<!held )"
    r"\b(?:in (?:return|exchange) )?for\b"
    r"(?=\s+\d[\d,]*\s+(?!hours?|days?|weeks?|months?|years?|minutes?)\w)"
    r"|\bin (?:return|exchange) for\b"
    rf"|,?\s+and (?:also )?(?=(?:that )?(?:(?!who\b|whom\b|which\b|whose\b)(?:[\w’'.-]"
    rf"|,(?=\d))+\s+){{0,5}}?{_FINITE}\b)"
    rf"|,?\s+(?:and )?that (?=\w)"
    rf"|,\s+(?:with|after|as)\b|,\s+(?=who\b|which\b|whom\b)|\bin addition to\b|\bas well as\b"
)


_WORD_NUMBER = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?|dozens?)"
)
# "59 civilians and 1,999 prisoners crossed": two counted nouns before one verb
_COUNTED_LAST = re.compile(
    rf"\b(?:\d[\d,]*|{_WORD_NUMBER})\s+(?!(?:of|were|was|are|have|had|will)\b)[^\d,;]*$", re.I
)
_COUNTS_NEXT = re.compile(
    rf"(?:also )?(?:about |some |nearly |almost |around |over |more than )?"
    rf"(?:\d[\d,]*|{_WORD_NUMBER})\s+"
    r"(?!(?:of|were|was|are|have|had|has|will|would|remain\w*|on|in|by|to|from)\b)[\w-]+",
    re.I,
)
_TELLS = re.compile(
    r"\b(?:said|says|saying|add(?:ed|s|ing)|t(?:old|ells|elling)(?: [\w’'-]+){0,4}|stat(?:ed|ing)"
    r"|announc(?:ed|ing)|confirm(?:ed|ing)|not(?:ed|ing)|wrote|explain(?:ed|ing)"
    r"|stress(?:ed|ing)|claim(?:ed|ing)|report(?:ed|ing)|acknowledg(?:ed|ing)|admitt(?:ed|ing))"
    r"(?: (?:on|in|to) [^,;]{0,40})?,?\s+that\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Place:
    """The clause around a number and the word that makes it a fact.

    `borrowed` where the verb stands in an earlier clause of the sentence; `back` where the clause
    is what is given in return.
    """

    clause: Span
    trigger: Trigger | None
    governing: Span  # clause with what stands before the verb that governs it
    borrowed: bool = False
    back: bool = False


def place_of(text: str, sentence: Span, number: Span) -> Place:
    """The clause of a number and its verb: before it in the clause, else after, else earlier."""
    clause = _clause(text, sentence, number)
    opened = text[sentence.start : clause.start]
    back = bool(re.search(r"\bfor\s*$", opened))
    triggers = find_triggers(text, sentence)
    around = [t for t in triggers if t.span.holds(number) and t.what is not None]
    if around:  # let three go
        return Place(
            clause, around[0], _with_governor(text, sentence, clause, around[0]), back=back
        )
    own = [t for t in triggers if clause.start <= t.span.start and t.span.end <= clause.end]
    chosen = _nearest(text, own, number)
    if chosen is not None and not (back and chosen.form is Form.STATE):
        governing = _with_governor(text, sentence, clause, chosen)
        return Place(clause, chosen, governing, back=back)
    earlier = [t for t in triggers if t.span.end <= clause.start and t.what is not None]
    if earlier:
        deeds = [t for t in earlier if t.form is not Form.STATE] or earlier
        lender = deeds[-1]
        start = _clause(text, sentence, lender.span).start
        return Place(clause, lender, Span(start, clause.end), borrowed=True, back=back)
    return Place(clause, chosen, clause, back=back)


def _clause(text: str, sentence: Span, number: Span) -> Span:
    start, end = sentence.start, sentence.end
    for boundary in _BOUNDARY.finditer(text, sentence.start, sentence.end):
        if _joins_nouns(text, start, boundary):
            continue
        if boundary.end() <= number.start:
            start = boundary.end()
        elif boundary.start() >= number.end:
            end = boundary.start()
            break
    return Span(start, end)


def _joins_nouns(text: str, start: int, boundary: re.Match[str]) -> bool:
    """Whether an "and" joins what stands before the verb: four children and eight women were."""
    if not re.match(r",?\s+and\b", boundary[0]) or "that" in boundary[0]:
        return False
    before = text[start : boundary.start()]
    counted = _COUNTED_LAST.search(before)
    if counted and _COUNTS_NEXT.match(text[boundary.end() :]):
        before = counted[0]
    return not re.search(
        rf"\b(?:{_FINITE}|\w+ed|let|left|went|came|began|gave|got|kept|sent|brought|met|saw"
        rf"|says?|holds?|to \w+)\b",
        before,
    )


def _with_governor(text: str, sentence: Span, clause: Span, trigger: Trigger) -> Span:
    """Reach back over "that" and "and" to what governs the clause: proposed that ..."""
    opened = text[sentence.start : clause.start]
    joined = re.search(r"(?:\bthat|\band|\bto)\s*$", opened)
    if _TELLS.search(opened):
        return clause  # what somebody tells is not governed by what stands before the telling
    bare = trigger.form in {Form.BASE, Form.ING} and not re.search(
        r"\b(?:will|would|shall|has|have|had|did)\b", text[clause.start : trigger.span.start]
    )
    if joined and (opened.rstrip().endswith("that") or bare):
        previous = _clause(
            text, sentence, Span(max(sentence.start, clause.start - 6), clause.start - 5)
        )
        return Span(min(previous.start, clause.start), clause.end)
    return clause


def _nearest(text: str, triggers: list[Trigger], number: Span) -> Trigger | None:  # noqa: PLR0911 - rules, in their order
    """The trigger nearest before the number, or the first deed after it, or the first after it."""
    before = [t for t in triggers if t.span.end <= number.start + 1]
    after = [t for t in triggers if t.span.start >= number.end]
    if before:
        nearest = before[-1]
        if re.match(r"\s+of\b", text[nearest.span.end : number.start]):
            return nearest
        finite = [t for t in before if t.form is not Form.NOUN and t.what is not None]
        if nearest.form is Form.NOUN and finite and number.start - finite[-1].span.end < 60:
            return finite[-1]
        if nearest.what is None and number.start - nearest.span.end > 40:
            return before[-2] if len(before) > 1 else None
        if nearest.form is Form.STATE and nearest.what is not None:
            return _over_a_state(text, nearest, after, number)
        return nearest
    if after and after[0].what is None and after[0].span.start - number.end < 60:
        return after[0]
    deeds = [t for t in after if t.form not in {Form.STATE} and t.what is not None]
    beside = after and after[0].state is ActDetail.HELD and after[0].span.start - number.end < 12
    if beside and all(t.form is Form.NOUN for t in deeds):
        return after[0]
    counted = [t for t in deeds if t.form is not Form.NOUN]
    held = [t for t in after if t.state is ActDetail.HELD]
    taken = after and after[0].state is ActDetail.DEPORTED
    rest = [t for t in after if t.what is not None]
    ranked = counted or deeds or (held if taken else []) or rest
    return ranked[0] if ranked else None


def _over_a_state(text: str, state: Trigger, after: list[Trigger], number: Span) -> Trigger:
    """Of "a roster of 1,900 due to be let out", the later verb."""
    ahead = [t for t in after if t.form is Form.PAST and t.span.start - number.end < 60]
    if ahead and re.search(
        r"\b(?:to be|be|were|was|been)\s+$", text[number.end : ahead[0].span.start]
    ):
        return ahead[0]
    return state
