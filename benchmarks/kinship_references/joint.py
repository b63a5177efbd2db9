"""Many remains and many missing: pairwise weights, exclusions, and the joint assignment."""

from collections.abc import Mapping, Sequence
from math import comb, exp, factorial, inf
from typing import Any

from kinship_references.case import Case, log_lr
from kinship_references.dvir import compare_joint_default, compare_solved
from kinship_references.tally import Tally
from wayhome.engines.kinship.joint import (
    FamilyOptions,
    FlatPrior,
    JointAnswer,
    assign,
)

UNNAMED = "*"


def check_joint(data: Mapping[str, Any], tally: Tally) -> None:
    case, results = Case.of(data), data["results"]
    _check_alone(case, data, tally)
    with tally.guarded("pairs"):
        _check_pairs(case, results, tally)
        _check_number(case, results, tally)
    with tally.guarded("joint"):
        _check_answer(case, results, tally)
    with tally.guarded("jointDVI"):
        compare_joint_default(case, results.get("jointDVI_default_top") or [], tally)
    with tally.guarded("dviSolve"):
        compare_solved(case, results, tally)


def _check_answer(case: Case, results: Mapping[str, Any], tally: Tally) -> None:
    tops = [rows for name, rows in results.items() if name.startswith("joint_posterior_top")]
    listed = max((one or [] for one in tops), key=len, default=[])
    options = case.options()
    best = max(50, len(listed))
    answer = assign(options, remains=list(case.remains), prior=FlatPrior(), neglect=0.0, best=best)
    _check_table(case, results.get("joint_table") or [], options, answer, tally)
    _check_marginals(case, results, answer, tally)
    _check_listed(case, listed, options, answer, tally)


def _check_alone(case: Case, data: Mapping[str, Any], tally: Tally) -> None:
    for family, expected in (data.get("loglik_families") or {}).items():
        computed = case.families[family].log_likelihood
        tally.compare(expected, computed, f"loglik {family}")
    for label, expected in (data.get("loglik_victims") or {}).items():
        tally.compare(expected, case.log_remains(label), f"loglik {label}")


def _check_pairs(case: Case, results: Mapping[str, Any], tally: Tally) -> None:
    compared = (
        ("pairwise_LR", "LR", case.ratios()),
        ("exclusion_matrix_incompatible_markers", "excluded", case.incompatible()),
    )
    for table, name, found in compared:
        for label, row in (results.get(table) or {}).items():
            for missing, expected in row.items():
                where = f"{name} {label} {missing}"
                tally.compare(expected, found[label].get(missing), where)


def _check_number(case: Case, results: Mapping[str, Any], tally: Tally) -> None:
    """How many assignments the sexes allow: those of men times those of women."""
    number, pairs = 1, list(case.pairs.values())
    for places in set(pairs):
        alike, n = pairs.count(places), len(places)
        number *= sum(comb(alike, k) * comb(n, k) * factorial(k) for k in range(alike + 1))
    if results.get("n_assignments") is not None:
        tally.compare(results["n_assignments"], number, "number of assignments")


def _check_table(
    case: Case,
    table: Sequence[Mapping[str, Any]],
    options: Sequence[FamilyOptions],
    answer: JointAnswer,
    tally: Tally,
) -> None:
    alone, best, labels = case.log_alone, answer.best[0].log_lr, list(case.remains)
    for row in table:
        found = log_lr(options, labels, row)
        where = " ".join(row[label] for label in labels)
        tally.compare(row["loglik"], alone + found, f"loglik {where}")
        tally.compare(row["LR"], exp(best - found) if found > -inf else inf, f"ratio {where}")
        turned = {row[label]: label for label in labels}
        if any(row.get(m, v) != v for m in case.missing for v in (turned.get(m, UNNAMED),)):
            tally.skip(f"{where}: the missing have others there")


def _check_marginals(
    case: Case, results: Mapping[str, Any], answer: JointAnswer, tally: Tally
) -> None:
    places = {missing: column for column, (_, missing) in enumerate(answer.missing)}
    for one, label in enumerate(case.remains):
        for missing, expected in (results.get("marginal_posterior") or {}).get(label, {}).items():
            named = missing != UNNAMED
            found = answer.posterior[one, places[missing]] if named else answer.unnamed[one]
            tally.compare(expected, float(found), f"posterior {label} {missing}")
        for missing, expected in (results.get("pairwise_GLR") or {}).get(label, {}).items():
            may_be = missing in case.pairs[label]
            found = float(answer.best_ratio[one, places[missing]]) if may_be else None
            tally.compare(expected, found, f"GLR {label} {missing}")


def _check_listed(
    case: Case,
    listed: Sequence[Any],
    options: Sequence[FamilyOptions],
    answer: JointAnswer,
    tally: Tally,
) -> None:
    """The best assignments, by rank, those of one probability being in no order; and by name."""
    shown = [row if isinstance(row, Mapping) else {"posterior": row} for row in listed]
    alone, padded = case.log_alone, [*answer.best, *([None] * len(shown))]
    for row, found in zip(shown, padded, strict=False):
        tally.compare(row["posterior"], found.posterior if found else 0.0, "joint posterior")
        if "loglik" in row:
            weight = found.log_lr if found else -inf
            tally.compare(row["loglik"], alone + weight, "joint loglik")
            tally.compare(row["LR"], exp(weight), "joint LR")
        labels = list(case.remains)
        if all(label in row for label in labels):
            named, where = log_lr(options, labels, row), " ".join(row[v] for v in labels)
            share = exp(answer.best[0].log_lr - named) if named > -inf else inf
            tally.compare_again(
                row["posterior"], answer.best[0].posterior / share, f"posterior {where}"
            )
