"""Ending every session of an account, wherever it is logged in."""

from django.db.models import F

from wayhome.apps.audit.models import User


def end_sessions(user: User) -> None:
    """Every session of the account counts as logged out from its next request on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
