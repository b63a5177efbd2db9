"""Facts that belong together: subsets of an earlier number, and mentions of the same one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from wayhome.engines.reading.draft import Fact, Span, Unit
from wayhome.engines.reading.text import Text

_SUBSET = re.compile(
    r"\b(?:among (?:them|those|whom)|including|of (?:them|those|whom|these)|(?:them|these) being)\b",
    re.I,
)


def link(text: Text, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Say of each fact which larger one it is a part of, and which others may be the same.

    Nothing is merged: a number told twice stays two facts, each with its own account.
    """
    linked: list[Fact] = []
    for fact in facts:
        number = fact.quantity.span
        whole = whole_of(text, number, fact.sentence, linked) if number else None
        same = tuple(other.id for other in linked if _is_same(fact, other))
        linked.append(
            replace(fact, part_of=(whole.part_of or whole.id) if whole else "", same_as=same)
        )
    return tuple(linked)


def whole_of(text: Text, number: Span, sentence: Span, earlier: Sequence[Fact]) -> Fact | None:
    """The fact that "among them 15 women" is a part of; None for a number of its own."""
    for other in reversed(earlier):
        if other.sentence != sentence or other.quantity.span is None:
            continue
        if other.unit.value is Unit.CEASEFIRE_TIME:
            continue
        between = text[Span(other.quantity.span.end, number.end)]
        after = text.raw[number.end : number.end + 12]
        if _SUBSET.search(between) or re.match(r"\s+of (?:them|whom)\b", after):
            return other
    return None


def _is_same(fact: Fact, other: Fact) -> bool:
    """Whether two facts may be one: the same number of the same kind, neither on top of the other."""
    one, two = fact.quantity.value, other.quantity.value
    return (
        one.value == two.value
        and fact.unit.value is other.unit.value
        and not one.increment
        and not two.increment
        and fact.sentence != other.sentence
    )
