"""What is released gets its invented persons: those its receiver has already, or new ones."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from wayhome.apps.audit.models import SubjectKey
from wayhome.apps.audit.services import new_key, seal
from wayhome.apps.register.models import Canary, Disclosure, DisclosureItem, ListEntry
from wayhome.apps.register.models.disclosure import INVENTED
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.selectors.disclosures import EVERY_FIELD, Leaving, content_of, leaving
from wayhome.apps.register.services.canaries.changing import changed_alike
from wayhome.apps.register.services.canaries.inventing import invent, like_some
from wayhome.apps.register.services.canaries.keeping import Staying, who_stays
from wayhome.apps.register.services.canaries.marks import mac, mark_of
from wayhome.apps.register.services.canaries.placing import Places
from wayhome.apps.register.services.canaries.received import Received, received_before

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Release:
    """A disclosure that is being released, with all that is needed to add to it."""

    disclosure: Disclosure
    content: Sequence[Leaving]
    received: Received
    places: Places
    draw: Random
    at: datetime

    def write(self, fields: Fields, *, like: Leaving, follows: ListEntry | None) -> ListEntry:
        """Write a line, as one of the same party is kept: what is sealed there is sealed here."""
        key = new_key(SubjectKey.About.LINE)
        entry = ListEntry.with_invented.create(
            partition_id=like.entry.partition_id,
            key=key,
            **{name: fields[name] for name in WRITTEN},
            sealed=_sealed(fields, key),
            digest=secrets.token_bytes(32),
            follows=follows,
            entered_at=self.at,
            invented=True,
        )
        Canary.objects.create(party=self.disclosure.to.party, entry=entry, digest=mark_of(fields))
        return entry


@dataclass(frozen=True, slots=True)
class _Placed:
    """Somebody invented, and where he stands unless the lines are sorted."""

    entry: ListEntry
    fields: Fields
    place: Callable[[], int]


def hide_canaries(disclosure: Disclosure, *, at: datetime) -> None:
    """Put invented persons among the lines of a disclosure that is being released.

    Those its receiver was sent before stay with the lines they came with (`keeping`). He gets new
    ones only where there are lines he never had: nothing else could pass for one of them.
    """
    content = content_of(disclosure, seen_by=disclosure.to.party)
    if not content:
        return
    draw = Random(mac(f"{disclosure.uid} {disclosure.to.uid}".encode()))  # noqa: S311  keyed
    received = received_before(disclosure, content)
    release = _Release(disclosure, content, received, Places(content), draw, at)
    staying = who_stays(received, content, draw=draw)
    new = [one for one in content if received.chain_of(one.entry.pk) not in received.real]
    every = [_again(one, release) for one in staying]
    every += _anew(new, max(0, INVENTED - len(staying)), release) if new else []
    for one in sorted(every, key=lambda each: release.places.order(each.fields), reverse=True):
        place = release.places.sorted_place(one.fields) or one.place()
        DisclosureItem.objects.create(disclosure=disclosure, entry=one.entry, position=place)


def _anew(new: Sequence[Leaving], count: int, release: _Release) -> list[_Placed]:
    """New ones, beside lines that are new to the receiver."""
    made = []
    for fields in invent([_all_of(one) for one in new], count=count, draw=release.draw):
        beside = release.draw.choice(new)
        entry = release.write(fields, like=beside, follows=None)
        made.append(_Placed(entry, fields, partial(release.places.before, beside)))
    return made


def _again(one: Staying, release: _Release) -> _Placed:
    """One of those before, as he was or changed."""
    lines = ListEntry.with_invented.select_related("key")
    entry = lines.get(pk=one.who.lines[one.before if one.as_in is None else one.as_in])
    if one.as_in is not None:
        fields = _completed(entry, one, release)
    else:
        chain = release.received.chain_of(one.like.entry.pk)
        fields = changed_alike(
            _all_fields(entry),
            was=_all_fields(lines.get(pk=release.received.real[chain][one.before])),
            now=_all_of(one.like),
            lines=[_all_of(each) for each in release.content],
            draw=release.draw,
        )
        last = lines.get(pk=max(one.who.lines.values()))
        entry = release.write(fields, like=one.like, follows=last)
    return _Placed(entry, fields, partial(_beside_the_same, one, release))


def _completed(entry: ListEntry, one: Staying, release: _Release) -> dict[str, str]:
    """What lies sealed leaves for the first time: he has it if the line that he is like has it."""
    fields = _all_fields(entry)
    earlier = Disclosure.objects.filter(pk__in=one.who.lines).values_list("fields", flat=True)
    shown = {name for names in earlier for name in names}
    lines = [_all_of(each) for each in release.content]
    for name in SEALED:
        if name in release.disclosure.fields and name not in shown and one.like.fields[name]:
            fields[name] = like_some(name, lines, draw=release.draw)
    entry.sealed = _sealed(fields, entry.key)
    entry.save(update_fields=["sealed"])
    return fields


def _beside_the_same(one: Staying, release: _Release) -> int:
    """Before the line that he stood before, or the next that is here; else after the last."""
    here = {release.received.chain_of(each.entry.pk): each for each in release.content}
    order = release.received.order[one.before]
    place = order.index(one.who.chain)
    for chain in order[place + 1 :]:
        if chain in here:
            return release.places.before(here[chain])
    return release.places.after(next(here[c] for c in reversed(order[:place]) if c in here))


def _all_of(line: Leaving) -> dict[str, str]:
    """What is readable of a line, and what leaves of the sealed."""
    readable = {name: getattr(line.entry, name) for name in WRITTEN}
    return {**dict.fromkeys(SEALED, ""), **readable, **line.fields}


def _all_fields(entry: ListEntry) -> dict[str, str]:
    (told,) = leaving([(entry, None)], fields=EVERY_FIELD)
    return dict(told.fields)


def _sealed(fields: Fields, key: SubjectKey) -> bytes:
    apart = {name: fields[name] for name in SEALED if fields.get(name)}
    text = json.dumps({"raw": {}, **apart}, ensure_ascii=False).encode()
    return seal(key, text, purpose="line")
