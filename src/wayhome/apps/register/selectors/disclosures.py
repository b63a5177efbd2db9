"""What the viewer's partition sent or was sent, and what may be sent."""

import hashlib
import hmac
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from wayhome.apps.audit.models import Organisation, Party, SubjectKey, User
from wayhome.apps.audit.services.history import Json
from wayhome.apps.audit.services.sealing import unwrap
from wayhome.apps.register.models import Answer, Disclosure, DisclosureItem, ListEntry
from wayhome.apps.register.models.disclosure import INVENTED
from wayhome.apps.register.models.lists import SEALED, WRITTEN
from wayhome.apps.register.policies import own, within
from wayhome.apps.register.selectors.flags import harmed_lines
from wayhome.apps.register.selectors.lists_content import sealed_fields
from wayhome.engines import ledger

What, State = Disclosure.What, Disclosure.State
DEFAULT_FIELDS = WRITTEN
"""What leaves unless more is asked for: neither next of kin nor contacts nor health nor site."""
EVERY_FIELD = (*WRITTEN, *SEALED)
ANSWER_FIELDS = ("verdict", "detail", "until_date", "as_of_date", "given_by")
CLOSED = (State.RELEASED, State.RECALLED)


def disclosures_visible_to(viewer: User) -> QuerySet[Disclosure]:
    """What the viewer's partition asked to send; to the keeper, what anybody did."""
    if not viewer.has_perm("register.see_disclosure"):
        return Disclosure.objects.none()
    return _with_people(Disclosure.objects.filter(within(viewer)))


def disclosures_received_by(viewer: User) -> QuerySet[Disclosure]:
    """What two people of another partition sent to the viewer's party, also if recalled since."""
    if not viewer.has_perm("register.see_disclosure"):
        return Disclosure.objects.none()
    sent = Disclosure.objects.filter(own(viewer, "to__party"), state__in=CLOSED)
    return _with_people(sent.exclude(own(viewer)))


def offices_to_send_to(viewer: User) -> QuerySet[Organisation]:
    """Every office."""
    return Organisation.objects.select_related("party").order_by("name")


def _with_people(found: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    people = ("partition", "to__party", "list", "asked_by", "decided_by", "recalled_by", "key")
    return found.select_related(*people).defer("list__file_sealed").order_by("-asked_at", "-pk")


@dataclass(frozen=True, slots=True)
class Leaving:
    """A line as it leaves: only the fields that were asked for."""

    entry: ListEntry
    answer: Answer | None
    fields: Mapping[str, str]
    withheld: bool = False
    position: int = 0  # as its item's; 0 before it was asked for


def leaving(
    lines: Iterable[tuple[ListEntry, Answer | None]],
    *,
    fields: Sequence[str],
    held_back: Collection[int] = (),
) -> list[Leaving]:
    """What each of these lines, and the answer about it, would say outside."""
    return [
        Leaving(entry, answer, _fields(entry, answer, fields), entry.pk in held_back)
        for entry, answer in lines
        if entry.erased_at is None
    ]


def _fields(entry: ListEntry, answer: Answer | None, fields: Sequence[str]) -> dict[str, str]:
    sealed = sealed_fields(entry) if set(fields) & set(SEALED) else {}
    told = {name: sealed.get(name, "") or getattr(entry, name, "") for name in fields}
    if answer is not None:
        told |= {name: getattr(answer, name) for name in ANSWER_FIELDS if name != "given_by"}
        told["given_by"] = answer.given_by.name
    return told


def content_of(disclosure: Disclosure, *, seen_by: Party) -> list[Leaving]:
    """What a disclosure carries, in its order.

    To the party that asked: everything it asked for, so that it cannot tell what a harm flag
    held back, or which of the lines it answered were invented. To its receiver, and to the keeper:
    what leaves, but for those invented in it (`received_of`).
    """
    items = disclosure.items.all()
    if disclosure.what != What.ANSWERS:
        items = items.filter(entry__invented=False)
    if not knows_all_asked(disclosure, seen_by):
        items = items.filter(withheld=False)
    return _content(disclosure, items)


def received_of(disclosure: Disclosure) -> list[Leaving]:
    """What its receiver gets, on the page and in every file: the invented among the lines."""
    return _content(disclosure, disclosure.items.filter(withheld=False))


def _content(disclosure: Disclosure, items: QuerySet[DisclosureItem]) -> list[Leaving]:
    rows = items.filter(entry__erased_at=None).order_by("position")
    rows = rows.select_related("entry__key", "answer__given_by")
    content = leaving([(item.entry, item.answer) for item in rows], fields=disclosure.fields)
    places = [item.position for item in rows]
    return [replace(one, position=at) for one, at in zip(content, places, strict=True)]


def invented_in(disclosure: Disclosure, viewer: User) -> int:
    """How many of those its receiver gets are invented, or will be.

    To a party always as many as there are as a rule: fewer could come of lines held back.
    """
    if disclosure.what == What.ANSWERS:
        return 0
    if disclosure.state == State.ASKED or not viewer.keeps_register:
        return INVENTED
    return disclosure.items.filter(entry__invented=True).count()


def knows_all_asked(disclosure: Disclosure, party: Party) -> bool:
    """Whether the party is the one that asked, and is not to notice what was held back."""
    return disclosure.partition_id == party.pk and not party.keeps_register


def withheld_from(disclosure: Disclosure, viewer: User) -> int:
    """How many lines a harm flag holds back; none as far as anybody but the keeper knows."""
    if not viewer.keeps_register:
        return 0
    held = disclosure.items.filter(withheld=True, entry__erased_at=None)
    return held.filter(entry__invented=False).count()


def held_back_from(to: Party, lines: Iterable[ListEntry], *, answers: bool) -> set[int]:
    """Which of these lines a harm flag holds back from that party.

    Never from a neutral agency (GC IV 137), and never a line from the party that wrote it; but
    what the other side answers about its line is held back from it too. An answer about an
    invented person goes to nobody.
    """
    lines = [*lines]
    harmed = harmed_lines()
    invented = {line.pk for line in lines if answers and line.invented}
    if to.kind == Party.Kind.NEUTRAL or to.keeps_register:
        return invented
    return invented | {
        line.pk for line in lines if line.pk in harmed and (answers or line.partition_id != to.pk)
    }


def digest_of(
    *,
    key: SubjectKey,
    what: str,
    to: Organisation,
    fields: Sequence[str],
    ground: str,
    content: Sequence[Leaving],
) -> str:
    """SHA-256, in hex, of the canonical form of all that is sent: this is what is approved.

    It outlives what it is made of. So each line goes in as a keyed hash under the line's own key,
    and the ground under the disclosure's: once these are destroyed nobody can try out names.
    """
    told: dict[str, Json] = {
        "what": what,
        "to": str(to.uid),
        "fields": list(fields),
        "ground": _keyed(key, ground),
        "lines": [
            {
                "line": str(one.entry.uid),
                "answer": str(one.answer.uid) if one.answer else "",
                "fields": _keyed(one.entry.key, {n: _nfc(v) for n, v in one.fields.items()}),
            }
            for one in content
        ],
    }
    return hashlib.sha256(ledger.canonical(told)).hexdigest()


def _keyed(key: SubjectKey, told: Json) -> str:
    message = b"disclosed" + ledger.canonical({"told": told})
    return hmac.digest(unwrap(key), message, hashlib.sha256).hex()


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def items_of(viewer: User, answers: QuerySet[Answer]) -> QuerySet[DisclosureItem]:
    """Where the viewer's partition asked to release these answers, and it stands."""
    standing = Q(disclosure__state__in=(State.ASKED, State.RELEASED))
    return DisclosureItem.objects.filter(own(viewer, "disclosure__partition"), standing).filter(
        answer__in=answers
    )


def already_sent(entry: ListEntry, viewer: User) -> list[Disclosure]:
    """What was released with this line in it: it cannot be unsent, only recalled."""
    went = Q(withheld=False) | Q(held_since__isnull=False)
    carried = DisclosureItem.objects.filter(went, entry=entry).values("disclosure")
    return list(disclosures_visible_to(viewer).filter(pk__in=carried, state=State.RELEASED))
