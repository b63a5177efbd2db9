"""R dvir's own procedures, by the rules of its manual: a case made smaller, then solved.

undisputed    V is M, with a ratio of at least 10,000 and at least 10,000 times every other ratio
              of V and of M. Such remains become relatives of their family, and the ratios are
              taken anew, until there are no more.
excluded      pairs that more than two markers contradict if nothing mutates; remains and missing
              persons of whom no pair is left.
jointDVI      mutations are switched off in families that need none, the undisputed are fixed, and
              all assignments of the others are weighed together with a flat prior.
dviSolve      exclusions and undisputed pairs in turn until nothing changes. Then each missing
              person of a family with more than one gets a generalised ratio (GLR): the best
              likelihood with a pair over the best without. Where the two best assignments differ
              only in which of two missing persons it is, it is the best with either over the best
              with neither. What is left has the best ratio that is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import exp, inf, prod
from typing import Any

import numpy as np

from kinship_references.case import Case, Pairs, log_lr
from kinship_references.tally import Tally
from wayhome.engines.kinship.joint import NOBODY, FamilyOptions, FlatPrior, assign

THRESHOLD = 10_000.0
PROBABLE = 1_000.0
MOST_INCOMPATIBLE = 2

Found = tuple[str, str, float]  # remains, missing person, ratio


def undisputed(case: Case) -> tuple[Case, list[Found], Pairs]:
    """What is left, what was found, and the last ratios; pairs that are impossible are dropped."""
    found: list[Found] = []
    while True:
        ratios = case.ratios()
        clear = [
            (v, m, ratio)
            for v, row in ratios.items()
            for m, ratio in row.items()
            if ratio >= THRESHOLD and _others(ratios, v, m) <= ratio / THRESHOLD
        ]
        if not clear:
            possible = {v: [m for m, x in row.items() if x > 0] for v, row in ratios.items()}
            return case.paired(possible), found, ratios
        found += clear
        case = case.with_found({v: m for v, m, _ in clear})
        if not case.remains:
            return case, found, {}


def _others(ratios: Pairs, remains: str, missing: str) -> float:
    """The best ratio of either with another."""
    of_remains = [x for m, x in ratios[remains].items() if m != missing]
    of_missing = [row[missing] for v, row in ratios.items() if v != remains and missing in row]
    return max([*of_remains, *of_missing], default=0.0)


def compare_joint_default(case: Case, rows: Sequence[Mapping[str, Any]], tally: Tally) -> None:
    """`jointDVI` as it is called by default."""
    if not rows:
        return
    exact = {name: family.unmutated for name, family in case.families.items()}
    families = {
        name: exact[name] if exact[name].log_likelihood > -inf else family
        for name, family in case.families.items()
    }
    whole = replace(case, families=families)
    left, found, _ = undisputed(whole)
    fixed, labels = {v: m for v, m, _ in found}, list(left.remains)
    if not labels:  # all are fixed: that assignment alone is weighed, against none named
        left, labels, fixed = whole, list(whole.remains), {}
    options = left.options()
    best = assign(options, remains=labels, prior=FlatPrior(), neglect=0.0, best=1).best[0]
    total = exp(best.log_lr) / best.posterior if fixed or not found else exp(best.log_lr)
    alone, before = left.log_alone, prod(ratio for v, _, ratio in found if v in fixed)
    for row in rows:
        where = "jointDVI " + " ".join(row[v] for v in case.remains)
        if any(row[v] != m for v, m in fixed.items()):
            tally.skip(f"{where}: others are undisputed here")
            continue
        weight = log_lr(options, labels, row)
        tally.compare(row["loglik"], alone + weight, f"{where} loglik")
        tally.compare(row["LR"], exp(weight) * before, f"{where} LR")
        tally.compare(row["posterior"], exp(weight) / total, f"{where} posterior")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a summary: the conclusion and its numbers, None where there are none."""

    conclusion: str
    ratio: float | None = None
    generalised: float | None = None


@dataclass(frozen=True, slots=True)
class Summaries:
    """What `dviSolve` says, by missing person and by remains."""

    missing: dict[str, Line] = field(default_factory=dict)
    remains: dict[str, Line] = field(default_factory=dict)


def compare_solved(case: Case, results: Mapping[str, Any], tally: Tally) -> None:
    """`dviSolve`: the numbers of each line whose conclusion is the same."""
    tables = [results.get("dviSolve_AM") or [], results.get("dviSolve_PM") or []]
    if not any(tables):
        return
    solved = solve(case)
    by_key = (("Missing", solved.missing), ("Sample", solved.remains))
    for table, (key, lines) in zip(tables, by_key, strict=True):
        for row in table:
            line, where = lines[row[key]], f"dviSolve {row[key]}"
            if _alike(line.conclusion) != _alike(row["Conclusion"]):
                tally.skip(f"{where}: {row['Conclusion']} there, {line.conclusion} here")
                continue
            tally.compare(row["LR"], line.ratio, f"{where} LR")
            tally.compare(row["GLR"], line.generalised, f"{where} GLR")


def _alike(conclusion: str) -> str:
    """A ratio of one, to rounding, may be inconclusive or no match."""
    return "Inconclusive" if conclusion == "No match" else conclusion


def solve(case: Case) -> Summaries:
    """Every missing person and all remains with what is concluded of them."""
    summaries = Summaries()
    strangers = [m for m in case.missing if not _related(case, m)]
    summaries.missing.update(dict.fromkeys(strangers, Line("Nonidentifiable")))
    case = case.keeping(list(case.remains), [m for m in case.missing if m not in strangers])
    left, ratios = _reduced(case, summaries)
    named: set[str] = set()
    for family in left.families.values():
        if len(family.missing) == 1:
            (missing,) = family.missing
            summaries.missing[missing] = _by_ratio(_of_missing(ratios, missing))
        else:
            free = [v for v in left.remains if v not in named]
            named |= _solve_family(left.keeping(free, family.missing), ratios, summaries)
    for remains in left.remains:
        if remains not in named:
            summaries.remains[remains] = _by_ratio(list(ratios[remains].values()))
    return summaries


def _related(case: Case, missing: str) -> bool:
    """Whether a missing person shares an ancestor with anybody typed or missing."""
    family = next(f for f in case.families.values() if missing in f.missing)

    def line(member: str | None) -> set[str]:
        if member is None:
            return set()
        one = family.pedigree[member]
        return {member} | line(one.father) | line(one.mother)

    others = {*family.profiles, *family.missing} - {missing}
    return any(line(missing) & line(other) for other in others)


def _reduced(case: Case, summaries: Summaries) -> tuple[Case, Pairs]:
    """Exclusions and undisputed pairs in turn, until one of them changes nothing."""
    ratios: Pairs = {}
    first = True
    while True:
        smaller = _without_excluded(case, summaries)
        if not first and smaller == case:
            return case, ratios
        first = False
        case, found, ratios = undisputed(smaller)
        for remains, missing, ratio in found:
            summaries.remains[remains] = summaries.missing[missing] = Line("Undisputed", ratio)
        for remains in set(smaller.remains) - set(case.remains) - set(summaries.remains):
            summaries.remains[remains] = Line("Excluded")
        if case == smaller or not case.remains:
            return case, ratios


def _without_excluded(case: Case, summaries: Summaries) -> Case:
    counts = case.incompatible()
    pairs = {
        v: [m for m, count in row.items() if count <= MOST_INCOMPATIBLE]
        for v, row in counts.items()
    }
    remains = [v for v in case.remains if pairs[v]]
    missing = [m for m in case.missing if any(m in row for row in pairs.values())]
    gone = Line("Excluded")
    summaries.remains.update({v: gone for v in case.remains if v not in remains})
    summaries.missing.update({m: gone for m in case.missing if m not in missing})
    return case.paired(pairs).keeping(remains, missing)


def _of_missing(ratios: Pairs, missing: str) -> list[float]:
    return [row[missing] for row in ratios.values() if missing in row]


def _by_ratio(ratios: Sequence[float]) -> Line:
    best, heavy = max(ratios), sum(ratio >= PROBABLE for ratio in ratios)
    if heavy:
        return Line("Disputed" if heavy > 1 else "Probable", best)
    return Line("Inconclusive" if best >= 1 else "No match", best)


def _solve_family(case: Case, ratios: Pairs, summaries: Summaries) -> set[str]:
    """The lines of a family with several missing; returns the remains that were named."""
    (options,) = case.options()
    labels = list(case.remains)
    named: dict[str, str] = {}
    for place, missing in enumerate(options.missing):
        of_missing = [
            _generalised(options, options.chosen[:, place] == v) for v in range(len(labels))
        ]
        heavy = [v for v, ratio in enumerate(of_missing) if ratio >= THRESHOLD - 1e-8]
        summaries.missing[missing] = Line(
            "Inconclusive", max(_of_missing(ratios, missing)), max(of_missing)
        )
        for v in heavy:
            line = Line("Match (GLR)", ratios[labels[v]][missing], of_missing[v])
            summaries.missing[missing] = summaries.remains[labels[v]] = line
            named[labels[v]] = missing
    return {*named, *_symmetric(case, options, named, ratios, summaries)}


def _generalised(options: FamilyOptions, rows: np.ndarray) -> float:
    """The best likelihood of these ways over the best of the others."""
    best = options.log_weight[rows].max(initial=-inf)
    return exp(best - options.log_weight[~rows].max())


def _symmetric(
    case: Case,
    options: FamilyOptions,
    named: Mapping[str, str],
    ratios: Pairs,
    summaries: Summaries,
) -> list[str]:
    """The two best assignments tell two missing persons apart from all others, not each other."""
    labels = list(case.remains)
    given = _by_remains(options, labels, without=named)
    order = np.lexsort((*given.T[::-1], -np.round(options.log_weight, 9)))
    if len(order) < 3:
        return []
    first, second = given[order[0]], given[order[1]]
    at = np.flatnonzero(first != second)
    either = {int(place) for one in (first, second) for place in one[at]}
    if len(at) > 2 or len(either) != 2 or len(options.missing) in either:
        return []
    ratio = _generalised(options, np.isin(given[:, at], list(either)).all(1))
    if ratio < THRESHOLD:
        return []
    missing, remains = [options.missing[place] for place in sorted(either)], [labels[v] for v in at]
    for m in missing:
        best = ratios[remains[0]][m] if len(remains) == 1 else None
        summaries.missing[m] = Line("Symmetric match", best, ratio)
    for v in remains:
        best = max(ratios[v][m] for m in missing)
        summaries.remains[v] = Line("Symmetric match", best, ratio)
    return remains


def _by_remains(
    options: FamilyOptions, labels: Sequence[str], *, without: Mapping[str, str]
) -> np.ndarray:
    """Ways turned about: which missing person, by place, each of the remains is, or none (last)."""
    nobody = len(options.missing)
    given = np.full((len(options.chosen), len(labels)), nobody)
    for place in range(nobody):
        chosen = options.chosen[:, place]
        here = np.flatnonzero(chosen != NOBODY)
        given[here, chosen[here]] = place
    given[:, [labels.index(v) for v in without]] = nobody
    return given
