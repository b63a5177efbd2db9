"""Which candidate pairs exclude each other, and what remains of each beside its rivals.

Two lines of list b that are candidates of one line of list a are rivals, unless they are
themselves two lines of one person. So duplicates are found first, among rivals only, by the same
model; lines of one person form a group, and rivals are counted between groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wayhome.engines.linkage.blocking import Part
from wayhome.engines.linkage.candidates import compare_parts
from wayhome.engines.linkage.compared import together
from wayhome.engines.linkage.evidence import Chance, gather
from wayhome.engines.linkage.kernels import MIRRORED, ON_A
from wayhome.engines.linkage.levels import DateLevel, NameLevel
from wayhome.engines.linkage.model import Model, Shares, log_odds, weigh
from wayhome.engines.linkage.prepare import Ints, Prepared

Reals = NDArray[np.float64]
Places = NDArray[np.int64]

STRONG = -2.0
"""log10 odds from which a pair counts as a rival."""

OTHER_BIRTHDAY = (
    DateLevel.ONE_DAY,
    DateLevel.SAME_YEAR,
    DateLevel.SAME_DAY,
    DateLevel.NEAR_YEAR,
    DateLevel.DIFFERS,
)
"""Levels of birth dates that keep two lines of one list from being taken as one person."""

MATCHED_AT_MOST = 0.8
"""Share of a list that is taken to be on the other at most, whatever the estimate says."""

ROUNDS = 20
"""Rounds of belief propagation; more change nothing that is shown."""

CROWD = 40
"""Candidates of one line among which duplicates are looked for; more are a sign of no evidence."""

DUPLICATE_SHARE = 0.03
"""Assumed share of lines that repeat a person of the same list."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Every candidate pair beside its rivals."""

    posterior: Reals  # probability that the pair is one person
    lead: Reals  # log10 of its odds over the best rival's; inf without rival
    group_a: Ints  # group of each row of a (its own number if it stands alone)
    group_b: Ints
    duplicates_a: Ints  # [n, 2] rows of a that are one person
    duplicates_b: Ints


def one_list(p: Prepared, chance: Chance, *, second: bool) -> tuple[Prepared, Chance]:
    """Both sides of a comparison within one of the lists."""
    side = p.b if second else p.a
    rarity = chance.day_rarity[1 if second else 0]
    return replace(p, a=side, b=side), replace(chance, day_rarity=(rarity, rarity))


def orders_in(order: Shares, *, second: bool) -> Shares:
    """The shares of the orders within one list: both lines have the habits of that list."""
    of_this = np.where(second == ON_A, order[MIRRORED], order)
    return np.asarray(of_this / of_this.sum(), np.float64)


def _duplicates(
    p: Prepared, chance: Chance, model: Model, this: Ints, other: Ints, *, second: bool
) -> Ints:
    """Pairs of rows of one list that share a candidate and are one person themselves."""
    shared = pl.DataFrame({"other": other, "this": this})
    shared = shared.filter(pl.len().over("other").is_between(2, CROWD))
    both = shared.join(shared, on="other").filter(pl.col("this") < pl.col("this_right"))
    both = both.select("this", "this_right").unique().sort("this", "this_right")
    if both.height == 0:
        return np.empty((0, 2), np.int32)
    inner, luck = one_list(p, chance, second=second)
    lines = inner.a.rows
    # Sharing a strong candidate raises the odds of being one person about tenfold.
    within = replace(
        model,
        prior=min(10 * DUPLICATE_SHARE / lines, 0.5),
        order=orders_in(model.order, second=second),
    )
    ia, ib = both["this"].to_numpy(), both["this_right"].to_numpy()
    part = Part(ia=ia.astype(np.int32), ib=ib.astype(np.int32), found_by=None)
    seen = together(compare_parts(inner, luck, within, [part], floor=-99.0))
    levels = seen.levels
    evidence = gather(inner, luck, seen)
    odds = log_odds(weigh(evidence, seen.order, within), seen.order, within)
    # Two lines with other given names or another birthday are two people until somebody says so.
    apart = (levels[:, 1] == NameLevel.DIFFERS) | np.isin(levels[:, 3], OTHER_BIRTHDAY)
    # Nor does an initial tell twins apart, and no given name at all tells nobody.
    given = inner.a.names[:, 1]
    initial = np.append(inner.tokens[1].initial, 0)  # -1, no given name, finds the last
    vague = initial[given] >= 0
    apart |= vague[ia] | vague[ib]
    keep = (odds > 0) & ~apart
    return np.stack([ia[keep], ib[keep]], axis=1).astype(np.int32)


def groups(rows: int, pairs: Ints) -> Ints:
    """The smallest row connected with each row by pairs (union-find)."""
    parent = np.arange(rows, dtype=np.int32)

    def root(x: int) -> int:
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = int(parent[x])
        return x

    for x, y in pairs:
        first, second = root(int(x)), root(int(y))
        if first != second:
            parent[max(first, second)] = min(first, second)
    for row in np.unique(pairs):
        parent[row] = root(int(row))
    return parent


def stand(
    p: Prepared,
    chance: Chance,
    model: Model,
    *,
    ia: Ints,
    ib: Ints,
    odds: Reals,
    within: bool = False,
) -> Standing:
    """Weigh every pair beside its rivals.

    Args:
        p: both lists.
        chance: what strangers share.
        model: the estimated model.
        ia: rows of the pairs in one list.
        ib: rows in the other.
        odds: log10 odds of each pair by itself.
        within: both are one list, where a third line of a person is no rival.
    """
    none = np.empty((0, 2), np.int32)
    rows_a, rows_b = p.a.rows, p.b.rows
    if within:
        alone = np.arange(rows_a, dtype=np.int32)
        own = 10.0 ** np.minimum(odds, 15)
        return Standing(
            posterior=own / (1 + own),
            lead=np.full(len(odds), np.inf),
            group_a=alone,
            group_b=alone,
            duplicates_a=none,
            duplicates_b=none,
        )
    strong = odds > STRONG
    twice_b = _duplicates(p, chance, model, ib[strong], ia[strong], second=True)
    twice_a = _duplicates(p, chance, model, ia[strong], ib[strong], second=False)
    group_a, group_b = groups(rows_a, twice_a), groups(rows_b, twice_b)
    expected = model.prior * rows_a * rows_b
    unmatched = [1 - min(expected / max(rows, 1), MATCHED_AT_MOST) for rows in (rows_a, rows_b)]
    # The prior is that of any pair; beside rivals the alternative is that both stand alone.
    lifted = odds - np.log10(unmatched[0] * unmatched[1])
    posterior, lead = _beside(group_a[ia], group_b[ib], lifted)
    return Standing(
        posterior=posterior,
        lead=lead,
        group_a=group_a,
        group_b=group_b,
        duplicates_a=twice_a,
        duplicates_b=twice_b,
    )


def _beside(ga: Ints, gb: Ints, odds: Reals) -> tuple[Reals, Reals]:
    """Posterior and lead of each pair, rivals being pairs of one group with another group."""
    own = 10.0 ** np.minimum(odds, 15)
    if len(own) == 0:
        return own, own
    width = np.int64(gb.max()) + 1
    couples, back = np.unique(ga.astype(np.int64) * width + gb, return_inverse=True)
    best = np.zeros(len(couples))
    np.maximum.at(best, back, own)
    left = np.unique(couples // width, return_inverse=True)[1]
    right = np.unique(couples % width, return_inverse=True)[1]
    beside = own * _one_at_most(left, right, best)[back]
    rival = np.maximum(_best_other(left, best), _best_other(right, best))[back]
    with np.errstate(divide="ignore"):
        lead = np.log10(own) - np.log10(rival)
    return beside / (1 + beside), lead


def _one_at_most(left: Places, right: Places, odds: Reals) -> Reals:
    """By what factor each couple's odds change because everyone is in one couple at most.

    Belief propagation on the graph of couples (Huang and Jebara 2009): a rival that is better off
    elsewhere counts for little. Exact where the couples form no ring.
    """
    to_right = odds.copy()  # odds of each couple as far as its left side has a say
    to_left = odds.copy()
    for _ in range(ROUNDS):
        on_left = np.bincount(left, weights=to_left)[left] - to_left
        new_right = odds / (1 + np.maximum(on_left, 0))
        on_right = np.bincount(right, weights=to_right)[right] - to_right
        new_left = odds / (1 + np.maximum(on_right, 0))
        to_right = np.sqrt(to_right * new_right)
        to_left = np.sqrt(to_left * new_left)
    return np.asarray(to_right / odds * to_left / odds)


def _best_other(side: Places, odds: Reals) -> Reals:
    """The best odds among the other couples of the same side; 0 where there is none."""
    order = np.lexsort((-odds, side))
    at = side[order]
    first = np.concatenate([[True], at[1:] != at[:-1]])
    start = np.maximum.accumulate(np.where(first, np.arange(len(at)), 0))
    second = np.minimum(start + 1, len(at) - 1)
    ranked = odds[order]
    other = np.where(first, np.where(at[second] == at, ranked[second], 0), ranked[start])
    other = np.where(first & (second == start), 0, other)
    out = np.empty(len(odds))
    out[order] = other
    return out


def rows_in_groups(group: Ints) -> pl.DataFrame:
    """Rows that share their group with another row: row, group."""
    frame = pl.DataFrame(
        {"row": np.arange(len(group), dtype=np.uint32), "group": group.astype(np.uint32)}
    )
    return frame.filter(pl.len().over("group") > 1).sort("group", "row")


def clusters(ia: Ints, ib: Ints, rows_a: int, rows_b: int) -> NDArray[np.uint32]:
    """Number of the set of pairs that hang together by shared lines; 0 for a pair alone."""
    joined = groups(rows_a + rows_b, np.stack([ia, ib + rows_a], axis=1).astype(np.int32))
    number = pl.DataFrame({"root": joined[ia]}).with_columns(size=pl.len().over("root"))
    rank = number.filter(pl.col("size") > 1)["root"].unique().sort()
    index = pl.DataFrame({"root": rank, "n": np.arange(1, len(rank) + 1, dtype=np.uint32)})
    found = number.join(index, on="root", how="left", maintain_order="left")["n"]
    return found.fill_null(0).to_numpy().astype(np.uint32)


def parts_of(parts: Mapping[str, NDArray[np.float32]]) -> Reals:
    """The sum of the parts of each pair's weight."""
    return np.asarray(np.sum(list(parts.values()), axis=0, dtype=np.float64))
