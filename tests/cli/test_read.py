"""`wayhome read`: a draft as a table or as JSON; a sentence for what cannot be read."""

import hashlib
import json

import pytest
from calling import call

TEXT = (
    "The second round of talks between Northland and Southland in Geneva ended after 50 minutes"
    " on Wednesday.\n\nNorthland’s chief negotiator, Anders Norden, said the two sides had agreed"
    " to exchange at least 800 prisoners of war from each side [bold].\n"
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def read(*arguments):
    return call("read", *arguments)


def test_the_draft_as_json_tells_of_this_very_text(report):
    told = json.loads(read(report, "--published", "2026-02-19", "--format", "json").out)
    assert told["text_sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert told["published"] == "2026-02-19"
    (fact,) = told["facts"]
    assert (fact["quantity"]["value"]["value"], fact["unit"]["value"]) == (800, "captive")
    span = fact["quantity"]["span"]
    assert TEXT[span["start"] : span["end"]] == fact["quantity"]["value"]["as_written"]
    assert (told["rounds"][0]["number"]["value"], told["rounds"][0]["place"]["value"]) == (
        2, "Geneva",
    )  # fmt: skip


def test_the_table_shows_what_was_found_and_nothing_as_markup(report, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    ended = read(report, "--published", "2026-02-19")
    assert ended.code == 0
    for told in (
        "Geneva",
        "at least 800 each side prisoner of war",
        "Anders Norden, Northland",
        "[bold]",
    ):
        assert told in ended.out, told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" \n", "is empty"),
        (b"\xff\xfe\x00\x01", "no plain text"),
        (b"They met.\0", "no plain text"),
        (b"They met. " * 20_001, "more than 200,000 characters"),
    ],
)
def test_what_is_no_report_gets_a_sentence(tmp_path, content, said):
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    ended = read(path)
    assert ended.code == 2
    assert f"{path.name} " in ended.err
    assert said in ended.err


def test_a_missing_file_and_a_day_that_is_none_get_a_sentence(report):
    ended = read(report.with_name("nothing.txt"))
    assert (ended.code, "cannot be opened" in ended.err) == (2, True)
    ended = read(report, "--published", "soon")
    assert (ended.code, "“soon” is no date" in ended.err) == (2, True)
