"""Lines as those who must answer them know them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Appearance, DisclosureItem, ListEntry, PersonList
from wayhome.apps.register.models.lists import WRITTEN
from wayhome.apps.register.selectors.answers import items_put_to
from wayhome.apps.register.selectors.lists import lists_visible_to
from wayhome.apps.register.selectors.references import reference_of
from wayhome.files.whole_name import whole_name


@dataclass(frozen=True, slots=True)
class Put:
    """A line as whoever must answer knows it."""

    entry: ListEntry
    fields: Mapping[str, str]  # those with something in them, of those the viewer was given
    list: PersonList | None
    place: str  # the line of the list; or its number in what was put to a party

    @property
    def name(self) -> str:
        """The name as far as it was given."""
        return whole_name(self.fields)


def as_put(entries: Sequence[ListEntry], viewer: User) -> list[Put]:
    """These lines with what the viewer knows of them: all to the keeper, else what was put."""
    if viewer.keeps_register:
        return _as_listed(entries, viewer)
    items: dict[int, list[DisclosureItem]] = {}
    for item in items_put_to(viewer).filter(entry__in=entries).select_related("disclosure__list"):
        items.setdefault(item.entry_id, []).append(item)
    return [
        Put(
            entry,
            _given(entry, {name for item in items[entry.pk] for name in item.disclosure.fields}),
            items[entry.pk][-1].disclosure.list,
            reference_of(items[entry.pk][-1].disclosure, entry.uid),
        )
        for entry in entries
        if entry.pk in items
    ]


def _as_listed(entries: Sequence[ListEntry], viewer: User) -> list[Put]:
    standing = Appearance.objects.filter(entry__in=entries, list__in=lists_visible_to(viewer))
    places = {
        one.entry_id: one
        for one in standing.select_related("list").defer("list__file_sealed").order_by("pk")
    }
    return [
        Put(
            entry,
            _given(entry, WRITTEN),
            place.list if (place := places.get(entry.pk)) else None,
            str(place.line) if place else "",
        )
        for entry in entries
    ]


def _given(entry: ListEntry, fields: Collection[str]) -> dict[str, str]:
    """Never what lies sealed: that stands in the file, for those who may open it."""
    return {name: value for name in WRITTEN if name in fields and (value := getattr(entry, name))}
