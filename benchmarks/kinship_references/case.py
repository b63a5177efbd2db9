"""A case of many remains and many missing, and what is left of it as some are found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log, prod
from typing import Any

import numpy as np

from kinship_references.reading import (
    listed,
    markers_from,
    mutation_from,
    pedigree_from,
    profile_from,
    profiles_from,
    sex_from,
)
from wayhome.engines.kinship import (
    MarkerModel,
    Member,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
    likelihoods,
)
from wayhome.engines.kinship.joint import NOBODY, FamilyOptions, Household, family_options
from wayhome.engines.kinship.search import Place, SearchTables

Pairs = dict[str, dict[str, float]]  # a number by remains and missing person, where they may be one


@dataclass(frozen=True, slots=True)
class Family:
    """A family, its typed members, and those of it who are missing still."""

    pedigree: Pedigree
    profiles: Mapping[str, Profile]
    missing: tuple[str, ...]
    panel: Panel

    @property
    def log_likelihood(self) -> float:
        """Of the typed members; minus infinity where they contradict each other."""
        return _log(likelihoods(self.pedigree, self.profiles, self.panel))

    def ratio_elsewhere(self, missing: str, person: Profile) -> float:
        """The ratio at markers at which no relative is typed; the tables leave them out.

        It is one unless a mutation model is not stationary: then the frequencies of those who
        had parents differ from those of a stranger.
        """
        typed = {m for profile in self.profiles.values() for m in profile.typings}
        models = {m: one for m, one in self.panel.models.items() if m not in typed}
        if not models:
            return 1.0
        stranger = Pedigree((Member(missing, sex=self.pedigree[missing].sex),))
        related, alone = (
            likelihoods(pedigree, {missing: person}, Panel(models))
            for pedigree in (self.pedigree, stranger)
        )
        return prod(related[marker] / alone[marker] for marker in related)

    @property
    def unmutated(self) -> "Family":
        """The same if nothing mutated."""
        models = self.panel.models.items()
        return replace(
            self, panel=Panel({m: replace(one, mutation=MutationModel()) for m, one in models})
        )


@dataclass(frozen=True, slots=True)
class Case:
    """`pairs` are the missing persons that each of the remains may be."""

    remains: Mapping[str, Profile]
    sexes: Mapping[str, Sex]
    families: Mapping[str, Family]
    pairs: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Case":
        """Everything in a file, paired by sex."""
        panel = _panel(data["markers"])
        families = {}
        for row in data["families"]:
            typed = profiles_from(data["reference_genotypes"], row["typed"])
            missing = tuple(listed(row["missing"]))
            families[row["family"]] = Family(pedigree_from(row["pedigree"]), typed, missing, panel)
        sexes = {v: sex_from(row.get("sex")) for v, row in data["victims"].items()}
        of_missing = {m: f.pedigree[m].sex for f in families.values() for m in f.missing}
        return cls(
            remains={v: profile_from(v, row["genotype"]) for v, row in data["victims"].items()},
            sexes=sexes,
            families=families,
            pairs={v: tuple(m for m in of_missing if of_missing[m] == s) for v, s in sexes.items()},
        )

    @property
    def missing(self) -> list[str]:
        """Who is missing still, family by family."""
        return [m for family in self.families.values() for m in family.missing]

    @property
    def log_alone(self) -> float:
        """The log likelihood of everything if none of the remains is any of the missing."""
        families = sum(family.log_likelihood for family in self.families.values())
        return families + sum(map(self.log_remains, self.remains))

    def log_remains(self, label: str) -> float:
        """The log likelihood of remains that are nobody's relative."""
        alone = Pedigree((Member(label, sex=self.sexes[label]),))
        panel = next(iter(self.families.values())).panel
        return _log(likelihoods(alone, {label: self.remains[label]}, panel))

    def ratios(self) -> Pairs:
        """The likelihood ratio of every pair that may be, the others of the family unnamed."""
        found: Pairs = {label: {} for label in self.remains}
        for family, tables in self._tables():
            ratios = 10 ** tables.weights(list(self.remains.values()))
            for row, person in enumerate(self.remains.values()):
                for column, missing in enumerate(family.missing):
                    if missing in self.pairs[person.id]:
                        ratios[row, column] *= family.ratio_elsewhere(missing, person)
            self._put(found, family, ratios)
        return found

    def incompatible(self) -> Pairs:
        """How many markers contradict every pair that may be if nothing mutates, as dvir counts.

        A marker at which the relatives alone need a mutation contradicts everybody.
        """
        found: Pairs = {label: {} for label in self.remains}
        for family, tables in self._tables():
            exact = family.unmutated
            impossible = list(likelihoods(exact.pedigree, exact.profiles, exact.panel).values())
            counts = tables.exclusions(list(self.remains.values())) + impossible.count(0)
            self._put(found, family, counts)
        return found

    def options(self) -> list[FamilyOptions]:
        """Each family's ways to take in remains, by their place among the remains."""
        ratios, labels = self.ratios(), list(self.remains)
        return [
            family_options(
                Household(
                    name=name,
                    pedigree=family.pedigree,
                    profiles=family.profiles,
                    candidates={
                        m: [one for one, v in enumerate(labels) if ratios[v].get(m, 0) > 0]
                        for m in family.missing
                    },
                ),
                list(self.remains.values()),
                family.panel,
            )
            for name, family in self.families.items()
        ]

    def paired(self, pairs: Mapping[str, Sequence[str]]) -> "Case":
        """The same with these pairs only."""
        return replace(self, pairs={v: tuple(pairs[v]) for v in self.remains})

    def keeping(self, remains: Sequence[str], missing: Sequence[str]) -> "Case":
        """These only, and the families that they leave."""
        left = {
            name: replace(family, missing=tuple(m for m in family.missing if m in missing))
            for name, family in self.families.items()
        }
        return Case(
            remains={v: self.remains[v] for v in remains},
            sexes=self.sexes,
            families={name: family for name, family in left.items() if family.missing},
            pairs={v: tuple(m for m in self.pairs[v] if m in missing) for v in remains},
        )

    def with_found(self, found: Mapping[str, str]) -> "Case":
        """Remains given to their families as relatives; what has no pair then is left out."""
        placed = {
            name: replace(
                family,
                profiles={**family.profiles}
                | {m: self.remains[v] for v, m in found.items() if m in family.missing},
            )
            for name, family in self.families.items()
        }
        missing = [m for m in self.missing if m not in found.values()]
        left = [v for v in self.remains if v not in found and {*self.pairs[v]} & {*missing}]
        return replace(self, families=placed).keeping(left, missing)

    def _tables(self) -> Iterator[tuple[Family, SearchTables]]:
        for name, family in self.families.items():
            places = [
                Place(family=name, missing=m, pedigree=family.pedigree, profiles=family.profiles)
                for m in family.missing
            ]
            yield family, SearchTables.of(places, family.panel)

    def _put(self, found: Pairs, family: Family, numbers: Any) -> None:
        for row, label in zip(numbers.tolist(), self.remains, strict=True):
            by_missing = zip(family.missing, row, strict=True)
            found[label].update({m: x for m, x in by_missing if m in self.pairs[label]})


def _panel(rows: Sequence[Mapping[str, Any]]) -> Panel:
    models = zip(markers_from(rows), rows, strict=True)
    return Panel(
        {f.marker: MarkerModel(f, mutation_from(row.get("mutation"))) for f, row in models}
    )


def _log(by_marker: Mapping[str, float]) -> float:
    return sum(log(one) if one > 0 else -inf for one in by_marker.values())


def log_lr(
    options: Sequence[FamilyOptions], labels: Sequence[str], row: Mapping[str, Any]
) -> float:
    """The log likelihood ratio of one row of a table of assignments, against nobody named."""
    given = {row[label]: one for one, label in enumerate(labels)}
    total = 0.0
    for family in options:
        wanted = [given.get(m, NOBODY) for m in family.missing]
        found = np.flatnonzero((family.chosen == wanted).all(1))
        total += float(family.log_weight[found[0]]) if len(found) else -inf
    return total
