"""A harm flag reaches back: what it protects is in no file made from now on.

What a party fetched before cannot be unsent, so the keeper's approvers are told to recall it. For
the party the line is simply not there any more, in no count and under no number: nothing tells
that it was held back. What was held back once comes again only with a new disclosure.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import Answer, Disclosure, DisclosureItem, Flag
from wayhome.apps.register.selectors.disclosures import held_back_from
from wayhome.apps.register.selectors.flags import joined_to
from wayhome.apps.register.services.alerts import raise_alert

RELEASED = Disclosure.State.RELEASED


def hold_back_released(*, entries: Iterable[int], by: User, at: datetime) -> None:
    """Hold back what was released of these lines, and of all joined to them, if one is flagged.

    Args:
        entries: primary keys of lines that were flagged, or joined to others, just now.
        by: whose act it is.
        at: when.
    """
    lines = joined_to(entries, partition=Party.objects.get(keeps_register=True))
    if Flag.objects.filter(kind=Flag.Kind.HARM, resolved_at=None, entry__in=lines).exists():
        _hold(_out(lines), by=by, at=at)


def hold_back_again(disclosure: Disclosure, *, by: User, at: datetime) -> None:
    """Hold back what flags of harm reach now, before a file is made of what was released.

    The same queries whatever is flagged: nobody can tell by the time it takes.
    """
    items = DisclosureItem.objects.filter(disclosure=disclosure, withheld=False)
    back = held_back_from(
        disclosure.to.party,
        [item.entry for item in items.select_related("entry")],
        answers=disclosure.what == Disclosure.What.ANSWERS,
    )
    _hold(items.filter(entry__in=back), by=by, at=at)


def _out(lines: Collection[int]) -> QuerySet[DisclosureItem]:
    """Where these lines were released to a party: but never its own line is held back from it."""
    neutral = Q(disclosure__to__party__kind=Party.Kind.NEUTRAL) | Q(
        disclosure__to__party__keeps_register=True
    )
    returned = Q(answer=None, entry__partition=F("disclosure__to__party"))
    out = DisclosureItem.objects.filter(disclosure__state=RELEASED, withheld=False, entry__in=lines)
    return out.exclude(neutral).exclude(returned)


def _hold(items: QuerySet[DisclosureItem], *, by: User, at: datetime) -> None:
    held = list(items.select_related("disclosure").order_by("disclosure__number"))
    DisclosureItem.objects.filter(pk__in=[item.pk for item in held]).update(
        withheld=True, held_since=at
    )
    said = [item.answer_id for item in held if item.answer_id is not None]
    elsewhere = DisclosureItem.objects.filter(disclosure__state=RELEASED, withheld=False)
    Answer.objects.filter(pk__in=said, entry__partition__in=_receivers(held)).exclude(
        pk__in=elsewhere.filter(answer__in=said).values("answer")
    ).update(released_at=None)
    for number in dict.fromkeys(item.disclosure.number for item in held):
        raise_alert(code="harm_released", about=number, by=by, at=at, until_seen=True)


def _receivers(held: Iterable[DisclosureItem]) -> set[int]:
    return set(
        Disclosure.objects.filter(pk__in={item.disclosure_id for item in held}).values_list(
            "to__party", flat=True
        )
    )
