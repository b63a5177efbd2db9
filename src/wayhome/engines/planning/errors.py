"""What the planner refuses."""

from wayhome.values import CannotRead, WayhomeError


class CannotReadProblem(CannotRead):
    """A problem file that cannot be used. `str()` says where and what to do."""


class CannotReadPlan(CannotRead):
    """A plan file that cannot be used. `str()` says where and what to do."""


class NoPlan(WayhomeError):
    """No plan keeps all the rules. `find_conflict` names a smallest set that clashes."""


class NotProven(WayhomeError):
    """The solver ended without a proof. Nothing was planned."""


class NotANetwork(WayhomeError):
    """A plan asked for by flow where the rules form no network. `str()` says which."""


class InvalidCertificate(WayhomeError):
    """A certificate that speaks of what the problem does not have. `code` is that of its breach."""


class NeedsSolver(WayhomeError):
    """Something that needs the extra `plan`, asked for where it is not installed."""
