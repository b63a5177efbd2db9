"""The engine gives the numbers of the R pedsuite and of Familias."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
FILES = sorted((Path(__file__).parent / "references").glob("*.json"))


@pytest.fixture(scope="module")
def script():
    """The benchmark script, which finds its package beside it."""
    sys.path.insert(0, str(BENCHMARKS))
    spec = importlib.util.spec_from_file_location(
        "kinship_reference", BENCHMARKS / "kinship_reference.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(BENCHMARKS))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_reference(script, path):
    tally = script.compare_file(path)
    assert tally.not_supported == []
    assert tally.compared > 0
    assert tally.worst < 1e-9, tally.where


def test_a_wrong_number_is_seen(script, tmp_path):
    data = json.loads((FILES[-1]).read_text(encoding="utf-8"))
    likelihoods = data["results"][0]["L_H1"]
    likelihoods[next(iter(likelihoods))] *= 1.000001
    (tmp_path / "wrong.json").write_text(json.dumps(data), encoding="utf-8")
    assert script.compare_file(tmp_path / "wrong.json").worst == pytest.approx(1e-6, rel=0.01)
