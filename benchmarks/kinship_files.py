"""How long the whole command takes from files: reading, weighing, assigning, the report.

    python benchmarks/kinship_files.py NUMBER [--keep FOLDER]

makes so many profiles and families of four typed, 22 markers, by gene dropping from Norwegian
frequencies, writes them as a table and a PED file, runs `wayhome kinship` on them and prints one
JSON line. All remains are of the families; the number of missing in all is twice as large.
"""

import argparse
import csv
import json
import os
import tempfile
import time
from pathlib import Path

from kinship_speed import Inventor, panel
from wayhome.cli.kinship import search
from wayhome.files.kinship import write_ped


def write_case(folder: Path, number: int) -> None:
    """Remains, pedigrees and relatives as files."""
    used = panel()
    markers = list(used.models)
    (folder / "am").mkdir(parents=True, exist_ok=True)
    families = []
    head = ["id", "sex", *markers]
    with (
        (folder / "pm.csv").open("w", encoding="utf-8", newline="") as remains,
        (folder / "am" / "relatives.csv").open("w", encoding="utf-8", newline="") as relatives,
    ):
        pm, am = csv.writer(remains), csv.writer(relatives)
        pm.writerow(head)
        am.writerow(head)
        for at, (place, profile) in enumerate(Inventor(2, used).families(number)):
            names = {one: f"F{at:05}-{one}" for one in place.pedigree.ids}
            families.append((f"F{at:05}", _renamed(place.pedigree, names), [names["X"]]))
            pm.writerow([f"R{at:05}", "M", *("/".join(profile.typings[m]) for m in markers)])
            for member, one in place.profiles.items():
                sex = place.pedigree[member].sex.value[0].upper()
                am.writerow([names[member], sex, *("/".join(one.typings[m]) for m in markers)])
    (folder / "am" / "families.ped").write_text(write_ped(families), encoding="utf-8")


def _renamed(pedigree, names):  # type: ignore[no-untyped-def]
    from dataclasses import replace

    return type(pedigree)(
        tuple(
            replace(m, id=names[m.id], father=names.get(m.father), mother=names.get(m.mother))
            for m in pedigree.members
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        if not (folder / "pm.csv").exists():
            write_case(folder, options.number)
        stages: dict[str, float] = {}
        began = time.perf_counter()

        def progress(stage: str, _share: float) -> None:
            stages.setdefault(stage, round(time.perf_counter() - began, 1))

        written = search(
            folder / "pm.csv", folder / "am", folder / "out",
            missing_in_all=2 * options.number, sought=[], language="en", progress=progress,
        )  # fmt: skip
        wall = time.perf_counter() - began
        times = os.times()
        import resource  # not on Windows

        usage = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        own, child = (resource.getrusage(one).ru_maxrss // 1024 for one in usage)
        print(
            json.dumps(
                {
                    "profiles": options.number,
                    "wall_s": round(wall, 1),
                    "cpu_s": round(sum(times[:4]), 1),
                    "peak_mib": own,
                    "peak_worker_mib": child,
                    "stages_begin_s": stages,
                    "passing": written.passing,
                }
            )
        )


if __name__ == "__main__":
    main()
