"""Compare candidate pairs, on all cores, keeping those that could come to something."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage import kernels
from wayhome.engines.linkage.blocking import Part
from wayhome.engines.linkage.compared import Compared
from wayhome.engines.linkage.evidence import MONTH_SHARE, NAME_LEVELS, RARE_DATES, Chance
from wayhome.engines.linkage.fields import NAME_SLOTS, Kind, kind_of
from wayhome.engines.linkage.levels import DateLevel, NameLevel
from wayhome.engines.linkage.model import Model
from wayhome.engines.linkage.prepare import Ints, Prepared

CHUNK = 200_000

TELLING = -3.0
"""log10 frequency below which a shared number or text is worth a look by itself."""


def compare_parts(
    p: Prepared, chance: Chance, model: Model, parts: Iterable[Part], *, floor: float
) -> Iterator[Compared]:
    """Compare pairs part by part; keep those that weigh `floor` or more by name, date and sex.

    Pairs that share a rare number or a rare text are kept whatever their names say.
    """
    tables = _tables(chance, model)
    first = p.tokens[0]
    keys = np.stack([t.keys for t in p.tokens])
    telling = _telling_values(p, chance)

    def work(part: Part) -> Compared:
        a, b = part.ia, part.ib
        levels, order = np.empty((len(a), 5), np.uint8), np.empty(len(a), np.uint8)
        keep = np.zeros(len(a), np.bool_)
        for in_a, in_b in telling:
            keep |= (in_a[a] >= 0) & (in_a[a] == in_b[b])
        kernels.compare(  # type: ignore[call-arg] # numba hides the signature
            a, b, p.a.names, p.b.names, p.a.birth, p.b.birth, p.a.sex, p.b.sex,
            keys, first.text, first.length, first.mask, first.words,
            *tables, np.float32(floor), levels, order, keep,
        )  # fmt: skip
        counts = None if part.found_by is None else part.found_by[keep]
        return Compared(
            ia=a[keep],
            ib=b[keep],
            levels=levels[keep],
            order=order[keep],
            found_by=counts,
            looked_at=len(a),
        )

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for part in parts:
            yield from pool.map(work, _chunks(part))


def _chunks(part: Part) -> Iterator[Part]:
    for start in range(0, len(part.ia), CHUNK):
        cut = slice(start, start + CHUNK)
        counts = None if part.found_by is None else part.found_by[cut]
        yield Part(ia=part.ia[cut], ib=part.ib[cut], found_by=counts)


def _telling_values(p: Prepared, chance: Chance) -> list[tuple[Ints, Ints]]:
    """What each row is filed under in every field of numbers or texts; -1 where it is common."""
    found = []
    for field, comparison in chance.comparisons.items():
        if kind_of(field) in (Kind.CODE, Kind.TEXT):
            rare = chance.frequencies[field][0] < TELLING
            filed = np.append(np.where(rare, comparison.filed, -1), -1).astype(np.int32)
            found.append((filed[p.a.values[field]], filed[p.b.values[field]]))
    return found


def _tables(chance: Chance, model: Model) -> tuple[NDArray[np.float32], ...]:
    """The tables of `kernels.compare` from `worth` to `sex_worth`."""
    slots = np.log10(np.stack([model.agreement[f][:NAME_LEVELS] for f in NAME_SLOTS]))
    worth = slots - np.log10(chance.names[:, :NAME_LEVELS])
    worth[:, :3] = slots[:, :3]
    worth[:, NameLevel.HALF] = slots[:, NameLevel.HALF] - np.log10(chance.several)
    dates = np.log10(model.agreement["birth_date"])
    plain = [level for level in DateLevel if level not in RARE_DATES]
    dates[plain] -= np.log10(chance.dates[plain])
    for level in RARE_DATES:
        dates[level] -= np.log10(chance.precision[level] * MONTH_SHARE.get(level, 1.0))
    sex = np.log10(model.agreement["sex"]) - np.log10(chance.sex)
    return (
        worth.astype(np.float32),
        np.ascontiguousarray(chance.name_rarity.transpose(0, 2, 1)),
        np.log10(model.order).astype(np.float32),
        dates.astype(np.float32),
        chance.day_rarity[0],
        chance.year_rarity,
        sex.astype(np.float32),
    )
