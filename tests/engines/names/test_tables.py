"""The names tables: what each promises in its header, and how the large one is built."""

import runpy
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from wayhome.engines.names import comparison_form, script_of
from wayhome.engines.names.tables import rows_of
from wayhome.engines.names.titles import particles

BUILD = Path(__file__).parents[3] / "resources" / "same_name_build.py"
SCRIPTS = {"Latn", "Cyrl", "Arab", "Hebr"}
TABLES = ("same_name.tsv", "given_names.tsv", "titles.tsv", "particles.tsv")


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_commented_and_small(table):
    text = files("wayhome").joinpath("resources/names", table).read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "# Columns: " in text
    assert len(text.encode()) < 1_000_000
    columns = {len(row) for row in rows_of(table)}
    assert len(columns) == 1


def test_same_names_are_as_the_build_writes_them():
    rows = [(int(number), forms.split(" ")) for number, forms in rows_of("same_name.tsv")]
    assert all(x < y for (x, _), (y, _) in pairwise(rows))
    for _, forms in rows:
        assert forms == sorted(set(forms))
        assert all(form == comparison_form(form) for form in forms)
        in_scripts = {script_of(form) for form in forms}
        assert len(in_scripts) > 1
        assert in_scripts <= SCRIPTS


def test_build(tmp_path):
    persons = tmp_path / "persons.txt"
    persons.write_text(
        "nikolaï, mykola, николай, микола, ニコライ => Q12\n"
        "kravchenko, кравченко => Q7\n"  # no first name
        "anna, ana => Q3\n"  # one script
        "anna, ганна, חנה => Q5\n"
        "anna, анна => X1\n",  # not of Wikidata
        encoding="utf-8",
    )
    build = runpy.run_path(str(BUILD))
    table = build["table"](persons, {"mykola", "anna"})
    rows = [line for line in table.splitlines() if not line.startswith("#")]
    assert rows == ["5\tanna ганна חנה", "12\tmykola nikolai микола николай"]


def test_particles_know_their_kind():
    assert set(particles().values()) == {
        "son_of",
        "kunya",
        "servant_of",
        "article",
        "surname_of",
        "child_of_before",
    }
