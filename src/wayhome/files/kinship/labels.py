"""Numbers in place of ids that may be names."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count

from wayhome.engines.kinship import Member, Pedigree, Profile
from wayhome.files.kinship.calls import Finding, is_number
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.specimens import ReadProfiles, Specimen


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


def remains_without_names(read: ReadProfiles) -> tuple[ReadProfiles, dict[str, str]]:
    """Remains and elimination profiles likewise, and what each number given here stands for.

    Remains without a digit in their number (`Ivan Doe`, `Body A`) become `S1`, `S2` and so on; a
    blank alone makes none a name (`Bag 3`). Members of staff become `E1` unless theirs is a
    laboratory number. Controls keep their names.
    """
    aside = [one.specimen for one in read.set_aside if one.code not in ("control", "unnumbered")]
    remains = [*read.specimens, *aside]
    staff = [*(one.number for one in read.staff), *(one.like for one in read.set_aside if one.like)]
    taken = {one.number for one in remains} | set(staff)
    names = _labels("S", (o.number for o in remains if not re.search(r"\d", o.number)), taken)
    names |= _labels("E", (one for one in staff if not is_number(one)), taken)
    named = replace(
        read,
        specimens=tuple(_labelled(one, names) for one in read.specimens),
        set_aside=tuple(
            replace(
                one, specimen=_labelled(one.specimen, names), like=names.get(one.like, one.like)
            )
            for one in read.set_aside
        ),
        staff=tuple(_labelled(one, names) for one in read.staff),
        findings=tuple(
            replace(one, specimen=names.get(one.specimen, one.specimen)) for one in read.findings
        ),
    )
    return named, {label: one for one, label in names.items()}


def _labels(letter: str, names: Iterable[str], taken: Container[str]) -> dict[str, str]:
    spare = (label for at in count(1) if (label := f"{letter}{at}") not in taken)
    return {one: next(spare) for one in dict.fromkeys(names)}


def _labelled(one: Specimen, names: Mapping[str, str]) -> Specimen:
    if one.number not in names:
        return one
    return replace(one, profile=replace(one.profile, id=names[one.number]))


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
