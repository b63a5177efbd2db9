"""The compiled model against its slow twin, and what must hold of any correspondence."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from build_sample_model import NOTE, learn_sample
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wayhome.engines.names.correspondence import (
    Correspondence,
    correspondence_between,
    reference,
)
from wayhome.engines.names.correspondence.align import moves
from wayhome.values import CannotRead, InvalidEvidence

HERE = Path(__file__).parent
SAMPLE = Correspondence.load("latn-cyrl", folder=HERE / "sample_model")
ZERO = np.zeros(1, np.int32)

latin = st.text("abcdefghijklmnopqrstuvwxyzéš'ỹ", max_size=9)
cyrillic = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюяёґ", max_size=9)


def one(model: Correspondence, x: str, y: str):
    return model.encode([x], "source"), model.encode([y], "target"), ZERO, ZERO


def test_learning_from_the_sample_gives_the_sample_model(tmp_path):
    learn_sample().save(tmp_path, [NOTE])
    for file in (HERE / "sample_model" / "latn-cyrl").iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


@settings(max_examples=60, deadline=None)
@given(latin, cyrillic)
@example("ch", "")
@example("schwarzenegger", "шварценеггер")
def test_both_directions_equal_the_slow_twin(x, y):
    forward = float(SAMPLE.log10_conditional(*one(SAMPLE, x, y))[0])
    backward = float(SAMPLE.transposed.log10_conditional(*one(SAMPLE.transposed, y, x))[0])
    assert 10**forward == pytest.approx(reference.conditional(SAMPLE.forward, x, y), rel=1e-9)
    assert 10**backward == pytest.approx(reference.conditional(SAMPLE.backward, y, x), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(latin, cyrillic)
def test_the_score_is_the_mean_of_both_likelihood_ratios(x, y):
    forward = reference.conditional(SAMPLE.forward, x, y)
    backward = reference.conditional(SAMPLE.backward, y, x)
    chance_x = reference.probability(SAMPLE.source_letters, x)
    chance_y = reference.probability(SAMPLE.target_letters, y)
    expected = (np.log10(forward / chance_y) + np.log10(backward / chance_x)) / 2
    assert SAMPLE.score(*one(SAMPLE, x, y))[0] == pytest.approx(expected, rel=1e-5, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(latin, cyrillic)
def test_the_transposed_model_says_the_same(x, y):
    turned = SAMPLE.transposed
    assert turned.score(*one(turned, y, x))[0] == SAMPLE.score(*one(SAMPLE, x, y))[0]


def test_probabilities_of_a_closed_alphabet_sum_to_one_at_most():
    pairs = [("ab", "аб", 9.0), ("ba", "ба", 9.0), ("aab", "аб", 9.0), ("b", "ба", 9.0)] * 5
    model = Correspondence.learn(pairs, source_script="Latn", target_script="Cyrl")
    xs = ["".join(letters) for n in range(4) for letters in product("ab", repeat=n)]
    ys = ["".join(letters) for n in range(7) for letters in product("аб", repeat=n)]
    x, y = model.encode(xs, "source"), model.encode(ys, "target")
    ix, iy = (
        grid.ravel().astype(np.int32)
        for grid in np.meshgrid(np.arange(len(xs)), np.arange(len(ys)), indexing="ij")
    )
    given_x = (10 ** model.log10_conditional(x, y, ix, iy)).reshape(len(xs), len(ys)).sum(1)
    assert (given_x <= 1 + 1e-6).all()
    assert given_x.max() > 0.99  # and nearly all of it is there
    assert (10**x.log10_p).sum() <= 1
    assert (10**x.log10_p * given_x).sum() <= 1


@settings(max_examples=40, deadline=None)
@given(latin, cyrillic)
def test_the_alignment_spells_both_names_and_sums_to_the_likeliest_reading(x, y):
    steps = SAMPLE.align(x, y)
    assert "".join(a for a, _, _ in steps) == SAMPLE.forward.source.write(
        SAMPLE.forward.source.encode([x]).codes
    )
    assert "".join(b for _, b, _ in steps) == SAMPLE.forward.target.write(
        SAMPLE.forward.target.encode([y]).codes
    )
    if not steps:
        return
    best = {max(options := moves(SAMPLE.forward, x, y)): float(SAMPLE.forward.slips[3])}
    for place in sorted(options, reverse=True):
        for k, width, p in options[place]:
            there = (place[0] + k, place[1] + width)
            best[place] = max(best.get(place, 0.0), p * best.get(there, 0.0))
    chance = np.log10(reference.probability(SAMPLE.target_letters, y))
    assert sum(v for _, _, v in steps) == pytest.approx(np.log10(best[0, 0]) - chance, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(latin, cyrillic)
def test_the_parts_of_a_weight_add_up_to_the_score(x, y):
    weight = SAMPLE.weigh(x, y)
    assert weight.total == pytest.approx(float(SAMPLE.score(*one(SAMPLE, x, y))[0]), abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.lists(latin, min_size=1, max_size=3), st.lists(cyrillic, min_size=1, max_size=40))
def test_retrieval_finds_what_weighing_every_target_finds(queries, targets):
    indices, scores = SAMPLE.retrieve(queries, targets, 1)
    x, y = SAMPLE.encode(queries, "source"), SAMPLE.encode(targets, "target")
    for number in range(len(queries)):
        ix = np.full(len(targets), number, np.int32)
        every = SAMPLE.score(x, y, ix, np.arange(len(targets), dtype=np.int32))
        assert scores[number, 0] == pytest.approx(every.max(), abs=1e-5)
        assert every[indices[number, 0]] == pytest.approx(every.max(), abs=1e-5)


def test_fewer_targets_than_asked_for_are_filled_up():
    indices, scores = SAMPLE.retrieve(["anna"], ["анна", "борис"], 4)
    assert indices.tolist() == [[0, 1, -1, -1]]
    assert np.isneginf(scores[0, 2:]).all()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("schwarz шварц", "schwarz шварцман"),
        ("kravchenko кравченко", "kravchenko кравчук"),
    ],
)
def test_slips_of_the_pen_cost_a_bounded_amount(right, wrong):
    x, y = right.split()
    weight = SAMPLE.weigh(x, y).total
    swapped = x[:2] + x[3] + x[2] + x[4:]
    slips = [swapped, x[:3] + x[4:], x[:3] + "q" + x[4:], x[:3] + "q" + x[3:]]
    for slip in slips:
        assert weight - 9 < SAMPLE.weigh(slip, y).total < weight
    assert SAMPLE.weigh(*wrong.split()).total < weight


def test_strings_of_any_kind_have_a_finite_weight():
    strange = ["", "x" * 200, "'", "ß", "名前", "\u200e", "a\u0301"]
    x, y = SAMPLE.encode(strange, "source"), SAMPLE.encode(strange, "target")
    ix, iy = (grid.ravel().astype(np.int32) for grid in np.indices((7, 7)))
    assert np.isfinite(SAMPLE.score(x, y, ix, iy)).all()


def test_pairs_in_any_order_and_in_many_blocks_are_weighed_alike():
    names = ["anna", "boris", "schwarz", "li"]
    x, y = SAMPLE.encode(names, "source"), SAMPLE.encode(["анна", "борис", "ли"], "target")
    ix = np.arange(100_000, dtype=np.int32) % 4
    iy = np.arange(100_000, dtype=np.int32)[::-1] % 3
    every = SAMPLE.score(x, y, ix, iy)
    for pair in range(12):
        alone = SAMPLE.score(x, y, ix[pair : pair + 1], iy[pair : pair + 1])
        assert (every[(ix == ix[pair]) & (iy == iy[pair])] == alone[0]).all()


@pytest.mark.parametrize(("ix", "iy"), [([0, 0], [0]), ([1], [0]), ([0], [-1])])
def test_pairs_that_point_nowhere_are_refused(ix, iy):
    x, y = SAMPLE.encode(["anna"], "source"), SAMPLE.encode(["анна"], "target")
    with pytest.raises(InvalidEvidence):
        SAMPLE.score(x, y, np.array(ix, np.int32), np.array(iy, np.int32))


def test_learning_from_nothing_is_refused():
    with pytest.raises(InvalidEvidence):
        Correspondence.learn([], source_script="Latn", target_script="Cyrl")


def test_the_explanation_names_what_is_unusual():
    assert "every letter agrees" in SAMPLE.explain("anna", "анна")
    assert "unusual: " in SAMPLE.explain("anqa", "анна")


def test_a_missing_or_damaged_file_is_refused(tmp_path):
    with pytest.raises(CannotRead):
        Correspondence.load("latn-cyrl", folder=tmp_path)
    SAMPLE.save(tmp_path / "latn-cyrl", [])
    file = tmp_path / "latn-cyrl" / "forward.tsv"
    file.write_text(file.read_text(encoding="utf-8").replace("longest", "shortest"), "utf-8")
    with pytest.raises(CannotRead, match="damaged"):
        Correspondence.load("latn-cyrl", folder=tmp_path)


@pytest.mark.parametrize(
    ("scripts", "x", "right", "wrong"),
    [
        ("Latn Cyrl", "shevchenko", "шевченко", "шевчук"),
        ("Cyrl Latn", "зеленський", "zelenskyi", "zelenko"),
        ("Latn Arab", "haddad", "حداد", "خالد"),
        ("Arab Latn", "يوسف", "yusuf", "yunus"),
        ("Latn Hebr", "cohen", "כהן", "לוי"),
        ("Cyrl Cyrl", "сергієнко", "сергиенко", "сердюк"),
        ("Latn Latn", "shcherbatskyi", "schtscherbazkyj", "cherkaskyi"),
    ],
)
def test_what_is_shipped_ranks_the_right_spelling_first(scripts, x, right, wrong):
    model = correspondence_between(*scripts.split())
    assert model.weigh(x, right).total > 2
    assert model.weigh(x, right).total > model.weigh(x, wrong).total + 2
    assert model.retrieve([x], [wrong, right], 1)[0][0, 0] == 1


def test_scripts_without_a_correspondence_have_none():
    assert correspondence_between("Latn", "Hang") is None
    assert correspondence_between("Latn", "Cyrl") is correspondence_between("Latn", "Cyrl")
    assert correspondence_between("Cyrl", "Latn").transposed.source_script == "Latn"
