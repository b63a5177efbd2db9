"""Which remains are of one person: several bags, one body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wayhome.engines.kinship import Profile, Sex, Typing
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.search import DirectMatch, direct_matches
from wayhome.files.kinship.specimens import Specimen

SURE = 6.0  # log10: two people agree so by chance once in a million
MOST_DIFFERENT = 1  # markers that contradict; one may be a slip


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody not yet known: laboratory numbers that are of one person, joined.

    `contradicted` are markers at which they contradict each other; they are not weighed.
    `log10_weight` is that of the weakest link among them.
    """

    numbers: tuple[str, ...]
    profile: Profile
    sex: Sex
    contradicted: tuple[str, ...] = ()
    log10_weight: float = 0.0

    @property
    def number(self) -> str:
        """The fullest profile's number stands for all."""
        return self.numbers[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Doubtful:
    """Two remains that may be of one person, on too little to be joined."""

    numbers: tuple[str, str]
    markers: int
    different: int
    log10_weight: float


def join_persons(
    specimens: Sequence[Specimen], panel: Panel
) -> tuple[list[Person], list[Doubtful]]:
    """Join remains that direct matches show to be one person's; the rest stand alone.

    Every one of those joined must match every other: a chain of matches joins nobody.
    """
    ordered = sorted(specimens, key=lambda s: (-_fullness(s), s.number))
    matches = direct_matches([s.profile for s in ordered], panel)
    sure: dict[frozenset[int], DirectMatch] = {}
    doubtful = []
    for match in matches:
        agrees = match.different <= MOST_DIFFERENT and not match.sexes_differ
        if match.weight.total >= SURE and agrees:
            sure[frozenset((match.first, match.second))] = match
        else:
            doubtful.append(_doubtful(match, ordered))
    groups, group_of = _groups(len(ordered), sure)
    persons = [_person([ordered[at] for at in group], group, sure) for group in groups]
    doubtful += [
        _doubtful(match, ordered)
        for match in sure.values()
        if group_of[match.first] != group_of[match.second]
    ]
    return persons, doubtful


def _groups(
    count: int, sure: Mapping[frozenset[int], DirectMatch]
) -> tuple[list[list[int]], list[int]]:
    """Those who all match each other, the fullest first, and the group of each."""
    partners: dict[int, set[int]] = {}
    for match in sure.values():
        partners.setdefault(match.first, set()).add(match.second)
        partners.setdefault(match.second, set()).add(match.first)
    groups: list[list[int]] = []
    group_of: list[int] = []
    for one in range(count):
        theirs = partners.get(one, set())
        near = sorted({group_of[other] for other in theirs if other < one})
        found = next((at for at in near if theirs.issuperset(groups[at])), len(groups))
        if found == len(groups):
            groups.append([])
        groups[found].append(one)
        group_of.append(found)
    return groups, group_of


def _fullness(specimen: Specimen) -> int:
    return sum(map(len, specimen.profile.typings.values()))


def _doubtful(match: DirectMatch, ordered: Sequence[Specimen]) -> Doubtful:
    return Doubtful(
        numbers=(ordered[match.first].number, ordered[match.second].number),
        markers=match.common,
        different=match.different,
        log10_weight=match.weight.total,
    )


def _person(
    specimens: Sequence[Specimen],
    places: Sequence[int],
    sure: dict[frozenset[int], DirectMatch],
) -> Person:
    typings: dict[str, Typing] = {}
    contradicted = set()
    for specimen in specimens:
        for marker, typing in specimen.profile.typings.items():
            before = typings.setdefault(marker, typing)
            if sorted(before) == sorted(typing):
                continue
            few, many = sorted((before, typing), key=len)
            if set(few) <= set(many):
                typings[marker] = many if len(set(many)) > 1 else few
            else:
                contradicted.add(marker)
    for marker in contradicted:
        del typings[marker]
    sexes = [one.sex for one in specimens if one.sex is not Sex.UNKNOWN]
    read = next(
        (s.profile for s in specimens if s.profile.mitochondrial is not None), specimens[0].profile
    )
    links = [
        match.weight.total for pair, match in sure.items() if len(places) > 1 and pair <= {*places}
    ]
    return Person(
        numbers=tuple(one.number for one in specimens),
        profile=replace(
            specimens[0].profile,
            typings=typings,
            mitochondrial=read.mitochondrial,
            mitochondrial_range=read.mitochondrial_range,
        ),
        sex=sexes[0] if sexes else Sex.UNKNOWN,
        contradicted=tuple(sorted(contradicted)),
        log10_weight=min(links, default=0.0),
    )
