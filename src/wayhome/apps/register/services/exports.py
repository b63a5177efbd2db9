"""What was released, as a file: table, workbook, JSON, or a sheet to print.

Made from the lines when it is fetched: of a line that was erased since, nothing is in it. Three
invented persons are among the lines (see `canaries`), none among answers: the party whose
lines they are about would know them at once, and an invented answer could be believed.
"""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Read, User
from wayhome.apps.audit.services import Part, log_reads, record
from wayhome.apps.register.models import Answer, Disclosure
from wayhome.apps.register.models.lists import SEALED
from wayhome.apps.register.selectors.disclosures import ANSWER_FIELDS, content_of, received_of
from wayhome.apps.register.selectors.references import Referenced, with_references
from wayhome.apps.register.services.disclosures import CannotDisclose, TooMany
from wayhome.apps.register.services.harm import hold_back_again
from wayhome.files.messages import message
from wayhome.files.report.spreadsheets import write_csv, write_xlsx
from wayhome.files.sheets import Sheet, print_sheet

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
}
"""The forms of a file, with their media types."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file that leaves."""

    name: str
    media_type: str
    content: bytes
    sha256: str


@transaction.atomic
def export_disclosure(
    *, disclosure: Disclosure, form: str, language: str, by: User, at: datetime
) -> Export:
    """Make the file of a released disclosure, and keep its SHA-256 in the history.

    Args:
        disclosure: one that was released.
        form: one of `TYPES`.
        language: of the headers and of the printed sheet: its reader's.
        by: of the receiver, or of the keeper where the keeper released it. A party that sent
            its lines to another does not get the file back: it would show what was held back.
        at: when.

    Raises:
        CannotDisclose: not released, an unknown form, somebody else's, or above the cap.
    """
    if disclosure.state != Disclosure.State.RELEASED:
        raise CannotDisclose(_("Only what is released can be fetched."))
    if form not in TYPES or language not in dict(settings.LANGUAGES):
        raise CannotDisclose(_("Choose one of the forms and languages offered."))
    if not may_fetch(disclosure, by):
        raise CannotDisclose(_("The receiver fetches this."))
    hold_back_again(disclosure, by=by, at=at)
    content = content_of(disclosure, seen_by=disclosure.to.party)
    if len(content) > settings.EXPORT_LIMIT_PERSONS:
        raise TooMany
    if set(disclosure.fields) & set(SEALED) and not by.has_perm("register.see_sealed"):
        raise CannotDisclose(_("Health and next of kin are in it. Ask somebody who may see them."))
    sent = received_of(disclosure)
    with translation.override(language):
        made = _write(form, disclosure, with_references(disclosure, sent))
    sha256 = hashlib.sha256(made).hexdigest()
    how = Read.How.PRINTED if form == "pdf" else Read.How.EXPORTED
    log_reads(by=by, how=how, keys=[one.entry.key_id for one in sent])
    record(
        act="disclosure_exported",
        by=by,
        at=at,
        facts={
            "disclosure": str(disclosure.uid),
            "number": disclosure.number,
            "form": form,
        },
        parts=[Part(disclosure.key, {"to": disclosure.to.name, "sha256": sha256})],
    )
    return Export(f"wayhome-{disclosure.number}.{form}", TYPES[form], made, sha256)


def may_fetch(disclosure: Disclosure, by: User) -> bool:
    """Whether the account is of the receiver, or of the keeper who released it himself."""
    return disclosure.to.party_id == by.party.pk or (
        by.keeps_register and disclosure.partition_id == by.party.pk
    )


def _write(form: str, disclosure: Disclosure, rows: Sequence[Referenced]) -> bytes:
    if form == "json":
        return _json(disclosure, rows)
    if form == "pdf":
        return _pdf(disclosure, rows)
    table = pl.DataFrame(
        {
            _("Disclosure"): [disclosure.number] * len(rows),
            _("Reference"): [row.reference for row in rows],
            **{_label(name): [row.fields[name] for row in rows] for name in _names(disclosure)},
        }
    )
    target = io.BytesIO()
    if form == "csv":
        write_csv(table, target)
    else:
        write_xlsx({disclosure.number: table}, target)
    return target.getvalue()


def _names(disclosure: Disclosure) -> list[str]:
    answers = ANSWER_FIELDS if disclosure.what == Disclosure.What.ANSWERS else ()
    return [*disclosure.fields, *answers]


def _label(name: str) -> str:
    labels = {
        "verdict": _("Answer"),
        "detail": _("What is needed, or why"),
        "until_date": _("Until"),
        "as_of_date": _("Answered on"),
        "given_by": _("Answered by"),
    }
    return labels.get(name) or message(f"field.{name}", translation.get_language() or "en")


def _json(disclosure: Disclosure, rows: Sequence[Referenced]) -> bytes:
    told = {
        "disclosure": disclosure.number,
        "to": disclosure.to.name,
        "released_at": disclosure.decided_at.isoformat() if disclosure.decided_at else "",
        "lines": [{"reference": row.reference, **row.fields} for row in rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _pdf(disclosure: Disclosure, rows: Sequence[Referenced]) -> bytes:
    filled = [name for name in _names(disclosure) if any(row.fields[name] for row in rows)]
    released = date_format(disclosure.decided_at, "DATE_FORMAT") if disclosure.decided_at else ""
    language = translation.get_language() or "en"
    return print_sheet(
        Sheet(
            language=language,
            right_to_left=translation.get_language_bidi(),
            number=disclosure.number,
            recipient=disclosure.to.name,
            title=disclosure.list.title if disclosure.list else str(disclosure.get_what_display()),
            page=_("page {n} of {m}"),
            warning=_("Only for the office named above. Copies are numbered and can be told."),
            facts=[
                (_("Number"), disclosure.number),
                (_("To"), disclosure.to.name),
                (_("Released"), released),
                (_("Persons"), str(len(rows))),
            ],
            headers=[_("Reference"), *(_label(name) for name in filled)],
            rows=[
                [row.reference, *(_in_words(name, row.fields[name]) for name in filled)]
                for row in rows
            ],
        )
    )


def _in_words(name: str, value: str) -> str:
    if name == "verdict":
        return str(Answer.Verdict(value).label)
    return value
