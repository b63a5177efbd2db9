"""Claims about persons: recorded with evidence; fates only when a second person confirms."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Organisation, User
from wayhome.apps.audit.services import Part, record
from wayhome.apps.register.models import Assertion, ListEntry, Source
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.services.following import claim_ended
from wayhome.apps.register.services.sources import (
    CannotKeepSource,
    Document,
    beside,
    keep_source,
    plain,
    read_day,
)
from wayhome.values import WayhomeError

State = Assertion.State
EVERY = Q()


class CannotAssert(WayhomeError):
    """A claim that cannot be recorded, confirmed, declined or withdrawn."""


@transaction.atomic
def record_assertion(
    *,
    entry: ListEntry,
    kind: str,
    said_by: Organisation,
    as_of_date: str,
    evidence: str,
    by: User,
    at: datetime,
    source: Source | Document | None = None,
) -> Assertion:
    """Write down what somebody says of a line's person, as of some day, on what evidence.

    A fate (died, handed over, home) is proposed and counts for nothing until another person
    confirms it; every other claim stands at once.

    `as_of_date` is taken in any usual way of writing it, and kept so beside its reading.

    Raises:
        CannotAssert: no evidence, an unknown kind, no date, or a line of somebody else's.
    """
    if kind not in Assertion.Kind.values:
        raise CannotAssert(_("Choose what is claimed."))
    evidence = plain(evidence)
    if not evidence:
        raise CannotAssert(_("Say what the evidence is: who saw or wrote what, and when."))
    if not entries_visible_to(by).filter(pk=entry.pk).exists():
        raise CannotAssert(_("This line is not there. Reload the page."))
    try:
        as_of = read_day(as_of_date)
        if isinstance(source, Document):
            source = keep_source(source, by.party)
    except CannotKeepSource as wrong:
        raise CannotAssert(str(wrong)) from wrong
    made = Assertion.objects.create(
        partition=by.party,
        entry=entry,
        kind=kind,
        said_by=said_by,
        source=source,
        as_of_date=as_of,
        as_of_written=plain(as_of_date),
        evidence=evidence[:1000],
        state=State.PROPOSED if kind in Assertion.FATES else State.STANDING,
        recorded_by=by,
        recorded_at=at,
    )
    details = {"kind": kind, "as_of": as_of, "evidence": made.evidence}
    details |= beside("as_of_written", made.as_of_written, as_of)
    _tell("assertion_recorded", made, by=by, at=at, details=details)
    return made


@transaction.atomic
def confirm_assertion(*, assertion: Assertion, by: User, at: datetime) -> None:
    """Confirm a fate that somebody else proposed. From now on it counts.

    Raises:
        CannotAssert: proposed by oneself, or not proposed any more.
    """
    if assertion.recorded_by_id == by.pk:
        raise CannotAssert(_("You proposed this. Another person must confirm it."))
    _move(assertion, State.PROPOSED, State.STANDING, by=by, decided_by=by, decided_at=at)
    _tell("assertion_confirmed", assertion, by=by, at=at, details={"kind": assertion.kind})


@transaction.atomic
def decline_assertion(*, assertion: Assertion, reason: str, by: User, at: datetime) -> None:
    """Decline a fate that somebody else proposed.

    Raises:
        CannotAssert: no reason, proposed by oneself, or not proposed any more.
    """
    reason = _reason(reason)
    if assertion.recorded_by_id == by.pk:
        raise CannotAssert(_("You proposed this. Withdraw it instead of declining it."))
    _move(assertion, State.PROPOSED, State.DECLINED, by=by, decided_by=by, decided_at=at)
    _tell("assertion_declined", assertion, by=by, at=at, details={"reason": reason})
    claim_ended(assertion, by=by, at=at)


@transaction.atomic
def withdraw_assertion(*, assertion: Assertion, reason: str, by: User, at: datetime) -> None:
    """Take a claim back: it stays on the page, struck through, and counts no more.

    By whoever recorded it or by an approver. What two people confirmed is not taken back so: see
    `ask_fate_withdrawal`.

    Raises:
        CannotAssert: no reason, not allowed, a confirmed fate, or nothing that stands.
    """
    reason = _reason(reason)
    assertion.refresh_from_db(fields=["state"])
    if needs_two(assertion):
        raise CannotAssert(_("Two people confirmed this, and two withdraw it. Ask for it first."))
    _check_may(assertion, by)
    _move(
        assertion, assertion.state, State.WITHDRAWN,
        by=by, withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason,
    )  # fmt: skip
    _tell("assertion_withdrawn", assertion, by=by, at=at, details={"reason": reason})
    claim_ended(assertion, by=by, at=at)


@transaction.atomic
def ask_fate_withdrawal(*, assertion: Assertion, reason: str, by: User, at: datetime) -> None:
    """Ask that a confirmed fate be withdrawn. Until an approver agrees it stands, and says so.

    Raises:
        CannotAssert: no reason, not allowed, no confirmed fate, or asked for already.
    """
    reason = _reason(reason)
    assertion.refresh_from_db(fields=["state"])
    _check_may(assertion, by)
    if not needs_two(assertion):
        raise CannotAssert(_("One person is enough to withdraw this."))
    waiting = Q(withdrawal_asked_by=None)
    asked = {"withdrawal_asked_by": by, "withdrawal_asked_at": at, "withdrawal_reason": reason}
    _move(assertion, State.STANDING, State.STANDING, by=by, only=waiting, **asked)
    _tell("assertion_withdrawal_asked", assertion, by=by, at=at, details={"reason": reason})


@transaction.atomic
def confirm_fate_withdrawal(*, assertion: Assertion, by: User, at: datetime) -> None:
    """Withdraw a confirmed fate, as somebody else asked.

    Raises:
        CannotAssert: not an approver, asked for by oneself or by nobody, or it no longer stands.
    """
    if assertion.withdrawal_asked_by_id == by.pk:
        raise CannotAssert(_("You asked for this. Another approver must agree."))
    if not by.has_perm("register.confirm_assertion"):
        raise CannotAssert(_("Ask an approver to withdraw this."))
    _move(
        assertion, State.STANDING, State.WITHDRAWN,
        by=by, only=_asked_by_another(by),
        withdrawn_by=by, withdrawn_at=at, withdrawn_reason=F("withdrawal_reason"),
    )  # fmt: skip
    details = {"reason": assertion.withdrawn_reason}
    _tell("assertion_withdrawn", assertion, by=by, at=at, details=details)
    claim_ended(assertion, by=by, at=at)


@transaction.atomic
def decline_fate_withdrawal(*, assertion: Assertion, reason: str, by: User, at: datetime) -> None:
    """Let a confirmed fate stand; or take the own request to withdraw it back.

    Raises:
        CannotAssert: no reason, not allowed, or nobody asks any more.
    """
    reason = _reason(reason)
    is_own = assertion.withdrawal_asked_by_id == by.pk
    if not is_own and not by.has_perm("register.confirm_assertion"):
        raise CannotAssert(_("Ask an approver to decide about this."))
    nobody = {"withdrawal_asked_by": None, "withdrawal_asked_at": None, "withdrawal_reason": ""}
    asked = Q(withdrawal_asked_by=by) if is_own else _asked_by_another(by)
    _move(assertion, State.STANDING, State.STANDING, by=by, only=asked, **nobody)
    _tell("assertion_withdrawal_declined", assertion, by=by, at=at, details={"reason": reason})


def needs_two(assertion: Assertion) -> bool:
    """Whether two people must withdraw it: a fate that two confirmed."""
    return assertion.state == State.STANDING and assertion.kind in Assertion.FATES


def may_withdraw(assertion: Assertion, by: User) -> bool:
    """Whether this account may take the claim back, or ask for it where two must."""
    if assertion.partition_id != by.organisation.party_id:
        return False
    if assertion.state not in (State.PROPOSED, State.STANDING):
        return False
    return assertion.recorded_by_id == by.pk or by.has_perm("register.confirm_assertion")


def _asked_by_another(by: User) -> Q:
    return Q(withdrawal_asked_by__isnull=False) & ~Q(withdrawal_asked_by=by)


def _check_may(assertion: Assertion, by: User) -> None:
    if assertion.state not in (State.PROPOSED, State.STANDING):
        raise CannotAssert(_("This no longer stands. Reload the page."))
    if not may_withdraw(assertion, by):
        raise CannotAssert(_("Ask an approver to withdraw this."))


def _reason(reason: str) -> str:
    reason = plain(reason)[:1000]
    if not reason:
        raise CannotAssert(_("Give a reason, as you would in a year."))
    return reason


def _move(
    assertion: Assertion, before: str, after: str, *, by: User, only: Q = EVERY, **who: object
) -> None:
    """One conditional UPDATE, so that of two who act at once only one succeeds."""
    waiting = Assertion.objects.filter(only, pk=assertion.pk, state=before, partition=by.party)
    if not waiting.update(state=after, **who):
        raise CannotAssert(_("This was decided already. Reload the page."))
    assertion.refresh_from_db()


def _tell(
    act: str, assertion: Assertion, *, by: User, at: datetime, details: dict[str, str]
) -> None:
    record(
        act=act,
        by=by,
        at=at,
        facts={"assertion": str(assertion.uid), "is_fate": assertion.kind in Assertion.FATES},
        parts=[Part(assertion.entry.key, {"state": assertion.state, **details})],
    )
