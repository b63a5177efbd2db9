"""Reports: the texts that drafts are read from. Sealed, hashed, never republished."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record, seal
from wayhome.apps.talks.models import Process, Report
from wayhome.apps.talks.selectors.reports import PURPOSE
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    CannotRecord,
    Filing,
    facts_of,
    part_of,
    write_row,
)

MOST_CHARACTERS = 200_000


@transaction.atomic
def keep_report(
    *,
    process: Process,
    text: str,
    publisher: str,
    by: User,
    at: datetime,
    title: str = "",
    published_date: str = "",
    language: str = "und",
    filing: Filing = IN_CONFIDENCE,
) -> Report:
    """Keep the text of a report, exactly as it came: passages count in its characters.

    Args:
        process: of which talks it tells.
        text: all of it.
        publisher: who published it.
        by: who brings it.
        at: when.
        title: its headline.
        published_date: EDTF.
        language: BCP 47.
        filing: who may read it; what is read from it is filed by itself.

    Raises:
        CannotRecord: no text or too much of it, or no publisher.
    """
    if not text.strip():
        raise CannotRecord(_("There is no text."))
    if len(text) > MOST_CHARACTERS:
        raise CannotRecord(_("The text is too long."))
    raw = text.encode("utf-8", errors="surrogatepass")
    row = Report(
        process=process, title=title, publisher=publisher, published_date=published_date,
        language=language, sha256=sha256(raw).hexdigest(), text_sealed=b"",
    )  # fmt: skip
    made = write_row(row, filing=filing, by=by, at=at)
    made.text_sealed = seal(made.key, raw, purpose=PURPOSE)
    made.save(update_fields=["text_sealed"])
    # The hash is a detail of the row: it would tell whoever guesses the text that he is right.
    record(act="report_kept", by=by, at=at, facts=facts_of(made), parts=[part_of(made)])
    return made
