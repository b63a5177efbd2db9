"""One direction of a correspondence: how source strings are rendered as target strings."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.names.correspondence import kernels
from wayhome.engines.names.correspondence.backoff import BackoffTable
from wayhome.engines.names.correspondence.letters import Alphabet, Coded

# Letters before and after a chunk that its rendering may depend on, and before and after a place
# that the length of the next chunk may depend on; the shortest first.
WINDOWS = np.array([(0, 0), (0, 1), (1, 1), (1, 2), (2, 2)])
CUT_WINDOWS = np.array([(0, 1), (0, 2), (0, 3), (1, 3)])

STRAY, SWAPPED = 1e-4, 3e-4  # a letter that renders nothing, two letters that changed places
LOST, MISTAKEN = 3e-4, 1e-3  # a letter left out, a letter written for another
LEAST_CUT = 0.02  # less likely chunk lengths are left out: faster, and ranks no worse


@dataclass(frozen=True)
class Direction:
    """P(target string | source string).

    Attributes:
        source, target: the letters of either side.
        longest: letters of a source chunk, at most.
        chunks: the target chunks, as letter codes; the column of a rendering is its place here.
            The first is empty, then come all single letters.
        renderings: distributions over target chunks by source chunk and letters around it.
        cuts: distributions over the length of the next source chunk.
    """

    source: Alphabet
    target: Alphabet
    longest: int
    chunks: tuple[tuple[int, ...], ...]
    renderings: BackoffTable
    cuts: BackoffTable

    @cached_property
    def widest(self) -> int:
        """Letters of a target chunk, at most."""
        return max(len(chunk) for chunk in self.chunks)

    @cached_property
    def slips(self) -> NDArray[np.float64]:
        """Probability of a given stray letter, of a swap, of neither, and of none at the end."""
        return slip_array(STRAY, SWAPPED, self.target)

    @cached_property
    def table(self) -> NDArray[np.float32]:
        """Rendering probabilities, slips of the pen included: rows x columns.

        The last row is that of a letter never seen, the last column that of no chunk (zero).
        """
        table = np.zeros((len(self.renderings.keys) + 1, len(self.chunks) + 1), np.float32)
        table[:-1, :-1] = self.renderings.dense()
        slip = np.zeros(table.shape[1], np.float32)
        slip[0] = LOST
        slip[1 : self.target.size] = MISTAKEN / (self.target.size - 1)
        single = np.append(chunk_lengths(self.renderings.keys) == 1, True)
        table[single] = table[single] * np.float32(1 - LOST - MISTAKEN) + slip
        table[-1] /= table[-1].sum()
        return table

    @cached_property
    def cut_table(self) -> NDArray[np.float32]:
        """Probabilities of chunk lengths, rows x lengths."""
        return self.cuts.dense()

    @cached_property
    def _chunk_index(self) -> tuple[NDArray[Any], NDArray[Any]]:
        return chunk_index(self.chunks)

    def read_source(self, coded: Coded) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Rows and cuts of all letters of coded source strings, each letters x `longest`."""
        rows = np.full((len(coded.codes), self.longest), -1, np.int32)
        cuts = np.zeros((len(coded.codes), self.longest))
        kernels.look_up_windows(
            coded.codes, coded.start, self.longest, self.renderings.keys, WINDOWS, rows
        )
        rows[rows[:, 0] < 0, 0] = len(self.table) - 1
        kernels.look_up_cuts(
            coded.codes,
            coded.start,
            self.longest,
            self.cuts.keys,
            CUT_WINDOWS,
            self.cut_table,
            rows,
            cuts,
        )
        rare = cuts < LEAST_CUT
        rare[:, 0] = False
        rows[rare] = -1
        cuts[rare] = 0.0
        cuts /= cuts.sum(axis=1, keepdims=True)
        return rows, cuts

    def read_target(self, coded: Coded) -> NDArray[np.uint16]:
        """Columns of the chunks that begin at each place of coded target strings."""
        return target_columns(coded, self.widest, self._chunk_index)


def slip_array(stray: float, swapped: float, target: Alphabet) -> NDArray[np.float64]:
    """What the compiled loops need to know about slips of the pen."""
    letters = target.size - 1
    return np.array([stray / letters, swapped, 1 - stray - swapped, 1 - stray])


def chunk_lengths(keys: NDArray[Any]) -> NDArray[Any]:
    """Letters of the chunk, from context keys."""
    out = np.zeros(len(keys), np.int64)
    for before, after in WINDOWS:
        for chunk in (1, 2, 3):
            head = ((chunk * 4 + before) * 4) + after
            out[keys >> (kernels.BITS * (before + chunk + after)) == head] = chunk
    return out


def chunk_index(chunks: tuple[tuple[int, ...], ...]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Ascending keys of the target chunks, and their columns."""
    keys = []
    for chunk in chunks[1:]:
        codes = np.array(chunk, np.uint8)
        keys.append(kernels.window_key(codes, 0, len(codes), 0, 0, len(codes), 0))
    order = np.argsort(np.array(keys, np.int64))
    return np.array(keys, np.int64)[order], (order + 1).astype(np.int32)


def target_columns(
    coded: Coded, widest: int, index: tuple[NDArray[Any], NDArray[Any]]
) -> NDArray[np.uint16]:
    """Columns of the chunks of 0 to `widest` letters at each place; one past all for no chunk."""
    out = np.zeros((len(coded.codes) + len(coded), widest + 1), np.uint16)
    nothing = len(index[0]) + 1
    kernels.look_up_chunks(coded.codes, coded.start, widest, *index, nothing, out)
    return out
