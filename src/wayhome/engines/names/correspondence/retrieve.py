"""Find the likeliest renderings among many targets: a beam over the tree of their letters."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.names.correspondence.direction import Direction
from wayhome.engines.names.correspondence.kernels import njit
from wayhome.engines.names.correspondence.letters import Coded
from wayhome.engines.names.correspondence.store import LetterModel

if TYPE_CHECKING:
    from wayhome.engines.names.correspondence.model import Encoded

Array = NDArray[Any]
BEAM = 6.0  # log10 by which a beginning may lag behind the best of its length
WIDTH = 1_500  # beginnings of one length kept at most
STEPS, STEPS_PER_UNIT = 600, 10  # how finely they are told apart
FEW = 200  # beginnings of one length kept in any case


@dataclass(frozen=True, slots=True)
class Trie:
    """Targets as a tree: nodes in the order of their depth, the children of a node together.

    Attributes:
        first_child: where the children of each node begin; one more than there are nodes.
        columns: chunk columns of the last 1, 2, ... letters before each node, nodes x widths.
        chance: log10 P of the letters before each node.
        end_chance: log10 P of the whole string, of each target.
        first_target: where the targets ending in each node begin in `targets`.
        targets: target numbers.
    """

    first_child: Array
    columns: Array
    chance: Array
    end_chance: Array
    first_target: Array
    targets: Array

    @classmethod
    def of(cls, coded: Coded, columns: Array, letters: LetterModel) -> "Trie":
        """Build the tree of coded targets. `columns` as from `Direction.read_target`."""
        codes = coded.padded(1)[:, 1:]
        order = np.lexsort(codes.T[::-1])
        codes, length = codes[order], np.diff(coded.start)[order]
        n, deepest = len(order), int(length.max(initial=0))
        widest = columns.shape[1] - 1
        base = coded.start[:-1][order] + order
        steps = letters.steps(coded)
        differs = np.ones(n, bool)
        differs[1:] = False
        node = np.zeros(n, np.int64)
        levels = [(np.zeros(1, np.int64), np.zeros((1, widest + 1), np.uint16), np.zeros(1))]
        ends = node.copy()
        offset = 1
        for depth in range(1, deepest + 1):
            differs[1:] |= codes[1:, depth - 1] != codes[:-1, depth - 1]
            inside = length >= depth
            new = differs & inside
            # the first target with these letters stands for the node
            number = offset + np.cumsum(new) - 1
            parent = node[new]
            node = np.where(inside, number, node)
            ends = np.where(length == depth, number, ends)
            cells = np.zeros((int(new.sum()), widest + 1), np.uint16)
            for width in range(1, min(widest, depth) + 1):
                cells[:, width] = columns[base[new] + depth - width, width]
            chance = levels[-1][2][parent - (offset - len(levels[-1][2]))]
            levels.append((parent, cells, chance + steps[(base[new] + depth - 1)]))
            offset += len(parent)
        parents = np.concatenate([level[0] for level in levels[1:]] or [np.zeros(0, np.int64)])
        rank = np.argsort(ends, kind="stable")
        return cls(
            1 + np.searchsorted(parents, np.arange(offset + 1)),
            np.concatenate([level[1] for level in levels]),
            np.concatenate([level[2] for level in levels]),
            letters.log10_p(coded),
            np.searchsorted(ends[rank], np.arange(offset + 1)),
            order[rank].astype(np.int32),
        )


@njit
def _lose(rows: Array, cuts: Array, table: Array, slips: Array, out: Array) -> None:
    """Add to `out` that source letters are read and nothing is written for them."""
    for i in range(len(rows)):
        for k in range(rows.shape[1]):
            if rows[i, k] >= 0:
                out[i + k + 1] += slips[2] * out[i] * cuts[i, k] * table[rows[i, k], 0]


@njit
def _extend(
    rows: Array,
    cuts: Array,
    table: Array,
    slips: Array,
    columns: Array,
    before: Array,
    out: Array,
) -> None:
    """One more target letter: P(target letters so far, first i source letters read), for each i.

    Args:
        rows: of the source string, as in `sum_segmentations`.
        cuts: of the source string.
        table: rendering probabilities.
        slips: as `Direction.slips`.
        columns: chunk columns of the last 1, 2, ... letters.
        before: the same for one, two, ... letters fewer, widths x places, zero where there is none.
        out: places.
    """
    n = len(rows)
    for i in range(n + 1):
        out[i] = before[0, i] * slips[0]
    for width in range(1, len(columns)):
        column = columns[width]
        for i in range(n):
            here = before[width - 1, i]
            if here == 0.0:
                continue
            for k in range(rows.shape[1]):
                if rows[i, k] >= 0:
                    out[i + k + 1] += slips[2] * here * cuts[i, k] * table[rows[i, k], column]
    _lose(rows, cuts, table, slips, out)


@njit
def _search(
    rows: Array,
    cuts: Array,
    table: Array,
    slips: Array,
    first_child: Array,
    columns: Array,
    chance: Array,
    end_chance: Array,
    first_target: Array,
    targets: Array,
    beam: float,
    width: int,
    best: Array,
    found: Array,
) -> None:
    """Fill `found` with the targets of highest P(target | source) / P(target), best first."""
    n, widest = len(rows), columns.shape[1] - 1
    nodes = np.zeros(1, np.int64)
    # columns of the kept nodes of this depth and of the depths before: slots x widths x places
    history = np.zeros((1, widest, n + 1))
    history[0, 0, 0] = 1.0
    _lose(rows, cuts, table, slips, history[0, 0])
    while len(nodes):
        count = 0
        for slot in range(len(nodes)):
            node = nodes[slot]
            full = np.log10(history[slot, 0, n] * slips[3] + 1e-300)
            for place in range(first_target[node], first_target[node + 1]):
                _insert(best, found, full - end_chance[targets[place]], targets[place])
            count += first_child[node + 1] - first_child[node]
        if count == 0:
            break
        children = np.empty(count, np.int64)
        parent = np.empty(count, np.int64)
        value = np.empty(count)
        now = np.empty((count, n + 1))
        c = 0
        for slot in range(len(nodes)):
            for child in range(first_child[nodes[slot]], first_child[nodes[slot] + 1]):
                _extend(rows, cuts, table, slips, columns[child], history[slot], now[c])
                children[c], parent[c] = child, slot
                value[c] = np.log10(_largest(now[c]) + 1e-300) - chance[child]
                c += 1
        limit = _limit(value, beam, width)
        kept = 0
        for c in range(count):
            if value[c] >= limit:
                children[kept], parent[kept], value[kept] = children[c], parent[c], value[c]
                for i in range(n + 1):
                    now[kept, i] = now[c, i]
                kept += 1
        later = np.zeros((kept, widest, n + 1))
        for slot in range(kept):
            for i in range(n + 1):
                later[slot, 0, i] = now[slot, i]
                for age in range(1, widest):
                    later[slot, age, i] = history[parent[slot], age - 1, i]
        nodes, history = children[:kept].copy(), later


@njit
def _largest(values: Array) -> float:
    largest = values[0]
    for value in values:
        largest = max(largest, value)
    return float(largest)


@njit
def _limit(value: Array, beam: float, width: int) -> float:
    """What a beginning must reach: near the best, or among the few, but not past `width`."""
    if len(value) <= FEW:
        return -np.inf
    best = _largest(value)
    behind = np.zeros(STEPS + 1, np.int64)  # how many lie 0, 1, ... steps behind the best
    for one in value:
        behind[int(min((best - one) * STEPS_PER_UNIT, STEPS))] += 1
    kept = 0
    for step in range(STEPS):
        kept += behind[step]
        if kept > width or (kept >= FEW and step >= beam * STEPS_PER_UNIT):
            return float(best - step / STEPS_PER_UNIT)
    return -np.inf


@njit
def _insert(best: Array, found: Array, value: float, target: int) -> None:
    """Put a target into the list of the best, kept in descending order."""
    place = len(best)
    while place > 0 and value > best[place - 1]:
        place -= 1
    if place == len(best):
        return
    for i in range(len(best) - 1, place, -1):
        best[i], found[i] = best[i - 1], found[i - 1]
    best[place], found[place] = value, target


def shortlist(
    way: Direction, trie: Trie, x: "Encoded", first: int, last: int, found: NDArray[np.int32]
) -> None:
    """For queries first to last write the candidates into the rows of `found`, best first."""
    for query in range(first, last):
        letters = slice(x.coded.start[query], x.coded.start[query + 1])
        best = np.full(found.shape[1], -np.inf)
        _search(
            x.rows[letters],
            x.cuts[letters],
            way.table,
            way.slips,
            trie.first_child,
            trie.columns,
            trie.chance,
            trie.end_chance,
            trie.first_target,
            trie.targets,
            BEAM,
            WIDTH,
            best,
            found[query],
        )
