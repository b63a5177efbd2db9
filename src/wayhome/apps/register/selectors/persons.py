"""Persons the viewer may see: his own partition's clusters, and what is known of each."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db.models import Count, Max, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import get_language

from wayhome.apps.audit.models import Organisation, Read, User
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Assertion,
    Flag,
    Judgement,
    ListEntry,
    Membership,
    Person,
)
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.policies import is_within, own, within
from wayhome.apps.register.selectors.answers import answers_visible_to
from wayhome.apps.register.selectors.candidates import as_written
from wayhome.apps.register.selectors.dates import date_in_words
from wayhome.apps.register.selectors.flags import flags_visible_to
from wayhome.apps.register.selectors.judgements import judgements_visible_to
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.selectors.status import (
    Said,
    Status,
    assertions_visible_on,
    derive,
    said_in,
    status_in_words,
)
from wayhome.engines.names import Romanised, Standard, comparison_form, romanise, script_of
from wayhome.files.messages import LANGUAGES
from wayhome.files.report import field_label
from wayhome.files.report.pairs import Line

_NAMES = ("full_name", "surname", "given_names", "patronymic")
_DATES = ("birth_date", "capture_date")


def persons_visible_to(viewer: User) -> QuerySet[Person]:
    """Persons of the viewer's own partition, absorbed ones too."""
    if not viewer.has_perm("register.see_person"):
        return Person.objects.none()
    return Person.objects.filter(own(viewer)).select_related("absorbed_into")


def person_by_number(viewer: User, number: str) -> Person | None:
    """The person with this case number, or the one that absorbed him; None if there is none."""
    person = persons_visible_to(viewer).filter(number=number).first()
    met: set[int] = set()
    while person is not None and person.absorbed_into_id is not None and person.pk not in met:
        met.add(person.pk)
        person = persons_visible_to(viewer).filter(pk=person.absorbed_into_id).first()
    return person


def lines_of(person: Person, viewer: User) -> list[ListEntry]:
    """The lines that are this person, as far as the viewer may see them, the oldest first."""
    members = Membership.objects.filter(own(viewer), person=person)
    return list(with_places(entries_visible_to(viewer).filter(pk__in=members.values("entry"))))


def person_of(entry: ListEntry, viewer: User) -> Person | None:
    """The person of the viewer's own partition that a line belongs to."""
    member = Membership.objects.filter(own(viewer), entry=entry).select_related("person").first()
    return member.person if member else None


def places_of() -> Prefetch[str, QuerySet[Appearance], str]:
    """The lists on which lines stand, the first version first, to be fetched with the lines."""
    stands = Appearance.objects.filter(list__rolled_back_at=None)
    stands = stands.select_related("list__submitted_by").defer("list__file_sealed")
    return Prefetch("appearances", stands.order_by("list__version", "pk"))


def with_places(entries: QuerySet[ListEntry]) -> QuerySet[ListEntry]:
    """Lines with the lists they stand on, the oldest first."""
    beside = ("source", "key", "partition", "follows__key", "followed_by")
    lines = entries.select_related(*beside).prefetch_related(places_of())
    return lines.order_by("entered_at", "pk")


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as one line has it, with ways to read it in Latin letters."""

    entry: ListEntry
    text: str
    romanised: tuple[Romanised, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a field as written, how it was read, and the lines that have it."""

    text: str
    read_as: str  # in words, of a date; else empty
    entries: tuple[ListEntry, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A field and what the lines say of it."""

    label: str
    values: tuple[Value, ...]

    @property
    def differs(self) -> bool:
        """Whether the lines say different things; one date in two spellings is one."""
        return len({value.read_as or value.text for value in self.values}) > 1


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who has seen lines, how, how often, and when last."""

    by: User
    how: str
    times: int
    last: datetime


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What is known of the person some lines are, for one viewer, as of one day."""

    entries: list[ListEntry]
    viewer: User
    as_of: date | None = None
    said: list[Said] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)  # that the viewer may see, the latest first

    @cached_property
    def status(self) -> Status:
        """The status that follows from what is said."""
        return derive([one.claim for one in self.said], as_of=self.as_of)

    @cached_property
    def sentence(self) -> str:
        """The status in one sentence."""
        return status_in_words(self.status)

    @cached_property
    def names(self) -> list[WrittenName]:
        """Every name as written, each spelling of a source once."""
        return [
            WrittenName(entry, entry.name, romanisations(entry.name))
            for entry in self.entries
            if entry.name
        ]

    @cached_property
    def facts(self) -> list[Fact]:
        """What the lines say beside the name, where they differ first."""
        language = (get_language() or "en").partition("-")[0]
        language = language if language in LANGUAGES else "en"
        lines = {one.pk: as_written(one, list(one.appearances.all())) for one in self.entries}
        found = [
            Fact(field_label(name, language), values)
            for name in WRITTEN
            if name not in _NAMES and (values := values_of(name, self.entries, lines))
        ]
        return sorted(found, key=lambda fact: not fact.differs)

    @cached_property
    def flags(self) -> list[Flag]:
        """Flags the viewer may see and nobody resolved."""
        raised = flags_visible_to(self.viewer).filter(entry__in=self.entries, resolved_at=None)
        return list(raised.order_by("raised_at").select_related(None).prefetch_related(None))

    @cached_property
    def judgements(self) -> list[Judgement]:
        """Judgements of the viewer's own partition about these lines, the latest first."""
        about = Q(entry_a__in=self.entries) | Q(entry_b__in=self.entries)
        made = judgements_visible_to(self.viewer).filter(about).order_by("-proposed_at")
        beside = ("entry_a", "entry_b", "proposed_by", "decided_by")
        return list(made.select_related(None).select_related(*beside))

    @cached_property
    def lists(self) -> list[Appearance]:
        """Where the lines stand: list and row."""
        return [place for entry in self.entries for place in entry.appearances.all()]

    @cached_property
    def reads(self) -> list[Seen]:
        """Who has seen the lines: of the viewer's own people, and to the keeper everybody."""
        if not self.viewer.has_perm("audit.see_who_has_seen"):
            return []
        keys = [entry.key_id for entry in self.entries]
        reads = Read.objects.filter(within(self.viewer, "by__organisation__party"), about__in=keys)
        counted = reads.values("by", "how").annotate(times=Count("request", distinct=True))
        rows = list(counted.annotate(last=Max("at")).order_by("-last")[:_READERS])
        readers = User.objects.select_related("organisation").in_bulk([row["by"] for row in rows])
        return [
            Seen(readers[row["by"]], str(Read.How(row["how"]).label), row["times"], row["last"])
            for row in rows
        ]


_READERS = 50


def dossier(entries: Collection[ListEntry], viewer: User, as_of: date | None = None) -> Dossier:
    """Gather what is known. `entries` come from a selector that took the viewer."""
    lines = list(entries)
    prefetch_related_objects(lines, places_of())
    given = answers_visible_to(viewer).filter(entry__in=lines).select_related(None)
    answers = list(given.select_related("given_by").order_by("-recorded_at", "-pk"))
    stands = [
        place
        for line in lines
        for place in line.appearances.all()
        if is_within(viewer, place.list.partition_id)
    ]
    said = said_in(stands, answers, assertions_visible_on([line.pk for line in lines], viewer))
    return Dossier(entries=lines, viewer=viewer, as_of=as_of, said=said, answers=answers)


def values_of(
    name: str, entries: Iterable[ListEntry], lines: Mapping[int, Line]
) -> tuple[Value, ...]:
    """The values of a field, each with the lines that have it; spelled alike they are one.

    Args:
        name: the field.
        entries: whose values.
        lines: the entries as their sources wrote them, by primary key.
    """
    groups: dict[str, list[ListEntry]] = {}
    for entry in entries:
        if text := lines[entry.pk].written(name):
            groups.setdefault(comparison_form(text), []).append(entry)
    return tuple(_value(name, same, lines) for same in groups.values())


def _value(name: str, same: Sequence[ListEntry], lines: Mapping[int, Line]) -> Value:
    text = lines[same[0].pk].written(name)
    read_as = date_in_words(getattr(same[0], name)) if name in _DATES else ""
    return Value(text, read_as, tuple(same))


_UKRAINIAN, _RUSSIAN = re.compile("[іїєґ]", re.IGNORECASE), re.compile("[ыэёъ]", re.IGNORECASE)
_STANDARDS: Mapping[str, Standard] = {"uk": Standard.CMU_55, "ru": Standard.ICAO_9303}


def romanisations(name: str) -> tuple[Romanised, ...]:
    """A Cyrillic name in Latin letters: as Ukrainian, as Russian, or both if it could be either."""
    if script_of(name) != "Cyrl":
        return ()
    is_ukrainian, is_russian = bool(_UKRAINIAN.search(name)), bool(_RUSSIAN.search(name))
    languages = [
        language
        for language, fits in (
            ("uk", is_ukrainian or not is_russian),
            ("ru", is_russian or not is_ukrainian),
        )
        if fits
    ]
    found = [romanise(name, standard=_STANDARDS[one], language=one) for one in languages]
    return tuple({one.text: one for one in found}.values())


def assertions_visible_to(viewer: User) -> QuerySet[Assertion]:
    """Assertions of the viewer's partition; to the keeper, of all."""
    if not viewer.has_perm("register.see_line"):
        return Assertion.objects.none()
    said = Assertion.objects.filter(within(viewer), entry__erased_at=None)
    return said.select_related("entry__key", "said_by", "source", "recorded_by", "decided_by")


def fates_to_confirm(viewer: User) -> QuerySet[Assertion]:
    """Fates of the viewer's own partition that somebody else proposed, the oldest first."""
    if not viewer.has_perm("register.confirm_assertion"):
        return Assertion.objects.none()
    waiting = assertions_visible_to(viewer).filter(own(viewer), state=Assertion.State.PROPOSED)
    return waiting.exclude(recorded_by=viewer).order_by("recorded_at", "pk")


def fate_withdrawals_waiting_for(viewer: User) -> QuerySet[Assertion]:
    """Confirmed fates that somebody else asked to withdraw, the oldest request first."""
    if not viewer.has_perm("register.confirm_assertion"):
        return Assertion.objects.none()
    asked = assertions_visible_to(viewer).filter(
        own(viewer), state=Assertion.State.STANDING, withdrawal_asked_by__isnull=False
    )
    others = asked.exclude(withdrawal_asked_by=viewer).select_related("withdrawal_asked_by")
    return others.order_by("withdrawal_asked_at", "pk")


def organisations_speaking_to(viewer: User) -> QuerySet[Organisation]:
    """Whose words the viewer may take down: his own offices and the keeper's; the keeper, all."""
    offices = Organisation.objects.order_by("name")
    if viewer.keeps_register:
        return offices
    return offices.filter(own(viewer, "party") | Q(party__keeps_register=True))


def told_of(entries: Collection[ListEntry], viewer: User) -> list[Organisation]:
    """Who asked for these lines or was sent them: whoever must be told of a change first."""
    asked = Q(lists__appearances__entry__in=entries, lists__rolled_back_at=None)
    sent = Q(disclosures__state="released", disclosures__items__entry__in=entries)
    theirs = within(viewer, "party")
    mine = within(viewer, "disclosures__partition")
    offices = Organisation.objects.filter((asked & theirs) | (sent & mine))
    return list(offices.distinct().order_by("name"))


def lines_of_person_of(entry: ListEntry, viewer: User) -> list[ListEntry]:
    """The lines of the person a line belongs to, or the line alone."""
    person = person_of(entry, viewer)
    lines = lines_of(person, viewer) if person else []
    return lines or list(with_places(entries_visible_to(viewer).filter(pk=entry.pk)))
