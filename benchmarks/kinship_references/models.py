"""Mutation matrices."""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from kinship_references.reading import markers_from, mutation_from
from kinship_references.tally import Tally
from wayhome.engines.kinship import mutation_matrix


def check_matrices(data: Mapping[str, Any], tally: Tally) -> None:
    whole: dict[tuple[str, str], str] = {}  # what "stepwise ..." stands for, by marker
    for row in data["matrices"]:
        kind, _, rest = row["spec"].partition(" ")
        parameters = rest.partition(",")[0]
        if parameters.startswith("..."):
            spec = f"{kind} {whole[row['marker'], kind]}, {rest}"
        else:
            whole.setdefault((row["marker"], kind), parameters)
            spec = row["spec"]
        with tally.guarded(f"{row['marker']} {spec}"):
            _check_matrix(row, spec, tally)


def _check_matrix(row: Mapping[str, Any], spec: str, tally: Tally) -> None:
    marker = markers_from([ChainMap({"name": row["marker"]}, row)])[0]
    computed = mutation_matrix(mutation_from(spec).female, marker)
    for i, line in enumerate(row["matrix_rows_from_cols_to"]):
        for j, expected in enumerate(line):
            tally.compare(expected, float(computed[i, j]), f"{row['marker']} {spec} {i},{j}")
