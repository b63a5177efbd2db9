"""A plan: who travels in which batch, what that is worth, and what proves it."""

import json
from dataclasses import dataclass
from typing import Any

from wayhome.engines.planning.certificate import Certificate
from wayhome.engines.planning.errors import CannotReadPlan
from wayhome.engines.planning.problem import Batch, Id, Side
from wayhome.engines.planning.reading import without_doubles
from wayhome.engines.planning.wording import refusal

FORMAT = "plan/1"
KNOWN = frozenset(
    {"format", "lines", "objectives", "values", "certificates", "list_hash", "problem", "dead"}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The lines of a plan and what it claims of them. `verify_plan` checks every claim."""

    lines: tuple[tuple[Batch, Side, Id], ...]  # sorted
    objectives: tuple[str, ...]
    values: tuple[int, ...]  # of each objective
    certificates: tuple[Certificate | None, ...]  # None: proven by search, not by prices
    list_hash: str
    problem: str  # hash of the problem it answers, see `problem_hash`
    dead: tuple[tuple[Batch, Side, Id], ...] = ()  # returns of the dead, sorted; in no hash


def read_plan(text: str | bytes) -> Plan:
    """Read a plan file.

    Raises:
        CannotReadPlan: it is not one.
    """
    try:
        data = json.loads(text, object_pairs_hook=without_doubles)
        if data["format"] != FORMAT or data.keys() - KNOWN:
            raise ValueError
        return Plan(
            lines=tuple(_line(line) for line in data["lines"]),
            objectives=tuple(str(name) for name in data["objectives"]),
            values=tuple(_whole(value) for value in data["values"]),
            certificates=tuple(_certificate(one) for one in data["certificates"]),
            list_hash=str(data["list_hash"]),
            problem=str(data["problem"]),
            dead=tuple(_line(line) for line in data.get("dead", [])),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise refusal(CannotReadPlan, "exchange_no_plan_file", format=FORMAT) from wrong


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ValueError
    return value


def _line(line: Any) -> tuple[Batch, Side, Id]:
    batch, side, one = line
    if type(one) is not str:
        _whole(one)
    return _whole(batch), _whole(side), one


def _certificate(data: Any) -> Certificate | None:
    if data is None:
        return None
    return Certificate(
        unit=_whole(data["unit"]),
        weights=tuple(_whole(weight) for weight in data["weights"]),
        prices={tuple(rule): _whole(price) for rule, price in data["prices"]},
    )
