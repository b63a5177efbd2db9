"""Marker names, however they are written."""

import pytest

from wayhome.engines.kinship.frequencies import shipped_frequencies
from wayhome.engines.kinship.markers import MarkerKind, _rows, kind_of, marker_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("THO1", "TH01"), ("th01", "TH01"), ("VWA", "vWA"), ("vWA31", "vWA"),
        ("PENTA_E", "Penta E"),
        ("PentaD", "Penta D"), ("Penta-D", "Penta D"), ("TP0X", "TPOX"), ("DYS389 II", "DYS389II"),
        ("DYS385 a/b", "DYS385"), ("Y-GATA-H4", "YGATAH4"), ("D3S1358", "D3S1358"),
        ("d3s1358 ", "D3S1358"), ("D99S9", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_marker_is_known_by_all_its_names(written, name):
    assert marker_name(written) == name


def test_no_name_is_of_two_markers():
    for name, _, others in _rows():
        assert {marker_name(written) for written in others.split(", ") if written} <= {name}
    assert all(marker_name(name) == name for name, _, _ in _rows())


def test_the_chromosome_of_a_marker():
    assert kind_of("DXS8378") is MarkerKind.X
    assert kind_of("DYS19") is MarkerKind.Y
    assert {kind_of("FGA"), kind_of("not known")} == {MarkerKind.AUTOSOMAL}


def test_the_frequencies_that_are_shipped():
    table = shipped_frequencies()
    assert len(table.markers) == 23
    assert "norSTR" in table.source
    assert all(marker_name(marker) == marker for marker in table.markers)
    for marker, published in table.sums.items():
        assert published == pytest.approx(1, abs=1e-6)
        assert table[marker].total == pytest.approx(1, abs=1e-12)
    assert dict(zip(table["TPOX"].alleles, table["TPOX"].frequencies, strict=True))[
        "8"
    ] == pytest.approx(0.515902, abs=1e-6)
