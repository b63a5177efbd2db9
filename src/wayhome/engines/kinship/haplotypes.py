"""Lines of descent: the Y chromosome from father to son, mitochondrial DNA from the mother.

Neither is mixed in inheritance, so that all of a line carry one haplotype: it can exclude a whole
line, and says with one number how rare an agreement is, whoever of the line is missing. A
haplotype is compared as one thing; its weight stands for all its markers together and is added
once to the weight of autosomal markers, never once for each relative of the same line.

Agreement weighs -log10 f, where f = (x + 1) / (n + 1) after the haplotype was seen x times in a
database of n (the count with the profile itself in it, conservative for rare haplotypes).

Y-STR: the difference at a marker is the number of repeats apart; up to `Y_INCONCLUSIVE` steps in
all may be mutations and weigh nothing, more exclude. Mitochondrial DNA: differences are counted
where both were read; insertions in the two poly-C stretches around 309 and 16193 do not count,
mixed bases agree with any base they hold. One difference is inconclusive, two exclude (SWGDAM,
Interpretation guidelines for mitochondrial DNA analysis, 2019; ISFG recommendations on
mitochondrial typing, Parson and others, 2014, and on Y-STR typing, Roewer and others, 2020).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf, log10

from wayhome.engines.kinship.frequencies.table import ladder_place
from wayhome.engines.kinship.markers import MarkerKind, kind_of
from wayhome.engines.kinship.pedigree import Member, Pedigree, Sex
from wayhome.engines.kinship.profiles import Profile, Typing
from wayhome.values import InvalidEvidence

Y_INCONCLUSIVE = 2  # repeats apart, over all markers, that may still be one line
MITOCHONDRIAL_INCONCLUSIVE = 1  # differences that may still be one line

_LENGTH_VARIANTS = re.compile(r"[ACGT]?(309|315|16193)\.\d+C|[ACGT]?(309|16193)(d|DEL|del|-)")
_DIFFERENCE = re.compile(r"[ACGT]?(\d+)(?:\.(\d+))?([A-Za-z]+|-)")
_BASES = {
    "R": "AG", "Y": "CT", "M": "AC", "K": "GT", "S": "CG", "W": "AT",
    "B": "CGT", "D": "AGT", "H": "ACT", "V": "ACG", "N": "ACGT",
}  # fmt: skip


class Verdict(StrEnum):
    """What comparing two haplotypes says of one line of descent."""

    COMPATIBLE = "compatible"
    INCONCLUSIVE = "inconclusive"
    EXCLUDED = "excluded"
    NOT_COMPARED = "not compared"


@dataclass(frozen=True, kw_only=True, slots=True)
class HaplotypeCount:
    """How often a haplotype was seen (`seen`) in a database of `size` haplotypes.

    Raises:
        InvalidEvidence: negative numbers, or more seen than there are.
    """

    seen: int = 0
    size: int

    def __post_init__(self) -> None:
        if not 0 <= self.seen <= self.size:
            raise InvalidEvidence("A haplotype is seen from 0 times to as often as there are any.")

    @property
    def frequency(self) -> float:
        """(seen + 1) / (size + 1)."""
        return (self.seen + 1) / (self.size + 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two haplotypes side by side: markers or positions compared, and what differs."""

    compared: int
    differing: tuple[str, ...]
    verdict: Verdict

    def log10_lr(self, count: HaplotypeCount) -> float:
        """The weight for one line of descent: of an agreement its rarity, of an exclusion -inf."""
        if self.verdict is Verdict.EXCLUDED:
            return -inf
        return -log10(count.frequency) if self.verdict is Verdict.COMPATIBLE else 0.0


def paternal_line(pedigree: Pedigree, member: str) -> frozenset[str]:
    """Who must carry the same Y as a man of the pedigree, himself included; empty for a woman."""
    if pedigree[member].sex is not Sex.MALE:
        return frozenset()
    men = {m.id for m in pedigree.members if m.sex is Sex.MALE}
    return _line(pedigree, member, lambda child: child.father if child.id in men else None)


def maternal_line(pedigree: Pedigree, member: str) -> frozenset[str]:
    """Who must carry the same mitochondrial DNA as a member, himself included."""
    return _line(pedigree, member, lambda child: child.mother)


def compare_y(first: Profile, second: Profile, *, inconclusive: int = Y_INCONCLUSIVE) -> Comparison:
    """Compare the Y-STR markers two profiles share."""
    mine, theirs = _y_typings(first), _y_typings(second)
    shared = sorted(mine.keys() & theirs.keys())
    steps = {marker: _steps(mine[marker], theirs[marker]) for marker in shared}
    apart = tuple(marker for marker in shared if steps[marker])
    verdict = _verdict(len(shared), sum(steps.values()), inconclusive)
    return Comparison(compared=len(shared), differing=apart, verdict=verdict)


def compare_mitochondrial(
    first: Profile, second: Profile, *, inconclusive: int = MITOCHONDRIAL_INCONCLUSIVE
) -> Comparison:
    """Compare mitochondrial differences to the rCRS where both profiles were read.

    A profile without stated ranges was read wherever the other one was.

    Raises:
        InvalidEvidence: a difference that is not written as rCRS differences are.
    """
    if first.mitochondrial is None or second.mitochondrial is None:
        return Comparison(compared=0, differing=(), verdict=Verdict.NOT_COMPARED)
    mine, theirs = _by_place(first.mitochondrial), _by_place(second.mitochondrial)
    read = [place for place in mine.keys() | theirs.keys() if _both_read(place, first, second)]
    apart = sorted(place for place in read if not _agree(mine.get(place), theirs.get(place)))
    names = tuple(f"{base}.{more}" if more else str(base) for base, more in apart)
    compared = _positions(first, second)
    return Comparison(
        compared=compared,
        differing=names,
        verdict=_verdict(compared, len(apart), inconclusive),
    )


def _line(pedigree: Pedigree, member: str, giver: Callable[[Member], str | None]) -> frozenset[str]:
    """All joined to a member by steps from child to the parent who gives the haplotype."""
    neighbours: dict[str, set[str]] = {m.id: set() for m in pedigree.members}
    for child in pedigree.members:
        parent = giver(child)
        if parent is not None:
            neighbours[child.id].add(parent)
            neighbours[parent].add(child.id)
    line, waiting = {member}, [member]
    while waiting:
        new = neighbours[waiting.pop()] - line
        line |= new
        waiting.extend(new)
    return frozenset(line)


def _verdict(compared: int, differences: float, inconclusive: int) -> Verdict:
    if compared == 0:
        return Verdict.NOT_COMPARED
    if differences == 0:
        return Verdict.COMPATIBLE
    return Verdict.INCONCLUSIVE if differences <= inconclusive else Verdict.EXCLUDED


def _y_typings(profile: Profile) -> Mapping[str, Typing]:
    return {m: seen for m, seen in profile.typings.items() if kind_of(m) is MarkerKind.Y}


def _steps(mine: Typing, theirs: Typing) -> float:
    """Repeats apart, copy by copy; an allele that is no number is a step like any other.

    Where one profile shows one copy of a marker with two, the other copy may have been missed.
    """
    if len(set(mine)) != len(set(theirs)):
        return 0 if set(mine) <= set(theirs) or set(theirs) <= set(mine) else 1
    pairs = zip(
        sorted(set(mine), key=ladder_place), sorted(set(theirs), key=ladder_place), strict=True
    )
    return sum(_apart(a, b) for a, b in pairs)


def _apart(one: str, other: str) -> float:
    if one == other:
        return 0
    try:
        return max(1, abs(float(one) - float(other)))
    except ValueError:
        return 1


Place = tuple[int, int]  # position of the rCRS, and which base inserted after it


def _by_place(differences: frozenset[str]) -> dict[Place, set[str]]:
    """What was read instead of the rCRS, by place; length variants of the C stretches left out."""
    by_place: dict[Place, set[str]] = {}
    for written in differences:
        if _LENGTH_VARIANTS.fullmatch(written):
            continue
        parts = _DIFFERENCE.fullmatch(written)
        if parts is None:
            raise InvalidEvidence(
                f"The mitochondrial difference {written} is not written as position and base, "
                "such as 263G or 523d."
            )
        base = parts[3]
        is_deleted = base in ("d", "-", "del", "DEL")
        found = {"-"} if is_deleted else set(_BASES.get(base.upper(), base.upper()))
        by_place[int(parts[1]), int(parts[2] or 0)] = found
    return by_place


def _agree(mine: set[str] | None, theirs: set[str] | None) -> bool:
    """Whether a base may be one; without a difference it is the rCRS's, of which a mix may be."""
    if mine is not None and theirs is not None:
        return bool(mine & theirs)
    return len(mine or theirs or ()) > 1


def _both_read(place: Place, first: Profile, second: Profile) -> bool:
    return all(
        not profile.mitochondrial_range
        or any(low <= place[0] <= high for low, high in profile.mitochondrial_range)
        for profile in (first, second)
    )


def common_range(first: Profile, second: Profile) -> tuple[tuple[int, int], ...]:
    """The ranges both profiles were read in; with none stated anywhere the rCRS, 1 to 16569."""
    whole = ((1, 16569),)
    mine, theirs = (one.mitochondrial_range or whole for one in (first, second))
    met = ((max(a, c), min(b, d)) for a, b in mine for c, d in theirs)
    return tuple(sorted({(low, high) for low, high in met if low <= high}))


def _positions(first: Profile, second: Profile) -> int:
    """How many positions both read."""
    counted = up_to = 0
    for low, high in common_range(first, second):
        counted += max(0, high - max(low - 1, up_to))
        up_to = max(up_to, high)
    return counted
