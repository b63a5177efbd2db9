"""`wayhome match --judgements`: our own review.csv, filled in by people, is learned from."""

import csv
import hashlib
import json

import polars as pl
import pytest
from calling import HELD, SOUGHT, call, refused


def fill_in(path, said):
    """Write a judgement into every row of a review table: `said` gives it for each row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    at = header.index("judgement")
    assert {row[at] for row in rows} == {""}
    for number, row in enumerate(rows):
        row[at] = said(number)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    return len(rows)


def table(path):
    return pl.read_csv(path, infer_schema=False)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """A report, and its review.csv with every pair judged to be two persons."""
    out = tmp_path_factory.mktemp("first") / "report"
    assert call("match", SOUGHT, HELD, "--out", out, "--quiet", "--lang", "en").code == 0
    judged = out / "review.csv"
    return out, judged, fill_in(judged, lambda number: "не та сама особа" if number else "unsure")


def test_our_own_review_table_is_taken_learned_from_and_stated(reviewed, tmp_path):
    first, judged, count = reviewed
    ended = call("match", SOUGHT, HELD, "--judgements", judged, "--out", tmp_path, "--lang", "en")
    assert ended.code == 0
    record = json.loads((tmp_path / "run.json").read_text("utf-8"))["inputs"]["judgements"]
    assert record["counts"] == {"same": 0, "not_same": count - 1, "unsure": 1, "left_out": 0}
    assert record["sha256"] == hashlib.sha256(judged.read_bytes()).hexdigest()
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "judged by people before" in page
    assert record["sha256"][:12] in page
    assert "People judged before: not the same person." in page
    before, after = (table(folder / "matches.csv") for folder in (first, tmp_path))
    both = before.join(after, on=["line_a", "line_b"])
    assert (both["weight"] != both["weight_right"]).any()  # the weights have learned


def test_what_was_judged_stands_in_the_next_review_table(reviewed, tmp_path):
    _, judged, _ = reviewed
    call("match", SOUGHT, HELD, "--judgements", judged, "--out", tmp_path, "--quiet")
    said = dict(table(tmp_path / "matches.csv").group_by("judgement").len().rows())
    assert said["not_same"] > 3
    again = ("--judgements", tmp_path / "review.csv")
    assert call("match", SOUGHT, HELD, *again, "--out", tmp_path / "next", "--quiet").code == 0


def test_a_row_that_points_nowhere_is_told_and_the_others_are_used(tmp_path):
    judged = tmp_path / "judged.csv"
    judged.write_text("line_a,line_b,judgement\n41,65,same\n2,9999,same\n", encoding="utf-8")
    out = ("--out", tmp_path / "out", "--quiet", "--lang", "uk")
    ended = call("match", SOUGHT, HELD, "--judgements", judged, *out)
    assert ended.code == 0
    assert ended.err == (
        "judged.csv, рядок 3: line_b не вказує на рядок другого списку. Рядок не використано.\n"
    )
    record = json.loads((tmp_path / "out/run.json").read_text("utf-8"))["inputs"]["judgements"]
    assert record["counts"] == {"same": 1, "not_same": 0, "unsure": 0, "left_out": 1}
    assert ended.err.strip() in (tmp_path / "out/report.html").read_text("utf-8")


def test_judgements_inside_one_list(tmp_path):
    judged = tmp_path / "judged.csv"
    judged.write_text("line_a,line_b,judgement\n3,2,not_same\n", encoding="utf-8")
    out = ("--out", tmp_path / "out", "--quiet")
    assert call("match", HELD, "--dedupe", "--judgements", judged, *out).code == 0
    record = json.loads((tmp_path / "out/run.json").read_text("utf-8"))["inputs"]
    assert record["judgements"]["counts"]["not_same"] == 1


def test_a_file_that_holds_no_judgements_is_refused(tmp_path):
    judged = ("--judgements", SOUGHT, "--out", tmp_path / "out")
    assert "sought.csv is no table of judgements" in refused("match", SOUGHT, HELD, *judged, "-q")
    none = ("--judgements", tmp_path / "none.csv", "--out", tmp_path / "out")
    assert "none.csv cannot be opened" in refused("match", SOUGHT, HELD, *none, "-q")
    assert list(tmp_path.iterdir()) == []
