"""Founders of one subpopulation: alleles that are alike more often than chance.

With coancestry theta the alleles of all founders are drawn one after another, the next being a
with probability (b theta + (1 - theta) p_a) / (1 + (n - 1) theta) after b copies of a among n
(Balding and Nichols, Forensic Science International 64, 1994). The order does not matter.

Typed founders' alleles are known and drawn first. The others fall into groups that are copies of
one draw: the sum is over all ways to group them, where a group of m genes with allele a has the
weight (b_a theta + (1 - theta) p_a) theta^(m - 1) (m - 1)!.
"""

from collections.abc import Iterator
from math import factorial, prod

import numpy as np

from wayhome.engines.kinship.errors import TooLarge
from wayhome.engines.kinship.likelihood.contraction import Array, Factor, contract
from wayhome.engines.kinship.likelihood.model import Stack
from wayhome.engines.kinship.likelihood.network import Network

MOST_GENES = 9  # 21,147 ways to group them


def contract_dependent(network: Network, stack: Stack) -> Array:
    """Contract a network whose founder genes have no prior, under the stack's theta.

    Raises:
        TooLarge: more untyped founder genes than can be grouped.
    """
    theta, counts = stack.theta, network.founder_counts
    used = {variable for variables in network.factors for variable in variables}
    genes = [gene for gene in network.founder_genes if gene in used or gene in network.kept]
    if len(genes) > MOST_GENES:
        raise TooLarge(
            f"Theta joins {len(genes)} founder genes of this family, of which at most "
            f"{MOST_GENES} can be summed over exactly. Set theta to 0 or type more members."
        )
    next_draw = counts * theta + (1 - theta) * stack.p
    total = np.zeros(1)
    for groups in _groupings(genes):
        total = total + contract([*_merged(network, groups, next_draw)], network.kept)
    typed = counts.sum(axis=1)
    drawn = typed + len(genes)
    return _shaped(_typed_first(counts, stack.p, theta) / _denominator(drawn, theta), total)


def _merged(network: Network, groups: list[list[int]], next_draw: Array) -> Iterator[Factor]:
    """The factors with each group one variable, its prior, and links to the kept ones."""
    theta, kept = network.stack.theta, network.kept
    stands_for: dict[int, int] = {}
    for variable, group in enumerate(groups, start=network.variables):
        stands_for.update((gene, variable) for gene in group if gene not in kept)
        weight = theta ** (len(group) - 1) * factorial(len(group) - 1)
        yield Factor((variable,), next_draw * weight)
        for gene in group:
            if gene in kept:
                yield Factor((variable, gene), np.eye(next_draw.shape[1])[None])
    for factor in network.listed():
        yield Factor(tuple(stands_for.get(v, v) for v in factor.variables), factor.array)


def _groupings(genes: list[int]) -> Iterator[list[list[int]]]:
    """All ways to put genes into groups."""
    if not genes:
        yield []
        return
    first, rest = genes[0], genes[1:]
    for groups in _groupings(rest):
        yield [[first], *groups]
        for place, group in enumerate(groups):
            yield [*groups[:place], [first, *group], *groups[place + 1 :]]


def _typed_first(counts: Array, p: Array, theta: float) -> Array:
    """The numerators of drawing the typed founders' alleles: (B,)."""
    most = int(counts.max(initial=0))
    start = (1 - theta) * p
    steps = (np.where(counts > k, start + k * theta, 1.0) for k in range(most))
    return np.asarray(prod(steps, start=np.ones_like(p)).prod(axis=1))


def _denominator(drawn: Array, theta: float) -> Array:
    most = int(drawn.max(initial=0))
    steps = (np.where(drawn > n, 1 + (n - 1) * theta, 1.0) for n in range(most))
    return np.asarray(prod(steps, start=np.ones_like(drawn)))


def _shaped(by_case: Array, total: Array) -> Array:
    return total * by_case.reshape(-1, *([1] * (total.ndim - 1)))
