"""The day's work, with counts: the left column of every page."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import (
    Answer,
    Appearance,
    Disclosure,
    ErasureRequest,
    Flag,
    ListEntry,
    PersonList,
)
from wayhome.apps.register.policies import own
from wayhome.apps.register.selectors.answers import lines_to_answer
from wayhome.apps.register.selectors.candidates import Narrowed, waiting_for
from wayhome.apps.register.selectors.contradictions import denied_within_one_person
from wayhome.apps.register.selectors.erasure import erasures_visible_to
from wayhome.apps.register.selectors.judgements import (
    awaiting_confirmation_by,
    judgement_withdrawals_waiting_for,
)
from wayhome.apps.register.selectors.persons import (
    fate_withdrawals_waiting_for,
    fates_to_confirm,
)
from wayhome.apps.register.selectors.status import challenged_fates, fates_spoken_against
from wayhome.apps.register.selectors.waiting import Waiting, count_waiting

MOST = 999
"""Counted up to here: the frame of every page must not count a whole register."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One line of the left column."""

    name: str | Promise
    address: str
    count: int | str | None = None


def queues_for(viewer: User) -> list[Queue]:
    """The queues the viewer works on, each with how much waits in it for this viewer."""
    shown = [one for one in _QUEUES if viewer.has_perm(one[0]) and _address(one[2])]
    asked = {address: waiting for _permission, _name, address, waiting in shown}
    lists = _lists_put(viewer) if ANSWERS in asked else ()
    if ANSWERS in asked:
        asked[ANSWERS] = partial(_lines_without_answer, lists=lists)
    if CONTRADICTIONS in asked:
        asked[_SPOKEN_AGAINST] = fates_spoken_against
    counts = dict(count_waiting(asked, viewer, given=lists, at_most=MOST))
    if counts.pop(_SPOKEN_AGAINST, 0):
        counts[CONTRADICTIONS] += len(challenged_fates(viewer))
    return [
        Queue(name=name, address=_address(address), count=_shown(counts[address]))
        for _permission, name, address, _waiting in shown
    ]


def _address(view: str) -> str:
    try:
        return reverse(view)
    except NoReverseMatch:
        return ""


def _shown(count: int) -> int | str:
    return count if count <= MOST else f"{MOST}+"


def answers_due(viewer: User) -> QuerySet[ListEntry]:
    """Lines that wait for an answer.

    For a party: what was released to it and it has not answered. For the keeper: lines of the
    newest version of every list of the sought that was addressed to a party, without an answer.
    """
    return _lines_without_answer(viewer, _lists_put(viewer))


def _lists_put(viewer: User) -> tuple[int, ...]:
    """The lists that wait for the keeper's answers.

    Asked by themselves: in one question PostgreSQL would look for them behind every line there is.
    """
    if not viewer.keeps_register:
        return ()
    asked = PersonList.objects.filter(
        kind=PersonList.Kind.SOUGHT, rolled_back_at=None, addressed_to__isnull=False
    )
    newest = asked.exclude(pk__in=asked.exclude(predecessor=None).values("predecessor"))
    return tuple(newest.order_by("pk").values_list("pk", flat=True))


def _lines_without_answer(viewer: User, lists: Collection[int]) -> QuerySet[ListEntry]:
    answered = Answer.objects.filter(entry=OuterRef("pk"), replaced_by=None)
    if viewer.keeps_register:
        stands = Appearance.objects.filter(list__in=lists)
        lines = ListEntry.objects.filter(erased_at=None, pk__in=stands.values("entry"))
        return lines.filter(~Exists(answered))
    return lines_to_answer(viewer).filter(~Exists(answered.filter(own(viewer))))


def disclosures_to_approve(viewer: User) -> QuerySet[Disclosure]:
    """What somebody else asked to release."""
    asked = Disclosure.objects.filter(own(viewer), state=Disclosure.State.ASKED)
    return asked.exclude(asked_by=viewer)


def erasures_to_decide(viewer: User) -> QuerySet[ErasureRequest]:
    """What somebody else asked to erase."""
    asked = erasures_visible_to(viewer).filter(state=ErasureRequest.State.ASKED)
    return asked.exclude(asked_by=viewer)


def withdrawals_waiting_for(viewer: User) -> QuerySet[Any, Any]:
    """Confirmed fates and judgements that somebody else asked to withdraw, by their addresses."""
    fates = fate_withdrawals_waiting_for(viewer).order_by().values("uid")
    judgements = judgement_withdrawals_waiting_for(viewer).order_by().values("uid")
    return fates.union(judgements, all=True)


def open_flags(viewer: User) -> QuerySet[Flag]:
    """Flags of the own partition that nobody has resolved."""
    return Flag.objects.filter(own(viewer), resolved_at=None)


CONTRADICTIONS = "register:contradictions"
"""Denials within one person; `queues_for` adds the fates spoken against since."""
ANSWERS = "register:answers"
_SPOKEN_AGAINST = "fates spoken against"

_QUEUES: tuple[tuple[str, Promise, str, Waiting], ...] = (
    (
        "register.propose_judgement",
        _("To review"),
        "register:review",
        lambda viewer: waiting_for(viewer, Narrowed()),
    ),
    (
        "register.confirm_judgement",
        _("To confirm"),
        "register:confirm",
        awaiting_confirmation_by,
    ),
    (
        "register.see_candidate",
        _("Contradictions"),
        CONTRADICTIONS,
        denied_within_one_person,
    ),
    ("register.confirm_assertion", _("Fates to confirm"), "register:fates", fates_to_confirm),
    (
        "register.withdraw_judgement",
        _("To withdraw"),
        "register:withdrawals",
        withdrawals_waiting_for,
    ),
    ("register.record_answer", _("Answers due"), ANSWERS, answers_due),
    (
        "register.approve_disclosure",
        _("To disclose"),
        "register:disclosures",
        disclosures_to_approve,
    ),
    ("audit.approve_erasure", _("To erase"), "register:erasures", erasures_to_decide),
    ("register.flag_line", _("Flags"), "register:flags", open_flags),
)
