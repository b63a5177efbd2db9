"""A new account and the link with which its owner chooses the first password.

The link carries a keyed hash of the account's state, and nothing of it is stored: it stops
holding when a password is chosen, when another link is made, or after PASSWORD_RESET_TIMEOUT.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.translation import gettext

from wayhome.apps.audit.models import Organisation, Party, Role, RoleGrant, User
from wayhome.apps.audit.policies import NEEDS_FACTOR
from wayhome.apps.audit.services.accounts.offices import create_organisation, create_party
from wayhome.apps.audit.services.accounts.refusals import CannotCreateAccount, CannotIssueLink
from wayhome.apps.audit.services.history import record


class _Links(PasswordResetTokenGenerator):
    key_salt = "wayhome.first-password"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{user.pk}:{user.password}:{user.is_active}:{timestamp}"


LINKS = _Links()


@dataclass(frozen=True, slots=True)
class Link:
    """What the address of the page for the first password is made of. Shown once."""

    uid: UUID
    token: str


@transaction.atomic
def create_account(
    *,
    email: str,
    display_name: str,
    organisation: Organisation,
    by: User | None,
    at: datetime,
    language: str = "en",
) -> User:
    """Make an account without a password and without a role.

    Raises:
        CannotCreateAccount: an account with that address is there.
    """
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise CannotCreateAccount(gettext("An account with that address is already there."))
    user = User.objects.create_user(
        email.strip(), display_name=display_name, organisation=organisation, language=language
    )
    facts = {"account": str(user.uid), "organisation": str(organisation.uid)}
    record(act="account_created", by=by, at=at, facts=facts)
    return user


@transaction.atomic
def issue_link(*, user: User, by: User | None, at: datetime) -> Link:
    """Make a link for the first password. An earlier link stops holding.

    Raises:
        CannotIssueLink: the account has a password, is closed, or has a role that two must grant:
            whoever has its link could decide in its name, so two administrators reset it.
    """
    if by is not None and by.pk == user.pk:
        raise CannotIssueLink(gettext("Nobody makes a link for the own account."))
    if user.has_usable_password():
        raise CannotIssueLink(
            gettext("This account has a password. If it is lost, two administrators reset access.")
        )
    if not user.is_active:
        raise CannotIssueLink(gettext("This account is closed."))
    if by is not None and decides(user):
        raise CannotIssueLink(
            gettext("This account may decide. Two administrators open it: ask for a reset.")
        )
    return make_link(user=user, by=by, at=at)


def decides(user: User) -> bool:
    """Whether the account has a role that two administrators must grant."""
    granted = RoleGrant.objects.filter(user=user, revoked_at=None, role__in=NEEDS_FACTOR)
    return granted.exists()


@transaction.atomic
def make_link(*, user: User, by: User | None, at: datetime) -> Link:
    """Make a link. Whether it may be made, its caller has checked."""
    user.set_unusable_password()  # a fresh random mark: what an earlier link was made from is gone
    user.save(update_fields=["password"])
    record(act="account_link_made", by=by, at=at, facts={"account": str(user.uid)})
    return Link(uid=user.uid, token=LINKS.make_token(user))


def link_holds(user: User, token: str) -> bool:
    """Whether the link is of this account, and neither taken, replaced nor too old."""
    return not user.has_usable_password() and LINKS.check_token(user, token)


@transaction.atomic
def choose_password(*, user: User, token: str, password: str, at: datetime) -> None:
    """Take the link, set the password. A link is taken once.

    Raises:
        CannotIssueLink: the link does not hold, or not any more.
    """
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not link_holds(locked, token):
        raise CannotIssueLink(gettext("This link does not hold any more. Ask for another."))
    locked.set_password(password)
    locked.save(update_fields=["password"])
    record(act="password_chosen", by=locked, at=at, facts={"account": str(locked.uid)})


@transaction.atomic
def found_institution(
    *, name: str, office: str, administrators: Sequence[tuple[str, str]], at: datetime
) -> list[Link]:
    """Begin: the party that keeps the register, its office, and two or more administrators.

    Args:
        name: of the institution.
        office: of its first organisation.
        administrators: address and name of each.
        at: when.

    Returns:
        One link for each administrator, in order.

    Raises:
        CannotCreateAccount: the register has a keeper, or there are fewer than two administrators.
    """
    if Party.objects.filter(keeps_register=True).exists():
        raise CannotCreateAccount(gettext("This register already has its keeper."))
    if len({email.strip().lower() for email, _ in administrators}) < 2:
        raise CannotCreateAccount(
            gettext("Two administrators are needed: each grants what the other asks for.")
        )
    kind = Party.Kind.NEUTRAL
    party = create_party(name=name, kind=kind, by=None, at=at, keeps_register=True)
    made = create_organisation(name=office, party=party, by=None, at=at)
    links = []
    for email, display_name in administrators:
        user = create_account(
            email=email, display_name=display_name, organisation=made, by=None, at=at
        )
        RoleGrant.objects.create(user=user, role=Role.ADMINISTRATOR, granted_at=at)
        facts = {"account": str(user.uid), "role": Role.ADMINISTRATOR.value}
        record(act="role_granted", by=None, at=at, facts=facts)
        links.append(issue_link(user=user, by=None, at=at))
    return links
