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

    Let every family choose without regard to the others, and pay a price for remains that others
    want too: the product of their sums, with all prices given back, bounds the weight of all
    assignments from above, and a single assignment bounds it from below. A way's part of its
    family's sum times the quotient of the two bounds its part of all. Ways of no weight at all
    are always left out. `by_number` is the log of the prior's part by number of identifications,
    which stretches the quotient.
    """
    possible = [f.kept(np.isfinite(f.log_weight)) for f in families]
    if not possible or share == 0:
        return possible, 0.0
    price = prices(possible)
    paid = [after_prices(family, price) for family in possible]
    sums = [float(np.logaddexp.reduce(weights)) for weights in paid]
    slack = sum(sums) + float(price.sum()) - _one_assignment(possible) + float(np.ptp(by_number))
    allowed = share * exp(-slack) / len(possible)
    if allowed == 0:
        return possible, 0.0
    kept, neglected = [], 0.0
    for family, weights, log_sum in zip(possible, paid, sums, strict=True):
        part = np.exp(weights - log_sum)
        lightest = np.argsort(part)
        keep = np.ones(len(part), dtype=np.bool_)
        keep[lightest[np.cumsum(part[lightest]) <= allowed]] = False
        keep[0] = True  # that none of the family is here is always an answer
        neglected += float(part[~keep].sum()) * exp(slack)
        kept.append(family.kept(keep))
    return kept, neglected


def prices(families: Sequence[FamilyOptions], *, rounds: int = 40) -> Floats:
    """What the remains cost, in log weight, so that families want each about once in all.

    Any prices from nought on make a bound; these make it nearly as low as can be.
    """
    number = 1 + max((int(f.chosen.max(initial=NOBODY)) for f in families), default=NOBODY)
    price = np.zeros(number)
    for _ in range(rounds):
        wanted = np.zeros(number + 1)  # the last: nobody
        for family in families:
            weights = after_prices(family, price)
            part = np.exp(weights - np.logaddexp.reduce(weights))
            np.add.at(wanted, family.chosen, part[:, None])
        price = np.maximum(price + np.log(np.maximum(wanted[:-1], 1e-3)), 0.0)
    return price


def after_prices(family: FamilyOptions, price: Floats) -> Floats:
    """The log weight of each way less what its remains cost."""
    costs = np.append(price, 0.0)[family.chosen].sum(1)
    return np.asarray(family.log_weight - costs, dtype=np.float64)


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
