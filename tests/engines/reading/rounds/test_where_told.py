"""Where somebody spoke of talks is not where they were held."""

import pytest

from wayhome.engines.reading import read_report
from wayhome.engines.reading.model import NoModel


@pytest.mark.parametrize(
    "elsewhere",
    [
        "Northland's envoy told a news conference in Vienna that Southland had met them halfway.",
        "Ilse Brandt, head of the delegation in Vienna, said Northland had agreed to meet.",
    ],
)
def test_a_press_conference_is_no_round(elsewhere: str) -> None:
    raw = (
        "Northland and Southland agreed on prisoners of war at the third round of talks, which was "
        "held in Geneva on Monday.\n\n" + elsewhere
    )
    place = read_report(raw, published=None, model=NoModel()).rounds[0].place
    assert place is not None
    assert place.value == "Geneva"
