"""A person entered by hand, and only after somebody looked whether he is there already."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, open_sealed, record, seal
from wayhome.apps.register.models import ListEntry, Person
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.selectors.search.reading import read_query
from wayhome.apps.register.services.clusters import Regrouped, found_person, recluster
from wayhome.apps.register.services.holding_back import held_back
from wayhome.apps.register.services.imports.lines import digest_key, digest_of
from wayhome.apps.register.services.name_keys import write_name_keys
from wayhome.apps.register.services.sources import (
    CannotKeepSource,
    Document,
    keep_source,
    plain,
    read_day,
)
from wayhome.engines.names import comparison_form
from wayhome.values import WayhomeError

SEARCH_HOLDS = timedelta(minutes=30)
_SALT = "wayhome.register.searched"
_DATES = ("birth_date", "capture_date")
_NAMES = ("surname", "given_names", "full_name")


class CannotEnterPerson(WayhomeError):
    """A person that cannot be entered by hand."""


def search_token(*, text: str, by: User, at: datetime) -> str:
    """Proof that this account searched for these words now. It holds digests, no names."""
    words = sorted(map(_digest, read_query(text).words))
    stamp = int(at.timestamp())
    return signing.dumps({"by": str(by.uid), "at": stamp, "words": words}, salt=_SALT)


@transaction.atomic
def enter_person(
    *, fields: Mapping[str, str], document: Document, token: str, by: User, at: datetime
) -> Person:
    """Enter somebody by hand: a source, a line on it, and a person founded on that line.

    Args:
        fields: what the source says, by the names of ListEntry; empty ones are left out. Dates
            in any usual way of writing them; they are kept so beside their reading.
        document: where it comes from.
        token: of a search by the same account for these names, within `SEARCH_HOLDS`.
        by: who enters it.
        at: when.

    Raises:
        CannotEnterPerson: no such search, no name, a date that is none, or somebody who was
            erased and must not come back.
    """
    given = _given(fields)
    dates = {field: given[field] for field in _DATES if field in given}
    given |= _read(dates)
    _check_searched(token, given, by=by, at=at)
    if any(held_back([given], partition=by.party)):
        raise CannotEnterPerson(_("This line was erased and is held back."))
    try:
        source = keep_source(document, by.party)
    except CannotKeepSource as wrong:
        raise CannotEnterPerson(str(wrong)) from wrong
    key = new_key(SubjectKey.About.LINE)
    apart = {field: given[field] for field in SEALED if field in given}
    entry = ListEntry.objects.create(
        partition=by.party,
        key=key,
        source=source,
        **{field: given[field] for field in WRITTEN if field in given},
        sealed=seal(
            key, json.dumps({"raw": dates, **apart}, ensure_ascii=False).encode(), purpose="line"
        ),
        digest=digest_of(given, key=digest_key()),
        entered_at=at,
    )
    write_name_keys([entry])
    person = found_person(by.party, [entry.pk], by=by, at=at, told=Regrouped())
    recluster(partition=by.party, entries=[entry], by=by, at=at)
    record(
        act="person_entered",
        by=by,
        at=at,
        facts={"person": person.number, "source": str(source.uid)},
        parts=[Part(key, {"fields": given, "written": dates})],
    )
    return person


@transaction.atomic
def open_sealed_fields(*, entry: ListEntry, by: User, at: datetime) -> dict[str, str]:
    """Relatives and health of a line as written; that they were opened stands in the history.

    Raises:
        CannotOpen: the line was erased.
    """
    record(act="sealed_fields_opened", by=by, at=at, parts=[Part(entry.key)])
    if entry.sealed is None:
        return {}
    opened = json.loads(open_sealed(entry.key, bytes(entry.sealed), purpose="line"))
    return {field: str(opened[field]) for field in SEALED if opened.get(field)}


def _given(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that are filled in, each no longer than its column."""
    given = {field: text for field in (*WRITTEN, *SEALED) if (text := plain(fields.get(field, "")))}
    if not any(field in given for field in _NAMES):
        raise CannotEnterPerson(_("Give a name."))
    for field in WRITTEN:
        most = getattr(ListEntry._meta.get_field(field), "max_length", None)
        if most is not None and len(given.get(field, "")) > most:
            raise CannotEnterPerson(_("One of the fields is too long."))
    return given


def _read(dates: Mapping[str, str]) -> dict[str, str]:
    try:
        return {field: read_day(written) for field, written in dates.items()}
    except CannotKeepSource as wrong:
        raise CannotEnterPerson(str(wrong)) from wrong


def _check_searched(token: str, given: Mapping[str, str], *, by: User, at: datetime) -> None:
    """Refuse without a search by this account, lately, for the names that are entered."""
    refusal = CannotEnterPerson(_("Search for this name first, then enter the person."))
    try:
        searched = signing.loads(token, salt=_SALT)
        when = datetime.fromtimestamp(searched["at"], tz=UTC)
    except (signing.BadSignature, KeyError, TypeError, ValueError) as wrong:
        raise refusal from wrong
    lately = timedelta(0) <= at - when <= SEARCH_HOLDS
    if searched["by"] != str(by.uid) or not lately:
        raise refusal
    surname = given.get("surname") or given.get("full_name") or given["given_names"]
    words = set(map(_digest, _words(surname)))
    if not words or not words <= set(searched["words"]):
        raise refusal


def _words(name: str) -> Iterable[str]:
    return read_query(name).words


def _digest(word: str) -> str:
    return salted_hmac(_SALT, comparison_form(word)).hexdigest()[:16]
