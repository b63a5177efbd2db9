"""Sums of products over many small tables, by eliminating one variable after another.

A factor is an array whose first axis runs over a batch (markers, or cases) and whose other axes
are variables. `contract` multiplies all factors and sums over every variable that is not kept,
choosing at each step the variable whose elimination makes the smallest table: exact for any
graph, loops included, only the cost depends on the order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
import numpy.typing as npt

from wayhome.engines.kinship.errors import TooLarge

Array = npt.NDArray[np.float64]
Variables = tuple[int, ...]

LARGEST_TABLE = 1 << 27  # numbers in one intermediate table: 1 GiB
CHEAP = 300_000  # products of one contraction for which no better order is sought


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
    """The cheapest of a few orders of joins for factors over these variables of these sizes."""
    best: _Planner | None = None
    for score in (_by_table, _by_growth, _genes_first):
        planner = _Planner(shapes, dict(sized), kept, score)
        planner.run()
        if planner.largest <= limit and (best is None or planner.cost < best.cost):
            best = planner
        if best is not None and best.cost <= CHEAP:
            break
    if best is None:
        raise TooLarge(
            "This family is too entangled for an exact answer in the memory allowed: too many "
            "untyped members stand between the typed ones. Nothing was weighed."
        )
    return tuple(best.steps)


@dataclass(frozen=True, slots=True)
class _Elimination:
    """What eliminating a variable would make, in numbers.

    `joined` is the table of all that holds it, `left` that table without it, `inputs` the tables
    that go into it together, `variable` its states.
    """

    joined: int
    left: int
    inputs: int
    variable: int


def _by_table(found: _Elimination) -> tuple[int, ...]:
    return (found.joined,)


def _by_growth(found: _Elimination) -> tuple[int, ...]:
    return (found.left - found.inputs, found.joined)


def _genes_first(found: _Elimination) -> tuple[int, ...]:
    """Genes before phases and meioses, which have few states and many of which may stay open."""
    return (int(found.variable <= 2), found.joined)


class _Planner:
    """One order of joins, variable by variable, the next being the one with the lowest score.

    `cost` is the number of products, `largest` the size of the largest table.
    """

    def __init__(
        self,
        shapes: tuple[Variables, ...],
        sizes: dict[int, int],
        kept: Variables,
        score: Callable[[_Elimination], tuple[int, ...]],
    ) -> None:
        self._sizes, self._kept, self._score = sizes, frozenset(kept), score
        self._alive = {place: frozenset(variables) for place, variables in enumerate(shapes)}
        self._holders: dict[int, set[int]] = {variable: set() for variable in sizes}
        for place, variables in self._alive.items():
            for variable in variables:
                self._holders[variable].add(place)
        self._next = len(shapes)
        self.steps: list[_Step] = []
        self.cost = 0
        self.largest = 0

    def run(self) -> None:
        """Join until one factor over the kept variables is left."""
        scores = {v: self._scored(v) for v in sorted(self._sizes) if v not in self._kept}
        while scores:
            variable = min(scores, key=scores.__getitem__)
            went = self._join_all(sorted(self._holders[variable]))
            for gone in went:
                del scores[gone]
            for touched in self._alive[self._next - 1] - self._kept:
                scores[touched] = self._scored(touched)
        if len(self._alive) > 1:
            self._join_all(list(self._alive))

    def _size(self, variables: Iterable[int]) -> int:
        return prod(self._sizes[v] for v in variables)

    def _scored(self, variable: int) -> tuple[int, ...]:
        tables = [self._alive[place] for place in self._holders[variable]]
        joined = self._size(frozenset().union(*tables))
        inputs = sum(self._size(held) for held in tables)
        own = self._sizes[variable]
        return self._score(_Elimination(joined, joined // own, inputs, own))

    def _join_all(self, places: list[int]) -> set[int]:
        """Join these tables, the smallest first; returns the variables that went."""
        places.sort(key=lambda place: self._size(self._alive[place]))
        went: set[int] = set()
        if len(places) == 1:
            places = [places[0], places[0]]
        while len(places) > 1:
            left, right = places.pop(0), places.pop(0)
            went |= self._join_two(left, right)
            places.insert(0, self._next - 1)
        return went

    def _join_two(self, left: int, right: int) -> frozenset[int]:
        joined = self._alive.pop(left) | self._alive.pop(right, frozenset())
        for variable in joined:
            self._holders[variable] -= {left, right}
        gone = frozenset(v for v in joined - self._kept if not self._holders[v])
        for variable in joined - gone:
            self._holders[variable].add(self._next)
        self.steps.append(_Step(left, right, tuple(sorted(gone)), tuple(sorted(joined - gone))))
        self.cost += self._size(joined)
        self.largest = max(self.largest, self._size(joined - gone))
        self._alive[self._next] = joined - gone
        self._next += 1
        return gone


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
