"""Errors are sentences: what is wrong, where, what to do. Never a person's name."""

from collections.abc import Mapping
from types import MappingProxyType


class WayhomeError(Exception):
    """The root of every error this software raises on purpose. `str()` is an English sentence.

    `code` names the sentence and `values` are what it was filled in with, so that it can be told
    in another language. Without a code there is the English sentence only.
    """

    def __init__(
        self, sentence: str = "", *, code: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        """Take the sentence in English and, where it has one, its code and what fills it."""
        super().__init__(sentence)
        self.code = code
        self._values = dict(values or {})  # a plain dict, so that processes can hand errors on

    @property
    def values(self) -> Mapping[str, object]:
        """What the sentence was filled in with, by name; cannot be changed."""
        return MappingProxyType(self._values)


class CannotRead(WayhomeError):
    """A file that cannot be read as a list. Nothing was kept of it."""


class InvalidEvidence(WayhomeError):
    """Evidence that cannot be weighed: a wrong shape, an impossible value."""


class Cancelled(WayhomeError):
    """Long work that was asked to stop, and did."""
