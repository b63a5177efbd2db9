"""What every room shares: partial dates, weights, case numbers, errors."""

from wayhome.values.case_number import case_number, check_character, read_case_number
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
    "case_number",
    "check_character",
    "read_case_number",
]
