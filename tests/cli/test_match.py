"""`wayhome match` as it is called: what it prints and what it writes."""

import csv
import json
import os
import re
import stat
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from calling import HELD, OF_TWO, SOUGHT, call, refused

command = import_module("wayhome.cli.match")  # its name in the package is the function's

OF_ONE = {name for name in OF_TWO if not name.endswith("_b.csv")}


def table(path):
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def run_of(folder):
    return json.loads((folder / "run.json").read_text("utf-8"))


def fields_of(folder, side):
    """Field to header, as the run used them."""
    columns = run_of(folder)["inputs"][side]["columns"]
    return {column["field"]: column["header"] for column in columns if column["field"]}


@pytest.fixture(scope="module")
def matched(tmp_path_factory):
    """One run of the example lists: its folder and how it ended."""
    folder = tmp_path_factory.mktemp("matched") / "report"
    return folder, call("match", SOUGHT, HELD, "--out", folder, "--lang", "en")


def test_the_closing_lines_say_what_was_found_and_where(matched):
    folder, ended = matched
    pairs = table(folder / "matches.csv")
    found = {pair["line_a"] for pair in pairs if pair["zone"] == "match"}
    doubted = {pair["line_a"] for pair in pairs if pair["zone"] == "review"} - found
    sought = SOUGHT.read_text("utf-8").count("\n") - 1
    lines = ended.out.splitlines()
    assert ended.code == 0
    assert lines[0] == (
        f"Of {sought} lines sought, {len(found)} match a line on the other list "
        f"and {len(doubted)} need a person’s eye"
    )
    assert str(folder.resolve()) in lines[1]
    assert lines[2:] == [(folder / "report.html").resolve().as_uri()]
    assert len(found) > 50  # most of the hundred who are on both


def test_the_files_are_there_and_nothing_beside_them(matched):
    folder, _ = matched
    assert {path.name for path in folder.iterdir()} == OF_TWO
    assert [path.name for path in folder.parent.iterdir()] == ["report"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_the_owner_can_read_the_files(matched, tmp_path):
    folder, _ = matched
    assert call("match", SOUGHT, HELD, "--out", tmp_path, "--save-mappings", "-q").code == 0
    written = [*folder.iterdir(), *tmp_path.iterdir()]
    assert {path.name for path in written} == OF_TWO | {"mapping_sought.json", "mapping_held.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


def test_the_same_lists_give_the_same_bytes(matched, tmp_path):
    """And quiet is quiet."""
    folder, _ = matched
    ended = call("match", SOUGHT, HELD, "--out", tmp_path, "--quiet", terminal=True)
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    for name in ("matches.csv", "review.csv", "unmatched_a.csv", "unmatched_b.csv"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_json_is_one_object_with_counts_and_files(matched, tmp_path):
    out = tmp_path / "звіт"
    ended = call("match", SOUGHT, HELD, "--out", out, "--format", "json", encoding="cp1252")
    told = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "")
    assert {name: Path(path) for name, path in told["files"].items()} == {
        name: out / name for name in OF_TWO
    }
    pairs = table(matched[0] / "matches.csv")
    counts = told["counts"]
    for zone in ("match", "review"):
        assert counts[f"{zone}_pairs"] == sum(pair["zone"] == zone for pair in pairs)
    for side in ("a", "b"):
        assert counts[f"left_{side}"] == len(table(out / f"unmatched_{side}.csv"))
    assert counts["lines_a"] == counts["matched_a"] + counts["review_a"] + counts["left_a"]


def texts_in(folder):
    """The text of every file, workbooks unpacked."""
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                parts = [name for name in book.namelist() if "theme" not in name]  # fonts
                yield from (book.read(name).decode("utf-8") for name in parts)
        else:
            yield path.read_text("utf-8")


def test_no_names_leaves_no_name_of_either_list(tmp_path, matched):
    names = {row["Прізвище"] for row in table(SOUGHT)} - {""}
    for line in HELD.read_text("cp1251").splitlines()[1:]:
        names.update(re.findall(r"\w{4,}", line.split(";")[1]))
    assert len(names) > 150
    wanted = re.compile("|".join(map(re.escape, names)))
    assert any(wanted.search(text) for text in texts_in(matched[0]))  # the search finds names
    ended = call("match", SOUGHT, HELD, "--out", tmp_path, "--no-names", "--save-mappings")
    assert ended.code == 0
    for text in (*texts_in(tmp_path), ended.out, ended.err):
        assert wanted.search(text) is None
    first = [pair["line_a"] + "-" + pair["line_b"] for pair in table(tmp_path / "matches.csv")]
    assert first == [p["line_a"] + "-" + p["line_b"] for p in table(matched[0] / "matches.csv")]


OPENINGS = {"en": "Of ", "uk": "Із ", "ru": "Из ", "ar": "من بين "}


@pytest.mark.parametrize("language", ["uk", "ru", "ar"])
def test_report_and_closing_lines_are_in_the_language_asked_for(language, tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    ended = call("match", SOUGHT, HELD, "--out", tmp_path, "--lang", language)
    assert ended.out.startswith(OPENINGS[language])
    page = (tmp_path / "report.html").read_text("utf-8")
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "uk_UA.UTF-8", "LANG": "en_GB.UTF-8"}, "uk"),
        ({"LANG": "ar_SY.UTF-8"}, "ar"),
        ({"LC_MESSAGES": "ru_RU.KOI8-R", "LANG": "uk_UA.UTF-8"}, "ru"),
        ({"LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_ALL": "fi_FI.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(environment, language, monkeypatch):
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert command.default_language() == language


def test_the_language_of_the_environment_reaches_the_report(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert call("match", SOUGHT, HELD, "--out", tmp_path).out.startswith(OPENINGS["uk"])
    assert '<html lang="uk"' in (tmp_path / "report.html").read_text("utf-8")


def test_an_unknown_language_is_refused(tmp_path):
    ended = call("match", SOUGHT, HELD, "--out", tmp_path / "out", "--lang", "tlh")
    assert ended.code == 2
    assert "tlh" in ended.err
    assert not (tmp_path / "out").exists()


# One list.


def test_one_list_gets_words_and_files_of_its_own(tmp_path):
    ended = call("match", HELD, "--dedupe", "--out", tmp_path, "--save-mappings")
    assert ended.code == 0
    assert re.match(r"Of \d+ lines on the list, \d+ match another line and ", ended.out)
    assert {path.name for path in tmp_path.iterdir()} == OF_ONE | {"mapping_sought.json"}
    pairs = table(tmp_path / "matches.csv")
    assert pairs
    assert all(int(pair["line_a"]) < int(pair["line_b"]) for pair in pairs)
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "one list, line by line" in page


@pytest.mark.parametrize("arguments", [(SOUGHT, HELD, "--dedupe"), (SOUGHT,)])
def test_two_lists_to_match_and_one_to_look_inside(arguments, tmp_path):
    assert "--dedupe" in refused("match", *arguments, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


# Mappings.


@pytest.mark.parametrize(
    "option",
    [
        ("--map", "surname=Кличка"),
        ("--map-sought", "surname=Ф.И.О."),  # a header of the other list
        ("--map-held", "surname=Прізвище"),
        ("--map", "surname"),
        ("--map", "=Прізвище"),
        ("--map", "shoe_size=Прізвище"),
    ],
)
def test_a_mapping_that_fits_neither_list_is_refused(option, tmp_path):
    refused("match", SOUGHT, HELD, "--out", tmp_path / "out", *option)
    assert not (tmp_path / "out").exists()


def test_a_shared_mapping_need_fit_one_list_only(tmp_path):
    given = ("--map", "patronymic=По батькові")
    assert call("match", SOUGHT, HELD, "--out", tmp_path, *given, "-q").code == 0
    assert fields_of(tmp_path, "a")["patronymic"] == "По батькові"


def test_a_saved_mapping_stands_in_for_the_options(tmp_path):
    held = tmp_path / "held.csv"
    text = HELD.read_text("cp1251").replace("Жетон", "Поле Б", 1).replace("Уроженец", "Поле В", 1)
    held.write_text(text, encoding="utf-8")
    plain, by_hand, by_file = (tmp_path / name for name in ("plain", "by_hand", "by_file"))
    options = ("--map-held", "number=Поле Б", "--map-held", "birthplace=Поле В")
    call("match", SOUGHT, held, "--out", plain, "-q")
    call("match", SOUGHT, held, "--out", by_hand, "-q", *options, "--save-mappings")
    saved = by_hand / "mapping_held.json"
    assert call("match", SOUGHT, held, "--out", by_file, "-q", "--mapping-held", saved).code == 0
    chosen = {"number": "Поле Б", "birthplace": "Поле В"}
    assert not chosen.items() <= fields_of(plain, "b").items()
    assert chosen.items() <= fields_of(by_file, "b").items()
    assert (by_file / "matches.csv").read_bytes() == (by_hand / "matches.csv").read_bytes()
    assert (by_file / "matches.csv").read_bytes() != (plain / "matches.csv").read_bytes()


# The console.


@pytest.mark.parametrize("encoding", ["cp1252", "cp866"])
def test_a_console_of_another_encoding_shows_what_it_can(encoding, tmp_path):
    out = tmp_path / "звіт"
    arguments = ("match", SOUGHT, HELD, "--out", out, "--lang", "ar")
    ended = call(*arguments, encoding=encoding, terminal=True)
    assert ended.code == 0
    assert ended.out.splitlines()[-1] == (out / "report.html").resolve().as_uri()
    assert {path.name for path in out.iterdir()} == OF_TWO
    gone = call("match", tmp_path / "немає.csv", HELD, "--out", out, encoding=encoding)
    assert gone.code == 2
    assert "cannot be opened" in gone.err


def test_progress_is_shown_on_a_terminal_and_wiped(tmp_path):
    ended = call("match", SOUGHT, HELD, "--out", tmp_path, terminal=True)
    assert "%" in ended.err
    assert "%" not in ended.out


def test_nothing_but_the_result_is_on_standard_output(matched):
    assert "\x1b" not in matched[1].out
    assert len(matched[1].out.splitlines()) == 3
