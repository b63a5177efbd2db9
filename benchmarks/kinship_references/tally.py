"""Counts how many numbers were compared and how far apart the worst pair was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite, isinf, isnan

from wayhome.values import WayhomeError

FAILURES = (WayhomeError, LookupError, ValueError, TypeError, ArithmeticError)
ROUNDING = 1e-12


@dataclass
class Tally:
    """What one file came to."""

    compared: int = 0
    worst: float = 0.0
    where: str = ""
    not_supported: list[str] = field(default_factory=list)

    def compare(self, expected: float | str | None, computed: float | None, where: str) -> None:
        """Take one pair. None means that there is no such number, and both must say so.

        R writes infinities and what is not a number as null, or as words.
        """
        if isinstance(expected, str):
            expected = None if expected == "NA" else float(expected)
        if expected is not None and isnan(expected):
            expected = None
        if expected is None and computed is not None and isinf(computed):
            computed = None
        if expected is None or computed is None:
            difference = 0.0 if expected is computed else float("inf")
        elif not (isfinite(expected) and isfinite(computed)):
            difference = 0.0 if expected == computed else float("inf")
        elif expected == 0:
            difference = abs(computed)
        else:
            difference = abs(computed - expected) / abs(expected)
        self.compared += expected is not None
        if difference > self.worst:
            self.worst, self.where = difference, where

    def compare_again(
        self, expected: float | str | None, computed: float | None, where: str
    ) -> None:
        """Take a number already counted that was found another way as well."""
        self.compare(expected, computed, where)
        self.compared -= expected is not None

    def compare_log(self, expected: float | str | None, computed: float | None, where: str) -> None:
        """Take a logarithm: below 1e-12 it is nought to the rounding of its terms."""
        pair = (expected, computed)
        rounded = all(isinstance(one, (float, int)) and abs(one) < ROUNDING for one in pair)
        self.compare(expected, expected if rounded else computed, where)

    @contextmanager
    def guarded(self, where: str) -> Iterator[None]:
        """Go on after what one part of a file asks for and the engine cannot do."""
        try:
            yield
        except FAILURES as error:
            self.skip(f"{where}: {type(error).__name__}: {error}")

    def compare_ratio(
        self, expected: float | str | None, above: float, below: float, where: str
    ) -> None:
        """Take a quotient: there is none over nought."""
        self.compare(expected, above / below if below else None, where)

    def skip(self, what: str) -> None:
        """Note what could not be computed, once."""
        if what not in self.not_supported:
            self.not_supported.append(what)
