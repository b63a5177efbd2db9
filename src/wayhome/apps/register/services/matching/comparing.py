"""Lines into frames, what people judged beside them, and the engine's answer to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from wayhome.apps.audit.models import Party, User
from wayhome.apps.register.models import Job, Judgement, ListEntry, PersonList
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors import entries_visible_to, lists_visible_to
from wayhome.apps.register.services.matching.asking import Against
from wayhome.engines.linkage import Linkage

Progress = Callable[[str, float], None]
BATCH = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Sides:
    """The lines of both sides, by primary key, in the order of the frames' rows."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    within: bool

    @property
    def all(self) -> set[int]:
        """Every line of either side."""
        return {*self.a, *self.b}


def sides_of(job: Job) -> Sides:
    """Which lines a job compares. A line on both lists is one line and is compared with neither."""
    if job.list is None:
        return Sides(a=(), b=(), within=False)
    mine = lines_of(job.by, PersonList.objects.filter(pk=job.list.pk))
    if job.parameters["against"] == Against.ITSELF:
        return Sides(a=mine, b=mine, within=True)
    if job.list_b is not None:
        other = lines_of(job.by, PersonList.objects.filter(pk=job.list_b.pk))
    else:
        other = rest_of_register(job.by, job.list)
    shared = {*mine} & {*other}
    return Sides(
        a=tuple(line for line in mine if line not in shared),
        b=tuple(line for line in other if line not in shared),
        within=False,
    )


def compare(sides: Sides, partition: Party, *, progress: Progress) -> Linkage:
    """Weigh the pairs, learning from what people of this partition judged before.

    Raises:
        InvalidEvidence: a side without a name column.
        WayhomeError: whatever `progress` raises to stop it.
    """
    # Imported here: the compiled engine takes a second to load, and only the worker needs it.
    from wayhome.engines.linkage import dedupe, link  # noqa: PLC0415

    judged = judged_pairs(partition, sides)
    frame = frame_of(sides.a)
    if sides.within:
        return dedupe(frame, judgements=judged, progress=progress)
    return link(frame, frame_of(sides.b), judgements=judged, progress=progress)


def judged_pairs(partition: Party, sides: Sides) -> pl.DataFrame | None:
    """What was confirmed of these lines, as rows of the frames: row_a, row_b, same."""
    rows = {line: row for row, line in enumerate(sides.b)}
    at_a = rows if sides.within else {line: row for row, line in enumerate(sides.a)}
    confirmed = Judgement.objects.filter(
        partition=partition, state=Judgement.State.CONFIRMED
    ).exclude(verdict=Judgement.Verdict.UNSURE)
    found = []
    for a, b, verdict in confirmed.values_list("entry_a", "entry_b", "verdict"):
        for first, second in ((a, b),) if sides.within else ((a, b), (b, a)):
            if first in at_a and second in rows:
                found.append((at_a[first], rows[second], verdict == Judgement.Verdict.SAME))
    schema = {"row_a": pl.UInt32, "row_b": pl.UInt32, "same": pl.Boolean}
    return pl.DataFrame(found, schema=schema, orient="row") if found else None


def lines_of(by: User, lists: QuerySet[PersonList]) -> tuple[int, ...]:
    """The lines of these lists that this account may see, in the lists' order."""
    seen = entries_visible_to(by).filter(appearances__list__in=lists)
    placed = seen.order_by("appearances__list", "appearances__line").values_list("pk", flat=True)
    return tuple(dict.fromkeys(placed))


def rest_of_register(by: User, shown: PersonList | None) -> tuple[int, ...]:
    """Lines of the newest versions of all other lists but those of remains, and lines by hand."""
    lists = lists_visible_to(by).exclude(kind=PersonList.Kind.REMAINS)
    if shown is not None:
        lists = lists.exclude(series=shown.series)
    newest = lists.exclude(pk__in=lists.exclude(predecessor=None).values("predecessor"))
    by_hand = entries_visible_to(by).filter(appearances=None).order_by("pk")
    return (*lines_of(by, newest), *by_hand.values_list("pk", flat=True))


def frame_of(lines: Sequence[int]) -> pl.DataFrame:
    """One row per line, as written; fields nobody filled in are left out."""
    rows = {
        line: written
        for some in batched(lines)
        for line, *written in ListEntry.objects.filter(pk__in=some).values_list("pk", *WRITTEN)
    }
    frame = pl.DataFrame(
        [rows[line] for line in lines], schema=dict.fromkeys(WRITTEN, pl.String), orient="row"
    )
    given = [name for name in WRITTEN if (frame[name] != "").any()]
    return frame.select(pl.col(given).replace("", None)) if given else frame


def batched(lines: Sequence[int]) -> Iterator[Sequence[int]]:
    """The lines in batches that fit into one query of either database."""
    for start in range(0, len(lines), BATCH):
        yield lines[start : start + BATCH]
