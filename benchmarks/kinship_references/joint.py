"""Many remains and many missing: pairwise weights, exclusions, and the joint assignment."""

from collections.abc import Mapping
from math import comb, exp, factorial, inf, log
from typing import Any

import numpy as np

from kinship_references.reading import (
    markers_from,
    mutation_from,
    pedigree_from,
    profile_from,
    profiles_from,
)
from kinship_references.tally import Tally
from wayhome.engines.kinship import (
    MarkerModel,
    Member,
    Panel,
    Pedigree,
    Sex,
    likelihoods,
)
from wayhome.engines.kinship.joint import (
    NOBODY,
    FamilyOptions,
    FlatPrior,
    Household,
    JointAnswer,
    assign,
    family_options,
)
from wayhome.engines.kinship.search import Place, SearchTables


class Scene:
    """The families, the remains and the markers of one file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.panel = Panel(
            {
                frequencies.marker: MarkerModel(frequencies, mutation_from(row["mutation"]))
                for frequencies, row in zip(
                    markers_from(data["markers"]), data["markers"], strict=True
                )
            }
        )
        self.remains = [profile_from(id_, row["genotype"]) for id_, row in data["victims"].items()]
        self.labels = list(data["victims"])
        self.sexes = [Sex(row["sex"]) for row in data["victims"].values()]
        self.families = {row["family"]: row for row in data["families"]}
        self.pedigrees = {f: pedigree_from(row["pedigree"]) for f, row in self.families.items()}
        references = data["reference_genotypes"]
        self.typed = {
            f: profiles_from(references, row["typed"]) for f, row in self.families.items()
        }
        self.missing = [
            (family, missing)
            for family, row in self.families.items()
            for missing in _listed(row["missing"])
        ]

    def fits(self, one: int, family: str, missing: str) -> bool:
        """Whether the sexes allow the pairing."""
        return self.sexes[one] == self.pedigrees[family][missing].sex

    def tables(self) -> SearchTables:
        """The tables of every missing person, the others of the family not typed."""
        places = [
            Place(family=f, missing=m, pedigree=self.pedigrees[f], profiles=self.typed[f])
            for f, m in self.missing
        ]
        return SearchTables.of(places, self.panel)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


DVIR_ONLY = ("jointDVI_default_top", "dviSolve_AM", "dviSolve_PM")


def check_joint(data: Mapping[str, Any], tally: Tally) -> None:
    scene, results = Scene(data), data["results"]
    alone = _check_alone(scene, data, tally)
    tables = scene.tables()
    weights = tables.weights(scene.remains)
    _check_pairs(scene, results, weights, _excluding(tables, scene), tally)
    _check_number(scene, results, tally)
    options = _options(scene, weights)
    answer = assign(options, remains=scene.labels, prior=FlatPrior(), neglect=0.0, best=50)
    if results.get("joint_table"):
        _check_table(scene, results["joint_table"], options, answer, alone, tally)
    _check_answer(scene, results, answer, alone, tally)
    for name in DVIR_ONLY:
        if results.get(name):
            tally.skip(f"{name}: dvir's own procedure")


def _check_alone(scene: Scene, data: Mapping[str, Any], tally: Tally) -> float:
    """The log likelihood of everything if none of the remains is any of the missing."""
    total = 0.0
    for family, expected in data["loglik_families"].items():
        found = likelihoods(scene.pedigrees[family], scene.typed[family], scene.panel)
        tally.compare(expected, sum(map(log, found.values())), f"loglik {family}")
        total += sum(map(log, found.values()))
    for label, profile, sex in zip(scene.labels, scene.remains, scene.sexes, strict=True):
        found = likelihoods(Pedigree((Member(label, sex=sex),)), {label: profile}, scene.panel)
        tally.compare(
            data["loglik_victims"][label], sum(map(log, found.values())), f"loglik {label}"
        )
        total += sum(map(log, found.values()))
    return total


def _check_pairs(
    scene: Scene,
    results: Mapping[str, Any],
    weights: np.ndarray,
    excluded: np.ndarray,
    tally: Tally,
) -> None:
    for one, label in enumerate(scene.labels):
        for place, (family, missing) in enumerate(scene.missing):
            fits = scene.fits(one, family, missing)
            where = f"{label} {missing}"
            tally.compare(
                results["pairwise_LR"][label][missing],
                float(10 ** weights[one, place]) if fits else None,
                f"LR {where}",
            )
            tally.compare(
                results["exclusion_matrix_incompatible_markers"][label][missing],
                int(excluded[one, place]) if fits else None,
                f"excluded {where}",
            )


def _excluding(tables: SearchTables, scene: Scene) -> np.ndarray:
    """Markers that exclude each pairing, as dvir counts them.

    Where the relatives alone need a mutation dvir lets the marker exclude everybody.
    """
    counts = tables.exclusions(scene.remains)
    codes = tables.space.encode(scene.remains)
    for column, place in enumerate(tables.places):
        found = likelihoods(place.pedigree, place.profiles, tables.unmutated)
        for at, marker in enumerate(tables.space.markers):
            if found.get(marker.marker, 1.0) == 0:
                counts[:, column] += codes[:, at] != marker.start
    return counts


def _check_number(scene: Scene, results: Mapping[str, Any], tally: Tally) -> None:
    """How many assignments the sexes allow: those of men times those of women."""
    number = 1
    for sex in set(scene.sexes):
        men = scene.sexes.count(sex)
        places = sum(scene.pedigrees[f][m].sex == sex for f, m in scene.missing)
        number *= sum(comb(men, k) * comb(places, k) * factorial(k) for k in range(men + 1))
    tally.compare(results["n_assignments"], number, "number of assignments")


def _options(scene: Scene, weights: np.ndarray) -> list[FamilyOptions]:
    """Each family's ways, remains that a place excludes left out."""
    found = []
    for family in scene.families:
        candidates = {
            m: [
                one
                for one in range(len(scene.remains))
                if scene.fits(one, f, m) and np.isfinite(weights[one, place])
            ]
            for place, (f, m) in enumerate(scene.missing)
            if f == family
        }
        household = Household(
            name=family,
            pedigree=scene.pedigrees[family],
            profiles=scene.typed[family],
            candidates=candidates,
        )
        found.append(family_options(household, scene.remains, scene.panel))
    return found


def _log_lr(scene: Scene, options: list[FamilyOptions], row: Mapping[str, Any]) -> float:
    """The log likelihood ratio of one row of a table of assignments."""
    given = {row[label]: one for one, label in enumerate(scene.labels) if row[label] != "*"}
    total = 0.0
    for family in options:
        wanted = [given.get(m, NOBODY) for m in family.missing]
        found = np.flatnonzero((family.chosen == wanted).all(1))
        total += float(family.log_weight[found[0]]) if len(found) else -inf
    return total


def _check_table(
    scene: Scene,
    table: list[Mapping[str, Any]],
    options: list[FamilyOptions],
    answer: JointAnswer,
    alone: float,
    tally: Tally,
) -> None:
    best = answer.best[0].log_lr
    for row in table:
        found = _log_lr(scene, options, row)
        where = " ".join(row[label] for label in scene.labels)
        tally.compare(row["loglik"], alone + found if found > -inf else None, f"loglik {where}")
        tally.compare(row["LR"], exp(best - found) if found > -inf else None, f"ratio {where}")


def _check_answer(
    scene: Scene, results: Mapping[str, Any], answer: JointAnswer, alone: float, tally: Tally
) -> None:
    for one, label in enumerate(scene.labels):
        marginal = (results.get("marginal_posterior") or {}).get(label, {})
        ratio = (results.get("pairwise_GLR") or {}).get(label, {})
        for place, (family, missing) in enumerate(scene.missing):
            fits, where = scene.fits(one, family, missing), f"{label} {missing}"
            if missing in marginal:
                found = float(answer.posterior[one, place])
                tally.compare(marginal[missing], found, f"posterior {where}")
            if missing in ratio:
                found = float(answer.best_ratio[one, place]) if fits else None
                tally.compare(ratio[missing], found, f"GLR {where}")
        if "*" in marginal:
            tally.compare(marginal["*"], float(answer.unnamed[one]), f"posterior {label} *")
    listed = results.get("joint_posterior_top") or results.get("joint_posterior_top50") or []
    shown = [row if isinstance(row, Mapping) else {"posterior": row} for row in listed]
    padded = [*answer.best, *([None] * len(shown))]
    for row, found in zip(shown, padded, strict=False):
        posterior = found.posterior if found else 0.0
        tally.compare(row["posterior"], posterior, "joint posterior")
        if "loglik" in row:
            log_lr = found.log_lr if found else -inf
            value = alone + log_lr if log_lr > -inf else None
            tally.compare(row["loglik"], value, "joint loglik")
            tally.compare(row["LR"], exp(log_lr), "joint LR")
