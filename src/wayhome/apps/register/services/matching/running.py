"""Running a comparison: pairs worth a person's eye become candidates, judged ones stay."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version

from django.db import transaction

from wayhome.apps.audit.models import Party
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import CandidateMatch, Job, Judgement, Membership
from wayhome.apps.register.selectors.candidates.shown import turned
from wayhome.apps.register.selectors.judgements import STANDING
from wayhome.apps.register.selectors.lists import rolled_back_among
from wayhome.apps.register.services.matching.asking import STAGE
from wayhome.apps.register.services.matching.comparing import Sides, batched, compare, sides_of
from wayhome.apps.register.services.running import Run, running
from wayhome.engines.linkage import Finding, Linkage, Zone
from wayhome.files.report.pairs import TONES

Row = Mapping[str, object]
Pair = tuple[int, int]
REWEIGHED = (
    "job", "weight", "posterior", "zone", "reason", "order", "parts", "disagreeing", "rivals",
    "model",
)  # fmt: skip


def run_match(*, job: Job, at: datetime) -> None:
    """Compare, and keep the pairs. What goes wrong becomes the job's state.

    The comparison holds no lock; its result is written in one transaction. Stopped at any moment,
    it leaves either all its candidates or none.
    """
    with running(job, STAGE, at=at) as run:
        sides = sides_of(job)
        found = compare(sides, job.partition, progress=_Progress(run))
        _keep(job, run, sides, found, at=at)


class _Progress:
    """Writes a percent once, however often the engine tells of it."""

    def __init__(self, run: Run) -> None:
        self.run, self.last = run, ("", -1)

    def __call__(self, stage: str, share: float) -> None:
        told = (stage, int(share * 20))
        if told != self.last:
            self.last = told
            self.run.mine().update(stage=stage)
            self.run.progress(int(share * 100), 100)


@transaction.atomic
def _keep(job: Job, run: Run, sides: Sides, found: Linkage, *, at: datetime) -> None:
    pairs = found.pairs.filter(found.pairs["zone"] != Zone.NO).to_dicts()
    weighed = list(_candidates(job, sides, pairs))
    settled = settled_pairs(job.partition, sides.all)
    gone = rolled_back_among({line for one in weighed for line in (one.entry_a_id, one.entry_b_id)})
    persons = _persons(job.partition, sides.all)
    fresh, again = [], []
    known = _known(job.partition, weighed)
    for one in weighed:
        pair = (one.entry_a_id, one.entry_b_id)
        if not gone.isdisjoint(pair):
            continue
        if pair in settled or (pair[0] in persons and persons[pair[0]] == persons.get(pair[1])):
            continue
        if (old := known.get(pair)) is None:
            fresh.append(one)
        else:
            for name in REWEIGHED:
                setattr(old, name, getattr(one, name))
            again.append(old)
    CandidateMatch.objects.bulk_create(fresh, batch_size=500)
    CandidateMatch.objects.bulk_update(again, REWEIGHED, batch_size=100)
    counts = {
        "lines_a": len(sides.a),
        "lines_b": len(sides.b),
        "compared": found.pairs_compared,
        "new": len(fresh),
        "weighed_again": len(again),
        "judged_before": len(weighed) - len(fresh) - len(again),
        **{str(zone): sum(p["zone"] == zone for p in pairs) for zone in (Zone.MATCH, Zone.REVIEW)},
    }
    run.finish(Job.State.DONE, finished_at=at, result=counts)
    facts = {"job": str(job.uid), "model": model_version(), **counts}
    record(act="lists_matched", by=job.by, at=at, facts=facts)


def _known(partition: Party, weighed: Sequence[CandidateMatch]) -> dict[Pair, CandidateMatch]:
    """The candidates there are for these pairs already."""
    found = {}
    for some in batched([one.entry_a_id for one in weighed]):
        for one in CandidateMatch.objects.filter(partition=partition, entry_a__in=some):
            found[one.entry_a_id, one.entry_b_id] = one
    return found


def model_version() -> str:
    """Which model weighed a pair."""
    return f"linkage {version('wayhome')}"


def settled_pairs(partition: Party, lines: Iterable[int]) -> set[Pair]:
    """Pairs of these lines for which a judgement stands: they are not opened again."""
    standing = Judgement.objects.filter(partition=partition, state__in=STANDING)
    wanted = set(lines)
    pairs = standing.values_list("entry_a", "entry_b")
    return {pair for pair in pairs if wanted.issuperset(pair)}


def _persons(partition: Party, lines: Iterable[int]) -> dict[int, int]:
    """The person of each line that has one: two lines of one person need no judgement."""
    wanted = set(lines)
    members = Membership.objects.filter(partition=partition).values_list("entry", "person")
    return {entry: person for entry, person in members if entry in wanted}


def _candidates(job: Job, sides: Sides, pairs: Iterable[Row]) -> Iterator[CandidateMatch]:
    """The engine's pairs as rows, with the older line first as the table wants it."""
    groups: defaultdict[object, uuid.UUID] = defaultdict(uuid.uuid4)
    model = model_version()
    for pair in pairs:
        a, b = sides.a[int(str(pair["row_a"]))], sides.b[int(str(pair["row_b"]))]
        order, parts = str(pair["order"]), list(_parts(pair))
        yield CandidateMatch(
            partition=job.partition,
            entry_a_id=min(a, b),
            entry_b_id=max(a, b),
            job=job,
            weight=float(str(pair["weight"])),
            posterior=float(str(pair["posterior"])),
            zone=str(pair["zone"]),
            reason=str(pair["reason"]),
            order=order if a < b else turned(order),
            parts=parts,
            disagreeing=_disagreeing(parts),
            rivals=groups[pair["rivals"]] if pair["rivals"] else None,
            model=model,
        )


def _parts(pair: Row) -> Iterator[dict[str, object]]:
    """What each field said, as far as both lines give it."""
    for column, finding in pair.items():
        field = column.removeprefix("finding_")
        if field != column and finding is not None and finding != Finding.MISSING:
            weight = round(float(str(pair[f"weight_{field}"] or 0)), 4)
            yield {"field": field, "weight": weight, "finding": str(finding)}


def _disagreeing(parts: Iterable[Row]) -> str:
    """Fields whose finding is more than a rendering away, between blanks."""
    tones = {str(part["field"]): TONES[Finding(str(part["finding"]))] for part in parts}
    return "".join(f" {field}" for field, tone in tones.items() if tone != "agree") + " "
