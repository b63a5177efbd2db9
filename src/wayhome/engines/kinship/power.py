"""What a family's samples can achieve, and whose sample would help most.

For a marker with relatives' typings R and missing person M, over genotypes g:

exclusion power        sum of P(g) over the g that are impossible for M given R: the probability
                       that a stranger is excluded. Without mutation; 1 - product(1 - EP) in all.
expected weight        sum of P(g | R) log10(P(g | R) / P(g)): what the true M scores on average.

If relative C were typed as well, the expectations are over C's genotype c given R:

expected weight        sum over c, g of P(c, g | R) log10(P(g | R, c) / P(g))
exclusion power        1 - product over markers of (1 - sum over c of P(c | R) EP(R, c))

Sources: Kling, Egeland, Pinero, Vigeland: Evaluating the statistical power of DNA-based
identification, exemplified by 'The missing grandchildren of Argentina' (2017); Vigeland, Marsico,
Herrera Pinero, Egeland: Prioritising family members for genotyping in missing person cases (2020).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum, prod

import numpy as np

from wayhome.engines.kinship.likelihood.contraction import Array
from wayhome.engines.kinship.likelihood.model import MarkerModel, Panel
from wayhome.engines.kinship.likelihood.states import State, States
from wayhome.engines.kinship.likelihood.table import (
    MarkerTable,
    evaluate,
    family_tables,
    hemizygous,
    states_by_member,
    strangers,
    unphased,
)
from wayhome.engines.kinship.mutation import MutationModel
from wayhome.engines.kinship.pedigree import Pedigree
from wayhome.engines.kinship.profiles import Profile


@dataclass(frozen=True, kw_only=True, slots=True)
class Power:
    """What samples achieve, by marker.

    `exclusion` is the probability that a stranger is excluded, `expected_log10_lr` the weight the
    true missing person scores on average.
    """

    exclusion: Mapping[str, float]
    expected_log10_lr: Mapping[str, float]

    @property
    def exclusion_total(self) -> float:
        """The probability that a stranger is excluded at one marker at least."""
        return 1 - prod(1 - one for one in self.exclusion.values())

    @property
    def expected_exclusions(self) -> float:
        """At how many markers a stranger is excluded on average."""
        return fsum(self.exclusion.values())

    @property
    def expected_log10_lr_total(self) -> float:
        """The weight the true missing person scores on average over all markers."""
        return fsum(self.expected_log10_lr.values())


def family_power(
    pedigree: Pedigree, profiles: Mapping[str, Profile], missing: str, panel: Panel
) -> Power:
    """What the samples at hand achieve. Raises as `family_tables` does."""
    exact = family_tables(pedigree, profiles, missing, _without_mutation(panel))
    tables = family_tables(pedigree, profiles, missing, panel)
    return Power(
        exclusion={marker: _exclusion(table) for marker, table in exact.items()},
        expected_log10_lr={marker: _expected(table) for marker, table in tables.items()},
    )


def power_with(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: str,
    panel: Panel,
    candidates: Iterable[str] | None = None,
) -> dict[str, Power]:
    """For each relative who might be sampled next, what the samples would achieve with his.

    `candidates` are untyped members; without them every untyped member but the missing person.
    The most helpful are first, by expected weight. Exact: every genotype the relative may have
    is weighed. Raises as `family_tables` does.
    """
    if candidates is None:
        candidates = [m for m in pedigree.ids if m not in profiles and m != missing]
    exact = _without_mutation(panel)
    powers = {}
    for candidate in candidates:
        exclusion, weight = {}, {}
        for marker, model in panel.models.items():
            weight[marker] = _next(pedigree, profiles, missing, candidate, model)[1]
            exclusion[marker] = _next(pedigree, profiles, missing, candidate, exact.models[marker])[
                0
            ]
        powers[candidate] = Power(exclusion=exclusion, expected_log10_lr=weight)
    return dict(
        sorted(powers.items(), key=lambda item: item[1].expected_log10_lr_total, reverse=True)
    )


def _without_mutation(panel: Panel) -> Panel:
    still = {m: replace(model, mutation=MutationModel()) for m, model in panel.models.items()}
    return Panel(still)


def _exclusion(table: MarkerTable) -> float:
    """The share of strangers who are impossible; all of them where the relatives contradict."""
    if table.family == 0:
        return 1.0
    strangers = np.triu(table.unrelated) / table.family
    return float(strangers[table.related == 0].sum())


def _expected(table: MarkerTable) -> float:
    """The mean weight over the missing person's genotypes; 0 where the relatives contradict."""
    if table.family == 0:
        return 0.0
    return float(_mean_weight(table.related, table.unrelated) / table.family)


def _mean_weight(related: Array, unrelated: Array) -> Array:
    """Sum over genotypes of related log10(related / unrelated), over the last two axes."""
    halves = np.triu(related)
    possible = halves > 0
    ratio = np.divide(halves, unrelated, out=np.ones_like(halves), where=possible)
    return np.asarray((halves * np.log10(ratio)).sum(axis=(-2, -1)))


def _next(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    missing: str,
    candidate: str,
    model: MarkerModel,
) -> tuple[float, float]:
    """Expected exclusion power and weight at one marker with the candidate typed as well."""
    panel = Panel({model.name: model})
    known = states_by_member(pedigree, profiles, model)
    alone = hemizygous(pedigree, candidate, model)
    with_each = {**known, candidate: States.of(_every_genotype(model, alone=alone))}
    stack = panel.stack((model.name,))
    of_missing = hemizygous(pedigree, missing, model)
    related = unphased(evaluate(pedigree, with_each, missing, stack), of_missing)
    family = np.triu(related).sum(axis=(1, 2))
    unrelated = strangers(pedigree, with_each, stack, family, hemizygous=of_missing)
    weight = _mean_weight(related, unrelated).sum()
    excluded = np.triu(unrelated)[related == 0].sum()
    total = family.sum()
    if total == 0:
        return 1.0, 0.0
    return float(excluded / total), float(weight / total)


def _every_genotype(model: MarkerModel, *, alone: bool) -> list[list[State]]:
    """The states of each genotype, one case each."""
    count = len(model.alleles)
    if alone:
        return [[(a, a, 1.0)] for a in range(count)]
    return [
        [(a, b, 1.0), (b, a, 1.0)][: 1 + (a != b)] for a in range(count) for b in range(a, count)
    ]
