"""What a report promises: complete, whole or absent, safe to open, silent about names if asked."""

import csv
import io
import json
import os
import re
import stat
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import defusedcsv.csv
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import HELD, SOUGHT, held, linkage, pair, sought
from python_calamine import CalamineWorkbook

from wayhome.engines.linkage.result import Finding, Reason, Zone
from wayhome.files.kinship.report import _table
from wayhome.files.report import LANGUAGES, CannotWrite, write_report
from wayhome.files.report.romanised import Romaniser
from wayhome.files.report.spreadsheets import defused, defused_row

NAMES = {
    "report.html",
    "matches.xlsx",
    "matches.csv",
    "review.csv",
    "unmatched_a.csv",
    "unmatched_b.csv",
    "errors_a.csv",
    "errors_b.csv",
    "run.json",
}
FIRST = ["line_a", "line_b", "weight", "posterior", "zone"]


def report(out: Path, **changes):
    values = {"linkage": linkage(), "list_a": sought(), "list_b": held(), "run": {"seed": 0}}
    return write_report(out, **(values | changes))


def rows_of(path: Path) -> list[list[str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return report(tmp_path_factory.mktemp("reports") / "out")


def test_every_file_is_there_and_the_owner_s_alone(written):
    assert {path.name for path in written.report.parent.iterdir()} == NAMES
    assert {path.name for path in written.paths} == NAMES
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in written.paths} == {0o600}


def test_nothing_is_left_beside_it(written):
    assert list(written.report.parent.parent.iterdir()) == [written.report.parent]


def test_matches_begin_with_the_agreed_columns_and_keep_rivals_together(written):
    header, *rows = rows_of(written.matches_csv)
    assert header[:5] == FIRST
    assert [tuple(row[:2]) for row in rows] == [("2", "2"), ("3", "3"), ("4", "3"), ("5", "5")]
    assert [row[4] for row in rows] == ["match", "review", "review", "review"]
    by_name = dict(zip(header, rows[0], strict=True))
    assert by_name["finding_given_names"] == "same_name"
    assert by_name["a: Прізвище"] == "Лисиченко"
    assert by_name["b: ФИО"] == "Lysychenko Nikolai A."


def test_review_holds_only_what_is_to_be_reviewed(written):
    assert {row[4] for row in rows_of(written.review_csv)[1:]} == {"review"}


def test_the_workbook_says_what_the_table_says(written):
    sheet = CalamineWorkbook.from_path(str(written.matches_xlsx)).get_sheet_by_name("matches")
    header, *rows = sheet.to_python()
    plain = rows_of(written.matches_csv)
    assert header == plain[0]
    assert [row[:2] for row in rows] == [[float(n) for n in row[:2]] for row in plain[1:]]
    assert rows[3][header.index("a: Прізвище")] == "=Мороз"  # text, never a formula


def test_lines_left_over_are_as_written(written):
    assert rows_of(written.unmatched_a)[0] == ["line", *sought().as_written.columns]
    assert [row[0] for row in rows_of(written.unmatched_a)[1:]] == ["6", "9"]
    assert rows_of(written.unmatched_b)[1:] == [["4", *HELD[2][:2]]]


def test_rows_with_problems_can_be_read_again(written):
    header, *rows = rows_of(written.errors_a)
    assert header[:4] == sought().as_written.columns
    assert [row[4] for row in rows] == ["5", "7"]
    assert rows[0][:2] == ["'=Мороз", "Павло"]
    assert rows[1][0] == "Усього: Замкова"
    assert all(row[5].endswith(".") for row in rows)
    assert rows_of(written.errors_b) == [
        [*held().as_written.columns, "wayhome_row", "wayhome_problem"]
    ]


def test_run_json_tells_what_was_run_on_what(written):
    record = json.loads(written.run.read_text("utf-8"))
    assert record["inputs"]["a"]["sha256"] == sought().source.sha256
    assert record["run"] == {"seed": 0}
    assert record["linkage"]["expected_overlap"] == 3.2
    assert record["counts"]["matched_a"] == 1
    assert record["counts"]["review_a"] == 3
    assert record["counts"]["review_groups"] == 2


@given(st.text(alphabet="=+-@|%\t\r\n;\" '19.,aЖ＝＋ ", max_size=6))
def test_no_cell_starts_a_formula(text):
    (cell,) = defused_row([text])
    assert pl.DataFrame({"x": [text]}).select(defused(pl.col("x"))).item() == cell
    first, *parted = re.split(r"[;\t\r\n]", cell)
    if re.fullmatch(r"-?[0-9,.]+", cell):
        return
    # With ";" between cells a spreadsheet parts ours there and at its lines, and drops quotes.
    for part in (first, *(one.strip(' "') for one in parted)):
        assert not part.lstrip().startswith(tuple("=+-@|%＝＋"))
    assert not cell.lstrip().startswith(tuple("=+-@|%＝＋"))
    if parted:
        return
    if text and text[0] not in " ＝＋":
        out = io.StringIO()
        defusedcsv.csv.writer(out, lineterminator="\n").writerow([text])
        plain = io.StringIO()
        csv.writer(plain, lineterminator="\n").writerow([cell])
        assert plain.getvalue() == out.getvalue()
    assert cell in (text, "'" + text.replace("|", r"\|"))


def test_tables_of_a_kinship_search_start_no_formula_either(tmp_path):
    _table(tmp_path / "t.csv", ("number",), [["F;=1+1;"], [" =1+1"], ["-1.5e-3"], [7]])
    told = (tmp_path / "t.csv").read_text("utf-8-sig").splitlines()
    assert told == ["number", "F;'=1+1;", "' =1+1", "-1.5e-3", "7"]


def test_headers_start_no_formula_either(tmp_path):
    listed = sought()
    renamed = replace(listed, as_written=listed.as_written.rename({"По батькові": "=2+2"}))
    written = report(tmp_path / "out", list_a=renamed)
    assert "'=2+2" in rows_of(written.unmatched_a)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_names_no_value_is_in_any_file(tmp_path, lang):
    written = report(tmp_path / "out", no_names=True, lang=lang, explain_letters=_never)
    values = {part for row in SOUGHT for cell in row for part in cell.split()}
    values |= {part for row in HELD for cell in row if cell for part in cell.split()}
    values |= {"Усього", "Замкова"}
    texts = [path.read_text("utf-8-sig") for path in written.paths if path.suffix != ".xlsx"]
    for sheet in CalamineWorkbook.from_path(str(written.matches_xlsx)).sheet_names:
        book = CalamineWorkbook.from_path(str(written.matches_xlsx))
        texts.append(json.dumps(book.get_sheet_by_name(sheet).to_python(), ensure_ascii=False))
    found = [value for value in values if len(value) > 2 for text in texts if value in text]
    assert found == []
    assert rows_of(written.matches_csv)[1][:2] == ["2", "2"]


def _never(a: str, b: str):
    raise AssertionError("No spelling may be compared where names are withheld.")


def test_a_report_is_replaced_and_other_files_stay(tmp_path):
    out = tmp_path / "out"
    first = report(out)
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    before = first.matches_csv.read_bytes()
    report(out, linkage=linkage(rows=[pair(0, 0, 1.0, 0.5, Zone.NO, reason=Reason.UNLIKELY)]))
    assert (out / "notes.txt").read_text("utf-8") == "mine"
    assert first.matches_csv.read_bytes() != before
    assert {path.name for path in out.iterdir()} == NAMES | {"notes.txt"}


def test_the_same_comparison_gives_the_same_bytes(tmp_path):
    one, two = report(tmp_path / "one"), report(tmp_path / "two")
    assert [p.read_bytes() for p in one.paths] == [p.read_bytes() for p in two.paths]


def test_a_failure_leaves_everything_as_it_was(tmp_path):
    out = tmp_path / "out"
    old = report(out).report.read_bytes()

    def fail(a, b):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        report(out, explain_letters=fail)
    assert (out / "report.html").read_bytes() == old
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    with pytest.raises(RuntimeError):
        report(tmp_path / "new", explain_letters=fail)
    assert not (tmp_path / "new").exists()


def test_a_file_that_cannot_be_replaced_leaves_the_old_report(tmp_path, monkeypatch):
    out = tmp_path / "out"
    old = {path.name: path.read_bytes() for path in report(out).paths}
    replace_file = os.replace

    def refuse(source, target):  # as Windows does while another program holds a file open
        if Path(source) == out / "run.json":
            raise PermissionError(13, "Permission denied")
        replace_file(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotWrite, match="run again"):
        report(out, lang="ru", linkage=linkage(expected_overlap=1.0))
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in out.iterdir()} == old
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotWrite, match="is a file"):
        report(tmp_path / "out")
    assert (tmp_path / "out").read_text("utf-8") == "mine"


class Page(HTMLParser):
    """Collects what a reader of the page meets."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_stands_alone(tmp_path, lang):
    text = report(tmp_path / "out", lang=lang).report.read_text("utf-8")
    page = Page(text)
    assert page.open == []
    tags = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "form"} & set(tags)
    assert not any("style" in given or "src" in given for _, given in page.tags)
    assert "default-src 'none'" in text
    assert not re.search(r"https?:|url\(|@import", text)
    assert page.tags[0] == ("html", {"lang": lang, "dir": "rtl" if lang == "ar" else "ltr"})
    assert len(page.ids) == len(set(page.ids))
    links = {given["href"] for tag, given in page.tags if tag == "a"}
    assert {link[1:] for link in links if link.startswith("#")} <= set(page.ids)
    assert {link for link in links if not link.startswith("#")} <= NAMES
    assert {"main", "nav", "h1"} <= set(tags)
    assert tags.count("h1") == 1


def test_what_a_list_says_cannot_become_markup(written):
    text = written.report.read_text("utf-8")
    assert "<b>Ткач" not in text
    assert "&lt;b&gt;Ткач" in text


def test_the_page_opens_with_the_answer(written):
    text = re.sub(r"<[^>]+>", "", written.report.read_text("utf-8"))
    assert "Of 6 lines sought, 1 matches a line on the other list and 3 need a person’s eye" in text
    assert "The evidence is about 40,000 times likelier if they are one person." in text
    assert "Among these lists that makes it 93 in 100." in text
    assert "which of these 2 lines of the sought" in text


def test_long_lists_are_cut_and_the_page_says_so(tmp_path):
    rows = [
        pair(i % 6, i % 4, 3.0, 0.99, Zone.MATCH, reason=Reason.CLEAR, surname=(3.0, Finding.SAME))
        for i in range(501)
    ]
    text = report(tmp_path / "out", linkage=linkage(rows)).report.read_text("utf-8")
    assert "The first 500 of 501 matches are shown here." in re.sub(r"<[^>]+>", "", text)
    assert len(rows_of(tmp_path / "out" / "matches.csv")) == 502


def test_nothing_found_is_said_plainly(tmp_path):
    nothing = pl.Series([0, 1, 2, 3, 4, 5], dtype=pl.UInt32)
    empty = linkage().pairs.clear()
    found = linkage(pairs=empty, left_a=nothing, expected_overlap=None, estimated_recall=None)
    text = report(tmp_path / "out", linkage=found).report.read_text("utf-8")
    assert "No pair is clear enough to be called a match." in text
    assert "Nothing needs a person’s eye." in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_list_against_itself_is_told_as_one_list(tmp_path, lang):
    listed = sought()
    twice = linkage([pair(0, 5, 4.6, 0.99, Zone.MATCH, reason=Reason.CLEAR)])
    written = report(tmp_path / "out", linkage=twice, list_a=listed, list_b=listed, lang=lang)
    assert written.summary.matched_a == 2
    page = Page(written.report.read_text("utf-8"))
    assert "left-a" in page.ids
    assert "left-b" not in page.ids


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_romanised_for_readers_of_another_script(tmp_path, lang):
    """With the standard named once, and never where no name may stand."""
    pages = [
        report(tmp_path / f"{lang}{hidden}", lang=lang, no_names=hidden).report.read_text("utf-8")
        for hidden in (False, True)
    ]
    shown = re.findall(
        r'<span class="romanised"><bdi dir="ltr" lang="und-Latn">([^<]+)</bdi></span>', pages[0]
    )
    assert bool(shown) == (lang not in ("uk", "ru"))
    assert all(text.isascii() for text in shown)
    assert pages[0].count("CMU 55 (2010)") == bool(shown)
    assert 'class="romanised"' not in pages[1]
    assert "CMU 55 (2010)" not in pages[1]


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("Григорій", "ru", "Hryhorii"),  # its own letters tell
        ("Гришин", "uk", "Hryshyn"),
        ("Гришин", "ru", "Grishin"),
        ("Рыбин", "uk", "Rybin"),
        ("Kravchenko", "uk", ""),
        ("قاسم", "uk", ""),
    ],
)
def test_each_language_is_romanised_by_its_own_standard(name, language, expected):
    romaniser = Romaniser(reader="en", language=language, standards=())
    assert romaniser(name) == expected
    assert replace(romaniser, reader="uk")(name) == ""
