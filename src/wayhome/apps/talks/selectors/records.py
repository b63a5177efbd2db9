"""The record of a process as a document: what the viewer may see, in JSON that can be read again.

Rows are called by their kind and place (`round-2`), so that a record brought elsewhere and exported
again is equal. Who may see a row, reports, and ties to lines of the register stay where they are.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Field, Model

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Source
from wayhome.apps.talks.models import (
    Assessment,
    Commitment,
    CommitmentWording,
    Delegate,
    Delegation,
    Delivery,
    Issue,
    Kept,
    Lapse,
    NumberClaim,
    Outcome,
    Position,
    Process,
    Proposal,
    Reaffirmation,
    Recorded,
    Response,
    Round,
    Side,
    Statement,
    Wording,
)
from wayhome.apps.talks.selectors.rows import of_process

FORMAT, VERSION = "wayhome-talks", 1
KINDS: Mapping[str, type[Recorded]] = {
    str(kind._meta.model_name): kind
    for kind in (
        Side, Issue, Round, Outcome, Delegation, Delegate, Statement, Position, Proposal, Response,
        Commitment, CommitmentWording, Reaffirmation, Lapse, Assessment, Delivery, NumberClaim,
    )
}  # fmt: skip
"""Each kind refers to kinds before it, or to earlier rows of its own."""

SOURCE = ("publisher", "title", "dated", "reliability", "credibility")
_OWN = frozenset(one.name for one in Recorded._meta.fields) - {"source", "anonymous"}
_APART = _OWN | {"id", "party"}


def fields_of_kind(kind: type[Recorded]) -> list["Field[Any, Any]"]:
    """The fields of a kind that a document carries, in the order of the model."""
    several = [one for one in kind._meta.many_to_many if is_reference(one)]
    single = [one for one in kind._meta.concrete_fields if one.name not in _APART]
    return [*single, *(one for one in several if one.name not in _APART)]


def is_reference(field: "Field[Any, Any]") -> bool:
    """Whether a field names another row of the talks."""
    other = field.related_model
    return isinstance(other, type) and issubclass(other, Kept)


def record_of(process: Process, viewer: User) -> dict[str, Any]:
    """The document of a process that was selected for the viewer. JSON, as in the schema."""
    names: dict[tuple[type[Model], int], str] = {}
    rows: list[dict[str, Any]] = []
    for kind_name, kind in KINDS.items():
        for row in _ordered(kind, process, viewer):
            if _hangs(row, names):
                continue
            place = sum(one["is"] == kind_name for one in rows) + 1
            names[kind, row.pk] = f"{kind_name}-{place}"
            told = {one.name: _told(row, one, names) for one in fields_of_kind(kind)}
            rows.append({"id": names[kind, row.pk], "is": kind_name, **told})
    return {"format": FORMAT, "version": VERSION, "title": process.title, "rows": rows}


def _ordered(kind: type[Recorded], process: Process, viewer: User) -> list[Recorded]:
    links = [one.name for one in fields_of_kind(kind) if one.is_relation and not one.many_to_many]
    return list(of_process(kind, process, viewer).select_related(*links))


def _hangs(row: Recorded, names: Mapping[tuple[type[Model], int], str]) -> bool:
    """Whether something it is nothing without is not in the document."""
    return any(
        (type(getattr(row, one.name)), getattr(row, one.attname)) not in names
        for one in fields_of_kind(type(row))
        if is_reference(one) and not one.many_to_many and not one.null
    )


def _told(
    row: Recorded, field: "Field[Any, Any]", names: Mapping[tuple[type[Model], int], str]
) -> Any:
    if field.many_to_many:
        named = [names.get((type(one), one.pk)) for one in getattr(row, field.name).all()]
        return sorted(one for one in named if one is not None)
    value = getattr(row, field.name)
    if isinstance(value, Kept):
        return names.get((type(value), value.pk))
    if isinstance(value, Wording):
        return _words(value)
    if isinstance(value, Source):
        return {name: getattr(value, name) for name in SOURCE}
    return value.isoformat() if isinstance(value, date) else value


def _words(wording: Wording) -> dict[str, Any]:
    translations = wording.translations.filter(withdrawn_at=None).order_by("pk")
    return {
        "text": wording.text,
        "language": wording.language,
        "translations": [
            {"language": one.language, "text": one.text, "translator": one.translator}
            for one in translations
        ],
    }
