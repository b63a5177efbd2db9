"""Mutation matrices."""

from collections.abc import Mapping
from typing import Any

from kinship_references.reading import markers_from, mutation_from
from kinship_references.tally import Tally
from wayhome.engines.kinship import mutation_matrix

IMPLIED = {"stepwise ...": "stepwise rate 0.002 rate2 1e-6 range 0.1,"}  # as the files abbreviate


def check_matrices(data: Mapping[str, Any], tally: Tally) -> None:
    for row in data["matrices"]:
        spec = row["spec"]
        for short, whole in IMPLIED.items():
            spec = spec.replace(short, whole)
        marker = markers_from([{"name": row["marker"], **row}])[0]
        computed = mutation_matrix(mutation_from(spec).female, marker)
        for i, line in enumerate(row["matrix_rows_from_cols_to"]):
            for j, expected in enumerate(line):
                tally.compare(expected, float(computed[i, j]), f"{row['marker']} {spec} {i},{j}")
