"""Make the invented kinship case: remains, families and what is true of them.

    python examples/make_kinship_case.py [FOLDER]

The same program makes the same files. Nobody in them exists; profiles are drawn at random from
published allele frequencies. What each file is: kinship/README.md.
"""

import csv
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from wayhome.engines.kinship import Member, Pedigree, Sex
from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.files.kinship import write_ped

HERE = Path(__file__).parent / "kinship"
SEED = 20261123
FAMILIES, REMAINS, IN_NO_FAMILY = 60, 150, 48
KIT = (
    "D1S1656", "D2S441", "D2S1338", "D3S1358", "D5S818", "D7S820", "D8S1179", "D10S1248",
    "D12S391", "D13S317", "D16S539", "D18S51", "D19S433", "D21S11", "D22S1045", "CSF1PO", "FGA",
    "SE33", "TH01", "TPOX", "vWA",
)  # fmt: skip
AS_WRITTEN = {"TH01": "THO1", "vWA": "VWA"}
TYPED_TWICE, OFF_LADDER = "R-0101", ("R-0019", "R-0118")
Genotype = tuple[str, str]
Genotypes = dict[str, Genotype]

# Who gave a sample: relation to the missing person. P father, M mother, B brother, S sister,
# C child, W partner (for the child's sake), H maternal half sister, U father's brother,
# G mother's mother.
SHAPES = (
    "PM",
    "PM",
    "MB",
    "PS",
    "CCW",
    "BS",
    "MH",
    "PMB",
    "CW",
    "UM",
    "MG",
    "BB",
    "PB",
    "SS",
    "MS",
)
ONE_PARENT, BROTHERS, TWICE, NOT_THE_FATHER = 17, 29, (21, 37), 44  # families of special kinds


@dataclass
class Kin:
    """A family being made: members, whom it misses, who gave a sample, and everybody's genes."""

    number: str
    members: list[Member] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    genotypes: dict[str, Genotypes] = field(default_factory=dict)
    by_role: dict[str, str] = field(default_factory=dict)

    def add(self, role: str, sex: Sex, father: str = "", mother: str = "") -> str:
        """A further member by its role; the id is the laboratory's."""
        one = f"{self.number}-{len(self.members) + 1}"
        parents = (self.by_role.get(father), self.by_role.get(mother))
        self.members.append(Member(one, *parents, sex))
        self.by_role[role] = one
        return one


@dataclass(frozen=True)
class Sample:
    """A sample of remains: of whom it truly is, and what was typed."""

    truth: str
    sex: Sex
    typed: Mapping[str, tuple[str, ...]]


def main(out: Path = HERE) -> None:
    """Write the case into a folder, beside this file if none is given."""
    rng = random.Random(SEED)  # noqa: S311 - invention needs no secrecy
    frequencies = shipped_frequencies()
    kit = {m: frequencies[m] for m in KIT}
    draw = {m: (kit[m].alleles, kit[m].frequencies) for m in KIT}
    kin = [_family(number, rng, draw) for number in range(1, FAMILIES + 1)]
    _register_twice(kin)
    staff = [_founder(rng, draw) for _ in range(3)]
    samples = _samples(kin, staff, rng, draw)
    out.mkdir(parents=True, exist_ok=True)
    (out / "families").mkdir(exist_ok=True)
    numbers = _numbers(samples, rng)
    _write_cmf(out / "remains.xml", samples, numbers)
    ped = write_ped((one.number, Pedigree(tuple(one.members)), one.missing) for one in kin)
    (out / "families" / "families.ped").write_text(ped, encoding="utf-8", newline="\n")
    _write_relatives(out / "families" / "relatives.csv", kin)
    _write_wide(out / "staff.csv", [(f"S-{at}", g) for at, g in enumerate(staff, start=1)])
    _write_truth(out / "truth.csv", samples, numbers)


Draw = Mapping[str, tuple[Sequence[str], Sequence[float]]]


def _founder(rng: random.Random, draw: Draw) -> Genotypes:
    return {m: (rng.choices(a, f)[0], rng.choices(a, f)[0]) for m, (a, f) in draw.items()}


def _child(rng: random.Random, one: Genotypes, two: Genotypes) -> Genotypes:
    return {m: (rng.choice(one[m]), rng.choice(two[m])) for m in one}


def _family(number: int, rng: random.Random, draw: Draw) -> Kin:
    kin = Kin(f"F{number:03}")
    kin.add("P", Sex.MALE)
    kin.add("M", Sex.FEMALE)
    brothers = 3 if number == BROTHERS else 1
    for at in range(brothers):
        sex = Sex.MALE if number == BROTHERS or rng.random() < 0.85 else Sex.FEMALE
        kin.missing.append(kin.add("X" if at == 0 else f"X{at + 1}", sex, "P", "M"))
    shape = SHAPES[number % len(SHAPES)]
    shape = {ONE_PARENT: "M", BROTHERS: "PM", TWICE[0]: "MB", TWICE[1]: "PS",
             NOT_THE_FATHER: "PMBS"}.get(number, shape)  # fmt: skip
    for role in shape:
        kin.typed.append(_relative(kin, role))
    for member in Pedigree(tuple(kin.members)).members:
        parents = [kin.genotypes[p] if p else _founder(rng, draw)
                   for p in (member.father, member.mother)]  # fmt: skip
        kin.genotypes[member.id] = (
            _founder(rng, draw) if member.is_founder else _child(rng, parents[0], parents[1])
        )
    if number == NOT_THE_FATHER:  # the sister has another father than the pedigree says
        mother = kin.genotypes[kin.by_role["M"]]
        kin.genotypes[kin.by_role["S"]] = _child(rng, _founder(rng, draw), mother)
    return kin


def _relative(kin: Kin, role: str) -> str:
    """The member who gave a sample, added to the family where it is not in it yet."""
    if role in "PM":
        return kin.by_role[role]
    if role in "CW":
        return _partner_or_child(kin, role)
    if role in "BS":
        return kin.add(role, Sex.MALE if role == "B" else Sex.FEMALE, "P", "M")
    if role == "H":
        return kin.add("H", Sex.FEMALE, mother="M")
    side = "P" if role == "U" else "M"
    grandparents = (f"{side}P", f"{side}M")
    kin.add(grandparents[0], Sex.MALE)
    grandmother = kin.add(grandparents[1], Sex.FEMALE)
    _reparent(kin, side, *grandparents)
    return kin.add("U", Sex.MALE, *grandparents) if role == "U" else grandmother


def _partner_or_child(kin: Kin, role: str) -> str:
    """The missing person's husband or wife, or a child of both."""
    missing = next(m for m in kin.members if m.id == kin.missing[0])
    if "W" not in kin.by_role:
        kin.add("W", Sex.FEMALE if missing.sex is Sex.MALE else Sex.MALE)
    if role == "W":
        return kin.by_role["W"]
    parents = ("X", "W") if missing.sex is Sex.MALE else ("W", "X")
    return kin.add("C", Sex.FEMALE if len(kin.members) % 2 else Sex.MALE, *parents)


def _reparent(kin: Kin, role: str, father: str, mother: str) -> None:
    at = next(i for i, m in enumerate(kin.members) if m.id == kin.by_role[role])
    old = kin.members[at]
    kin.members[at] = Member(old.id, kin.by_role[father], kin.by_role[mother], old.sex)


def _register_twice(kin: list[Kin]) -> None:
    """One family came to two offices: its genes are the same, its numbers are not."""
    first, second = (kin[number - 1] for number in TWICE)
    for role in ("P", "M", "X"):
        second.genotypes[second.by_role[role]] = first.genotypes[first.by_role[role]]
    rng = random.Random(SEED + 1)  # noqa: S311
    father, mother = (first.genotypes[first.by_role[role]] for role in "PM")
    second.genotypes[second.by_role["S"]] = _child(rng, father, mother)
    sexes = {m.id: m.sex for m in first.members}
    place = next(i for i, m in enumerate(second.members) if m.id == second.by_role["X"])
    old = second.members[place]
    second.members[place] = Member(old.id, old.father, old.mother, sexes[first.by_role["X"]])


def _samples(
    kin: Sequence[Kin], staff: Sequence[Genotypes], rng: random.Random, draw: Draw
) -> list[Sample]:
    """150 samples: bodies in several bags, several bodies in one, degraded ones, slips."""
    people: list[tuple[str, Sex, Genotypes]] = []
    for one in kin:
        sexes = {m.id: m.sex for m in one.members}
        for at, missing in enumerate(one.missing):
            found = rng.random() < 0.62 or one.number in (f"F{n:03}" for n in (3, 5, TWICE[0]))
            if one.number == f"F{BROTHERS:03}":
                found = at < 2
            if found and one.number not in (f"F{ONE_PARENT:03}", f"F{TWICE[1]:03}"):
                people.append((missing, sexes[missing], one.genotypes[missing]))
    for at in range(IN_NO_FAMILY):
        sex = Sex.MALE if rng.random() < 0.9 else Sex.FEMALE
        people.append((f"in no family {at + 1}", sex, _founder(rng, draw)))
    lone = kin[ONE_PARENT - 1]
    mother = lone.genotypes[lone.by_role["M"]]
    sex = next(m.sex for m in lone.members if m.id == lone.missing[0])
    stranger = _child(rng, mother, _founder(rng, draw))  # shares an allele everywhere by chance
    people.append(("in no family, like a child of F017-2", sex, stranger))
    samples = [Sample(who, sex, dict(genotypes)) for who, sex, genotypes in people]
    samples.append(Sample("staff S-1", Sex.FEMALE, staff[0]))
    for _ in range(4):
        one, two = rng.sample(people[:-1], 2)
        both = {m: tuple(dict.fromkeys((*one[2][m], *two[2][m]))) for m in one[2]}
        samples.append(Sample(f"{one[0]} and {two[0]}", Sex.MALE, both))
    while len(samples) < REMAINS:
        who, sex, genotypes = rng.choice(people[:-1])
        samples.append(Sample(who, sex, dict(genotypes)))
    kept = (" and ", "like", f"F{BROTHERS:03}", f"F{TWICE[0]:03}")  # these must stay readable
    whole = [at for at, s in enumerate(samples) if not any(word in s.truth for word in kept)]
    for at in rng.sample(whole, 30):
        samples[at] = _degraded(samples[at], rng)
    return _with_slip(samples, kin)


def _degraded(sample: Sample, rng: random.Random) -> Sample:
    """Markers that failed, and alleles that were not seen, more at longer fragments."""
    severity = rng.uniform(0.1, 0.55)
    typed: dict[str, tuple[str, ...]] = {}
    for place, (marker, alleles) in enumerate(sample.typed.items()):
        chance = severity * (0.5 + place / len(sample.typed))
        if rng.random() < chance:
            continue
        lost = rng.random() < chance and len(set(alleles)) > 1
        typed[marker] = (rng.choice(alleles),) if lost else alleles
    return Sample(sample.truth, sample.sex, typed)


def _with_slip(samples: list[Sample], kin: Sequence[Kin]) -> list[Sample]:
    """One allele of one sample typed wrong, where both parents are typed and it shows."""
    both = {
        one.missing[0]: one for one in kin
        if {one.by_role["P"], one.by_role["M"]} <= set(one.typed) and len(one.missing) == 1
    }  # fmt: skip
    for at, sample in enumerate(samples):
        if sample.truth in both and len(sample.typed) == len(KIT):
            family = both[sample.truth]
            parents = {
                a for role in "PM" for a in family.genotypes[family.by_role[role]]["D8S1179"]
            }
            wrong = next(str(n) for n in range(8, 18) if str(n) not in parents)
            kept = sample.typed["D8S1179"][0]
            samples[at] = Sample(
                sample.truth, sample.sex, {**sample.typed, "D8S1179": (kept, wrong)}
            )
            return samples
    raise ValueError("Nobody with both parents typed was found: choose another seed.")


def _numbers(samples: Sequence[Sample], rng: random.Random) -> list[str]:
    """Laboratory numbers in the order of arrival, which tells nothing."""
    places = list(range(1, len(samples) + 1))
    rng.shuffle(places)
    return [f"R-{place:04}" for place in places]


def _write_cmf(path: Path, samples: Sequence[Sample], numbers: Sequence[str]) -> None:
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<CODISImportFile xmlns="urn:CODISImportFile-schema">',
        "<HEADERVERSION>3.2</HEADERVERSION><MESSAGETYPE>Import</MESSAGETYPE>",
        "<DESTINATIONORI>NL0000000</DESTINATIONORI><SOURCELAB>NL0000001</SOURCELAB>",
        "<SUBMITBYUSERID>lab</SUBMITBYUSERID>",
        "<SUBMITDATETIME>2031-11-02T09:00:00</SUBMITDATETIME>",
    ]
    for number, sample in sorted(zip(numbers, samples, strict=True), key=lambda pair: pair[0]):
        two = next((m for m, a in sample.typed.items() if len(set(a)) == 2), "")
        typed = dict(sample.typed)
        if number in OFF_LADDER:
            typed |= {two: (sample.typed[two][0], "OL"), "QS1": ("3", "4")}
        parts += _specimen(number, Sample(sample.truth, sample.sex, typed))
        if number == TYPED_TWICE:  # with other alleles at one marker
            again = {**sample.typed, two: ("5", "26")}
            parts += _specimen(number, Sample(sample.truth, sample.sex, again))
    parts.append("</CODISImportFile>")
    path.write_text("\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def _specimen(number: str, sample: Sample) -> Iterator[str]:
    yield f"<SPECIMEN><SPECIMENID>{escape(number)}</SPECIMENID>"
    yield "<SPECIMENCATEGORY>Unidentified Person</SPECIMENCATEGORY>"
    sexes = ("X", "Y") if sample.sex is Sex.MALE else ("X", "X")
    for marker, alleles in [("Amelogenin", sexes), *sample.typed.items()]:
        values = "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in alleles)
        written = AS_WRITTEN.get(marker, marker)
        yield f"<LOCUS><LOCUSNAME>{written}</LOCUSNAME>{values}</LOCUS>"
    yield "</SPECIMEN>"


def _write_relatives(path: Path, kin: Sequence[Kin]) -> None:
    """One row per marker, as GeneMapper exports it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("Sample Name", "Marker", "Allele 1", "Allele 2"))
        for one in kin:
            for member in one.typed:
                for marker, alleles in one.genotypes[member].items():
                    table.writerow((member, AS_WRITTEN.get(marker, marker), *alleles))


def _write_wide(path: Path, profiles: Sequence[tuple[str, Genotypes]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("Specimen ID", *KIT))
        for number, genotypes in profiles:
            table.writerow((number, *("/".join(genotypes[m]) for m in KIT)))


def _write_truth(path: Path, samples: Sequence[Sample], numbers: Sequence[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("remains", "truly"))
        table.writerows(sorted((n, s.truth) for n, s in zip(numbers, samples, strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
