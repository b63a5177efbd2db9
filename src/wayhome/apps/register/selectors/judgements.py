"""Judgements the viewer may see, what stands for a pair, and what follows from one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    Disclosure,
    Judgement,
    ListEntry,
    Membership,
    Person,
)
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.components import clusters

Edge = tuple[int, int]
State, Verdict = Judgement.State, Judgement.Verdict
STANDING = (State.PROPOSED, State.CONFIRMED)
MOST_EARLIER = 12


def judgements_visible_to(viewer: User) -> QuerySet[Judgement]:
    """Those of the viewer's own partition, with lines and people."""
    if not viewer.has_perm("register.see_candidate"):
        return Judgement.objects.none()
    return Judgement.objects.filter(own(viewer)).select_related(
        "partition", "entry_a__key", "entry_b__key", "entry_a__partition", "entry_b__partition",
        "proposed_by", "decided_by", "withdrawn_by", "candidate",
    )  # fmt: skip


def by_latest_step(judgements: QuerySet[Judgement]) -> QuerySet[Judgement]:
    """Those to which something was done last come first; `latest_at` says when that was."""
    latest = Coalesce("withdrawn_at", "decided_at", "proposed_at")
    return judgements.annotate(latest_at=latest).order_by("-latest_at", "-pk")


def awaiting_confirmation_by(viewer: User) -> QuerySet[Judgement]:
    """What this account may confirm: proposed by somebody else, the oldest first."""
    if not viewer.has_perm("register.confirm_judgement"):
        return Judgement.objects.none()
    return proposals_visible_to(viewer).exclude(proposed_by=viewer)


def proposals_visible_to(viewer: User) -> QuerySet[Judgement]:
    """Proposals about lines that are still there, the oldest first."""
    there = {"entry_a__erased_at": None, "entry_b__erased_at": None}
    waiting = judgements_visible_to(viewer).filter(state=State.PROPOSED, **there)
    return waiting.order_by("proposed_at", "pk")


def judgement_withdrawals_waiting_for(viewer: User) -> QuerySet[Judgement]:
    """Confirmed judgements that somebody else asked to withdraw, the oldest request first."""
    if not viewer.has_perm("register.withdraw_judgement"):
        return Judgement.objects.none()
    asked = judgements_visible_to(viewer).filter(
        state=State.CONFIRMED, withdrawal_asked_by__isnull=False
    )
    others = asked.exclude(withdrawal_asked_by=viewer).select_related("withdrawal_asked_by")
    return others.order_by("withdrawal_asked_at", "pk")


def touching(partition: Party, pair: Edge) -> list[Judgement]:
    """What was judged of either line before, and all that was ever judged of both: latest first."""
    of_either = Q(entry_a__in=pair) | Q(entry_b__in=pair)
    of_both = Q(entry_a__in=pair, entry_b__in=pair)
    made = Judgement.objects.filter(
        of_both | (of_either & Q(state__in=STANDING)), partition=partition
    ).select_related("entry_a", "entry_b", "proposed_by", "decided_by", "withdrawn_by")
    return list(made.order_by("-proposed_at")[:MOST_EARLIER])


def edges_around(partition: Party, seeds: Collection[int]) -> tuple[set[int], set[Edge]]:
    """Every line that hangs together with the seeds, or did when persons were last grouped.

    Returns the primary keys of the lines, and the confirmed "same" judgements among them as pairs.
    """
    persons = Membership.objects.filter(partition=partition, entry__in=seeds).values("person")
    grouped = Membership.objects.filter(partition=partition, person__in=persons)
    lines = set(seeds) | set(grouped.values_list("entry", flat=True))
    edges: set[Edge] = set()
    fresh = set(lines)
    while fresh:
        found = _edges_at(partition, fresh)
        edges |= found
        fresh = {node for edge in found for node in edge} - lines
        lines |= fresh
    return lines, edges


def _edges_at(partition: Party, lines: Collection[int]) -> set[Edge]:
    same = Judgement.objects.filter(
        partition=partition, state=State.CONFIRMED, verdict=Verdict.SAME
    ).values_list("entry_a", "entry_b")
    return {*same.filter(entry_a__in=lines), *same.filter(entry_b__in=lines)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part into which a person would fall: its lines, and the case number it would bear."""

    number: str  # empty if none was ever given to it
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequences:
    """What stands on a judgement, and what becomes of it when that is withdrawn."""

    parts: tuple[Part, ...]  # empty where no person falls apart
    assertions: tuple[Assertion, ...]
    answers: tuple[Answer, ...]
    disclosures: tuple[Disclosure, ...]

    @property
    def need_two(self) -> bool:
        """Whether a fate that two confirmed, or something two released, stands on it."""
        return any(
            said.state == "standing" and said.kind in Assertion.FATES for said in self.assertions
        ) or any(sent.state == "released" for sent in self.disclosures)


def consequences_of(judgement: Judgement) -> Consequences:
    """What withdrawing this judgement would split, and what was said or sent of that person.

    Claims and answers lie on lines and stay on theirs; a disclosure that was sent cannot be
    unsent, only recalled.
    """
    if judgement.state != State.CONFIRMED or judgement.verdict != Verdict.SAME:
        return Consequences(parts=(), assertions=(), answers=(), disclosures=())
    partition = judgement.partition
    edge = (judgement.entry_a_id, judgement.entry_b_id)
    lines, edges = edges_around(partition, edge)
    left = clusters(edges - {edge})
    alone = {frozenset([line]) for line in lines - {node for group in left for node in group}}
    groups = left | alone
    if len(groups) < 2:
        return Consequences(parts=(), assertions=(), answers=(), disclosures=())
    seen = Q() if partition.keeps_register else Q(partition=partition)
    on_lines = Q(entry__in=lines) & seen
    return Consequences(
        parts=_parts(partition, groups),
        assertions=tuple(
            Assertion.objects.filter(on_lines, state__in=("proposed", "standing"))
            .select_related("entry", "said_by")
            .order_by("recorded_at")
        ),
        answers=tuple(
            Answer.objects.filter(on_lines, replaced_by=None)
            .select_related("entry", "given_by")
            .order_by("recorded_at")
        ),
        disclosures=tuple(
            Disclosure.objects.filter(seen, items__entry__in=lines, state__in=("asked", "released"))
            .select_related("to")
            .only("uid", "number", "what", "state", "to")
            .distinct()
            .order_by("asked_at")
        ),
    )


def _parts(partition: Party, groups: Collection[frozenset[int]]) -> tuple[Part, ...]:
    lines = ListEntry.objects.in_bulk([line for group in groups for line in group])
    founded = {
        person.founded_on_id: person.number
        for person in Person.objects.filter(partition=partition, founded_on__in=lines)
    }
    parts = []
    for group in sorted(groups, key=min):
        entries = sorted((lines[line] for line in group), key=lambda e: (e.entered_at, e.pk))
        numbers = [founded[entry.pk] for entry in entries if entry.pk in founded]
        parts.append(Part(number=numbers[0] if numbers else "", entries=tuple(entries)))
    return tuple(parts)
