"""Reads of what is held in confidence are written down, as reads of persons are."""

import uuid
from collections.abc import Iterable

from wayhome.apps.audit.gate import Request
from wayhome.apps.audit.models import Read
from wayhome.apps.audit.services import log_reads
from wayhome.apps.talks.models import Confidentiality, Kept


def note_rows(request: Request, rows: Iterable[Kept]) -> None:
    """Write down that these rows were shown, as far as they are not public."""
    note_keys(
        request, [row.key_id for row in rows if row.confidentiality != Confidentiality.PUBLIC]
    )


def note_keys(request: Request, keys: Iterable[uuid.UUID], how: Read.How = Read.How.VIEWED) -> None:
    """Write down that the rows with these keys were shown; nothing if there are none."""
    if shown := list(dict.fromkeys(keys)):
        log_reads(by=request.user, how=how, keys=shown)
