"""Whose sample would help most: for every missing person without a hypothesis that passes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from wayhome.engines.kinship import Member, Pedigree
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.power import family_power, power_with
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.case import Case
from wayhome.values import WayhomeError

MOST_ASKED = 200  # missing persons for whom the next sample is computed
LEAST_GAIN = 0.5  # log10 weight a sample must bring on average to be asked for
MOST_NAMED = 3  # relatives told of for each missing person
ENOUGH_KNOWN = 2  # members without a sample; beside fewer, a sibling and a child are thought of
NEW_SIBLING, NEW_CHILD = "(sibling)", "(child)"
"""Stand for relatives of the missing person who are not in the pedigree."""

Key = tuple[str, str]  # family and missing person


@dataclass(frozen=True, kw_only=True)
class NextSample:
    """Whose sample would help to find a missing person most.

    `several` says that the family misses others whom the samples at hand cannot tell from him:
    then a child of his own tells them apart, and nobody else does.
    """

    family: Family
    missing: str
    now: float  # the weight the true missing person scores on average, with the samples at hand
    candidates: tuple[tuple[str, float, float], ...]  # who, that weight then, exclusion power then
    several: bool = False


def next_samples(
    case: Case,
    *,
    passing: Collection[Key],
    told: Mapping[Key, bool],
    tick: Callable[[float], None],
) -> tuple[NextSample, ...]:
    """What to ask for, for every missing person in need; those who need it most first.

    Args:
        case: what was weighed.
        passing: the missing with a hypothesis that passes: nothing is asked for them.
        told: the missing with another hypothesis, and whether it rests on one relative.
        tick: is told how much is done.
    """
    needing = set(case.needing)
    waiting = [
        (family, missing)
        for family in case.families
        if family.number not in needing
        for missing in family.missing
        if (family.number, missing) not in passing
    ]

    def order(one: tuple[Family, str]) -> tuple[bool, bool, int, str]:
        key = one[0].number, one[1]
        return (not told.get(key, False), key not in told, len(one[0].typed), key[0])

    first = sorted(waiting, key=order)[:MOST_ASKED]
    asked = []
    for at, (family, missing) in enumerate(first):
        tick(at / len(first))
        if sample := _next_sample(family, missing, case.panel):
            asked.append(sample)
    return tuple(sorted(asked, key=lambda one: one.now))


def _next_sample(family: Family, missing: str, panel: Panel) -> NextSample | None:
    """Whose sample; nothing where none would bring much, or where it cannot be computed."""
    several = any(_alike(family.pedigree, missing, other) for other in family.missing)
    pedigree = family.pedigree
    candidates = list(_candidates(pedigree, family, missing))
    if several or len(candidates) < ENOUGH_KNOWN:
        pedigree = _widened(pedigree, missing)
        candidates = list(_candidates(pedigree, family, missing))
    try:
        now = family_power(family.pedigree, family.profiles, missing, panel)
        powers = power_with(pedigree, family.profiles, missing, panel, candidates)
    except WayhomeError:
        return None
    least = now.expected_log10_lr_total + LEAST_GAIN
    helpful = [
        (one, power.expected_log10_lr_total, power.exclusion_total)
        for one, power in powers.items()
        if power.expected_log10_lr_total >= least
    ]
    if several:  # only his own child is related to him otherwise than to his brothers
        helpful.sort(key=lambda one: not _is_child(pedigree, one[0], missing))
    if not helpful:
        return None
    return NextSample(
        family=family,
        missing=missing,
        now=now.expected_log10_lr_total,
        candidates=tuple(helpful[:MOST_NAMED]),
        several=several,
    )


def _candidates(pedigree: Pedigree, family: Family, missing: str) -> Iterator[str]:
    """Parents, children and full siblings without a sample: those whose samples say most."""
    sought = pedigree[missing]
    for one in pedigree.ids:
        if one in family.profiles or one in family.missing:
            continue
        member = pedigree[one]
        sibling = sought.father is not None and (member.father, member.mother) == (
            sought.father,
            sought.mother,
        )
        if one in (sought.father, sought.mother) or sibling or _is_child(pedigree, one, missing):
            yield one


def _is_child(pedigree: Pedigree, one: str, missing: str) -> bool:
    return missing in (pedigree[one].father, pedigree[one].mother)


def _alike(pedigree: Pedigree, missing: str, other: str) -> bool:
    """Whether two missing are full siblings, neither of whom has a child in the pedigree."""
    one, two = pedigree[missing], pedigree[other]
    childless = not any(
        parent in (member.father, member.mother)
        for member in pedigree.members
        for parent in (missing, other)
    )
    same = one.father is not None and (one.father, one.mother) == (two.father, two.mother)
    return missing != other and same and childless


def _widened(pedigree: Pedigree, missing: str) -> Pedigree:
    """The pedigree with one more sibling where both parents are in it, and one more child."""
    one = pedigree[missing]
    more = []
    if one.father is not None and one.mother is not None:
        more.append(Member(NEW_SIBLING, one.father, one.mother))
    if not any(_is_child(pedigree, member, missing) for member in pedigree.ids):
        is_mother = one.sex.value == "female"
        more.append(
            Member(NEW_CHILD, mother=missing) if is_mother else Member(NEW_CHILD, father=missing)
        )
    return pedigree.with_members(more)
