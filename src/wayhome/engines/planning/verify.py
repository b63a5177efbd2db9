"""Check a plan by adding up: every rule, every value, the hash. No solver, no model, no search.

What verifies (this module, `certificate`, `moves`, `swaps`, `verify_mended`, `weighing`) shares
nothing with what makes plans but the files both read: a contract of the imports says so.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from wayhome.engines.planning.breach import Breach, breach
from wayhome.engines.planning.certificate import Held, bound_by_prices
from wayhome.engines.planning.errors import InvalidCertificate
from wayhome.engines.planning.moves import find_moves
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
from wayhome.engines.planning.swaps import find_swaps, standings_of
from wayhome.engines.planning.weighing import worth_of
from wayhome.engines.planning.writing import problem_hash

Line = tuple[Batch, Person]


def find_breaches(problem: Problem, lines: Iterable[tuple[Batch, Id]]) -> tuple[Breach, ...]:
    """Every rule of the problem these lines break; none means the plan is allowed."""
    by_id = {person.id: person for person in problem.persons}
    given = list(lines)
    if not {one for _, one in given}.isdisjoint(one.id for one in problem.dead):
        return (breach("dead", "dead_counted"),)
    strangers = [one for _, one in given if one not in by_id]
    if strangers:
        return (breach("persons", "stranger"),)
    known = [(batch, by_id[one]) for batch, one in given]
    if any(not 0 <= batch < problem.batches for batch, _ in known):
        return (breach("batches", "batch"),)
    checks = (_persons, _capacities, _formula, _parity, _quotas, _groups, _must)
    return tuple(broken for check in checks for broken in check(problem, known))


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
        return (breach("dead", "return"),)
    return tuple(
        broken
        for side in SIDES
        for batch in range(problem.batches)
        for broken in _day_of_returns(problem, batch_of, side, batch)
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
    of = {"side": side, "batch": batch + 1}
    if len(here) > room:
        yield breach("dead", "dead_room", **of, dead=len(here), room=room)
    if waiting and len(here) < room:
        yield breach("dead", "held_back", **of, waiting=len(waiting))
    elif waiting and here and _turn(problem, here, max) > _turn(problem, waiting, min):
        yield breach("dead", "turn", **of)


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
    return worth_of(problem.objectives, known)


def verify_plan(problem: Problem, plan: Plan) -> tuple[Breach, ...]:
    """Everything a plan claims that does not hold; none means all of it was checked and holds.

    A level without a certificate is not a breach: see `unproven_levels`. Nor does addition tell
    whether the draw chose this list among those as good, but for persons of the same standing.
    A plan made again after a drop-out is looked at further by `verify_mended`.
    """
    lines = [(batch, one) for batch, _, one in plan.lines]
    side_of = {person.id: person.side for person in problem.persons}
    if plan.problem != problem_hash(problem):
        return (breach("problem", "problem"),)
    if any(side_of.get(one) != side for _, side, one in plan.lines):
        return (breach("persons", "other_side"),)
    breaches = [*find_breaches(problem, lines), *find_held_back(problem, plan.dead)]
    if plan.mends is None and not breaches:  # else who goes depends on who was to go before
        breaches += _places(problem, lines)
    if plan.list_hash != _hash_of(plan.lines):
        breaches.append(breach("hash", "hash"))
    return (*breaches, *_claims(problem, plan))


def _hash_of(lines: Iterable[tuple[Batch, Side, Id]]) -> str:
    """SHA-256 of the lines, sorted, as JSON without a space (RFC 8785)."""
    text = json.dumps(sorted(lines), ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _places(problem: Problem, lines: Sequence[tuple[Batch, Id]]) -> Iterator[Breach]:
    """Who goes in another's place or too late, as far as each can be looked at alone."""
    batch_of = {one: batch for batch, one in lines}
    standings = standings_of(problem)
    swaps = find_swaps(problem, standings, batch_of)
    if swaps.longer:
        yield breach("standing", "longer", units=swaps.longer)
    if swaps.drawn:
        yield breach("draw", "drawn", units=swaps.drawn)
    if swaps.earlier:
        yield breach("draw", "earlier", units=swaps.earlier)
    moves = find_moves(problem, standings, batch_of)
    if moves.in_:
        yield breach("room", "room", units=moves.in_)
    if moves.earlier:
        yield breach("room", "room_earlier", units=moves.earlier)


def _claims(problem: Problem, plan: Plan) -> Iterator[Breach]:
    """What a plan says of its worth that does not hold."""
    worth = values_of(problem, [(batch, one) for batch, _, one in plan.lines])
    if plan.objectives != problem.objectives:
        yield breach("values", "objectives")
    elif len(plan.values) != len(worth):
        yield breach("values", "values")
    elif plan.values != worth:
        for level, (said, is_) in enumerate(zip(plan.values, worth, strict=True), start=1):
            if said != is_:
                yield breach("values", "value", level=level, said=said, worth=is_)
    elif len(plan.certificates) != len(plan.values):
        yield breach("certificate", "no_certificate")
    else:
        yield from _certificates(problem, plan)


def unproven_levels(plan: Plan) -> tuple[str, ...]:
    """Objectives whose value no certificate proves: they rest on the solver's search."""
    pairs = zip(plan.objectives, plan.certificates, strict=True)
    return tuple(name for name, certificate in pairs if certificate is None)


def _certificates(problem: Problem, plan: Plan) -> Iterator[Breach]:
    held = Held.of(problem)
    for level, certificate in enumerate(plan.certificates):
        if certificate is None:
            continue
        of = {"level": level + 1}
        try:
            bound = bound_by_prices(problem, certificate, plan.values[:level], held)
        except InvalidCertificate as wrong:
            yield Breach(rule="certificate", code=wrong.code, values=of)
            continue
        if bound != plan.values[level]:
            yield breach("certificate", "bound", **of, bound=bound, value=plan.values[level])


def _persons(_: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    twice = sum(times > 1 for times in Counter(person.id for _, person in lines).values())
    if twice:
        yield breach("persons", "twice", persons=twice)
    away = sum(not person.available for _, person in lines)
    if away:
        yield breach("not available", "away", persons=away)
    early = sum(batch < person.earliest for batch, person in lines)
    if early:
        yield breach("medical", "medical", persons=early)


def _capacities(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    sites = Counter((person.side, person.site, batch) for batch, person in lines)
    for (side, site, batch), used in sorted(sites.items()):
        of = {"side": side, "batch": batch + 1, "persons": used}
        room = problem.site_capacity.get((side, site, batch), 0)
        if used > room:
            yield breach("sites", "sites", **of, site=str(site), room=room)
    for stretcher, rule, capacity in (
        (False, "seats", problem.seats),
        (True, "stretchers", problem.stretchers),
    ):
        taken = Counter((p.side, batch) for batch, p in lines if p.stretcher is stretcher)
        for (side, batch), used in sorted(taken.items()):
            room = capacity.get((side, batch), 0)
            if used > room:
                yield breach(rule, rule, side=side, batch=batch + 1, persons=used, room=room)
    each = Counter((person.side, batch) for batch, person in lines)
    for (side, batch), most in sorted(problem.days.items()):
        if (used := each[side, batch]) > most:
            yield breach("days", "days", side=side, batch=batch + 1, persons=used, room=most)


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
        of = {"side": side, "released": released[side], "agreed": formula.numbers[side]}
        if formula.kind == "exactly" and of["released"] != of["agreed"]:
            yield breach("number", "number", **of)
        elif of["released"] < of["agreed"]:
            yield breach("number", "number_at_least", **of)
    if formula.kind == "ratio":
        left, right = formula.ratio
        first, second = released
        if first * right != second * left:
            yield breach("number", "ratio", first=first, second=second, left=left, right=right)
    travel = {person.id for _, person in lines}
    left_behind = sum(formula.covers(p) and p.id not in travel for p in problem.persons)
    if left_behind:
        yield breach("number", "all", persons=left_behind)


def _parity(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    if problem.parity is None:
        return
    after = counted_by_batch(problem, lines)
    left, right = problem.formula.ratio
    for batch in range(problem.batches):
        first, second = after[0, batch], after[1, batch]
        if abs(first * right - second * left) > problem.parity * min(left, right):
            of = {"batch": batch + 1, "first": first, "second": second, "most": problem.parity}
            yield breach("parity", "parity", **of)


def _quotas(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    for (side, category), least in sorted(problem.quotas.items()):
        there = sum(
            person.side == side and person.counted and category in person.categories
            for _, person in lines
        )
        if there < least:
            of = {"side": side, "there": there, "least": least}
            yield breach("quota", "quota", **of, category=category)


def _groups(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    batch_of = {person.id: batch for batch, person in lines}
    parted = sum(
        len({batch_of.get(member) for member in group}) > 1  # None for who stays behind
        for group in problem.groups
    )
    if parted:
        yield breach("group", "group", groups=parted)


def _must(problem: Problem, lines: Sequence[Line]) -> Iterator[Breach]:
    missing = len(problem.must - {person.id for _, person in lines})
    if missing:
        yield breach("must", "must", persons=missing)
