"""Learning without labels finds the model that made the data; judgements are respected."""

import numpy as np
import pytest

from wayhome.engines.linkage import reference
from wayhome.engines.linkage.evidence import Evidence
from wayhome.engines.linkage.levels import MISSING
from wayhome.engines.linkage.model import (
    KIN_FIELDS,
    Model,
    best_rival,
    estimate,
    log_odds,
    shipped,
    weigh,
)

# Levels of three fields among lines of one person, and between unrelated ones.
TRUE_M = {
    "given_names": np.array([0.70, 0.05, 0.05, 0.06, 0.02, 0.02, 0.01, 0.01, 0.08]),
    "unit": np.array([0.75, 0.25]),
    "rank": np.array([0.60, 0.30, 0.10]),
}
TRUE_U = {
    "given_names": np.array([0.02, 0.005, 0.005, 0.02, 0.03, 0.02, 0.01, 0.09, 0.80]),
    "unit": np.array([0.03, 0.97]),
    "rank": np.array([0.30, 0.40, 0.30]),
}
MORE_M = {
    "code:file": [0.9, 0.03, 0.07],
    "code:badge": [0.9, 0.03, 0.07],
    "code:card": [0.85, 0.05, 0.10],
}
MORE_U = {
    "code:file": [0.002, 0.018, 0.98],
    "code:badge": [0.002, 0.018, 0.98],
    "code:card": [0.001, 0.009, 0.99],
}
ROWS = 700
BOTH = 420


def drawn(seed):
    """Evidence of every pair of two lists of 700; the first 420 rows are on both."""
    chance = np.random.default_rng(seed)
    ia = np.repeat(np.arange(ROWS, dtype=np.int32), ROWS)
    ib = np.tile(np.arange(ROWS, dtype=np.int32), ROWS)
    same = (ia == ib) & (ia < BOTH)
    evidence = {}
    m = TRUE_M | {f: np.array(x) for f, x in MORE_M.items()}
    u = TRUE_U | {f: np.array(x) for f, x in MORE_U.items()}
    for field, shares in m.items():
        size = len(shares)
        levels = np.where(
            same,
            chance.choice(size, len(ia), p=shares / shares.sum()),
            chance.choice(size, len(ia), p=u[field] / u[field].sum()),
        ).astype(np.uint8)
        levels[chance.random(len(ia)) < 0.1] = MISSING
        log_u = np.log10(u[field] / u[field].sum())[np.minimum(levels, size - 1)]
        evidence[field] = Evidence(size=size, levels=levels, log_u=log_u.astype(np.float32))
    order = np.zeros(len(ia), np.uint8)
    return evidence, order, ia, ib, same


@pytest.fixture(scope="module")
def made():
    return drawn(5)


def start_of(evidence):
    sizes = {field: e.size for field, e in evidence.items()}
    return shipped(sizes, rows_a=ROWS, rows_b=ROWS, overlap=0.3)


def test_the_model_that_made_the_data_is_found(made):
    evidence, order, ia, ib, _ = made
    model = estimate(evidence, order, start_of(evidence), ia=ia, ib=ib, rows_a=ROWS, rows_b=ROWS)
    for field, shares in TRUE_M.items():
        assert model.agreement[field] == pytest.approx(shares, abs=0.05)
        assert model.agreement[field].sum() == pytest.approx(1)
    assert model.prior * ROWS * ROWS == pytest.approx(BOTH, rel=0.1)


def test_a_given_prior_is_kept(made):
    evidence, order, ia, ib, _ = made
    start = start_of(evidence)
    model = estimate(
        evidence, order, start, ia=ia, ib=ib, rows_a=ROWS, rows_b=ROWS, fixed_prior=True
    )
    assert model.prior == start.prior


def test_few_lines_hardly_move_the_shipped_model(made):
    evidence, order, ia, ib, _ = made
    few = np.flatnonzero((ia < 3) & (ib < 3))
    some = {
        f: Evidence(size=e.size, levels=e.levels[few], log_u=e.log_u[few])
        for f, e in evidence.items()
    }
    start = shipped({f: e.size for f, e in some.items()}, rows_a=3, rows_b=3, overlap=0.3)
    model = estimate(some, order[few], start, ia=ia[few], ib=ib[few], rows_a=3, rows_b=3)
    for field, shares in start.agreement.items():
        assert model.agreement[field] == pytest.approx(shares, abs=0.12)


def test_judged_pairs_count_as_judged(made):
    evidence, order, ia, ib, same = made
    start = start_of(evidence)
    where = {"ia": ia, "ib": ib, "rows_a": ROWS, "rows_b": ROWS}
    moved = np.flatnonzero(same & (evidence["unit"].levels == 1))
    stayed = np.flatnonzero(same & (evidence["unit"].levels == 0))
    alone = estimate(evidence, order, start, **where)
    believed = estimate(
        evidence, order, start, judged=dict.fromkeys(stayed.tolist(), False), **where
    )
    assert believed.agreement["unit"][0] < 0.3
    assert alone.agreement["unit"][0] > 0.7
    kept = estimate(evidence, order, start, judged=dict.fromkeys(moved.tolist(), True), **where)
    assert kept.agreement["unit"] == pytest.approx(TRUE_M["unit"], abs=0.05)


def test_a_pair_weighs_less_beside_a_better_rival():
    ia, ib = np.array([0, 0, 1], np.int32), np.array([0, 1, 1], np.int32)
    odds = np.array([8.0, 2.0, 1.0])
    assert best_rival(ia, ib, odds, 2, 2).tolist() == [8.0, 8.0, 2.0]


def test_odds_follow_the_formula(made):
    evidence, *_ = made
    some = {
        f: Evidence(size=e.size, levels=e.levels[:500], log_u=e.log_u[:500])
        for f, e in evidence.items()
    }
    start = start_of(some)
    model = Model(agreement=start.agreement, order=start.order, prior=1e-3, kin=2e-4, twin=3e-5)
    orders = (np.arange(500) % len(reference.ORDERS)).astype(np.uint8)
    parts = weigh(some, orders, model)
    odds = log_odds(parts, orders, model)
    for k in range(500):
        weights = {field: float(part[k]) for field, part in parts.items()}
        for field, e in some.items():
            level = e.levels[k]
            expected = (
                0 if level == MISSING else np.log10(model.agreement[field][level]) - e.log_u[k]
            )
            assert weights[field] == pytest.approx(float(expected), abs=1e-5)
        expected = reference.log_odds(
            dict.fromkeys(reference.SLOTS, 0.0) | weights,
            order=reference.ORDERS[orders[k]],
            prior=1e-3,
            kin=2e-4,
            twin=3e-5,
            shared=sorted(KIN_FIELDS),
        )
        assert odds[k] == pytest.approx(expected, abs=1e-5)


AS_GIVEN = np.zeros(1, np.uint8)


def test_what_brothers_share_alone_proves_nothing():
    """However rare a surname: without anything else two brothers stay as likely."""
    none = dict.fromkeys(("surname", "patronymic", "birthplace"), 0.0)
    start = start_of({"surname": Evidence(size=2, levels=np.zeros(1, np.uint8), log_u=np.zeros(1))})
    for rare in (3, 6, 9, 12):
        parts = {f: np.array([x], np.float32) for f, x in (none | {"surname": float(rare)}).items()}
        assert log_odds(parts, AS_GIVEN, start)[0] <= np.log10(start.prior / start.kin) + 1e-6


@pytest.mark.parametrize("order", range(1, len(reference.ORDERS)))
def test_nor_does_a_surname_that_was_taken_for_a_given_name(order):
    """Of parts that changed places the heavier may be the surname, whatever it is called."""
    size = {"surname": 2, "given_names": 2, "patronymic": 2}
    start = start_of(
        {
            f: Evidence(size=n, levels=np.zeros(1, np.uint8), log_u=np.zeros(1))
            for f, n in size.items()
        }
    )
    slots_a, slots_b = reference.ORDERS[order]
    moved = slots_a[1] != slots_b[1]
    parts = {f: np.zeros(1, np.float32) for f in size} | {"given_names": np.array([6], np.float32)}
    odds = log_odds(parts, np.array([order], np.uint8), start)[0]
    most = np.log10(start.prior / start.kin) + 1e-6
    assert (odds <= most) == moved
