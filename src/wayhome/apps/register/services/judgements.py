"""Two people decide about two lines: one proposes, another confirms or declines; undo follows.

The states move as in `policies.MOVES`, each in one conditional UPDATE, so that of two people who
act at once only one succeeds.
"""

import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import SubjectKey, User
from wayhome.apps.audit.services import Part, new_key, record
from wayhome.apps.audit.services.history import Json
from wayhome.apps.register.models import CandidateMatch, Judgement, ListEntry
from wayhome.apps.register.policies import MOVES
from wayhome.apps.register.selectors import entries_visible_to
from wayhome.apps.register.selectors.contradictions import Contradiction, contradictions_if
from wayhome.apps.register.selectors.judgements import STANDING, consequences_of
from wayhome.apps.register.selectors.lists import rolled_back_among
from wayhome.apps.register.services.clusters import Regrouped, lock_work_of, recluster
from wayhome.values import WayhomeError

State, Verdict = Judgement.State, Judgement.Verdict
EVERY = Q()
NOBODY_ASKS = {
    "withdrawal_asked_by": None,
    "withdrawal_asked_at": None,
    "withdrawal_reason": "",
}


class CannotJudge(WayhomeError):
    """A judgement that cannot be proposed, confirmed, declined or withdrawn."""


class Contradicts(CannotJudge):
    """Confirming this contradicts other confirmed judgements; it needs to be done knowingly."""

    def __init__(self, sentence: str, found: tuple[Contradiction, ...]) -> None:
        super().__init__(sentence)
        self.found = found


@transaction.atomic
def propose_judgement(
    *,
    entry_a: ListEntry,
    entry_b: ListEntry,
    verdict: str,
    reason: str,
    by: User,
    at: datetime,
    candidate: CandidateMatch | None = None,
    in_bulk: bool = False,
) -> Judgement:
    """Say of two lines that they are one person, are not, or that it cannot be told.

    Raises:
        CannotJudge: no reason, an unknown verdict, a line of somebody else's, or a pair for which
            a judgement stands already.
    """
    reason = _reason(reason)
    if verdict not in Verdict.values:
        raise CannotJudge(_("Choose one: same person, not the same, unsure."))
    first, second = sorted((entry_a, entry_b), key=lambda entry: entry.pk)
    both = entries_visible_to(by).filter(pk__in=(first.pk, second.pk))
    if both.count() != 2:
        raise CannotJudge(_not_there())
    partition = by.party
    _refuse_rolled_back((first.pk, second.pk))
    _refuse_second(first, second, by)
    try:
        with transaction.atomic():
            made = Judgement.objects.create(
                partition=partition, entry_a=first, entry_b=second, candidate=candidate,
                verdict=verdict, reason=reason, proposed_by=by, proposed_at=at, in_bulk=in_bulk,
            )  # fmt: skip
    except IntegrityError as taken:
        raise CannotJudge(_already_proposed()) from taken
    _set_open(made, is_open=False)
    _tell("judgement_proposed", made, by=by, at=at, details={"reason": reason}, bulk=in_bulk)
    return made


@transaction.atomic
def confirm_judgement(
    *, judgement: Judgement, by: User, at: datetime, knowingly: bool = False
) -> Regrouped:
    """Confirm what somebody else proposed. Persons follow from it at once.

    Args:
        judgement: the proposal.
        by: not its proposer.
        at: when.
        knowingly: confirm even though it contradicts other confirmed judgements.

    Returns:
        What became of the persons.

    Raises:
        CannotJudge: proposed by oneself, not proposed any more, of another partition, or about a
            line that was erased since.
        Contradicts: it contradicts what is confirmed, and this was not said to be known.
    """
    if judgement.proposed_by_id == by.pk:
        raise CannotJudge(_("You proposed this. Another person must confirm it."))
    lock_work_of(by.party)
    pair = (judgement.entry_a_id, judgement.entry_b_id)
    if ListEntry.objects.filter(pk__in=pair, erased_at=None).count() != len(pair):
        raise CannotJudge(_not_there())
    _refuse_rolled_back(pair)
    found = contradictions_if(by.party, pair, judgement.verdict)
    if found and not knowingly and _is_proposed(judgement, by):
        raise Contradicts(_("This contradicts what two people confirmed before."), found)
    replaced = _replace_unsure(judgement, by=by, at=at)
    _move(judgement, State.CONFIRMED, by=by, decided_by=by, decided_at=at)
    told = _regroup(judgement, by=by, at=at)
    _tell(
        "judgement_confirmed", judgement, by=by, at=at, details=_persons(told),
        contradictions=len(found), replaced=replaced,
    )  # fmt: skip
    return told


@transaction.atomic
def decline_judgement(*, judgement: Judgement, reason: str, by: User, at: datetime) -> None:
    """Send a proposal back with a reason; the pair is open for review again.

    Raises:
        CannotJudge: no reason, proposed by oneself, or not proposed any more.
    """
    reason = _reason(reason)
    if judgement.proposed_by_id == by.pk:
        raise CannotJudge(_("You proposed this. Take it back instead of declining it."))
    _move(
        judgement, State.DECLINED,
        by=by, decided_by=by, decided_at=at, decided_reason=reason,
    )  # fmt: skip
    _set_open(judgement, is_open=True)
    _tell("judgement_declined", judgement, by=by, at=at, details={"reason": reason})


@transaction.atomic
def withdraw_judgement(*, judgement: Judgement, reason: str, by: User, at: datetime) -> Regrouped:
    """Undo a judgement: persons split again, and the pair is open for review again.

    A proposal is taken back by its proposer alone; what was confirmed, by anybody who may, unless
    a fate or something released stands on it: see `ask_judgement_withdrawal`.

    Raises:
        CannotJudge: no reason, somebody else's proposal, nothing that stands, or two are needed.
    """
    reason = _reason(reason)
    judgement.refresh_from_db(fields=["state"])
    if judgement.state == State.PROPOSED and judgement.proposed_by_id != by.pk:
        raise CannotJudge(_("Only its proposer takes a proposal back. You may decline it."))
    if judgement.state == State.CONFIRMED and not by.has_perm("register.withdraw_judgement"):
        raise CannotJudge(_("This was confirmed. Ask an approver to withdraw it."))
    lock_work_of(by.party)
    if consequences_of(judgement).need_two:
        raise CannotJudge(
            _("A confirmed fate or something released stands on this. Two withdraw it: ask first.")
        )
    was = judgement.state
    _move(
        judgement, State.WITHDRAWN, only_from=was, only=EVERY,
        by=by, withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason, **NOBODY_ASKS,
    )  # fmt: skip
    return _undo(judgement, was=was, by=by, at=at)


@transaction.atomic
def ask_judgement_withdrawal(*, judgement: Judgement, reason: str, by: User, at: datetime) -> None:
    """Ask that a confirmed judgement be withdrawn. Until an approver agrees it stands.

    Raises:
        CannotJudge: no reason, asked for already, or not confirmed.
    """
    reason = _reason(reason)
    asked = {"withdrawal_asked_by": by, "withdrawal_asked_at": at, "withdrawal_reason": reason}
    _note(judgement, by=by, only=Q(withdrawal_asked_by=None), **asked)
    _tell("judgement_withdrawal_asked", judgement, by=by, at=at, details={"reason": reason})


@transaction.atomic
def confirm_judgement_withdrawal(*, judgement: Judgement, by: User, at: datetime) -> Regrouped:
    """Withdraw a confirmed judgement, as somebody else asked, whatever stands on it.

    Raises:
        CannotJudge: no approver, asked for by oneself or by nobody, or it no longer stands.
    """
    judgement.refresh_from_db()
    if judgement.withdrawal_asked_by_id == by.pk:
        raise CannotJudge(_("You asked for this. Another approver must agree."))
    if not by.has_perm("register.withdraw_judgement"):
        raise CannotJudge(_("This was confirmed. Ask an approver to withdraw it."))
    lock_work_of(by.party)
    reason = F("withdrawal_reason")
    _move(
        judgement, State.WITHDRAWN, only_from=State.CONFIRMED, only=_asked_by_another(by),
        by=by, withdrawn_by=by, withdrawn_at=at, withdrawn_reason=reason,
    )  # fmt: skip
    return _undo(judgement, was=State.CONFIRMED, by=by, at=at)


@transaction.atomic
def decline_judgement_withdrawal(
    *, judgement: Judgement, reason: str, by: User, at: datetime
) -> None:
    """Let a confirmed judgement stand; or take the own request to withdraw it back.

    Raises:
        CannotJudge: no reason, not allowed, or nobody asks any more.
    """
    reason = _reason(reason)
    judgement.refresh_from_db()
    is_own = judgement.withdrawal_asked_by_id == by.pk
    if not is_own and not by.has_perm("register.withdraw_judgement"):
        raise CannotJudge(_("This was confirmed. Ask an approver to withdraw it."))
    asked = Q(withdrawal_asked_by=by) if is_own else _asked_by_another(by)
    _note(judgement, by=by, only=asked, **NOBODY_ASKS)
    _tell("judgement_withdrawal_declined", judgement, by=by, at=at, details={"reason": reason})


def _undo(judgement: Judgement, *, was: str, by: User, at: datetime) -> Regrouped:
    """What follows from a judgement that was withdrawn, and the entry that tells of it."""
    told = _regroup(judgement, by=by, at=at) if was == State.CONFIRMED else Regrouped()
    _set_open(judgement, is_open=True)
    details: dict[str, Json] = {"reason": judgement.withdrawn_reason, **_persons(told)}
    _tell("judgement_withdrawn", judgement, by=by, at=at, details=details, was=was)
    return told


def _asked_by_another(by: User) -> Q:
    return Q(withdrawal_asked_by__isnull=False) & ~Q(withdrawal_asked_by=by)


def _note(judgement: Judgement, *, by: User, only: Q, **changes: object) -> None:
    """Change what is asked about a confirmed judgement, which stands meanwhile."""
    standing = Judgement.objects.filter(
        only, pk=judgement.pk, partition=by.party, state=State.CONFIRMED
    )
    if not standing.update(**changes):
        raise CannotJudge(_somebody_else())
    judgement.refresh_from_db()


def _refuse_rolled_back(pair: tuple[int, int]) -> None:
    if rolled_back_among(pair):
        raise CannotJudge(_("The list of one of these lines was rolled back."))


def _not_there() -> str:
    return _("One of the lines is not there. Reload the page.")


def _somebody_else() -> str:
    return _("Somebody else has just decided about this. Reload the page.")


def _already_proposed() -> str:
    return _("Somebody has just proposed a judgement of this pair. Reload the page.")


def _reason(text: str) -> str:
    reason = unicodedata.normalize("NFC", " ".join(text.split()))
    if not reason:
        raise CannotJudge(_("Give a reason, as you would in a year."))
    if len(reason) > 1000:
        raise CannotJudge(_("The reason is too long: at most 1,000 characters."))
    return reason


def _refuse_second(first: ListEntry, second: ListEntry, by: User) -> None:
    """A pair has one standing judgement, but "unsure" may be followed by a better one."""
    standing = Judgement.objects.filter(
        partition=by.party, entry_a=first, entry_b=second, state__in=STANDING
    )
    states = {(made.state, made.verdict) for made in standing}
    if any(state == State.PROPOSED for state, _verdict in states):
        raise CannotJudge(_already_proposed())
    if any(verdict != Verdict.UNSURE for _state, verdict in states):
        raise CannotJudge(_("This pair was judged already. Withdraw that judgement first."))


def _is_proposed(judgement: Judgement, by: User) -> bool:
    return Judgement.objects.filter(
        pk=judgement.pk, partition=by.party, state=State.PROPOSED
    ).exists()


def _replace_unsure(judgement: Judgement, *, by: User, at: datetime) -> str | None:
    """An earlier "unsure" gives way to the judgement that is being confirmed. Returns its uid."""
    unsure = Judgement.objects.filter(
        partition=by.party, entry_a=judgement.entry_a_id, entry_b=judgement.entry_b_id,
        state=State.CONFIRMED, verdict=Verdict.UNSURE,
    ).first()  # fmt: skip
    if unsure is None or not _is_proposed(judgement, by):
        return None
    unsure.state, unsure.withdrawn_by, unsure.withdrawn_at = State.WITHDRAWN, by, at
    unsure.withdrawn_reason = judgement.reason
    unsure.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    return str(unsure.uid)


def _move(
    judgement: Judgement,
    to: str,
    *,
    by: User,
    only_from: str = "",
    only: Q = EVERY,
    **changes: object,
) -> None:
    """Move the state in one UPDATE, so that two people cannot both succeed."""
    origins = [old for old, new in MOVES.items() if to in new and old == (only_from or old)]
    waiting = Judgement.objects.filter(only, pk=judgement.pk, partition=by.party, state__in=origins)
    if not waiting.update(state=to, **changes):
        raise CannotJudge(_somebody_else())
    judgement.refresh_from_db()


def _regroup(judgement: Judgement, *, by: User, at: datetime) -> Regrouped:
    if judgement.verdict != Verdict.SAME:
        return Regrouped()
    both = (judgement.entry_a, judgement.entry_b)
    return recluster(partition=by.party, entries=both, by=by, at=at)


def _set_open(judgement: Judgement, *, is_open: bool) -> None:
    is_open = is_open and not rolled_back_among((judgement.entry_a_id, judgement.entry_b_id))
    CandidateMatch.objects.filter(
        partition=judgement.partition_id,
        entry_a=judgement.entry_a_id,
        entry_b=judgement.entry_b_id,
    ).update(open=is_open)


def _persons(told: Regrouped) -> dict[str, Json]:
    return {"founded": told.founded, "absorbed": told.absorbed, "returned": told.returned}


def _tell(
    act: str, made: Judgement, *, by: User, at: datetime, details: dict[str, Json], **facts: Json
) -> None:
    """One entry for both lines; case numbers lie sealed under each line's key.

    A line that was erased since has none any more. The reason, which may name either person, lies
    under the judgement's own key, and goes when one of them is erased.
    """
    keys = made.entry_a.key, made.entry_b.key
    reason = {name: details[name] for name in details if name == "reason"}
    details = {name: details[name] for name in details if name != "reason"}
    own = [Part(_key_of(made), {**reason, "judgement": str(made.uid)})] if reason else []
    record(
        act=act,
        by=by,
        at=at,
        facts={"judgement": str(made.uid), "verdict": made.verdict, **facts},
        parts=[
            *(
                Part(mine, {**details, "judgement": str(made.uid), "with": str(other.uid)})
                for mine, other in (keys, keys[::-1])
                if mine.wrapped is not None
            ),
            *own,
        ],
    )


def _key_of(made: Judgement) -> SubjectKey:
    """The judgement's key; a new one once that was destroyed with a line."""
    if made.key is None or made.key.wrapped is None:
        made.key = new_key(SubjectKey.About.RECORD)
        made.save(update_fields=["key"])
    return made.key
