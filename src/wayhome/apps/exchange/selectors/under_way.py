"""Who travels or has crossed: of them nothing is said any more but what happened at the line."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from wayhome.apps.exchange.models import Aboard, HandoverStep, Line
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.lines import in_state

Kind = HandoverStep.Kind


def under_way(lines: Iterable[Line]) -> frozenset[int]:
    """Primary keys of those who were handed over, or travel: only the line decides of them.

    Whoever was checked out travels, and whoever is to go and stands on the manifest of a vehicle
    that began to leave; until it is entered that he or she did not cross.
    """
    wanted = [line.pk for line in lines]
    steps = HandoverStep.objects.filter(undone_at=None)
    crossed = steps.filter(line__in=wanted, kind=Kind.IN).values_list("line", flat=True)
    back = steps.filter(
        line=OuterRef("line"), batch=OuterRef("vehicle__batch"), kind=Kind.NOT_CROSSED
    )
    left = steps.filter(line=OuterRef("line"), vehicle=OuterRef("vehicle"), kind=Kind.OUT)
    began = steps.filter(vehicle=OuterRef("vehicle"), kind__in=(Kind.OUT, Kind.IN))
    going = in_state(Line.objects.filter(pk__in=wanted), STANDING).values("pk")
    aboard = Aboard.objects.filter(
        ~Exists(back), Exists(left) | Q(Exists(began), line__in=going), line__in=wanted,
        taken_off_at=None,
    )  # fmt: skip
    return frozenset({*crossed, *aboard.values_list("line", flat=True)})
