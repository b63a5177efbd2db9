"""Each thing that keeps a pair out of the matches does so by itself."""

import numpy as np
import pytest

from wayhome.engines.linkage import Reason, Zone
from wayhome.engines.linkage.evidence import BOTH_COMMON, Evidence
from wayhome.engines.linkage.levels import MISSING, DateLevel, NameLevel
from wayhome.engines.linkage.zones import zones_of

AGREE = {
    "surname": (15, NameLevel.SAME),
    "given_names": (15, NameLevel.SAME),
    "patronymic": (15, NameLevel.SAME),
    "birth_date": (12, DateLevel.SAME),
    "sex": (2, 0),
    "unit": (2, 0),
}


def zone_of(*, posterior=0.999, lead=np.inf, weights=None, **levels):
    """Zone and reason of one pair that agrees in everything but what is given."""
    found = {
        field: Evidence(
            size=size,
            levels=np.array([levels.get(field, level)], np.uint8),
            log_u=np.zeros(1, np.float32),
        )
        for field, (size, level) in AGREE.items()
    }
    parts = {field: np.array([(weights or {}).get(field, 2.0)], np.float32) for field in AGREE}
    zone, reason = zones_of(
        found, parts, posterior=np.array([posterior]), lead=np.array([lead]), threshold=0.99
    )
    return zone[0], reason[0]


def test_a_clear_pair_is_a_match():
    assert zone_of() == (Zone.MATCH, Reason.CLEAR)


@pytest.mark.parametrize(
    "against",
    [
        {"surname": NameLevel.DIFFERS},
        {"given_names": NameLevel.DIFFERS},
        {"patronymic": NameLevel.DIFFERS},
        {"birth_date": DateLevel.DIFFERS},
        {"sex": 1},
    ],
)
def test_one_contradiction_is_enough(against):
    assert zone_of(**against) == (Zone.REVIEW, Reason.CONTRADICTION)


@pytest.mark.parametrize("field", ["surname", "given_names", "patronymic"])
def test_slips_and_silence_are_no_contradiction(field):
    for level in (NameLevel.EDIT1, BOTH_COMMON, BOTH_COMMON + 5, MISSING):
        assert zone_of(**{field: level}) == (Zone.MATCH, Reason.CLEAR)


@pytest.mark.parametrize("lead", [1.99, 0.0, -0.5])
def test_a_rival_within_a_factor_of_a_hundred(lead):
    assert zone_of(lead=lead) == (Zone.REVIEW, Reason.RIVAL)
    assert zone_of(lead=2.01) == (Zone.MATCH, Reason.CLEAR)


@pytest.mark.parametrize(
    ("born", "unit", "expected"),
    [
        (MISSING, 0.0, Zone.REVIEW),
        (DateLevel.PARTIAL_YEAR, 0.0, Zone.REVIEW),
        (DateLevel.SAME_YEAR, 0.4, Zone.REVIEW),
        (DateLevel.NEAR_YEAR, 0.0, Zone.REVIEW),
        (DateLevel.PARTIAL_YEAR, 0.6, Zone.MATCH),
        (DateLevel.PARTIAL_MONTH, 0.0, Zone.MATCH),
        (DateLevel.SAME, 0.0, Zone.MATCH),
    ],
)
def test_name_and_year_alone_are_not_enough(born, unit, expected):
    zone, reason = zone_of(birth_date=born, weights={"unit": unit})
    assert zone == expected
    assert reason == (Reason.CLEAR if expected == Zone.MATCH else Reason.NAME_AND_YEAR)


def test_a_common_day_of_birth_is_no_more_than_a_year():
    assert zone_of(weights={"birth_date": 0.3, "unit": 0.0}) == (Zone.REVIEW, Reason.NAME_AND_YEAR)


@pytest.mark.parametrize(
    ("posterior", "expected"),
    [
        (0.99, (Zone.MATCH, Reason.CLEAR)),
        (0.98, (Zone.REVIEW, Reason.DOUBTFUL)),
        (0.02, (Zone.REVIEW, Reason.DOUBTFUL)),
        (0.019, (Zone.NO, Reason.UNLIKELY)),
    ],
)
def test_the_posterior_decides_first(posterior, expected):
    assert zone_of(posterior=posterior) == expected
