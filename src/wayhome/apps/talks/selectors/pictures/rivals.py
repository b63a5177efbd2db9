"""Numbers of one topic side by side, each with who says it: never merged, never averaged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wayhome.apps.talks.models import NumberClaim
from wayhome.apps.talks.selectors.pictures.lengths import share


@dataclass(frozen=True, slots=True)
class Claim:
    """One number, and how far it reaches beside the others."""

    claim: NumberClaim
    reach: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What the numbers are of, as the first of them names it."""

    name: str
    claims: Sequence[Claim]


def rivals_of(numbers: Iterable[NumberClaim]) -> list[Topic]:
    """By topic and unit: bodies are not compared with captives."""
    grouped: dict[tuple[str, str], list[NumberClaim]] = {}
    for one in numbers:
        grouped.setdefault((one.topic.casefold(), one.unit), []).append(one)
    return [_topic(same) for same in grouped.values()]


def _topic(same: Sequence[NumberClaim]) -> Topic:
    most = max(one.value_max or one.value or 0 for one in same)
    return Topic(same[0].topic, [Claim(one, share(one.value or 0, most)) for one in same])
