"""Somebody reads an invented person here: in a search, on a list, in an answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Canary, Disclosure, ListEntry
from wayhome.apps.register.selectors.disclosures import CLOSED
from wayhome.apps.register.services.alerts import raise_alert
from wayhome.apps.register.services.canaries.marks import mark_key, marks_in


def note_search(*, text: str, by: User, at: datetime) -> None:
    """Raise an alert if an invented person is searched for here. Searching says nothing of it."""
    _note(Canary.objects.filter(digest__in=marks_in(text)), by, at)


def note_import(*, entries: Iterable[ListEntry], by: User, at: datetime) -> None:
    """Raise an alert if a list that is brought in has an invented person on it."""
    note_marks(marks_of(entries), by=by, at=at)


def marks_of(entries: Iterable[ListEntry]) -> set[bytes]:
    """By what an invented person would be known among these lines."""
    key = mark_key()
    return {known for one in entries for known in marks_in(one.name, key=key)}


def note_marks(marks: set[bytes], *, by: User, at: datetime) -> None:
    """Raise an alert for every invented person who is known by one of these."""
    known = Canary.objects.values_list("pk", "digest")
    _note(Canary.objects.filter(pk__in=[pk for pk, one in known if bytes(one) in marks]), by, at)


def note_answers(entries: Iterable[ListEntry], *, by: User, at: datetime) -> None:
    """Raise an alert if one of these lines is invented: what is answered of him is made up too."""
    answered = Canary.objects.filter(entry__in=[one.pk for one in entries if one.invented])
    _note(answered, by, at, code="canary_answered")


def _note(read: QuerySet[Canary], by: User, at: datetime, *, code: str = "canary_read") -> None:
    """Tell of each the latest disclosure that carried him: its receiver had him from there."""
    found = list(read)
    carried = Disclosure.objects.filter(
        items__entry__in=[one.entry_id for one in found], state__in=CLOSED
    )
    latest = carried.order_by("to__party", "-decided_at", "-pk").values_list("to__party", "number")
    numbers: dict[int, str] = {}
    for party, number in latest:
        numbers.setdefault(party, number)
    Canary.objects.filter(pk__in=[one.pk for one in found], first_read_at=None).update(
        first_read_at=at
    )
    for number in numbers.values():
        raise_alert(code=code, about=number, by=by, at=at)
