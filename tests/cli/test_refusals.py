"""What `wayhome match` refuses, and what a stop leaves: a sentence, and nothing half-written."""

import errno
import io
import os
import signal
import subprocess
import sys
import zipfile
from importlib import import_module

import pytest
from calling import HELD, SOUGHT, call, refused

from wayhome.files import report
from wayhome.values import InvalidEvidence

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
    assert ended.err == "Stopped. Nothing was written.\n"
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


# In the user's language.


SPOKEN = {
    "uk": ("letter.docx: Файл є текстовим документом", "Подайте два списки", "Поріг"),
    "ru": ("letter.docx: Файл — текстовый документ", "Подайте два списка", "Порог"),
    "ar": ("letter.docx: الملف مستند نصي", "قدّم قائمتين", "الحد"),
}


@pytest.mark.parametrize("language", SPOKEN)
def test_refusals_are_in_the_language_asked_for(language, tmp_path):
    path = tmp_path / "letter.docx"
    path.write_bytes(letter())
    spoken = ("--lang", language, "--out", tmp_path / "out")
    a_letter, one_list, threshold = SPOKEN[language]
    assert refused("match", path, HELD, *spoken).startswith(a_letter)
    assert refused("match", SOUGHT, *spoken).startswith(one_list)
    assert refused("match", SOUGHT, HELD, "--threshold", "2", *spoken).startswith(threshold)
    assert path.name in refused("match", SOUGHT, HELD, "--mapping-held", path, *spoken)


def test_a_refusal_of_the_engines_is_led_in(tmp_path, monkeypatch):
    def refusal(*_, **__):
        raise InvalidEvidence("A sentence of the engine.")

    monkeypatch.setattr(command, "_link", refusal)
    out = ("--out", tmp_path / "out", "--quiet")
    assert refused("match", SOUGHT, HELD, *out) == "A sentence of the engine.\n"
    told = refused("match", SOUGHT, HELD, *out, "--lang", "ru")
    assert told == "Wayhome отказывает, по-английски: A sentence of the engine.\n"


def test_a_mapping_that_cannot_be_saved_is_a_sentence_and_the_report_stays(tmp_path):
    (tmp_path / "mapping_sought.json").mkdir()
    arguments = ("match", SOUGHT, HELD, "--out", tmp_path, "--save-mappings", "--quiet")
    assert "mapping_sought.json could not be saved" in refused(*arguments)
    assert (tmp_path / "report.html").exists()


def test_a_full_disk_is_a_sentence_and_nothing_is_written(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(report, "write_page", full)
    sentence = refused("match", SOUGHT, HELD, "--out", tmp_path / "out", "--quiet")
    assert "the disk is full" in sentence
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process")
@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_real_run_that_is_interrupted_says_so(language, tmp_path):
    """A run in a process of its own, stopped by Ctrl-C when both lists are read."""
    program = "from wayhome.cli import main; main()"
    arguments = ["match", SOUGHT, HELD, "--out", tmp_path / "out", "--lang", language]
    with subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as run:  # fmt: skip
        assert run.stderr.readline().startswith("sought.csv: ")
        assert run.stderr.readline().startswith("held.csv: ")
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=600)
    stopped = {"en": "Stopped. Nothing was written.", "uk": "Зупинено. Нічого не записано."}
    assert (run.returncode, out, err.strip()) == (130, "", stopped[language])
    assert list(tmp_path.iterdir()) == []
