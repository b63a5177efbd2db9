"""The search of remains in families, against one table entry after another."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from math import isinf, log10, prod

import numpy as np
import pytest

from engines.kinship.search_cases import PLACES, REMAINS, TRIO, panel, profile
from wayhome.engines.kinship import MutationModel, family_tables
from wayhome.engines.kinship.search import Candidate, Place, SearchTables, search, streaming

MODELS = {
    "stepwise": {},
    "none": {"mutation": MutationModel()},
    "silent": {"silent": 0.05},
    "theta": {"theta": 0.02},
}


def slowly(place, remains, model, dropout=None):
    tables = family_tables(place.pedigree, place.profiles, place.missing, model)
    ratio = prod(
        tables[marker].likelihood_ratio(seen, dropout=dropout)
        for marker, seen in remains.typings.items()
        if marker in tables
    )
    return log10(ratio) if ratio > 0 else -np.inf


@pytest.mark.parametrize("name", sorted(MODELS))
@pytest.mark.parametrize("dropout", [None, 0.2])
def test_a_look_up_is_the_table(name, dropout):
    model = panel(**MODELS[name])
    weights = SearchTables.of(PLACES, model, dropout=dropout).weights(REMAINS)
    expected = [[slowly(p, r, model, dropout) for p in PLACES] for r in REMAINS]
    np.testing.assert_allclose(weights, expected, rtol=1e-11, atol=1e-12)


def test_every_family_outweighs_a_threshold_or_is_not_told_of():
    tables = SearchTables.of(PLACES, panel())
    weights = tables.weights(REMAINS)
    found = tables.candidates(REMAINS, at_least=-1.0)
    assert {(c.profile, c.place) for c in found} == set(
        zip(*np.nonzero(weights >= -1.0), strict=True)
    )
    assert [c.log10_lr for c in found] == sorted((c.log10_lr for c in found), reverse=True)


def test_exclusions_stand_beside_the_weight():
    """What mutation makes possible is counted: FA and MO cannot have R3 without one at A and C."""
    tables = SearchTables.of(PLACES, panel())
    weights = tables.weights(REMAINS)
    found = {(c.profile, c.place): c for c in tables.candidates(REMAINS, at_least=-50)}
    assert found[2, 0] == Candidate(2, 0, weights[2, 0], common=3, excluding=1)
    assert found[0, 0].excluding == 0
    counted = tables.exclusions(REMAINS)
    without = SearchTables.of(PLACES, panel(mutation=MutationModel())).weights(REMAINS)
    for r, p in product(range(len(REMAINS)), range(len(PLACES))):
        assert (counted[r, p] > 0) == isinf(without[r, p])


def test_markers_at_which_no_relative_is_typed_are_not_counted():
    place = Place(
        family="F", missing="CH", pedigree=TRIO, profiles={"FA": profile("FA", A="8 8", B="14 14")}
    )
    remains = [profile("R", A="8 9", C="5 6")]
    (found,) = SearchTables.of([place], panel()).candidates(remains, at_least=-50)
    assert (found.common, found.excluding) == (1, 0)


def test_relatives_who_contradict_each_other_exclude_nobody():
    """FA 8 8 and his daughter 10 10 need a mutation at A, whoever the remains are."""
    relatives = {"FA": profile("FA", A="8 8", B="14 14"), "SI": profile("SI", A="10 10")}
    place = Place(family="F", missing="CH", pedigree=TRIO, profiles=relatives)
    counted = SearchTables.of([place], panel()).exclusions(
        [profile("R", A="9 9", B="14 15"), profile("R", A="9 9", B="15 15")]
    )
    assert counted.tolist() == [[0], [1]]


def test_new_families_cost_only_themselves():
    whole = SearchTables.of(PLACES, panel())
    grown = SearchTables.of(PLACES[:1], panel()).with_places(PLACES[1:])
    np.testing.assert_array_equal(grown.tables, whole.tables)
    assert grown.places == whole.places


def test_single_precision_tables_err_little():
    exact = SearchTables.of(PLACES, panel()).weights(REMAINS)
    small = SearchTables.of(PLACES, panel(), dtype=np.float32).weights(REMAINS)
    np.testing.assert_allclose(small, exact, atol=1e-4)


def test_progress_is_told():
    told = []
    SearchTables.of(PLACES, panel(), tick=told.append)
    assert told == [1, 2, 3]


def threads(workers, *, mp_context, **handed):
    assert mp_context.get_start_method() == "spawn"
    return ThreadPoolExecutor(workers, **handed)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_search_by_chunks_finds_the_same(monkeypatch, workers):
    """Threads stand for the worker processes, which take seconds to begin."""
    monkeypatch.setattr(streaming, "CHUNK", 2)
    monkeypatch.setattr(streaming, "ProcessPoolExecutor", threads)
    whole = SearchTables.of(PLACES, panel()).candidates(REMAINS, at_least=-1.0)
    told = []
    found = search(PLACES, REMAINS, panel(), at_least=-1.0, workers=workers, tick=told.append)
    assert found == whole
    assert told == [2, 3]


def test_what_workers_are_handed_can_travel():
    handed = pickle.loads(pickle.dumps((PLACES, REMAINS, panel())))  # noqa: S301
    places, remains, model = handed
    arrived = SearchTables.of(places, model).weights(remains)
    np.testing.assert_array_equal(arrived, SearchTables.of(PLACES, panel()).weights(REMAINS))
