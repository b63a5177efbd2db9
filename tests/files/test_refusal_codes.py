"""Every refusal is told in four languages by its code; str() gives the English sentence."""

import ast
import copy
import re
import string
from pathlib import Path

import pytest

import wayhome.cli
import wayhome.files
import wayhome.web
from wayhome.engines.planning import wording
from wayhome.files import read_list, reason_of, refusal_in, refuse
from wayhome.files.limits import Limits
from wayhome.files.messages import LANGUAGES, catalogue
from wayhome.files.recognise import _SIGNATURES
from wayhome.values import Cancelled, CannotRead, InvalidEvidence

ROOMS = [Path(room.__file__).parent for room in (wayhome.files, wayhome.cli, wayhome.web)]
PLACE = re.compile(r"\{([a-z_]+)[,}]")
SCRIPTS = {
    "uk": re.compile("[а-щьюяґєії]"),
    "ru": re.compile("[а-яё]"),
    "ar": re.compile("[\u0620-\u064a]"),
}
ALWAYS = {"name", "what", "sentence", "text"}  # patterns that are nothing but these stay so


def calls():
    """Every call in these rooms, with the name of what is called."""
    for room in ROOMS:
        for path in room.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield path.name, getattr(node.func, "id", getattr(node.func, "attr", "")), node


def raised():
    """Code and names of the values of each refusal that is written out in a call."""
    for _, name, node in calls():
        if name == "refuse":
            values = {word.arg for word in node.keywords}
            codes = [n.value for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant)]
            yield from ((code, values) for code in codes if isinstance(code, str))


def listed():
    """Codes that stand in tables, or come from the parser's own process."""
    yield from (code for _, code in _SIGNATURES)
    for path, name, node in calls():
        if path == "parse_apart.py" and name == "Refused":
            yield node.args[0].value
    yield from ("reason_missing", "reason_forbidden", "reason_folder", "reason_full")
    yield from wording.REFUSALS


def test_every_code_has_a_sentence_in_every_language_filled_by_the_same_values():
    found = [*raised(), *((code, None) for code in listed())]
    assert {"cannot_open", "nobody_named", "is_pdf", "password", "no_map_option"} <= {
        code for code, _ in found
    }
    for code, values in found:
        for lang in LANGUAGES:
            places = set(PLACE.findall(catalogue(lang)[f"refusal.{code}"]))
            assert values is None or places == values, (code, lang)


def test_no_sentence_is_left_that_nobody_raises():
    known = {key.partition(".")[2] for key in catalogue("en") if key.startswith("refusal.")}
    assert known == {code for code, _ in raised()} | set(listed()) | {"other"}


def test_no_refusal_of_reading_writing_or_matching_is_english_only():
    kinds = {"WayhomeError", "CannotRead", "CannotWrite", "CannotMatch", "InvalidEvidence"}
    assert [(path, name) for path, name, _ in calls() if name in kinds] == []


@pytest.mark.parametrize("lang", ["uk", "ru", "ar"])
def test_sentences_are_in_their_language(lang):
    for key, pattern in catalogue(lang).items():
        if key.startswith("refusal.") and set(PLACE.findall(pattern)) - ALWAYS | {"x"} != {"x"}:
            assert SCRIPTS[lang].search(pattern), key
        if key.startswith("refusal.") and pattern != catalogue("en")[key]:
            assert pattern[-1] in ".}" or "reason_" in key, key


def test_a_refusal_is_told_as_it_was_filled(tmp_path):
    path = tmp_path / "none.csv"
    with pytest.raises(CannotRead) as refusal:
        read_list(path)
    told = {lang: refusal_in(refusal.value, lang) for lang in LANGUAGES}
    assert told["en"] == str(refusal.value)
    assert told["uk"] == (
        "Файл none.csv не вдається відкрити: такого файлу або теки немає. Перевірте шлях."
    )
    assert len(set(told.values())) == len(LANGUAGES)
    assert all("none.csv" in sentence for sentence in told.values())
    assert refusal.value.code == "cannot_open"


def test_numbers_are_grouped_as_the_language_does(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("surname,unit\n" + "A,1\n" * 1300, encoding="utf-8")
    with pytest.raises(CannotRead) as refusal:
        read_list(path, limits=Limits(rows=1200))
    assert "1,200" in str(refusal.value)
    assert "1\u00a0200" in refusal_in(refusal.value, "uk")


def test_without_a_code_the_sentence_stays_english_and_is_led_in():
    refusal = InvalidEvidence("A day needs its month.")
    assert (refusal.code, dict(refusal.values)) == ("", {})
    assert refusal_in(refusal, "en") == "A day needs its month."
    for lang in ("uk", "ru", "ar"):
        told = refusal_in(refusal, lang)
        assert told.endswith("A day needs its month.")
        assert SCRIPTS[lang].search(told)


def test_values_cannot_be_changed_and_survive_copying():
    refusal = refuse(CannotRead, "too_many_rows", most=7)
    with pytest.raises(TypeError):
        refusal.values["most"] = 8
    again = copy.copy(refusal)  # by the way that pickle takes
    assert (str(again), again.code, again.values) == (str(refusal), refusal.code, refusal.values)
    assert str(Cancelled()) == ""


@pytest.mark.parametrize("error", [PermissionError(13, "x"), OSError(28, "x"), OSError("odd")])
def test_the_system_s_own_words_are_translated_where_they_are_known(error):
    reason = reason_of(error)
    assert str(reason).strip(string.punctuation)
    known = error.errno in (13, 28)
    assert (refusal_in(reason, "uk") != str(reason)) or not known
