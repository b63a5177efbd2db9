"""What of a process the rows of a draft may name: its sides, and what was confirmed so far."""

from collections.abc import Mapping
from dataclasses import dataclass

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import (
    Delegate,
    Issue,
    Proposal,
    Recorded,
    Report,
    Round,
    Side,
)
from wayhome.apps.talks.selectors.rows import of_process
from wayhome.engines.reading import RosterPerson
from wayhome.engines.reading.gazetteer import find

BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The sides by every name they go by, and the rows that items have become."""

    sides: tuple[Side, ...]
    names: Mapping[str, Side]
    rows: Mapping[str, Recorded]
    issues: Mapping[str, Issue]

    def issue(self, topic: Mapping[str, str] | None) -> Issue | None:
        """The issue of these talks that is called as a topic of a draft is."""
        return self.issues.get(topic["value"].casefold()) if topic else None

    def side(self, party: str | None) -> Side | None:
        """The side that a draft calls so; None if it is none of these talks."""
        return self.names.get(party.casefold()) if party else None

    def sides_of(self, party: str | None) -> list[Side]:
        """One side, or both where the draft says both and there are two."""
        if party == BOTH:
            return list(self.sides) if len(self.sides) == 2 else []
        side = self.side(party)
        return [side] if side else []

    def others(self, side: Side | None) -> list[Side]:
        """The sides across the table."""
        return [one for one in self.sides if one != side] if side else []

    def round(self, item: str) -> Round | None:
        """The round that an item has become."""
        row = self.rows.get(item)
        return row if isinstance(row, Round) else None

    def proposal(self, item: str) -> Proposal | None:
        """The proposal that an item has become."""
        row = self.rows.get(item)
        return row if isinstance(row, Proposal) else None

    def delegate(self, item: str | None) -> Delegate | None:
        """The delegate that an item has become."""
        row = self.rows.get(item or "")
        return row if isinstance(row, Delegate) else None


def known_in(report: Report, viewer: User, rows: Mapping[str, Recorded]) -> Known:
    """What the rows of a report's draft may name, as the viewer may see it."""
    sides = tuple(of_process(Side, report.process, viewer).select_related("party"))
    names: dict[str, Side] = {}
    for side in reversed(sides):  # of two that share a name, the first
        called = [side.name, side.party.name if side.party else ""]
        called += [mention.party for name in called for mention in find(name)]
        names.update({name.casefold(): side for name in called if name})
    issues = {one.name.casefold(): one for one in of_process(Issue, report.process, viewer)}
    return Known(sides=sides, names=names, rows=rows, issues=issues)


def roster_of(report: Report, viewer: User) -> list[RosterPerson]:
    """Delegates on record with their sides; and the sides, so that the reader knows their names."""
    sides = of_process(Side, report.process, viewer)
    delegates = of_process(Delegate, report.process, viewer).select_related("delegation__side")
    known = [
        RosterPerson(name=one.name, side=one.delegation.side.name, role=one.role)
        for one in delegates
    ]
    return [*known, *(RosterPerson(name=side.name, side=side.name) for side in sides)]
