"""Places on agreed lists: everybody has one at most, whoever asks for it at the same moment."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wayhome.apps.exchange.models import AgreedLine, Line
from wayhome.apps.exchange.selectors.joined import joined_lines
from wayhome.apps.exchange.services.refusals import CannotExchange
from wayhome.apps.register.models import Membership


def take_places(lines: Sequence[Line], *, at: datetime) -> None:
    """Give each of these lines its place.

    Raises:
        CannotExchange: somebody has one already; the database refuses a second.
    """
    entries = [line.entry_id for line in lines]
    persons = dict(
        Membership.objects.filter(partition__keeps_register=True, entry__in=entries).values_list(
            "entry", "person"
        )
    )
    try:
        with transaction.atomic():
            AgreedLine.objects.bulk_create(
                AgreedLine(
                    line=line, entry_id=line.entry_id, person_id=persons.get(line.entry_id),
                    taken_at=at,
                )
                for line in lines
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotExchange(
            _("Somebody on this list has a place on an agreed list already.")
        ) from taken


def on_frozen_lists(lines: Sequence[Line]) -> list[Line]:
    """Those of the lines that stand on a newest version that is frozen: they need a place to go."""
    frozen = Line.objects.filter(
        pk__in=[line.pk for line in lines],
        listed__list__successor=None,
        listed__list__frozen_at__isnull=False,
    )
    wanted = set(frozen.values_list("pk", flat=True))
    return [line for line in lines if line.pk in wanted]


def taken_by_others(lines: Sequence[Line]) -> set[int]:
    """Primary keys of those whose person has a place by another line, by the judgements of now."""
    near = joined_lines(line.entry_id for line in lines)
    around = {one for group in near.values() for one in group}
    held = AgreedLine.objects.filter(entry__in=around, given_up_at=None)
    taken = set(held.values_list("entry", flat=True))
    found: set[int] = set()
    for line in lines:
        if taken & near[line.entry_id]:
            found.add(line.pk)
        else:
            taken.add(line.entry_id)
    return found
