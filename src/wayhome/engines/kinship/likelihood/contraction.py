"""Sums of products over many small tables, by eliminating one variable after another.

A factor is an array whose first axis runs over a batch (markers, or cases) and whose other axes
are variables. `contract` multiplies all factors and sums over every variable that is not kept,
choosing at each step the variable whose elimination makes the smallest table: exact for any
graph, loops included, only the cost depends on the order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
import numpy.typing as npt

from wayhome.engines.kinship.errors import TooLarge

Array = npt.NDArray[np.float64]
Variables = tuple[int, ...]

LARGEST_TABLE = 1 << 27  # numbers in one intermediate table: 1 GiB


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """A table over variables: `array` is (batch, size of each variable in `variables`)."""

    variables: Variables
    array: Array


@dataclass(frozen=True, slots=True)
class _Step:
    """Join factors `left` and `right` (places in the growing list), summing over `gone`."""

    left: int
    right: int
    gone: Variables
    result: Variables


def contract(factors: Sequence[Factor], kept: Variables) -> Array:
    """The sum over all variables but `kept` of the product: (batch, size of each kept variable).

    Raises:
        TooLarge: every order tried needs a table above `LARGEST_TABLE`.
    """
    sizes: dict[int, int] = {}
    for factor in factors:
        sizes.update(zip(factor.variables, factor.array.shape[1:], strict=True))
    batch = max(factor.array.shape[0] for factor in factors)
    shapes = tuple(factor.variables for factor in factors)
    steps = _plan(shapes, tuple(sorted(sizes.items())), kept, LARGEST_TABLE // batch)
    tables: list[Factor | None] = list(factors)
    for step in steps:
        left, right = tables[step.left], tables[step.right]
        tables[step.left] = tables[step.right] = None
        tables.append(_join(left, right, step))  # type: ignore[arg-type]
    last = tables[-1]
    if last is None or set(last.variables) != set(kept):
        raise TooLarge("A kept variable is in no factor.")
    order = (0, *(1 + last.variables.index(variable) for variable in kept))
    return last.array.transpose(order)


@lru_cache(maxsize=8192)
def _plan(
    shapes: tuple[Variables, ...],
    sized: tuple[tuple[int, int], ...],
    kept: Variables,
    limit: int,
) -> tuple[_Step, ...]:
    """The order of joins for factors over these variables of these sizes."""
    sizes = dict(sized)
    alive = {place: set(variables) for place, variables in enumerate(shapes)}
    steps: list[_Step] = []
    count = len(shapes)
    waiting = set(sizes) - set(kept)
    while waiting or len(alive) > 1:
        variable = _cheapest(waiting, alive, sizes)
        places = [p for p, held in alive.items() if variable is None or variable in held]
        places.sort(key=lambda p: prod(sizes[v] for v in alive[p]))
        if len(places) == 1:
            places = [places[0], places[0]]
        while len(places) > 1:
            left, right = places.pop(0), places.pop(0)
            joined = alive.pop(left) | alive.pop(right, set())
            elsewhere = set(kept).union(*alive.values())
            gone = tuple(sorted(v for v in joined if v not in elsewhere))
            waiting.difference_update(gone)
            result = tuple(sorted(joined - set(gone)))
            if prod(sizes[v] for v in joined) > limit and prod(sizes[v] for v in result) > limit:
                raise TooLarge(
                    "This family is too entangled for an exact answer in the memory allowed: "
                    "too many untyped members stand between the typed ones. Nothing was weighed."
                )
            steps.append(_Step(left, right, gone, result))
            alive[count] = set(result)
            places.insert(0, count)
            count += 1
    return tuple(steps)


def _cheapest(
    waiting: Iterable[int], alive: dict[int, set[int]], sizes: dict[int, int]
) -> int | None:
    """The variable whose elimination makes the smallest table; None when none is left."""
    best, cost = None, 0
    for variable in sorted(waiting):
        union = set[int]().union(*(held for held in alive.values() if variable in held))
        made = prod(sizes[v] for v in union)
        if best is None or made < cost:
            best, cost = variable, made
    return best


def _join(left: Factor, right: Factor, step: _Step) -> Factor:
    if step.left == step.right:
        axes = tuple(1 + left.variables.index(v) for v in step.gone)
        kept = tuple(v for v in left.variables if v not in step.gone)
        return Factor(kept, left.array.sum(axis=axes))
    both = [v for v in left.variables if v in right.variables and v not in step.gone]
    gone = [v for v in step.gone if v in left.variables and v in right.variables]
    left, right = _summed(left, step.gone, gone), _summed(right, step.gone, gone)
    if not gone:
        return _multiplied(left, right, step.result)
    mine = [v for v in left.variables if v not in both and v not in gone]
    theirs = [v for v in right.variables if v not in both and v not in gone]
    a = _arranged(left, both, mine, gone)
    b = _arranged(right, both, gone, theirs)
    shape = (max(a.shape[0], b.shape[0]), *a.shape[1 : 1 + len(both)])
    joined = np.matmul(_flat(a, len(both), len(mine)), _flat(b, len(both), len(gone)))
    shape += (*a.shape[1 + len(both) :][: len(mine)], *b.shape[1 + len(both) + len(gone) :])
    return Factor((*both, *mine, *theirs), joined.reshape(shape))


def _summed(factor: Factor, gone: Variables, shared: Sequence[int]) -> Factor:
    """The factor with the variables that go and are in no other summed away."""
    own = [v for v in factor.variables if v in gone and v not in shared]
    if not own:
        return factor
    axes = tuple(1 + factor.variables.index(v) for v in own)
    return Factor(tuple(v for v in factor.variables if v not in own), factor.array.sum(axis=axes))


def _arranged(factor: Factor, *groups: Sequence[int]) -> Array:
    order = [1 + factor.variables.index(v) for group in groups for v in group]
    return factor.array.transpose((0, *order))


def _flat(array: Array, leading: int, rows: int) -> Array:
    """(batch, leading..., rows..., columns...) as (batch, leading..., rows, columns)."""
    head, rest = array.shape[: 1 + leading], array.shape[1 + leading :]
    return array.reshape((*head, prod(rest[:rows]), prod(rest[rows:])))


def _multiplied(left: Factor, right: Factor, result: Variables) -> Factor:
    return Factor(result, _spread(left, result) * _spread(right, result))


def _spread(factor: Factor, result: Variables) -> Array:
    """The factor's array with an axis of length one for every variable it has not."""
    held = [v for v in result if v in factor.variables]
    arranged = _arranged(factor, held)
    shape = iter(arranged.shape[1:])
    wide = tuple(next(shape) if v in factor.variables else 1 for v in result)
    return arranged.reshape((arranged.shape[0], *wide))
