"""Markers of the X chromosome: a weight of their own, for those whose sex is known.

Markers of one linkage group are handed on together, and their alleles go together in the
population; the groups are independent of each other and of all other chromosomes. So one marker
of each group is added to the weight, chosen before any remains are looked at: the one typed in
most relatives, then the most variable. The others are shown and not added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log10

from wayhome.engines.kinship import MarkerTable, Profile, Sex, family_tables
from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.markers import MarkerKind, kind_of
from wayhome.files.kinship.calls import Finding
from wayhome.files.kinship.families import Family
from wayhome.files.kinship.weighing.persons import Person
from wayhome.values import WayhomeError

GROUPS: Mapping[str, tuple[str, ...]] = {
    "Xp22": ("DXS10148", "DXS10135", "DXS8378"),
    "Xq12": ("DXS7132", "DXS10079", "DXS10074"),
    "Xq26": ("DXS10103", "HPRTB", "DXS10101"),
    "Xq28": ("DXS10146", "DXS10134", "DXS7423"),
}
"""The linkage groups of forensic kits (Szibor: FSI Genetics 1, 2007, 93-99)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class XFinding:
    """What X markers say of a pair: by marker, and those of independent groups together."""

    by_marker: tuple[tuple[str, float], ...]  # log10 weights
    combined: tuple[str, ...]
    log10_lr: float


class XMarkers:
    """The X markers of families, looked up for one missing person after another."""

    def __init__(self, families: Sequence[Family], panel: Panel) -> None:
        self._panel = panel
        self._families = {one.number: one for one in families}
        self._relatives = {one.number: x_relatives(one, panel) for one in families}
        self._chosen = {
            number: _chosen(relatives, panel) for number, relatives in self._relatives.items()
        }
        self._last: tuple[tuple[str, str], Mapping[str, MarkerTable]] = (("", ""), {})
        self.findings: list[Finding] = [
            Finding(file="", row=0, code="x_no_sex", specimen=one.number)
            for one in families
            if self._relatives[one.number] and _some_sex_unknown(one)
        ]

    @property
    def weighs(self) -> bool:
        """Whether any family has X markers to weigh."""
        return any(self._chosen.values())

    def finding(self, person: Person, family: str, missing: str) -> XFinding | None:
        """What the X markers of a family say of a person; nothing where a sex is not known."""
        sought = self._families[family].pedigree[missing].sex
        if person.sex is Sex.UNKNOWN or sought is not person.sex:
            return None
        by_marker = {
            marker: _weight(table, person.profile.typings[marker])
            for marker, table in self._tables_of(family, missing).items()
            if _fits(marker, person.profile, person.sex)
        }
        if not by_marker:
            return None
        combined = tuple(one for one in self._chosen[family] if one in by_marker)
        return XFinding(
            by_marker=tuple(by_marker.items()),
            combined=combined,
            log10_lr=sum(by_marker[marker] for marker in combined),
        )

    def joined(self, family: Family, autosomal: Panel) -> tuple[Panel, Mapping[str, Profile]]:
        """For a family that misses several: a panel with its X markers, and its profiles."""
        chosen = self._chosen[family.number]
        if not chosen or any(family.pedigree[m].sex is Sex.UNKNOWN for m in family.missing):
            return autosomal, family.profiles
        relatives = self._relatives[family.number]
        profiles = {
            member: replace(
                profile, typings=_without_x(profile) | _x_of(relatives.get(member), chosen)
            )
            for member, profile in family.profiles.items()
        }
        models = {**autosomal.models, **{m: self._panel.models[m] for m in chosen}}
        return Panel(models), profiles

    def remains_for(self, persons: Sequence[Person]) -> list[Profile]:
        """The profiles of persons as a joined panel takes them: X only where the sex is known."""
        return [
            replace(
                one.profile,
                typings=_without_x(one.profile)
                | {
                    marker: one.profile.typings[marker]
                    for marker in self._panel.models
                    if one.sex is not Sex.UNKNOWN and _fits(marker, one.profile, one.sex)
                },
            )
            for one in persons
        ]

    def _tables_of(self, family: str, missing: str) -> Mapping[str, MarkerTable]:
        """The tables of a missing person; those of the last one asked for are kept."""
        key = family, missing
        if self._last[0] != key:
            self._last = key, self._made(family, missing)
        return self._last[1]

    def _made(self, family: str, missing: str) -> Mapping[str, MarkerTable]:
        relatives = self._relatives[family]
        if not relatives:
            return {}
        try:
            tables = family_tables(
                self._families[family].pedigree, relatives, missing, self._panel
            )  # fmt: skip
        except WayhomeError:  # a sex of somebody between them is needed and not stated
            self.findings.append(Finding(file="", row=0, code="x_not_weighed", specimen=family))
            return {}
        return {marker: table for marker, table in tables.items() if table.family > 0}


def x_relatives(family: Family, panel: Panel) -> dict[str, Profile]:
    """The X typings of relatives whose sex the pedigree states."""
    found = {}
    for member, profile in family.profiles.items():
        sex = family.pedigree[member].sex
        kept = {
            marker: profile.typings[marker]
            for marker in panel.models
            if sex is not Sex.UNKNOWN and _fits(marker, profile, sex)
        }
        if kept:
            found[member] = replace(profile, typings=kept)
    return found


def _some_sex_unknown(family: Family) -> bool:
    return any(family.pedigree[one].sex is Sex.UNKNOWN for one in (*family.missing, *family.typed))


def _fits(marker: str, profile: Profile, sex: Sex) -> bool:
    """Whether a typing is one that a person of this sex has: a man shows one allele."""
    seen = profile.typings.get(marker, ())
    return 1 <= len(seen) <= 2 and (sex is Sex.FEMALE or len(set(seen)) == 1)


def _chosen(relatives: Mapping[str, Profile], panel: Panel) -> tuple[str, ...]:
    """One marker of each linkage group: typed in most relatives, then the most variable."""

    def order(marker: str) -> tuple[float, float, str]:
        typed = sum(marker in one.typings for one in relatives.values())
        same = sum(p * p for p in panel.models[marker].frequencies.frequencies)
        return (-typed, same, marker)

    typed = {marker for one in relatives.values() for marker in one.typings}
    groups = [sorted(typed & set(group), key=order) for group in GROUPS.values()]
    return tuple(group[0] for group in groups if group)


def _without_x(profile: Profile) -> dict[str, tuple[str, ...]]:
    return {m: seen for m, seen in profile.typings.items() if kind_of(m) is not MarkerKind.X}


def _x_of(profile: Profile | None, chosen: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {m: profile.typings[m] for m in chosen if m in profile.typings} if profile else {}


def _weight(table: MarkerTable, typing: tuple[str, ...]) -> float:
    ratio = table.likelihood_ratio(typing)
    return log10(ratio) if ratio > 0 else -inf
