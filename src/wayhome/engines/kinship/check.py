"""Is a family what its pedigree says? Checked before any search, for the laboratory only.

A finding here may tell that a father is not the father. It goes into the laboratory's own file
and nowhere else: not into a report, an explanation or a letter. What travels is one sentence,
that another sample is needed, and it says nothing of why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from math import inf, log10

from wayhome.engines.kinship.likelihood import Panel, likelihoods
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
    findings = [
        *_wrong_sexes(pedigree, profiles),
        *_same_profiles(profiles, least_common),
        *_contradictions(pedigree, profiles, panel, contradictions),
        *_unrelated(pedigree, profiles, panel, at_least),
    ]
    return FamilyCheck(family=family, findings=tuple(findings))


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
    pedigree: Pedigree, profiles: Mapping[str, Profile], panel: Panel, at_least: int
) -> list[PedigreeFinding]:
    """Markers impossible without mutation, with the members without whom most would be possible."""
    without = Panel({n: replace(m, mutation=MutationModel()) for n, m in panel.models.items()})
    markers = _impossible(pedigree, profiles, without)
    if len(markers) < at_least or not markers:
        return []
    at_them = Panel({marker: without.models[marker] for marker in markers})
    solved = {
        member: len(markers)
        - len(_impossible(pedigree, {m: p for m, p in profiles.items() if m != member}, at_them))
        for member in profiles
    }
    most = max(solved.values())
    members = tuple(m for m, count in solved.items() if count == most > 0)
    return [PedigreeFinding(kind=Kind.CONTRADICTION, members=members, markers=markers)]


def _impossible(
    pedigree: Pedigree, profiles: Mapping[str, Profile], panel: Panel
) -> tuple[str, ...]:
    found = likelihoods(pedigree, profiles, panel)
    return tuple(marker for marker, likelihood in found.items() if likelihood == 0)


def _unrelated(
    pedigree: Pedigree, profiles: Mapping[str, Profile], panel: Panel, at_least: float
) -> list[PedigreeFinding]:
    if len(profiles) < 2:
        return []
    weights: dict[str, float] = {}
    stated = likelihoods(pedigree, profiles, panel)
    for member, profile in profiles.items():
        stranger = Member(APART, sex=pedigree[member].sex)
        moved = {m: p for m, p in profiles.items() if m != member} | {APART: profile}
        apart = likelihoods(pedigree.with_members([stranger]), moved, panel)
        weights[member] = sum(_log10_ratio(stated[m], apart[m]) for m in stated)
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
