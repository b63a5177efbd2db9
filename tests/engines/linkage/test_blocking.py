"""Blocking: what keys promise, and that true pairs get through."""

from itertools import combinations

import numpy as np
import pytest
from frames import FIELDS, frames
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wayhome.engines.linkage import blocking, reference
from wayhome.engines.linkage.blocking import candidates, estimate_recall
from wayhome.engines.linkage.blocking.join import NO_KEY, Rule, deletions, join_keys, mix, pairs_of
from wayhome.engines.linkage.prepare import letters, prepare

UNTIMED = settings(deadline=None)
keys = st.integers(0, 4)


def rows_of(pairs):
    return {(int(pair >> np.uint64(32)), int(pair & np.uint64(0xFFFFFFFF))) for pair in pairs}


@st.composite
def keyed_lists(draw):
    """Keys of two lists, one or two a row, and a finer key for each row."""
    wide = draw(st.integers(1, 2))
    lists = [
        draw(st.lists(st.lists(keys, min_size=wide, max_size=wide), min_size=1, max_size=8))
        for _ in range(2)
    ]
    finer = [draw(st.lists(st.integers(0, 2), min_size=len(x), max_size=len(x))) for x in lists]
    return lists, finer, wide


@UNTIMED
@given(keyed_lists(), st.integers(1, 12), st.booleans())
def test_rows_that_share_a_key_are_paired(given_keys, cap, refine):
    lists, finer, wide = given_keys
    arrays = [np.array(x, np.uint64).reshape(-1, wide) for x in lists]
    more = [np.array(x, np.uint64) for x in finer]
    rule = Rule(
        name="a rule",
        a=arrays[0],
        b=arrays[1],
        finer_a=more[0] if refine else None,
        finer_b=more[1] if refine else None,
    )
    expected = reference.pairs_sharing_a_key(
        *lists, cap=cap, finer=(finer[0], finer[1]) if refine else None
    )
    assert rows_of(pairs_of(rule, cap=cap)) == expected


@st.composite
def one_slip_apart(draw):
    """Two strings of at most ten letters, the longer of at least three."""
    whole = draw(st.text("abc", min_size=3, max_size=10))
    at, letter = draw(st.integers(0, len(whole) - 1)), draw(st.sampled_from("abc"))
    other = [
        whole,
        whole[:at] + whole[at + 1 :],
        whole[:at] + letter + whole[at + 1 :],
        whole[:at] + whole[at : at + 2][::-1] + whole[at + 2 :],
    ]
    return draw(st.permutations([whole, draw(st.sampled_from(other))]))


@UNTIMED
@given(one_slip_apart())
@example(["ab", "abc"])
@example(["acbaab", "acabab"])
def test_strings_one_slip_apart_share_a_key(pair):
    assert reference.slips(*pair) <= 1
    left, right = deletions(*letters(pair)[:2])
    assert (set(left) & set(right)) - {NO_KEY}


def test_strings_far_apart_share_no_key():
    text, length, _ = letters(["kravq", "hnlk", "bndr", "zzmn", "mlnk"])
    found = [set(row) - {NO_KEY} for row in deletions(text, length)]
    assert all(not first & second for first, second in combinations(found, 2))


numbers = st.lists(st.integers(-1, 3), min_size=2, max_size=2)


@given(st.lists(numbers, min_size=1, max_size=6))
def test_a_key_needs_all_its_parts(rows):
    parts = np.array(rows, np.int64)
    mixed = mix(parts[:, 0], parts[:, 1])
    assert ((mixed == NO_KEY) == (parts < 0).any(axis=1)).all()
    for (i, first), (j, second) in combinations(enumerate(rows), 2):
        if min(first) >= 0 and min(second) >= 0:
            assert (mixed[i] == mixed[j]) == (first == second)


def test_a_joined_key_needs_both():
    some = np.array([NO_KEY, 7, 7, NO_KEY], np.uint64)
    other = np.array([5, NO_KEY, 5, NO_KEY], np.uint64)
    assert (join_keys(some, other) != NO_KEY).tolist() == [False, False, True, False]


OTHERS = tuple(f for f in FIELDS.values() if f in ("birthplace", "unit", "rank", "capture_date"))


@pytest.fixture(scope="module")
def medium():
    """Two lists of four thousand lines, prepared, and who is who."""
    a, b, same = frames(4000, 4000, seed=37)
    return prepare(a, b, OTHERS), same


def every_part(found):
    ia, ib, by = ([] for _ in range(3))
    for part in found.parts():
        ia.extend(part.ia.tolist())
        ib.extend(part.ib.tolist())
        by.extend(part.found_by.tolist())
    return list(zip(ia, ib, strict=True)), np.array(by, np.uint8)


def test_true_pairs_get_through(medium, monkeypatch):
    monkeypatch.setattr(blocking, "EVERY_PAIR", 0)
    prepared, same = medium
    pairs, found_by = every_part(candidates(prepared))
    assert pairs == sorted(set(pairs))
    assert len(pairs) < 0.1 * 4000 * 4000
    true = np.array([pair in same for pair in pairs])
    recall = true.sum() / len(same)
    assert recall > 0.95
    assert abs(estimate_recall(found_by[true]) - recall) < 0.05


def test_a_lower_cap_brings_no_new_pairs(medium, monkeypatch):
    monkeypatch.setattr(blocking, "EVERY_PAIR", 0)
    prepared, _ = medium
    few, _ = every_part(candidates(prepared, cap=30))
    many, _ = every_part(candidates(prepared))
    assert set(few) < set(many)


def test_within_one_list_no_line_meets_itself(monkeypatch):
    _, lines, _ = frames(2, 60, seed=41)
    prepared = prepare(lines, lines, OTHERS)
    whole = candidates(prepared, within=True)
    pairs = [p for part in whole.parts() for p in zip(part.ia, part.ib, strict=True)]
    assert pairs == list(combinations(range(60), 2))
    monkeypatch.setattr(blocking, "EVERY_PAIR", 0)
    ruled, _ = every_part(candidates(prepared, within=True))
    assert set(ruled) <= set(pairs)


@pytest.mark.parametrize("part", [1, 7, 10_000])
def test_parts_hold_every_pair_once_whatever_their_size(part, monkeypatch):
    monkeypatch.setattr(blocking, "PART", part)
    a, b, _ = frames(9, 13, seed=43)
    prepared = prepare(a, b, OTHERS)
    pairs = [p for x in candidates(prepared).parts() for p in zip(x.ia, x.ib, strict=True)]
    assert pairs == [(i, j) for i in range(9) for j in range(13)]
    whole = {}
    for size in (part, 10**9):
        monkeypatch.setattr(blocking, "PART", size)
        monkeypatch.setattr(blocking, "EVERY_PAIR", 0)
        whole[size] = every_part(candidates(prepared))
    first, second = whole.values() if part != 10**9 else (whole[part], whole[part])
    assert first[0] == second[0]
    assert first[1].tolist() == second[1].tolist()


@pytest.mark.parametrize(
    ("found_by", "expected"),
    [
        ([], None),
        ([2, 3, 4], 1.0),  # nothing was found by one rule only: nothing is likely missed
        ([1, 1, 1, 2, 2, 3], 6 / (6 + 3 * 2 / (2 * 3))),
    ],
)
def test_recall_is_estimated_by_chao(found_by, expected):
    assert estimate_recall(np.array(found_by, np.uint8)) == (
        expected if expected is None else pytest.approx(expected)
    )
