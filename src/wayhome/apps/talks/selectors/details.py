"""All that a row says, field by field, for its own page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import PersonList, Source
from wayhome.apps.register.selectors.dates import date_in_words
from wayhome.apps.register.selectors.lists import lists_visible_to
from wayhome.apps.talks.models import Kept, Recorded
from wayhome.apps.talks.selectors.names_of_fields import NAMES
from wayhome.apps.talks.selectors.rows import visible
from wayhome.apps.talks.selectors.words import name_of, source_in_words

DATES = frozenset(
    {"start", "end", "day", "said_date", "made_date", "given_date", "as_of_date", "published_date"}
)
"""Fields that hold a date in EDTF."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One field and what stands in it; `row` where it is another row of the talks."""

    name: Promise
    text: str
    row: Recorded | None = None

    @property
    def kind(self) -> str:
        """The kind of the other row."""
        return str(self.row._meta.model_name) if self.row else ""


def details_of(row: Kept, viewer: User) -> list[Detail]:
    """The filled fields of a row that was selected for the viewer."""
    found: list[Detail] = []
    for name, title in NAMES.items():
        if name not in {one.name for one in _fields(row)}:
            continue
        found += [Detail(title, text, other) for text, other in _told(row, name, viewer) if text]
    return found


def _fields(row: Kept) -> list["Field[Any, Any]"]:
    return [*row._meta.concrete_fields, *row._meta.many_to_many]


def _told(row: Kept, name: str, viewer: User) -> list[tuple[str, Recorded | None]]:
    field = row._meta.get_field(name)
    if field.many_to_many:
        return [_other(one, viewer) for one in getattr(row, name).all()]
    value = getattr(row, name)
    if isinstance(value, Model):
        return [_other(value, viewer)]
    if value is None or value == "" or value is False:
        return []
    if value is True:
        return [(_("yes"), None)]
    if getattr(field, "choices", None):
        return [(str(getattr(row, f"get_{name}_display")()), None)]
    return [(date_in_words(value) if name in DATES else str(value), None)]


def _other(one: Model, viewer: User) -> tuple[str, Recorded | None]:
    if isinstance(one, PersonList):
        return one.title if lists_visible_to(viewer).filter(pk=one.pk).exists() else "", None
    if isinstance(one, Source):
        return source_in_words(one), None
    if not isinstance(one, Recorded):
        return str(one), None
    seen = visible(type(one), viewer).filter(pk=one.pk).exists()
    return name_of(one), one if seen else None
