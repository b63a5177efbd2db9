"""Lines of an exchange: where they stand, and what of them a viewer may see.

Both sides and the keeper see every line by its code, its state and what was told with it. Who the
person is, a viewer sees only of lines of its own partition and of those disclosed to it.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.exchange.models import Category, Exchange, Line, LineEvent
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.register.models import DisclosureItem, ListEntry
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.files.whole_name import whole_name

REASON = "exchange-reason"
"""What the reason of an event lies sealed for, under the key of the line's entry."""


def with_state(lines: QuerySet[Line], *, as_of: datetime | None = None) -> QuerySet[Line]:
    """The lines with `state`: the kind of the latest thing that happened to them up to a moment.

    Where a line stands is said nowhere else (`in_state` selects by it). None: nothing happened.
    """
    return lines.annotate(state=_latest(as_of))


def in_state(lines: QuerySet[Line], states: Iterable[str]) -> QuerySet[Line]:
    """Those of the lines that stand so now, each with its `state`."""
    return lines.annotate(state=_latest()).filter(state__in=list(states))


def lines_visible_to(viewer: User) -> QuerySet[Line]:
    """Lines of exchanges the viewer may see, each with its `state`; by code, without a name."""
    seen = exchanges_visible_to(viewer).values("pk")
    lines = Line.objects.filter(exchange__in=seen)
    return with_state(lines).select_related("holder", "exchange", "site__key").order_by("pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line as a viewer may see it."""

    line: Line
    state: str  # of LineEvent.Kind
    entry: ListEntry | None  # None: who it is, the viewer may not see
    fields: Mapping[str, str]  # of the entry, as far as they are his to see
    sees_facts: bool  # categories, site, days: for the holder and the keeper; others read the file

    @property
    def name(self) -> str:
        """The name as written; empty where it is not the viewer's to see."""
        return whole_name(self.fields)

    @property
    def state_name(self) -> str:
        """Where it stands, in the reader's language."""
        return str(LineEvent.Kind(self.state).label) if self.state else ""

    @property
    def category_names(self) -> list[str]:
        """Its categories in the reader's language; none that are not his to see."""
        told = self.line.categories if self.sees_facts else []
        return [str(Category(code).label) for code in told]


def shown(lines: Iterable[Line], viewer: User) -> list[ShownLine]:
    """These lines, which `lines_visible_to` gave, with the persons the viewer may see.

    Whoever shows them logs the reading: see `keys_read`.
    """
    lines = list(lines)
    if not lines:
        return []
    seen = _fields_seen(lines, viewer)
    own = viewer.organisation.party_id
    return [
        ShownLine(
            line=line,
            state=getattr(line, "state", ""),
            entry=seen[line.entry_id][0] if line.entry_id in seen else None,
            fields=seen[line.entry_id][1] if line.entry_id in seen else {},
            sees_facts=viewer.keeps_register or line.holder.party_id == own,
        )
        for line in lines
    ]


def keys_read(rows: Iterable[ShownLine]) -> Iterator[uuid.UUID]:
    """The keys of the persons whose names stand in these rows, for `log_reads`."""
    return (row.entry.key_id for row in rows if row.entry is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One thing that happened to a line, as both sides may read it."""

    event: LineEvent
    reason: str

    @property
    def by_side(self) -> int | None:
        """Which side said so; None: the institution that runs the exchange."""
        return self.event.side.number if self.event.side else None


def history_of(line: Line, viewer: User) -> list[Happened]:
    """What happened to a line the viewer may see, the first thing first."""
    events = LineEvent.objects.filter(line__in=lines_visible_to(viewer).filter(pk=line.pk))
    events = events.select_related("line__entry__key", "side__side", "other").order_by("pk")
    return [Happened(event=event, reason=reason_of(event)) for event in events]


def reason_of(event: LineEvent) -> str:
    """What was stated with an event; nothing once the line's person was erased."""
    if event.reason_sealed is None:
        return ""
    try:
        key = event.line.entry.key
        return open_sealed(key, bytes(event.reason_sealed), purpose=REASON).decode()
    except CannotOpen:
        return ""


def _latest(as_of: datetime | None = None) -> Subquery:
    events = LineEvent.objects.filter(line=OuterRef("pk"))
    if as_of is not None:
        events = events.filter(recorded_at__lte=as_of)
    return Subquery(events.order_by("-pk").values("kind")[:1])


def _fields_seen(
    lines: Sequence[Line], viewer: User
) -> dict[int, tuple[ListEntry, Mapping[str, str]]]:
    """The fields of each entry that the viewer may see: all of its own, those disclosed to it.

    Of the other side's people it sees the names of all that were disclosed, or of nobody. A code
    keeps its place when a flag of harm holds its name back: one name missing among many, or gone
    since yesterday, would tell who is protected.
    """
    entries = [line.entry_id for line in lines]
    own = entries_visible_to(viewer).filter(pk__in=entries).select_related("key")
    seen: dict[int, tuple[ListEntry, Mapping[str, str]]] = {
        entry.pk: (entry, {name: str(getattr(entry, name)) for name in WRITTEN}) for entry in own
    }
    if viewer.keeps_register or not viewer.has_perm("register.see_line"):
        return seen
    others = [line for line in lines if line.entry_id not in seen]
    received = DisclosureItem.objects.filter(
        entry__erased_at=None,
        disclosure__to__party=viewer.organisation.party_id,
        disclosure__state="released",
    )
    held_back = Line.objects.filter(
        holder__in={line.holder_id for line in others},
        entry__in=received.filter(withheld=True).values("entry"),
    )
    nameless = set(held_back.values_list("holder", flat=True))
    told_of = [line.entry_id for line in others if line.holder_id not in nameless]
    items = received.filter(entry__in=told_of, withheld=False)
    for item in items.select_related("entry__key", "disclosure").order_by("pk"):
        names = [name for name in item.disclosure.fields if name in WRITTEN]
        before = seen[item.entry_id][1] if item.entry_id in seen else {}
        told = {name: str(getattr(item.entry, name)) for name in names}
        seen[item.entry_id] = (item.entry, {**before, **told})
    return seen


def line_for(exchange: Exchange, code: str, viewer: User) -> Line | None:
    """The line with this code, if the viewer may see it."""
    return lines_visible_to(viewer).filter(exchange=exchange, code=code).first()
