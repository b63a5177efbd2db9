"""Messages of CODIS, and XML that is none."""

import pytest

from wayhome.files.kinship import read_remains
from wayhome.values import CannotRead

HEAD = '<CODISImportFile xmlns="urn:CODISImportFile-schema"><HEADERVERSION>{}</HEADERVERSION>'


def specimen(number, loci, category="Unidentified Person"):
    parts = "".join(
        f"<LOCUS><LOCUSNAME>{marker}</LOCUSNAME><READINGBY>x</READINGBY>"
        + "".join(f"<ALLELE><ALLELEVALUE>{a}</ALLELEVALUE></ALLELE>" for a in alleles)
        + "</LOCUS>"
        for marker, alleles in loci.items()
    )
    return (
        f"<SPECIMEN><SPECIMENID>{number}</SPECIMENID>"
        f"<SPECIMENCATEGORY>{category}</SPECIMENCATEGORY>{parts}</SPECIMEN>"
    )


def message(*specimens, version="3.2"):
    return HEAD.format(version) + "".join(specimens) + "</CODISImportFile>"


def read(folder, text, encoding="utf-8"):
    path = folder / "remains.xml"
    path.write_text(text, encoding=encoding)
    return read_remains(path)


@pytest.mark.parametrize("version", ["3.2", "3.3"])
def test_specimens_with_their_loci(tmp_path, version):
    text = message(
        specimen("R-1", {"THO1": ("6", "9.3"), "Amelogenin": ("X", "Y"), "Penta D": ("12",)}),
        specimen("R-2", {"TH01": ("7", "7")}),
        version=version,
    )
    found = read(tmp_path, text)
    assert {one.number: dict(one.profile.typings) for one in found.specimens} == {
        "R-1": {"TH01": ("6", "9.3"), "Penta D": ("12",)},
        "R-2": {"TH01": ("7", "7")},
    }
    assert found.specimens[0].category == "Unidentified Person"
    assert found.findings == ()


def test_without_a_namespace_and_in_utf_16_it_is_the_same(tmp_path):
    text = '<?xml version="1.0" encoding="utf-16"?>' + message(specimen("R-1", {"FGA": ("20",)}))
    found = read(tmp_path, text.replace(' xmlns="urn:CODISImportFile-schema"', ""), "utf-16")
    assert found.specimens[0].profile.typings == {"FGA": ("20",)}


def test_every_doubt_names_the_specimen_by_its_place(tmp_path):
    text = message(
        specimen("R-1", {"FGA": ("20", "21")}),
        specimen("R-2", {"ODD": ("1",), "FGA": ("20", "?")}),
        specimen("R-3", {}),
        version="4.0",
    )
    found = read(tmp_path, text)
    assert {(f.row, f.specimen, f.code) for f in found.findings} == {
        (0, "", "cmf_version"),
        (2, "R-2", "unknown_marker"),
        (2, "R-2", "unknown_allele"),
    }
    assert [(a.specimen.number, a.code) for a in found.set_aside] == [("R-3", "untyped")]


def test_a_specimen_that_comes_twice_is_one_typed_twice(tmp_path):
    twice = [specimen("R-1", {"FGA": ("20", a)}) for a in ("20", "21")]
    found = read(tmp_path, message(*twice))
    assert found.specimens[0].typings == 2
    assert found.specimens[0].profile.typings == {"FGA": ("20", "21")}


def test_staff_in_the_same_message_are_for_elimination(tmp_path):
    markers = ["TH01", "FGA", "vWA", "TPOX", "D3S1358", "D5S818", "D7S820", "D8S1179"]
    loci = dict.fromkeys(markers, ("8", "9"))
    text = message(specimen("S-1", loci, "Staff"), specimen("R-1", loci))
    found = read(tmp_path, text)
    assert [one.number for one in found.staff] == ["S-1"]
    assert [(a.specimen.number, a.like) for a in found.set_aside] == [("R-1", "S-1")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "<!DOCTYPE x [<!ENTITY a 'b'>]>" + message(specimen("R", {"FGA": ("20",)})),
            "document type",
        ),
        (message(specimen("R", {"FGA": ("20",)}))[:-30], "broken at line 1"),
        ("<?xml version='1.0'?><CODIS/>", "no message of CODIS"),
    ],
)
def test_other_xml_is_refused(tmp_path, text, sentence):
    with pytest.raises(CannotRead, match=sentence):
        read(tmp_path, text)
