"""Y and mitochondrial haplotypes of remains beside those of the missing person's lines.

A line excludes or agrees, once for all its relatives. An agreement weighs only where the
laboratory gave a database of the population to count in; in its own families nothing is counted,
since they come from the same places.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from wayhome.engines.kinship import (
    Comparison,
    HaplotypeCount,
    Pedigree,
    Profile,
    Verdict,
    compare_mitochondrial,
    compare_y,
    maternal_line,
    paternal_line,
)
from wayhome.engines.kinship.check import FamilyCheck, Kind, PedigreeFinding
from wayhome.engines.kinship.haplotypes import common_range
from wayhome.engines.kinship.markers import MarkerKind, kind_of
from wayhome.files.kinship.families import Family

LINES: Mapping[
    str, tuple[Callable[[Pedigree, str], frozenset[str]], Callable[[Profile, Profile], Comparison]]
] = {"y": (paternal_line, compare_y), "mitochondrial": (maternal_line, compare_mitochondrial)}
_ORDER = (Verdict.EXCLUDED, Verdict.COMPATIBLE, Verdict.INCONCLUSIVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFinding:
    """What one line of descent says of a pair."""

    line: str  # 'y' or 'mitochondrial'
    relative: str  # the one of the line with whom most was compared
    compared: int  # markers, or positions
    differing: int
    verdict: Verdict
    log10_lr: float  # -inf where it excludes
    size: int = 0  # haplotypes of the database that were read there

    @property
    def excludes(self) -> bool:
        """Whether the line takes the pair out."""
        return self.verdict is Verdict.EXCLUDED


class Lines:
    """The lines of families, and a database to count their haplotypes in."""

    def __init__(self, families: Sequence[Family], database: Sequence[Profile] = ()) -> None:
        """`database` are haplotypes of unrelated persons of the population."""
        self._database = database
        self._typed = {
            (family.number, missing, line): _typed(family, missing, line)
            for family in families
            for missing in family.missing
            for line in LINES
        }

    @property
    def weighs(self) -> bool:
        """Whether an agreement weighs anything."""
        return bool(self._database)

    def typed(self, family: str, missing: str) -> bool:
        """Whether a line of a missing person is typed, by relatives who agree."""
        return any(self._typed[family, missing, line] for line in LINES)

    def findings(self, profile: Profile, family: str, missing: str) -> tuple[LineFinding, ...]:
        """What the lines of a missing person say of a profile; nothing where none is typed.

        Nor where relatives of one line contradict each other: they cannot speak for it.
        """
        found = (self._of_line(line, profile, self._typed[family, missing, line]) for line in LINES)
        return tuple(one for one in found if one is not None)

    def _of_line(
        self, line: str, profile: Profile, relatives: Sequence[tuple[str, Profile]]
    ) -> LineFinding | None:
        compare = LINES[line][1]
        if not _has(line, profile):
            return None
        found = [(relative, other, compare(profile, other)) for relative, other in relatives]
        told = [one for one in found if one[2].verdict is not Verdict.NOT_COMPARED]
        if not told:
            return None
        name, other, best = min(told, key=lambda one: (_ORDER.index(one[2].verdict),
                                                       -one[2].compared))  # fmt: skip
        count = self._count(line, profile, other)
        weight = best.log10_lr(count) if count.size or best.verdict is Verdict.EXCLUDED else 0.0
        return LineFinding(
            line=line,
            relative=name,
            compared=best.compared,
            differing=len(best.differing),
            verdict=best.verdict,
            log10_lr=weight,
            size=count.size,
        )

    def _count(self, line: str, profile: Profile, relative: Profile) -> HaplotypeCount:
        """How often the database has what both show, among those read wherever both were."""
        both = _both(line, profile, relative)
        wanted = both.typings.keys()
        verdicts = [
            LINES[line][1](both, one).verdict
            for one in self._database
            if line != "y" or wanted <= one.typings.keys()
        ]
        read = [verdict for verdict in verdicts if verdict is not Verdict.NOT_COMPARED]
        return HaplotypeCount(seen=read.count(Verdict.COMPATIBLE), size=len(read))


def contradictions(families: Sequence[Family]) -> Iterator[FamilyCheck]:
    """Relatives of one line who exclude each other: for the laboratory only."""
    for family in families:
        found = {
            (line, *sorted((one, two))): comparison
            for missing in family.missing
            for line in LINES
            for one, two, comparison in _excluding(line, _in_line(family, missing, line))
        }
        if found:
            yield FamilyCheck(
                family=family.number,
                findings=tuple(
                    PedigreeFinding(
                        kind=Kind.CONTRADICTION, members=tuple(members), markers=one.differing
                    )
                    for (_, *members), one in found.items()
                ),
            )


def _typed(family: Family, missing: str, line: str) -> list[tuple[str, Profile]]:
    relatives = _in_line(family, missing, line)
    return [] if any(_excluding(line, relatives)) else relatives


def _in_line(family: Family, missing: str, line: str) -> list[tuple[str, Profile]]:
    members = LINES[line][0](family.pedigree, missing)
    return [
        (one, family.profiles[one])
        for one in family.typed
        if one in members and _has(line, family.profiles[one])
    ]


def _excluding(
    line: str, relatives: Sequence[tuple[str, Profile]]
) -> Iterator[tuple[str, str, Comparison]]:
    for (one, first), (two, second) in combinations(relatives, 2):
        comparison = LINES[line][1](first, second)
        if comparison.verdict is Verdict.EXCLUDED:
            yield one, two, comparison


def has_line(profile: Profile) -> bool:
    """Whether a profile has Y markers or mitochondrial DNA."""
    return any(_has(line, profile) for line in LINES)


def _has(line: str, profile: Profile) -> bool:
    if line == "y":
        return any(_is_y(marker) for marker in profile.typings)
    return profile.mitochondrial is not None


@cache
def _is_y(marker: str) -> bool:
    return kind_of(marker) is MarkerKind.Y


def _both(line: str, profile: Profile, relative: Profile) -> Profile:
    """The profile where the relative was read too."""
    if line == "y":
        shared = {
            marker: seen
            for marker, seen in profile.typings.items()
            if _is_y(marker) and marker in relative.typings
        }
        return replace(profile, typings=shared)
    return replace(profile, mitochondrial_range=common_range(profile, relative))
