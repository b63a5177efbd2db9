"""A lost factor or password: two administrators reset access, and neither for themselves."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext

from wayhome.apps.audit.models import FactorReset, User
from wayhome.apps.audit.policies import REQUEST_LASTS
from wayhome.apps.audit.services.accounts.opening import Link, make_link
from wayhome.apps.audit.services.accounts.refusals import CannotResetAccess
from wayhome.apps.audit.services.accounts.sessions import end_sessions
from wayhome.apps.audit.services.history import record


@transaction.atomic
def ask_reset(*, user: User, reason: str, by: User, at: datetime) -> FactorReset:
    """Ask that the factor and the password of an account be taken away.

    Raises:
        CannotResetAccess: for oneself, without a reason, for a closed account, or asked already.
    """
    if by.pk == user.pk:
        raise CannotResetAccess(gettext("Nobody resets the own access. Ask another."))
    if not reason.strip():
        raise CannotResetAccess(gettext("Say how you know that the owner asked for it."))
    if not user.is_active:
        raise CannotResetAccess(gettext("This account is closed."))
    if FactorReset.objects.filter(
        user=user, approved_at=None, asked_at__gt=at - REQUEST_LASTS
    ).exists():
        raise CannotResetAccess(gettext("This was asked for already. Another must do it."))
    reset = FactorReset.objects.create(user=user, reason=reason.strip(), asked_by=by, asked_at=at)
    facts = {"account": str(user.uid), "request": str(reset.uid)}
    record(act="reset_asked", by=by, at=at, facts=facts)
    return reset


@transaction.atomic
def approve_reset(*, reset: FactorReset, by: User, at: datetime) -> Link:
    """Take away every factor and the password, end all sessions, make a link for a new password.

    Raises:
        CannotResetAccess: by who asked, for oneself, or when it was done or lapsed.
    """
    user = reset.user
    if by.pk == reset.asked_by_id:
        raise CannotResetAccess(gettext("You asked for this. Another administrator does it."))
    if by.pk == user.pk:
        raise CannotResetAccess(gettext("Nobody resets the own access. Ask another."))
    # In one UPDATE, so that two administrators cannot both succeed.
    waiting = FactorReset.objects.filter(
        pk=reset.pk, approved_at=None, asked_at__gt=at - REQUEST_LASTS
    )
    if not waiting.update(approved_by=by, approved_at=at):
        raise CannotResetAccess(gettext("This was done already, or lapsed after three days."))
    return open_anew(user=user, request=reset.uid, by=by, at=at)


@transaction.atomic
def open_anew(*, user: User, request: UUID, by: User, at: datetime) -> Link:
    """Take every factor and the password away, end all sessions, make a link. By two: see callers.

    Args:
        user: whose access.
        request: what one administrator asked for and another is granting.
        by: the second administrator, who hands the link over.
        at: when.
    """
    factors, _ = Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    end_sessions(user)
    facts = {"account": str(user.uid), "request": str(request), "factors": factors}
    record(act="access_reset", by=by, at=at, facts=facts)
    return make_link(user=user, by=by, at=at)
