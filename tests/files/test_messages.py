"""Every sentence exists in every language, and says the same things."""

import ast
import re
from pathlib import Path

import pytest

import wayhome.files
from wayhome.engines.linkage.fields import FIELDS
from wayhome.engines.linkage.result import Finding, Reason, Zone
from wayhome.files.messages import (
    LANGUAGES,
    catalogue,
    fill,
    message,
    number,
    plural_form,
)
from wayhome.files.read_list import Severity
from wayhome.files.reading import read_list
from wayhome.files.report.pairs import TONES
from wayhome.values import CannotRead

FILES = Path(wayhome.files.__file__).parent
DIRTY = Path(__file__).parent / "dirty"
PLACE = re.compile(r"\{([a-z_]+)(?=[,}])(, plural)?")
FORM = re.compile(r"(\w+) \{[^{}]*\}")
CATEGORIES = {
    "en": {"one", "other"},
    "uk": {"one", "few", "many", "other"},
    "ru": {"one", "few", "many", "other"},
    "ar": {"zero", "one", "two", "few", "many", "other"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_in_every_language_with_the_same_places(lang):
    for key, pattern in catalogue("en").items():
        assert set(PLACE.findall(catalogue(lang)[key])) == set(PLACE.findall(pattern)), key
    assert set(catalogue(lang)) == set(catalogue("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plural_has_every_form_of_its_language(lang):
    for key, pattern in catalogue(lang).items():
        for forms in re.findall(r", plural,((?: \w+ \{[^{}]*\})+)", pattern):
            assert CATEGORIES[lang] <= set(FORM.findall(forms)), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_pattern_fills_and_leaves_no_brace(lang):
    for key, pattern in catalogue(lang).items():
        values = {
            name: 7 if name in {"n", "of"} or kind else "x" for name, kind in PLACE.findall(pattern)
        }
        assert not set("{}<&'\"") & set(fill(pattern, lang, values, str)), key


def test_every_word_of_the_engines_and_files_has_a_sentence():
    known = set(catalogue("en"))
    assert {f"zone.{zone}" for zone in Zone} <= known
    assert {f"reason.{reason}" for reason in Reason} <= known
    assert {f"finding.{finding}" for finding in Finding} <= known
    assert {f"severity.{severity}" for severity in Severity} <= known
    assert {f"field.{field}" for field in FIELDS} <= known
    assert set(TONES) == set(Finding)
    assert {f"tone.{tone}" for tone in TONES.values()} <= known


def _problem_codes() -> set[str]:
    """Codes that the readers give, as literals or under a constant's name."""
    codes = set()
    for path in FILES.rglob("*.py"):
        if {"report", "kinship"} & set(path.parts):  # kinship's are in tests/files/kinship
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                given = [word.value for word in node.keywords if word.arg == "code"]
                given += node.args[1:2] if name == "Finding" else []
                given += node.args[:1] if name == "lit" else []
                codes |= {value.value for value in given if isinstance(value, ast.Constant)}
    return {code.rstrip("?") for code in codes if isinstance(code, str) and "_" in code}


def test_every_problem_a_reader_reports_has_a_sentence():
    codes = _problem_codes()
    assert {"impossible_date", "total_row"} <= codes
    assert {f"problem.{code}" for code in codes} <= set(catalogue("en"))


@pytest.mark.parametrize("path", sorted(DIRTY.iterdir()), ids=lambda path: path.name)
def test_every_problem_of_the_dirty_files_has_a_sentence(path):
    if path.suffix not in {".csv", ".tsv", ".txt"}:
        return
    try:
        problems = read_list(path).problems
    except CannotRead:
        return
    assert {f"problem.{problem.code}" for problem in problems} <= set(catalogue("en"))


@pytest.mark.parametrize(
    ("lang", "count", "form"),
    [
        ("en", 1, "one"),
        ("en", 0, "other"),
        ("uk", 1, "one"),
        ("uk", 21, "one"),
        ("uk", 11, "many"),
        ("uk", 24, "few"),
        ("uk", 14, "many"),
        ("ru", 112, "many"),
        ("ru", 103, "few"),
        ("ar", 0, "zero"),
        ("ar", 2, "two"),
        ("ar", 103, "few"),
        ("ar", 111, "many"),
        ("ar", 100, "other"),
    ],
)
def test_plural_forms(lang, count, form):
    assert plural_form(count, lang) == form


def test_numbers_are_grouped_as_the_language_does():
    assert number(40000, "en") == "40,000"
    assert number(40000, "uk") == "40\u00a0000"


def test_an_unknown_code_gets_a_neutral_sentence():
    assert message("problem.never_heard_of", "ru") == message("problem.other", "ru")
    with pytest.raises(KeyError):
        message("never.heard_of", "en")


def test_a_value_is_never_read_as_a_pattern():
    assert message("side.named_a", "en", name="{lines}") == "Sought: {lines}"
