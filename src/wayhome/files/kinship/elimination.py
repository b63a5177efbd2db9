"""Specimens that are like somebody's who handled them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from wayhome.files.kinship.specimens import ReadProfiles, SetAside, Specimen

FEWEST_MARKERS = 8  # in common, before a likeness says anything
MOST_DIFFERENT = 1  # markers: one may be a slip


def set_staff_aside(read: ReadProfiles, staff: Sequence[Specimen] = ()) -> ReadProfiles:
    """Set aside the specimens that agree with an elimination profile.

    They agree where, of at least eight markers typed in both, every allele of the specimen is one
    of the other's at all markers or all but one. A degraded specimen that has lost alleles still
    agrees.
    """
    against = (*read.staff, *staff)
    if not against or not read.specimens:
        return read
    like = _likeness(read.specimens, against)
    kept, aside = [], []
    for specimen, other in zip(read.specimens, like, strict=True):
        if other < 0:
            kept.append(specimen)
        else:
            number = against[other].number
            aside.append(SetAside(specimen=specimen, code="staff", like=number))
    return replace(read, specimens=tuple(kept), set_aside=(*read.set_aside, *aside))


def _likeness(specimens: Sequence[Specimen], staff: Sequence[Specimen]) -> list[int]:
    """For each specimen the place of the first profile it agrees with, or -1."""
    everybody = (*specimens, *staff)
    markers = sorted({marker for one in everybody for marker in one.profile.typings})
    seen = np.zeros((len(everybody), len(markers)), dtype=np.uint64)
    for column, marker in enumerate(markers):
        bits: dict[str, int] = {}
        for row, one in enumerate(everybody):
            for allele in one.profile.typings.get(marker, ()):
                bit = bits.setdefault(allele, min(len(bits), 63))  # the rarest share the last
                seen[row, column] |= np.uint64(1 << bit)
    theirs = seen[len(specimens) :]
    return [_agreeing(row, theirs) for row in seen[: len(specimens)]]


def _agreeing(row: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> int:
    common = (row != 0) & (theirs != 0)
    different = (common & ((row & ~theirs) != 0)).sum(1)
    agrees = (common.sum(1) >= FEWEST_MARKERS) & (different <= MOST_DIFFERENT)
    return int(np.argmax(agrees)) if agrees.any() else -1
