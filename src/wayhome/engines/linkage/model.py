"""The model: what agreement and disagreement in each field are worth.

Fellegi and Sunter (1969): each field adds log10(m/u), where m is how often the level is found
between two lines of one person and u how often between lines of unrelated persons. u is counted
(see `evidence`), m is estimated without labels by expectation and maximisation over the whole
space of pairs, starting from shipped values and moving from them only as far as the lists carry.

Brothers and twins are no chance agreement: they share surname, patronymic and birthplace, twins
the birth date too. They are classes of their own, so that such agreement alone proves nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.linkage import kernels
from wayhome.engines.linkage.comparisons import Floats, Levels
from wayhome.engines.linkage.evidence import Evidence
from wayhome.engines.linkage.fields import NAME_SLOTS, Kind, kind_of
from wayhome.engines.linkage.levels import MISSING
from wayhome.engines.linkage.prepare import Ints

Shares = NDArray[np.float64]

# Shipped shares of each level among lines of one person, as lists of prisoners and of the missing
# have them; a round guess from trials on invented lists, worth PSEUDO persons of real ones.
_NAME: Final = (0.84, 0.01, 0.03, 0.05, 0.012, 0.01, 0.005, 0.003, 0.02, 0.002)
_SLIPS: Final = (0.006, 0.004, 0.002, 0.008, 0.008, 0.004)
_LETTERS: Final = (0.002, 0.02, 0.05, 0.20, 0.33, 0.40)  # by steps of the learned likelihood ratio
_SHIPPED: Final[Mapping[str, tuple[float, ...]]] = {
    "surname": _NAME + _SLIPS,
    "given_names": (0.80, 0.10, 0.02, 0.02, 0.008, 0.02, 0.005, 0.002, 0.015, 0.004, *_SLIPS),
    "patronymic": (0.76, 0.06, 0.03, 0.04, 0.012, 0.06, 0.005, 0.003, 0.02, 0.002, *_SLIPS),
    "birth_date": (0.70, 0.02, 0.03, 0.03, 0.015, 0.04, 0.005, 0.02, 0.10, 0.006, 0.010, 0.024),
    "sex": (0.99, 0.01),
    "surname_letters": _LETTERS,
    "given_names_letters": _LETTERS,
    "patronymic_letters": _LETTERS,
}
_SHIPPED_KINDS: Final[Mapping[Kind, tuple[float, ...]]] = {
    Kind.NAME: (0.75, 0.02, 0.06, 0.06, 0.02, 0.01, 0.01, 0.01, 0.06),
    Kind.PLACE: (0.70, 0.01, 0.12, 0.04, 0.02, 0.002, 0.01, 0.008, 0.09),
    Kind.TEXT: (0.70, 0.01, 0.06, 0.05, 0.03, 0.002, 0.02, 0.008, 0.12),
    Kind.UNIT: (0.90, 0.10),
    Kind.RANK: (0.80, 0.15, 0.05),
    Kind.DATE: (0.55, 0.35, 0.05, 0.05),
    Kind.CODE: (0.90, 0.05, 0.05),
    Kind.SEX: (0.95, 0.05),
}
# Parts that changed places did so on either side alike.
_ORDER: Final = (
    0.93, 0.0175, 0.0175, 0.015, 0.015, 0.001, 0.001, 0.00075, 0.00075, 0.00075, 0.00075,
)  # fmt: skip

PSEUDO = 30.0
"""How many persons the shipped values count for against the lists at hand."""

ASSUMED_LINES = 10.0
"""Lines of the shorter list for which the assumed overlap counts against what is found."""

KIN_FIELDS = frozenset(
    {
        "surname",
        "surname_letters",
        "patronymic",
        "patronymic_letters",
        "birthplace",
        "mothers_maiden_name",
    }
)
"""What brothers and sisters share."""

ROUNDS = 15


@dataclass(frozen=True, kw_only=True)
class Model:
    """Estimated shares. `prior`, `kin`, `twin`: probability that a random pair is one."""

    agreement: Mapping[str, Shares]
    order: Shares  # of each row of kernels.SLOTS_A
    prior: float
    kin: float
    twin: float


def shipped(levels: Mapping[str, int], *, rows_a: int, rows_b: int, overlap: float) -> Model:
    """The model before the lists are looked at.

    Args:
        levels: number of levels of each field.
        rows_a: lines of one list.
        rows_b: lines of the other.
        overlap: assumed share of the shorter list that is also on the other.
    """
    cells = max(rows_a * rows_b, 1)
    prior = min(max(min(rows_a, rows_b) * overlap, 0.5) / cells, 0.5)
    empty = Model(
        agreement={},
        order=np.asarray(_ORDER) / sum(_ORDER),
        prior=prior,
        kin=0.02 * prior,
        twin=0.003 * prior,
    )
    return with_shipped(empty, levels)


def with_shipped(model: Model, levels: Mapping[str, int]) -> Model:
    """The model with the shipped shares of some more fields."""
    agreement = dict(model.agreement)
    for field, size in levels.items():
        start = _SHIPPED.get(field) or _SHIPPED_KINDS[kind_of(field)]
        shares = np.asarray(start[:size], np.float64)
        agreement[field] = shares / shares.sum()
    return replace(model, agreement=agreement)


def weigh(evidence: Mapping[str, Evidence], order: Levels, model: Model) -> dict[str, Floats]:
    """The weight of every field for every pair: float32[n] each, `name_order` among them."""
    parts: dict[str, Floats] = {
        field: _worth(e, model.agreement[field]) for field, e in evidence.items()
    }
    parts["name_order"] = np.log10(model.order)[order].astype(np.float32)
    return parts


def _worth(evidence: Evidence, shares: Shares) -> Floats:
    given = evidence.levels != MISSING
    log_m = np.log10(shares)[np.minimum(evidence.levels, evidence.size - 1)]
    return np.where(given, log_m - evidence.log_u, 0).astype(np.float32)


def log_odds(parts: Mapping[str, Floats], order: Levels, model: Model) -> NDArray[np.float64]:
    """log10 odds that a pair is one person, against strangers, brothers and twins together."""
    total = np.sum(list(parts.values()), axis=0, dtype=np.float64)
    shared = _shared(parts, order)
    kin = np.log10(model.kin) + shared
    twin = np.log10(model.twin) + shared + parts.get("birth_date", 0)
    against = np.logaddexp(0, np.logaddexp(kin * _LN10, twin * _LN10)) / _LN10
    return np.asarray(np.log10(model.prior) + total - against, np.float64)


def _shared(parts: Mapping[str, Floats], order: Levels) -> Shares:
    """What brothers and sisters share, as a weight.

    Where the given name changed places with another part nobody can say which of the two it is:
    the part that weighs least is taken for it, so that a surname never speaks for one brother.
    """
    shared = np.zeros(len(order))
    for field in KIN_FIELDS & parts.keys():
        shared += parts[field]
    names = np.zeros((len(order), len(NAME_SLOTS)))
    for slot, name in enumerate(NAME_SLOTS):
        for field in {name, f"{name}_letters"} & parts.keys():
            names[:, slot] += parts[field]
    given = names[:, _GIVEN]
    least = np.where(_MOVED[order], names, np.inf).min(axis=1)
    return np.where(_MOVED[order, _GIVEN], shared + given - np.minimum(least, given), shared)


_GIVEN: Final = NAME_SLOTS.index("given_names")
_MOVED: Final = kernels.SLOTS_A != kernels.SLOTS_B
_LN10 = float(np.log(10))


def estimate(
    evidence: Mapping[str, Evidence],
    order: Levels,
    start: Model,
    *,
    ia: Ints,
    ib: Ints,
    rows_a: int,
    rows_b: int,
    judged: Mapping[int, bool] | None = None,
    fixed_prior: bool = False,
    tick: Callable[[float], None] = lambda share: None,
) -> Model:
    """Estimate the model by expectation and maximisation.

    Pairs that were not compared count as strangers. A pair weighs less beside a better rival.

    Args:
        evidence: of the compared pairs.
        order: how the name parts were paired.
        start: the model to start from, also the prior of the shares.
        ia: row of each pair in one list.
        ib: row in the other.
        rows_a: lines of one list.
        rows_b: lines of the other.
        judged: pairs (index into the arrays) that people judged same or not the same.
        fixed_prior: keep the prior as given.
        tick: told the share of the work done.
    """
    model = start
    cells = max(rows_a * rows_b, 1)
    at = np.flatnonzero(log_odds(weigh(evidence, order, model), order, model) > -5)
    if judged:
        at = np.union1d(at, np.fromiter(judged, np.int64, len(judged)))
    seen = {
        f: Evidence(size=e.size, levels=e.levels[at], log_u=e.log_u[at])
        for f, e in evidence.items()
    }
    order, ia, ib = order[at], ia[at], ib[at]
    known = np.full(len(at), -1.0)
    for pair, verdict in (judged or {}).items():
        known[np.searchsorted(at, pair)] = float(verdict)
    for turn in range(ROUNDS):
        parts = weigh(seen, order, model)
        odds = 10.0 ** np.minimum(log_odds(parts, order, model), 15)
        same = odds / (1 + best_rival(ia, ib, odds, rows_a, rows_b))
        same = np.where(known >= 0, known, same)
        agreement = {}
        for field, e in seen.items():
            given = e.levels != MISSING
            counts = np.bincount(e.levels[given], weights=same[given], minlength=e.size)
            prior_shares = start.agreement[field]
            agreement[field] = (counts + PSEUDO * prior_shares) / (counts.sum() + PSEUDO)
        orders = np.bincount(order, weights=same, minlength=len(_ORDER))
        kin, twin = _kin(parts, order, model)
        everyone = (1 + kin + twin) * (1 + odds)  # odds are against kin, twins and strangers
        model = Model(
            agreement=agreement,
            order=(orders + PSEUDO * start.order) / (orders.sum() + PSEUDO),
            prior=start.prior if fixed_prior else _prior(float(same.sum()), start, rows_a, rows_b),
            kin=max(float((kin / everyone).sum()), 0.5) / cells,
            twin=max(float((twin / everyone).sum()), 0.1) / cells,
        )
        tick((turn + 1) / ROUNDS)
    return model


def _prior(same: float, start: Model, rows_a: int, rows_b: int) -> float:
    """The prior, drawn to the assumed share of the shorter list as by ASSUMED_LINES lines of it."""
    shorter, cells = max(min(rows_a, rows_b), 1), max(rows_a * rows_b, 1)
    assumed = min(start.prior * cells / shorter, 1.0)
    share = (same + ASSUMED_LINES * assumed) / (shorter + ASSUMED_LINES)
    return min(share * shorter / cells, 0.5)


def _kin(parts: Mapping[str, Floats], order: Levels, model: Model) -> tuple[Shares, Shares]:
    shared = _shared(parts, order)
    kin = model.kin * 10.0 ** np.minimum(shared, 15)
    twin = model.twin * 10.0 ** np.minimum(shared + parts.get("birth_date", 0), 15)
    return kin, twin


def best_rival(ia: Ints, ib: Ints, odds: Shares, rows_a: int, rows_b: int) -> Shares:
    """The greatest odds among all pairs that share a line with each pair, itself included."""
    best_a, best_b = np.zeros(rows_a), np.zeros(rows_b)
    kernels.best_and_sum(ia, odds, best_a, np.zeros(rows_a))
    kernels.best_and_sum(ib, odds, best_b, np.zeros(rows_b))
    return np.asarray(np.maximum(best_a[ia], best_b[ib]))
