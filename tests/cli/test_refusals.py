"""What `wayhome match` refuses, and what a stop leaves: a sentence, and nothing half-written."""

import io
import zipfile
from importlib import import_module

import pytest
from calling import HELD, SOUGHT, call, refused

from wayhome.files import report

command = import_module("wayhome.cli.match")  # its name in the package is the function's


def letter():
    """A .docx as far as its directory tells."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as document:
        document.writestr("[Content_Types].xml", "<Types/>")
        document.writestr("word/document.xml", "<w:document/>")
    return packed.getvalue()


UNREADABLE = {
    "binary.csv": bytes(range(256)) * 40,
    "empty.csv": b"",
    "letter.docx": letter(),
    "letter.csv": letter(),
    "missing.csv": None,
}


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_is_no_list_is_refused_and_nothing_written(name, side, tmp_path):
    path = tmp_path / name
    if (content := UNREADABLE[name]) is not None:
        path.write_bytes(content)
    lists = [SOUGHT, HELD]
    lists[side] = path
    assert name in refused("match", *lists, "--out", tmp_path / "out")
    assert {left.name for left in tmp_path.iterdir()} <= {name}


@pytest.mark.parametrize(
    "option",
    [
        ("--threshold", "0.2"),
        ("--threshold", "1"),
        ("--threshold", "nan"),
        ("--prior", "2"),
        ("--prior", "0"),
        ("--prior", "nan"),
    ],
)
def test_a_parameter_out_of_its_range_is_refused(option, tmp_path):
    sentence = refused("match", SOUGHT, HELD, "--out", tmp_path / "out", *option)
    assert option[0].lstrip("-") in sentence
    assert not (tmp_path / "out").exists()


def test_a_list_without_any_name_is_refused(tmp_path):
    nameless = tmp_path / "nameless.csv"
    nameless.write_text("Ранг,Дата народження\nсолдат,1987-05-03\n", encoding="utf-8")
    refused("match", nameless, HELD, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path):
    there = tmp_path / "out"
    there.write_text("mine", encoding="utf-8")
    refused("match", SOUGHT, HELD, "--out", there, "--quiet")
    assert there.read_text("utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# Stopped.


def test_a_stop_while_linking_writes_nothing(tmp_path, monkeypatch):
    def stop(stage, share):
        if stage == "learning":
            raise KeyboardInterrupt

    monkeypatch.setattr(command, "_silent", stop)
    ended = call("match", SOUGHT, HELD, "--out", tmp_path / "out", "--quiet")
    assert (ended.code, ended.out) == (130, "")
    assert list(tmp_path.iterdir()) == []


def test_a_stop_while_writing_leaves_the_old_report(tmp_path, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    (tmp_path / "report.html").write_text("the old one", encoding="utf-8")
    monkeypatch.setattr(report, "write_page", stop)
    ended = call("match", SOUGHT, HELD, "--out", tmp_path, "--quiet")
    assert ended.code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text("utf-8") == "the old one"
