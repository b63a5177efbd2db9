"""What is said of the persons of lines that stands in the way of an exchange, and by whom.

Derived by the one function that derives a status, from what the viewer may know, or from what one
party may know: that is what may be said aloud to it. A harm flag is never among it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Assertion,
    Flag,
    ListEntry,
    Membership,
    PersonList,
)
from wayhome.apps.register.policies import within
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.lists_content import open_flags
from wayhome.apps.register.selectors.status import Claim, Said, Says, derive, said_about
from wayhome.files.check import Fact, Finds

FINDS: Mapping[Says, Finds] = {
    Says.LISTED_DEAD: Finds.REPORTED_DEAD,
    Says.DIED: Finds.REPORTED_DEAD,
    Says.SAID_HOME: Finds.ALREADY_HOME,
    Says.HANDED_OVER: Finds.ALREADY_HOME,
    Says.HOME: Finds.ALREADY_HOME,
}
"""The claims that stand in the way. `HANDED_OVER` is told in words of its own."""

FLAGGED: Mapping[str, Finds] = {
    Flag.Kind.ALREADY_HOME: Finds.ALREADY_HOME,
    Flag.Kind.REPORTED_DEAD: Finds.REPORTED_DEAD,
    Flag.Kind.CIVILIAN: Finds.CIVILIAN,
    Flag.Kind.CHILD: Finds.CHILD,
    Flag.Kind.DUPLICATE: Finds.DUPLICATE,
    Flag.Kind.OFF_CRITERIA: Finds.OFF_CRITERIA,
}
"""The flags that people raise. `HARM` is not among them: it must not be told by its effect."""

BATCH = 5_000
"""Lines whose claims are read at once."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose knowledge is told: the viewer's, or only what a party may know of its own lines."""

    viewer: User
    party: Party | None = None

    @property
    def joins(self) -> int:
        """The partition whose people joined lines to persons."""
        return self.party.pk if self.party else self.viewer.organisation.party_id

    def knows(self, said: Said) -> bool:
        """Whether a claim that the viewer may know is also known to the party."""
        if self.party is None:
            return True
        own = self.party.pk
        if said.appearance is not None:
            return said.appearance.list.partition_id == own
        if said.assertion is not None:
            return said.assertion.partition_id == own
        answer = said.answer
        return answer is not None and (
            answer.partition_id == own
            or (answer.released_at is not None and answer.entry.partition_id == own)
        )

    def flags(self) -> QuerySet[Flag]:
        """The open flags that people raised, but for harm."""
        flags = open_flags(self.viewer).filter(criterion="", kind__in=FLAGGED)
        return flags if self.party is None else flags.filter(partition=self.party)


def facts_about(
    lines: Collection[int], viewer: User, *, party: Party | None = None
) -> Mapping[int, Sequence[Fact]]:
    """What is said of the persons of these lines, by line; only lines of whom something is said.

    Args:
        lines: primary keys of lines the viewer may see.
        viewer: who looks.
        party: tell only what this party may know of its own lines; None: all the viewer may know.
    """
    sight = Sight(viewer, party)
    persons = _persons(lines, sight)
    wanted = {line for group in persons.values() for line in group}
    told = _with_news(wanted, sight)
    said = _said_by_line(told, sight)
    flags = _flags_by_line(told, sight)
    found = {}
    for line, group in persons.items():
        facts = [*_from_claims([one for other in group for one in said.get(other, ())])]
        facts += [_from_flag(flag) for other in group for flag in flags.get(other, ())]
        if facts:
            found[line] = tuple({fact.key: fact for fact in facts}.values())
    return found


def _persons(lines: Collection[int], sight: Sight) -> dict[int, tuple[int, ...]]:
    """Each line with all lines of its person, itself first."""
    members = Membership.objects.filter(partition=sight.joins)
    persons: dict[int, int] = {}
    for some in _batches(lines):
        persons |= dict(members.filter(entry__in=some).values_list("entry", "person"))
    together: defaultdict[int, list[int]] = defaultdict(list)
    for some in _batches(set(persons.values())):
        kept = members.filter(person__in=some, entry__erased_at=None)
        for person, entry in kept.values_list("person", "entry"):
            together[person].append(entry)
    return {
        line: (line, *(o for o in together.get(persons.get(line, 0), ()) if o != line))
        for line in lines
    }


def _with_news(lines: set[int], sight: Sight) -> set[int]:
    """Those of these lines of which anything is said that may matter."""
    viewer = sight.viewer
    fates = Q(kind__in=[str(says) for says in FINDS])
    verdicts = (Answer.Verdict.DIED, Answer.Verdict.RETURNED)
    deceased = Q(list__kind=PersonList.Kind.DECEASED, list__rolled_back_at=None)
    found: set[int] = set()
    for some in _batches(lines):
        at = Q(entry__in=some)
        for rows in (
            Assertion.objects.filter(within(viewer), fates, at),
            answers_visible_to(viewer).filter(at, verdict__in=verdicts),
            Appearance.objects.filter(within(viewer, "list__partition"), deceased, at),
            sight.flags().filter(at),
        ):
            found |= set(rows.values_list("entry", flat=True))
    if not found:
        return found
    # Whoever contradicts a fate may have spoken of another line of the same person.
    return lines if len(found) == len(lines) else found | _same_persons(found, lines, sight)


def _same_persons(found: set[int], lines: set[int], sight: Sight) -> set[int]:
    members = Membership.objects.filter(partition=sight.joins)
    near: set[int] = set()
    for some in _batches(found):
        persons = members.filter(entry__in=some).values("person")
        near |= set(members.filter(person__in=persons).values_list("entry", flat=True))
    return near & lines


def _said_by_line(lines: set[int], sight: Sight) -> dict[int, list[Said]]:
    found: dict[int, list[Said]] = {}
    for some in _batches(lines):
        entries = list(ListEntry.objects.filter(pk__in=some).only("pk"))
        for one in said_about(entries, viewer=sight.viewer):
            row = one.appearance or one.answer or one.assertion
            if row is not None and sight.knows(one):
                found.setdefault(row.entry_id, []).append(one)
    return found


def _flags_by_line(lines: set[int], sight: Sight) -> dict[int, list[Flag]]:
    found: dict[int, list[Flag]] = {}
    for some in _batches(lines):
        flags = sight.flags().filter(entry__in=some).select_related("raised_by__organisation")
        for flag in flags.order_by("pk"):
            found.setdefault(flag.entry_id, []).append(flag)
    return found


def _from_claims(said: Sequence[Said]) -> Iterator[Fact]:
    """What the status tells, and what was said against it since, as far as it is in the way."""
    rows = {one.claim: one for one in said}
    status = derive(rows)
    for claim in (*status.told, *status.beside):
        if claim.says in FINDS:
            yield _from_claim(claim, rows[claim])


def _from_claim(claim: Claim, said: Said) -> Fact:
    row = said.assertion or said.answer or said.appearance
    kind = type(row).__name__.casefold()
    return Fact(
        finds=FINDS[claim.says],
        said_by=claim.said_by,
        source=claim.source or _("report"),
        as_of=str(claim.as_of),
        detail="handed_over" if claim.says is Says.HANDED_OVER else "",
        key=f"{kind}:{row.pk if row else 0}",
    )


def _from_flag(flag: Flag) -> Fact:
    office = flag.raised_by.organisation.name if flag.raised_by else ""
    return Fact(
        finds=FLAGGED[flag.kind],
        said_by=flag.said_by or office,
        source=_("flag"),
        as_of=flag.raised_at.date().isoformat(),
        key=f"flag:{flag.pk}",
    )


def _batches(lines: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(lines)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
