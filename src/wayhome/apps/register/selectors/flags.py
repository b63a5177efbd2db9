"""Flags the viewer may see, and the lines that a harm flag holds back."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from wayhome.apps.audit.models import Party, User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.register.models import Appearance, Flag, ListEntry, Membership
from wayhome.apps.register.policies import own

PURPOSE = "flag"


def flags_visible_to(viewer: User) -> QuerySet[Flag]:
    """Flags of the own partition, open and resolved. A harm flag lies in the keeper's alone."""
    if not viewer.has_perm("register.flag_line"):
        return Flag.objects.none()
    flags = Flag.objects.filter(own(viewer), entry__erased_at=None)
    stands = Appearance.objects.filter(list__rolled_back_at=None).select_related("list")
    places = Prefetch("entry__appearances", stands.defer("list__file_sealed"))
    beside = ("entry__key", "entry__partition", "raised_by", "resolved_by")
    return flags.select_related(*beside).prefetch_related(places)


def kinds_open_to(viewer: User) -> list[tuple[str, str]]:
    """The kinds of flag the viewer may raise, with their names."""
    may_harm = viewer.has_perm("register.flag_harm")
    kinds = Flag.Kind.choices
    return [(kind, str(name)) for kind, name in kinds if kind != "harm" or may_harm]


def note_of(flag: Flag) -> str:
    """The message on a flag; nothing once its line was erased."""
    if flag.note_sealed is None:
        return ""
    try:
        return open_sealed(flag.entry.key, bytes(flag.note_sealed), purpose=PURPOSE).decode()
    except CannotOpen:
        return ""


def joined_to(lines: Iterable[int], *, partition: Party) -> set[int]:
    """These lines and every line that this partition's judgements, or versions, join to them."""
    found = set(lines)
    fresh = set(found)
    kept = Membership.objects.filter(partition=partition)
    while fresh:
        persons = kept.filter(entry__in=fresh).values("person")
        near = {
            *kept.filter(person__in=persons).values_list("entry", flat=True),
            *ListEntry.objects.filter(followed_by__in=fresh).values_list("pk", flat=True),
            *ListEntry.objects.filter(follows__in=fresh).values_list("pk", flat=True),
        }
        fresh = near - found
        found |= fresh
    return found


def harmed_lines() -> set[int]:
    """Primary keys of every line a harm flag holds back.

    A flag is on a line, but it protects a person: so it holds back every line that the keeper's
    judgements join to the flagged one, and every earlier and later wording of each of these.
    Always three queries, whether anything is flagged or not: nobody can tell by the time it takes.
    """
    flagged = Flag.objects.filter(kind=Flag.Kind.HARM, resolved_at=None)
    keeper = Party.objects.filter(keeps_register=True).values("pk")
    joined: dict[object, set[int]] = {}
    for entry, person in Membership.objects.filter(partition__in=keeper).values_list(
        "entry", "person"
    ):
        joined.setdefault(("person", person), set()).add(entry)
    changed = ListEntry.objects.exclude(follows=None).values_list("pk", "follows")
    for entry, follows in changed:
        joined["follows", entry] = {entry, follows or entry}
    groups_of: dict[int, list[set[int]]] = {}
    for group in joined.values():
        for entry in group:
            groups_of.setdefault(entry, []).append(group)
    reached = set(flagged.values_list("entry", flat=True))
    fresh = set(reached)
    while fresh:
        fresh = {line for entry in fresh for g in groups_of.get(entry, ()) for line in g} - reached
        reached |= fresh
    return reached
