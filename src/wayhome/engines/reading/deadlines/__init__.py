"""By when? Deadlines in the words of a report, and the days they come to."""

from collections.abc import Callable, Iterable, Iterator

from wayhome.engines.reading.deadlines.anchors import report_day
from wayhome.engines.reading.deadlines.days import on_a_day, vague
from wayhome.engines.reading.deadlines.lengths import (
    after_event,
    coming_unit,
    extension,
    in_time,
    start_and_length,
    ultimatum,
    within,
)
from wayhome.engines.reading.deadlines.sentence import Sentence
from wayhome.engines.reading.draft import Deadline
from wayhome.engines.reading.text import Text
from wayhome.values import PartialDate

__all__ = ["find_deadlines"]

# The first to find a phrase keeps it.
_RULES: tuple[Callable[[Sentence], Iterator[Deadline]], ...] = (
    start_and_length,
    extension,
    within,
    coming_unit,
    ultimatum,
    in_time,
    after_event,
    vague,
    on_a_day,
)


def find_deadlines(text: Text, published: PartialDate | None) -> tuple[Deadline, ...]:
    """Every deadline of the body of a report, in order, none within another.

    Counted from the day of the dateline, else from that of publication, unless the words say
    from what; what cannot be counted is kept with `basis` "unresolved".
    """
    report = report_day(text, published)
    found: list[Deadline] = []
    for span in text.sentences:
        sentence = Sentence(text, span, report)
        here: list[Deadline] = []
        for rule in _RULES:
            here += _new(rule(sentence), here)
        found += here
    return tuple(sorted(found, key=lambda one: one.span))


def _new(candidates: Iterable[Deadline], known: list[Deadline]) -> list[Deadline]:
    """Those that share no character with one known already; the longest of those that overlap."""
    kept: list[Deadline] = []
    for one in sorted(candidates, key=lambda one: one.span.start - one.span.end):
        if not any(
            one.span.start < other.span.end and other.span.start < one.span.end
            for other in (*known, *kept)
        ):
            kept.append(one)
    return kept
