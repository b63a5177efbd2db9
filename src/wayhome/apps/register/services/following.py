"""What other apps do when a claim holds no more: they say it here, the register knows none of them.

It happens in the transaction of the verb that ends the claim, so that nothing built on a claim
disagrees with it.
"""

from collections.abc import Callable
from datetime import datetime

from wayhome.apps.audit.models import User
from wayhome.apps.register.models import Assertion

Follow = Callable[[Assertion, User, datetime], object]
"""The claim that was declined or withdrawn, by whom, when. May raise CannotAssert."""

_by_app: dict[str, Follow] = {}


def follow_claims(app: str, follow: Follow) -> None:
    """Say what an app does when a claim is declined or withdrawn.

    Args:
        app: its label.
        follow: does it.
    """
    _by_app[app] = follow


def claim_ended(assertion: Assertion, *, by: User, at: datetime) -> None:
    """Let every app follow a claim that was declined or withdrawn.

    Raises:
        CannotAssert: one cannot, and says why.
    """
    for follow in _by_app.values():
        follow(assertion, by, at)
