"""The documents and reports that claims stand on, graded as intelligence is."""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party
from wayhome.apps.register.models import Source
from wayhome.files.cells.dates import Reading, read_date
from wayhome.values import InvalidEvidence, PartialDate, WayhomeError

RELIABILITY = "ABCDEF"
CREDIBILITY = "123456"
WRITTEN_MOST = 40
"""Characters of a date as it was written."""


class CannotKeepSource(WayhomeError):
    """A source that names nobody, or grades that do not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a claim stands on: who published it, and how far it is to be trusted.

    `reliability` of the source from A to F, `credibility` of what it says from 1 to 6; F and 6
    mean that it cannot be judged. Empty: not graded.
    """

    publisher: str
    title: str = ""
    dated: str = ""  # as written
    reliability: str = ""
    credibility: str = ""


def keep_source(document: Document, partition: Party) -> Source:
    """Write a document down, as part of the verb that needs it.

    Raises:
        CannotKeepSource: no publisher, a grade outside its scale, or a date that is none.
    """
    publisher = plain(document.publisher)
    if not publisher:
        raise CannotKeepSource(_("Say where this comes from."))
    if document.reliability not in {"", *RELIABILITY}:
        raise CannotKeepSource(_("The reliability of a source is a letter from A to F."))
    if document.credibility not in {"", *CREDIBILITY}:
        raise CannotKeepSource(_("The credibility of a statement is a number from 1 to 6."))
    return Source.objects.create(
        partition=partition,
        publisher=publisher[:200],
        title=plain(document.title)[:300],
        dated=read_day(document.dated) if document.dated.strip() else "",
        dated_written=plain(document.dated)[:WRITTEN_MOST],
        reliability=document.reliability,
        credibility=document.credibility,
    )


def read_day(written: str) -> str:
    """A date in any usual way of writing it, as EDTF. What was written is kept beside it.

    Raises:
        CannotKeepSource: it is none.
    """
    try:
        return str(PartialDate.parse(written))
    except InvalidEvidence as wrong:
        read = read_date(written, Reading()).value if len(written) <= WRITTEN_MOST else None
        if read is None:
            raise CannotKeepSource(
                _("Write a date as 1987, 1987-05 or 1987-05-03, with ~ if it is about then.")
            ) from wrong
        return read


def beside(name: str, written: str, read: str) -> dict[str, str]:
    """What the history says of a date as it was written, where that is not as it was read."""
    return {name: written} if written != read else {}


def plain(text: str) -> str:
    """A text as history and databases take it: composed, without blanks around it or zeros."""
    return unicodedata.normalize("NFC", text.replace("\0", "").strip())
