"""Running a check: what the list says by itself, and which other lines may be of its persons.

What is said of those persons is not kept: it is asked anew whenever the check is looked at, so
that what was withdrawn, released or flagged since is told as it stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wayhome.apps.audit.services import record
from wayhome.apps.register.models import Job, PersonList
from wayhome.apps.register.services.check.asking import STAGE
from wayhome.apps.register.services.check.rolls import roll_of_lines, roll_of_list
from wayhome.apps.register.services.matching.comparing import (
    Sides,
    judged_pairs,
    lines_of,
    rest_of_register,
)
from wayhome.apps.register.services.running import Run, running
from wayhome.files.check import Found, LineCheck
from wayhome.files.check.checking import Steps
from wayhome.files.check.findings import findings_of
from wayhome.files.check.likenesses import Pair, pairs_between, pairs_within
from wayhome.files.criteria import criteria_of

COUNTER_LIST, REGISTER = "counter_list", "register"
"""Where the other line of a pair stands."""


def run_check(*, job: Job, at: datetime) -> None:
    """Check, and keep what was found. What goes wrong becomes the job's state."""
    with running(job, STAGE, at=at) as run:
        if job.list is not None:
            _keep(job, run, _found(job, job.list, run), at=at)


@transaction.atomic
def _keep(job: Job, run: Run, result: Mapping[str, Any], *, at: datetime) -> None:
    run.finish(Job.State.DONE, finished_at=at, result=result)
    counts = {name: result[name] for name in ("lines", "beside")}
    counts |= {"pairs": len(result["pairs"])}
    record(act="list_checked", by=job.by, at=at, facts={"job": str(job.uid), **counts})


def _found(job: Job, checked: PersonList, run: Run) -> dict[str, Any]:
    """Everything a page needs but what is said of the persons: keys of rows, codes, weights."""
    roll, lines = roll_of_list(checked, job.by)
    beside = dict(_beside(job, checked, lines))
    steps = Steps(_Progress(run), len(beside) + 1)
    own = checked.partition_id == job.partition_id
    within = pairs_within(
        roll,
        # What the keeper's people judged of a party's lines stays theirs.
        judged=judged_pairs(job.partition, Sides(a=lines, b=lines, within=True)) if own else None,
        seed=0,
        progress=steps.next(),
    )
    pairs: list[list[Any]] = []
    for which, others in beside.items():
        fresh = tuple(line for line in others if line not in set(lines))
        found = pairs_between(
            roll,
            roll_of_lines(which, fresh, {}),
            judged=judged_pairs(job.partition, Sides(a=lines, b=fresh, within=False)),
            seed=0,
            progress=steps.next(),
        )
        pairs += (_pair(which, pair, lines, fresh) for pair in found)
    rows = criteria_of(checked.criteria, kind=checked.kind)
    told = findings_of(roll, within, as_of=checked.as_of_date, criteria=rows).lines()
    return {
        "lines": len(lines),
        "beside": sum(len(others) for others in beside.values()),
        "criteria": {row["code"]: str(row.get("says") or row["code"]) for row in rows},
        "found": {str(lines[one.row]): _line(one) for one in told if one.found or one.untold},
        "pairs": pairs,
    }


def _beside(
    job: Job, checked: PersonList, lines: Sequence[int]
) -> Iterator[tuple[str, Sequence[int]]]:
    counter: Sequence[int] = ()
    if job.list_b is not None:
        counter = lines_of(job.by, PersonList.objects.filter(pk=job.list_b.pk))
        yield COUNTER_LIST, counter
    if job.parameters["beside_register"]:
        told = {*lines, *counter}
        yield REGISTER, [line for line in rest_of_register(job.by, checked) if line not in told]


def _line(one: LineCheck) -> dict[str, Any]:
    return {"found": [_finding(found) for found in one.found], "untold": list(one.untold)}


def _finding(found: Found) -> dict[str, Any]:
    told: dict[str, Any] = {"finds": str(found.finds), "detail": str(found.detail)}
    if found.lines:
        told["lines"] = list(found.lines)
    if found.fact is not None:
        told["own"] = found.fact.as_of
    return told


def _pair(which: str, pair: Pair, lines: Sequence[int], others: Sequence[int]) -> list[Any]:
    likeness = pair.likeness
    return [
        which,
        lines[pair.row_a],
        others[pair.row_b],
        round(likeness.posterior, 6),
        {name: round(weight, 4) for name, weight in likeness.by_part.items()},
        pair.sure,
        likeness.judged,
        list(pair.differing),
    ]


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
