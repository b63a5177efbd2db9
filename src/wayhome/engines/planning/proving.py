"""Join the prices of the levels into certificates that stand for themselves.

The prices of a level hold among the plans that reach the earlier ones. A certificate must hold
among all plans: it adds the earlier certificate as many times as is needed to outweigh leaving it.
"""

from collections.abc import Sequence

from wayhome.engines.planning.certificate import Certificate, Held, Rule, bound_by_prices
from wayhome.engines.planning.errors import InvalidCertificate
from wayhome.engines.planning.levels import Level
from wayhome.engines.planning.problem import Problem
from wayhome.engines.planning.stopping import heed

MOST_TIMES = 2**40


def certify(problem: Problem, levels: Sequence[Level]) -> tuple[Certificate | None, ...]:
    """The certificate of each level; None from the first on that prices cannot prove."""
    certificates: list[Certificate | None] = []
    held = Held.of(problem)
    earlier: Certificate | None = None
    values = tuple(level.value for level in levels)
    for number, level in enumerate(levels):
        if not (level.proven_by_prices and len(certificates) == number):
            break
        found = _joined(problem, held, level, earlier, values[: number + 1])
        if found is None:
            break
        certificates.append(found)
        earlier = found
    return (*certificates, *[None] * (len(levels) - len(certificates)))


def _joined(
    problem: Problem,
    held: Held,
    level: Level,
    earlier: Certificate | None,
    values: tuple[int, ...],
) -> Certificate | None:
    times = 1
    while times <= MOST_TIMES:
        heed()
        found = _sum(level, earlier, times, len(values) - 1)
        if _proves(problem, held, found, values):
            # Twice as often, so that what earlier levels forbid stays forbidden in the next:
            # unless the earlier bound was rounded down, and twice what it lacks is too much.
            twice = _sum(level, earlier, 2 * times, len(values) - 1)
            return twice if _proves(problem, held, twice, values) else found
        times *= 4
        if earlier is None:
            return None
    return None


def _proves(
    problem: Problem, held: Held, certificate: Certificate, values: tuple[int, ...]
) -> bool:
    try:
        return bound_by_prices(problem, certificate, values[:-1], held) == values[-1]
    except InvalidCertificate:  # a price has the wrong sign until earlier levels outweigh it
        return False


def _sum(level: Level, earlier: Certificate | None, times: int, before: int) -> Certificate:
    weights = [0] * before
    prices: dict[Rule, int] = {}
    for rule, price in zip(level.rules, level.prices.tolist(), strict=True):
        if rule[0] == "level":
            weights[int(rule[1])] -= price
        elif price and rule[0] != "persons":
            prices[rule] = prices.get(rule, 0) + price
    if earlier is not None:
        for rule, price in earlier.prices.items():
            prices[rule] = prices.get(rule, 0) + times * price
        for number, weight in enumerate((*earlier.weights, earlier.unit)):
            weights[number] += times * weight
    return Certificate(
        unit=level.unit,
        weights=tuple(weights),
        prices={rule: price for rule, price in prices.items() if price},
    )
