"""Things the keeper's approvers must look at at once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wayhome.apps.audit.models import Party, User
from wayhome.apps.audit.services import record
from wayhome.apps.register.models import Alert
from wayhome.values import WayhomeError

QUIET_FOR = timedelta(hours=24)


class CannotSee(WayhomeError):
    """An alert that somebody has seen to already."""


@transaction.atomic
def raise_alert(*, code: str, about: str, by: User, at: datetime, until_seen: bool = False) -> None:
    """Tell the keeper's approvers, once a day of the same thing.

    Args:
        code: `canary_read`, `canary_answered`, `read_cap`, `export_cap` or `harm_released`.
        about: a number of ours, never a name.
        by: whose act raised it.
        at: when.
        until_seen: tell again as soon as somebody has looked at the last one.
    """
    keeper = Party.objects.get(keeps_register=True)
    told = f"{about} {by.uid}".strip()
    same = Alert.objects.filter(code=code, about=told)
    same = same.filter(seen_at=None) if until_seen else same.filter(raised_at__gt=at - QUIET_FOR)
    if not same.exists():
        Alert.objects.create(partition=keeper, code=code, about=told, raised_at=at)
        record(act="alert_raised", by=by, at=at, facts={"code": code, "about": about})


@transaction.atomic
def see_alert(*, alert: Alert, by: User, at: datetime) -> None:
    """Say that an alert was looked at.

    Raises:
        CannotSee: somebody else has already.
    """
    waiting = Alert.objects.filter(pk=alert.pk, partition=by.party, seen_at=None)
    if not waiting.update(seen_by=by, seen_at=at):
        raise CannotSee(_("Somebody has already looked at this."))
    record(act="alert_seen", by=by, at=at, facts={"code": alert.code, "about": alert.about})
