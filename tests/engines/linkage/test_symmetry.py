"""Which of two lists is given first changes nothing."""

import pytest
from frames import frames
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engines.linkage import Zone, blocking, link, linking
from wayhome.engines.linkage.blocking import candidates
from wayhome.engines.linkage.kernels import MIRRORED, ON_A, ORDER_NAMES, SLOTS_A, SLOTS_B
from wayhome.engines.linkage.prepare import prepare

FEW = settings(max_examples=8, deadline=None)
SEEDS = st.integers(0, 10**6)


def mirror(order):
    """The name of an order when the other list comes first."""
    return ORDER_NAMES[MIRRORED[ORDER_NAMES.index(order)]]


def told(result, *, mirrored=False):
    """Every pair with its weight, posterior and zone, by the rows of both lists."""
    a, b = ("row_b", "row_a") if mirrored else ("row_a", "row_b")
    return {
        (pair[a], pair[b]): (
            pair["weight"],
            pair["posterior"],
            pair["zone"],
            mirror(pair["order"]) if mirrored else pair["order"],
        )
        for pair in result.pairs.iter_rows(named=True)
    }


def test_orders_are_mirrored():
    assert SLOTS_A[MIRRORED].tolist() == SLOTS_B.tolist()
    assert SLOTS_B[MIRRORED].tolist() == SLOTS_A.tolist()
    assert ON_A.tolist() == [row != [0, 1, 2] for row in SLOTS_A.tolist()]
    assert ON_A.tolist() == [name.endswith("_on_a") for name in ORDER_NAMES]


def same_both_ways(a, b):
    first, second = told(link(a, b)), told(link(b, a), mirrored=True)
    for pair in first.keys() | second.keys():
        # A pair so weak that rounding decides whether it is kept may be told in one alone.
        one, other = first.get(pair), second.get(pair)
        if one is None or other is None:
            assert (one or other)[1] < 1e-3
            continue
        assert one[:2] == pytest.approx(other[:2], abs=1e-3)
        assert one[2:] == other[2:]
    return first


@FEW
@given(st.integers(1, 25), st.integers(1, 30), SEEDS, st.sampled_from([0.1, 0.4]))
def test_two_lists_are_linked_alike_either_way(rows_a, rows_b, seed, share):
    a, b, _ = frames(rows_a, rows_b, seed=seed, turned=share)
    same_both_ways(a, b)


@pytest.mark.parametrize("rows", [(120, 150), (130, 130)])
def test_also_where_chance_is_counted_on_random_pairs(rows, monkeypatch):
    monkeypatch.setattr(linking, "CHANCE_PAIRS", 8_000)
    a, b, _ = frames(*rows, seed=3, turned=0.3)
    found = same_both_ways(a, b)
    assert {zone for _, _, zone, _ in found.values()} == set(Zone)
    assert {order for *_, order in found.values()} > {"surname_given", "surname_given_on_a"}


@FEW
@given(st.integers(1, 25), st.integers(1, 30), SEEDS)
def test_the_same_pairs_are_worth_comparing_either_way(rows_a, rows_b, seed):
    a, b, _ = frames(rows_a, rows_b, seed=seed, turned=0.4)
    others = tuple(c for c in a.columns if c in ("birthplace", "unit", "rank", "capture_date"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "EVERY_PAIR", 0)
        found = []
        for lists in ((a, b), (b, a)):
            parts = candidates(prepare(*lists, others)).parts()
            pairs = [pair for x in parts for pair in zip(x.ia, x.ib, x.found_by, strict=True)]
            found.append({(int(i), int(j), int(n)) for i, j, n in pairs})
    assert found[0] == {(j, i, n) for i, j, n in found[1]}
