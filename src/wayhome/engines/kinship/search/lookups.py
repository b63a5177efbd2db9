"""All profiles against all families: the weight of a pair is a sum of table entries.

Tables lie state by state with the families side by side, so that one profile is weighed against
many families with one addition per marker, on contiguous memory. Without numba the same sums are
made by NumPy, in the same order, a few times more slowly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.kinship.search.states import Codes

Floats = NDArray[np.float64] | NDArray[np.float32]
Ints = NDArray[np.int64]

BLOCK = 128
"""Families whose tables are held in the processor's cache together."""


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
    out = np.empty((len(codes), tables.shape[1]), dtype=tables.dtype)
    for places, weights in _blocks(tables, codes):
        out[:, places] = weights
    return out


def weigh_above(tables: Floats, codes: Codes, *, at_least: float) -> Hits:
    """The pairs that weigh at least so much, by place and then profile, without holding the rest."""
    profiles, placed, weighed = [], [], []
    for places, weights in _blocks(tables, codes):
        place, profile = np.nonzero(weights.T >= at_least)
        profiles.append(profile)
        placed.append(place + places.start)
        weighed.append(weights[profile, place].astype(np.float64))
    if not profiles:
        return Hits(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return Hits(np.concatenate(profiles), np.concatenate(placed), np.concatenate(weighed))


def _blocks(tables: Floats, codes: Codes) -> Iterator[tuple[slice, Floats]]:
    add_rows = _compiled() or _plain
    for start in range(0, tables.shape[1], BLOCK):
        places = slice(start, min(start + BLOCK, tables.shape[1]))
        out = np.empty((len(codes), places.stop - places.start), dtype=tables.dtype)
        add_rows(np.ascontiguousarray(tables[:, places]), codes, out)
        yield places, out


def _plain(tables: Floats, codes: Codes, out: Floats) -> None:
    out[:] = 0
    for marker in range(codes.shape[1]):
        out += tables[codes[:, marker]]


@cache
def _compiled() -> Callable[[Floats, Codes, Floats], None] | None:
    try:
        from wayhome.engines.kinship.search.kernels import add_rows  # noqa: PLC0415
    except ImportError:
        return None
    return add_rows
