"""What the keeper's approvers must look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Alert
from wayhome.apps.register.policies import own

SENTENCES: Mapping[str, Promise] = {
    "canary_read": _(
        "Somebody read here a person invented for the receiver of this disclosure: they had its "
        "file, or one he was sent before."
    ),
    "canary_answered": _(
        "An office answered about a person invented for this export. If it says anything but that "
        "nobody of that name is there, ask how its answers were made."
    ),
    "read_cap": _("An account saw as many persons as may be seen in a day, and was stopped."),
    "harm_released": _(
        "A flag of harm reaches a line that was released before. It is left out of every file made "
        "from now on. Recall the disclosure; do not say why."
    ),
    "export_cap": _("Somebody tried to send more persons than may leave at once."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert in words."""

    alert: Alert
    sentence: str | Promise
    number: str  # of the disclosure it is about; may be empty
    who: User | None


def alerts_for(viewer: User) -> QuerySet[Alert]:
    """Those nobody has looked at yet, the latest first."""
    if not viewer.has_perm("register.see_alerts"):
        return Alert.objects.none()
    return Alert.objects.filter(own(viewer), seen_at=None).order_by("-raised_at", "-pk")


def alerts_in_words(viewer: User) -> list[Shown]:
    """The latest twenty."""
    found = list(alerts_for(viewer)[:20])
    accounts = {
        str(user.uid): user
        for user in User.objects.filter(
            uid__in=[alert.about.rpartition(" ")[2] for alert in found]
        ).select_related("organisation")
    }
    return [
        Shown(
            alert,
            SENTENCES.get(alert.code, alert.code),
            alert.about.rpartition(" ")[0],
            accounts.get(alert.about.rpartition(" ")[2]),
        )
        for alert in found
    ]
