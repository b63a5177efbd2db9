"""Fates that two people confirmed, and that somebody has spoken against since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Answer, Appearance, Assertion, ListEntry, Membership
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.status.claims import Said, said_about
from wayhome.apps.register.selectors.status.derived import Status, derive
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
    fates = Assertion.objects.filter(
        own(viewer),
        kind__in=Assertion.FATES,
        state=Assertion.State.STANDING,
        entry__erased_at=None,
    )
    fates = _with_more_said(fates, viewer).order_by("-decided_at", "-pk")
    groups = _persons(viewer, list(dict.fromkeys(fates.values_list("entry", flat=True)[:MOST])))
    lines = ListEntry.objects.select_related("key").in_bulk(
        [pk for group in groups for pk in group]
    )
    said = _by_line(said_about(list(lines.values()), viewer=viewer))
    found = []
    for group in groups:
        status = derive(one.claim for pk in group for one in said[pk])
        if status.beside:
            found.append(Challenged(tuple(lines[pk] for pk in group), status))
    return found


def _with_more_said(fates: QuerySet[Assertion], viewer: User) -> QuerySet[Assertion]:
    """Those of whose person anything else is said of the same year or later: cheap, and no less.

    The left column of every page counts what is challenged, and most fates are not.
    """
    members = Membership.objects.filter(own(viewer))
    person = members.filter(entry=OuterRef("entry")).values("person")[:1]
    fates = fates.annotate(of_person=Subquery(person), since=Substr("as_of_date", 1, 4))
    together = members.filter(person=OuterRef(OuterRef("of_person"))).values("entry")
    of_it = Q(entry=OuterRef("entry")) | Q(entry__in=together)
    later = Q(as_of_date__gte=OuterRef("since"))
    said = Assertion.objects.filter(of_it, later).exclude(pk=OuterRef("pk"))
    answered = Answer.objects.filter(of_it, later)
    listed = Appearance.objects.filter(of_it, list__as_of_date__gte=OuterRef("since"))
    return fates.filter(Exists(said) | Exists(answered) | Exists(listed))


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
