"""One family with one missing person: tables, likelihoods and what follows from them."""

import json
from collections import ChainMap
from collections.abc import Iterable, Mapping
from math import log10, prod
from typing import Any

from kinship_references.case import Family
from kinship_references.reading import (
    listed,
    markers_from,
    mutation_from,
    pedigree_from,
    profile_from,
    profiles_from,
    sex_from,
    typing_from,
)
from kinship_references.tally import Tally
from wayhome.engines.kinship import (
    LinkedPair,
    MarkerTable,
    Member,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
    TooLarge,
    UntypedFounders,
    family_power,
    family_tables,
    likelihoods,
    linked_likelihood,
    linked_likelihood_ratio,
)


class Case:
    """The family of one file."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.markers = markers_from(data["markers"])
        self.pedigree = pedigree_from(data["pedigree"])
        self.missing = data.get("missing_person", "MP")
        self.genotypes = data["genotypes"]
        typed = listed(data.get("typed", list(self.genotypes)))
        self.profiles = profiles_from(self.genotypes, [m for m in typed if m != self.missing])

    @property
    def person(self) -> Profile:
        """The missing person's own profile, where the file has it."""
        return profile_from(self.missing, self.genotypes[self.missing])

    def panel(self, mutation: MutationModel, names: Iterable[str] | None = None, **more: Any):
        """The markers named, or all."""
        wanted = None if names is None else set(names)
        used = [m for m in self.markers if wanted is None or m.marker in wanted]
        return Panel.of(used, mutation, **more)

    def likelihoods(self, panel: Panel, person: Profile | None = None) -> Mapping[str, float]:
        """P(all typings) by marker, the person in the missing one's place; 1 where none."""
        profiles = dict(self.profiles) | ({self.missing: person} if person else {})
        return _Ones(likelihoods(self.pedigree, profiles, panel))

    def apart(self, panel: Panel, person: Profile) -> Mapping[str, float]:
        """P(all typings) when the person is no relative."""
        sex = self.pedigree[self.missing].sex
        pedigree = self.pedigree.with_members([Member("PM", sex=sex)])
        return _Ones(likelihoods(pedigree, {**self.profiles, "PM": person}, panel))

    def tables(self, panel: Panel) -> Mapping[str, MarkerTable]:
        """None where a table is too large though the likelihoods are not."""
        try:
            return family_tables(self.pedigree, self.profiles, self.missing, panel)
        except TooLarge:
            return {}

    def table(self, panel: Panel, marker: str) -> MarkerTable:
        """The table of one marker, also where no relative is typed.

        A stranger's typing there changes nothing.
        """
        one = Panel({marker: panel.models[marker]})
        found = family_tables(self.pedigree, self.profiles, self.missing, one)
        if found:
            return found[marker]
        seen = (one.models[marker].alleles[0],) * 2
        stranger = Profile(id="stranger", typings={marker: seen})
        pedigree = self.pedigree.with_members([Member("stranger", sex=Sex.FEMALE)])
        return family_tables(pedigree, {"stranger": stranger}, self.missing, one)[marker]


class _Ones(dict[str, float]):
    """A marker at which nobody is typed says nothing."""

    def __missing__(self, marker: str) -> float:
        return 1.0


def alone(panel: Panel, person: Profile, sex: Sex = Sex.UNKNOWN) -> Mapping[str, float]:
    """P(the profile of a stranger) by marker."""
    pedigree = Pedigree((Member("PM", sex=sex),))
    return _Ones(likelihoods(pedigree, {"PM": person}, panel))


def check_missing_person(data: Mapping[str, Any], tally: Tally) -> None:
    case = Case(data)
    for result in data["results"]:
        with tally.guarded(result["mutation"].get("key", "")):
            _check_model(case, data, result, tally)


def _check_model(
    case: Case, data: Mapping[str, Any], result: Mapping[str, Any], tally: Tally
) -> None:
    key, family = result["mutation"].get("key", ""), result["L_family_MP_untyped"]
    model = mutation_from(result["mutation"])
    theta = result.get("theta", data.get("theta"))
    panel = case.panel(model, family, theta=float(theta or 0))
    tables, weighed = case.tables(panel), case.likelihoods(panel)
    for marker, value in family.items():
        tally.compare(value, weighed[marker], f"{key} family {marker}")
        if marker in tables:
            tally.compare_again(value, tables[marker].family, f"{key} table {marker}")
    for row in result["candidates"]:
        person = profile_from("PM", data["candidates"][row["candidate"]])
        _check_candidate(case, panel, tables, person, row, tally, key)
    for marker, genotypes in (result["MP_genotype_distribution_given_family"] or {}).items():
        table = tables.get(marker) or case.table(panel, marker)
        _check_distribution(table, genotypes, tally, f"{key} {marker}")


def _check_candidate(
    case: Case,
    panel: Panel,
    tables: Mapping[str, MarkerTable],
    person: Profile,
    row: Mapping[str, Any],
    tally: Tally,
    key: str,
) -> None:
    placed, stranger = case.likelihoods(panel, person), alone(panel, person)
    family = case.likelihoods(panel)
    ratios: dict[str, float | None] = {}
    for marker, expected in row["L_H1_family_with_PM_as_MP"].items():
        where = f"{key} {row['candidate']} {marker}"
        tally.compare(expected, placed[marker], f"{where} H1")
        tally.compare(row["L_PM_alone"][marker], stranger[marker], f"{where} alone")
        below = family[marker] * stranger[marker]
        ratios[marker] = placed[marker] / below if below else None
        tally.compare(row["LR"][marker], ratios[marker], f"{where} LR")
        if not (below and person.typings.get(marker)):
            continue
        if marker in tables and not tables[marker].model.theta:
            looked_up = tables[marker].likelihood_ratio(person.typings[marker])
            tally.compare_again(row["LR"][marker], looked_up, f"{where} table")
    if "LR_total" not in row:
        return
    known = [ratio for ratio in ratios.values() if ratio is not None]
    total = prod(known) if len(known) == len(ratios) else None
    tally.compare(row["LR_total"], total, f"{key} {row['candidate']} LR")
    log = sum(map(log10, known)) if total else None
    tally.compare_log(row["log10_LR_total"], log, f"{key} {row['candidate']} log10 LR")


def _check_distribution(
    table: MarkerTable, genotypes: Mapping[str, float], tally: Tally, where: str
) -> None:
    place = {allele: i for i, allele in enumerate(table.model.alleles)}
    for genotype, expected in genotypes.items():
        a, *rest = (place[allele] for allele in genotype.split("/"))
        b = rest[0] if rest else a
        tally.compare(expected, float(table.distribution[a, b]), f"{where} {genotype}")


def check_theta(data: Mapping[str, Any], tally: Tally) -> None:
    case = Case(data)
    for result in data["results"]:
        model, theta = mutation_from(result.get("mutation")), result["theta"]
        with tally.guarded(f"theta {theta}"):
            familias = case.panel(model, theta=theta, untyped_founders=UntypedFounders.DROPPED)
            _check_two(case, familias, result, "L_H2_joint_family_and_unrelated_PM", tally)
            pedsuite = case.likelihoods(case.panel(model, theta=theta), case.person)
            for marker, expected in result.get("L_H1_pedprobr", {}).items():
                tally.compare(expected, pedsuite[marker], f"{marker} pedprobr")


def check_silent(data: Mapping[str, Any], tally: Tally) -> None:
    case = Case(data)
    for result in data["results"]:
        with tally.guarded(str(result["mutation"])):
            panel = case.panel(
                mutation_from(result["mutation"]),
                silent=result["silent_freq"],
                theta=float(result.get("theta") or 0),
                untyped_founders=UntypedFounders.DROPPED,
            )
            _check_two(case, panel, result, "L_H2", tally)


def _check_two(
    case: Case, panel: Panel, result: Mapping[str, Any], second: str, tally: Tally
) -> None:
    """H1 against H2, both likelihoods of all typings, and the same by the table."""
    person = case.person
    placed, apart = case.likelihoods(panel, person), case.apart(panel, person)
    tables = case.tables(panel)
    for marker, expected in result["L_H1"].items():
        tally.compare(expected, placed[marker], f"{marker} H1")
        tally.compare(result[second][marker], apart[marker], f"{marker} H2")
        tally.compare_ratio(result["LR"][marker], placed[marker], apart[marker], f"{marker} LR")
        if apart[marker] and marker in tables and person.typings.get(marker):
            by_table = tables[marker].likelihood_ratio(person.typings[marker])
            tally.compare_again(result["LR"][marker], by_table, f"{marker} table")
    if "log10_LR_total" in result:
        both = [(placed[m], apart[m]) for m in result["L_H1"]]
        whole = all(above and below for above, below in both)
        log = sum(log10(above) - log10(below) for above, below in both) if whole else None
        tally.compare_log(result["log10_LR_total"], log, "log10 LR total")


def check_x_linked(data: Mapping[str, Any], tally: Tally) -> None:
    case = Case(data)
    person, sex = case.person, case.pedigree[case.missing].sex
    for result in data["results"]:
        with tally.guarded(str(result.get("mutation"))):
            _check_x(case, person, sex, result, tally)


def _check_x(
    case: Case, person: Profile, sex: Sex, result: Mapping[str, Any], tally: Tally
) -> None:
    names = list(result["L_H1"])
    theta = float(result.get("theta") or 0)
    model = mutation_from(result.get("mutation"))
    panel = case.panel(model, names, theta=theta, x_linked=frozenset(names))
    placed, family = case.likelihoods(panel, person), case.likelihoods(panel)
    stranger, tables = alone(panel, person, sex), case.tables(panel)
    for marker in names:
        tally.compare(result["L_H1"][marker], placed[marker], f"{marker} H1")
        tally.compare(result["L_family"][marker], family[marker], f"{marker} family")
        tally.compare(result["L_PM"][marker], stranger[marker], f"{marker} PM")
        below = family[marker] * stranger[marker]
        tally.compare_ratio(result["LR"][marker], placed[marker], below, f"{marker} LR")
        if below and not theta and marker in tables and person.typings.get(marker):
            ratio = tables[marker].likelihood_ratio(person.typings[marker])
            tally.compare_again(result["LR"][marker], ratio, f"{marker} table")


def check_linked_pair(data: Mapping[str, Any], tally: Tally) -> None:
    case = Case(data)
    for result in data["results"]:
        with tally.guarded(f"rho {result['rho']}"):
            _check_linked(case, result, result.get("mutation") or data.get("mutation"), tally)


def _check_linked(case: Case, result: Mapping[str, Any], mutation: Any, tally: Tally) -> None:
    panel, rho = case.panel(mutation_from(mutation)), result["rho"]
    pair = LinkedPair(*panel.models.values(), recombination=rho)
    stranger = Pedigree((Member("PM", sex=case.pedigree[case.missing].sex),))
    whole = {**case.profiles, case.missing: case.person}
    placed = linked_likelihood(case.pedigree, whole, pair)
    family = linked_likelihood(case.pedigree, case.profiles, pair)
    person = linked_likelihood(stranger, {"PM": case.person}, pair)
    tally.compare(result["L_H1"], placed, f"rho {rho} H1")
    tally.compare(result["L_family"], family, f"rho {rho} family")
    tally.compare(result["L_PM"], person, f"rho {rho} PM")
    tally.compare_ratio(result["LR"], placed, family * person, f"rho {rho} LR")
    if family:
        ratio = linked_likelihood_ratio(
            case.pedigree, case.profiles, case.missing, case.person, pair
        )
        tally.compare_again(result["LR"], ratio, f"rho {rho} ratio")


def check_power(data: Mapping[str, Any], tally: Tally) -> None:
    for number, row in enumerate(data["cases"]):
        with tally.guarded(f"case {number}"):
            mutation = row.get("mutation") or data.get("mutation")
            _check_case(Case(ChainMap(row, data)), row, mutation, f"case {number}", tally)


def _check_case(
    case: Case, row: Mapping[str, Any], mutation: Any, where: str, tally: Tally
) -> None:
    panel = case.panel(mutation_from(mutation))
    power = family_power(case.pedigree, case.profiles, case.missing, panel)
    weights, excluded = row["expected_log10LR_if_PM_is_MP_per_marker"], row["EP_per_marker"]
    by_marker = (
        excluded.items()
        if isinstance(excluded, dict)
        else zip(weights, listed(excluded), strict=True)
    )
    for marker, expected in by_marker:
        tally.compare(expected, power.exclusion.get(marker, 0.0), f"{where} EP {marker}")
    for marker, expected in weights.items():
        computed = power.expected_log10_lr.get(marker, 0.0)
        tally.compare_log(expected, computed, f"{where} expected {marker}")
    tally.compare(row["EP_total"], power.exclusion_total, f"{where} EP")
    tally.compare(row["expected_mismatch"], power.expected_exclusions, f"{where} misses")
    total = power.expected_log10_lr_total
    tally.compare_log(row["expected_log10LR_total"], total, f"{where} expected")


def check_dropout(data: Mapping[str, Any], tally: Tally) -> None:
    case = Case(data)
    by_model: dict[str, Mapping[str, MarkerTable]] = {}
    for row in data["values"]:
        mutation, seen = row["mutation"], typing_from(row["observed"])
        key = mutation if isinstance(mutation, str) else json.dumps(mutation)
        where = f"{key} {row['marker']} {seen} d={row['d']}"
        with tally.guarded(where):
            panel = case.panel(mutation_from(mutation))
            if key not in by_model:
                by_model[key] = case.tables(panel)
            table = by_model[key].get(row["marker"]) or case.table(panel, row["marker"])
            related, unrelated = table.likelihoods(seen, dropout=row["d"])
            tally.compare(row["P_obs_given_MP"], related / table.family, f"{where} MP")
            tally.compare(row["P_obs_random"], unrelated / table.family, f"{where} random")
            tally.compare_ratio(row["LR"], related, unrelated, f"{where} LR")


def check_pairwise(data: Mapping[str, Any], tally: Tally) -> None:
    markers, sexes, victims = markers_from(data["markers"]), {}, {}
    for victim, row in data["victims"].items():
        sexes[victim] = sex_from(row.get("sex")) if "genotype" in row else Sex.UNKNOWN
        victims[victim] = profile_from(victim, row.get("genotype", row))
    for key, result in data["results"].items():
        panel = Panel.of(markers, mutation_from(result["mutation"]))
        for family in data["families"]:
            pedigree = pedigree_from(family["pedigree"])
            profiles = profiles_from(family["genotypes"], family["typed"])
            for missing in listed(family["missing"]):
                whole = Family(pedigree, profiles, (missing,), panel)
                with tally.guarded(f"{key} {missing}"):
                    tables = family_tables(pedigree, profiles, missing, panel)
                    for victim, profile in victims.items():
                        unlike = {sexes[victim], pedigree[missing].sex} == {Sex.MALE, Sex.FEMALE}
                        ratio = None if unlike else _ratio(whole, missing, profile, tables)
                        expected = result["LR"][victim].get(missing)
                        tally.compare(expected, ratio, f"{key} {victim} {missing}")


def _ratio(
    family: Family, missing: str, person: Profile, tables: Mapping[str, MarkerTable]
) -> float:
    known = ((tables[m], seen) for m, seen in person.typings.items() if m in tables)
    weights = (table.likelihood_ratio(seen) for table, seen in known)
    return family.ratio_elsewhere(missing, person) * prod(weights)
