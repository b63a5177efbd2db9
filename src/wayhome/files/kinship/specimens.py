"""Calls into profiles: replicates joined, and what cannot be searched set aside with a reason."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from wayhome.engines.kinship import Profile, Sex, Typing
from wayhome.engines.kinship.frequencies.table import ladder_place
from wayhome.engines.kinship.markers import MarkerKind, kind_of, marker_name
from wayhome.files.kinship.alleles import read_allele
from wayhome.files.kinship.calls import Call, Finding, Raw
from wayhome.files.read_list import SourceFile

AMELOGENIN = "AMEL"
MITOCHONDRIAL, MITOCHONDRIAL_RANGE = "mtDNA", "mtDNA range"
MIXED_MARKERS = 2  # with more than two alleles: a mixture
ONCE_AT_LEAST = 5  # alleles seen alone in a file, before it is asked what they mean
TWO_COPIES = frozenset(("DYS385", "DYF387S1"))
"""Y markers of which a man has two copies."""

_CONTROL = re.compile(
    r"(allelic *)?ladder[ _.\-]*\d*|(pos|neg)(itive|ative)?([ _.\-]*(control|ctrl))?[ _.\-]*\d*|"
    r"control([ _.\-].*)?|.*[ _.\-](control|ladder)|9947a|2800m|k562",
    re.IGNORECASE,
)
SEXES = {
    "m": Sex.MALE, "male": Sex.MALE, "1": Sex.MALE, "f": Sex.FEMALE, "female": Sex.FEMALE,
    "2": Sex.FEMALE, "w": Sex.FEMALE, "ч": Sex.MALE, "ж": Sex.FEMALE, "м": Sex.MALE,
}  # fmt: skip
_STAFF = re.compile(r"staff|elimination|proficiency", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,5})\s*[-–]\s*(\d{1,5})")
_DIFFERENCE = re.compile(r"[ACGT]?\d{1,5}(?:\.\d)?[-ACGTRYKMSWBDHVNdel]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Specimen:
    """One laboratory number with what was typed of it."""

    profile: Profile
    file: str
    row: int  # where it begins
    category: str = ""
    stated_sex: Sex = Sex.UNKNOWN  # by a column of the file, not by amelogenin
    typings: int = 1  # how often it was typed
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Marker and alleles as written, where they have no standard name: kept, not weighed."""

    @property
    def number(self) -> str:
        """The laboratory number."""
        return self.profile.id

    @property
    def sex(self) -> Sex:
        """What is stated, else what amelogenin shows."""
        return self.profile.sex if self.stated_sex is Sex.UNKNOWN else self.stated_sex


@dataclass(frozen=True, kw_only=True, slots=True)
class SetAside:
    """A specimen that is not searched. `code` names the sentence, `aside.CODE`."""

    specimen: Specimen
    code: str  # 'mixture', 'staff', 'replicates', 'control', 'untyped', 'unnumbered'
    markers: tuple[str, ...] = ()
    like: str = ""  # the number of the profile it resembles


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadProfiles:
    """What is searched, what is set aside and all that was not taken as it stands."""

    specimens: tuple[Specimen, ...]
    set_aside: tuple[SetAside, ...] = ()
    staff: tuple[Specimen, ...] = ()  # elimination profiles in the same file
    findings: tuple[Finding, ...] = ()
    sources: tuple[SourceFile, ...] = ()

    @property
    def profiles(self) -> dict[str, Profile]:
        """The profiles that are searched, by number."""
        return {one.number: one.profile for one in self.specimens}


@dataclass
class _Gathered:
    """What is known of one number while its calls are read."""

    file: str
    row: int
    category: str = ""
    sex: str = ""
    parts: set[int] = field(default_factory=set)
    typings: dict[str, list[Typing]] = field(default_factory=dict)
    unread: dict[str, tuple[str, ...]] = field(default_factory=dict)


def gather(raws: Iterable[Raw], *, homozygotes_once: bool = False) -> ReadProfiles:
    """Join the calls of files into profiles.

    Args:
        raws: what each file says.
        homozygotes_once: the laboratory writes a homozygous genotype with one allele; without
            this, one allele is one allele seen and no more.
    """
    gathered: dict[str, _Gathered] = {}
    findings: list[Finding] = []
    sources = []
    for raw in raws:
        sources.append(raw.source)
        findings += raw.findings
        for call in raw:
            _take(call, raw.source.name, gathered, findings)
    specimens, aside, staff = [], [], []
    for number, one in gathered.items():
        specimen, conflicts = _specimen(number, one, homozygotes_once, findings)
        reason = _reason(specimen, conflicts)
        if reason is not None:
            aside.append(reason)
        elif _STAFF.search(specimen.category):
            staff.append(specimen)
        else:
            specimens.append(specimen)
            findings += [
                Finding(file=one.file, row=one.row, code="three_alleles",
                        specimen=number, marker=marker)
                for marker in _mixed(specimen.profile)
            ]  # fmt: skip
    if not homozygotes_once:
        findings += _written_once([*specimens, *staff])
    return ReadProfiles(
        specimens=tuple(specimens),
        set_aside=tuple(aside),
        staff=tuple(staff),
        findings=tuple(findings),
        sources=tuple(sources),
    )


def _written_once(specimens: Iterable[Specimen]) -> Iterator[Finding]:
    """Files that never write an allele twice: do they write homozygotes with one allele?"""
    by_file: dict[str, Counter[int]] = {}
    for specimen in specimens:
        counts = by_file.setdefault(specimen.file, Counter())
        for marker, typing in specimen.profile.typings.items():
            if kind_of(marker) is MarkerKind.AUTOSOMAL and len(typing) <= 2:
                counts[len(typing) - len(set(typing)) + 2 * (len(typing) == 1)] += 1
    for file, counts in by_file.items():
        twice, once = counts[1], counts[2]
        if not twice and once >= ONCE_AT_LEAST:
            yield Finding(file=file, row=0, code="written_once", value=str(once))


def _take(call: Call, file: str, gathered: dict[str, _Gathered], findings: list[Finding]) -> None:
    """Add one call; what it says that has no standard name is kept and told of."""
    one = gathered.get(call.specimen)
    if one is None:
        one = gathered[call.specimen] = _Gathered(file, call.row, call.category, call.sex)
    one.parts.add(call.part)
    if not call.alleles:
        return
    marker = standard_marker(call.marker)
    if not marker:
        findings.append(_finding(file, call, "unknown_marker", "/".join(call.alleles)))
        one.unread[call.marker] = one.unread.get(call.marker, ()) + call.alleles
        return
    if marker in (MITOCHONDRIAL, MITOCHONDRIAL_RANGE):
        read = _mitochondrial(marker, call, file, one, findings)
    else:
        read = _alleles(marker, call, file, one, findings)
    if read:
        one.typings.setdefault(marker, []).append(read)


@lru_cache(maxsize=4096)
def standard_marker(written: str) -> str:
    """The standard name of a marker, also of amelogenin and mitochondrial DNA; '' for none."""
    plain = re.sub(r"[\s_.\-]+", "", written).casefold()
    if plain in ("amel", "amelogenin", "am"):
        return AMELOGENIN
    if plain in ("mt", "mtdna", "mtdnadifferences", "mtdifferences"):
        return MITOCHONDRIAL
    if plain in ("mtrange", "mtdnarange"):
        return MITOCHONDRIAL_RANGE
    return marker_name(written)


def _alleles(marker: str, call: Call, file: str, one: _Gathered, findings: list[Finding]) -> Typing:
    names = []
    for written in call.alleles:
        name, code = read_allele(written)
        if name and (marker == AMELOGENIN) != (name in "XY"):
            name, code = "", "unknown_allele"
        if code:
            findings.append(_finding(file, call, code, written))
        if name:
            names.append(name)
        else:
            one.unread[call.marker] = (*one.unread.get(call.marker, ()), written)
    return tuple(sorted(names, key=ladder_place))


def _mitochondrial(
    marker: str, call: Call, file: str, one: _Gathered, findings: list[Finding]
) -> Typing:
    pattern = _DIFFERENCE if marker == MITOCHONDRIAL else _RANGE
    read = []
    for written in call.alleles:
        if pattern.fullmatch(written.strip()) or written.strip().casefold() == "rcrs":
            read.append(written.strip())
        else:
            findings.append(_finding(file, call, "unknown_allele", written))
            one.unread[call.marker] = (*one.unread.get(call.marker, ()), written)
    return tuple(read)


def _finding(file: str, call: Call, code: str, value: str) -> Finding:
    return Finding(
        file=file,
        row=call.row,
        code=code,
        specimen=call.specimen,
        marker=call.marker,
        value=value,
    )


def _specimen(
    number: str, one: _Gathered, homozygotes_once: bool, findings: list[Finding]
) -> tuple[Specimen, tuple[str, ...]]:
    """The specimen, and the markers at which its typings cannot be of one person."""

    def tell(code: str, marker: str = "") -> None:
        findings.append(
            Finding(file=one.file, row=one.row, code=code, specimen=number, marker=marker)
        )

    typings: dict[str, Typing] = {}
    conflicts = []
    for marker, seen in one.typings.items():
        agreed = _agreed(seen)
        if agreed is None:
            conflicts.append(marker)
            continue
        if len(seen) > 1 and any(set(t) != set(agreed) for t in seen):
            tell("replicates_differ", marker)
        typings[marker] = agreed
    profile = _profile(number, typings)
    stated = SEXES.get(one.sex.strip().casefold(), Sex.UNKNOWN)
    if Sex.UNKNOWN not in (stated, profile.sex) and profile.sex != stated:
        tell("sex_differs")
    specimen = Specimen(
        profile=profile,
        file=one.file,
        row=one.row,
        category=one.category,
        stated_sex=stated,
        typings=len(one.parts),
        unread=one.unread,
    )
    for code, marker in _x_problems(specimen):
        tell(code, marker)
    if homozygotes_once:
        twice = {
            marker: seen * 2 if len(seen) == 1 and _has_two_copies(marker, specimen.sex) else seen
            for marker, seen in profile.typings.items()
        }
        specimen = replace(specimen, profile=replace(profile, typings=twice))
    return specimen, tuple(conflicts)


def _profile(number: str, typings: dict[str, Typing]) -> Profile:
    """The profile of what was read, each part in its place."""
    amelogenin = typings.pop(AMELOGENIN, ())
    differences = typings.pop(MITOCHONDRIAL, None)
    ranges = typings.pop(MITOCHONDRIAL_RANGE, ())
    return Profile(
        id=number,
        typings=typings,
        amelogenin=amelogenin,
        mitochondrial=None
        if differences is None
        else frozenset(one for one in differences if one.casefold() != "rcrs"),
        mitochondrial_range=tuple(_bounds(one) for one in ranges),
    )


def _has_two_copies(marker: str, sex: Sex) -> bool:
    kind = kind_of(marker)
    return kind is MarkerKind.AUTOSOMAL or (kind is MarkerKind.X and sex is Sex.FEMALE)


def _x_problems(specimen: Specimen) -> Iterator[tuple[str, str]]:
    """Why X markers will not be weighed: a man with two alleles, or no sex."""
    on_x = [m for m in specimen.profile.typings if kind_of(m) is MarkerKind.X]
    if on_x and specimen.sex is Sex.UNKNOWN:
        yield "x_unknown_sex", ""
    for marker in on_x:
        if specimen.sex is Sex.MALE and len(set(specimen.profile.typings[marker])) > 1:
            yield "x_two_alleles", marker


def _bounds(written: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(written)
    assert found  # noqa: S101 - only such were kept
    return int(found[1]), int(found[2])


def _agreed(seen: Sequence[Typing]) -> Typing | None:
    """What several typings of a marker say together; None where no one person has it all.

    An allele may fail in one typing and show in another. Two typings without a common allele, or
    with three alleles between them where none alone has three, are not of one person.
    """
    first = seen[0]
    if all(typing == first for typing in seen):
        return first
    union = sorted({allele for typing in seen for allele in typing}, key=ladder_place)
    most = max(len(set(typing)) for typing in seen)
    if len(union) > max(2, most) or any(not set(a) & set(b) for a in seen for b in seen):
        return None
    if len(union) == 1:  # one of them states it twice
        return max(seen, key=len)
    return tuple(union)


def _reason(specimen: Specimen, conflicts: tuple[str, ...]) -> SetAside | None:
    """Why a specimen is not searched, if it is not."""
    if not specimen.number:
        return SetAside(specimen=specimen, code="unnumbered")
    if _CONTROL.fullmatch(specimen.number):
        return SetAside(specimen=specimen, code="control")
    if conflicts:
        return SetAside(specimen=specimen, code="replicates", markers=conflicts)
    mixed = _mixed(specimen.profile)
    if len(mixed) >= MIXED_MARKERS:
        return SetAside(specimen=specimen, code="mixture", markers=mixed)
    if not specimen.profile.typings and specimen.profile.mitochondrial is None:
        return SetAside(specimen=specimen, code="untyped")
    return None


def _mixed(profile: Profile) -> tuple[str, ...]:
    """Markers with more alleles than one person has."""
    return tuple(
        marker for marker, typing in profile.typings.items() if len(set(typing)) > _most(marker)
    )


def _most(marker: str) -> int:
    return 1 if kind_of(marker) is MarkerKind.Y and marker not in TWO_COPIES else 2
