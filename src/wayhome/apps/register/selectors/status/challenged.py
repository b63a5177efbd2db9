"""Fates that two people confirmed, and that somebody has spoken against since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Replace, Substr
from django.db.models.lookups import GreaterThan

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, Assertion, ListEntry, Membership
from wayhome.apps.register.policies import own, within
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.status.claims import ANSWERS, LISTS, Said, said_about
from wayhome.apps.register.selectors.status.derived import AGAINST_A_FATE, Says, Status, derive
from wayhome.apps.register.selectors.status.sentences import status_in_words

MOST = 500
"""Fates that are looked at, the latest decided first."""


@dataclass(frozen=True, slots=True)
class Challenged:
    """The lines of one person, what is told of it, and what speaks against that."""

    lines: tuple[ListEntry, ...]
    status: Status

    @property
    def sentence(self) -> str:
        """The status, and what was said later."""
        return status_in_words(self.status)


def challenged_fates(viewer: User) -> list[Challenged]:
    """Persons of the viewer's own partition whose confirmed fate somebody contradicts since."""
    fates = fates_spoken_against(viewer).order_by("-decided_at", "-pk")
    groups = _persons(viewer, list(dict.fromkeys(fates.values_list("entry", flat=True)[:MOST])))
    lines = ListEntry.objects.select_related("key").in_bulk(
        [pk for group in groups for pk in group]
    )
    said = _by_line(said_about(list(lines.values()), viewer=viewer) if lines else ())
    found = []
    for group in groups:
        status = derive(one.claim for pk in group for one in said[pk])
        if status.beside:
            found.append(Challenged(tuple(lines[pk] for pk in group), status))
    return found


def fates_spoken_against(viewer: User) -> QuerySet[Assertion]:
    """Confirmed fates of whose person the viewer knows a later claim that is against some fate.

    All that are challenged, and few others: somebody may have spoken against himself since. The
    left column of every page asks, so what most fates are followed by must not be gathered.
    """
    members = Membership.objects.filter(own(viewer))
    person = members.filter(entry=OuterRef("entry")).values("person")[:1]
    together = members.filter(person=OuterRef(OuterRef("of_person"))).values("entry")
    of_it = Q(entry=OuterRef("entry")) | Q(entry__in=together)
    stand = (Assertion.State.PROPOSED, Assertion.State.STANDING)
    said = Assertion.objects.filter(within(viewer), of_it, kind__in=AGAINST_A_FATE, state__in=stand)
    answered = answers_visible_to(viewer).filter(of_it, verdict__in=_against(ANSWERS))
    listed = Appearance.objects.filter(
        within(viewer, "list__partition"),
        of_it,
        list__rolled_back_at=None,
        list__kind__in=_against(LISTS),
    )
    fates = Assertion.objects.filter(
        own(viewer),
        kind__in=Assertion.FATES,
        state=Assertion.State.STANDING,
        entry__erased_at=None,
    ).annotate(of_person=Subquery(person), decided=_first_day("as_of_date"))
    return fates.filter(
        Exists(said.filter(_later("as_of_date")))
        | Exists(answered.filter(_later("as_of_date")))
        | Exists(listed.filter(_later("list__as_of_date")))
    )


def _against(kinds: Mapping[str, Says]) -> list[str]:
    return [kind for kind, says in kinds.items() if says in AGAINST_A_FATE]


def _later(field: str) -> GreaterThan:
    return GreaterThan(_first_day(field), OuterRef("decided"))


def _first_day(field: str) -> Substr:
    """The first day that a date of the register may mean (`Claim.first_day`), as ISO 8601."""
    exact = Replace(field, Value("~"), Value(""))
    return Substr(Concat(exact, Value("-01-01")), 1, 10)


def _persons(viewer: User, lines: list[int]) -> list[tuple[int, ...]]:
    """The lines of the persons that these lines are, once each; a line of nobody's by itself."""
    members = Membership.objects.filter(own(viewer))
    person_of = dict(members.filter(entry__in=lines).values_list("entry", "person"))
    all_of: defaultdict[int, list[int]] = defaultdict(list)
    together = members.filter(person__in=set(person_of.values()), entry__erased_at=None)
    for person, entry in together.order_by("entry").values_list("person", "entry"):
        all_of[person].append(entry)
    return list(
        dict.fromkeys(
            tuple(all_of[person_of[line]]) if line in person_of else (line,) for line in lines
        )
    )


def _by_line(said: Iterable[Said]) -> defaultdict[int, list[Said]]:
    found: defaultdict[int, list[Said]] = defaultdict(list)
    for one in said:
        row = one.appearance or one.answer or one.assertion
        if row is not None:
            found[row.entry_id].append(one)
    return found
