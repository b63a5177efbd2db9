"""States and look-ups: numbering is complete, and sums are sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.kinship import InvalidFrequencies, Profile
from wayhome.engines.kinship.search import StateSpace, lookups, weigh_above, weigh_all

SPACE = StateSpace.of({"A": ("8", "9", "9.3", "10"), "B": ("14", "15")})


def test_every_typing_has_a_number_of_its_own():
    numbers = [m.code(seen) for m in SPACE.markers for seen in m.typings()]
    assert numbers == list(range(SPACE.size))


@given(st.permutations(["8", "9.3"]))
def test_the_order_of_two_alleles_does_not_matter(seen):
    assert SPACE.markers[0].code(tuple(seen)) == SPACE.markers[0].code(("8", "9.3"))


def test_one_allele_seen_is_no_homozygote():
    marker = SPACE.markers[0]
    assert marker.code(("9",)) != marker.code(("9", "9"))


def test_three_alleles_and_markers_not_typed_weigh_nothing():
    codes = SPACE.encode([Profile(id="R1", typings={"A": ("8", "9", "10")})])
    assert codes.tolist() == [[m.start for m in SPACE.markers]]
    assert not SPACE.typed(codes).any()


def test_an_unknown_allele_is_refused_by_marker():
    with pytest.raises(InvalidFrequencies, match="seen at B"):
        SPACE.encode([Profile(id="R1", typings={"B": ("14", "99")})])


def test_a_weight_is_the_sum_over_markers(monkeypatch):
    rng = np.random.default_rng(5)
    tables = rng.normal(size=(SPACE.size, 300))
    tables[rng.random(tables.shape) < 0.01] = -np.inf
    codes = np.stack([rng.integers(0, 15, 40), rng.integers(15, SPACE.size, 40)], 1).astype(
        np.int32
    )
    slowly = np.array([[sum(tables[s, f] for s in row) for f in range(300)] for row in codes])
    np.testing.assert_array_equal(weigh_all(tables, codes), slowly)
    np.testing.assert_allclose(weigh_all(tables, codes[:3]), slowly[:3], rtol=1e-12)
    monkeypatch.setattr(lookups, "_compiled", lambda: None)
    np.testing.assert_array_equal(weigh_all(tables, codes), slowly)
    hits = weigh_above(tables, codes, at_least=1.5)
    found = {(p, f): w for p, f, w in zip(hits.profile, hits.place, hits.log10_lr, strict=True)}
    assert found == {
        (p, f): slowly[p, f] for p in range(40) for f in range(300) if slowly[p, f] >= 1.5
    }
