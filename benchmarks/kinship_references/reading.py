"""From the reference files' JSON to the engine's values.

R writes a list of one as the item alone, a missing value as null, and one number for both sexes
where they are alike.
"""

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

NUMBER = r"([0-9][0-9.e+-]*)"
SEXES = ("female", "male")
TRANSFORMS = {str(one) for one in Transform} - {Transform.NONE}


def listed(value: Any) -> list[Any]:
    """A list, the item alone, or nothing."""
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def sex_from(value: Any) -> Sex:
    """A word, or R's number."""
    return {1: Sex.MALE, 2: Sex.FEMALE}.get(value) or Sex(value or Sex.UNKNOWN)


def pedigree_from(rows: Sequence[Mapping[str, Any]]) -> Pedigree:
    return Pedigree(
        tuple(
            Member(str(row["id"]), _parent(row["father"]), _parent(row["mother"]), sex)
            for row in rows
            for sex in (sex_from(row.get("sex")),)
        )
    )


def _parent(id_: Any) -> str | None:
    """A founder has none: null, or 0 as R writes it."""
    return None if id_ in (None, 0, "0", "") else str(id_)


def markers_from(rows: Sequence[Mapping[str, Any]]) -> list[MarkerFrequencies]:
    """As written: not renormalised, in the file's order."""
    return [
        MarkerFrequencies(
            row["name"], tuple(map(str, listed(row["alleles"]))), tuple(listed(row["freqs"]))
        )
        for row in rows
    ]


def typing_from(seen: Any) -> tuple[str, ...]:
    """null is a failed marker, [a, null] one allele seen."""
    return tuple(str(allele) for allele in listed(seen) if allele is not None)


def profile_from(id_: str, genotype: Mapping[str, Any] | None) -> Profile:
    """The typings of one person."""
    seen = (genotype or {}).items()
    return Profile(id=id_, typings={marker: typing_from(alleles) for marker, alleles in seen})


def profiles_from(genotypes: Mapping[str, Any], ids: Any) -> dict[str, Profile]:
    """The profiles of those ids."""
    return {id_: profile_from(id_, genotypes[id_]) for id_ in listed(ids)}


def mutation_from(spec: Mapping[str, Any] | str | None) -> MutationModel:
    """A model from its fields, from Familias' fields or from its short name."""
    if isinstance(spec, str):
        spec = from_name(spec)
    if not spec:
        return MutationModel()
    if any(isinstance(spec.get(sex), Mapping) for sex in SEXES):
        return MutationModel(*(_one_sex(spec.get(sex), sex) for sex in SEXES))
    return MutationModel(*(_one_sex(spec, sex) for sex in SEXES))


def _one_sex(spec: Mapping[str, Any] | None, sex: str) -> Mutation:
    if not spec:
        return Mutation()
    given = {name.removeprefix(sex): _for_sex(value, sex) for name, value in spec.items()}
    kind = str(given.get("model") or given.get("MutationModel") or "none").lower()
    matrix = tuple(tuple(map(float, row)) for row in given.get("matrix") or ())
    if matrix and kind in {"random", "custom"}:
        return Mutation(kind=Kind.CUSTOM, matrix=matrix)
    words = (value for value in given.values() if isinstance(value, str))
    transform = next((word for word in words if word in TRANSFORMS), Transform.NONE)
    return Mutation(
        kind=Kind.NONE if kind == "trivial" else Kind(kind),
        rate=float(given.get("rate") or given.get("MutationRate") or 0),
        rate2=float(given.get("rate2") or given.get("MutationRate2") or 0),
        range=float(given.get("range") or given.get("MutationRange") or 0.1),
        transform=Transform(transform),
        keeps_rate=bool(given.get("keeps_rate") or given.get("adjust")),
    )


def _for_sex(value: Any, sex: str) -> Any:
    """A value of one sex, or of both: by name, or the female's and then the male's."""
    if isinstance(value, Mapping):
        return value.get(sex)
    if isinstance(value, list) and len(value) == 2 and not isinstance(value[0], list):
        return value[SEXES.index(sex)]
    return value


def from_name(name: str) -> Mapping[str, Any]:
    """`stepwise_f0.0005_m0.0025_r2_1e-6_range0.1` and the like, as fields."""
    spec: dict[str, Any] = {"model": re.split(r"[_ ,]", name.strip())[0]}
    if found := re.search(rf"_f{NUMBER}_m{NUMBER}", name):
        spec["rate"] = {"female": float(found[1]), "male": float(found[2])}
    elif found := re.search(rf"[_ ](?:rate ?)?{NUMBER}", name):
        spec["rate"] = float(found[1])
    if found := re.search(rf"r(?:ate)?2[_ ]?{NUMBER}", name):
        spec["rate2"] = float(found[1])
    if found := re.search(rf"range[_ ]?{NUMBER}", name):
        spec["range"] = float(found[1])
    if found := re.search(rf"\b({'|'.join(sorted(TRANSFORMS))})\b", name.replace("_", " ")):
        spec["transform"] = found[1]
        spec["keeps_rate"] = "adjusted" in name and "not adjusted" not in name
    return spec
