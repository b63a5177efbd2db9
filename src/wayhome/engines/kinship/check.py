"""Is a family what its pedigree says? Checked before any search, for the laboratory only.

A finding here may tell that a father is not the father. It goes into the laboratory's own file
and nowhere else: not into a report, an explanation or a letter. What travels is one sentence,
that another sample is needed, and it says nothing of why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import inf, log10, prod

from wayhome.engines.kinship.likelihood import Panel, likelihoods
from wayhome.engines.kinship.likelihood.many import Typed, likelihoods_of_many
from wayhome.engines.kinship.likelihood.states import weighable
from wayhome.engines.kinship.mutation import MutationModel
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile

APART = "\N{MIDDLE DOT}apart"


class Kind(StrEnum):
    """What may be wrong with a family's samples."""

    SEX = "sex"  # amelogenin shows another sex than the pedigree
    SAME_PROFILE = "same_profile"  # two members with one profile: twins, or one sample twice
    CONTRADICTION = "contradiction"  # markers that need a mutation or an error
    UNRELATED = "unrelated"  # a member who fits better as a stranger


@dataclass(frozen=True, kw_only=True, slots=True)
class PedigreeFinding:
    """Something the laboratory must look at before this family is searched.

    `members` are those concerned, by laboratory number; `markers` those that contradict.
    `log10_lr` is the weight of "related as stated" against "unrelated to all others", where the
    finding rests on one.
    """

    kind: Kind
    members: tuple[str, ...]
    markers: tuple[str, ...] = ()
    log10_lr: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FamilyCheck:
    """What was found in one family. Only `request` may leave the laboratory."""

    family: str
    findings: tuple[PedigreeFinding, ...]

    @property
    def request(self) -> str | None:
        """All that may be told outside the laboratory; None when nothing was found."""
        return "Another sample is needed." if self.findings else None


def check_family(
    family: str,
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    panel: Panel,
    *,
    contradictions: int = 1,
    at_least: float = -1.0,
    least_common: int = 8,
) -> FamilyCheck:
    """Look for wrong sexes, samples taken twice, contradictions and members who do not belong.

    Markers that contradict are told from `contradictions` on. A member is told of as unrelated
    when the weight of the stated relation to all others is below `at_least` (log10), the one who
    fits worst first: those next to a stranger fit badly too. Two have one profile when they agree
    at `least_common` markers or more and differ at none.
    """
    (found,) = check_families(
        [(family, pedigree, profiles)],
        panel,
        contradictions=contradictions,
        at_least=at_least,
        least_common=least_common,
    )
    return found


def check_families(
    families: Sequence[tuple[str, Pedigree, Mapping[str, Profile]]],
    panel: Panel,
    *,
    contradictions: int = 1,
    at_least: float = -1.0,
    least_common: int = 8,
) -> list[FamilyCheck]:
    """`check_family` of each: name, pedigree, profiles. Those of one shape share the arithmetic."""
    still = _unmutated(panel)
    typed = [(pedigree, profiles) for _, pedigree, profiles in families]
    return [
        FamilyCheck(
            family=family,
            findings=(
                *_wrong_sexes(pedigree, profiles),
                *_same_profiles(profiles, least_common),
                *_contradictions(pedigree, profiles, still, unmutated, contradictions),
                *_unrelated(weights, at_least),
            ),
        )
        for (family, pedigree, profiles), unmutated, weights in zip(
            families, likelihoods_of_many(typed, still), _weights(typed, panel), strict=True
        )
    ]


def _unmutated(panel: Panel) -> Panel:
    """The panel if nothing mutated."""
    models = panel.models.items()
    return Panel({name: replace(one, mutation=MutationModel()) for name, one in models})


def _wrong_sexes(pedigree: Pedigree, profiles: Mapping[str, Profile]) -> list[PedigreeFinding]:
    return [
        PedigreeFinding(kind=Kind.SEX, members=(member,))
        for member, profile in profiles.items()
        if {pedigree[member].sex, profile.sex} == {Sex.FEMALE, Sex.MALE}
    ]


def _same_profiles(profiles: Mapping[str, Profile], least_common: int) -> list[PedigreeFinding]:
    found = []
    for (one, first), (two, second) in combinations(profiles.items(), 2):
        common = [
            sorted(seen) == sorted(second.typings[marker])
            for marker, seen in first.typings.items()
            if weighable(seen) and weighable(second.typings.get(marker))
        ]
        if len(common) >= least_common and all(common):
            found.append(PedigreeFinding(kind=Kind.SAME_PROFILE, members=(one, two)))
    return found


def _contradictions(
    pedigree: Pedigree,
    profiles: Mapping[str, Profile],
    still: Panel,
    unmutated: Mapping[str, float],
    at_least: int,
) -> list[PedigreeFinding]:
    """Markers impossible without mutation, with the members without whom most would be possible.

    `unmutated` are the likelihoods by `still`, the panel if nothing mutated.
    """
    markers = _impossible(unmutated)
    if len(markers) < at_least or not markers:
        return []
    at_them = Panel({marker: still.models[marker] for marker in markers})
    solved = {
        member: len(markers)
        - len(_impossible(likelihoods(pedigree, _others(profiles, member), at_them)))
        for member in profiles
    }
    most = max(solved.values())
    members = tuple(m for m, count in solved.items() if count == most > 0)
    return [PedigreeFinding(kind=Kind.CONTRADICTION, members=members, markers=markers)]


def _impossible(found: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(marker for marker, likelihood in found.items() if likelihood == 0)


def _others(profiles: Mapping[str, Profile], member: str) -> dict[str, Profile]:
    return {m: profile for m, profile in profiles.items() if m != member}


def _weights(families: Sequence[Typed], panel: Panel) -> Iterator[dict[str, float]]:
    """For each family and member the log10 weight of "as stated" against "a stranger to all".

    Without theta a stranger's profile has nothing to do with the others'.
    """
    apart: list[Typed] = []
    dependent = any(model.theta for model in panel.models.values())
    for pedigree, profiles in families:
        for member, profile in profiles.items() if len(profiles) > 1 else ():
            stranger, others = Member(APART, sex=pedigree[member].sex), _others(profiles, member)
            if dependent:
                apart.append((pedigree.with_members([stranger]), {**others, APART: profile}))
            else:
                apart += [(pedigree, others), (Pedigree((stranger,)), {APART: profile})]
    stated = likelihoods_of_many(families, panel)
    found = iter(likelihoods_of_many(apart, panel))
    for (_, profiles), whole in zip(families, stated, strict=True):
        yield {
            member: _weight(whole, [next(found) for _ in range(1 if dependent else 2)])
            for member in profiles
            if len(profiles) > 1
        }


def _weight(stated: Mapping[str, float], apart: Sequence[Mapping[str, float]]) -> float:
    return sum(
        _log10_ratio(one, prod(part.get(marker, 1.0) for part in apart))
        for marker, one in stated.items()
    )


def _unrelated(weights: Mapping[str, float], at_least: float) -> list[PedigreeFinding]:
    return [
        PedigreeFinding(kind=Kind.UNRELATED, members=(member,), log10_lr=weights[member])
        for member in sorted(weights, key=weights.__getitem__)
        if weights[member] < at_least
    ]


def _log10_ratio(stated: float, apart: float) -> float:
    """Nought where both are impossible: the others contradict each other, whoever he is."""
    if stated == 0:
        return 0.0 if apart == 0 else -inf
    return log10(stated / apart)
