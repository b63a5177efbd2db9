"""From levels to findings: what a report says of each field of each pair."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage.comparisons import Levels
from wayhome.engines.linkage.evidence import Evidence, base_level
from wayhome.engines.linkage.fields import NAME_SLOTS, Kind, kind_of
from wayhome.engines.linkage.kernels import SLOTS_A, SLOTS_B
from wayhome.engines.linkage.levels import MISSING
from wayhome.engines.linkage.prepare import Ints, Prepared
from wayhome.engines.linkage.result import Finding

_WORDS = (
    Finding.RENDERING, Finding.SAME_NAME, Finding.CLOSE, Finding.CLOSE, Finding.CLOSE,
    Finding.INITIAL, Finding.CLOSE, Finding.CLOSE, Finding.DIFFERS, Finding.PARTIAL,
)  # fmt: skip
_BIRTH = (
    Finding.SAME, Finding.SWAPPED, Finding.ONE_DAY, Finding.ONE_DIGIT, Finding.ONE_DIGIT,
    Finding.ONE_DIGIT, Finding.CLOSE, Finding.PARTIAL, Finding.PARTIAL, Finding.SAME_YEAR,
    Finding.NEAR_YEAR, Finding.DIFFERS,
)  # fmt: skip
_BY_KIND: Mapping[Kind, tuple[Finding, ...]] = {
    Kind.NAME: _WORDS,
    Kind.PLACE: _WORDS,
    Kind.TEXT: _WORDS,
    Kind.UNIT: (Finding.RENDERING, Finding.DIFFERS),
    Kind.RANK: (Finding.RENDERING, Finding.NEAR, Finding.DIFFERS),
    Kind.DATE: (Finding.SAME, Finding.NEAR, Finding.MONTHS_APART, Finding.DIFFERS),
    Kind.CODE: (Finding.RENDERING, Finding.ONE_DIGIT, Finding.DIFFERS),
    Kind.SEX: (Finding.SAME, Finding.DIFFERS),
}


def findings_of(
    p: Prepared,
    evidence: Mapping[str, Evidence],
    ia: Ints,
    ib: Ints,
    order: Levels,
    usual: Mapping[str, NDArray[np.bool_]],
) -> dict[str, NDArray[np.str_]]:
    """`finding_F` of every field of pairs."""
    out: dict[str, NDArray[np.str_]] = {}
    for field, e in evidence.items():
        levels = e.levels
        if field in NAME_SLOTS:
            slot = NAME_SLOTS.index(field)
            x, y = p.a.names[ia, SLOTS_A[order, slot]], p.b.names[ib, SLOTS_B[order, slot]]
            alike = x == y
            found = _spoken(base_level(levels), _WORDS)
            found = np.where((found == Finding.CLOSE) & usual[field], Finding.RENDERING, found)
        elif field == "birth_date":
            alike = np.zeros(len(ia), np.bool_)
            found = _spoken(levels, _BIRTH)
        else:
            x = p.a.values[field][ia] if field in p.written else p.a.sex[ia]
            y = p.b.values[field][ib] if field in p.written else p.b.sex[ib]
            alike = x == y
            found = _spoken(levels, _BY_KIND[kind_of(field)])
        given = levels != MISSING
        out[f"finding_{field}"] = np.where(given & alike, Finding.SAME, found).astype(np.str_)
    turned = np.where(order == 0, Finding.SAME, Finding.REORDERED)
    out["finding_name_order"] = turned.astype(np.str_)
    return out


def _spoken(levels: Levels, words: tuple[Finding, ...]) -> NDArray[np.str_]:
    table = np.asarray([*words, Finding.MISSING], np.str_)
    return table[np.where(levels == MISSING, len(words), levels)]


def histogram_of(weight: pl.Series, zone: pl.Series) -> pl.DataFrame:
    """Pairs per step of one in weight and zone: weight_from, weight_to, zone, pairs."""
    frame = pl.DataFrame({"weight_from": weight.floor(), "zone": zone})
    counted = frame.group_by("weight_from", "zone").agg(pairs=pl.len().cast(pl.UInt32))
    return counted.select(
        "weight_from", (pl.col("weight_from") + 1).alias("weight_to"), "zone", "pairs"
    ).sort("weight_from", "zone")
