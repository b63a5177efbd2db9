"""Every verb records, refuses what it must, and can be taken back."""

import pytest
from talks.talking import IN_CONFIDENCE, PUBLIC, negotiator, promise, shared, talks

from conftest import NOON

pytestmark = pytest.mark.django_db


def test_smoke(people, parties):
    by = negotiator()
    process, north, south = talks(by, parties=parties)
    made = promise(north, by, comparator="at_least", value=1200)
    assert made.wordings.count() == 1
