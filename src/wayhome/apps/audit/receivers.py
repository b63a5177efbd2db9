"""What the history keeps of the pages that allauth serves: factors and passwords that changed."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services import record


@receiver(authenticator_added)
def factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **_more: Any
) -> None:
    """Setting up a factor showed it: the session counts as proven, under a new id."""
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )
    request.session.cycle_key()
    _record("factor_added", user, {"kind": authenticator.type})


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """A factor was taken away by its owner."""
    _record("factor_removed", user, {"kind": authenticator.type})


@receiver(password_changed)
def password_was_changed(user: User, **_more: Any) -> None:
    """The owner chose another password."""
    _record("password_changed", user, {})


def _record(act: str, user: User, facts: dict[str, str]) -> None:
    with transaction.atomic():
        record(act=act, by=user, at=timezone.now(), facts={"account": str(user.uid), **facts})
