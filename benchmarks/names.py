"""How often is the right spelling ranked first?

    uv run python benchmarks/names.py TRAIN.tsv TEST.tsv [--every N] [--save DIR]

Lines: source TAB target letters separated by blanks TAB count; an empty source only adds a target.
Learns from TRAIN, then ranks for each source of TEST all distinct targets of TEST. Any target
paired with the source is right.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time

import numpy as np

from wayhome.engines.names.correspondence import Correspondence


def read_pairs(path: Path) -> Iterator[tuple[str, str, float]]:
    """Pairs of a file, each counted once."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            source, target, *_ = line.rstrip("\n").split("\t")
            yield source, target.replace(" ", ""), 1.0


def time_a_pair(model: Correspondence, queries: list[str], targets: list[str]) -> float:
    """Mean processor time in microseconds to weigh one pair, over a million random pairs."""
    x, y = model.encode(queries, "source"), model.encode(targets, "target")
    chance = np.random.default_rng(1)
    ix = chance.integers(0, len(x), 1_000_000).astype(np.int32)
    iy = chance.integers(0, len(y), 1_000_000).astype(np.int32)
    model.score(x, y, ix[:100], iy[:100])
    began = process_time()
    model.score(x, y, ix, iy)
    return process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every Nth query only")
    parser.add_argument("--save", type=Path, help="write the learned files here")
    options = parser.parse_args()
    began = perf_counter()
    model = Correspondence.learn(
        list(read_pairs(options.train)), source_script="Latn", target_script="Zzzz"
    )
    learned = perf_counter()
    if options.save:
        model.save(options.save, ["Learned by benchmarks/names.py."])
    right: dict[str, set[str]] = defaultdict(set)
    for source, target, _ in read_pairs(options.test):
        right[source].add(target)  # an empty source: a target nobody asks for
    targets = sorted(set().union(*right.values()))
    queries = sorted(filter(None, right))[:: options.every]
    indices, _ = model.retrieve(queries, targets, 100)
    seconds = round(perf_counter() - began, 1)
    ranks = np.zeros(len(queries))
    for number, query in enumerate(queries):
        hits = [
            r for r, i in enumerate(indices[number], 1) if i >= 0 and targets[i] in right[query]
        ]
        ranks[number] = hits[0] if hits else np.inf
    print(
        json.dumps(
            {
                "accuracy_at_1": round(float((ranks == 1).mean()), 4),
                "mrr": round(float((1 / ranks).mean()), 4),
                "found_among_100": round(float(np.isfinite(ranks).mean()), 4),
                "queries": len(queries),
                "targets": len(targets),
                "microseconds_per_pair_and_core": round(time_a_pair(model, queries, targets), 2),
                "seconds": seconds,
                "seconds_learning": round(learned - began, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
