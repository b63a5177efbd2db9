"""Everything of one process that a viewer may see, ready for a page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from wayhome.apps.audit.models import User
from wayhome.apps.talks.models import (
    Assessment,
    Commitment,
    Delegate,
    Delegation,
    Issue,
    NumberClaim,
    Outcome,
    Position,
    Process,
    Proposal,
    Response,
    Round,
    Side,
    Statement,
    Translation,
)
from wayhome.apps.talks.selectors.kept import Line, lines_of
from wayhome.apps.talks.selectors.rows import of_process, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A commitment with its lines of "promised and kept", and what assessors say."""

    commitment: Commitment
    lines: list[Line]
    assessments: list[Assessment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The rows of a process that stand and that the viewer may see."""

    sides: QuerySet[Side]
    issues: QuerySet[Issue]
    rounds: QuerySet[Round]
    statements: QuerySet[Statement]
    positions: QuerySet[Position]
    proposals: QuerySet[Proposal]
    promised: list[Promised]
    numbers: QuerySet[NumberClaim]


def whole_process(process: Process, viewer: User, as_of: date) -> Whole:
    """All of a process as the viewer may see it, in the order of the days."""
    return Whole(
        sides=of_process(Side, process, viewer),
        issues=of_process(Issue, process, viewer),
        rounds=rounds_of(process, viewer),
        statements=of_process(Statement, process, viewer)
        .select_related("round", "side", "issue", "wording", "source")
        .prefetch_related(_translations()),
        positions=of_process(Position, process, viewer)
        .select_related("round", "side", "issue", "wording", "source")
        .prefetch_related(_translations()),
        proposals=proposals_of(process, viewer),
        promised=promised_in(process, viewer, as_of),
        numbers=of_process(NumberClaim, process, viewer)
        .select_related("side", "issue", "source")
        .order_by("topic", "pk"),
    )


def rounds_of(process: Process, viewer: User) -> QuerySet[Round]:
    """Rounds by their day: `shown_outcomes`, `shown_delegations` and of each `shown_delegates`."""
    delegates = Prefetch(
        "delegates", visible(Delegate, viewer).order_by("pk"), to_attr="shown_delegates"
    )
    delegations = visible(Delegation, viewer).select_related("side").prefetch_related(delegates)
    rounds = of_process(Round, process, viewer).order_by("start", "pk")
    return rounds.prefetch_related(
        Prefetch("delegations", delegations.order_by("pk"), to_attr="shown_delegations"),
        Prefetch("outcomes", visible(Outcome, viewer).order_by("pk"), to_attr="shown_outcomes"),
    )


def proposals_of(process: Process, viewer: User) -> QuerySet[Proposal]:
    """Proposals in the order written, with `shown_responses`."""
    responses = visible(Response, viewer).select_related("by", "counter").order_by("pk")
    return (
        of_process(Proposal, process, viewer)
        .select_related("by", "giver", "receiver", "round", "issue", "wording", "source")
        .prefetch_related("to", Prefetch("responses", responses, to_attr="shown_responses"))
    )


def promised_in(process: Process, viewer: User, as_of: date) -> list[Promised]:
    """Commitments with what became of them as of a day."""
    commitments = of_process(Commitment, process, viewer).select_related("round", "issue")
    assessed = visible(Assessment, viewer)
    return [
        Promised(
            commitment=one,
            lines=lines_of(one, viewer, as_of),
            assessments=list(assessed.filter(commitment=one).order_by("day", "pk")),
        )
        for one in commitments
    ]


def _translations() -> "Prefetch[str, QuerySet[Translation], str]":
    standing = Translation.objects.filter(withdrawn_at=None).order_by("pk")
    return Prefetch("wording__translations", standing, to_attr="shown_translations")
