"""What every room shares: partial dates, weights, errors."""

from wayhome.values.errors import Cancelled, CannotRead, InvalidEvidence, WayhomeError
from wayhome.values.partial_date import PartialDate
from wayhome.values.weight import Weight

__all__ = [
    "Cancelled",
    "CannotRead",
    "InvalidEvidence",
    "PartialDate",
    "WayhomeError",
    "Weight",
]
