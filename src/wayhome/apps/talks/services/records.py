"""Bringing in the record of a process from a document: all of it or nothing."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, DateField, Field, IntegerField
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record
from wayhome.apps.register.services.sources import Document
from wayhome.apps.talks.models import Process, Recorded, Wording
from wayhome.apps.talks.selectors.records import (
    FORMAT,
    KINDS,
    SOURCE,
    VERSION,
    fields_of_kind,
    is_reference,
)
from wayhome.apps.talks.services.filing import (
    IN_CONFIDENCE,
    CannotRecord,
    Filing,
    Words,
    facts_of,
    part_of,
    write_row,
    write_words,
)

MOST_ROWS = 5_000


@transaction.atomic
def import_process(
    *, content: bytes, by: User, at: datetime, filing: Filing = IN_CONFIDENCE
) -> Process:
    """Open the record that a document holds, as a new process of the account's own party.

    Args:
        content: JSON as docs/reference/talks.schema.json says.
        by: who brings it.
        at: when.
        filing: who may see all of it; a document says nothing of that.

    Raises:
        CannotRecord: it is no such document, or a row of it cannot be recorded: which, and why.
    """
    title, rows = _read(content)
    process = write_row(Process(title=title, partition=by.party), filing=filing, by=by, at=at)
    made: dict[str, Recorded] = {}
    for place, row in enumerate(rows, start=1):
        try:
            name, kind = _named(row, made)
            made[name] = _write(row, kind, process, made, filing=filing, by=by, at=at)
        except CannotRecord as wrong:
            told = {"place": place, "why": str(wrong)}
            raise CannotRecord(_("Row %(place)s of the document: %(why)s") % told) from wrong
    record(
        act="process_imported",
        by=by,
        at=at,
        facts={**facts_of(process), "rows": len(made)},
        parts=[part_of(row) for row in (process, *made.values())],
    )
    return process


def _read(content: bytes) -> tuple[str, list[Any]]:
    refusal = CannotRecord(_("This is no record of talks: choose a file that was exported here."))
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as wrong:
        raise refusal from wrong
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise refusal
    if document.get("version") != VERSION:
        raise CannotRecord(_("This document is of another version of the format."))
    title, rows = document.get("title"), document.get("rows")
    if not isinstance(title, str) or not isinstance(rows, list):
        raise refusal
    if len(rows) > MOST_ROWS:
        raise CannotRecord(_("The document has too many rows."))
    return title, rows


def _named(row: Any, made: Mapping[str, Recorded]) -> tuple[str, type[Recorded]]:
    name, kind = (row.get("id"), row.get("is")) if isinstance(row, dict) else (None, None)
    if not isinstance(name, str) or not name or name in made:
        raise CannotRecord(_("It needs a name that no other row has."))
    if not isinstance(kind, str) or kind not in KINDS:
        raise CannotRecord(_("There is no such kind of row."))
    wanted = {"id", "is", *(one.name for one in fields_of_kind(KINDS[kind]))}
    if set(row) != wanted:
        raise CannotRecord(_("It does not have exactly the fields of its kind."))
    return name, KINDS[kind]


def _write(
    row: Mapping[str, Any], kind: type[Recorded], process: Process,
    made: Mapping[str, Recorded], *, filing: Filing, by: User, at: datetime,
) -> Recorded:  # fmt: skip
    fields = {one.name: one for one in fields_of_kind(kind)}
    given = {
        name: _value(row[name], one, made, by=by, at=at)
        for name, one in fields.items()
        if name not in ("source", "anonymous")
    }
    many = {name: given.pop(name) for name, one in fields.items() if one.many_to_many}
    source = Document(**_texts(row["source"], SOURCE)) if row["source"] is not None else None
    filed = Filing(
        confidentiality=filing.confidentiality, shared_with=filing.shared_with, source=source,
        anonymous=_of(bool, row["anonymous"]),
    )  # fmt: skip
    return write_row(kind(process=process, **given), filing=filed, by=by, at=at, many=many)


def _value(
    told: Any, field: "Field[Any, Any]", made: Mapping[str, Recorded], *, by: User, at: datetime
) -> Any:
    if field.many_to_many:
        return [_other(one, field, made) for one in _of(list, told)]
    if told is None and field.null:
        return None
    if field.related_model is Wording:
        return write_words(_words(told), by=by, at=at)
    return _other(told, field, made) if is_reference(field) else _plain(told, field)


def _plain(told: Any, field: "Field[Any, Any]") -> Any:
    if isinstance(field, BooleanField):
        return _of(bool, told)
    if isinstance(field, IntegerField):
        return _whole(told)
    return _day(told) if isinstance(field, DateField) else _of(str, told)


def _other(name: Any, field: "Field[Any, Any]", made: Mapping[str, Recorded]) -> Recorded:
    found = made.get(name) if isinstance(name, str) else None
    if found is None or not isinstance(found, field.related_model):  # type: ignore[arg-type]
        raise CannotRecord(_("It refers to a row that does not stand before it."))
    return found


def _words(told: Any) -> Words:
    own = _texts(told, ("text", "language"), more=("translations",))
    names = ("language", "text", "translator")
    translations = [_texts(one, names) for one in _of(list, told["translations"])]
    return Words(**own, translations=[(*one.values(),) for one in translations])  # type: ignore[misc]


def _texts(told: Any, names: tuple[str, ...], more: tuple[str, ...] = ()) -> dict[str, str]:
    if set(_of(dict, told)) != {*names, *more}:
        raise CannotRecord(_("It does not have exactly the fields of its kind."))
    return {name: _of(str, told[name]) for name in names}


def _of(kind: type[Any], told: Any) -> Any:
    if not isinstance(told, kind):
        raise CannotRecord(_("A field holds something else than it should."))
    return told


def _whole(told: Any) -> int:
    if isinstance(told, bool) or not isinstance(told, int) or told < 0:
        raise CannotRecord(_("A field holds something else than it should."))
    return told


def _day(told: Any) -> date:
    try:
        return date.fromisoformat(_of(str, told))
    except ValueError as wrong:
        raise CannotRecord(_("A day is none.")) from wrong
