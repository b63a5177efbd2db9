"""Frequencies remember their source and what was done to them."""

from math import fsum

import pytest

from wayhome.engines.kinship import FrequencyTable, InvalidFrequencies, MarkerFrequencies


def table(**markers):
    return FrequencyTable.of(markers, source="Example survey, 2020", minimum=0.01)


def test_renormalised_on_load_and_the_published_sum_kept():
    read = table(TH01={"6": 0.3, "9.3": 0.3, "7": 0.3})
    assert read.sums == {"TH01": pytest.approx(0.9)}
    assert fsum(read["TH01"].frequencies) == pytest.approx(1)
    assert read["TH01"].alleles == ("6", "7", "9.3")
    assert read.source == "Example survey, 2020"


def test_nothing_is_rarer_than_the_minimum():
    read = table(TH01={"6": 0.998, "7": 0.002})
    assert read["TH01"].frequencies == pytest.approx((0.998 / 1.008, 0.01 / 1.008))


def test_alleles_published_as_zero_are_left_out():
    assert table(TH01={"6": 1.0, "7": 0.0})["TH01"].alleles == ("6",)


def test_an_allele_seen_but_not_listed_gets_the_minimum():
    read = table(TH01={"6": 0.5, "8": 0.5}).with_seen({"TH01": {"7", "6"}, "vWA": {"17"}})
    assert read["TH01"].alleles == ("6", "7", "8")
    assert read["TH01"].frequencies[1] == pytest.approx(0.01 / 1.01)
    assert "vWA" not in read


def test_letters_come_after_all_repeat_numbers():
    assert table(TH01={"OL": 0.1, "10": 0.5, "9.3": 0.4})["TH01"].alleles == ("9.3", "10", "OL")


@pytest.mark.parametrize(
    ("alleles", "frequencies", "said"),
    [
        ((), (), "at least one"),
        (("6", "7"), (1.0,), "as many"),
        (("6", "6"), (0.5, 0.5), "twice"),
        (("6", "7"), (1.0, 0.0), "not above zero"),
        (("6", "7"), (1.0, 1e-200), "not above zero"),
        (("6", "7"), (1.0, float("nan")), "not above zero"),
    ],
)
def test_what_cannot_be_used_is_refused(alleles, frequencies, said):
    with pytest.raises(InvalidFrequencies, match=said):
        MarkerFrequencies("TH01", alleles, frequencies)
