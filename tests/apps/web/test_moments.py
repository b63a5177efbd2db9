"""A moment and its day are written in one order, in every language of the pages."""

from datetime import datetime

import pytest
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import override

MOMENT = datetime(2026, 9, 3, 14, 5)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_a_moment_begins_with_its_day_as_days_are_written(language):
    with override(language):
        for day, moment in (
            ("DATE_FORMAT", "DATETIME_FORMAT"),
            ("SHORT_DATE_FORMAT", "SHORT_DATETIME_FORMAT"),
        ):
            assert date_format(MOMENT, moment).startswith(date_format(MOMENT, day))
