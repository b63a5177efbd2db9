"""Roles given and taken, accounts closed and reopened. Each ends all sessions of the account."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from wayhome.apps.audit.models import Role, RoleGrant, RoleRequest, User
from wayhome.apps.audit.policies import NEEDS_FACTOR, REQUEST_LASTS
from wayhome.apps.audit.services.accounts.opening import Link, decides
from wayhome.apps.audit.services.accounts.refusals import CannotChangeAccount, CannotGrantRole
from wayhome.apps.audit.services.accounts.resets import open_anew
from wayhome.apps.audit.services.accounts.sessions import end_sessions
from wayhome.apps.audit.services.history import record

LEAST_ADMINISTRATORS = 2


@transaction.atomic
def grant_role(*, user: User, role: str, by: User, at: datetime) -> RoleGrant:
    """Give a role that one administrator may give.

    Raises:
        CannotGrantRole: to oneself, to a closed account, twice, or a role that two must grant.
    """
    if role in NEEDS_FACTOR:
        raise CannotGrantRole(gettext("Two administrators grant this role. Ask for it first."))
    _refuse_grant(user, role, by)
    return _grant(user, role, by, at)


@transaction.atomic
def ask_role(*, user: User, role: str, by: User, at: datetime) -> RoleRequest:
    """Ask for a role that two administrators must grant.

    Raises:
        CannotGrantRole: for oneself, for a closed account, or what is granted or asked for.
    """
    _refuse_grant(user, role, by)
    open_ = RoleRequest.objects.filter(
        user=user, role=role, granted_at=None, asked_at__gt=at - REQUEST_LASTS
    )
    if open_.exists():
        raise CannotGrantRole(gettext("This role was asked for already. Another must grant it."))
    request = RoleRequest.objects.create(user=user, role=role, asked_by=by, asked_at=at)
    facts = {"account": str(user.uid), "role": role, "request": str(request.uid)}
    record(act="role_asked", by=by, at=at, facts=facts)
    return request


@transaction.atomic
def approve_role(*, request: RoleRequest, by: User, at: datetime) -> Link | None:
    """Grant what another administrator asked for.

    One administrator alone opened the account, and may have kept its link or chosen its password:
    both are taken away, and the second administrator hands a new link to the owner.

    Returns:
        The link; None for an account that two had opened already, since it may decide.

    Raises:
        CannotGrantRole: by who asked, to oneself, or when the request was granted or lapsed.
    """
    if by.pk == request.asked_by_id:
        raise CannotGrantRole(gettext("You asked for this role. Another administrator grants it."))
    _refuse_grant(request.user, request.role, by)
    # In one UPDATE, so that two administrators cannot both succeed.
    waiting = RoleRequest.objects.filter(
        pk=request.pk, granted_at=None, asked_at__gt=at - REQUEST_LASTS
    )
    if not waiting.update(granted_by=by, granted_at=at):
        raise CannotGrantRole(gettext("This request was granted, or lapsed after three days."))
    opened_by_two = decides(request.user)
    _grant(request.user, request.role, by, at)
    if opened_by_two:
        return None
    return open_anew(user=request.user, request=request.uid, by=by, at=at)


@transaction.atomic
def revoke_role(*, user: User, role: str, by: User, at: datetime) -> None:
    """Take a role away.

    Raises:
        CannotChangeAccount: from oneself, a role the account has not, or too few would be left.
    """
    _refuse_change(user, by)
    if role not in Role.values:
        raise CannotChangeAccount(gettext("There is no such role."))
    if role == Role.ADMINISTRATOR:
        _keep_two_administrators(user)
    granted = RoleGrant.objects.filter(user=user, role=role, revoked_at=None)
    if not granted.update(revoked_by=by, revoked_at=at):
        raise CannotChangeAccount(gettext("The account does not have this role."))
    end_sessions(user)
    facts = {"account": str(user.uid), "role": role}
    record(act="role_revoked", by=by, at=at, facts=facts)


@transaction.atomic
def close_account(*, user: User, by: User, at: datetime) -> None:
    """End every session and every role; nobody logs in to it.

    Raises:
        CannotChangeAccount: the own account, a closed one, or too few administrators would be left.
    """
    _refuse_change(user, by)
    _keep_two_administrators(user)
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise CannotChangeAccount(gettext("This account is closed already."))
    granted = RoleGrant.objects.filter(user=user, revoked_at=None)
    roles = sorted(granted.values_list("role", flat=True))
    granted.update(revoked_by=by, revoked_at=at)
    end_sessions(user)
    facts = {"account": str(user.uid), "roles": roles}
    record(act="account_closed", by=by, at=at, facts=facts)


@transaction.atomic
def reopen_account(*, user: User, by: User, at: datetime) -> None:
    """Open a closed account again, without any role.

    Raises:
        CannotChangeAccount: the own account, or one that is open.
    """
    _refuse_change(user, by)
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise CannotChangeAccount(gettext("This account is open."))
    record(act="account_reopened", by=by, at=at, facts={"account": str(user.uid)})


def _refuse_grant(user: User, role: str, by: User) -> None:
    if by.pk == user.pk:
        raise CannotGrantRole(gettext("Nobody grants a role to the own account."))
    if not User.objects.filter(pk=user.pk, is_active=True).exists():
        raise CannotGrantRole(gettext("This account is closed."))
    if role not in Role.values:
        raise CannotGrantRole(gettext("There is no such role."))
    if RoleGrant.objects.filter(user=user, role=role, revoked_at=None).exists():
        raise CannotGrantRole(gettext("The account has this role already."))


def _grant(user: User, role: str, by: User, at: datetime) -> RoleGrant:
    try:
        with transaction.atomic():
            grant = RoleGrant.objects.create(user=user, role=role, granted_by=by, granted_at=at)
    except IntegrityError as twice:
        raise CannotGrantRole(gettext("The account has this role already.")) from twice
    end_sessions(user)
    facts = {"account": str(user.uid), "role": role}
    record(act="role_granted", by=by, at=at, facts=facts)
    return grant


def _refuse_change(user: User, by: User) -> None:
    if by.pk == user.pk:
        raise CannotChangeAccount(gettext("Nobody changes the own account here. Ask another."))


def _keep_two_administrators(leaving: User) -> None:
    administrators = User.objects.select_for_update(of=("self",)).filter(
        is_active=True, grants__role=Role.ADMINISTRATOR, grants__revoked_at=None
    )
    left = {user.pk for user in administrators}
    if leaving.pk in left and len(left) - 1 < LEAST_ADMINISTRATORS:
        raise CannotChangeAccount(
            gettext("Two administrators must be left, to grant what the other asks for.")
        )
