"""From the reference files' JSON to the engine's values."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wayhome.engines.kinship import (
    Kind,
    MarkerFrequencies,
    Member,
    Mutation,
    MutationModel,
    Pedigree,
    Profile,
    Sex,
    Transform,
)


def pedigree_from(rows: Sequence[Mapping[str, Any]]) -> Pedigree:
    return Pedigree(
        tuple(
            Member(row["id"], row["father"], row["mother"], Sex(row.get("sex") or "unknown"))
            for row in rows
        )
    )


def markers_from(rows: Sequence[Mapping[str, Any]]) -> list[MarkerFrequencies]:
    """As written: not renormalised, in the file's order."""
    return [
        MarkerFrequencies(row["name"], tuple(map(str, row["alleles"])), tuple(row["freqs"]))
        for row in rows
    ]


def profile_from(id_: str, genotype: Mapping[str, Any]) -> Profile:
    """null is a failed marker, [a, null] one allele seen."""
    typings = {
        marker: tuple(str(allele) for allele in seen if allele is not None)
        for marker, seen in genotype.items()
        if seen
    }
    return Profile(id=id_, typings=typings)


def profiles_from(genotypes: Mapping[str, Any], ids: Any) -> dict[str, Profile]:
    """The profiles of those ids; R writes a list of one as the item alone."""
    listed = [ids] if isinstance(ids, str) else list(ids)
    return {id_: profile_from(id_, genotypes[id_]) for id_ in listed}


def mutation_from(spec: Mapping[str, Any] | str | None) -> MutationModel:
    """A model from its fields, from Familias' fields or from its short name."""
    if isinstance(spec, str):
        spec = _from_name(spec)
    if not spec:
        return MutationModel()
    if set(spec) <= {"female", "male"}:
        return MutationModel(*(_one_sex(spec[sex], sex) for sex in ("female", "male")))
    return MutationModel(*(_one_sex(spec, sex) for sex in ("female", "male")))


def _one_sex(spec: Mapping[str, Any] | None, sex: str) -> Mutation:
    if not spec:
        return Mutation()
    given = {name.removeprefix(sex): _for_sex(value, sex) for name, value in spec.items()}
    kind = str(given.get("model") or given.get("MutationModel")).lower()
    transform = given.get("transform")
    return Mutation(
        kind=Kind.NONE if kind == "trivial" else Kind(kind),
        rate=float(given.get("rate") or given.get("MutationRate") or 0),
        rate2=float(given.get("rate2") or given.get("MutationRate2") or 0),
        range=float(given.get("range") or given.get("MutationRange") or 0.1),
        transform=Transform(transform) if transform else Transform.NONE,
        keeps_rate=bool(given.get("keeps_rate")),
        matrix=tuple(map(tuple, given.get("matrix") or ())),
    )


def _for_sex(value: Any, sex: str) -> Any:
    return value[sex] if isinstance(value, Mapping) and sex in value else value


def _from_name(name: str) -> Mapping[str, Any]:
    """`stepwise_f0.0005_m0.0025_r2_1e-6_range0.1` and the like."""
    number = r"([0-9][0-9.e+-]*)"
    spec: dict[str, Any] = {"model": re.split(r"[_ ]", name)[0]}
    if found := re.search(rf"_f{number}_m{number}", name):
        spec["rate"] = {"female": float(found[1]), "male": float(found[2])}
    elif found := re.search(rf"[_ ](?:rate )?{number}", name):
        spec["rate"] = float(found[1])
    if found := re.search(rf"r(?:ate)?2[_ ]{number}", name):
        spec["rate2"] = float(found[1])
    if found := re.search(rf"range ?{number}", name):
        spec["range"] = float(found[1])
    if found := re.search(r"transform (\w\w)", name):
        spec["transform"] = found[1]
        spec["keeps_rate"] = "rate adjusted" in name
    return spec
