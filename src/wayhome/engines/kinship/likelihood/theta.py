"""Founders of one subpopulation: alleles that are alike more often than chance.

With coancestry theta the alleles of all founders are drawn one after another, the next being a
with probability (b theta + (1 - theta) p_a) / (1 + (n - 1) theta) after b copies of a among n
(Balding and Nichols, Forensic Science International 64, 1994). The order does not matter.

Typed founders' alleles are known and drawn first. The others fall into groups that are copies of
one draw: the sum is over all ways to group them, where a group of m genes with allele a has the
weight (b_a theta + (1 - theta) p_a) theta^(m - 1) (m - 1)!.

A stranger of the same population draws two alleles more. With N_a genes of the family that are
copies of a and w_a = b_a theta + (1 - theta) p_a they are (a, b) in proportion to

E[(w_a + theta N_a) (w_b + theta N_b + theta [a = b])],

which needs no more than the mean of N_a and of N_a N_b for each way to group the family's genes.
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
    genes, next_draw = _founder_genes(network), _next_draw(network, stack)
    total = np.zeros(1)
    for groups in _groupings(genes):
        total = total + contract([*_merged(network, groups, next_draw)], network.kept)
    return _weighed(network, stack, total, len(genes))


def contract_with_stranger(network: Network, stack: Stack, *, hemizygous: bool) -> Array:
    """P(typings and a stranger's ordered genotype): (B, A, A), or (B, A) with one copy.

    Raises:
        TooLarge: more untyped founder genes than can be grouped.
    """
    genes, next_draw = _founder_genes(network), _next_draw(network, stack)
    total = np.zeros(1)
    for groups in _groupings(genes):
        factors = [*_merged(network, groups, next_draw)]
        once, twice, whole = _copies(network, factors, groups)
        if hemizygous:
            total = total + next_draw * whole[:, None] + stack.theta * once
        else:
            total = total + _two_draws(next_draw, stack.theta, once, twice, whole)
    return _weighed(network, stack, total, len(genes) + (1 if hemizygous else 2))


def _founder_genes(network: Network) -> list[int]:
    used = {variable for variables in network.factors for variable in variables}
    genes = [gene for gene in network.founder_genes if gene in used or gene in network.kept]
    if len(genes) > MOST_GENES:
        raise TooLarge(
            f"Theta joins {len(genes)} founder genes of this family, of which at most "
            f"{MOST_GENES} can be summed over exactly. Set theta to 0 or type more members."
        )
    return genes


def _next_draw(network: Network, stack: Stack) -> Array:
    """What the next draw is in proportion to, after the typed founders: (B, A)."""
    return network.founder_counts * stack.theta + (1 - stack.theta) * stack.p


def _copies(
    network: Network, factors: list[Factor], groups: list[list[int]]
) -> tuple[Array, Array, Array]:
    """Sums of N_a (B, A), of N_a N_b (B, A, A) and of 1 (B,) over one way to group the genes."""
    sizes = [len(group) for group in groups]
    variables = [network.variables + place for place in range(len(groups))]
    count = network.stack.p.shape[1]
    if not groups:
        whole = contract(factors, ())
        return np.zeros((1, count)), np.zeros((1, count, count)), whole
    pairs = {
        (j, k): contract(factors, (variables[j], variables[k]))
        for k in range(len(groups))
        for j in range(k)
    }
    if pairs:
        single = [pairs[0, 1].sum(axis=2)]
        single += [pairs[0, k].sum(axis=1) for k in range(1, len(groups))]
    else:
        single = [contract(factors, (variables[0],))]
    once = sum((m * one for m, one in zip(sizes, single, strict=True)), np.zeros((1, count)))
    twice = np.eye(count) * sum(m * m * one for m, one in zip(sizes, single, strict=True))[:, None]
    for (j, k), pair in pairs.items():
        twice = twice + sizes[j] * sizes[k] * (pair + pair.transpose(0, 2, 1))
    return once, twice, single[0].sum(axis=1)


def _two_draws(w: Array, theta: float, once: Array, twice: Array, whole: Array) -> Array:
    """The sum of (w_a + theta N_a) (w_b + theta N_b + theta [a = b])."""
    apart = w[:, :, None] * w[:, None, :] * whole[:, None, None] + theta**2 * twice
    apart = apart + theta * (w[:, :, None] * once[:, None, :] + once[:, :, None] * w[:, None, :])
    alike = theta * (w * whole[:, None] + theta * once)
    return apart + np.eye(w.shape[1]) * alike[:, None]


def _weighed(network: Network, stack: Stack, total: Array, untyped: int) -> Array:
    """The sum with the typed founders' draws and all the draws' denominators."""
    typed = _typed_first(network.founder_counts, stack.p, stack.theta)
    drawn = network.founder_counts.sum(axis=1) + untyped
    return _shaped(typed / _denominator(drawn, stack.theta), total)


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
