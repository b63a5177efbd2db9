"""A correspondence between two scripts: both directions and the letters of both sides."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from os import cpu_count
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from wayhome.engines.names.correspondence import kernels
from wayhome.engines.names.correspondence.align import Step, best_path
from wayhome.engines.names.correspondence.direction import Direction
from wayhome.engines.names.correspondence.learn import (
    Pair,
    Settings,
    learn_direction,
    learn_letters,
)
from wayhome.engines.names.correspondence.letters import Alphabet, Coded
from wayhome.engines.names.correspondence.retrieve import Trie, shortlist
from wayhome.engines.names.correspondence.store import (
    LetterModel,
    read_direction,
    read_letters,
    write_direction,
    write_letters,
)
from wayhome.values import InvalidEvidence, Weight

Side = Literal["source", "target"]
FILES = ("forward.tsv", "backward.tsv", "source_letters.tsv", "target_letters.tsv")
_BLOCK = 32_768  # pairs per unit of work


@dataclass(frozen=True, slots=True)
class Encoded:
    """Name tokens read for one side of one correspondence.

    Attributes:
        side: the side they were read for.
        coded: their letters.
        rows, cuts: what each letter and the next two may be rendered as; letters x longest chunk.
        columns: what chunks of the other side may be rendered as them; places x widths.
        log10_p: log10 P of each token by its letters alone.
    """

    side: Side
    coded: Coded
    rows: NDArray[np.int32]
    cuts: NDArray[np.float64]
    columns: NDArray[np.uint16]
    log10_p: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.coded)


@dataclass(frozen=True)
class Correspondence:
    """Is this spelling (source) a rendering of that one (target), or the reverse?

    Attributes:
        source_script, target_script: ISO 15924 codes, as 'Latn', 'Cyrl', 'Arab', 'Hebr'.
        forward: P(target | source).
        backward: P(source | target).
        source_letters, target_letters: how likely a spelling is on its own.
    """

    source_script: str
    target_script: str
    forward: Direction
    backward: Direction
    source_letters: LetterModel
    target_letters: LetterModel

    @classmethod
    def load(cls, name: str, *, folder: Path | None = None) -> "Correspondence":
        """Read a correspondence by name, as 'latn-cyrl', from the package or from a folder.

        Raises:
            CannotRead: there is none of that name, or its files are damaged.
        """
        place = (_shipped() if folder is None else folder).joinpath(name)
        source, target = (part.title() for part in name.split("-")[:2])
        forward, backward, source_letters, target_letters = (place / file for file in FILES)
        return cls(
            source,
            target,
            read_direction(forward),
            read_direction(backward),
            read_letters(source_letters),
            read_letters(target_letters),
        )

    @classmethod
    def learn(
        cls,
        pairs: Sequence[Pair],
        *,
        source_script: str,
        target_script: str,
        forward: Settings | None = None,
        backward: Settings | None = None,
    ) -> "Correspondence":
        """Learn from pairs (source token, target token, how often it counts).

        Raises:
            InvalidEvidence: no pairs.
        """
        if not pairs:
            raise InvalidEvidence("There are no pairs to learn from.")
        pairs = sorted(pairs)
        source = Alphabet.of(x for x, _, _ in pairs)
        target = Alphabet.of(y for _, y, _ in pairs)
        turned = sorted((y, x, count) for x, y, count in pairs)
        weights = np.array([count for _, _, count in pairs])
        return cls(
            source_script,
            target_script,
            learn_direction(pairs, source, target, forward or Settings()),
            learn_direction(turned, target, source, backward or Settings(longest=2, widest=3)),
            learn_letters([x for x, _, _ in pairs], source, weights),
            learn_letters([y for _, y, _ in pairs], target, weights),
        )

    def save(self, folder: Path, notes: Sequence[str]) -> None:
        """Write the four files of this correspondence into a folder of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        texts = (
            write_direction(self.forward, notes),
            write_direction(self.backward, notes),
            write_letters(self.source_letters, notes),
            write_letters(self.target_letters, notes),
        )
        for file, text in zip(FILES, texts, strict=True):
            (folder / file).write_text(text, encoding="utf-8", newline="\n")

    @cached_property
    def transposed(self) -> "Correspondence":
        """The same correspondence with source and target exchanged."""
        return Correspondence(
            self.target_script,
            self.source_script,
            self.backward,
            self.forward,
            self.target_letters,
            self.source_letters,
        )

    def encode(self, strings: Sequence[str], side: Side) -> Encoded:
        """Read name tokens (lower case, NFC) for one side, once for all pairs they are in."""
        reads, read_as, letters = (
            (self.forward, self.backward, self.source_letters)
            if side == "source"
            else (self.backward, self.forward, self.target_letters)
        )
        coded = letters.alphabet.encode(strings)
        rows, cuts = reads.read_source(coded)
        return Encoded(side, coded, rows, cuts, read_as.read_target(coded), letters.log10_p(coded))

    def score(
        self, x: Encoded, y: Encoded, ix: NDArray[np.int32], iy: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """log10 likelihood ratio, rendering against chance, of the pairs (x[ix], y[iy]).

        The mean of what both directions say: P(y | x) / P(y) and P(x | y) / P(x).
        """
        forward = self._conditional(self.forward, x, y, ix, iy) - y.log10_p[iy]
        backward = self._conditional(self.backward, y, x, iy, ix) - x.log10_p[ix]
        return ((forward + backward) / 2).astype(np.float32)

    def log10_conditional(
        self, x: Encoded, y: Encoded, ix: NDArray[np.int32], iy: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """log10 P(y | x) of the pairs (x[ix], y[iy])."""
        return self._conditional(self.forward, x, y, ix, iy)

    def _conditional(
        self, way: Direction, x: Encoded, y: Encoded, ix: NDArray[Any], iy: NDArray[Any]
    ) -> NDArray[np.float64]:
        if len(ix) != len(iy):
            raise InvalidEvidence("Pairs need as many sources as targets.")
        out = np.empty(len(ix))
        if not len(ix):
            return out
        if min(ix.min(), iy.min()) < 0 or ix.max() >= len(x) or iy.max() >= len(y):
            raise InvalidEvidence("A pair points to a name that was not encoded.")
        order = None if bool((np.diff(ix) >= 0).all()) else np.argsort(ix, kind="stable")
        if order is not None:
            ix, iy = ix[order], iy[order]

        def work(first: int) -> None:
            block = slice(first, first + _BLOCK)
            kernels.score_pairs(
                x.rows,
                x.cuts,
                x.coded.start,
                y.columns,
                y.coded.start,
                way.table,
                way.slips,
                ix[block],
                iy[block],
                out[block],
            )

        _in_threads(work, range(0, len(ix), _BLOCK))
        if order is None:
            return out
        back = np.empty_like(out)
        back[order] = out
        return back

    def retrieve(
        self, queries: Sequence[str], targets: Sequence[str], top: int, *, depth: int = 64
    ) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The targets most likely to be renderings of each query, best first.

        Args:
            queries: source tokens.
            targets: target tokens.
            top: how many to return for each query; fewer targets are filled up with -1.
            depth: how many candidates are weighed exactly, at least `top`.

        Returns:
            Indices into `targets` and log10 likelihood ratios, both queries x `top`.
        """
        x, y = self.encode(queries, "source"), self.encode(targets, "target")
        depth = max(depth, top)
        trie = Trie.of(y.coded, y.columns, self.target_letters)
        found = np.full((len(x), depth), -1, np.int32)
        step = 64
        _in_threads(
            lambda first: shortlist(self.forward, trie, x, first, min(first + step, len(x)), found),
            range(0, len(x), step),
        )
        query, place = np.nonzero(found >= 0)
        scores = np.full(found.shape, -np.inf, np.float32)
        scores[query, place] = self.score(x, y, query.astype(np.int32), found[query, place])
        best = np.lexsort((found, -scores), axis=1)[:, :top]
        return np.take_along_axis(found, best, 1), np.take_along_axis(scores, best, 1)

    def align(self, x: str, y: str) -> tuple[Step, ...]:
        """The likeliest way to read y as a rendering of x: (source chunk, target chunk, log10).

        log10 is positive where the letters agree: how much likelier the target chunk is as a
        rendering than by chance. The sum is log10 of P(y and this reading | x) / P(y).
        """
        return best_path(self.forward, self.target_letters, x, y)

    def weigh(self, x: str, y: str) -> Weight:
        """The score of one pair, by aligned chunks; the part `other readings` is the rest."""
        zero = np.zeros(1, np.int32)
        score = self.score(self.encode([x], "source"), self.encode([y], "target"), zero, zero)
        parts = {
            f"{place} {a}→{b}": value for place, (a, b, value) in enumerate(self.align(x, y), 1)
        }
        parts["other readings"] = float(score[0]) - sum(parts.values())
        return Weight(by_part=parts)

    def explain(self, x: str, y: str) -> str:
        """One sentence: how likely y is a rendering of x, and where the letters do not agree."""
        weight = self.weigh(x, y).total
        odds = f"10^{abs(weight):.1f} times " + ("likelier" if weight >= 0 else "less likely")
        apart = [
            f"{a or '(nothing)'} as {b or '(nothing)'}" for a, b, v in self.align(x, y) if v < 0
        ]
        ending = f"; unusual: {', '.join(apart)}." if apart else "; every letter agrees."
        return f"To see {y} is {odds} if it renders {x} than by chance{ending}"


def _shipped() -> Traversable:
    return resources.files("wayhome").joinpath("resources", "correspondence")


def _in_threads(work: Callable[[int], Any], starts: range) -> None:
    if len(starts) == 1:
        work(starts[0])
        return
    with ThreadPoolExecutor(cpu_count() or 1) as pool:
        list(pool.map(work, starts))
