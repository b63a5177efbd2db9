"""How long it takes to read 10,000 profiles of remains from a CODIS message, with the problems.

    python benchmarks/kinship_import.py [--profiles 10000]

prints one JSON line. Profiles are invented by a seeded generator; one locus in a thousand has a
call that is off the ladder or of a marker nobody knows.
"""

import argparse
import json
import random
import tempfile
import time
from pathlib import Path

from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.files.kinship import read_remains
from wayhome.files.kinship.report.sentences import finding_sentence


def message(profiles: int) -> str:
    rng = random.Random(7)
    table = shipped_frequencies()
    parts = ['<?xml version="1.0"?>\n<CODISImportFile xmlns="urn:CODISImportFile-schema">']
    parts.append("<HEADERVERSION>3.2</HEADERVERSION>")
    for number in range(profiles):
        parts.append(f"<SPECIMEN><SPECIMENID>R-{number:05}</SPECIMENID>")
        parts.append("<SPECIMENCATEGORY>Unidentified Person</SPECIMENCATEGORY>")
        for marker in table.markers:
            alleles = rng.choices(table[marker].alleles, k=2)
            written = marker
            if rng.random() < 0.0005:
                alleles[1] = "OL"
            elif rng.random() < 0.0005:
                written = "QS1"
            values = "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in alleles)
            parts.append(
                f"<LOCUS><LOCUSNAME>{written}</LOCUSNAME><READINGBY>lab</READINGBY>"
                f"<READINGDATETIME>2031-01-01T00:00:00</READINGDATETIME>{values}</LOCUS>"
            )
        parts.append("</SPECIMEN>")
    parts.append("</CODISImportFile>")
    return "\n".join(parts)


def main(profiles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "remains.xml"
        path.write_text(message(profiles), encoding="utf-8")
        began, cpu = time.perf_counter(), time.process_time()
        read = read_remains(path)
        told = [finding_sentence(one, "en") for one in read.findings]
        line = {
            "profiles": len(read.specimens),
            "loci": profiles * len(shipped_frequencies().markers),
            "megabytes": round(path.stat().st_size / 1e6, 1),
            "problems": len(told),
            "seconds": round(time.perf_counter() - began, 2),
            "cpu_seconds": round(time.process_time() - cpu, 2),
        }
    print(json.dumps(line))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=10_000)
    main(parser.parse_args().profiles)
