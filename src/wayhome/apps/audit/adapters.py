"""What allauth and axes ask of us: who may come in, and how factors lie in the database."""

import secrets
from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.gate import recently_proven
from wayhome.apps.audit.models import User
from wayhome.apps.audit.policies import NEEDS_FACTOR

NONCE = 12
LOOPBACK = frozenset({"127.0.0.1", "::1"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator, never by signing up."""

    error_messages: ClassVar[Mapping[str, Promise | str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many wrong attempts. Try again later."),
        "rate_limited": _("Too many attempts. Try again later."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave the counting of wrong passwords to axes, which asks in its own backend."""
        self._login_failed_rl_usage = None

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The account, if the password is right. A closed account is answered like a wrong one."""
        user: User | None = super().authenticate(request, **credentials)
        return user if user and user.is_active else None

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the password of the account that is logged in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """The ways to prove it is you: who has a second factor shows it, not the password."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [m for m in methods if m["id"] != "reauthenticate"] or methods

    def is_reauthentication_required(self, *, app: str, **_kwargs: Any) -> bool:
        """Not when the account proved itself in the last minutes, be it by logging in."""
        return not recently_proven(context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that limits are counted by."""
        return address_of(request)


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie encrypted, under a key outside the database."""

    error_messages: ClassVar[Mapping[str, Promise | str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong, has lapsed or was used already."),
        "cannot_delete_authenticator": _("Your role needs a second factor: add another first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app."""
        nonce = secrets.token_bytes(NONCE)
        return (nonce + _factors().encrypt(nonce, text.encode(), None)).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """Open it again."""
        sealed = bytes.fromhex(encrypted_text)
        return _factors().decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who must have one: add the new one first."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(
            pk=authenticator.pk
        )
        return others.exists() or not NEEDS_FACTOR & authenticator.user.roles

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """How a security key shows the account."""
        return {"id": user.uid.bytes, "display_name": user.display_name, "name": user.email}


def _factors() -> AESGCM:
    return AESGCM(settings.INSTALLATION.secret("factors"))


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account somebody tries to enter, as typed: axes counts unknown ones the same."""
    given = credentials or request.POST
    return str(given.get("email") or given.get("login") or "").strip().lower()


def address_of(request: HttpRequest) -> str:
    """The address a request came from.

    A proxy that speaks TLS for us runs on this machine and appends the address it saw. From
    anywhere else the header is the sender's own claim, and is not read.
    """
    address = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR") or "")
    if address in LOOPBACK and forwarded and not settings.INSTALLATION.plain_http:
        return forwarded.rsplit(",", 1)[-1].strip()
    return address
