"""A version of a list as a workbook: codes, and names as far as its reader may see them."""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Read, User
from wayhome.apps.audit.services import Part, log_reads, record
from wayhome.apps.exchange.models import ExchangeList, LineEvent
from wayhome.apps.exchange.selectors.exchanges import name_of
from wayhome.apps.exchange.selectors.funnel import come_as_far_as
from wayhome.apps.exchange.selectors.lines import ShownLine, keys_read, shown
from wayhome.apps.exchange.selectors.lists import exchange_lists_visible_to, lines_on_list
from wayhome.apps.exchange.services.refusals import CannotExchange, facts_of
from wayhome.files.report.spreadsheets import write_xlsx


@transaction.atomic
def export_list(*, list: ExchangeList, by: User, at: datetime) -> bytes:
    """Write a version of a list as a workbook, and that it was taken.

    Returns:
        The workbook: a row a line, in the order of the version, with where it stands now. Names,
        birth dates, sites and categories stand in it as far as the account may see them.

    Raises:
        CannotExchange: it is not there for this account, or more persons than may leave at once.
    """
    if not exchange_lists_visible_to(by).filter(pk=list.pk).exists():
        raise CannotExchange(_("This is not there. Reload the page."))
    rows = shown(lines_on_list(list, by), by)
    keys = [*keys_read(rows)]
    if len(keys) > (most := settings.EXPORT_LIMIT_PERSONS):
        raise CannotExchange(_("At most %(most)s persons leave at once.") % {"most": most})
    target = io.BytesIO()
    name = f"{list.holder.exchange.number}-{list.holder.number}-{list.version}"
    write_xlsx({name: _table(rows, by)}, target)
    made = target.getvalue()
    log_reads(by=by, how=Read.How.EXPORTED, keys=keys)
    exchange = list.holder.exchange
    facts = facts_of(exchange, side=list.holder.number, version=list.version, lines=len(rows))
    # Openly it would tell whoever guesses a name that he is right.
    hashed = Part(exchange.key, {"sha256": hashlib.sha256(made).hexdigest()})
    record(act="exchange_list_exported", by=by, at=at, facts=facts, parts=[hashed])
    return made


def _table(rows: Sequence[ShownLine], by: User) -> pl.DataFrame:
    agreed = come_as_far_as("accepted", [row.line for row in rows], by)
    columns = {
        _("Code"): [row.line.code for row in rows],
        _("Name as written"): [row.name for row in rows],
        _("Born"): [row.fields.get("birth_date", "") for row in rows],
        _("Number"): [row.fields.get("number", "") for row in rows],
        _("Stands"): [_stands(row, row.line.pk in agreed) for row in rows],
        _("Categories"): [_categories(row) for row in rows],
        _("Held at"): [_site(row) for row in rows],
        _("Travels with"): [row.line.group if row.sees_facts else "" for row in rows],
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _stands(row: ShownLine, is_agreed: bool) -> str:
    """Where a line stands, in the words of the board."""
    with_list = is_agreed and row.state == LineEvent.Kind.PROPOSED
    return _("accepted with the list") if with_list else row.state_name


def _categories(row: ShownLine) -> str:
    return ", ".join(row.category_names)


def _site(row: ShownLine) -> str:
    return name_of(row.line.site) if row.sees_facts and row.line.site else ""
