"""All profiles against all families: the weight of a pair is a sum of table entries.

Tables lie state by state with the families side by side, so that one profile is weighed against
many families with one addition per marker, on contiguous memory. Without numba the same sums are
made by NumPy, in the same order, a few times more slowly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.search.states import Codes

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]

BLOCK = 128
"""Families whose tables are held in the processor's cache together."""

TILE = 1024
"""Profiles weighed at a time where only the heavy pairs are kept."""

FEW = 16
"""So many profiles are weighed one by one, without arranging the tables by blocks."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Pairs of a profile and a place in a family, with their log10 weight; equal lengths."""

    profile: Ints
    place: Ints
    log10_lr: NDArray[np.float64]


def weigh_all(tables: Floats, codes: Codes) -> Floats:
    """The log10 likelihood ratio of every profile at every place.

    `tables` has shape (states, places), `codes` (profiles, markers); shape (profiles, places),
    of the type of `tables`.
    """
    if len(codes) <= FEW:
        return np.array([tables[row].sum(0) for row in codes], dtype=tables.dtype).reshape(
            len(codes), tables.shape[1]
        )
    add_rows = _compiled() or _plain
    out = np.empty((len(codes), tables.shape[1]), dtype=tables.dtype)
    for begin in range(0, tables.shape[1], BLOCK):
        add_rows(np.ascontiguousarray(tables[:, begin : begin + BLOCK]), codes, out, begin)
    return out


def weigh_above(tables: Floats, codes: Codes, *, at_least: float) -> Hits:
    """The pairs that weigh at least so much, by place and then profile; no others are held."""
    add_rows = _compiled() or _plain
    profiles, placed, weighed = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
    tile = np.empty((min(TILE, len(codes)), min(BLOCK, tables.shape[1])), dtype=tables.dtype)
    for begin in range(0, tables.shape[1], BLOCK):
        block = np.ascontiguousarray(tables[:, begin : begin + BLOCK])
        for first in range(0, len(codes), TILE):
            rows = codes[first : first + TILE]
            add_rows(block, rows, tile, 0)
            weights = tile[: len(rows), : block.shape[1]]
            profile, place = np.nonzero(weights >= at_least)
            profiles.append(profile + first)
            placed.append(place + begin)
            weighed.append(weights[profile, place].astype(np.float64))
    profile, place = np.concatenate(profiles), np.concatenate(placed)
    order = np.lexsort((profile, place))
    return Hits(profile[order], place[order], np.concatenate(weighed)[order])


def _plain(tables: Floats, codes: Codes, out: Floats, begin: int) -> None:
    total = out[: len(codes), begin : begin + tables.shape[1]]
    total[:] = 0
    for marker in range(codes.shape[1]):
        total += tables[codes[:, marker]]


@cache
def _compiled() -> Callable[[Floats, Codes, Floats, int], None] | None:
    try:
        from wayhome.engines.kinship.search.kernels import add_rows  # noqa: PLC0415
    except ImportError:
        return None
    return add_rows
