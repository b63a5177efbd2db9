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
    Outcome,
    Position,
    Process,
    Proposal,
    Report,
    Response,
    Round,
    Side,
    Statement,
    Terms,
    Unit,
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
    said = f"{_number(row)} {_apart(row.unit_detail)}" if row.unit_detail else _units(row)
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


def _units(row: Terms | NumberClaim) -> str:
    """The number with the unit in the form that the number asks for."""
    if row.value is None:
        return f"{row.get_comparator_display()} {row.get_unit_display()}"
    if row.comparator == Comparator.RANGE:
        return counted(row.unit, row.value_max or row.value, shown=_number(row))
    said = counted(row.unit, row.value)
    if row.comparator == Comparator.EXACTLY:
        return said
    return f"{row.get_comparator_display()} {said}"


def counted(unit: str, number: int, shown: str = "") -> str:
    """So many of a unit, in the plural form of the reader's language.

    Args:
        unit: one of `Unit`.
        number: by which the form is chosen.
        shown: what stands for the number, if not the number itself.
    """
    return _COUNTED[unit](number) % {"n": shown or _n(number)}


_COUNTED: Mapping[str, Callable[[int], str]] = {
    Unit.CAPTIVE: lambda n: ngettext("%(n)s captive", "%(n)s captives", n),
    Unit.CHILD: lambda n: ngettext("%(n)s child", "%(n)s children", n),
    Unit.BODY: lambda n: ngettext("%(n)s body", "%(n)s bodies", n),
    Unit.CIVILIAN: lambda n: ngettext("%(n)s civilian", "%(n)s civilians", n),
    Unit.NAME: lambda n: ngettext("%(n)s name on a list", "%(n)s names on a list", n),
    Unit.CEASEFIRE: lambda n: ngettext("%(n)s of ceasefire", "%(n)s of ceasefire", n),
    Unit.VEHICLE: lambda n: ngettext("%(n)s vehicle", "%(n)s vehicles", n),
    Unit.MEETING: lambda n: ngettext("%(n)s meeting", "%(n)s meetings", n),
    Unit.OTHER: lambda n: ngettext("%(n)s of something else", "%(n)s of something else", n),
}


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
    Outcome: lambda row: f"{row.about}: {row.get_result_display()}",
    Position: lambda row: f"{row.side.name}: {row.issue.name}",
    NumberClaim: lambda row: f"{row.topic}: {quantity_in_words(row)}",
    Delivery: lambda row: f"{counted(row.unit, row.quantity)}{_(', ')}{date_in_words(row.day)}",
}
