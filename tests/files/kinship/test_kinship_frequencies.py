"""Allele frequencies of a population, in the two ways they are published."""

import pytest

from wayhome.files.kinship.frequency_tables import read_frequencies
from wayhome.values import CannotRead

WIDE = "Allele,THO1,vWA\n6,0.25,\n9.3,0.7500,\n17,,0.4\n18,,0.6\nN,200,200\n"
LONG = "locus;allele;freq\nTH01;6;0,25\nTH01;9.3;0,75\nVWA;17;0.4\nVWA;18;0.6\nVWA;19;0\nODD;1;1\n"


@pytest.mark.parametrize(("text", "told"), [(WIDE, {"no_frequency"}), (LONG, {"unknown_marker"})])
def test_wide_and_long_tables(tmp_path, text, told):
    path = tmp_path / "north.csv"
    path.write_text(text, encoding="utf-8")
    table, findings = read_frequencies(path)
    assert table["TH01"].alleles == ("6", "9.3")
    assert table["TH01"].frequencies == pytest.approx((0.25, 0.75))
    assert table["vWA"].frequencies == pytest.approx((0.4, 0.6))
    assert table.source == "north.csv"
    assert {one.code for one in findings} == told


def test_what_is_no_table_of_frequencies_is_refused(tmp_path):
    path = tmp_path / "north.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(CannotRead, match="no allele frequencies"):
        read_frequencies(path)
