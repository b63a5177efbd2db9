"""Manifests on paper, with an opaque code for each person; the list of a batch as a workbook."""

import hashlib
import io
from datetime import datetime

import polars as pl
import segno
from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wayhome.apps.audit.models import Read, User
from wayhome.apps.audit.services import Part, log_reads, record
from wayhome.apps.exchange.models import Batch, Vehicle
from wayhome.apps.exchange.selectors.handover import (
    ManifestRow,
    batches_visible_to,
    manifest_of,
    vehicles_visible_to,
)
from wayhome.apps.exchange.selectors.lines import keys_read
from wayhome.apps.exchange.services.refusals import CannotExchange, facts_of
from wayhome.files.report.spreadsheets import write_xlsx
from wayhome.files.sheets import Sheet, print_sheet


@transaction.atomic
def print_manifest(*, vehicle: Vehicle, language: str, by: User, at: datetime) -> bytes:
    """Print the manifest of a vehicle: names as far as the account may see them. PDF.

    Raises:
        CannotExchange: not there, nobody aboard, an unknown language, or above the cap of one
            export.
    """
    if not vehicles_visible_to(by).filter(pk=vehicle.pk).exists():
        raise CannotExchange(_("This is not there. Reload the page."))
    if language not in dict(settings.LANGUAGES):
        raise CannotExchange(_("Choose one of the languages offered."))
    rows = manifest_of(vehicle, by)
    _refuse_size(rows)
    with translation.override(language):
        made = print_sheet(_sheet(vehicle, rows, language), coded=True)
    log_reads(by=by, how=Read.How.PRINTED, keys=list(keys_read([row.shown for row in rows])))
    exchange = vehicle.batch.exchange
    facts = facts_of(
        exchange, batch=vehicle.batch.number, vehicle=str(vehicle.uid), lines=len(rows)
    )
    # Openly the hash would tell whoever guesses a name that he is right.
    hashed = Part(exchange.key, {"sha256": hashlib.sha256(made).hexdigest()})
    record(act="handover_printed", by=by, at=at, facts=facts, parts=[hashed])
    return made


@transaction.atomic
def export_batch(*, batch: Batch, by: User, at: datetime) -> bytes:
    """Everybody of a batch, and whether they crossed, as a workbook (XLSX).

    Raises:
        CannotExchange: not there, nobody aboard, or above the cap of one export.
    """
    if not batches_visible_to(by).filter(pk=batch.pk).exists():
        raise CannotExchange(_("This is not there. Reload the page."))
    vehicles = list(vehicles_visible_to(by).filter(batch=batch))
    placed = [(vehicle, row) for vehicle in vehicles for row in manifest_of(vehicle, by)]
    rows = [row for _vehicle, row in placed]
    _refuse_size(rows)
    table = pl.DataFrame(
        {
            _("Batch"): [batch.number + 1] * len(rows),
            _("Vehicle"): [vehicle.name for vehicle, _row in placed],
            _("Held by"): [vehicle.holder.side.name for vehicle, _row in placed],
            _("Code"): [row.shown.line.code for row in rows],
            _("Name"): [row.shown.name for row in rows],
            _("Beside the count"): [_("yes") if row.is_beside else "" for row in rows],
            _("What happened"): [told_of(row) for row in rows],
        }
    )
    target = io.BytesIO()
    write_xlsx({_("Batch"): table}, target)
    made = target.getvalue()
    log_reads(by=by, how=Read.How.EXPORTED, keys=list(keys_read([row.shown for row in rows])))
    facts = facts_of(batch.exchange, batch=batch.number, lines=len(rows))
    hashed = Part(batch.exchange.key, {"sha256": hashlib.sha256(made).hexdigest()})
    record(act="handover_list_exported", by=by, at=at, facts=facts, parts=[hashed])
    return made


def told_of(row: ManifestRow) -> str:
    """What happened to a person of a manifest, in a word."""
    if row.crossed:
        return pgettext("exchange", "handed over")
    if row.did_not_cross:
        return _("did not cross")
    return pgettext("handover", "checked out") if row.left else ""


def _refuse_size(rows: list[ManifestRow]) -> None:
    if not rows:
        raise CannotExchange(_("Nobody stands on this manifest."))
    if len(rows) > settings.EXPORT_LIMIT_PERSONS:
        raise CannotExchange(_("More lines than may leave at once. Use more vehicles."))


def _sheet(vehicle: Vehicle, rows: list[ManifestRow], language: str) -> Sheet:
    batch = vehicle.batch
    number = f"{batch.exchange.number} / {batch.number + 1}"
    return Sheet(
        language=language,
        right_to_left=translation.get_language_bidi(),
        number=number,
        recipient=vehicle.name,
        title=_("Manifest"),
        page=_("page {n} of {m}"),
        warning=_("Ask, do not read out. Two attributes must agree before somebody crosses."),
        facts=[
            (_("Batch"), str(batch.number + 1)),
            (_("Day"), date_format(batch.day, "DATE_FORMAT")),
            (_("Vehicle"), vehicle.name),
            (_("Held by"), vehicle.holder.side.name),
            (_("Persons"), str(len(rows))),
        ],
        headers=["", _("No."), _("Code"), _("Name"), _("Place"), _("Out"), _("In"), _("Remark")],
        rows=[
            [
                _drawn(f"WAYHOME {batch.exchange.number} {row.shown.line.code}"),
                str(row.number), row.shown.line.code, row.shown.name or "—",
                _("stretcher") if row.shown.line.stretcher else _("seat"),
                "☐", "☐", _("beside the count") if row.is_beside else "",
            ]
            for row in rows
        ],
    )  # fmt: skip


def _drawn(told: str) -> str:
    """A QR code as a drawing: of opaque codes alone."""
    drawn = io.BytesIO()
    segno.make(told, error="m").save(drawn, kind="svg", xmldecl=False)
    return drawn.getvalue().decode()
