"""Numbers that identify: army, personal, passport numbers, and what spreadsheets do to them."""

import re
from collections import Counter
from collections.abc import Iterable

from wayhome.files.cells.finding import Finding
from wayhome.files.read_list import Severity

_SCIENTIFIC = re.compile(r"(-?\d)(?:[.,](\d+))?E\+?(\d{1,3})", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(\d+)[.,]0+")
_KEPT_DIGITS = 15  # a spreadsheet keeps no more and writes zeros for the rest


def read_code(text: str) -> Finding:
    """A code as it was before a spreadsheet took it for a number, where that can be known."""
    if found := _SCIENTIFIC.fullmatch(text):
        if "+" not in text and not found[2]:
            return Finding(text)  # '1E5' may be a code of its own
        digits, exponent = found[1] + (found[2] or ""), int(found[3])
        if len(digits) - 1 >= exponent and not digits[exponent + 1 :].strip("0"):
            return Finding(digits[: exponent + 1], "scientific_notation")
        return Finding(None, "digits_lost", Severity.LEFT_OUT)
    if found := _POINT_ZERO.fullmatch(text):
        return Finding(found[1], "number_as_decimal")
    if re.fullmatch(r"\d{15}0+", text):
        return Finding(text, "digits_doubtful", Severity.DOUBTFUL)
    return Finding(text)


def shortened(codes: Iterable[str]) -> set[str]:
    """Codes that seem to have lost zeros in front.

    Where at least seven in ten distinct codes are digits of one length and none of that length
    begins with 0, shorter ones (by one to three digits) are what a spreadsheet leaves of codes
    that did.
    """
    digits = [code for code in codes if code.isascii() and code.isdigit()]
    if len(digits) < 5:
        return set()
    width, count = Counter(map(len, digits)).most_common(1)[0]
    full = [code for code in digits if len(code) == width]
    if width < 4 or count < 0.7 * len(digits) or any(code[0] == "0" for code in full):
        return set()
    return {code for code in digits if width - 3 <= len(code) < width}
