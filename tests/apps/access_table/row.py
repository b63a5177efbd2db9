"""What one address wants of whom opens it."""

from dataclasses import dataclass

G, GP, P = ("GET",), ("GET", "POST"), ("POST",)


@dataclass(frozen=True, slots=True)
class Row:
    """What one address wants."""

    permission: str
    methods: tuple[str, ...] = G
    about: str = ""
    seen: str = "within"
    unless: str = ""
