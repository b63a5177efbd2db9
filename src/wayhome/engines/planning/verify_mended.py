"""Check a plan made again after a drop-out against the plan before, by looking at both."""

from collections.abc import Iterator
from dataclasses import replace

from wayhome.engines.planning.breach import Breach, breach
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import Id, Problem
from wayhome.engines.planning.verify import verify_plan


def verify_mended(
    problem: Problem, plan: Plan, problem_before: Problem, before: Plan
) -> tuple[Breach, ...]:
    """What a plan made again claims of the plan before that does not hold.

    That nothing else was agreed meanwhile, that batches which had left are as they were, how many
    lines change. That none changes fewer is the solver's word: no certificate is for it.
    """
    return tuple(_breaches(problem, plan, problem_before, before))


def dropped_out(problem: Problem, problem_before: Problem) -> frozenset[Id]:
    """Who was available before and is not now, and the dead who are no longer returned."""
    available = {person.id for person in problem.persons if person.available}
    dead = {one.id for one in problem.dead}
    return frozenset(
        {p.id for p in problem_before.persons if p.available and p.id not in available}
        | {one.id for one in problem_before.dead if one.id not in dead}
    )


def _breaches(
    problem: Problem, plan: Plan, problem_before: Problem, before: Plan
) -> Iterator[Breach]:
    if plan.mends is None or plan.mends.list_hash != before.list_hash:
        yield breach("mends", "mends_other")
        return
    if verify_plan(problem_before, before):
        yield breach("mends", "mends_before")
        return
    gone = dropped_out(problem, problem_before)
    if problem != _without(problem_before, gone):
        yield breach("mends", "mends_problem")
    was = {one: batch for batch, _, one in before.lines if one not in gone}
    is_ = {one: batch for batch, _, one in plan.lines}
    changed = {one for one in was.keys() | is_.keys() if was.get(one) != is_.get(one)}
    had_left = range(plan.mends.travelled)
    left = sum(was.get(one) in had_left or is_.get(one) in had_left for one in changed)
    if left:
        yield breach("mends", "mends_left", lines=left)
    if len(changed) != plan.mends.changes:
        yield breach("mends", "mends_changes", said=plan.mends.changes, changes=len(changed))


def _without(problem: Problem, gone: frozenset[Id]) -> Problem:
    """The problem in which these are not available; who is left of a group is a group."""
    return replace(
        problem,
        persons=tuple(
            replace(p, available=p.available and p.id not in gone) for p in problem.persons
        ),
        must=problem.must - gone,
        dead=tuple(one for one in problem.dead if one.id not in gone),
        groups=tuple(rest for group in problem.groups if len(rest := group - gone) > 1),
    )
