"""A check as a reader sees it: every line with what stands in its way, as it is known now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import Appearance, Job, ListEntry, PersonList
from wayhome.apps.register.selectors.check.facts import facts_about
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.files.check import Fact, Finds, Found, Likeness, LineCheck
from wayhome.files.check.difference import Value
from wayhome.files.check.findings import Findings
from wayhome.files.check.likenesses import Pair

COUNTER_LIST = "counter_list"
WHERE = ("only_ours", "only_theirs", "differing", "unsure", "alike")
_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Both:
    """A line of the list and one of its counter-list that are one person, or may be."""

    ours: int  # primary keys
    theirs: int
    posterior: float
    log10_lr: float
    judged: bool
    sure: bool
    fields: tuple[str, ...]  # close or differing


@dataclass(frozen=True, kw_only=True)
class ShownCheck:
    """What a check found, as one viewer knows it now."""

    job: Job
    lines: tuple[LineCheck, ...]
    entries: Sequence[ListEntry]  # of the list, in the order of its lines
    numbers: Sequence[int]  # of their lines
    criteria: Mapping[str, str]
    both: tuple[Both, ...] = ()
    others: Mapping[int, ListEntry] = field(default_factory=dict)  # of the counter-list
    other_numbers: Mapping[int, int] = field(default_factory=dict)
    also: Mapping[int, ListEntry] = field(default_factory=dict)  # likely lines elsewhere
    elsewhere: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def counts(self) -> Mapping[str, int]:
        """How many lines have each standing."""
        standing = [one.standing for one in self.lines]
        return {str(finds): standing.count(finds) for finds in Finds}

    def differences(self) -> Mapping[str, int]:
        """How many lines stand where; nothing without a counter-list."""
        if self.job.list_b_id is None:
            return {}
        return {
            "only_ours": len(self.only_ours),
            "only_theirs": len(self.only_theirs),
            **{where: len(self.pairs(where)) for where in ("differing", "unsure", "alike")},
        }

    @property
    def only_ours(self) -> list[int]:
        """Rows that are in no pair with the counter-list."""
        met = {one.ours for one in self.both}
        return [row for row, entry in enumerate(self.entries) if entry.pk not in met]

    @property
    def only_theirs(self) -> list[ListEntry]:
        """Lines of the counter-list that are in no pair."""
        met = {one.theirs for one in self.both}
        return [entry for pk, entry in self.others.items() if pk not in met]

    def pairs(self, where: str) -> list[Both]:
        """Pairs that differ, are in doubt, or are alike."""
        if where == "unsure":
            return [one for one in self.both if not one.sure]
        sure = [one for one in self.both if one.sure]
        return [one for one in sure if bool(one.fields) == (where == "differing")]


def shown_check(job: Job, viewer: User, *, party: Party | None = None) -> ShownCheck:
    """A finished check, with what is said of the persons now.

    Args:
        job: one the viewer may see.
        viewer: who looks.
        party: tell only what this party may know of its own lines: nothing found by likeness,
            nothing that others said; None: all the viewer may know.
    """
    result = job.result
    numbers, entries = _lines_of(job.list, viewer)
    row_of = {entry.pk: row for row, entry in enumerate(entries)}
    stored = [] if party else [p for p in result["pairs"] if p[1] in row_of]
    near = _in_bulk({pair[2] for pair in stored}, viewer)
    stored = [pair for pair in stored if pair[2] in near]
    facts = facts_about({*row_of, *near}, viewer, party=party)
    found = Findings(numbers, [entry.name for entry in entries])
    _add_stored(found, result["found"], row_of)
    found.add_said({row_of[pk]: said for pk, said in facts.items() if pk in row_of})
    places = _places(near)
    for which in dict.fromkeys(pair[0] for pair in stored):
        pairs = [_pair(p, row_of, places) for p in stored if p[0] == which]
        found.add_beside(facts, pairs, is_counter_list=which == COUNTER_LIST)
    other_numbers, others = _lines_of(None if party else job.list_b, viewer)
    return ShownCheck(
        job=job,
        lines=found.lines(),
        entries=entries,
        numbers=numbers,
        criteria=result["criteria"],
        both=tuple(_both(stored, {*row_of} & {entry.pk for entry in others})),
        others={entry.pk: entry for entry in others},
        other_numbers={e.pk: n for e, n in zip(others, other_numbers, strict=True)},
        also=near,
        elsewhere=_elsewhere(stored, near, row_of),
    )


def _lines_of(listed: PersonList | None, viewer: User) -> tuple[list[int], list[ListEntry]]:
    if listed is None:
        return [], []
    seen = entries_visible_to(viewer).select_related("key")
    stands = Appearance.objects.filter(list=listed, entry__erased_at=None).order_by("line")
    placed = dict(stands.values_list("entry", "line"))
    entries = [e for e in seen.filter(appearances__list=listed) if e.pk in placed]
    entries.sort(key=lambda entry: placed[entry.pk])
    return [placed[entry.pk] for entry in entries], entries


def _in_bulk(lines: Iterable[int], viewer: User) -> dict[int, ListEntry]:
    ordered = sorted(lines)
    found: dict[int, ListEntry] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        seen = entries_visible_to(viewer).select_related("key")
        found |= seen.in_bulk(ordered[start : start + _AT_ONCE])
    return found


def _places(entries: Mapping[int, ListEntry]) -> dict[int, str]:
    """Receipt and line of each, as a claim by list is named."""
    found = dict.fromkeys(entries, "")
    ordered = sorted(entries)
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        stands = Appearance.objects.filter(entry__in=some, list__rolled_back_at=None)
        rows = stands.order_by("list__version").values_list("entry", "list__receipt", "line")
        found |= {entry: f"{receipt}/{line}" for entry, receipt, line in rows}
    return found


def _add_stored(found: Findings, stored: Mapping[str, Any], row_of: Mapping[int, int]) -> None:
    for pk, told in stored.items():
        row = row_of.get(int(pk))
        if row is not None:
            found.add(row, (_finding(one) for one in told["found"]), untold=told["untold"])


def _finding(told: Mapping[str, Any]) -> Found:
    finds = Finds(told["finds"])
    own = told.get("own")
    fact = None if own is None else Fact(finds=finds, said_by="", source="", as_of=own)
    return Found(finds=finds, detail=told["detail"], lines=tuple(told.get("lines", ())), fact=fact)


def _pair(stored: Sequence[Any], row_of: Mapping[int, int], places: Mapping[int, str]) -> Pair:
    """A pair as it was kept; of the other line the primary key stands for its row."""
    _which, ours, theirs, posterior, parts, sure, judged, differing = stored
    likeness = Likeness(
        where="", line=0, row=theirs, place=places[theirs] or "—",
        posterior=posterior, by_part=parts, judged=judged,
    )  # fmt: skip
    return Pair(
        row_a=row_of[ours], row_b=theirs, likeness=likeness, sure=sure, differing=tuple(differing)
    )


def _both(stored: Sequence[Sequence[Any]], shared: set[int]) -> Iterator[Both]:
    """Pairs with the counter-list. A line that stands on both lists is a pair with itself."""
    for line in sorted(shared):
        yield Both(
            ours=line, theirs=line, posterior=1.0, log10_lr=0.0, judged=True, sure=True, fields=()
        )
    pairs = [pair for pair in stored if pair[0] == COUNTER_LIST]
    settled = {pair[1] for pair in pairs if pair[5]} | shared
    settled_there = {pair[2] for pair in pairs if pair[5]} | shared
    for _which, ours, theirs, posterior, parts, sure, judged, fields in pairs:
        if sure or (ours not in settled and theirs not in settled_there):
            yield Both(
                ours=ours, theirs=theirs, posterior=posterior, log10_lr=sum(parts.values()),
                judged=judged, sure=sure, fields=tuple(fields),
            )  # fmt: skip


def _elsewhere(
    stored: Sequence[Sequence[Any]], near: Mapping[int, ListEntry], row_of: Mapping[int, int]
) -> dict[int, tuple[tuple[str, str], ...]]:
    found: dict[int, dict[tuple[str, str], None]] = {}
    for pair in stored:
        if pair[5]:
            entry = near[pair[2]]
            told = (entry.name, entry.partition.name)
            found.setdefault(row_of[pair[1]], {})[told] = None
    return {row: tuple(told) for row, told in found.items()}


def values_at_odds(ours: ListEntry, theirs: ListEntry, fields: Iterable[str]) -> list[Value]:
    """The fields that two lines do not give alike, as written."""
    found = []
    for name in fields:
        a, b = str(getattr(ours, name, "")), str(getattr(theirs, name, ""))
        value = Value(field=name, ours=a, theirs=b)
        if name == "name_order" or not (a and b):
            value = Value(field="full_name", ours=ours.name, theirs=theirs.name)
        if value.ours != value.theirs and value not in found:
            found.append(value)
    return found
