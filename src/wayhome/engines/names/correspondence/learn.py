"""Learn a correspondence from pairs of spellings by expectation maximisation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.names.correspondence import kernels, training
from wayhome.engines.names.correspondence.backoff import estimate
from wayhome.engines.names.correspondence.direction import (
    CUT_WINDOWS,
    WINDOWS,
    Direction,
    chunk_index,
    slip_array,
    target_columns,
)
from wayhome.engines.names.correspondence.letters import Alphabet, Coded
from wayhome.engines.names.correspondence.store import LetterModel

Pair = tuple[str, str, float]
COMMON = 10  # times a chunk of several letters must have been seen to be looked at


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """How to learn one direction."""

    longest: int = 3  # letters of a source chunk
    widest: int = 2  # letters of a target chunk
    rounds: int = 8  # of the context-free model
    context_rounds: int = 2  # of the model with letters around
    length_penalty: float = 0.3  # factor per letter of a chunk beyond 1 to 1, against long chunks
    least_use: float = 8.0  # times a longer target chunk must have been used to be kept
    inertia: float = 3.0  # as in `estimate`
    least: float = 4.0
    gain: float = 6.0


def _chunk_columns(coded: Coded, alphabet: Alphabet, widest: int) -> tuple[tuple[int, ...], ...]:
    """The target chunks worth a column: all letters, and longer ones seen often enough."""
    chunks: list[tuple[int, ...]] = [(), *((code,) for code in range(1, alphabet.size))]
    codes = coded.padded(4)
    for width in range(2, widest + 1):
        windows = np.stack([codes[:, i : codes.shape[1] - width + 1 + i] for i in range(width)], -1)
        flat = windows.reshape(-1, width)
        flat = flat[(flat > 0).all(1) & (flat < alphabet.size - 1).all(1)]
        unique, seen = np.unique(flat, axis=0, return_counts=True)
        chunks += [tuple(int(c) for c in row) for row in unique[seen >= COMMON]]
    return tuple(chunks)


class Learner:
    """State of learning one direction: coded pairs, columns, the current model."""

    def __init__(
        self, pairs: Sequence[Pair], source: Alphabet, target: Alphabet, settings: Settings
    ):
        self.settings, self.source, self.target = settings, source, target
        self.x = source.encode([x for x, _, _ in pairs])
        self.y = target.encode([y for _, y, _ in pairs])
        self.no_slips = slip_array(1e-9, 0.0, target)
        self.weight = np.array([w for _, _, w in pairs], np.float64)
        self.weight[(np.diff(self.x.start) == 0) | (np.diff(self.y.start) == 0)] = 0.0
        self.chunks = _chunk_columns(self.y, target, settings.widest)
        self.columns = target_columns(self.y, settings.widest, chunk_index(self.chunks))

    def source_chunks(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Number of the chunk of each length at each letter, -1 for a rare one; their lengths."""
        sizes = np.arange(1, self.settings.longest + 1)
        string = np.repeat(np.arange(len(self.x)), np.diff(self.x.start))
        at = np.arange(len(self.x.codes)) - self.x.start[string]
        keys = np.stack(
            [
                kernels.window_keys(
                    self.x.codes, self.x.start, string, at, np.full(len(string), size), 0, 0
                )
                for size in sizes
            ],
            1,
        )
        fits = sizes[None, :] <= (self.x.start[string + 1] - self.x.start[string] - at)[:, None]
        unique, seen = np.unique(keys[fits], return_counts=True)
        length = np.ones(len(unique))
        for size in sizes:
            length[(unique >> (kernels.BITS * size)) == size * 16] = size
        common = (seen >= COMMON) | (length == 1)
        unique, length = unique[common], length[common]
        place = np.minimum(np.searchsorted(unique, keys), len(unique) - 1)
        return np.where(fits & (unique[place] == keys), place, -1).astype(np.int32), length

    def free(self) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Learn the context-free model. Returns rows, cuts (all one) and the table."""
        rows, length = self.source_chunks()
        cuts = np.ones(rows.shape)
        width = np.array([len(chunk) for chunk in self.chunks] + [99])  # the last: no chunk
        penalty = self.settings.length_penalty ** (
            np.abs(length - 1)[:, None] + np.abs(width - 1)[None, :]
        )
        table = penalty / penalty.size
        for last in [False] * (self.settings.rounds - 1) + [True]:
            counts = np.zeros(table.shape)
            training.expect(
                rows,
                cuts,
                self.x.start,
                self.columns,
                self.y.start,
                table,
                self.no_slips,
                self.weight,
                counts,
            )
            if not last:
                counts *= penalty
            counts[counts < 1e-3] = 0
            table = counts / counts.sum()
        return rows, cuts, table

    def events(self, rows: Any, cuts: Any, table: Any, slips: Any) -> tuple[Any, Any]:
        """Renderings in use: string, place, chunk length and column of each, and its share."""
        n = len(self.x.codes) * 4
        places, share = np.empty((n, 4), np.int32), np.empty(n)
        used = training.list_events(
            rows,
            cuts,
            self.x.start,
            self.columns,
            self.y.start,
            table,
            slips,
            self.weight,
            0.02,
            places,
            share,
        )
        return places[:used], share[:used]

    def with_context(self, found: tuple[Any, Any]) -> Direction:
        """Estimate renderings and cuts in context from events."""
        places, share = found
        s = self.settings
        used = np.bincount(places[:, 3], share, len(self.chunks))
        used[: self.target.size] = s.least_use
        kept = used[places[:, 3]] >= s.least_use
        string, at, chunk, column = places[kept].T.copy()
        share = share[kept]
        levels = [
            kernels.window_keys(self.x.codes, self.x.start, string, at, chunk, b, a)
            for b, a in WINDOWS
        ]
        renderings = estimate(
            levels,
            column.astype(np.int64),
            share,
            len(self.chunks),
            inertia=s.inertia,
            least=s.least,
            gain=s.gain,
        )
        used = np.unique(np.concatenate([np.arange(self.target.size), renderings.columns]))
        renderings = replace(
            renderings, columns=np.searchsorted(used, renderings.columns), width=len(used)
        )
        self.chunks = tuple(self.chunks[i] for i in used)
        self.columns = target_columns(self.y, s.widest, chunk_index(self.chunks))
        nothing = np.zeros_like(chunk)
        levels = [
            kernels.window_keys(self.x.codes, self.x.start, string, at, nothing, b, a)
            for b, a in CUT_WINDOWS
        ]
        cuts = estimate(
            levels,
            chunk.astype(np.int64) - 1,
            share,
            s.longest,
            inertia=s.inertia,
            least=s.least,
            gain=s.gain,
        )
        return Direction(self.source, self.target, s.longest, self.chunks, renderings, cuts)


def learn_direction(
    pairs: Sequence[Pair], source: Alphabet, target: Alphabet, settings: Settings
) -> Direction:
    """Learn P(target | source)."""
    learner = Learner(pairs, source, target, settings)
    model = learner.with_context(learner.events(*learner.free(), learner.no_slips))
    for _ in range(settings.context_rounds):
        rows, cuts = model.read_source(learner.x)
        found = learner.events(rows, cuts, model.table, model.slips)
        model = learner.with_context(found)
    return model


def learn_letters(
    strings: Sequence[str], alphabet: Alphabet, weights: Any, order: int = 3
) -> LetterModel:
    """Learn a letter model: the next letter given the `order` - 1 before it."""
    coded = alphabet.encode(strings)
    length = np.diff(coded.start) + 1
    string = np.repeat(np.arange(len(coded)), length)
    at = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    ends = at == length[string] - 1
    place = np.minimum(coded.start[string] + at, len(coded.codes) - 1)
    codes = np.where(ends, 0, coded.codes[place]).astype(np.int64)
    nothing = np.zeros(len(string), np.int64)
    levels = [
        kernels.window_keys(coded.codes, coded.start, string, at, nothing, b, 0)
        for b in range(order)
    ]
    table = estimate(
        levels,
        codes,
        np.asarray(weights, float)[string],
        alphabet.size,
        inertia=5.0,
        least=3.0,
        gain=1.0,
        rarest=1e-6,
        uniform=0.5,
    )
    return LetterModel(alphabet, order, table)
