"""Lines put to somebody, and the answers the viewer may know."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.register.models import Answer, Disclosure, DisclosureItem, ListEntry, PersonList
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.lists import entries_visible_to, lists_visible_to


def items_put_to(viewer: User) -> QuerySet[DisclosureItem]:
    """Lines that two people of another partition put to the viewer's party, and nobody recalled."""
    return DisclosureItem.objects.filter(
        disclosure__state=Disclosure.State.RELEASED,
        disclosure__what=Disclosure.What.LIST,
        disclosure__to__party=viewer.organisation.party_id,
        withheld=False,
        entry__erased_at=None,
    ).exclude(disclosure__partition=viewer.organisation.party_id)


def lines_to_answer(viewer: User) -> QuerySet[ListEntry]:
    """Lines on which the viewer may write an answer down.

    A party answers what was put to it. The keeper takes answers down for any line.
    """
    if not viewer.has_perm("register.record_answer"):
        return ListEntry.objects.none()
    if viewer.keeps_register:
        return entries_visible_to(viewer)
    put = items_put_to(viewer).filter(entry=OuterRef("pk"))
    return ListEntry.with_invented.filter(Exists(put))


def in_their_order(lines: QuerySet[ListEntry], viewer: User) -> QuerySet[Any, Any]:
    """Lines to answer as they stand in what was put to the viewer; to the keeper, as they came.

    Each with `put_in` and `place`, by which they are ordered.
    """
    if viewer.keeps_register:
        ordered = lines.annotate(put_in=Value(0), place=F("pk"))
    else:
        items = items_put_to(viewer).filter(entry=OuterRef("pk")).order_by("disclosure", "position")
        ordered = lines.annotate(
            put_in=Subquery(items.values("disclosure")[:1]),
            place=Subquery(items.values("position")[:1]),
        )
    return ordered.order_by("put_in", "place")


def following(lines: QuerySet[ListEntry], after: ListEntry, viewer: User) -> ListEntry | None:
    """Of these lines the one that stands next after that one, or the first of all."""
    places = in_their_order(lines_to_answer(viewer), viewer).values_list("put_in", "place")
    put_in, place = places.get(pk=after.pk)
    others = in_their_order(lines.exclude(pk=after.pk), viewer)
    later = others.filter(Q(put_in__gt=put_in) | Q(put_in=put_in, place__gt=place))
    found: ListEntry | None = later.first() or others.first()
    return found


def offices_answering(viewer: User) -> QuerySet[Organisation]:
    """The offices whose answers the viewer may write down: its own; to the keeper, all others."""
    offices = Organisation.objects.order_by("name").select_related("party")
    if viewer.keeps_register:
        return offices.exclude(party=viewer.organisation.party_id)
    return offices.filter(party=viewer.organisation.party_id)


def answers_visible_to(viewer: User) -> QuerySet[Answer]:
    """Answers that stand, as far as the viewer knows.

    Its own partition's, and of those on its lines the latest that was released to it: an answer
    that replaces a released one changes nothing until it is released itself. To the keeper, all.
    """
    answers = Answer.objects.select_related("given_by__party", "partition", "entry")
    if viewer.keeps_register:
        return answers.filter(replaced_by=None, entry__invented=False)
    later = Answer.objects.filter(
        entry=OuterRef("entry"),
        partition=OuterRef("partition"),
        given_by__party=OuterRef("given_by__party"),
        released_at__isnull=False,
        pk__gt=OuterRef("pk"),
    )
    released = Q(released_at__isnull=False) & own(viewer, "entry__partition") & ~Exists(later)
    return answers.filter(released | (own(viewer) & Q(replaced_by=None)))


def answers_to_release(viewer: User) -> QuerySet[Answer]:
    """The own partition's answers that stand and were neither released nor asked for yet.

    Of a party only those to lines that are still put to it.
    """
    asked = DisclosureItem.objects.filter(
        own(viewer, "disclosure__partition"),
        answer=OuterRef("pk"),
        disclosure__state__in=(Disclosure.State.ASKED, Disclosure.State.RELEASED),
    )
    standing = Answer.objects.filter(own(viewer), ~Exists(asked), replaced_by=None)
    if viewer.keeps_register:
        standing = standing.filter(entry__invented=False)
    else:
        standing = standing.filter(Exists(items_put_to(viewer).filter(entry=OuterRef("entry"))))
    lines = ("entry__partition", "entry__key", "given_by__party")
    return standing.filter(entry__erased_at=None).select_related(*lines).order_by("pk")


def earlier_answers(entry: ListEntry, viewer: User) -> QuerySet[Answer]:
    """The own partition's answers on a line, the latest first, those replaced too."""
    made = Answer.objects.filter(own(viewer), entry=entry)
    return made.select_related("given_by", "recorded_by").order_by("-pk")


def answer_made_by(viewer: User, uid: str) -> Answer | None:
    """One the viewer wrote down, unless its line was erased since."""
    if not uid:
        return None
    made = Answer.objects.filter(own(viewer), recorded_by=viewer, entry__erased_at=None)
    return made.filter(uid=uid).select_related("given_by").first()


def answered_by(answers: QuerySet[Answer], speaker: str) -> QuerySet[Answer]:
    """Of answers the viewer may know those of one speaker: "office.partition", both as uid."""
    if not speaker:
        return answers
    office, _dot, partition = speaker.partition(".")
    try:
        return answers.filter(given_by__uid=UUID(office), partition__uid=UUID(partition))
    except ValueError:
        return answers.none()


def lists_to_answer(viewer: User) -> list[PersonList]:
    """The lists whose lines the viewer may answer: put to it; to the keeper, all it sees."""
    if viewer.keeps_register:
        return list(lists_visible_to(viewer).order_by("title", "-version"))
    put = items_put_to(viewer).exclude(disclosure__list=None).values("disclosure__list")
    lists = PersonList.objects.filter(pk__in=put, rolled_back_at=None)
    return list(lists.defer("file_sealed").order_by("title", "-version"))
