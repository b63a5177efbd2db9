"""`wayhome check`."""

import json
import sys

import pytest
from calling import call, refused

from wayhome.files.check import folder as written_by

HEADER = "Surname,Given names,Patronymic,Date of birth,Number\n"
OURS = (
    HEADER
    + """\
Aldren,Tomas,Petrov,1990-04-12,A-100
Brenna,Ilya,Markov,1985-11-02,B-200
Corlin,Darya,Olegova,2011-06-30,C-300
"""
)
THEIRS = (
    HEADER
    + """\
Brenna,Ilya,Markov,1985-11-02,B-200
Jorven,Maksim,Titov,1980-07-07,J-1000
"""
)


@pytest.fixture
def ours(tmp_path):
    (tmp_path / "ours.csv").write_text(OURS, encoding="utf-8")
    (tmp_path / "theirs.csv").write_text(THEIRS, encoding="utf-8")
    (tmp_path / "dead.csv").write_text(HEADER + OURS.splitlines()[1] + "\n", encoding="utf-8")
    return tmp_path / "ours.csv"


def test_the_console_shows_the_lines_that_are_not_in_order(ours):
    ended = call("check", ours, "--as-of", "2026-03-01")
    assert ended.code == 0
    assert "Of 3 lines of ours.csv, 2 are in order" in ended.out
    assert "Corlin" in ended.out
    assert "Brenna" not in ended.out


def test_no_name_on_a_list_steers_the_terminal(tmp_path):
    names = ("Aldren\x1b[2J", "Brenna\x1b]0;all in order\x07\r", "\x9b8mCorlin\u202e")
    listed = tmp_path / "list.json"
    told = [{"surname": name, "number": "A-1", "\x1b[8mKin": "x"} for name in names]
    listed.write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "broken.json").write_text(json.dumps([{"\x1b[2Jname": "x"}]), encoding="utf-8")
    calls = (
        call("check", listed), call("check", tmp_path / "broken.json"),
        call("match", listed, listed, "--out", tmp_path / "out"),
        call("check", listed, "--map", "surname=\x1b[2J"),
    )  # fmt: skip
    assert "Corlin" in calls[0].out
    for ended in calls:
        assert not set(ended.out + ended.err) & set("\x1b\x9b\x07\r\u202e")


def test_everything_is_laid_into_the_folder(ours):
    out = ours.parent / "out"
    ended = call(
        "check", ours, "--against", ours.parent / "theirs.csv", "--as-of", "2026-03-01",
        "--dead", f"Southland={ours.parent / 'dead.csv'}", "--out", out, "--to", "Southland Bureau",
        "--format", "json",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert {path.name for path in out.iterdir()} == set(told["files"]) == {
        "check.json", "lines.csv", "difference.csv", "check.xlsx", "sheet.pdf",
    }  # fmt: skip
    assert (out / "sheet.pdf").read_bytes().startswith(b"%PDF")
    assert told["difference"]["only_theirs"] == [3]
    assert [line["standing"] for line in told["lines"]] == ["reported_dead", "in_order", "child"]
    (dead,) = (found for found in told["lines"][0]["found"])
    assert (dead["said_by"], dead["source"], dead["source_line"]) == ("Southland", "dead.csv", 2)
    assert dead["likeness"]["by_field"]
    assert "Aldren" not in ended.out
    assert "Southland" in (out / "lines.csv").read_text(encoding="utf-8-sig")


def test_without_what_prints_it_there_is_no_sheet(ours, monkeypatch):
    monkeypatch.setattr(written_by, "find_spec", lambda name: None)
    out = ours.parent / "out"
    assert call("check", ours, "--out", out, "-q").code == 0
    assert "sheet.pdf" not in {path.name for path in out.iterdir()}
    assert "check.json" in {path.name for path in out.iterdir()}


def test_calls_that_cannot_be_carried_out_are_refused(ours, tmp_path):
    assert "soon" in refused("check", ours, "--as-of", "soon")
    assert "none.csv" in refused("check", tmp_path / "none.csv")
    assert "folder" in refused("check", tmp_path)
    assert "--account" in refused("check", ours, "--against", tmp_path)
    criteria = tmp_path / "criteria.json"
    criteria.write_text('{"criteria": [{"code": "x"}]}', encoding="utf-8")
    assert "Criterion 1" in refused("check", ours, "--criteria", criteria)
    assert "register" in refused("check", ours, "--against", tmp_path, "--account", "a@b.org")


def test_checking_files_needs_no_django(ours, monkeypatch):
    for name in [name for name in sys.modules if name.partition(".")[0] == "django"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "django", None)
    assert call("check", ours, "--against", ours.parent / "theirs.csv", "-q").code == 0
