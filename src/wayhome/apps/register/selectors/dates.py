"""Partial dates in the reader's language."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wayhome.apps.register.selectors.search.keys import read_date
from wayhome.values import PartialDate


def date_in_words(written: str | PartialDate) -> str:
    """A date of which perhaps only the year is known; whatever is no date stays as written."""
    read = read_date(written) if isinstance(written, str) else written
    if read is None:
        return str(written)
    if read.month is None:
        text = str(read.year)
    elif read.day is None:
        text = date_format(date(read.year, read.month, 1), "YEAR_MONTH_FORMAT")
    else:
        text = date_format(date(read.year, read.month, read.day), "DATE_FORMAT")
    return _("about %(date)s") % {"date": text} if read.approximate else text
