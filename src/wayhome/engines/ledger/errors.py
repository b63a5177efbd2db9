"""What the ledger refuses."""

from wayhome.values import WayhomeError


class LedgerBroken(WayhomeError):
    """The history, a proof or a signature does not hold. `str()` says what does not."""
