"""Check a plan by adding up: every rule, every value, the hash. No solver, no model, no search.

This module shares nothing with the one that makes plans but the words of the problem.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from wayhome.engines.planning.certificate import Held, bound_by_prices
from wayhome.engines.planning.errors import InvalidCertificate
from wayhome.engines.planning.objectives import values
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import (
    BESIDE_THE_COUNT,
    SIDES,
    Batch,
    Id,
    Person,
    Problem,
    Remains,
    Side,
)
from wayhome.engines.planning.ranking import list_hash
from wayhome.engines.planning.writing import problem_hash

Line = tuple[Batch, Person]


@dataclass(frozen=True, kw_only=True, slots=True)
class Breach:
    """A rule that a list of lines does not keep, with a sentence that names no person."""

    rule: str
    sentence: str


def find_breaches(problem: Problem, lines: Iterable[tuple[Batch, Id]]) -> tuple[Breach, ...]:
    """Every rule of the problem these lines break; none means the plan is allowed."""
    by_id = {person.id: person for person in problem.persons}
    given = list(lines)
    if not {one for _, one in given}.isdisjoint(one.id for one in problem.dead):
        return (Breach(rule="dead", sentence="A line counts one of the dead among the living."),)
    strangers = [one for _, one in given if one not in by_id]
    if strangers:
        return (Breach(rule="persons", sentence="A line names somebody nobody holds."),)
    known = [(batch, by_id[one]) for batch, one in given]
    if any(not 0 <= batch < problem.batches for batch, _ in known):
        return (Breach(rule="batches", sentence="A line stands in a batch that does not exist."),)
    checks = (_persons, _capacities, _formula, _parity, _quotas, _groups, _must)
    return tuple(breach for check in checks for breach in check(problem, known))


def find_held_back(
    problem: Problem, returns: Sequence[tuple[Batch, Side, Id]]
) -> tuple[Breach, ...]:
    """What is wrong with a schedule of the returns of the dead; none means it is allowed.

    A return that waits though there is room is one held back, and one returned out of turn makes
    another wait: to do so until the other side returns as many would balance the dead.
    """
    by_id = {one.id: one for one in problem.dead}
    batch_of = {one: batch for batch, _, one in returns}
    known = all(
        one in by_id and by_id[one].side == side and by_id[one].earliest <= batch < problem.batches
        for batch, side, one in returns
    )
    if not known or len(batch_of) != len(returns):
        said = "A return of the dead is not agreed, not ready, or stands twice."
        return (Breach(rule="dead", sentence=said),)
    return tuple(
        breach
        for side in SIDES
        for batch in range(problem.batches)
        for breach in _day_of_returns(problem, batch_of, side, batch)
    )


def _day_of_returns(
    problem: Problem, batch_of: Mapping[Id, Batch], side: Side, batch: Batch
) -> Iterator[Breach]:
    room = problem.dead_room.get((side, batch), 0)
    here = [one for one in problem.dead if one.side == side and batch_of.get(one.id) == batch]
    waiting = [
        one
        for one in problem.dead
        if one.side == side and one.earliest <= batch < batch_of.get(one.id, problem.batches)
    ]
    where = f"Side {side}, batch {batch}"
    if len(here) > room:
        yield Breach(rule="dead", sentence=f"{where}: {len(here)} of the dead, room for {room}.")
    if waiting and len(here) < room:
        said = f"{where}: the dead are returned, never balanced; {len(waiting)} wait with room."
        yield Breach(rule="dead", sentence=said)
    elif waiting and here and _turn(problem, here, max) > _turn(problem, waiting, min):
        yield Breach(rule="dead", sentence=f"{where}: some of the dead are returned out of turn.")


def _turn(
    problem: Problem, dead: Iterable[Remains], which: Callable[..., tuple[Batch, bytes]]
) -> tuple[Batch, bytes]:
    """The turn of the first or the last of some: ready longest, then by the draw."""
    return which(
        (one.earliest, sha256(f"{problem.salt}\0{one.id}".encode()).digest()) for one in dead
    )


def values_of(problem: Problem, lines: Iterable[tuple[Batch, Id]]) -> tuple[int, ...]:
    """The exact value of each objective of the problem, in its order."""
    by_id = {person.id: person for person in problem.persons}
    known = [(batch, by_id[one]) for batch, one in lines]
    return values(problem.objectives, known)


def verify_plan(problem: Problem, plan: Plan) -> tuple[Breach, ...]:
    """Everything a plan claims that does not hold; none means all of it was checked and holds.

    A level without a certificate is not a breach: see `unproven_levels`.
    """
    lines = [(batch, one) for batch, _, one in plan.lines]
    side_of = {person.id: person.side for person in problem.persons}
    if plan.problem != problem_hash(problem):
        return (Breach(rule="problem", sentence="The plan answers another problem."),)
    if any(side_of.get(one) != side for _, side, one in plan.lines):
        return (Breach(rule="persons", sentence="A line names somebody that side does not hold."),)
    breaches = [*find_breaches(problem, lines), *find_held_back(problem, plan.dead)]
    if plan.list_hash != list_hash(plan.lines):
        breaches.append(Breach(rule="hash", sentence="The hash is not that of the lines."))
    if plan.objectives != problem.objectives or plan.values != values_of(problem, lines):
        breaches.append(Breach(rule="values", sentence="The values are not those of the lines."))
    elif len(plan.certificates) != len(plan.values):
        breaches.append(Breach(rule="certificate", sentence="A level's certificate is missing."))
    else:
        breaches += _certificates(problem, plan)
    return tuple(breaches)


def unproven_levels(plan: Plan) -> tuple[str, ...]:
    """Objectives whose value no certificate proves: they rest on the solver's search."""
    pairs = zip(plan.objectives, plan.certificates, strict=True)
    return tuple(name for name, certificate in pairs if certificate is None)


def _certificates(problem: Problem, plan: Plan) -> Iterator[Breach]:
    held = Held.of(problem)
    for level, certificate in enumerate(plan.certificates):
        if certificate is None:
            continue
        try:
            bound = bound_by_prices(problem, certificate, plan.values[:level], held)
        except InvalidCertificate as wrong:
            yield Breach(rule="certificate", sentence=f"Level {level + 1}: {wrong}")
            continue
        if bound != plan.values[level]:
            yield Breach(
                rule="certificate",
                sentence=f"Level {level + 1}: the certificate allows {bound}, "
                f"the plan has {plan.values[level]}.",
            )


def _persons(_: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    twice = sum(times > 1 for times in Counter(person.id for _, person in lines).values())
    if twice:
        yield Breach(rule="persons", sentence=f"{twice} persons stand on more than one line.")
    away = sum(not person.available for _, person in lines)
    if away:
        yield Breach(rule="not available", sentence=f"{away} lines name persons not available.")
    early = sum(batch < person.earliest for batch, person in lines)
    if early:
        yield Breach(rule="medical", sentence=f"{early} persons travel before they may.")


def _capacities(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    sites = Counter((person.side, person.site, batch) for batch, person in lines)
    for (side, site, batch), used in sorted(sites.items()):
        room = problem.site_capacity.get((side, site, batch), 0)
        if used > room:
            yield Breach(
                rule="sites",
                sentence=f"Side {side}, site {site}, batch {batch}: {used} persons, "
                f"room for {room}.",
            )
    for stretcher, rule, capacity in (
        (False, "seats", problem.seats),
        (True, "stretchers", problem.stretchers),
    ):
        taken = Counter((p.side, batch) for batch, p in lines if p.stretcher is stretcher)
        for (side, batch), used in sorted(taken.items()):
            room = capacity.get((side, batch), 0)
            if used > room:
                yield Breach(
                    rule=rule,
                    sentence=f"Side {side}, batch {batch}: {used} {rule} needed, {room} there.",
                )
    each = Counter((person.side, batch) for batch, person in lines)
    for (side, batch), most in sorted(problem.days.items()):
        if each[side, batch] > most:
            yield Breach(
                rule="days",
                sentence=f"Side {side}, batch {batch}: {each[side, batch]} persons, the day "
                f"takes {most}.",
            )


def counted_by_batch(problem: Problem, lines: Iterable[Line]) -> dict[tuple[int, Batch], int]:
    """Prisoners of war of each side after each batch: those beside the count are not in it."""
    each = Counter(
        (person.side, batch)
        for batch, person in lines
        if person.categories.isdisjoint(BESIDE_THE_COUNT)
    )
    after: dict[tuple[int, Batch], int] = {}
    for side in SIDES:
        total = 0
        for batch in range(problem.batches):
            total += each[side, batch]
            after[side, batch] = total
    return after


def _formula(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    formula, last = problem.formula, problem.batches - 1
    after = counted_by_batch(problem, lines)
    released = [after[side, last] for side in SIDES]
    for side in SIDES:
        agreed = formula.numbers[side]
        wrong = released[side] != agreed if formula.kind == "exactly" else released[side] < agreed
        if wrong:
            word = "" if formula.kind == "exactly" else "at least "
            yield Breach(
                rule="number",
                sentence=f"Side {side} releases {released[side]} prisoners of war, "
                f"{word}{agreed} are agreed.",
            )
    if formula.kind == "ratio":
        left, right = formula.ratio
        if released[0] * right != released[1] * left:
            yield Breach(
                rule="number",
                sentence=f"{released[0]} and {released[1]} are not in the ratio {left} to {right}.",
            )
    travel = {person.id for _, person in lines}
    left_behind = sum(formula.covers(p) and p.id not in travel for p in problem.persons)
    if left_behind:
        yield Breach(rule="number", sentence=f"All for all: {left_behind} persons are left behind.")


def _parity(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    if problem.parity is None:
        return
    after = counted_by_batch(problem, lines)
    left, right = problem.formula.ratio
    for batch in range(problem.batches):
        ahead = abs(after[0, batch] * right - after[1, batch] * left)
        if ahead > problem.parity * min(left, right):
            yield Breach(
                rule="parity",
                sentence=f"After batch {batch} the sides have released {after[0, batch]} and "
                f"{after[1, batch]} prisoners of war; neither may be ahead by more than "
                f"{problem.parity}.",
            )


def _quotas(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    for (side, category), least in sorted(problem.quotas.items()):
        there = sum(
            person.side == side and person.counted and category in person.categories
            for _, person in lines
        )
        if there < least:
            yield Breach(
                rule="quota",
                sentence=f"Side {side}: {there} prisoners of war of category {category}, "
                f"at least {least} are agreed.",
            )


def _groups(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    batch_of = {person.id: batch for batch, person in lines}
    parted = sum(
        len({batch_of.get(member) for member in group}) > 1  # None for who stays behind
        for group in problem.groups
    )
    if parted:
        yield Breach(rule="group", sentence=f"{parted} groups do not travel together.")


def _must(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    missing = len(problem.must - {person.id for _, person in lines})
    if missing:
        yield Breach(rule="must", sentence=f"{missing} persons who must be included are not.")
