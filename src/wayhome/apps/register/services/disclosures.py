"""What leaves a partition: asked for by one, approved by another, recalled if it must be.

What is approved is bound by its hash: if anything of it changed since it was asked for, it is
refused and must be asked for again.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Organisation, SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Disclosure,
    DisclosureItem,
    ListEntry,
    PersonList,
)
from wayhome.apps.register.models.disclosure import SPACE
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.answers import items_put_to
from wayhome.apps.register.selectors.disclosures import (
    DEFAULT_FIELDS,
    EVERY_FIELD,
    Leaving,
    content_of,
    digest_of,
    held_back_from,
    leaving,
)
from wayhome.apps.register.selectors.lists import entries_visible_to, lists_visible_to
from wayhome.apps.register.services.canaries import hide_canaries
from wayhome.apps.register.services.sources import plain
from wayhome.values import WayhomeError
from wayhome.values.case_number import ALPHABET, LENGTH, case_number

What, State = Disclosure.What, Disclosure.State
Lines = list[tuple[ListEntry, Answer | None]]
NAMING = ("full_name", "surname", "given_names", "patronymic", "birth_date", "number")
"""What an answer repeats of the line it is about."""


class CannotDisclose(WayhomeError):
    """Something that cannot leave, or cannot be recalled."""


class TooMany(CannotDisclose):
    """More persons than may leave at once."""

    def __init__(self) -> None:
        most = settings.EXPORT_LIMIT_PERSONS
        super().__init__(_("At most %(most)s persons leave at once.") % {"most": most})


@transaction.atomic
def ask_disclosure(
    *,
    what: str,
    to: Organisation,
    ground: str,
    by: User,
    at: datetime,
    list: PersonList | None = None,
    entries: Sequence[ListEntry] | None = None,
    answers: Sequence[Answer] | None = None,
    fields: Iterable[str] = DEFAULT_FIELDS,
) -> Disclosure:
    """Ask to send lines of a list, single lines, or answers out of the own partition.

    Args:
        what: one of `Disclosure.What`.
        to: the office it goes to.
        ground: on what ground, or with whose consent.
        by: who asks.
        at: when.
        list: a version of a list, whole; or
        entries: single lines; or
        answers: the own partition's answers that stand, for `what="answers"`.
        fields: which fields leave; without next of kin and health unless asked for. With answers
            no more of a line leaves than names it.

    Raises:
        CannotDisclose: nothing to send, no ground, too many persons, not theirs to send, or an
            answer to somebody whose line it is not.
    """
    ground = plain(ground)[:1000]
    if not ground:
        raise CannotDisclose(_("Say on what ground, or with whose consent, this leaves."))
    if what not in What.values:
        raise CannotDisclose(_("Choose what leaves."))
    lines = _chosen(what, list, entries, answers, by)
    chosen = _fields(what, fields, lines, by)
    back = held_back_from(to.party, (entry for entry, _a in lines), answers=what == What.ANSWERS)
    content = _as_asked(leaving(lines, fields=chosen, held_back=back), by)
    if not content:
        raise CannotDisclose(_("There is nothing to send."))
    _refuse_wrong(what, to, content)
    key = new_key(SubjectKey.About.RECORD)
    made = Disclosure.objects.create(
        number=_draw_number(), partition=by.party, what=what, to=to, list=list, fields=chosen,
        ground=ground, persons=len(content), asked_by=by, asked_at=at, key=key,
        content_sha256=digest_of(
            key=key, what=what, to=to, fields=chosen, ground=ground, content=content
        ),
    )  # fmt: skip
    DisclosureItem.objects.bulk_create(
        [
            DisclosureItem(
                disclosure=made, entry=one.entry, answer=one.answer, position=n * SPACE,
                withheld=by.party.keeps_register and one.withheld,
            )
            for n, one in enumerate(leaving(lines, fields=(), held_back=back), start=1)
        ],
        batch_size=1000,
    )  # fmt: skip
    _tell("disclosure_asked", made, content, by=by, at=at)
    return made


@transaction.atomic
def approve_disclosure(
    *, disclosure: Disclosure, by: User, at: datetime, content_sha256: str
) -> None:
    """Release what somebody else asked to send: exactly what the approver saw.

    Raises:
        CannotDisclose: asked for by oneself, decided already, or not what was shown any more.
    """
    if disclosure.asked_by_id == by.pk:
        raise CannotDisclose(_("You asked for this. Another person must approve it."))
    changed = _("What would leave has changed since it was asked for. It must be asked for again.")
    back = _hold_back(disclosure)
    content = content_of(disclosure, seen_by=by.party)
    now = digest_of(
        key=disclosure.key, what=disclosure.what, to=disclosure.to, fields=disclosure.fields,
        ground=disclosure.ground, content=content,
    )  # fmt: skip
    if now != content_sha256 or content_sha256 != disclosure.content_sha256:
        raise CannotDisclose(changed)
    if any(one.answer is not None and one.answer.replaced_by_id for one in content):
        raise CannotDisclose(changed)
    _move(disclosure, State.ASKED, State.RELEASED, by=by, decided_by=by, decided_at=at)
    if disclosure.what == What.ANSWERS:
        _answers(disclosure).filter(released_at=None).exclude(entry__in=back).update(released_at=at)
    else:
        hide_canaries(disclosure, at=at)
    _tell("disclosure_released", disclosure, content, by=by, at=at)


@transaction.atomic
def decline_disclosure(*, disclosure: Disclosure, reason: str, by: User, at: datetime) -> None:
    """Send a request back with a reason.

    Raises:
        CannotDisclose: no reason, asked for by oneself, or decided already.
    """
    reason = _reason(reason)
    if disclosure.asked_by_id == by.pk:
        raise CannotDisclose(_("You asked for this. Another person must decide."))
    _move(
        disclosure, State.ASKED, State.DECLINED,
        by=by, decided_by=by, decided_at=at, decided_reason=reason,
    )  # fmt: skip
    _tell("disclosure_declined", disclosure, (), by=by, at=at, reason=reason)


@transaction.atomic
def recall_disclosure(*, disclosure: Disclosure, reason: str, by: User, at: datetime) -> None:
    """Take back what was released: here it is gone for the receiver, who is told so.

    What was fetched or printed cannot be unsent.

    Raises:
        CannotDisclose: no reason, or nothing that was released.
    """
    reason = _reason(reason)
    _move(
        disclosure, State.RELEASED, State.RECALLED,
        by=by, recalled_by=by, recalled_at=at, recalled_reason=reason,
    )  # fmt: skip
    others = DisclosureItem.objects.filter(
        disclosure__state=State.RELEASED, disclosure__to__party=disclosure.to.party_id,
        withheld=False,
    )  # fmt: skip
    elsewhere = others.exclude(answer=None).values("answer")
    _answers(disclosure).exclude(pk__in=elsewhere).update(released_at=None)
    _tell("disclosure_recalled", disclosure, (), by=by, at=at, reason=reason)


def _chosen(
    what: str,
    shown: PersonList | None,
    entries: Sequence[ListEntry] | None,
    answers: Sequence[Answer] | None,
    by: User,
) -> Lines:
    """The lines, each with the answer that goes with it, in their order."""
    if what == What.ANSWERS:
        return _answers_of(answers or (), by)
    visible = entries_visible_to(by).select_related("key", "partition")
    if shown is not None:
        if not lists_visible_to(by).filter(pk=shown.pk).exists():
            raise CannotDisclose(_("This list is not there. Reload the page."))
        standing = Appearance.objects.filter(list=shown).order_by("line")
        order = [line.entry_id for line in standing]
    else:
        order = [entry.pk for entry in entries or ()]
    found = {entry.pk: entry for entry in visible.filter(pk__in=order)}
    if shown is None and len(found) != len(set(order)):
        raise CannotDisclose(_("One of the lines is not there. Reload the page."))
    return [(found[pk], None) for pk in dict.fromkeys(order) if pk in found]


def _answers_of(answers: Sequence[Answer], by: User) -> Lines:
    wanted = [answer.pk for answer in answers]
    standing = Answer.objects.filter(own(by), pk__in=wanted, replaced_by=None)
    found = list(
        standing.select_related("entry__key", "entry__partition", "given_by").order_by("pk")
    )
    if len(found) != len(set(wanted)):
        raise CannotDisclose(_("One of the answers no longer stands. Reload the page."))
    if len({answer.entry_id for answer in found}) != len(found):
        raise CannotDisclose(_("Two answers to one line: send them one after the other."))
    return [(answer.entry, answer) for answer in found]


def _fields(what: str, fields: Iterable[str], lines: Lines, by: User) -> list[str]:
    """The fields in their order. Of another party's line none that was not disclosed to us.

    A line whose disclosure was recalled is not there any more.
    """
    wanted = set(NAMING if what == What.ANSWERS else fields)
    if unknown := wanted - set(EVERY_FIELD):
        raise CannotDisclose(_("No field is called “%(name)s”.") % {"name": sorted(unknown)[0]})
    if what == What.ANSWERS and not by.keeps_register:
        entries = {entry.pk for entry, _a in lines}
        items = items_put_to(by).filter(entry__in=entries)
        if entries - set(items.values_list("entry", flat=True)):
            raise CannotDisclose(_("One of the lines is not there. Reload the page."))
        for given in Disclosure.objects.filter(items__in=items).distinct():
            wanted &= set(given.fields)
    if not wanted:
        raise CannotDisclose(_("Choose at least one field."))
    return [name for name in EVERY_FIELD if name in wanted]


def _as_asked(content: list[Leaving], by: User) -> list[Leaving]:
    """What the asking party is to know of it: the keeper what leaves, a party all it asked for."""
    return [one for one in content if not (by.keeps_register and one.withheld)]


def _refuse_wrong(what: str, to: Organisation, content: Sequence[Leaving]) -> None:
    if len(content) > settings.EXPORT_LIMIT_PERSONS:
        raise TooMany
    neutral = to.party.keeps_register or to.party.kind == to.party.Kind.NEUTRAL
    theirs = all(one.entry.partition_id == to.party_id for one in content)
    if what == What.ANSWERS and not (neutral or theirs):
        raise CannotDisclose(_("An answer goes to the party whose line it is about."))


def _hold_back(disclosure: Disclosure) -> set[int]:
    """Mark, by the harm flags there are now, what does not leave. Returns those lines.

    The same queries whatever is flagged, so that an approver cannot tell by the time it takes.
    """
    items = list(disclosure.items.select_related("entry"))
    back = held_back_from(
        disclosure.to.party,
        [item.entry for item in items],
        answers=disclosure.what == What.ANSWERS,
    )
    for item in items:
        item.withheld = item.entry_id in back
    DisclosureItem.objects.bulk_update(items, ["withheld"], batch_size=200)
    return back


def _answers(disclosure: Disclosure) -> QuerySet[Answer]:
    """The answers this disclosure makes visible to the party whose lines they are about."""
    return Answer.objects.filter(
        items__disclosure=disclosure, entry__partition=disclosure.to.party_id
    )


def _draw_number() -> str:
    while True:
        number = case_number(secrets.randbelow(len(ALPHABET) ** LENGTH))
        if not Disclosure.objects.filter(number=number).exists():
            return number


def _reason(text: str) -> str:
    reason = plain(text)[:500]
    if not reason:
        raise CannotDisclose(_("Give a reason, as you would in a year."))
    return reason


def _move(disclosure: Disclosure, before: str, after: str, *, by: User, **changes: object) -> None:
    """Move the state in one UPDATE, so that two people cannot both succeed."""
    waiting = Disclosure.objects.filter(pk=disclosure.pk, partition=by.party, state=before)
    if not waiting.update(state=after, **changes):
        raise CannotDisclose(_("Somebody else has just decided about this. Reload the page."))
    disclosure.refresh_from_db()


def _tell(
    act: str, made: Disclosure, content: Sequence[Leaving], *, by: User, at: datetime, **why: Json
) -> None:
    """One entry: what, to whom, how many; under each line's key, that it was part of it."""
    about: dict[str, Json] = {"disclosure": str(made.uid), "number": made.number}
    record(
        act=act,
        by=by,
        at=at,
        facts={
            **about, "what": made.what, "to": str(made.to.uid), "persons": made.persons,
            "fields": made.fields, "content_sha256": made.content_sha256,
        },
        parts=[
            Part(made.key, {**about, "ground": made.ground, "to": made.to.name, **why}),
            *(Part(one.entry.key, {**about, "to": made.to.name}) for one in content),
        ],
    )  # fmt: skip
