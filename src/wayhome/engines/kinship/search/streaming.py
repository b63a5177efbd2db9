"""A search too large to hold: families by the chunk, on several processors."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice
from multiprocessing import get_context

from wayhome.engines.kinship.likelihood import Panel
from wayhome.engines.kinship.profiles import Profile
from wayhome.engines.kinship.search.candidates import Candidate, SearchTables
from wayhome.engines.kinship.search.tables import Place

CHUNK = 250
"""Families whose tables are held at once, by each worker."""


def search(
    places: Sequence[Place],
    profiles: Sequence[Profile],
    panel: Panel,
    *,
    at_least: float = 0.0,
    dropout: float | None = None,
    workers: int = 1,
    tick: Callable[[int], None] | None = None,
) -> list[Candidate]:
    """The pairs that weigh at least so much, heaviest first, as `SearchTables.candidates`.

    No more than a chunk of tables and its weights is held at a time. `tick` is told how many
    places are done. The answer does not depend on the number of workers.
    """
    chunks = [places[begin : begin + CHUNK] for begin in range(0, len(places), CHUNK)]
    found: list[Candidate] = []
    done = 0
    for number, candidates in enumerate(
        _answers(chunks, profiles, panel, at_least, dropout, workers)
    ):
        found += [replace(one, place=one.place + number * CHUNK) for one in candidates]
        done += len(chunks[number])
        if tick:
            tick(done)
    return sorted(found, key=lambda c: (-c.log10_lr, c.profile, c.place))


def _answers(
    chunks: Sequence[Sequence[Place]],
    profiles: Sequence[Profile],
    panel: Panel,
    at_least: float,
    dropout: float | None,
    workers: int,
) -> Iterator[list[Candidate]]:
    if workers == 1 or len(chunks) < 2:
        for chunk in chunks:
            yield SearchTables.of(chunk, panel, dropout=dropout).candidates(
                profiles, at_least=at_least
            )
        return
    with ProcessPoolExecutor(
        workers,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(profiles, panel, at_least, dropout),
    ) as pool:
        waiting: list[Future[list[Candidate]]] = []
        left = iter(chunks)
        waiting += [pool.submit(_candidates, chunk) for chunk in islice(left, 2 * workers)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(_candidates, chunk) for chunk in islice(left, 1)]


_given: dict[str, tuple[Sequence[Profile], Panel, float, float | None]] = {}


def _begin(
    profiles: Sequence[Profile], panel: Panel, at_least: float, dropout: float | None
) -> None:
    """What every chunk needs is handed to a worker once."""
    _given["search"] = (profiles, panel, at_least, dropout)


def _candidates(chunk: Sequence[Place]) -> list[Candidate]:
    profiles, panel, at_least, dropout = _given["search"]
    return SearchTables.of(chunk, panel, dropout=dropout).candidates(profiles, at_least=at_least)
