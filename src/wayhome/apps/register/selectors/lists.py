"""Lists and lines the viewer may see."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Assertion,
    DisclosureItem,
    Job,
    Judgement,
    ListEntry,
    PersonList,
)
from wayhome.apps.register.policies import own, within


def lists_visible_to(viewer: User) -> QuerySet[PersonList]:
    """Versions of lists of the viewer's partition; to the keeper, of all. Not rolled back ones."""
    if not viewer.has_perm("register.see_list"):
        return PersonList.objects.none()
    seen = PersonList.objects.filter(within(viewer), rolled_back_at=None)
    return seen.select_related("submitted_by", "partition", "addressed_to").defer("file_sealed")


def entries_visible_to(viewer: User) -> QuerySet[ListEntry]:
    """Lines of the viewer's partition; to the keeper, of all. Erased ones are gone."""
    if not viewer.has_perm("register.see_line"):
        return ListEntry.objects.none()
    return ListEntry.objects.filter(within(viewer), erased_at=None).select_related("partition")


def imports_visible_to(viewer: User) -> QuerySet[Job]:
    """Imports of the viewer's partition, the latest first."""
    if not viewer.has_perm("register.import_list"):
        return Job.objects.none()
    imports = Job.objects.filter(own(viewer), kind=Job.Kind.IMPORT)
    wide = ("file_sealed", "problems_sealed")
    return imports.select_related("organisation", "by", "list", "key").defer(*wide).order_by("-pk")


def offices_for_import(viewer: User) -> QuerySet[Organisation]:
    """The offices whose lists the viewer may import."""
    return Organisation.objects.filter(within(viewer, "party")).order_by("name")


def versions_of(shown: PersonList, viewer: User) -> QuerySet[PersonList]:
    """Every version of a list that was not rolled back, the latest first."""
    return lists_visible_to(viewer).filter(series=shown.series).order_by("-version")


def latest_versions(viewer: User) -> QuerySet[PersonList]:
    """The latest version of every list: what a new version can follow."""
    later = PersonList.objects.filter(predecessor=OuterRef("pk"), rolled_back_at=None)
    return lists_visible_to(viewer).exclude(Exists(later))


def standing_only_on(shown: PersonList) -> QuerySet[ListEntry]:
    """Lines that stand on this version and on no other that was not rolled back."""
    elsewhere = Appearance.objects.filter(entry=OuterRef("pk"), list__rolled_back_at=None)
    lines = ListEntry.objects.filter(appearances__list=shown)
    return lines.exclude(Exists(elsewhere.exclude(list=shown)))


def rolled_back_among(lines: Iterable[int]) -> set[int]:
    """Those of these lines that stand only on versions that were rolled back."""
    lines = list(lines)
    gone: set[int] = set()
    for start in range(0, len(lines), _AT_ONCE):
        stood = Appearance.objects.filter(entry__in=lines[start : start + _AT_ONCE])
        stands = stood.filter(list__rolled_back_at=None).values_list("entry", flat=True)
        gone |= set(stood.values_list("entry", flat=True)) - set(stands)
    return gone


_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Follows:
    """What stands on the lines that a rolled back version alone has, as the viewer may know."""

    lines: int
    judgements: int
    assertions: int
    answers: int
    disclosed: int


def what_follows(shown: PersonList, viewer: User) -> Follows:
    """What stays, and nobody withdraws, when this version is rolled back."""
    alone = standing_only_on(shown).values("pk")
    judged = Judgement.objects.filter(own(viewer), state__in=["proposed", "confirmed"])
    said = Assertion.objects.filter(own(viewer), state__in=["proposed", "standing"])
    answers = Answer.objects.filter(own(viewer), replaced_by=None)
    disclosed = DisclosureItem.objects.filter(
        own(viewer, "disclosure__partition"), disclosure__state="released"
    )
    return Follows(
        lines=alone.count(),
        judgements=judged.filter(Q(entry_a__in=alone) | Q(entry_b__in=alone)).count(),
        assertions=said.filter(entry__in=alone).count(),
        answers=answers.filter(entry__in=alone).count(),
        disclosed=disclosed.filter(entry__in=alone).count(),
    )
