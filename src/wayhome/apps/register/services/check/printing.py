"""The sheet of a check: which lines to speak of, in the addressee's language and script."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Read, User
from wayhome.apps.audit.services import Part, log_reads, record
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import Job
from wayhome.apps.register.selectors.check.jobs import checks_visible_to
from wayhome.apps.register.selectors.check.shown import shown_check
from wayhome.apps.register.services.check.asking import CannotCheck
from wayhome.files.check.sheet import Spoke, write_sheet
from wayhome.files.messages import LANGUAGES, message


@transaction.atomic
def print_check(*, job: Job, language: str, all_known: bool, by: User, at: datetime) -> bytes:
    """Print the lines that are not in order, each with a reason to say aloud. PDF.

    Args:
        job: a finished check the account may see.
        language: of whoever is to hear it.
        all_known: tell all that the account may know: a paper for its own office. Else only what
            the party whose list it is may know itself, so that reading it out discloses nothing.
        by: who.
        at: when.

    Raises:
        CannotCheck: not finished, an unknown language, or above the cap of one export.
    """
    seen = checks_visible_to(by).filter(pk=job.pk, state=Job.State.DONE).first()
    if seen is None or seen.list is None:
        raise CannotCheck(_("This check is not there, or not finished. Reload the page."))
    if language not in LANGUAGES:
        raise CannotCheck(_("Choose one of the languages offered."))
    with translation.override(language):
        shown = shown_check(seen, by, party=None if all_known else seen.list.partition)
    in_the_way = [one for one in shown.lines if one.found]
    if len(in_the_way) > settings.EXPORT_LIMIT_PERSONS:
        raise CannotCheck(_("More lines than may leave at once. Ask for an approved disclosure."))
    made = write_sheet(
        Spoke(
            title=seen.list.title,
            number=seen.list.receipt,
            recipient=by.organisation.name if all_known else seen.list.submitted_by.name,
            as_of=seen.list.as_of_date,
            checked=len(shown.lines),
            lines=in_the_way,
            criteria=shown.criteria,
            elsewhere=shown.elsewhere,
            warning=message("check.sheet.inner", language) if all_known else "",
        ),
        reader=language,
    )
    keys = [shown.entries[one.row].key_id for one in in_the_way]
    log_reads(by=by, how=Read.How.PRINTED, keys=keys)
    facts: dict[str, Json] = {
        "job": str(seen.uid),
        "language": language,
        "all_known": all_known,
        "lines": len(in_the_way),
    }
    # Openly it would tell whoever guesses a name on the sheet that he is right.
    hashed = Part(seen.list.key_of_file, {"sha256": hashlib.sha256(made).hexdigest()})
    record(act="check_printed", by=by, at=at, facts=facts, parts=[hashed])
    return made
