"""Errors are sentences: what is wrong, where, what to do. Never a person's name."""


class WayhomeError(Exception):
    """The root of every error this software raises on purpose. `str()` is a sentence."""


class CannotRead(WayhomeError):
    """A file that cannot be read as a list. Nothing was kept of it."""


class InvalidEvidence(WayhomeError):
    """Evidence that cannot be weighed: a wrong shape, an impossible value."""


class Cancelled(WayhomeError):
    """Long work that was asked to stop, and did."""
