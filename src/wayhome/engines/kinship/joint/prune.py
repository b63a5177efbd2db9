"""What need not be looked at: ways that cannot matter, and families that share no remains."""

from collections.abc import Sequence
from math import exp

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint.options import NOBODY, FamilyOptions

Floats = NDArray[np.float64]


def without_neglected(
    families: Sequence[FamilyOptions], *, share: float, by_number: Floats
) -> tuple[list[FamilyOptions], float]:
    """Leave out ways that together carry at most `share` of all weight, and say how much at most.

    Let every family choose without regard to the others: the product of their sums bounds the
    weight of all assignments from above, and a single assignment bounds it from below. A way's
    part of its family's sum times the quotient of the two bounds its part of all. Ways of no
    weight at all are always left out. `by_number` is the log of the prior's part by number of
    identifications, which stretches the quotient.
    """
    possible = [f.kept(np.isfinite(f.log_weight)) for f in families]
    if not possible:
        return [], 0.0
    sums = [np.logaddexp.reduce(f.log_weight) for f in possible]
    slack = float(sum(sums)) - _one_assignment(possible) + float(np.ptp(by_number))
    allowed = share * exp(-slack) / len(possible)
    if allowed == 0:
        return possible, 0.0
    kept, neglected = [], 0.0
    for family, log_sum in zip(possible, sums, strict=True):
        part = np.exp(family.log_weight - log_sum)
        lightest = np.argsort(part)
        out = lightest[np.cumsum(part[lightest]) <= allowed]
        keep = np.ones(len(part), dtype=np.bool_)
        keep[out] = False
        keep[0] = True  # that none of the family is here is always an answer
        neglected += float(part[~keep].sum()) * exp(slack)
        kept.append(family.kept(keep))
    return kept, neglected


def _one_assignment(families: Sequence[FamilyOptions]) -> float:
    """The log weight of a good assignment: families with most to gain choose first."""
    taken: set[int] = set()
    total = 0.0
    for family in sorted(families, key=lambda f: -float(f.log_weight.max())):
        free = ~np.isin(family.chosen, list(taken)).any(1)
        best = int(np.argmax(np.where(free, family.log_weight, -np.inf)))
        total += float(family.log_weight[best])
        taken.update(v for v in family.chosen[best].tolist() if v != NOBODY)
    return total


def components(families: Sequence[FamilyOptions]) -> list[list[int]]:
    """The families, by place, that share remains, directly or through others.

    Each component is in an order in which few remains are in dispute between those taken and
    those to come.
    """
    left = dict(enumerate(f.remains() for f in families))
    found = []
    while left:
        start = min(left, key=lambda number: (len(left[number]), number))
        found.append(_from(start, left))
    return found


def _from(start: int, left: dict[int, frozenset[int]]) -> list[int]:
    order, seen = [start], left.pop(start)
    while neighbours := [n for n, remains in left.items() if remains & seen]:
        nearest = min(neighbours, key=lambda n: (len(left[n] - seen), -len(left[n] & seen), n))
        order.append(nearest)
        seen |= left.pop(nearest)
    return order
