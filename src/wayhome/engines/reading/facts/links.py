"""Facts that belong together: subsets of an earlier number, and mentions of the same one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from wayhome.engines.reading.draft import Fact, Span, Unit
from wayhome.engines.reading.text import Text

_SUBSET = re.compile(
    r"\b(?:among (?:them|those|whom)|including|of (?:them|those|whom|these)|(?:them|these) being|of the(?: \d[\d,]*)?)\b",
    re.I,
)


def link(text: Text, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Say of each fact which larger one it is a part of, and which others may be the same.

    Nothing is merged: a number told twice stays two facts, each with its own account.
    """
    linked: list[Fact] = []
    for fact in facts:
        whole = _whole_of(text, fact, linked)
        same = tuple(other.id for other in linked if _is_same(fact, other))
        linked.append(replace(fact, part_of=whole, same_as=same))
    return tuple(linked)


def _whole_of(text: Text, fact: Fact, earlier: Sequence[Fact]) -> str:
    """The id of the fact that "among them 15 women" is a part of."""
    value = fact.quantity.value.value or 0
    for other in reversed(earlier):
        if other.sentence != fact.sentence or fact.unit.value is Unit.CEASEFIRE_TIME:
            continue
        if other.quantity.span is None or fact.quantity.span is None:
            continue
        end = other.quantity.span.end
        between = text[Span(end, fact.quantity.span.end + 20)]
        if _SUBSET.search(between) and value <= (other.quantity.value.value or 0):
            return other.part_of or other.id
    return ""


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
