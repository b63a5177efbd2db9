"""Compare candidate pairs, on all cores, keeping those that could come to something."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from wayhome.engines.linkage import kernels
from wayhome.engines.linkage.comparisons import Levels
from wayhome.engines.linkage.evidence import NAME_LEVELS, RARE_DATES, Chance
from wayhome.engines.linkage.levels import DateLevel
from wayhome.engines.linkage.model import Model
from wayhome.engines.linkage.prepare import Ints, Prepared

CHUNK = 250_000


def compare_pairs(
    p: Prepared,
    chance: Chance,
    model: Model,
    *,
    ia: Ints,
    ib: Ints,
    floor: float,
    tick: Callable[[float], None] = lambda share: None,
) -> tuple[Ints, Ints, Levels, Levels]:
    """Rows, levels (uint8[n, 5]) and order of pairs that weigh `floor` or more by name and date."""
    tables = _tables(p, chance, model)
    first = p.tokens[0]
    stacked = [np.stack([getattr(t, f) for t in p.tokens]) for f in _STACKED]
    starts = range(0, len(ia), CHUNK)

    def work(start: int) -> tuple[Ints, Ints, Levels, Levels]:
        a, b = ia[start : start + CHUNK], ib[start : start + CHUNK]
        levels, order = np.empty((len(a), 5), np.uint8), np.empty(len(a), np.uint8)
        keep = np.empty(len(a), np.bool_)
        kernels.compare(  # type: ignore[call-arg] # numba hides the signature
            a, b, p.a.names, p.b.names, p.a.birth, p.b.birth, p.a.sex, p.b.sex,
            *stacked, first.text, first.length, first.mask,
            *tables, np.float32(floor), levels, order, keep,
        )  # fmt: skip
        return a[keep], b[keep], levels[keep], order[keep]

    done = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, result in enumerate(pool.map(work, starts)):
            done.append(result)
            tick((number + 1) / max(len(starts), 1))
    if not done:
        none = np.empty(0, np.int32)
        return none, none, np.empty((0, 5), np.uint8), np.empty(0, np.uint8)
    a, b, levels, order = (np.concatenate(column) for column in zip(*done, strict=True))
    return a, b, levels, order


_STACKED = ("same", "equivalent", "consonants", "initial")


def _tables(p: Prepared, chance: Chance, model: Model) -> tuple[np.ndarray, ...]:
    """The tables of `kernels.compare` from `worth` to `sex_worth`."""
    slots = [model.agreement[f][:NAME_LEVELS] for f in ("surname", "given_names", "patronymic")]
    worth = np.log10(np.stack(slots)) - np.log10(chance.names[:, :NAME_LEVELS])
    worth[:, :3] = np.log10(np.stack(slots)[:, :3])
    dates = np.log10(model.agreement["birth_date"])
    plain = [level for level in DateLevel if level not in RARE_DATES]
    dates[plain] -= np.log10(chance.dates[plain])
    dates[DateLevel.PARTIAL_MONTH] -= np.log10(1 / 12)
    dates[DateLevel.SAME_YEAR] -= np.log10(11 / 12)
    sex = np.log10(model.agreement["sex"]) - np.log10(chance.sex)
    return (
        worth.astype(np.float32),
        chance.name_rarity,
        np.log10(model.order).astype(np.float32),
        dates.astype(np.float32),
        chance.day_rarity[0],
        chance.year_rarity,
        sex.astype(np.float32),
    )
