"""`wayhome kinship` on the invented case, and what it refuses."""

import csv
import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from calling import call, refused

from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.files.kinship import read_families, read_remains, write_fam
from wayhome.files.kinship.weighing import DEFAULT, model_terms

EXAMPLE = Path(__file__).parents[2] / "examples" / "kinship"
CALLED = (
    "kinship", EXAMPLE / "remains.xml", EXAMPLE / "families",
    "--elimination", EXAMPLE / "staff.csv", "--missing-in-all", "400",
)  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    out = tmp_path_factory.mktemp("kinship") / "out"
    ended = call(*CALLED, "--out", out)
    assert ended.code == 0, ended.err
    return out, ended


@pytest.fixture(scope="module")
def hypotheses(written):
    text = (written[0] / "hypotheses.csv").read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="module")
def truth():
    rows = csv.DictReader((EXAMPLE / "truth.csv").read_text("utf-8").splitlines())
    return {row["remains"]: row["truly"] for row in rows}


def test_what_passes_is_true_and_rests_on_two_relatives(hypotheses, truth):
    passing = [row for row in hypotheses if row["standing"] == "passes"]
    assert len(passing) >= 30
    for row in passing:
        assert {truth[number] for number in row["remains"].split()} == {row["missing"]}
        assert len(row["relatives"].split()) >= 2
        assert float(row["log10_lr_without_the_main_relative"]) >= 1
        assert 0.9995 <= float(row["posterior"]) < 1


def test_the_stranger_who_is_like_a_son_does_not_pass(hypotheses, truth):
    """A probability above the threshold, resting on the mother alone."""
    (row,) = [row for row in hypotheses if row["family"] == "F017"]
    assert row["standing"] == "one_relative"
    assert float(row["posterior"]) > 0.9995
    assert truth[row["remains"]].startswith("in no family")


def test_brothers_stay_together_and_so_do_two_registrations_of_one_family(hypotheses):
    standing = {row["family"]: row["standing"] for row in hypotheses}
    assert standing["F029"] == "symmetric"
    assert standing["F021"] == standing["F037"] == "rivals"
    brothers = [row for row in hypotheses if row["family"] == "F029"]
    assert len(brothers) == 6  # two of the remains, three brothers
    for row in brothers:
        assert float(row["posterior"]) == pytest.approx(1 / 3, abs=1e-6)
        assert float(row["family_posterior"]) == pytest.approx(1, abs=1e-6)


def test_a_typing_error_is_one_marker_against_and_does_not_hide_the_rest(hypotheses):
    (row,) = [row for row in hypotheses if row["family"] == "F001"]
    assert (row["standing"], row["excluding"]) == ("passes", "1")


def test_parts_of_one_body_are_joined_and_only_they(written, truth):
    rows = csv.DictReader((written[0] / "remains.csv").read_text("utf-8-sig").splitlines())
    persons = {}
    aside = {}
    for row in rows:
        if row["set_aside"]:
            aside.setdefault(row["set_aside"], set()).add(row["remains"])
        else:
            persons.setdefault(row["person"], set()).add(truth[row["remains"]])
    assert all(len(whose) == 1 for whose in persons.values())
    assert all(" and " in truth[number] for number in aside["mixture"])
    assert {truth[number] for number in aside["staff"]} == {"staff S-1"}
    assert len(aside["replicates"]) == 1


def test_what_relatives_say_of_each_other_stays_in_the_laboratory_s_file(written):
    out, ended = written
    checks = json.loads((out / "pedigree_checks.json").read_text("utf-8"))
    assert [family["family"] for family in checks["families"]] == ["F044"]
    assert "contradiction" in json.dumps(checks)
    for name in ("report.html", "hypotheses.csv", "remains.csv", "problems.csv", "run.json"):
        text = (out / name).read_text("utf-8-sig")
        assert not re.search(r"contradiction|unrelated|not the father", text), name
        assert "F044-5" not in text
    assert "contradiction" not in ended.out + ended.err


def test_the_report_identifies_nobody_and_holds_no_genotype(written):
    report = (written[0] / "report.html").read_text("utf-8")
    assert "not an identification" in report
    assert not re.search(r"\bidentified\b|is identified|matched", report)
    assert not re.search(r">\d+(\.\d)?/\d+(\.\d)?<", report)
    first, _, rest = report.partition('id="one-relative"')
    assert "F017" not in first.partition('id="passing"')[2]
    assert "F017" in rest
    assert 'Among <bdi dir="ltr">400</bdi> missing' in report
    assert "another sample" in report


def test_genotypes_are_there_where_asked_for(tmp_path):
    small = tmp_path / "pm.csv"
    markers = ["TH01", "FGA", "vWA", "TPOX", "D3S1358", "D5S818", "D7S820", "D8S1179"]
    small.write_text(f"id,{','.join(markers)}\nR-1,{','.join(['8/9'] * 8)}\n", encoding="utf-8")
    ped = tmp_path / "am.ped"
    genotypes = " ".join(["8/10"] * 8)
    ped.write_text(
        f"id fid mid sex missing {' '.join(markers)}\nF-1 0 0 1 0 {genotypes}\n"
        f"F-2 0 0 2 0 {' '.join(['0/0'] * 8)}\nF-3 F-1 F-2 1 1 {' '.join(['0/0'] * 8)}\n",
        encoding="utf-8",
    )
    for asked, shown in (((), False), (("--with-genotypes",), True)):
        ended = call("kinship", small, ped, "--out", tmp_path / "out", *asked)
        assert ended.code == 0, ended.err
        assert ("8/10" in (tmp_path / "out" / "report.html").read_text("utf-8")) == shown
    assert "Nobody stated this number" in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_a_name_in_a_file_becomes_a_number(tmp_path):
    markers = "TH01,FGA,vWA,TPOX,D3S1358,D5S818,D7S820,D8S1179"
    remains = f"id,{markers}\nR-1,8/9,20/21\nJohn Doe,8/9\nLadder,8/9\n"
    remains += f"Smith bag,{','.join(['12/13'] * 8)}\n"
    (tmp_path / "pm.csv").write_text(remains, encoding="utf-8")
    staff = f"id,{markers}\nMary Doe 1,{','.join(['12/13'] * 8)}\n"
    (tmp_path / "staff.csv").write_text(staff, encoding="utf-8")
    ped = "famid id fid mid sex missing TH01 FGA\n"
    ped += "Doe Mary 0 0 2 0 8/OL 20/20\nDoe John 0 Mary 1 1 0/0 0/0\n"
    ped += "Smith Mary John 0 2 0 8/9 20/20\n"  # John is not in this family
    (tmp_path / "am.ped").write_text(ped, encoding="utf-8")
    out = tmp_path / "out"
    files = (tmp_path / "pm.csv", tmp_path / "am.ped", "--elimination", tmp_path / "staff.csv")
    ended = call("kinship", *files, "--out", out)
    assert ended.code == 0, ended.err
    assert "Ladder" in (out / "remains.csv").read_text("utf-8-sig")
    for path in out.iterdir():
        told = re.search("Doe|Mary|John|Smith", path.read_text("utf-8-sig"))
        assert bool(told) == (path.name == "numbers.csv"), path.name


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--model", "sideways"), "sideways is no model"),
        (("--model", "stepwise,rate=2"), "is no model"),
        (("--model", "equal,rates=0.1"), "is no model"),
        (("--threshold", "1"), "threshold"),
        (("--missing-in-all", "0"), "at least one"),
        (("--missing-in-all", "30"), "State the number of all missing"),
    ],
)
def test_terms_that_cannot_be_kept_are_refused(tmp_path, options, sentence):
    called = [a for a in CALLED if a not in ("--missing-in-all", "400")]
    assert sentence in refused(*called, *options, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_refused(tmp_path):
    assert "cannot be opened" in refused("kinship", tmp_path / "no.csv", EXAMPLE / "families")


def test_y_and_mitochondrial_dna_stand_on_the_page_of_a_hypothesis(tmp_path):
    markers = ["TH01", "FGA", "vWA", "TPOX", "D3S1358", "D5S818", "D7S820", "D8S1179"]
    head = f"id,sex,{','.join(markers)},DYS19,mtDNA\n"
    remains = f"R-1,M,{','.join(['8/9'] * 8)},14,263G\n"
    (tmp_path / "pm.csv").write_text(head + remains, encoding="utf-8")
    (tmp_path / "population.csv").write_text("id,DYS19\nD-1,14\nD-2,15\nD-3,16\n", encoding="utf-8")
    am = tmp_path / "am"
    am.mkdir()
    relatives = f"F-1,M,{','.join(['8/10'] * 8)},14,\nF-2,F,{','.join(['9/11'] * 8)},,263G\n"
    (am / "relatives.csv").write_text(head + relatives, encoding="utf-8")
    (am / "families.ped").write_text(
        "id fid mid sex missing\nF-1 0 0 1 0\nF-2 0 0 2 0\nF-3 F-1 F-2 1 1\n", encoding="utf-8"
    )
    out = tmp_path / "out"
    population = ("--haplotypes", tmp_path / "population.csv")
    ended = call("kinship", tmp_path / "pm.csv", am, *population, "--out", out)
    assert ended.code == 0, ended.err
    report = re.sub("<[^>]+>", "", (out / "report.html").read_text("utf-8"))
    assert "agrees with F-1 (1 compared). Weight +0.30, counted among 3 haplotypes." in report
    assert "there is no database to count it in" in report
    (row,) = csv.DictReader((out / "hypotheses.csv").read_text("utf-8-sig").splitlines())
    assert (row["y"], row["log10_lr_y"]) == ("compatible", "0.3010")
    assert (row["mitochondrial"], row["log10_lr_mitochondrial"]) == ("compatible", "0.0000")
    files = json.loads((out / "run.json").read_text("utf-8"))["files"]
    assert "population.csv" in files["haplotypes"]


def test_no_probability_stands_without_its_prior(written, hypotheses):
    report = (written[0] / "report.html").read_text("utf-8")
    for section in ("passing", "one-relative", "ambiguous", "light"):
        part = report.partition(f'<h2 id="{section}">')[2].partition("</section>")[0]
        said, table, _ = part.partition("<table")
        assert table, section
        assert 'Prior: <bdi dir="ltr">400</bdi> missing' in said, section
    pages = report.split('<article class="sheet page"')[1:]
    assert all("1 in" in page.partition("</p>")[0] for page in pages)
    assert {row["prior"] for row in hypotheses} == {"0.0025"}


def test_every_file_that_was_read_is_named_with_its_hash(written):
    files = json.loads((written[0] / "run.json").read_text("utf-8"))["files"]
    assert {role: list(hashes) for role, hashes in files.items()} == {
        "remains": ["remains.xml"],
        "families": ["families.ped", "relatives.csv"],
        "elimination": ["staff.csv"],
    }
    staff = sha256((EXAMPLE / "staff.csv").read_bytes()).hexdigest()
    assert files["elimination"]["staff.csv"] == staff


def test_what_the_contents_count_is_what_is_listed(written):
    report = (written[0] / "report.html").read_text("utf-8")
    counted = dict(
        re.findall(r'href="#([\w-]+)"><span>[^<]*</span> <span class="count">(\d+)', report)
    )
    for section in ("passing", "one-relative", "light", "next", "joined", "aside", "problems"):
        part = report.partition(f'<h2 id="{section}">')[2].partition("</section>")[0]
        table = part.partition("<h3>")[0]  # what is beside the list has a heading of its own
        assert table.count('<tr><th scope="row"') == int(counted[section]), section
    assert report.count('<article class="sheet page"') == int(counted["pages"])


def test_one_relative_is_told_whose_sample_to_ask_for(written):
    report = (written[0] / "report.html").read_text("utf-8")
    part = report.partition('<h2 id="one-relative">')[2].partition("</section>")[0]
    text = re.sub("<[^>]+>", "", part)
    assert text.count("a sample of the ") == part.count('<tr><th scope="row"') == 7


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """A run with all that may be said beside profiles, and a letter among the files."""
    folder = tmp_path_factory.mktemp("everything")
    markers = ["TH01", "FGA", "vWA", "D12S391", "D3S1358", "D5S818", "D7S820", "D8S1179"]
    head = f"id,sex,{','.join(markers)},DXS7132,mtDNA\n"
    rows = {
        "pm": f"R-1,M,{','.join(['8/9'] * 8)},12,\nR-2,,,,,,,,,,,263G\n"
        f"R-3,M,{','.join(['8/10'] * 8)},,\n",
        "am": f"F-1,M,{','.join(['8/10'] * 8)},11,\nF-2,F,{','.join(['9/11'] * 8)},12/12,263G\n",
    }
    for name, lines in rows.items():
        (folder / name).mkdir()
        (folder / name / "typed.csv").write_text(head + lines, encoding="utf-8")
        (folder / name / "letter.txt").write_text("Dear colleague,\n", encoding="utf-8")
    (folder / "am" / "families.ped").write_text(
        "id fid mid sex missing\nF-1 0 0 1 0\nF-2 0 0 2 0\nF-3 F-1 F-2 1 1\n", encoding="utf-8"
    )
    frequencies = ["marker,allele,frequency"]
    for marker in (*markers, "DXS7132"):
        frequencies += [f"{marker},{allele},{1 / 6}" for allele in range(7, 13)]
    (folder / "f.csv").write_text("\n".join(frequencies), encoding="utf-8")
    facts = "id,age,crown\nR-1,30-40,yes\nF-3,34,yes\nF-9,20,no\n"
    (folder / "facts.csv").write_text(facts, encoding="utf-8")
    (folder / "no.csv").write_text("remains,missing\nR-3,F-3\n", encoding="utf-8")
    ended = call(
        "kinship", folder / "pm", folder / "am", "--frequencies", folder / "f.csv",
        "--facts", folder / "facts.csv", "--hard", "age", "--trait", "crown=0.9/0.98",
        "--excluded", folder / "no.csv", "--linked", "vWA-D12S391:0.11",
        "--untyped-founders", "dropped", "--missing-in-all", "5", "--out", folder / "out",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    return folder / "out"


def test_the_report_says_on_what_terms_and_what_each_line_of_evidence_weighs(everything):
    page = (everything / "report.html").read_text("utf-8")
    report = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    for said in (
        "Weighed as pairs, with their recombination rates: vWA–D12S391 (0.11)",
        "is left out before mutation, as Familias does",
        "Ages that do not meet exclude",
        "crown : seen in 0.9 of those who have it",
        "One marker of each linkage group is added",
        "Weight of “ crown ”, log10",
        "Weight of the age, log10",
        "DXS7132 +",
    ):
        assert said in report, said
    terms = json.loads((everything / "run.json").read_text("utf-8"))["terms"]
    assert (terms["untyped_founders"], terms["linked"]) == ("dropped", "vWA-D12S391:0.11")
    assert terms["traits"] == {"crown": "0.9/0.98"}


def test_what_one_file_or_row_has_wrong_stops_nothing(everything):
    rows = csv.DictReader((everything / "problems.csv").read_text("utf-8-sig").splitlines())
    told = {(row["file"], row["row"], row["number"]) for row in rows}
    assert {("letter.txt", "", ""), ("facts.csv", "4", "F-9")} <= told


def test_a_line_alone_is_listed_as_compatible_and_weighs_nothing(everything):
    (row,) = csv.DictReader((everything / "lines.csv").read_text("utf-8-sig").splitlines())
    assert (row["remains"], row["missing"], row["compatible_by"]) == ("R-2", "F-3", "mitochondrial")
    hypotheses = (everything / "hypotheses.csv").read_text("utf-8-sig")
    assert "R-2" not in hypotheses
    assert "R-3" not in hypotheses  # ruled out by hand


def test_a_familias_file_is_named_once(tmp_path):
    remains = read_remains(EXAMPLE / "remains.xml").specimens
    families = read_families(EXAMPLE / "families").families[:2]
    seen = {}
    for profile in [
        *(o.profile for o in remains),
        *(p for f in families for p in f.profiles.values()),
    ]:
        for marker, typing in profile.typings.items():
            seen.setdefault(marker, set()).update(typing)
    table = shipped_frequencies().with_seen(seen)
    written = write_fam(remains[:20], families, table, model_terms(DEFAULT).mutation)
    (tmp_path / "case.fam").write_text(written, encoding="utf-8")
    ended = call("kinship", tmp_path / "case.fam", "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    assert "of 20 remains samples, 2 families and 2 missing persons" in ended.out
    terms = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))["terms"]
    assert terms["model"] == "as in the Familias file"
    assert terms["untyped_founders"] == "dropped"  # its own program's rule
