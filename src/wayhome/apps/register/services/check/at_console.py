"""The register beside a file that is checked at the console, as one account may see it."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wayhome.apps.audit.models import Read, User
from wayhome.apps.audit.services import log_reads, record
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import ListEntry
from wayhome.apps.register.selectors.check.facts import facts_about
from wayhome.apps.register.services.check.rolls import roll_of_lines
from wayhome.apps.register.services.matching.comparing import rest_of_register
from wayhome.files.check import Roll


@dataclass(frozen=True, slots=True)
class Beside:
    """The lines of a register, and whose sight they are."""

    roll: Roll
    lines: tuple[int, ...]  # primary keys, in the order of the roll's rows
    by: User

    @transaction.atomic
    def log(self, rows: Collection[int], *, file: bytes, at: datetime) -> None:
        """Write into the history that a file was checked, and whose lines were told.

        Args:
            rows: of the roll, that the check told of.
            file: that was checked.
            at: when.
        """
        told = [self.lines[row] for row in sorted(rows)]
        keys = ListEntry.objects.filter(pk__in=told).values_list("key", flat=True)
        log_reads(by=self.by, how=Read.How.FOUND, keys=list(keys))
        facts: dict[str, Json] = {
            "file_sha256": hashlib.sha256(file).hexdigest(),
            "told": len(told),
        }
        record(act="list_checked", by=self.by, at=at, facts=facts)


def register_beside(*, account: str) -> Beside | None:
    """All lines that an open account may see, with what is said of their persons.

    Args:
        account: its e-mail address.

    Returns:
        None where there is no such account, or it may not compare lists.
    """
    by = User.objects.filter(email__iexact=account, is_active=True).first()
    if by is None or not (by.has_perm("register.match_lists") and by.has_perm("register.see_line")):
        return None
    lines = rest_of_register(by, None)
    facts = facts_about(lines, by)
    return Beside(roll_of_lines("register", lines, facts), lines, by)
