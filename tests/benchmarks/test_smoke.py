"""The benchmarks run on lists nobody prepared for them, and find who is who. Nothing is timed."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[2]


def load(path):
    """A script that is not part of a package."""
    spec = importlib.util.spec_from_file_location(f"smoke_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    make_lists = load(ROOT / "tests" / "engines" / "linkage" / "make_lists.py").make_lists
    start = tmp_path_factory.mktemp("lists") / "invented"
    for side, lines in zip("ab", make_lists(300, 400, seed=51), strict=True):
        pl.DataFrame(lines, infer_schema_length=None).write_parquet(f"{start}_{side}.parquet")
    return str(start)


def test_linkage_finds_who_is_on_both_lists(prefix):
    benchmark = load(ROOT / "benchmarks" / "linkage.py")
    told = benchmark.two_lists(prefix, {"seed": 0})
    assert told["f1_best"] >= 0.9
    assert told["f1_own_boundary"] >= 0.85
    assert told["match_zone_precision"] >= 0.99
    assert told["lookalikes"] > 20
    assert told["lookalikes_in_match_zone"] == 0
    assert told["recall_of_pairs"] >= 0.95
    assert {"recall_at_precision_99", "calibration_error", "seconds", "peak_mb"} <= told.keys()


def test_linkage_scores_pairs_by_their_formulas():
    """Three true pairs; two of the three best pairs are right."""
    benchmark = load(ROOT / "benchmarks" / "linkage.py")
    pairs = pl.DataFrame(
        {
            "row_a": [0, 1, 2, 3],
            "row_b": [0, 1, 5, 3],
            "weight": [9.0, 8.0, 7.0, 1.0],
            "posterior": [0.99, 0.9, 0.7, 0.1],
        },
        schema_overrides={"row_a": pl.UInt32, "row_b": pl.UInt32},
    )
    truth = pl.DataFrame({"row_a": [0, 1, 2], "row_b": [0, 1, 2]})
    told, hits = benchmark.score(pairs, truth)
    assert hits.tolist() == [1, 1, 0, 0]
    precision, recall = 2 / 2, 2 / 3
    assert told["f1_best"] == round(2 * precision * recall / (precision + recall), 4)
    assert told["recall_at_precision_99"] == round(recall, 4)
    assert told["f1_own_boundary"] == round(2 * (2 / 3) * (2 / 3) / (2 / 3 + 2 / 3), 4)
    assert benchmark.calibration(pairs["posterior"].to_numpy(), hits) == pytest.approx(
        (abs(1 - 0.9) + abs(0 - 0.7) + abs(0 - 0.1)) / 3
    )


SAMPLE = ROOT / "tests" / "engines" / "names" / "sample_pairs.tsv"


def test_names_ranks_the_right_spelling_first(tmp_path):
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = [line for line in lines if line and not line.startswith("#")]
    test, train = pairs[::5], [line for at, line in enumerate(pairs) if at % 5]
    for name, part in (("train", train), ("test", test)):
        (tmp_path / f"{name}.tsv").write_text("\n".join(part) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "benchmarks/names.py", tmp_path / "train.tsv", tmp_path / "test.tsv"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["accuracy_at_1"] >= 0.6
    assert told["mrr"] >= told["accuracy_at_1"]
    assert told["queries"] >= 50
