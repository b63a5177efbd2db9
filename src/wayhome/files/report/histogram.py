"""How many pairs there are at each weight, as bars drawn by hand in SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

import polars as pl

from wayhome.engines.linkage.result import Linkage, Zone

WIDTH, HEIGHT = 720, 190  # of the drawing, in its own units
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 18, 30
_ZONES = (Zone.MATCH, Zone.REVIEW, Zone.NO)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One zone's part of one bar."""

    zone: str
    x: float
    y: float
    width: float
    height: float
    cut_at: int  # pairs in a bar too tall to draw; 0 where it is drawn whole


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """Bars, ticks and the same numbers as a table."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]  # x, weight
    levels: tuple[tuple[float, int], ...]  # y, pairs
    rows: tuple[tuple[float, float, Mapping[str, int]], ...]  # from, to, pairs by zone


def draw_histogram(linkage: Linkage) -> Drawing | None:
    """The histogram of weights, or None where there is nothing to draw.

    Bars of pairs that are not offered (zone `no`) are cut where they would dwarf the others.
    """
    rows = _rows(linkage)
    if not rows:
        return None
    low, high = rows[0][0], rows[-1][1]
    offered = max(sum(n for zone, n in counts.items() if zone != Zone.NO) for *_, counts in rows)
    tallest = max(sum(counts.values()) for *_, counts in rows)
    top = max(1, min(tallest, round(offered * 1.5) if offered else tallest))
    wide, tall = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    span = (high - low) or 1.0

    def x(weight: float) -> float:
        return round(_LEFT + (weight - low) / span * wide, 1)

    bars: list[Bar] = []
    for start, end, counts in rows:
        base = 0
        for zone in _ZONES:
            count = counts.get(zone, 0)
            if not count:
                continue
            shown = min(count, top - base)
            height = round(shown / top * tall, 1)
            y = round(_TOP + tall - base / top * tall - height, 1)
            width = max(round(x(end) - x(start) - 1, 1), 1)
            cut = sum(counts.values()) if shown < count else 0
            bars.append(Bar(zone=zone, x=x(start), y=y, width=width, height=height, cut_at=cut))
            base += shown
    return Drawing(
        bars=tuple(bars),
        ticks=tuple((x(weight), weight) for weight in _ticks(low, high)),
        levels=tuple((round(_TOP + tall - n / top * tall, 1), n) for n in _levels(top)),
        rows=tuple(rows),
    )


def _rows(linkage: Linkage) -> list[tuple[float, float, Mapping[str, int]]]:
    histogram = linkage.histogram
    if histogram is None:
        start = pl.col("weight").floor()
        histogram = linkage.pairs.group_by(
            start.alias("weight_from"), (start + 1).alias("weight_to"), "zone"
        ).agg(pl.len().alias("pairs"))
    rows: dict[tuple[float, float], dict[str, int]] = {}
    finite = pl.col("weight_from").is_finite() & pl.col("weight_to").is_finite()
    for row in histogram.filter(finite, pl.col("pairs") > 0).sort("weight_from").to_dicts():
        counts = rows.setdefault((float(row["weight_from"]), float(row["weight_to"])), {})
        counts[row["zone"]] = counts.get(row["zone"], 0) + int(row["pairs"])
    return [(start, end, counts) for (start, end), counts in rows.items()]


def _ticks(low: float, high: float) -> Sequence[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 1000) if (high - low) / s <= 14)
    first = -floor(-low / step) * step
    return range(first, floor(high) + 1, step)


def _levels(top: int) -> Sequence[int]:
    return sorted({0, top // 2, top})
