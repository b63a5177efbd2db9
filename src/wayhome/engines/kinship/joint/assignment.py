"""Which remains belong to which missing, all together: the joint answer with its prior.

The weights of pairs alone can mislead where a family misses several: father, son and grandson
may each look like another until all three are given a place at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, isclose
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.joint import answers
from wayhome.engines.kinship.joint.options import NOBODY, FamilyOptions
from wayhome.engines.kinship.joint.prior import Prior, split
from wayhome.engines.kinship.joint.program import Program, build
from wayhome.engines.kinship.joint.prune import components, without_neglected
from wayhome.values import InvalidEvidence

Floats = NDArray[np.float64]

TIE = 1e-9
"""Log weights nearer to each other than this are the same: what differs is rounding."""

TIED = 1000
"""So many assignments are listed beyond those asked for, where they tie with the last."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One way to give remains to missing, and its natural log likelihood ratio.

    `given` maps remains to (family, missing); remains that are not in it are none of the missing.
    The ratio is against "none of the remains is any of the missing"; the prior is not in it.
    """

    given: Mapping[str, tuple[str, str]]
    log_lr: float
    posterior: float


@dataclass(frozen=True, slots=True)
class Component:
    """Families that share remains: only within it does one answer depend on another."""

    families: tuple[str, ...]
    remains: tuple[str, ...]
    ways: int


@dataclass(frozen=True, kw_only=True, slots=True)
class JointAnswer:
    """The joint answer over all remains and missing.

    `posterior` has shape (remains, missing), `unnamed` (remains,): the probabilities, by `prior`,
    of each pairing and that the remains are none of the missing here. `best_ratio`, of the same
    shape as `posterior`, is the best likelihood with the pairing over the best without it.
    Where `left_out` is above zero the answer is not exact: it bounds the probability of all
    assignments that were not looked at, and each probability stands within `bounds`.
    `best` are the most probable assignments, in order; those of equal weight stand together and
    no order among them means anything. `not_combined` names families with more ways than could
    be weighed, and the log10 weight below which remains were left out there: what is said of
    them holds among the remains above it.
    """

    remains: tuple[str, ...]
    missing: tuple[tuple[str, str], ...]
    posterior: Floats
    unnamed: Floats
    best_ratio: Floats
    left_out: float
    best: tuple[Assignment, ...]
    components: tuple[Component, ...]
    prior: str
    not_combined: Mapping[str, float] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether no assignment that is possible was left out."""
        return self.left_out == 0 and not self.not_combined

    @property
    def solutions(self) -> "tuple[Solution, ...]":
        """The best assignments, those that nothing tells apart as one solution."""
        return tuple(Solution.of(tied) for tied in _tied(self.best))

    def bounds(self, remains: int, missing: int | None = None) -> tuple[float, float]:
        """Between which a probability lies; that of none of the missing without `missing`."""
        shown = self.unnamed[remains] if missing is None else self.posterior[remains, missing]
        kept = 1 - self.left_out
        return float(shown * kept), min(1.0, float(shown * kept) + self.left_out)


@dataclass(frozen=True, slots=True)
class Solution:
    """Assignments of equal weight: what they agree in, and what stays open among them.

    `settled` is given alike in all. `open` are sets of remains and of missing that are each
    other's, without telling which is whose: two brothers without children, say. `posterior` is
    that of all of them together.
    """

    assignments: tuple[Assignment, ...]
    settled: Mapping[str, tuple[str, str]]
    open: tuple[tuple[frozenset[str], frozenset[tuple[str, str]]], ...]
    posterior: float

    @classmethod
    def of(cls, tied: Sequence[Assignment]) -> "Solution":
        """Say once what tied assignments have in common."""
        pairs = [set(one.given.items()) for one in tied]
        settled = set.intersection(*pairs)
        rest = set.union(*pairs) - settled
        groups: list[tuple[set[str], set[tuple[str, str]]]] = []
        for remains, missing in sorted(rest):
            group: tuple[set[str], set[tuple[str, str]]] = ({remains}, {missing})
            for other in [g for g in groups if remains in g[0] or missing in g[1]]:
                group[0].update(other[0])
                group[1].update(other[1])
                groups.remove(other)
            groups.append(group)
        return cls(
            assignments=tuple(tied),
            settled=MappingProxyType(dict(sorted(settled))),
            open=tuple((frozenset(r), frozenset(m)) for r, m in groups),
            posterior=sum(one.posterior for one in tied),
        )


def _tied(best: Sequence[Assignment]) -> Iterator[list[Assignment]]:
    """Runs of assignments of the same posterior, to rounding."""
    run: list[Assignment] = []
    for one in best:
        if run and not isclose(one.posterior, run[0].posterior, rel_tol=TIE):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def assign(
    families: Sequence[FamilyOptions],
    *,
    remains: Sequence[str],
    prior: Prior,
    best: int = 20,
    neglect: float = 1e-12,
    at_most: int = 1_000_000,
) -> JointAnswer:
    """Weigh all assignments of remains to the missing of these families together.

    Exact by dynamic programming over the families. Ways that carry at most `neglect` of the
    probability in all are left out first (nought: only the impossible ones); where there is more
    than `at_most` in one step, the lightest are left out too, and `left_out` bounds both.
    `families` have remains by their place in `remains`. `best` assignments are listed, and all
    that tie with the last of them.

    Raises:
        InvalidEvidence: a family whose ways do not begin with "none of them is here", or a prior
            that does not fit the numbers of remains and missing.
    """
    for family in families:
        if not len(family.chosen) or np.any(family.chosen[0] != NOBODY):
            raise InvalidEvidence(
                f"The ways of family {family.family} must begin with nobody being here."
            )
    missing = [(f.family, m) for f in families for m in f.missing]
    slope, by_number = split(prior.log_by_identified(remains=len(remains), missing=len(missing)))
    weighed = [_with_prior(family, slope) for family in families]
    kept, neglected = without_neglected(weighed, share=neglect, by_number=by_number)
    parts = components(kept)
    order = [number for part in parts for number in part]
    program = build([kept[number] for number in order], by_number=by_number, at_most=at_most)
    sums = answers.shares(program, remains=len(remains))
    columns = _columns(families, order)
    return JointAnswer(
        remains=tuple(remains),
        missing=tuple(missing),
        posterior=(sums.pairing / sums.total)[:, columns],
        unnamed=sums.unnamed / sums.total,
        best_ratio=_ratio(sums)[:, columns],
        left_out=min(1.0, program.dropped / (sums.total + program.dropped) + neglected),
        best=tuple(_best(program, remains, slope, by_number, sums.total, best)),
        components=tuple(_component([kept[n] for n in part], remains) for part in parts),
        prior=prior.told(missing=len(missing)),
    )


def _with_prior(family: FamilyOptions, slope: float) -> FamilyOptions:
    named = (family.chosen != NOBODY).sum(1)
    return replace(family, log_weight=family.log_weight + slope * named)


def _columns(families: Sequence[FamilyOptions], order: Sequence[int]) -> list[int]:
    """Where each missing, in the order asked for, stands among the columns of the program."""
    widths = [len(families[number].missing) for number in order]
    starts = dict(zip(order, np.cumsum([0, *widths]).tolist(), strict=False))
    return [starts[n] + place for n, f in enumerate(families) for place in range(len(f.missing))]


def _ratio(sums: answers.Shares) -> Floats:
    """The best weight with each pairing over the best without: infinite where it is certain."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = sums.best_with / sums.best_without
    return np.where(sums.best_with > 0, ratio, 0.0)


def _best(
    program: Program,
    remains: Sequence[str],
    slope: float,
    by_number: Floats,
    total: float,
    wanted: int,
) -> Iterator[Assignment]:
    """The most probable assignments, and those that tie with the last."""
    last = -np.inf
    for number, (score, ways) in enumerate(answers.best_first(program)):
        tied = number < wanted + TIED and isclose(score, last, rel_tol=0, abs_tol=TIE)
        if number >= wanted and not tied:
            return
        last = score
        given = {}
        for family, way in zip(program.families, ways, strict=True):
            for missing, one in zip(family.missing, family.chosen[way].tolist(), strict=True):
                if one != NOBODY:
                    given[remains[one]] = (family.family, missing)
        posterior = exp(score - program.log_scale) / total
        from_prior = float(slope * len(given) + by_number[len(given)])
        yield Assignment(MappingProxyType(given), score - from_prior, posterior)


def _component(families: Sequence[FamilyOptions], remains: Sequence[str]) -> Component:
    found = sorted(frozenset[int]().union(*(f.remains() for f in families)))
    return Component(
        families=tuple(f.family for f in families),
        remains=tuple(remains[one] for one in found),
        ways=sum(len(f.chosen) for f in families),
    )
