"""What the learned correspondences say of two spellings that the keys do not make one.

Keys say whether two spellings sound alike; where they do not, the likelihood of one spelling as a
rendering of the other (see engines.names.correspondence) tells a slip of the pen or an unusual
romanisation from another name.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage.compared import Compared
from wayhome.engines.linkage.comparisons import Floats, Levels
from wayhome.engines.linkage.evidence import Evidence, base_level
from wayhome.engines.linkage.fields import NAME_SLOTS
from wayhome.engines.linkage.kernels import SLOTS_A, SLOTS_B
from wayhome.engines.linkage.levels import MISSING, NameLevel
from wayhome.engines.linkage.prepare import Ints, Prepared
from wayhome.engines.names import comparison_form, script_of
from wayhome.engines.names.correspondence import correspondence_between

STEPS = (-4.0, -1.0, 1.0, 3.0, 5.0)
"""log10 likelihood ratios between which a rendering is a level of its own."""

SIZE = len(STEPS) + 1

USUAL = 3.0
"""log10 likelihood ratio from which a spelling is called a usual rendering."""

ASKED = (
    NameLevel.CONSONANTS,
    NameLevel.EDIT1,
    NameLevel.EDIT2,
    NameLevel.PREFIX,
    NameLevel.LOOSE,
)
"""Levels at which the letters are asked: alike, but not one by their keys."""

STRANGERS = 1e-4
"""Odds below which a compared pair is taken for strangers, to count what chance brings."""

SAMPLE = 20_000
"""Strangers whose letters are asked; the others are far from being one person anyway."""


def letters_field(slot_field: str) -> str:
    """The name under which the learned evidence of a name part goes."""
    return f"{slot_field}_letters"


def is_usual(levels: Levels) -> NDArray[np.bool_]:
    """Whether letters say that one spelling is a usual rendering of the other."""
    return (levels != MISSING) & (levels >= np.digitize(USUAL, STEPS))


def learned_evidence(
    p: Prepared,
    seen: Compared,
    evidence: Mapping[str, Evidence],
    odds: NDArray[np.float64],
    *,
    folder: Path | None = None,
) -> dict[str, Evidence]:
    """Evidence by letters for each name part, MISSING where the keys have settled it.

    Args:
        p: both lists.
        seen: the compared pairs.
        evidence: their evidence so far.
        odds: log10 odds by it, from which pairs of strangers are told.
        folder: of learned correspondences, instead of those shipped.
    """
    found = {}
    strangers = odds < np.log10(STRANGERS)
    for slot, field in enumerate(NAME_SLOTS):
        levels = base_level(evidence[field].levels)
        asked = np.isin(levels, ASKED)
        sample = np.flatnonzero(asked & strangers)
        sample = sample[:: max(len(sample) // SAMPLE, 1)]
        at = np.union1d(np.flatnonzero(asked & ~strangers), sample)
        x = p.a.names[seen.ia[at], SLOTS_A[seen.order[at], slot]]
        y = p.b.names[seen.ib[at], SLOTS_B[seen.order[at], slot]]
        ratio = log10_ratios(p.tokens[slot].written, x, y, folder=folder)
        known = np.isfinite(ratio)
        told = np.full(len(levels), MISSING, np.uint8)
        told[at[known]] = np.digitize(ratio[known], STEPS)
        found[letters_field(field)] = Evidence(
            size=SIZE, levels=told, log_u=_chance_of(told, strangers)
        )
    return found


def _chance_of(levels: Levels, strangers: NDArray[np.bool_]) -> Floats:
    among = levels[strangers & (levels != MISSING)]
    counts = np.bincount(among, minlength=SIZE)[:SIZE] + _EXPECTED
    shares = np.log10(counts / counts.sum())
    return shares[np.minimum(levels, SIZE - 1)].astype(np.float32)


_EXPECTED = 20 * np.array([0.45, 0.30, 0.12, 0.08, 0.04, 0.01])
"""Levels among strangers whose names are near, as trials had them, for lists with few of them."""


def log10_ratios(written: Sequence[str], x: Ints, y: Ints, *, folder: Path | None = None) -> Floats:
    """log10 likelihood ratio of tokens x[k] and y[k] (indices), NaN where no model speaks."""
    out = np.full(len(x), np.nan, np.float32)
    if len(x) == 0:
        return out
    width = np.int64(len(written))
    pairs, back = np.unique(x.astype(np.int64) * width + y, return_inverse=True)
    px, py = pairs // width, pairs % width
    used = np.unique(np.concatenate([px, py]))
    place = np.full(width, -1, np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    forms = [comparison_form(written[i]) for i in used]
    scripts = np.array([script_of(form) for form in forms])
    sx, sy = scripts[place[px]], scripts[place[py]]
    ratio = np.full(len(pairs), np.nan, np.float32)
    for first in np.unique(sx):
        for second in np.unique(sy):
            at = np.flatnonzero((sx == first) & (sy == second))
            model = (
                correspondence_between(str(first), str(second), folder=folder) if len(at) else None
            )
            if model is None:
                continue
            ux, ix = np.unique(place[px[at]], return_inverse=True)
            uy, iy = np.unique(place[py[at]], return_inverse=True)
            ratio[at] = model.score(
                model.encode([forms[i] for i in ux], "source"),
                model.encode([forms[i] for i in uy], "target"),
                ix.astype(np.int32),
                iy.astype(np.int32),
            )
    out[:] = ratio[back]
    return out
