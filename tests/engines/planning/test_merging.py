"""Merging columns that differ in nothing changes neither what is possible nor what it is worth."""

import numpy as np
from exchanges import problem, small_exchanges
from hypothesis import HealthCheck, given, settings

from wayhome.engines.planning.merging import merge
from wayhome.engines.planning.model import build_model


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(small_exchanges())
def test_what_is_found_of_merged_columns_is_spread_over_them(data):
    model = build_model(problem(data))
    program = model.program
    for objective in (*model.levels, np.arange(len(program.lower)) % 3):
        merged = merge(program, objective)
        assert merged.program.lower.sum() == program.lower.sum()
        for part in (0, 1, 0.5):
            width = merged.program.upper - merged.program.lower
            found = merged.program.lower + np.floor(part * width).astype(np.int64)
            spread = merged.spread(found.astype(float)).astype(np.int64)
            assert (program.lower <= spread).all()
            assert (spread <= program.upper).all()
            assert (program.sums(spread) == merged.program.sums(found)).all()
            assert objective @ spread == merged.objective @ found


def test_cells_of_a_standing_are_one_column_until_days_held_are_looked_at():
    held = [{"i": n, "s": n % 2, "z": 0, "d": n, "u25": 1} for n in range(12)]
    room = [[[s, b], 9] for s in (0, 1) for b in (0, 1)]
    asked = problem(
        {
            **{"format": "exchange/2", "B": 2, "k": 1, "N": [2, 2], "P": held},
            "sites": [[[s, 0, b], 9] for s in (0, 1) for b in (0, 1)],
            "seat": room,
            "stretch": room,
        }
    )
    model = build_model(asked)
    sizes = [len(merge(model.program, level).objective) for level in model.levels]
    assert sizes == [6, 6, 6, 6, 16, 6, 6]
