"""The benchmark of planning does every file that can be used, whatever stands beside it."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "planning.py"
GOOD = {
    "format": "exchange/2",
    "B": 1,
    "k": 0,
    "N": [1, 1],
    "P": [{"i": side, "s": side, "z": 0} for side in (0, 1)],
    "sites": [[[side, 0, 0], 1] for side in (0, 1)],
    "seat": [[[side, 0], 1] for side in (0, 1)],
    "stretch": [[[side, 0], 0] for side in (0, 1)],
}
FILES = {
    "no-json": "{",
    "not-a-number": json.dumps({**GOOD, "B": float("nan")}),
    "unknown": json.dumps({**GOOD, "rank": 1}),
    "impossible": json.dumps({**GOOD, "N": [2, 2]}),
    "good": json.dumps(GOOD),
}


def test_a_file_that_cannot_be_used_gets_a_sentence_and_the_others_are_done(tmp_path):
    for name, text in FILES.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    asked = ["missing.json", *(f"{name}.json" for name in FILES)]
    ended = subprocess.run(
        [sys.executable, str(SCRIPT), *asked], cwd=tmp_path, capture_output=True, check=False
    )
    lines = {line["instance"]: line for line in map(json.loads, ended.stdout.splitlines())}
    assert ended.returncode == 2
    assert {name for name, line in lines.items() if "refused" in line} == {
        "missing", "no-json", "not-a-number", "unknown",
    }  # fmt: skip
    assert ended.stderr.count(b".json: ") == 4
    assert b"Traceback" not in ended.stderr
    assert lines["impossible"]["infeasible"]
    assert lines["good"]["proven"]
    assert lines["good"]["verified"]
