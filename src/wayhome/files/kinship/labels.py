"""Numbers in place of ids that may be names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count

from wayhome.engines.kinship import Member, Pedigree, Profile
from wayhome.files.kinship.calls import Finding, is_number
from wayhome.files.kinship.families import Family


def without_names(families: Sequence[Family]) -> tuple[list[Family], dict[str, str]]:
    """The families with numbers only, and what each number given here stands for.

    An id or family without a digit may be a name (`Mother`, a surname): it becomes the family's
    number and a place in the family. Laboratory numbers stay.
    """
    numbered, key = [], {}
    for at, family in enumerate(families, start=1):
        number = family.number
        if not is_number(number):
            number = f"K{at:03}"
            key[number] = family.number
        names = _numbers(family, number)
        key |= {label: one for one, label in names.items() if label != one}
        numbered.append(_renamed(family, number, names))
    return numbered, key


def _numbers(family: Family, number: str) -> dict[str, str]:
    """A number for each member: the laboratory's own, else one that no other member has.

    A missing person is told by an M: `F1-M`, or `F1-M2` where there are several.
    """
    ids = family.pedigree.ids
    names = {one: one for one in ids if is_number(one)}
    for place, one in enumerate(ids, start=1):
        if one in names:
            continue
        tried = (f"{number}-M", *(f"{number}-M{at}" for at in range(2, len(ids) + 1)))
        if one not in family.missing:
            tried = (f"{number}-{place}",)
        spare = (f"{number}-{place}x{at}" for at in count(1))
        names[one] = next(
            label for label in chain(tried, spare) if label not in {*names.values(), *ids}
        )
    return names


def hide_names(findings: Iterable[Finding], key: Mapping[str, str]) -> list[Finding]:
    """The findings with the numbers of `key` in place of ids that may be names."""
    label = {as_written: number for number, as_written in key.items()}
    return [
        one
        if is_number(one.specimen) or not one.specimen
        else replace(one, specimen=label.get(one.specimen, ""))
        for one in findings
    ]


def _renamed(family: Family, number: str, names: Mapping[str, str]) -> Family:
    def profiles(held: Mapping[str, Profile]) -> dict[str, Profile]:
        return {names[one]: replace(profile, id=names[one]) for one, profile in held.items()}

    def parent(one: str | None) -> str | None:
        return None if one is None else names[one]

    members = (
        Member(names[m.id], parent(m.father), parent(m.mother), m.sex)
        for m in family.pedigree.members
    )
    return Family(
        number=number,
        pedigree=Pedigree(tuple(members)),
        missing=tuple(names[one] for one in family.missing),
        profiles=profiles(family.profiles),
        own=profiles(family.own),
    )
