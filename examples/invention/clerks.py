"""What clerks of either party do to a date, and what they leave out."""

from datetime import date, timedelta
from random import Random

from invention.tables import drawn
from invention.writing import day


def some(text: str, share: float, rng: Random) -> str:
    """The text, given in this share of lines."""
    return text if rng.random() < share else ""


def birth_date(born: date, rng: Random, *, unknown: str = "") -> str:
    """A birth date, now and then only its year, nothing, or a mistaken one."""
    swapped = born.replace(month=born.day, day=born.month) if born.day <= 12 else born
    year = born.replace(year=born.year + rng.choice((-10, -1, 1)), day=min(born.day, 28))
    as_written = (
        (day(born), 901),
        (str(born.year), 35),
        (unknown, 15),
        (day(swapped), 18),
        (day(year), 12),
        (day(born.replace(day=(born.day + 9) % 28 + 1)), 10),
        (f"{born.month:02}.{born.year}", 5),
        (f"31.{rng.choice((2, 4, 6, 9, 11)):02}.{born.year}", 4),  # a day that no month has
    )
    return drawn(rng, as_written)


def some_days(event: date, rng: Random, *, later: bool) -> date:
    """The same event as an office has it: last news before, registration after."""
    days = rng.choice((0, 0, 0, 0, 1, 1, 2, 3, 6, 15))
    return event + timedelta(days if later else -days)
