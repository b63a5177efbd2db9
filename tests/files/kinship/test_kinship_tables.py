"""Tables of genotypes become profiles; whatever is not taken is told of by its row."""

from pathlib import Path

import pytest

from wayhome.engines.kinship import Sex
from wayhome.files.kinship import read_remains
from wayhome.files.messages import catalogue
from wayhome.values import CannotRead


def written(folder: Path, text: str, name: str = "remains.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(read):
    return {(one.row, one.specimen, one.marker, one.code, one.value) for one in read.findings}


def test_a_genemapper_table(tmp_path):
    text = (
        "Sample File\tSample Name\tPanel\tMarker\tDye\tAllele 1\tAllele 2\tSize 1\tHeight 1\t\n"
        "a.fsa\tR-1\tP\tTHO1\tG\t6\t9.3\t180.2\t900\t\n"
        "a.fsa\tR-1\tP\tAMEL\tG\tX\tY\t100\t900\t\n"
        "a.fsa\tR-1\tP\tD3S1358\tB\t15\t\t120\t80\t\n"
        "b.fsa\tR-2\tP\tD3S1358\tB\t15\t15\t120\t80\t\n"
        "b.fsa\tLadder\tP\tD3S1358\tB\t15\t16\t120\t80\t\n"
    )
    read = read_remains(written(tmp_path, text, "export.txt"))
    first, second = read.specimens
    assert first.profile.typings == {"TH01": ("6", "9.3"), "D3S1358": ("15",)}
    assert first.sex is Sex.MALE
    assert second.profile.typings == {"D3S1358": ("15", "15")}  # stated, not supposed
    assert [(one.specimen.number, one.code) for one in read.set_aside] == [("Ladder", "control")]
    assert told(read) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Specimen ID,TH01,vWA\nR-1,6/9.3,17/17\n",
        "Specimen ID;TH01;vWA\nR-1;6,9.3;17 17\n",
        "sample,TH01,TH01,VWA,VWA\nR-1,6,9.3,17,17\n",
        "sample,THO1 1,THO1 2,vWA_1,vWA_2\nR-1,9.3,6,17,17\n",
        "sample,TH01,,vWA,\nR-1,6,9.3,17,17\n",
        'sample,TH01,vWA\nR-1,6;9.3,"17,17"\n',
        "sample,TH01,vWA\nR-1,9.3|6,17-17\n",
        "sample;TH01;vWA\nR-1;6/9,3;17, 17\n",
        "sample\tTH01\tTH01\tvWA\t\nR-1\t6/9.3\t\t17,17\t\n",
        "sample\tTH01 1\tTH01 2\tvWA a\tvWA b\nR-1\t6;9,3\t\t17 17\t\n",
        "sample,locus,allele 1,allele 2\nR-1,TH01,6/9.3,\nR-1,vWA,17-17,\n",
        "sample,marker,genotype\nR-1,TH01,6/9.3\nR-1,vWA,17/17\n",
        "sample\tlocus\tallele1\tallele2\nR-1\tTH01\t9.3\t6\nR-1\tvWA\t17\t17\n",
    ],
)
def test_wide_and_long_tables_say_the_same(tmp_path, text):
    (specimen,) = read_remains(written(tmp_path, text)).specimens
    assert specimen.profile.typings == {"TH01": ("6", "9.3"), "vWA": ("17", "17")}


def test_amelogenin_in_one_cell(tmp_path):
    text = "sample,TH01,AMEL\nR-1,6/7,XY\nR-2,6/7,xx\nR-3,6/7,X/Y\n"
    read = read_remains(written(tmp_path, text))
    assert [one.sex for one in read.specimens] == [Sex.MALE, Sex.FEMALE, Sex.MALE]


def test_x_markers_of_men_and_women(tmp_path):
    """A woman's one allele is doubled where the laboratory writes so, a man's never."""
    text = "sample,sex,TH01,DXS8378,HPRTB\nR-1,M,6/7,10,12/13\nR-2,F,6/7,10,11/12\nR-3,,6/7,10,\n"
    read = read_remains(written(tmp_path, text), homozygotes_once=True)
    seen = {one.number: one.profile.typings["DXS8378"] for one in read.specimens}
    assert seen == {"R-1": ("10",), "R-2": ("10", "10"), "R-3": ("10",)}
    assert {(one.specimen, one.marker, one.code) for one in read.findings} == {
        ("R-1", "HPRTB", "x_two_alleles"), ("R-3", "", "x_unknown_sex"),
    }  # fmt: skip


def test_a_file_that_cannot_be_read_stops_none_of_the_others(tmp_path):
    written(tmp_path, "sample,TH01\nR-1,6/9.3\n")
    written(tmp_path, "Dear colleague, the samples follow.\n", "letter.txt")
    read = read_remains(tmp_path)
    assert [one.number for one in read.specimens] == ["R-1"]
    (told_of,) = [one for one in read.findings if one.code == "unread_file"]
    assert told_of.file == "letter.txt"
    (tmp_path / "remains.csv").unlink()
    with pytest.raises(CannotRead, match=r"letter\.txt"):
        read_remains(tmp_path)


def test_one_allele_is_homozygous_only_where_the_laboratory_says_so(tmp_path):
    path = written(tmp_path, "sample,TH01,DYS19,DXS8378\nR-1,6,14,10\n")
    seen = read_remains(path).specimens[0].profile.typings
    said = read_remains(path, homozygotes_once=True).specimens[0].profile.typings
    assert seen == {"TH01": ("6",), "DYS19": ("14",), "DXS8378": ("10",)}
    assert said == {**seen, "TH01": ("6", "6")}


def test_a_file_that_never_writes_an_allele_twice_is_asked_about(tmp_path):
    markers = ["TH01", "FGA", "vWA", "TPOX", "D3S1358"]
    path = written(tmp_path, f"sample,{','.join(markers)}\nR-1,{','.join(['8'] * 5)}\n")
    asked = [(one.row, one.code, one.value) for one in read_remains(path).findings]
    assert asked == [(0, "written_once", "5")]
    assert read_remains(path, homozygotes_once=True).findings == ()
    twice = written(tmp_path, f"sample,{','.join(markers)},D5S818\nR-1,{','.join(['8'] * 5)},9/9\n")
    assert read_remains(twice).findings == ()


def test_nothing_is_dropped_and_everything_is_told_of_by_its_row(tmp_path):
    text = (
        "sample,marker,allele 1,allele 2,remark\n"
        "R-1,TH01,6,OL,\n"
        "R-1,QS99,3,4,\n"
        "R-1,vWA,17,ab,\n"
        'R-1,FGA,"21,2",22,\n'
        "R-1,AMEL,X,14,x\n"
    )
    read = read_remains(written(tmp_path, text))
    (specimen,) = read.specimens
    assert specimen.profile.typings == {
        "TH01": ("6",), "vWA": ("17",), "FGA": ("21.2", "22"),
    }  # fmt: skip
    assert specimen.unread == {
        "TH01": ("OL",), "QS99": ("3", "4"), "vWA": ("ab",), "AMEL": ("14",),
    }  # fmt: skip
    assert told(read) == {
        (0, "", "", "unused_column", "remark"),
        (2, "R-1", "TH01", "off_ladder", "OL"),
        (3, "R-1", "QS99", "unknown_marker", "3/4"),
        (4, "R-1", "vWA", "unknown_allele", "ab"),
        (5, "R-1", "FGA", "comma_allele", "21,2"),
        (6, "R-1", "AMEL", "unknown_allele", "14"),
    }
    assert all(f"kinship.finding.{one.code}" in catalogue("en") for one in read.findings)


@pytest.mark.parametrize(
    ("typings", "expected"),
    [
        (["6/9.3", "6/9.3"], ("6", "9.3")),
        (["6", "6/9.3"], ("6", "9.3")),  # an allele failed once
        (["6", "6/6"], ("6", "6")),
        (["6/9.3", "6/8"], None),  # three alleles between them
        (["6/6", "8/8"], None),
    ],
)
def test_replicates_are_joined_or_set_aside(tmp_path, typings, expected):
    rows = "".join(f"R-1,{typing},12/13\n" for typing in typings)
    read = read_remains(written(tmp_path, f"sample,TH01,FGA\n{rows}"))
    if expected is None:
        assert [(a.code, a.markers) for a in read.set_aside] == [("replicates", ("TH01",))]
        assert not read.specimens
    else:
        assert read.specimens[0].profile.typings["TH01"] == expected
        assert read.specimens[0].typings == 2
        differ = len(set(typings)) > 1 and set(typings) != {"6", "6/6"}
        assert ("replicates_differ" in {one.code for one in read.findings}) == differ


def test_a_mixture_is_set_aside_and_one_marker_of_three_alleles_is_not(tmp_path):
    text = "sample,TH01,FGA,DYS19\nR-1,6/7/8,20/21/22,\nR-2,6/7/8,20/21,\nR-3,6/7/8,20/21,14/15\n"
    read = read_remains(written(tmp_path, text))
    aside = {one.specimen.number: (one.code, one.markers) for one in read.set_aside}
    assert aside == {
        "R-1": ("mixture", ("TH01", "FGA")),
        "R-3": ("mixture", ("TH01", "DYS19")),  # a man has one Y
    }
    assert [one.number for one in read.specimens] == ["R-2"]
    assert {(one.specimen, one.marker) for one in read.findings} == {("R-2", "TH01")}


def test_remains_like_an_elimination_profile_are_set_aside(tmp_path):
    markers = ["TH01", "FGA", "vWA", "TPOX", "D3S1358", "D5S818", "D7S820", "D8S1179", "D13S317"]
    head = f"sample,{','.join(markers)}\n"
    staff = written(tmp_path, f"{head}S-1,{','.join(['8/9'] * 9)}\n", "staff.csv")
    text = (
        head
        + f"R-1,{','.join(['8/9'] * 8)},10/11\n"  # one slip
        + f"R-2,{','.join(['8'] * 9)}\n"  # degraded
        + f"R-3,{','.join(['8/9'] * 7)},10/11,10/11\n"  # two markers differ
        + f"R-4,{','.join(['8/9'] * 7)},,\n"  # too little to say
    )
    read = read_remains(written(tmp_path, text), elimination=staff)
    assert [(a.specimen.number, a.code, a.like) for a in read.set_aside] == [
        ("R-1", "staff", "S-1"),
        ("R-2", "staff", "S-1"),
    ]
    assert [one.number for one in read.specimens] == ["R-3", "R-4"]


def test_mitochondrial_differences_with_their_range(tmp_path):
    text = "sample,mtDNA,mtDNA range\nR-1,263G 315.1C xx,16024-16365 73-340\nR-2,rCRS,73-340\n"
    read = read_remains(written(tmp_path, text))
    first, second = (one.profile for one in read.specimens)
    assert first.mitochondrial == {"263G", "315.1C"}
    assert first.mitochondrial_range == ((16024, 16365), (73, 340))
    assert second.mitochondrial == frozenset()
    assert {(one.specimen, one.value) for one in read.findings} == {("R-1", "xx")}


@pytest.mark.parametrize(
    "text", ["a,b\n1,2\n", "sample,weight\nR-1,12\n", "sample,marker\nR-1,x\n"]
)
def test_what_is_no_table_of_genotypes_is_refused(tmp_path, text):
    with pytest.raises(CannotRead, match="No table of genotypes"):
        read_remains(written(tmp_path, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "sample,sex,HPRTB,DXS10135\nR-1,M,12,21\n"),
        ("a.txt", "Sample Name\tSex\tMarker\tAllele 1\tAllele 2\nR-1\tM\tHPRT-B\t12\t\n"
                  "R-1\tM\tdxs10135\t21\t\n"),
        ("a.ped", "famid id fid mid sex missing HPRTB DXS10135\nK1 R-1 0 0 1 0 12/0 21/0\n"),
        ("a.xml", '<?xml version="1.0"?><CODISImportFile><SPECIMEN><SPECIMENID>R-1</SPECIMENID>'
                  "<LOCUS><LOCUSNAME>HPRTB</LOCUSNAME><ALLELE><ALLELEVALUE>12</ALLELEVALUE></ALLELE>"
                  "</LOCUS><LOCUS><LOCUSNAME>DXS10135</LOCUSNAME><ALLELE><ALLELEVALUE>21"
                  "</ALLELEVALUE></ALLELE></LOCUS></SPECIMEN></CODISImportFile>"),
    ],
)  # fmt: skip
def test_x_markers_come_from_every_reader(tmp_path, name, text):
    (specimen,) = read_remains(written(tmp_path, text, name)).specimens
    assert specimen.profile.typings == {"HPRTB": ("12",), "DXS10135": ("21",)}
    assert specimen.sex is (Sex.UNKNOWN if name == "a.xml" else Sex.MALE)  # which states none


def test_cells_without_a_heading_are_told_of(tmp_path):
    text = "sample,TH01,FGA,,,\nR-1,8/9,20,21,,\nR-2,8/9,22,23,,dark\nR-3,8/9,22,23,,light\n"
    read = read_remains(written(tmp_path, text))
    assert [(one.row, one.code, one.value) for one in read.findings] == [
        (3, "unheaded_column", "6")
    ]
    assert read.specimens[0].profile.typings["FGA"] == ("20", "21")


def test_a_table_that_speaks_of_codis_is_no_message_of_codis(tmp_path):
    read = read_remains(written(tmp_path, "CODIS category,sample,TH01\nUnidentified,R-1,8/9\n"))
    assert read.specimens[0].profile.typings == {"TH01": ("8", "9")}


def test_hyphens_part_alleles_with_decimal_commas(tmp_path):
    read = read_remains(written(tmp_path, "sample;TH01\nR-1;9,3-10\n"))
    assert read.specimens[0].profile.typings == {"TH01": ("9.3", "10")}


def test_a_pedigree_file_of_comments_is_empty(tmp_path):
    with pytest.raises(CannotRead, match="empty"):
        read_remains(written(tmp_path, "# families\n\n", "am.ped"))
