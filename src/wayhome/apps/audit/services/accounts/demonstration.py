"""Accounts of a demonstration: their passwords and second factors are public."""

from datetime import datetime

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction

from wayhome.apps.audit.models import User
from wayhome.apps.audit.services.history import record


@transaction.atomic
def make_demonstration_account(*, user: User, password: str, at: datetime) -> None:
    """Give the account a public password and a second factor whose code the login page shows.

    From then on `wayhome serve` serves the database on this machine only.
    """
    user.set_password(password)
    user.is_demo = True
    user.save(update_fields=["password", "is_demo"])
    TOTP.activate(user, generate_totp_secret())
    record(act="demonstration_account", by=None, at=at, facts={"account": str(user.uid)})
