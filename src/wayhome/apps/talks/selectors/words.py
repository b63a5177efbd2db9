"""Rows and terms in a few words, in the reader's language."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from wayhome.apps.register.models import Source
from wayhome.apps.register.selectors.dates import date_in_words
from wayhome.apps.talks.models import (
    Commitment,
    Comparator,
    Delegate,
    Delegation,
    Delivery,
    Issue,
    Kept,
    NumberClaim,
    Position,
    Process,
    Proposal,
    Report,
    Response,
    Round,
    Side,
    Statement,
    Terms,
)
from wayhome.apps.talks.models.terms import Per


def name_of(row: Kept) -> str:
    """What a row is called in a choice, a heading, a reference. Texts stay as written."""
    if called := _CALLED.get(type(row)):
        return called(row)
    commitment: Commitment | None = getattr(row, "commitment", None)
    return commitment.title if commitment else ""


def round_in_words(row: Round) -> str:
    """A round by its number, place and day, as far as they are known."""
    number = _("Round %(number)s") % {"number": row.number} if row.number else _("Round")
    day = date_in_words(row.start) if row.start else ""
    return _(", ").join(part for part in (number, _apart(row.place), day) if part)


def quantity_in_words(row: Terms | NumberClaim) -> str:
    """How many of what, as it was meant: "at least 1,200 captives, from each side"."""
    unit = _apart(row.unit_detail) or str(row.get_unit_display())
    said = f"{_number(row)} {unit}"
    if isinstance(row, Terms):
        said += f"{_(', ')}{row.get_per_display()}" if row.per == Per.EACH_SIDE else ""
        said += _(" (beside earlier ones)") if row.increment else ""
    return said


def source_in_words(source: Source) -> str:
    """Who published it, what, when, and how it is graded."""
    dated = date_in_words(source.dated) if source.dated else ""
    graded = f"({source.reliability}{source.credibility})"
    parts = (source.publisher, source.title, dated, graded if len(graded) > 2 else "")
    *told, grade = (_apart(part) for part in parts)
    return f"{_(', ').join(part for part in told if part)} {grade}".strip()


def duration_in_words(row: Round) -> str:
    """How long a round lasted; empty if nobody said."""
    if row.duration_minutes is None:
        return ""
    minutes = ngettext("%(n)s minute", "%(n)s minutes", row.duration_minutes) % {
        "n": row.duration_minutes
    }
    if row.duration_comparator in ("", Comparator.EXACTLY):
        return minutes
    return f"{row.get_duration_comparator_display()} {minutes}"


def deadline_in_words(row: Terms) -> str:
    """By when, as resolved; else as it was said; empty if nobody said."""
    days = [day for day in (row.deadline_earliest, row.deadline_latest) if day]
    shown = " – ".join(date_format(day, "DATE_FORMAT") for day in dict.fromkeys(days))
    if not shown:
        return row.deadline_raw
    sense = str(row.get_deadline_sense_display()) if row.deadline_sense else ""
    return f"{sense} {shown}".strip()


def _number(row: Terms | NumberClaim) -> str:
    comparator = str(row.get_comparator_display())
    if row.value is None:
        return comparator
    if row.comparator == Comparator.RANGE:
        return f"{_n(row.value)}–{_n(row.value_max)}"
    return (
        f"{_n(row.value)}"
        if row.comparator == Comparator.EXACTLY
        else f"{comparator} {_n(row.value)}"
    )


def _apart(written: str) -> str:
    """What somebody wrote, in a direction of its own where sentences run from right to left."""
    return f"\u2068{written}\u2069" if written and get_language_bidi() else written


def _n(value: int | None) -> str:
    return str(number_format(value, use_l10n=True)) if value is not None else ""


_CALLED: Mapping[type[Kept], Callable[[Any], str]] = {
    Process: attrgetter("title"),
    Commitment: attrgetter("title"),
    Report: attrgetter("title"),
    Side: attrgetter("name"),
    Issue: attrgetter("name"),
    Delegate: attrgetter("name"),
    Round: round_in_words,
    Delegation: lambda row: f"{row.side.name} · {round_in_words(row.round)}",
    Proposal: lambda row: f"{row.by.name}: {row.gist}",
    Response: lambda row: f"{row.by.name}: {row.get_kind_display()} · {row.proposal.gist}",
    Statement: lambda row: row.speaker or (row.side.name if row.side else ""),
    Position: lambda row: f"{row.side.name}: {row.issue.name}",
    NumberClaim: lambda row: f"{row.topic}: {quantity_in_words(row)}",
    Delivery: lambda row: f"{_n(row.quantity)} {row.get_unit_display()}, {date_in_words(row.day)}",
}
