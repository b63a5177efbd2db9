"""How a row of the talks is filed: its source, who may see it, and what the history keeps of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CharField, Model
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, SubjectKey, User
from wayhome.apps.audit.services import Part, new_key
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import Source
from wayhome.apps.register.services.sources import (
    CannotKeepSource,
    Document,
    keep_source,
    plain,
    read_day,
)
from wayhome.apps.talks.models import Confidentiality, Kept, Process, Recorded, Report, Wording
from wayhome.apps.talks.policies import needed_to_record
from wayhome.apps.talks.selectors.references import refers_to
from wayhome.apps.talks.selectors.rows import changeable
from wayhome.values import WayhomeError

Row = TypeVar("Row", bound=Kept)
DAYS = frozenset(
    {"start", "end", "day", "said_date", "made_date", "given_date", "as_of_date", "published_date"}
)
"""Fields that hold a date in EDTF."""

MOST = 2_000_000_000
"""What every database holds in a whole number."""


class CannotRecord(WayhomeError):
    """Something of the talks that cannot be written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """Who may see a row, and what it stands on.

    `start` and `end` are character offsets into the text of `report`.
    """

    confidentiality: str = Confidentiality.MEDIATOR
    shared_with: Sequence[Party] = ()
    source: Document | Source | None = None
    anonymous: bool = False
    report: Report | None = None
    start: int | None = None
    end: int | None = None


IN_CONFIDENCE = Filing()
"""For the mediator only, without a source: what holds where nothing else is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words in the language they were spoken in, with translations (language, text, translator)."""

    text: str
    language: str = "und"
    translations: Sequence[tuple[str, str, str]] = field(default_factory=tuple)


def write_row(
    row: Row,
    *,
    filing: Filing,
    by: User,
    at: datetime,
    many: Mapping[str, Sequence[Model]] | None = None,
) -> Row:
    """Check a row, give it a key, and save it: part of every verb that records.

    Args:
        row: not saved yet; its process is one the account's party recorded.
        filing: who may see it and what it stands on.
        by: who writes it down.
        at: when.
        many: what its many-to-many fields hold.

    Raises:
        CannotRecord: in a sentence, what is missing, wrong, or would show more than it may.
    """
    _refuse_stranger(row, by)
    row.confidentiality, row.recorded_by, row.recorded_at = filing.confidentiality, by, at
    if isinstance(row, Recorded):
        _take_source(row, filing)
    clean(row)
    audience = _audience_given(filing)
    named = [one for rows in (many or {}).values() for one in rows if isinstance(one, Kept)]
    refuse_wider(row, audience, [*_forward(row), *named], by)
    row.key = new_key(SubjectKey.About.RECORD)
    row.save()
    row.shared_with.set(filing.shared_with)
    for name, rows in (many or {}).items():
        getattr(row, name).set(rows)
    return row


def write_words(words: Words | None, *, by: User, at: datetime) -> Wording | None:
    """Save the words of a row, with their translations; none if there are none.

    Raises:
        CannotRecord: no text in them, or a translation without its translator.
    """
    if words is None:
        return None
    made = Wording(text=plain(words.text), language=plain(words.language) or "und")
    check(made)
    made.save()
    for language, text, translator in words.translations:
        one = made.translations.model(
            wording=made, language=plain(language), text=plain(text),
            translator=plain(translator), recorded_by=by, recorded_at=at,
        )  # fmt: skip
        check(one)
        one.save()
    return made


def clean(row: Kept) -> None:
    """Bring the texts and dates of a row into the form they are kept in, and check all of it.

    Raises:
        CannotRecord: in a sentence, what is wrong.
    """
    for one in row._meta.concrete_fields:
        value = getattr(row, one.attname)
        if isinstance(value, str) and isinstance(one, CharField):
            value = plain(value)
            if one.name in DAYS and value:
                value = day(value)
            setattr(row, one.attname, value)
        elif not one.is_relation and isinstance(value, int) and value > MOST:
            raise CannotRecord(_("A number is too large."))
    check(row)


def day(written: str) -> str:
    """A date as EDTF.

    Raises:
        CannotRecord: it is none.
    """
    try:
        return read_day(written)
    except CannotKeepSource as wrong:
        raise CannotRecord(str(wrong)) from wrong


def audience(row: Kept) -> frozenset[int] | None:
    """The parties that see a row beside those who recorded it; None: everybody."""
    if row.confidentiality == Confidentiality.PUBLIC:
        return None
    if row.confidentiality == Confidentiality.SHARED:
        return frozenset(row.shared_with.values_list("pk", flat=True))
    return frozenset()


def is_wider(one: frozenset[int] | None, other: frozenset[int] | None) -> bool:
    """Whether somebody is in one audience and not in the other."""
    if other is None:
        return False
    return one is None or not one <= other


def refuse_wider(
    row: Kept, seen_by: frozenset[int] | None, refers: Sequence[Kept], by: User
) -> None:
    """Refuse a row that would be seen by somebody who may not see what it speaks of.

    Raises:
        CannotRecord: that, or something it speaks of is of other talks or was withdrawn.
    """
    process = row if isinstance(row, Process) else row.process  # type: ignore[attr-defined]
    for one in refers:
        there = changeable(type(one), by).select_for_update(of=("self",)).filter(pk=one.pk).first()
        if there is None or getattr(there, "process", process) != process:
            raise CannotRecord(_("Something this refers to is not there. Reload the page."))
        if is_wider(seen_by, audience(there)):
            raise CannotRecord(
                _(
                    "More would see this than may see what it refers to. "
                    "Share it with fewer, or open that first."
                )
            )


def facts_of(row: Kept) -> dict[str, Json]:
    """What an auditor may read of a row: its number and kind."""
    facts: dict[str, Json] = {"row": str(row.uid), "kind": str(row._meta.model_name)}
    if isinstance(row, Recorded):
        facts["process"] = str(row.process.uid)
    return facts


def part_of(row: Kept, **more: Json) -> Part:
    """Everything a row says, for the history, under the row's own key."""
    details: dict[str, Json] = dict(more)
    for one in row._meta.concrete_fields:
        if one.name not in UNTOLD:
            details[one.name] = _told(getattr(row, one.name))
    for many in row._meta.many_to_many:
        details[many.name] = sorted(str(_told(other)) for other in getattr(row, many.name).all())
    return Part(row.key, details)


UNTOLD = frozenset(
    {"id", "uid", "key", "recorded_by", "recorded_at", "withdrawn_by", "withdrawn_at",
     "withdrawn_reason", "text_sealed", "process", "partition"}
)  # fmt: skip


def _told(value: Any) -> Json:
    if isinstance(value, Wording):
        translations = value.translations.filter(withdrawn_at=None).order_by("pk")
        return {
            "language": value.language,
            "text": value.text,
            "translations": [
                {"language": one.language, "text": one.text, "translator": one.translator}
                for one in translations
            ],
        }
    if isinstance(value, Source):
        graded = value.reliability + value.credibility
        return {"publisher": value.publisher, "title": value.title, "graded": graded}
    if isinstance(value, Model):
        return str(getattr(value, "uid", value.pk))
    if isinstance(value, date | UUID):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def mine(row: Row, by: User) -> Row:
    """The row, read again, if the account's party recorded it and it stands.

    Raises:
        CannotRecord: it is not there for this account, or not its to change.
    """
    there = changeable(type(row), by).filter(pk=row.pk).first()
    if there is None or not by.has_perm(needed_to_record(type(row))):
        raise CannotRecord(_("This is not there. Reload the page."))
    return there


def _refuse_stranger(row: Kept, by: User) -> None:
    if not by.has_perm(needed_to_record(type(row))):
        raise CannotRecord(_("You may not write this down. Ask a negotiator."))
    if isinstance(row, Recorded):
        there = changeable(Process, by).filter(pk=row.process.pk)
        if not there.exists():
            raise CannotRecord(_("These talks are not there. Reload the page."))


def _take_source(row: Recorded, filing: Filing) -> None:
    partition = row.process.partition
    source = filing.source
    if isinstance(source, Document):
        try:
            source = keep_source(source, partition)
        except CannotKeepSource as wrong:
            raise CannotRecord(str(wrong)) from wrong
    if source is not None and source.partition_id != partition.pk:
        raise CannotRecord(_("This source is not there. Reload the page."))
    report = filing.report
    if report is not None and (report.process_id != row.process.pk or not report.stands):
        raise CannotRecord(_("This report is not there. Reload the page."))
    row.source, row.anonymous, row.report = source, filing.anonymous, report
    row.passage_start, row.passage_end = filing.start, filing.end


def _audience_given(filing: Filing) -> frozenset[int] | None:
    named = frozenset(party.pk for party in filing.shared_with)
    refuse_odd_sharing(filing.confidentiality, named)
    return None if filing.confidentiality == Confidentiality.PUBLIC else named


def refuse_odd_sharing(confidentiality: str, named: frozenset[int]) -> None:
    """Parties are named where something is shared, and nowhere else.

    Raises:
        CannotRecord: they are not.
    """
    if (confidentiality == Confidentiality.SHARED) != bool(named):
        raise CannotRecord(_("Name the parties it is shared with, and only where it is shared."))


def _forward(row: Kept) -> list[Kept]:
    """What an unsaved row names by its foreign keys."""
    return refers_to(row, many=False)


def check(row: Model) -> None:
    """Check every field of a row and what must hold between them.

    Raises:
        CannotRecord: in a sentence, what is wrong.
    """
    links = {one.name for one in row._meta.concrete_fields if one.is_relation}
    empty = {
        one.name
        for one in row._meta.concrete_fields
        if one.null and getattr(row, one.attname) is None
    }
    try:
        row.clean_fields(exclude=links | empty | {"id", "uid", "text_sealed"})
        row.validate_constraints(exclude={"uid", "key"})
    except ValidationError as wrong:
        raise CannotRecord(_sentence(wrong)) from None


def _sentence(wrong: ValidationError) -> str:
    """The first thing that is wrong, without the value that was given."""
    name, errors = next(iter(wrong.error_dict.items()))
    if name == NON_FIELD_ERRORS:
        return str(errors[0].message)
    said = {
        "blank": _("Fill in “%(field)s”."),
        "null": _("Fill in “%(field)s”."),
        "max_length": _("“%(field)s” is too long."),
    }
    sentence = said.get(errors[0].code or "", _("“%(field)s” is none of the values there are."))
    return sentence % {"field": name.replace("_", " ")}
