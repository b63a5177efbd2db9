"""The table: the process, its sides and issues, three rounds and who came to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.services.sources import Document
from wayhome.apps.talks.models import Confidentiality, Delegate, Issue, Process, Round, Side
from wayhome.apps.talks.services.filing import Filing
from wayhome.apps.talks.services.processes import Named, add_issue, open_process
from wayhome.apps.talks.services.rounds import (
    Meeting,
    record_delegate,
    record_delegation,
    record_round,
)
from wayhome.web.demo.people import AGENCY, People

WRITTEN = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
CAPTIVES, DEAD, CHILDREN, CEASEFIRE, LEADERS = (
    "Captives", "The dead", "Children", "Ceasefire", "Meeting of leaders",
)  # fmt: skip
NORTH, SOUTH = "Northland", "Southland"

MEETINGS = (
    Meeting(
        place="Port Alder", venue="Customs house", start="2026-05-20", duration_minutes=130,
        duration_comparator="about", number=1, number_basis="stated", format="mediated",
        mediator="J. Ferrow", mediating_office="Lantern Agency",
    ),
    Meeting(
        place="Port Alder", venue="Customs house", start="2026-06-24", duration_minutes=65,
        number=2, number_basis="inferred", format="shuttle", mediating_office="Lantern Agency",
    ),
    Meeting(
        place="Old Ferry", start="2026-09-02", duration_minutes=40, number=3,
        number_basis="stated", format="direct",
    ),
)  # fmt: skip

SENT: Mapping[str, Sequence[tuple[str, str, str]]] = {
    NORTH: (
        ("A. Norden", "deputy minister", "may_bind"),
        ("I. Marrow", "head of the tracing bureau", "refers_back"),
    ),
    SOUTH: (
        ("E. Sundry", "envoy of the head of state", "refers_back"),
        ("P. Vale", "adviser", "unknown"),
    ),
}


@dataclass(frozen=True, slots=True)
class Table:
    """What the rest of the record refers to."""

    process: Process
    north: Side
    south: Side
    issues: Mapping[str, Issue]
    rounds: Sequence[Round]
    delegates: Mapping[str, Delegate]  # those of the last round, by name
    negotiator: User
    registrar: User

    def kept(
        self, document: Document | None = None, *, in_confidence: bool = False
    ) -> dict[str, Any]:
        """By whom a row is written, when, and how it is filed."""
        return {"by": self.negotiator, "at": WRITTEN, "filing": filed(document, in_confidence)}


def filed(document: Document | None = None, in_confidence: bool = False) -> Filing:
    """Open to all, or for the mediator alone; on a document, if there is one."""
    seen = Confidentiality.MEDIATOR if in_confidence else Confidentiality.PUBLIC
    return Filing(confidentiality=seen, source=document)


def communique(number: int) -> Document:
    """What both sides published after a round."""
    return Document(
        publisher="Both delegations", title=f"Communiqué of round {number}",
        dated=MEETINGS[number - 1].start, reliability="A", credibility="2",
    )  # fmt: skip


def meet(people: People) -> Table:
    """Open the process and write down who met, where and when."""
    by = people[AGENCY, "negotiator"]
    who: dict[str, Any] = {"by": by, "at": WRITTEN, "filing": filed()}
    sides = [Named(name, Party.objects.get(name=name)) for name in (NORTH, SOUTH)]
    process = open_process(title="Talks between Northland and Southland", sides=sides, **who)
    north, south = Side.objects.filter(process=process).order_by("pk")
    names = (CAPTIVES, DEAD, CHILDREN, CEASEFIRE, LEADERS)
    issues = {name: add_issue(process=process, name=name, **who) for name in names}
    rounds: list[Round] = []
    delegates: dict[str, Delegate] = {}
    for number, meeting in enumerate(MEETINGS, start=1):
        who["filing"] = filed(communique(number))
        made = record_round(process=process, meeting=meeting, **who)
        rounds.append(made)
        for side in (north, south):
            delegates |= _send(made, side, who)
    return Table(
        process=process, north=north, south=south, issues=issues, rounds=rounds,
        delegates=delegates, negotiator=by, registrar=people[AGENCY, "registrar"],
    )  # fmt: skip


def _send(held: Round, side: Side, who: Mapping[str, Any]) -> dict[str, Delegate]:
    came = record_delegation(round=held, side=side, **who)
    return {
        name: record_delegate(
            delegation=came, name=name, role=role, mandate=mandate, heads=not place, **who
        )
        for place, (name, role, mandate) in enumerate(SENT[side.name])
    }
