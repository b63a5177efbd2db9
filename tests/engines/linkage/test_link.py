"""What every answer of `link` and `dedupe` keeps to, whatever the lists."""

from random import Random

import polars as pl
import pytest
from frames import FIELDS, frames, log_odds, rows_in, scene
from hypothesis import given, settings
from hypothesis import strategies as st

from wayhome.engines.linkage import Finding, Reason, Zone, dedupe, link, linking

FEW = settings(max_examples=25, deadline=None)
NAMES = {"surname", "given_names", "patronymic"}


@st.composite
def small_lists(draw):
    """Two small invented lists; some columns may be missing, some blank."""
    a, b, _ = frames(
        draw(st.integers(1, 25)), draw(st.integers(1, 30)), seed=draw(st.integers(0, 10**6))
    )
    lists = []
    for frame in (a, b):
        lost = draw(
            st.sets(st.sampled_from(sorted(set(FIELDS.values()) - {"surname"})), max_size=4)
        )
        blank = draw(st.sets(st.sampled_from(frame.columns), max_size=2))
        empty = draw(st.sampled_from([None, "", "  "]))
        lists.append(
            frame.drop(lost).with_columns(
                pl.lit(empty, dtype=pl.String).alias(column) for column in blank - lost
            )
        )
    return lists


@FEW
@given(small_lists(), st.sampled_from([0.5, 0.9, 0.99]))
def test_every_answer_keeps_its_promises(lists, threshold):
    a, b = lists
    result = link(a, b, threshold=threshold)
    pairs = result.pairs
    assert pairs.select(pl.struct("row_a", "row_b").is_unique().all()).item()
    weights = pairs.select(pl.sum_horizontal(pl.col("^weight_.*$").cast(pl.Float64))).to_series()
    assert weights.to_list() == pytest.approx(pairs["weight"].to_list(), abs=1e-4)
    assert pairs["posterior"].is_between(0, 1).all()
    assert pairs["posterior"].is_sorted(descending=True)
    assert set(pairs["zone"]) <= set(Zone)
    assert set(pairs["reason"]) <= set(Reason)
    assert pairs.filter(zone=Zone.MATCH)["posterior"].min() is None or (
        pairs.filter(zone=Zone.MATCH)["posterior"].min() >= threshold
    )
    for rows, left, column in (
        (a.height, result.left_a, "row_a"),
        (b.height, result.left_b, "row_b"),
    ):
        shown = set(pairs.filter(pl.col("zone") != Zone.NO)[column])
        assert set(left) == set(range(rows)) - shown
    assert result.histogram["pairs"].sum() == pairs.height


@FEW
@given(small_lists())
def test_a_match_has_no_rival_within_a_factor_of_a_hundred(lists):
    result = link(*lists, threshold=0.5)
    odds = log_odds(result)
    group_a, group_b = (dict(g.iter_rows()) for g in (result.groups_a, result.groups_b))
    for i, j in rows_in(result, Zone.MATCH):
        for (k, m), other in odds.items():
            same_a = group_a.get(i, ("row", i)) == group_a.get(k, ("row", k))
            same_b = group_b.get(j, ("row", j)) == group_b.get(m, ("row", m))
            if same_a != same_b:
                assert other <= odds[i, j] - 2 + 1e-3


@FEW
@given(small_lists())
def test_a_match_never_contradicts_and_never_rests_on_name_and_year_alone(lists):
    a, b = lists
    result = link(a, b, threshold=0.5)
    for pair in result.pairs.filter(zone=Zone.MATCH).iter_rows(named=True):
        for field in (*NAMES, "sex", "birth_date"):
            assert pair[f"finding_{field}"] != Finding.DIFFERS
        days = [
            frame["birth_date"][row] if "birth_date" in frame.columns else None
            for frame, row in ((a, pair["row_a"]), (b, pair["row_b"]))
        ]
        more = {
            column.removeprefix("weight_"): weight
            for column, weight in pair.items()
            if column.startswith("weight_")
        }
        by_day = all(day is not None and len(day.strip()) > 4 for day in days)
        telling = {
            field
            for field, weight in more.items()
            if weight >= 0.5 and field not in {*NAMES, "name_order", "sex", "rank"}
        }
        assert telling - (set() if by_day else {"birth_date"})


def compared(result):
    """Posterior and weight of each pair whose names stand in their places in both lists."""
    told = result.pairs.filter(order="as_given")
    told = told.select("row_a", "row_b", "posterior", "weight").iter_rows()
    return {(a, b): (posterior, weight) for a, b, posterior, weight in told}


def nearly_equal(first, second):
    """Equal but for what the random pairs that chance was counted on make of it."""
    sure = {pair for told in (first, second) for pair, (p, _) in told.items() if p > 0.05}
    assert len(sure) > 20
    for pair in sure:
        assert first[pair][0] == pytest.approx(second[pair][0], abs=0.1)
        assert first[pair][1] == pytest.approx(second[pair][1], abs=0.3)


@pytest.fixture
def many_random_pairs(monkeypatch):
    monkeypatch.setattr(linking, "CHANCE_PAIRS", 400_000)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.usefixtures("many_random_pairs")
def test_the_order_of_the_lists_does_not_matter(seed):
    a, b, _ = frames(60, 80, seed=seed, turned=0)
    back = compared(link(b, a)).items()
    nearly_equal(compared(link(a, b)), {(row_a, row_b): told for (row_b, row_a), told in back})


@pytest.mark.parametrize("seed", [4, 5, 6])
@pytest.mark.usefixtures("many_random_pairs")
def test_the_order_of_the_rows_does_not_matter(seed):
    a, b, _ = frames(60, 80, seed=seed)
    places = list(range(a.height)), list(range(b.height))
    for rows in places:
        Random(seed).shuffle(rows)  # noqa: S311 - no secret
    moved = compared(link(a[places[0]], b[places[1]])).items()
    nearly_equal(
        compared(link(a, b)), {(places[0][i], places[1][j]): told for (i, j), told in moved}
    )


@FEW
@given(small_lists(), st.integers(0, 3))
def test_the_same_seed_gives_the_same_answer(lists, seed):
    first, second = (link(*lists, seed=seed) for _ in range(2))
    assert first.pairs.equals(second.pairs)
    assert first.parameters == second.parameters


@FEW
@given(small_lists())
def test_duplicates_are_told_once(lists):
    lines = lists[0]
    result = dedupe(pl.concat([lines, lines]))
    rows = list(result.pairs.select("row_a", "row_b").iter_rows())
    assert len(rows) == len(set(rows))
    assert all(a < b for a, b in rows)
    assert result.groups_a.equals(result.groups_b)


def test_duplicates_are_found():
    _, lines, _ = frames(2, 120, seed=5)
    result = dedupe(pl.concat([lines, lines[:30]]))
    found = {(row, 120 + row) for row in range(30)} & {
        (a, b)
        for a, b, posterior in result.pairs.select("row_a", "row_b", "posterior").iter_rows()
        if posterior > 0.5
    }
    assert len(found) >= 27


def test_nobody_on_both():
    a, b, same = frames(60, 80, overlap=0, seed=3)
    assert not same
    result = link(a, b)
    assert not rows_in(result, Zone.MATCH)
    assert result.expected_overlap is None or result.expected_overlap < 6


def test_the_same_list_twice():
    _, lines, _ = frames(2, 60, seed=7)
    result = link(lines, lines)
    assert {(row, row) for row in range(60)} <= rows_in(result, Zone.MATCH, Zone.REVIEW)
    best = result.pairs.group_by("row_a").agg(pl.col("row_b").sort_by("posterior").last())
    assert sum(a == b for a, b in best.iter_rows()) >= 57  # a list may hold duplicates itself


@pytest.mark.parametrize("rows", [(1, 1), (1, 40), (40, 1), (0, 5), (5, 0), (0, 0)])
def test_short_lists(rows):
    a, b, same = frames(40, 40, overlap=1, seed=11)
    result = link(a[: rows[0]], b[: rows[1]])
    assert result.pairs_compared == rows[0] * rows[1]
    assert rows_in(result, Zone.MATCH) <= same
    assert len(result.left_a) <= rows[0]
    assert len(result.left_b) <= rows[1]


@pytest.mark.parametrize("column", ["surname", "given_names", "full_name", "number"])
def test_a_single_column(column):
    values = ["Кравченко", "Bondar", "Гаврилюк", "Кравченко"]
    if column == "number":
        values = ["АБ-10442", "77120", "00931", "АБ-10442"]
    lines = pl.DataFrame({column: values})
    result = link(lines, lines)
    assert not rows_in(result, Zone.MATCH) or column == "number"
    assert result.pairs.height


@pytest.mark.parametrize("field", sorted(FIELDS.values()))
@pytest.mark.parametrize("empty", [None, "", " "])
def test_a_blank_column_says_nothing(field, empty):
    a, b, _ = frames(20, 20, seed=13)
    blank = a.with_columns(pl.lit(empty, dtype=pl.String).alias(field))
    result = link(blank, b)
    # Where the parts of the first list changed places, another column held what this one lacks.
    told = result.pairs.filter(~pl.col("order").str.ends_with("_on_a"))
    assert not told.is_empty()
    assert told[f"weight_{field}"].abs().sum() == 0
    assert set(told[f"finding_{field}"]) <= {Finding.MISSING}


def test_true_pairs_are_found_on_a_larger_list():
    a, b, same = frames(250, 300, seed=17)
    result = link(a, b)
    matches = rows_in(result, Zone.MATCH)
    assert len(matches - same) <= 1
    assert len(matches & same) >= 0.5 * len(same)
    assert len(rows_in(result, Zone.MATCH, Zone.REVIEW) & same) >= 0.9 * len(same)


def test_judged_pairs_are_taken_as_judged():
    a, b, same = frames(80, 80, seed=19)
    wrong = Random(1).sample(sorted(same), 5)  # noqa: S311 - no secret
    judgements = pl.DataFrame(
        [(*pair, True) for pair in wrong], schema=["row_a", "row_b", "same"], orient="row"
    )
    result = link(a, b, judgements=judgements)
    assert result.parameters["agreement"] != link(a, b).parameters["agreement"]


def test_a_number_alone_can_tell_a_person():
    fields = "surname|given_names|number"
    a = scene("Кравченко|Микола|АБ-104427", "Бондар|Олег|АБ-998811", fields=fields)
    b = scene("Kravchenko|Mykola|AB 104427", "Гаврилюк|Пётр|771200", fields=fields)
    best = link(a, b).pairs.row(0, named=True)
    assert (best["row_a"], best["row_b"]) == (0, 0)


def test_a_number_is_one_number_in_either_script():
    fields = "surname|given_names|number"
    a = scene("Кравченко|Микола|НК-104427", "Бондар|Олег|НК-998811", fields=fields)
    b = scene("Kravchenko|Mykola|nk 104427", "Bondar|Oleh|LM-998811", fields=fields)
    found = {
        (row["row_a"], row["row_b"]): row["finding_number"]
        for row in link(a, b).pairs.iter_rows(named=True)
    }
    assert found[0, 0] == Finding.RENDERING
    assert found[1, 1] == Finding.DIFFERS  # other letters are another number
