"""A careful clerk with a list and no solver, on the same instances: how often stuck, how far off.

uv run python benchmarks/planning_greedy.py INSTANCE.json...

The clerk takes first who must be included and whole groups of those held longest, then women and
the young until the quotas stand, then prisoners of war by time held until the number is full, each
in the first batch with room that leaves the sides even; at the end the wounded, then civilians, in
what room is left. The clerk never takes anybody off again.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from wayhome.engines.planning import (
    NoPlan,
    find_breaches,
    plan_exchange,
    read_problem,
    values_of,
)


class Clerk:
    """The lines so far and the room they leave."""

    def __init__(self, problem):
        self.problem = problem
        self.by_id = {person.id: person for person in problem.persons}
        self.group_of = {one: group for group in problem.groups for one in group}
        self.sites, self.seats = Counter(problem.site_capacity), Counter(problem.seats)
        self.stretchers = Counter(problem.stretchers)
        self.batch_of, self.released = {}, Counter()
        # Each batch gets an even share of the number, the same on both sides: parity holds.
        number, batches = problem.formula.numbers[0], problem.batches
        self.share = [number * (b + 1) // batches - number * b // batches for b in range(batches)]

    def take(self, one):
        """Put a person, with their group, into the first batch that has room for all."""
        unit = [self.by_id[m] for m in self.group_of.get(one, (one,))]
        if one in self.batch_of or not all(person.available for person in unit):
            return
        for batch in range(max(person.earliest for person in unit), self.problem.batches):
            if self._room(unit, batch):
                for person in unit:
                    self._use(person, batch, 1)
                    self.batch_of[person.id] = batch
                return

    def _use(self, person, batch, times):
        self.sites[person.side, person.site, batch] -= times
        of = self.stretchers if person.stretcher else self.seats
        of[person.side, batch] -= times
        self.released[person.side, batch] += times * person.counted

    def _room(self, unit, batch):
        for person in unit:
            self._use(person, batch, 1)
        side = unit[0].side
        kept = (
            all(self.sites[p.side, p.site, batch] >= 0 for p in unit)
            and self.seats[side, batch] >= 0
            and self.stretchers[side, batch] >= 0
            and self.released[side, batch] <= self.share[batch]
        )
        for person in unit:
            self._use(person, batch, -1)
        return kept


def clerks_plan(problem):
    """The lines a careful clerk ends with, allowed or not."""
    clerk = Clerk(problem)
    longest = sorted(problem.persons, key=lambda person: -person.days_held)
    for person in longest:
        if person.id in problem.must:
            clerk.take(person.id)
    for (side, category), least in problem.quotas.items():
        for person in longest:
            there = sum(
                clerk.by_id[one].side == side and category in clerk.by_id[one].categories
                for one in clerk.batch_of
                if clerk.by_id[one].counted
            )
            if there >= least:
                break
            if person.counted and person.side == side and category in person.categories:
                clerk.take(person.id)
    for person in longest:
        if person.counted:
            clerk.take(person.id)
    for category in ("sw", "civ"):
        for person in longest:
            if category in person.categories:
                clerk.take(person.id)
    return [(batch, one) for one, batch in clerk.batch_of.items()]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        problem = read_problem(Path(name).read_bytes())
        lines = clerks_plan(problem)
        row = {"instance": Path(name).stem, "clerk": values_of(problem, lines)}
        row["broken"] = sorted({breach.rule for breach in find_breaches(problem, lines)})
        try:
            row["best"] = plan_exchange(problem).values
        except NoPlan:
            row["best"] = None
        print(json.dumps(row), flush=True)
