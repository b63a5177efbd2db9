"""Dates as people know them: a year, a month, a day, or about then (a part of EDTF)."""

import calendar
import re
from dataclasses import dataclass
from typing import Self

from wayhome.values.errors import InvalidEvidence

_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of which only the year must be known.

    Written as in EDTF level 1 (ISO 8601-2): `1987`, `1987-05`, `1987-05-03`, `1987~` (about).

    Raises:
        InvalidEvidence: a month or day that no calendar has, or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.year <= 9999:
            raise InvalidEvidence(f"{self.year} is not a year between 1 and 9999.")
        if self.month is None:
            if self.day is not None:
                raise InvalidEvidence("A day needs its month.")
            return
        if not 1 <= self.month <= 12:
            raise InvalidEvidence(f"{self.month} is not a month between 1 and 12.")
        if self.day is not None:
            last = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= last:
                raise InvalidEvidence(
                    f"{self.year:04}-{self.month:02} has {last} days, it has no day {self.day}."
                )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read EDTF as written by `str()`."""
        found = _EDTF.fullmatch(text.strip())
        if not found:
            raise InvalidEvidence("A date is written 1987, 1987-05 or 1987-05-03, with ~ if about.")
        year, month, day, about = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, bool(about))

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
        if self.day is not None:
            parts.append(f"{self.day:02}")
        return "-".join(parts) + ("~" if self.approximate else "")
