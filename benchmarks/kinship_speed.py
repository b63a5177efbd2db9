"""How fast the kinship engine searches and assigns.

    python benchmarks/kinship_speed.py [--reference FILE] [--country]

prints one JSON line per measurement. Families, profiles and remains are invented by a seeded
generator from Norwegian allele frequencies. `--reference` is a reference file of a joint
identification (`dvi_icmp.json`), `--country` adds 10,000 profiles x 10,000 families.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from wayhome.engines.kinship import (
    Kind,
    Member,
    Mutation,
    MutationModel,
    Panel,
    Pedigree,
    Profile,
    Sex,
)
from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.engines.kinship.joint import FamilyCase, FlatPrior, OpenPrior, joint_answer
from wayhome.engines.kinship.search import (
    Place,
    SearchTables,
    direct_matches,
    place_weights,
    search,
    state_space,
    weigh_above,
    weigh_all,
)

F, M = Sex.FEMALE, Sex.MALE
STEPWISE = MutationModel(
    Mutation(Kind.STEPWISE, 0.0005, rate2=1e-6, range=0.1),
    Mutation(Kind.STEPWISE, 0.0025, rate2=1e-6, range=0.1),
)
SHAPES = {
    "parents and two siblings": (
        [("FA", "", "", M), ("MO", "", "", F), ("X", "FA", "MO", M), ("S1", "FA", "MO", F),
         ("S2", "FA", "MO", M)],
        ["FA", "MO", "S1", "S2"],
    ),
    "spouse, two children, mother": (
        [("FA", "", "", M), ("MO", "", "", F), ("X", "FA", "MO", M), ("WI", "", "", F),
         ("C1", "X", "WI", F), ("C2", "X", "WI", M)],
        ["MO", "WI", "C1", "C2"],
    ),
    "four siblings": (
        [("FA", "", "", M), ("MO", "", "", F), ("X", "FA", "MO", M), ("S1", "FA", "MO", F),
         ("S2", "FA", "MO", M), ("S3", "FA", "MO", F), ("S4", "FA", "MO", M)],
        ["S1", "S2", "S3", "S4"],
    ),
    "child, sibling, half-sibling, uncle": (
        [("GF", "", "", M), ("GM", "", "", F), ("FA", "GF", "GM", M), ("UN", "GF", "GM", M),
         ("MO", "", "", F), ("M2", "", "", F), ("X", "FA", "MO", M), ("S1", "FA", "MO", F),
         ("H1", "FA", "M2", M), ("WI", "", "", F), ("C1", "X", "WI", F)],
        ["C1", "S1", "H1", "UN"],
    ),
}  # fmt: skip


def panel() -> Panel:
    """22 markers with a stepwise mutation model."""
    frequencies = shipped_frequencies()
    return Panel.of([f for name, f in frequencies.markers.items() if name != "SE33"], STEPWISE)


class Inventor:
    """Draws families by gene dropping."""

    def __init__(self, seed: int, used: Panel) -> None:
        self.rng = np.random.default_rng(seed)
        self.markers = {
            name: (model.frequencies.alleles, np.array(model.frequencies.frequencies))
            for name, model in used.models.items()
        }

    def profiles(self, pedigree: Pedigree) -> dict[str, Profile]:
        genes: dict[str, dict[str, tuple[str, str]]] = {}
        for member in pedigree.members:
            genes[member.id] = {
                marker: (
                    self._gene(member.father, marker, genes),
                    self._gene(member.mother, marker, genes),
                )
                for marker in self.markers
            }
        return {id_: Profile(id=id_, typings=typed) for id_, typed in genes.items()}

    def _gene(self, parent: str | None, marker: str, genes: Any) -> str:
        if parent is not None:
            return genes[parent][marker][self.rng.integers(2)]
        alleles, frequencies = self.markers[marker]
        return alleles[self.rng.choice(len(alleles), p=frequencies / frequencies.sum())]

    def families(self, count: int) -> Iterator[tuple[Place, Profile]]:
        """Places with four typed relatives, shape after shape, and the missing person's profile."""
        shapes = list(SHAPES.values())
        for number in range(count):
            rows, typed = shapes[number % len(shapes)]
            pedigree = Pedigree(tuple(Member(i, f or None, m or None, s) for i, f, m, s in rows))
            drawn = self.profiles(pedigree)
            relatives = {member: drawn[member] for member in typed}
            place = Place(family=f"F{number}", missing="X", pedigree=pedigree, profiles=relatives)
            yield place, replace(drawn["X"], id=f"R{number}")


def report(what: str, **values: Any) -> None:
    print(json.dumps({"what": what, **values}), flush=True)


def measure_tables(used: Panel) -> None:
    space = state_space(used)
    for number, name in enumerate(SHAPES):
        drawn = list(Inventor(number, used).families(80))[number :: len(SHAPES)]
        place_weights(drawn[0][0], used, space)
        started = time.process_time()
        for place, _ in drawn:
            place_weights(place, used, space)
        spent = (time.process_time() - started) / len(drawn)
        report(
            "table of one family, 22 markers, stepwise", shape=name, cpu_ms=round(spent * 1e3, 2)
        )


def measure_search(used: Panel) -> None:
    drawn = list(Inventor(1, used).families(1000))
    profiles, places = [profile for _, profile in drawn], [place for place, _ in drawn[:500]]
    weigh_all(np.zeros((4, 2)), np.zeros((20, 3), dtype=np.int32))  # compile or load
    started = time.process_time()
    tables = SearchTables.of(places, used)
    made = time.process_time()
    weights = tables.weights(profiles)
    done = time.process_time()
    right = np.diagonal(weights)
    report(
        "1,000 profiles x 500 families, stepwise, tables included",
        cpu_s=round(done - started, 2),
        tables_s=round(made - started, 2),
        median_weight_of_true_pairs=round(float(np.median(right)), 1),
    )
    codes = tables.space.encode(profiles * 20)
    for dtype in (np.float64, np.float32):
        wide = np.concatenate([tables.tables.astype(dtype)] * 4, axis=1)
        pairs = len(codes) * wide.shape[1]
        every, above = [], []
        for _ in range(5):
            started = time.process_time()
            weigh_all(wide, codes)
            held = time.process_time()
            weigh_above(wide, codes, at_least=4.0)
            every.append((held - started) / pairs * 1e9)
            above.append((time.process_time() - held) / pairs * 1e9)
        report(
            f"look-up, {len(codes):,} x {wide.shape[1]:,}, {dtype.__name__}, median of 5",
            ns_per_pair=round(median(every), 1),
            ns_per_pair_only_heavy_kept=round(median(above), 1),
        )
    country = np.tile(tables.tables.astype(np.float32), (1, 100))
    started = time.perf_counter()
    for _ in range(10):
        weigh_all(country, tables.space.encode(profiles[:1]))
    spent = (time.perf_counter() - started) / 10
    report("one new profile against 50,000 families", wall_ms=round(spent * 1e3, 2))
    started = time.perf_counter()
    tables.with_places(places[:1]).tables[:, -1:]
    report("one new family added to 500", wall_ms=round((time.perf_counter() - started) * 1e3, 2))


def measure_country(used: Panel) -> None:
    drawn = list(Inventor(2, used).families(10_000))
    places, profiles = [place for place, _ in drawn], [profile for _, profile in drawn]
    started = time.perf_counter()
    matches = direct_matches(profiles, used)
    report(
        "direct matches among 10,000 profiles",
        wall_s=round(time.perf_counter() - started, 1),
        found=len(matches),
    )
    started, worked = time.perf_counter(), _worked()
    found = search(places, profiles, used, at_least=4.0, workers=2)
    report(
        "10,000 profiles x 10,000 families on 2 cores, exclusions counted",
        wall_s=round(time.perf_counter() - started, 1),
        cpu_s=round(_worked() - worked, 1),
        peak_mib=_peak(),
        above_4=len(found),
        true_pairs_among_them=sum(one.profile == one.place for one in found),
    )


def _worked() -> float:
    """Processor seconds of this process and of the workers that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _peak() -> int | None:
    """The largest resident size, this process's and two workers' together, in MiB."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + 2 * worker) // 1024


def measure_joint(used: Panel) -> None:
    for mutation in (MutationModel(), STEPWISE):
        cases, remains = _six_families(Inventor(3, used))
        models = {n: replace(m, mutation=mutation) for n, m in used.models.items()}
        started = time.process_time()
        answer = joint_answer(cases, remains, Panel(models), prior=OpenPrior(5_000), neglect=0.0)
        spent = time.process_time() - started
        kind = mutation.male.kind
        report(
            f"joint, 12 remains x 12 missing in six families, {kind}",
            cpu_s=round(spent, 2),
            exact=answer.exact,
            ways=sum(part.ways for part in answer.components),
            best_posterior=round(answer.solutions[0].posterior, 6),
        )


def _six_families(inventor: Inventor) -> tuple[list[FamilyCase], list[Profile]]:
    """Six families, each missing two: father and son, or two brothers."""
    rows = [("FA", "", "", M), ("MO", "", "", F), ("X", "FA", "MO", M), ("Y", "FA", "MO", M),
            ("S1", "FA", "MO", F), ("WI", "", "", F), ("C1", "X", "WI", F)]  # fmt: skip
    pedigree = Pedigree(tuple(Member(i, f or None, m or None, s) for i, f, m, s in rows))
    cases, remains = [], []
    for number in range(6):
        drawn = inventor.profiles(pedigree)
        missing = ("FA", "X") if number % 2 else ("X", "Y")
        typed = ("MO", "S1", "C1") if number % 2 else ("MO", "S1")
        cases.append(
            FamilyCase(
                name=f"F{number}",
                pedigree=pedigree,
                missing=missing,
                profiles={member: drawn[member] for member in typed},
            )
        )
        remains += [replace(drawn[m], id=f"R{len(remains) + at}") for at, m in enumerate(missing)]
    return cases, remains


def measure_reference(path: Path) -> None:
    from kinship_references.case import Case
    from kinship_references.tally import Tally

    data = json.loads(path.read_text(encoding="utf-8"))
    case = Case.of(data)
    families = [
        FamilyCase(name=name, pedigree=one.pedigree, missing=one.missing, profiles=one.profiles)
        for name, one in case.families.items()
    ]
    panel = next(iter(case.families.values())).panel
    sexes = np.array(
        [[0.0 if m in pairs else -np.inf for m in case.missing] for pairs in case.pairs.values()]
    )
    started = time.process_time()
    answer = joint_answer(
        families,
        list(case.remains.values()),
        panel,
        prior=FlatPrior(),
        evidence=sexes,
        neglect=0.0,
    )
    spent = time.process_time() - started
    tally = Tally()
    for one, label in enumerate(case.remains):
        for place, missing in enumerate(case.missing):
            expected = data["results"]["marginal_posterior"][label][missing]
            tally.compare(expected, float(answer.posterior[one, place]), f"{label} {missing}")
    report(
        f"joint, {path.name}",
        cpu_s=round(spent, 2),
        exact=answer.exact,
        assignments=data["results"]["n_assignments"],
        worst_posterior=tally.worst,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--country", action="store_true")
    options = parser.parse_args()
    used = panel()
    report("machine", cores=os.cpu_count(), numpy=np.__version__)
    if options.country:  # first: the memory told is the most that this process ever held
        measure_country(used)
    measure_tables(used)
    measure_search(used)
    measure_joint(used)
    if options.reference:
        measure_reference(options.reference)


if __name__ == "__main__":
    main()
