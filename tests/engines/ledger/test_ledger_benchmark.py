"""The benchmark runs, and its figures of size are those of the formulas. Nothing is timed."""

import json
import subprocess
import sys
from pathlib import Path


def test_the_benchmark_tells_what_it_measured():
    done = subprocess.run(
        [sys.executable, "benchmarks/ledger.py", "--entries", "1000"],
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    (line,) = done.stdout.splitlines()
    told = json.loads(line)
    assert told["entries"] == 1000
    assert told["proof_bytes_max"] == 32 * 10  # a tree over 513 to 1,024 entries is 10 high
    assert told["consistency_bytes_max"] <= 32 * 11
    assert {"build_seconds", "prove_ms", "verify_ms", "verify_log_seconds"} <= told.keys()
