"""What other apps do when a claim holds no more: they say it here, the register knows none of them.

It happens in the transaction of the verb that ends the claim, so that nothing built on a claim
disagrees with it.
"""

from datetime import datetime

from django.utils.module_loading import import_string

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Assertion

_by_app: dict[str, str] = {}


def follow_claims(app: str, follow: str) -> None:
    """Say what an app does when a claim is declined or withdrawn.

    Args:
        app: its label.
        follow: where the function is that does it, with dots: it is told the claim, by whom and
            when, and may raise CannotAssert. Fetched when it is needed, not at every start.
    """
    _by_app[app] = follow


def claim_ended(assertion: Assertion, *, by: User, at: datetime) -> None:
    """Let every app follow a claim that was declined or withdrawn.

    Raises:
        CannotAssert: one cannot, and says why.
    """
    for follow in _by_app.values():
        import_string(follow)(assertion, by, at)
