"""Compare the kinship engine with reference values computed by other programs.

    python benchmarks/kinship_reference.py DIR

reads every JSON file of the folder and prints one JSON line for each: `file`, how many numbers
were `compared`, the `worst_relative_difference`, and what is `not_supported` with the reason.
Where the reference is zero the difference itself counts; logarithms below 1e-12 are zero.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kinship_references import family, joint, models
from kinship_references.noted import noted, unread
from kinship_references.tally import Tally

CHECKS: dict[str, Callable[[Mapping[str, Any], Tally], None]] = {
    "mutation-matrices": models.check_matrices,
    "missing-person": family.check_missing_person,
    "theta": family.check_theta,
    "silent": family.check_silent,
    "x-linked": family.check_x_linked,
    "linked-pair": family.check_linked_pair,
    "power": family.check_power,
    "dropout": family.check_dropout,
    "pairwise-matrix": family.check_pairwise,
    "dvi": joint.check_joint,
}


def compare_file(path: Path) -> Tally:
    """Compare one file; what goes wrong is noted in the tally."""
    tally = Tally()
    try:
        data = noted(json.loads(path.read_text(encoding="utf-8-sig")))
    except ValueError as error:
        tally.skip(f"no JSON: {error}")
        return tally
    kind = data.get("kind") if isinstance(data, dict) else None
    if kind not in CHECKS:
        tally.skip(f"the kind {kind}")
        return tally
    with tally.guarded("the file"):
        CHECKS[kind](data, tally)
    for where in unread(data):
        tally.skip(f"not read: {where}")
    return tally


def main(folder: Path) -> None:
    for path in sorted(folder.glob("*.json")):
        tally = compare_file(path)
        line = {
            "file": path.name,
            "compared": tally.compared,
            "worst_relative_difference": tally.worst,
            "worst_at": tally.where,
            "not_supported": tally.not_supported,
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python benchmarks/kinship_reference.py DIR")
    main(Path(sys.argv[1]))
