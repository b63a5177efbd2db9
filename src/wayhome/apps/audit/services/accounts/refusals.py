"""Why something is not done with an account. Sentences, without names."""

from wayhome.values import WayhomeError


class CannotCreateAccount(WayhomeError):
    """The account, office or party is not made."""


class CannotIssueLink(WayhomeError):
    """No link is made, or the link does not hold."""


class CannotGrantRole(WayhomeError):
    """The role is not given."""


class CannotChangeAccount(WayhomeError):
    """The role is not taken away, the account not closed or reopened."""


class CannotResetAccess(WayhomeError):
    """The factor and the password stay as they are."""
