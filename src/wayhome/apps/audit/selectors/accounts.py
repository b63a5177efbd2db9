"""Accounts, offices and requests an administrator may see. No persons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from wayhome.apps.audit.models import (
    FactorReset,
    Organisation,
    Party,
    RoleGrant,
    RoleRequest,
    User,
)
from wayhome.apps.audit.policies import REQUEST_LASTS

SEE = "audit.see_accounts"


def accounts_visible_to(viewer: User) -> QuerySet[User]:
    """Every account, for an administrator; with `has_factor` and `granted`, its present roles."""
    if not viewer.has_perm(SEE):
        return User.objects.none()
    present = RoleGrant.objects.filter(revoked_at=None).order_by("role")
    return (
        User.objects.select_related("organisation__party")
        .annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
        .prefetch_related(Prefetch("grants", queryset=present, to_attr="granted"))
    )


def organisations_visible_to(viewer: User) -> QuerySet[Organisation]:
    """Every organisation, for an administrator."""
    if not viewer.has_perm(SEE):
        return Organisation.objects.none()
    return Organisation.objects.select_related("party").order_by("party__name", "name")


def parties_visible_to(viewer: User) -> QuerySet[Party]:
    """Every party, for an administrator."""
    return Party.objects.order_by("name") if viewer.has_perm(SEE) else Party.objects.none()


def role_requests_visible_to(viewer: User, *, at: datetime) -> QuerySet[RoleRequest]:
    """Roles asked for and neither granted nor lapsed."""
    if not viewer.has_perm(SEE):
        return RoleRequest.objects.none()
    waiting = RoleRequest.objects.filter(granted_at=None, asked_at__gt=at - REQUEST_LASTS)
    return waiting.select_related("user", "asked_by").order_by("asked_at")


def resets_visible_to(viewer: User, *, at: datetime) -> QuerySet[FactorReset]:
    """Resets asked for and neither done nor lapsed."""
    if not viewer.has_perm(SEE):
        return FactorReset.objects.none()
    waiting = FactorReset.objects.filter(approved_at=None, asked_at__gt=at - REQUEST_LASTS)
    return waiting.select_related("user", "asked_by").order_by("asked_at")


def account_of_link(uid: UUID) -> QuerySet[User]:
    """The open account a link for a first password names."""
    return User.objects.filter(uid=uid, is_active=True)


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """An invented account of the example, its roles, and the code its factor shows now."""

    user: User
    roles: list[str]
    code: str


def is_example() -> bool:
    """Whether this is the example register: invented people, open passwords."""
    return User.objects.filter(is_demo=True).exists()


def demo_logins(only: User | None = None) -> list[DemoLogin]:
    """The accounts of the example register, or one of them. Empty in any other register."""
    users = User.objects.filter(is_demo=True, is_active=True).select_related("organisation")
    if only is not None:
        users = users.filter(pk=only.pk)
    present = RoleGrant.objects.filter(revoked_at=None).order_by("role")
    return [
        DemoLogin(
            user=user,
            roles=[grant.get_role_display() for grant in user.granted],
            code=_code(user),
        )
        for user in users.order_by("organisation__party__name", "email").prefetch_related(
            Prefetch("grants", queryset=present, to_attr="granted"), "authenticator_set"
        )
    ]


def _code(user: User) -> str:
    """The one-time code of this half minute, or nothing without an authenticator app."""
    for factor in user.authenticator_set.all():  # type: ignore[attr-defined]
        if factor.type == Authenticator.Type.TOTP:
            counters = list(yield_hotp_counters_from_time())
            now = counters[len(counters) // 2]  # between those a slow or fast clock may show
            return str(format_hotp_value(hotp_value(decrypt(factor.data["secret"]), now)))
    return ""
