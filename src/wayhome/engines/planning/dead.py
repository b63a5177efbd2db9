"""Returns of the dead: scheduled as early as there is room, never balanced.

Nobody is given for them, they stand in no number and no aim, and what the other side returns
changes nothing: each side's schedule follows from its own rows alone, so anybody can repeat it.
"""

from collections.abc import Iterator

from wayhome.engines.planning.problem import SIDES, Batch, Id, Problem, Side
from wayhome.engines.planning.ranking import draw


def schedule_returns(problem: Problem) -> tuple[tuple[Batch, Side, Id], ...]:
    """Who of the dead is returned when: those ready longest first, then by the draw.

    Who finds no room in any batch is not in it.
    """
    return tuple(sorted(line for side in SIDES for line in _of_side(problem, side)))


def _of_side(problem: Problem, side: Side) -> Iterator[tuple[Batch, Side, Id]]:
    waiting = sorted(
        (one for one in problem.dead if one.side == side),
        key=lambda one: (one.earliest, draw(problem.salt, one.id)),
    )
    for batch in range(problem.batches):
        ready = [one for one in waiting if one.earliest <= batch]
        returned = {one.id for one in ready[: problem.dead_room.get((side, batch), 0)]}
        yield from ((batch, side, one) for one in returned)
        waiting = [one for one in waiting if one.id not in returned]
