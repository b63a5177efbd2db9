"""Pairs that were compared, before they are weighed."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage.comparisons import Levels
from wayhome.engines.linkage.prepare import Ints


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Pairs that were compared and kept."""

    ia: Ints
    ib: Ints
    levels: Levels  # uint8[n, 5] three name parts, birth date, sex
    order: Levels  # uint8[n] row of kernels.SLOTS_A
    found_by: NDArray[np.uint8] | None  # number of blocking rules that found each
    looked_at: int  # pairs compared, kept or not


def together(compared: Iterable[Compared]) -> Compared:
    """Many parts as one."""
    done = list(compared)
    if not done:
        none = np.empty(0, np.int32)
        empty = np.empty(0, np.uint8)
        return Compared(
            ia=none,
            ib=none,
            levels=np.empty((0, 5), np.uint8),
            order=empty,
            found_by=None,
            looked_at=0,
        )
    counts = [c.found_by for c in done if c.found_by is not None]
    return Compared(
        ia=np.concatenate([c.ia for c in done]),
        ib=np.concatenate([c.ib for c in done]),
        levels=np.concatenate([c.levels for c in done]),
        order=np.concatenate([c.order for c in done]),
        found_by=np.concatenate(counts) if counts else None,
        looked_at=sum(c.looked_at for c in done),
    )
