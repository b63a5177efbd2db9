"""Answers in bulk, from a file: good rows are taken, bad rows come back with a sentence."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import (
    Appearance,
    Disclosure,
    DisclosureItem,
    ListEntry,
    PersonList,
)
from wayhome.apps.register.selectors.answers import items_put_to, lines_to_answer
from wayhome.apps.register.selectors.references import reference_of
from wayhome.apps.register.services.answers import (
    CannotAnswer,
    Told,
    part_of,
    refuse_speaker,
    write_answers,
)
from wayhome.files.decoding import decode
from wayhome.values import CannotRead
from wayhome.values.case_number import read_case_number

NEEDED = ("verdict", "source", "answered_on")


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken, and why."""

    row: int  # 1-based; the headers are row 1
    sentence: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How many answers were written down, and the rows that were not."""

    recorded: int
    bad: tuple[BadRow, ...]


@transaction.atomic
def record_answers(
    *, list: PersonList, content: bytes, given_by: Organisation, by: User, at: datetime
) -> Taken:
    """Write down the answers of a file. Its lines are those of this version of the list.

    Columns: `reference` (of the file that was put to the party) or, for the keeper, `line` (row in
    the list's file); `verdict`, `source`, `answered_on`; and, each with its verdict, `needs`
    (fields, separated by ";"), `until`, `reason`.

    Raises:
        CannotAnswer: the file is no such table, or the office is not theirs to answer for.
    """
    rows = _rows(content)
    standing = _lines_of(list, by)
    refuse_speaker(given_by, [*standing.values()][:1], by)
    told: dict[int, tuple[ListEntry, Told]] = {}
    bad = []
    for number, row in enumerate(rows, start=2):
        try:
            place, said = _place(row), _told(row)
            entry = _entry(place, standing, told)
            told[entry.pk] = entry, said
        except CannotAnswer as wrong:
            bad.append(BadRow(row=number, sentence=str(wrong)))
    made = write_answers([*told.values()], given_by=given_by, by=by, at=at)
    if made:
        record(
            act="answers_recorded",
            by=by,
            at=at,
            facts={"list": str(list.uid), "answers": len(made), "refused_rows": len(bad)},
            parts=[part_of(answer) for answer in made],
        )
    return Taken(recorded=len(rows) - len(bad), bad=tuple(bad))


def _rows(content: bytes) -> Sequence[Mapping[str, str]]:
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise CannotAnswer(_("The file is too large."))
    try:
        text = decode(content).text
    except CannotRead as wrong:
        raise CannotAnswer(_("This is no table of answers: a CSV file is needed.")) from wrong
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [
            {k: (v or "").strip() for k, v in row.items() if k}
            for row in islice(table, settings.UPLOAD_LIMIT_ROWS + 1)
        ]
        headers = [name.strip() for name in table.fieldnames or ()]
    except (csv.Error, AttributeError) as wrong:
        raise CannotAnswer(_("This is no table of answers: a CSV file is needed.")) from wrong
    if missing := [name for name in NEEDED if name not in headers]:
        raise CannotAnswer(_("The column “%(name)s” is missing.") % {"name": missing[0]})
    if not {"line", "reference"} & set(headers):
        raise CannotAnswer(_("The column “%(name)s” is missing.") % {"name": "line"})
    if len(rows) > settings.UPLOAD_LIMIT_ROWS:
        raise CannotAnswer(_("The file has too many rows."))
    return rows


def _lines_of(shown: PersonList, by: User) -> dict[str, ListEntry]:
    """Every line of this version that the account may answer, by what it calls the line.

    That is a reference; to the keeper also the row. A party that could ask for rows would see by
    the gaps what was left out. A reference that two lines share names neither.
    """
    items = DisclosureItem.objects.filter(
        disclosure__list=shown, disclosure__state=Disclosure.State.RELEASED, entry__erased_at=None
    )
    rows: dict[str, ListEntry] = {}
    if by.keeps_register:
        lines = Appearance.objects.filter(list=shown, entry__in=lines_to_answer(by))
        rows = {str(line.line): line.entry for line in lines.select_related("entry__key")}
    else:
        items = items & items_put_to(by)
    named = {
        (reference_of(item.disclosure, item.entry.uid), item.entry)
        for item in items.select_related("disclosure", "entry__key")
    }
    times = Counter(reference for reference, _entry in named)
    return {reference: entry for reference, entry in named if times[reference] == 1} | rows


def _place(row: Mapping[str, str]) -> str:
    place = row.get("line") or row.get("reference") or ""
    if not place:
        raise CannotAnswer(_("The row names no line."))
    return place if place.isdecimal() else read_case_number(place) or place


def _entry(place: str, standing: Mapping[str, ListEntry], told: Mapping[int, object]) -> ListEntry:
    if place not in standing:
        raise CannotAnswer(_("Line %(line)s was not put to you on this list.") % {"line": place})
    if standing[place].pk in told:
        raise CannotAnswer(_("Line %(line)s was answered above.") % {"line": place})
    return standing[place]


def _told(row: Mapping[str, str]) -> Told:
    needs, reason = row.get("needs", ""), row.get("reason", "")
    if needs and reason:
        raise CannotAnswer(_("A row has either what is needed or a reason, not both."))
    return Told(
        verdict=row.get("verdict", ""),
        as_of_date=row.get("answered_on", ""),
        source=row.get("source", ""),
        detail=needs or reason,
        until_date=row.get("until", ""),
    ).checked()
