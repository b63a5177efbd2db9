"""From weighed pairs to what a linkage says."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage import rivals
from wayhome.engines.linkage.blocking import estimate_recall
from wayhome.engines.linkage.comparisons import Floats, Levels
from wayhome.engines.linkage.evidence import Evidence
from wayhome.engines.linkage.frame import findings_of, histogram_of
from wayhome.engines.linkage.kernels import ORDER_NAMES
from wayhome.engines.linkage.model import Model
from wayhome.engines.linkage.prepare import Ints, Prepared
from wayhome.engines.linkage.result import Linkage, Zone
from wayhome.engines.linkage.zones import zones_of

FEW = 3.0
"""Expected persons on both lists below which the overlap cannot be told from none."""


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """Pairs that come to something, with their evidence and their weight."""

    ia: Ints
    ib: Ints
    order: Levels
    odds: NDArray[np.float64]  # log10 odds of each pair by itself
    parts: Mapping[str, Floats]
    evidence: Mapping[str, Evidence]
    found_by: NDArray[np.uint8] | None  # number of blocking rules that found each
    usual: Mapping[str, NDArray[np.bool_]]  # name parts whose letters say they are renderings


def outcome_of(
    p: Prepared,
    weighed: Weighed,
    standing: rivals.Standing,
    model: Model,
    *,
    threshold: float,
    within: bool,
) -> Linkage:
    """Zones, findings, groups and what is left over."""
    frame = _pairs(p, weighed, standing, threshold=threshold)
    shown = frame.filter(pl.col("zone") != Zone.NO)
    expected = model.prior * p.a.rows * p.b.rows
    if within:
        joined = frame.filter(pl.col("posterior") > 0.5).select("row_a", "row_b").to_numpy()
        group_a = group_b = rivals.groups(p.a.rows, joined.astype(np.int32))
    else:
        group_a, group_b = standing.group_a, standing.group_b
    recall: float | None = 1.0
    if weighed.found_by is not None:
        recall = estimate_recall(weighed.found_by[standing.posterior > 0.9])
    return Linkage(
        pairs=frame,
        groups_a=rivals.rows_in_groups(group_a),
        groups_b=rivals.rows_in_groups(group_b),
        left_a=_left_over(p.a.rows, shown, within=within, column="row_a"),
        left_b=_left_over(p.b.rows, shown, within=within, column="row_b"),
        expected_overlap=expected if expected >= FEW else None,
        notes=_notes(p, frame, expected),
        parameters={
            "prior": model.prior,
            "kin": model.kin,
            "twin": model.twin,
            "agreement": {f: [round(float(x), 5) for x in m] for f, m in model.agreement.items()},
            "name_order": [round(float(x), 5) for x in model.order],
        },
        histogram=histogram_of(frame["weight"], frame["zone"]),
        estimated_recall=recall,
    )


def _pairs(
    p: Prepared, weighed: Weighed, standing: rivals.Standing, *, threshold: float
) -> pl.DataFrame:
    zone, reason = zones_of(
        weighed.evidence,
        weighed.parts,
        posterior=standing.posterior,
        lead=standing.lead,
        threshold=threshold,
    )
    frame = pl.DataFrame(
        {
            "row_a": weighed.ia.astype(np.uint32),
            "row_b": weighed.ib.astype(np.uint32),
            "weight": rivals.parts_of(weighed.parts),
            "posterior": standing.posterior,
            "zone": zone,
            "reason": reason,
            "order": np.asarray(ORDER_NAMES)[weighed.order],
            "rivals": _clusters(weighed.ia, weighed.ib, zone, p),
        }
        | {f"weight_{field}": part for field, part in weighed.parts.items()}
        | findings_of(p, weighed.evidence, weighed.ia, weighed.ib, weighed.order, weighed.usual)
    )
    best_first = ["posterior", "weight", "row_a", "row_b"]
    return frame.sort(best_first, descending=[True, True, False, False])


def _notes(p: Prepared, frame: pl.DataFrame, expected: float) -> tuple[str, ...]:
    """Plain statements the report must make, as codes."""
    notes = []
    if expected < FEW:
        notes.append("overlap_not_estimated")
    more = [c for c in frame.columns if c.startswith("finding_")]
    told = set(p.written) & {
        c.removeprefix("finding_") for c in more if (frame[c] != "missing").any()
    }
    whole_dates = (p.a.birth[:, 2] > 0).any() and (p.b.birth[:, 2] > 0).any()
    if not whole_dates and not told - {"rank"}:
        notes.append("name_and_year_only")
    if p.placeholders:
        notes.append("placeholder_dates")
    return tuple(notes)


def _clusters(ia: Ints, ib: Ints, zone: NDArray[np.str_], p: Prepared) -> NDArray[np.uint32]:
    """Number of the pairs to be judged together; 0 for pairs alone or not worth a look."""
    out = np.zeros(len(ia), np.uint32)
    at = np.flatnonzero(zone != Zone.NO)
    out[at] = rivals.clusters(ia[at], ib[at], p.a.rows, p.b.rows)
    return out


def _left_over(rows: int, shown: pl.DataFrame, *, within: bool, column: str) -> pl.Series:
    """Rows in no pair that is shown; of one list beside itself, on neither side of one."""
    columns = ["row_a", "row_b"] if within else [column]
    used = pl.concat([shown[c] for c in columns]).unique()
    every = pl.Series("row", np.arange(rows, dtype=np.uint32))
    return every.filter(~every.is_in(used.implode()))
