"""The example lists are what their script makes, and can be read."""

import csv
import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from wayhome.files.reading import read_list

EXAMPLES = Path(__file__).parents[3] / "examples"
FILES = ("sought.csv", "held.csv", "truth.csv")


@pytest.fixture(scope="module")
def remade(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    out = tmp_path_factory.mktemp("examples")
    script.main(out)
    return out


@pytest.mark.parametrize("name", FILES)
def test_the_script_makes_the_committed_files(remade, name):
    assert (remade / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_both_lists_are_understood_and_the_truth_names_their_lines():
    sought, held = read_list(EXAMPLES / "sought.csv"), read_list(EXAMPLES / "held.csv")
    assert {"surname", "given_names", "patronymic", "birth_date", "number"} <= set(sought.mapping)
    assert {"full_name", "birth_date", "number"} <= set(held.mapping)
    assert held.source.encoding == "cp1251"
    assert "impossible_date" in {problem.code for problem in sought.problems}
    assert "total_row" in {problem.code for problem in held.problems}
    with (EXAMPLES / "truth.csv").open(encoding="utf-8", newline="") as text:
        truth = list(csv.DictReader(text))
    assert {int(row["line_a"]) for row in truth} <= set(sought.entries["line"])
    assert {int(row["line_b"]) for row in truth} <= set(held.entries["line"])
    kinds = Counter(row["truth"] for row in truth)
    assert set(kinds) == {"same", "brother", "twin", "namesake"}
    assert kinds["same"] >= 90
