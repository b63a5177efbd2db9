"""What stops a line until a person decides: flags of the register, what is said of the person.

For the keeper alone. Much of it comes of judgements that join lines of two parties, and a flag of
harm is invisible to the party: nothing here changes what a party sees.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import CannotOpen, open_sealed
from wayhome.apps.exchange.models import Exchange, HandoverStep, Line, StopDecision
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.counting import counted_otherwise, states_beside
from wayhome.apps.exchange.selectors.exchanges import exchanges_visible_to
from wayhome.apps.exchange.selectors.joined import joined_lines
from wayhome.apps.exchange.selectors.lines import in_state
from wayhome.apps.exchange.selectors.terms import terms_of
from wayhome.apps.register.models import Answer, Appearance, Assertion, Flag, ListEntry
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.files.criteria import findings_on

PASSED = "exchange-stop"
"""What the reason of a decision lies sealed for, under the key of the line's entry."""
COUNTED = "counted"
"""What is stated of somebody now would count otherwise than the frozen list both sides accepted."""
HOME, DEAD = Flag.Kind.ALREADY_HOME, Flag.Kind.REPORTED_DEAD
ASSERTED: Mapping[str, str] = {
    "home": HOME, "handed_over": HOME, "died": DEAD, "listed_dead": DEAD,
}  # fmt: skip
ANSWERED: Mapping[str, str] = {"already_returned": HOME, "died": DEAD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One thing that stops a line. `criterion` names what says so: a row, a rule."""

    kind: str  # of Flag.Kind, or COUNTED
    criterion: str = ""
    flag: Flag | None = None
    decided: StopDecision | None = None  # a person let it pass

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.decided is None

    @property
    def mark(self) -> str:
        """What a form calls it: kind, criterion, flag."""
        return f"{self.kind}|{self.criterion}|{self.flag.pk if self.flag else ''}"

    @property
    def name(self) -> str:
        """The kind in the reader's language."""
        if self.kind == COUNTED:
            return _("counted otherwise when the list was frozen")
        return str(Flag.Kind(self.kind).label)


def stops_on(lines: Iterable[Line], viewer: User) -> dict[int, list[Stop]]:
    """What stops each of these lines, by its primary key; lines that nothing stops are left out.

    To anybody but the keeper nothing stops.
    """
    lines = list(lines)
    if not viewer.keeps_register or not viewer.has_perm("exchange.see_exchange") or not lines:
        return {}
    return _stops(lines)


def open_stops(exchange: Exchange, viewer: User) -> int:
    """How many lines of an exchange that may still go wait for a person's decision."""
    if not exchanges_visible_to(viewer).filter(pk=exchange.pk).exists():
        return 0
    return len(stopped_lines(exchange, viewer))


def stopped_lines(exchange: Exchange, viewer: User) -> list[int]:
    """Primary keys of the lines that may still go and wait for a person's decision."""
    stops = stops_on(_may_go(exchange), viewer)
    return [line for line, found in stops.items() if any(one.is_open for one in found)]


def _may_go(exchange: Exchange) -> Iterable[Line]:
    newest = Line.objects.filter(exchange=exchange, listed__list__successor=None)
    newest = newest.exclude(steps__in=HandoverStep.objects.filter(kind="in", undone_at=None))
    return in_state(newest, STANDING).select_related("exchange")


def _stops(lines: list[Line]) -> dict[int, list[Stop]]:
    near = joined_lines(line.entry_id for line in lines)
    said = _said_of({one for group in near.values() for one in group})
    off, otherwise = _off_criteria(lines), counted_otherwise(lines)
    decided = {
        (one.line_id, one.kind, one.criterion, one.flag_id): one
        for one in StopDecision.objects.filter(
            line__in=[line.pk for line in lines], withdrawn_at=None
        )
    }
    found: dict[int, list[Stop]] = {}
    for line in lines:
        stops = [stop for one in sorted(near[line.entry_id]) for stop in said.get(one, ())]
        flagged = {stop.kind for stop in stops if stop.flag}
        # A flag of the register says already that this may be a child: one thing, one decision.
        stops += [stop for stop in off.get(line.pk, []) if stop.kind not in flagged]
        if line.pk in otherwise:
            now = "beside" if states_beside(line) else "count"
            stops.append(Stop(kind=COUNTED, criterion=now))
        for stop in dict.fromkeys(stops):
            key = (line.pk, stop.kind, stop.criterion, stop.flag.pk if stop.flag else None)
            found.setdefault(line.pk, []).append(
                Stop(
                    kind=stop.kind, criterion=stop.criterion, flag=stop.flag,
                    decided=decided.get(key),
                )
            )  # fmt: skip
    return found


def _said_of(entries: set[int]) -> dict[int, list[Stop]]:
    """By entry: its open flags, and what lists, answers and assertions say of its person."""
    found: dict[int, list[Stop]] = {}
    flags = Flag.objects.filter(entry__in=entries, resolved_at=None)
    # Outside of what criteria of its list somebody is, is no matter of this exchange.
    for flag in flags.exclude(kind=Flag.Kind.OFF_CRITERIA).order_by("pk"):
        found.setdefault(flag.entry_id, []).append(Stop(kind=flag.kind, flag=flag))
    dead = Appearance.objects.filter(
        entry__in=entries, list__kind="deceased", list__rolled_back_at=None
    )
    for pk, entry in dead.values_list("pk", "entry"):
        found.setdefault(entry, []).append(Stop(kind=DEAD, criterion=f"list:{pk}"))
    answers = Answer.objects.filter(entry__in=entries, replaced_by=None, verdict__in=ANSWERED)
    for pk, entry, verdict in answers.values_list("pk", "entry", "verdict"):
        kind = ANSWERED[verdict]
        found.setdefault(entry, []).append(Stop(kind=kind, criterion=f"answer:{pk}"))
    asserted = Assertion.objects.filter(entry__in=entries, state="standing", kind__in=ASSERTED)
    for pk, entry, kind in asserted.values_list("pk", "entry", "kind"):
        said = Stop(kind=ASSERTED[kind], criterion=f"assertion:{pk}")
        found.setdefault(entry, []).append(said)
    return found


def _off_criteria(lines: list[Line]) -> dict[int, list[Stop]]:
    """By line: the criteria of the exchange that it is outside of for certain; whether a child."""
    under = Exchange.objects.in_bulk({line.exchange_id for line in lines})
    exchanges = {pk: terms_of(exchange) for pk, exchange in under.items()}
    versions = _versions({line.entry_id for line in lines})
    found: dict[int, list[Stop]] = {}
    for line in lines:
        terms = exchanges[line.exchange_id]
        if terms is None:
            continue
        for entry in versions[line.entry_id]:
            fields = {name: str(getattr(entry, name)) for name in WRITTEN}
            told = findings_on(
                fields, {}, kind="held", as_of_date=terms.days[0].isoformat(),
                criteria=terms.criteria,
            )  # fmt: skip
            stops = [Stop(kind=one.kind, criterion=one.criterion) for one in told]
            if stops:
                found.setdefault(line.pk, []).extend(stops)
    return found


def _versions(entries: set[int]) -> dict[int, list[ListEntry]]:
    """By entry: itself, and every later version of it."""
    there = ListEntry.objects.filter(erased_at=None)
    found = {pk: [entry] for pk, entry in there.in_bulk(entries).items()}
    found |= {pk: [] for pk in entries - found.keys()}
    newest = {pk: pk for pk in found}  # by version, the entry it came of
    while newest:
        later = there.filter(follows__in=newest)
        fresh = {entry.pk: newest[entry.follows_id] for entry in later if entry.follows_id}
        for entry in later:
            found[fresh[entry.pk]].append(entry)
        newest = fresh
    return found


def decision_in_words(decision: StopDecision, viewer: User) -> str:
    """Why a line was let pass, to the keeper; nothing once its person was erased."""
    if not viewer.keeps_register or not viewer.has_perm("exchange.see_exchange"):
        return ""
    try:
        key = decision.line.entry.key
        return open_sealed(key, bytes(decision.reason_sealed), purpose=PASSED).decode()
    except CannotOpen:
        return ""
