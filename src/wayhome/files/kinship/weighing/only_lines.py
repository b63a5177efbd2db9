"""Remains or relatives with Y or mitochondrial DNA alone: compatible or not, and no more.

A line is shared by all who descend in it, so an agreement is no weight for one person: it tells
where a second method is worth trying.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wayhome.engines.kinship import Profile, Sex, Verdict
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.lines import LineFinding, Lines, has_line
from wayhome.files.kinship.weighing.persons import Person


@dataclass(frozen=True, kw_only=True, slots=True)
class Compatible:
    """A missing person whose line remains agree with."""

    family: str
    missing: str
    lines: tuple[LineFinding, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LineSearch:
    """Remains compared with lines alone: with how many missing, and with whom they agree."""

    number: str
    compared: int
    excluded: int
    compatible: tuple[Compatible, ...]


def search_lines(
    few: Sequence[Person],
    persons: Sequence[Person],
    families: Sequence[Family],
    lines: Lines,
    weighed: frozenset[str],
) -> tuple[LineSearch, ...]:
    """Compare what markers cannot weigh.

    Args:
        few: remains with too few markers; they are compared with every family.
        persons: remains with enough; they are compared with families whose relatives have none.
        families: all that miss somebody.
        lines: their haplotypes.
        weighed: the numbers of families whose markers are weighed.
    """  # fmt: skip
    only = [family for family in families if family.number not in weighed]
    found = [_search(one, families, lines) for one in few if has_line(one.profile)]
    found += [_search(one, only, lines) for one in persons if only and has_line(one.profile)]
    return tuple(one for one in found if one.compared)


def _search(person: Person, families: Sequence[Family], lines: Lines) -> LineSearch:
    compared = list(_compared(person, families, lines))
    return LineSearch(
        number=person.number,
        compared=len(compared),
        excluded=sum(_excluded(one) for one in compared),
        compatible=tuple(one for one in compared if _agrees(one)),
    )


def _compared(person: Person, families: Sequence[Family], lines: Lines) -> Iterator[Compatible]:
    sex = _sex(person)
    for family in families:
        for missing in family.missing:
            other = {sex, family.pedigree[missing].sex} == {Sex.FEMALE, Sex.MALE}
            if not other and (found := lines.findings(person.profile, family.number, missing)):
                yield Compatible(family=family.number, missing=missing, lines=found)


def _sex(person: Person) -> Sex:
    """Who shows a Y is a man."""
    has_y = has_line(_without_mitochondrial(person.profile))
    return Sex.MALE if person.sex is Sex.UNKNOWN and has_y else person.sex


def _without_mitochondrial(profile: Profile) -> Profile:
    return Profile(id=profile.id, typings=profile.typings)


def _excluded(one: Compatible) -> bool:
    return any(line.excludes for line in one.lines)


def _agrees(one: Compatible) -> bool:
    agrees = any(line.verdict is Verdict.COMPATIBLE for line in one.lines)
    return agrees and not _excluded(one)
