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


def test_what_nobody_reads_is_told(script, tmp_path):
    """A number or a term of a file is compared, or named among what is not supported."""
    data = json.loads((FILES[-1]).read_text(encoding="utf-8"))
    data["markers"][0]["chrom"] = "1"
    data["results"][0]["L_H3"] = {"D1": 0.5}
    (tmp_path / "more.json").write_text(json.dumps(data), encoding="utf-8-sig")
    tally = script.compare_file(tmp_path / "more.json")
    assert tally.not_supported == ["not read: markers[].chrom", "not read: results[].L_H3"]
    assert tally.compared == script.compare_file(FILES[-1]).compared


@pytest.mark.parametrize(
    "text", ['{"kind": "theta"', "[1]", '{"kind": "twins"}', '{"kind": "dvi"}']
)
def test_a_file_that_cannot_be_compared_stops_no_other(script, tmp_path, text):
    (tmp_path / "odd.json").write_text(text, encoding="utf-8")
    tally = script.compare_file(tmp_path / "odd.json")
    assert tally.compared == 0
    assert tally.not_supported


def test_one_matrix_of_another_kind_hides_none(script, tmp_path):
    path = next(one for one in FILES if one.stem == "mutation_matrices")
    data = json.loads(path.read_text(encoding="utf-8"))
    left_out = data["matrices"][0]
    left_out["spec"] = "random seed 3"
    (tmp_path / "odd.json").write_text(json.dumps(data), encoding="utf-8")
    tally = script.compare_file(tmp_path / "odd.json")
    assert tally.compared == script.compare_file(path).compared - len(left_out["alleles"]) ** 2
    assert "random seed 3" in tally.not_supported[0]
