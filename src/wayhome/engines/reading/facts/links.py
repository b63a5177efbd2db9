"""Facts that belong together: subsets of an earlier number, and mentions of the same one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from wayhome.engines.reading.draft import Fact, Span, Unit
from wayhome.engines.reading.numbers import Number
from wayhome.engines.reading.text import Text

_SUBSET = re.compile(
    r"\b(?:among (?:them|those|whom)|including|of (?:them|those|whom|these)|(?:them"
    r"|these) being)\b",
    re.I,
)


def link(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Say of each fact which others may be the same.

    Nothing is merged: a number told twice stays two facts, each with its own account.
    """
    linked: list[Fact] = []
    for fact in facts:
        same = tuple(other.id for other in linked if _is_same(fact, other))
        linked.append(replace(fact, same_as=same))
    return tuple(linked)


def whole_of(text: Text, number: Number, sentence: Span, earlier: Sequence[Fact]) -> Fact | None:
    """The fact that "among them 15 women" is a part of; None for a number of its own."""
    before = text.raw[sentence.start : number.span.start]
    if earlier and re.match(
        r"(?:This|These|They|The (?:total|number|figure|group)|Those)(?: \w+){0,2} includ\w+ ",
        before,
    ):
        last = earlier[-1]
        return last if number.value <= (last.quantity.value.value or 0) else None
    if earlier and re.fullmatch(
        r"[“\"]?(?:Of|Among) (?:them|these|those|whom),?\s*(?:only |some )?", before
    ):
        last = earlier[-1]
        return last if number.value <= (last.quantity.value.value or 0) else None
    for other in reversed(earlier):
        if other.sentence != sentence or other.quantity.span is None:
            continue
        if other.unit.value is Unit.CEASEFIRE_TIME:
            continue
        if number.value > (other.quantity.value.value or 0):
            continue
        between = text[Span(other.quantity.span.end, number.span.end)]
        after = text.raw[number.span.end : number.span.end + 12]
        if _SUBSET.search(between) or re.match(r"\s+of (?:them|whom|which)\b", after):
            return other
    return None


def _is_same(fact: Fact, other: Fact) -> bool:
    """Whether two facts may be one: one number, one kind, neither on top of the other."""
    one, two = fact.quantity.value, other.quantity.value
    return (
        one.value == two.value
        and fact.unit.value is other.unit.value
        and not one.increment
        and not two.increment
        and fact.sentence != other.sentence
    )
