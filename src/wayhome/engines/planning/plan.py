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
    | {"mends"}
)
LARGEST_PRICE = 10**1000  # sums of such numbers can still be written down


@dataclass(frozen=True, kw_only=True, slots=True)
class Mends:
    """What a plan made again after a drop-out says of the plan before."""

    list_hash: str  # of the plan before
    travelled: int  # batches that had left: their lines stay
    changes: int  # lines that differ, those of who dropped out apart; no plan has fewer


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
    mends: Mends | None = None  # else its aims come first


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
            lines=tuple(_line(line) for line in _list(data["lines"])),
            objectives=tuple(_text(name) for name in _list(data["objectives"])),
            values=tuple(_whole(value) for value in _list(data["values"])),
            certificates=tuple(_certificate(one) for one in _list(data["certificates"])),
            list_hash=_text(data["list_hash"]),
            problem=_text(data["problem"]),
            dead=tuple(_line(line) for line in _list(data.get("dead", []))),
            mends=_mends(data["mends"]) if "mends" in data else None,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise refusal(CannotReadPlan, "exchange_no_plan_file", format=FORMAT) from wrong


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) > LARGEST_PRICE:
        raise ValueError
    return value


def _list(value: Any) -> list[Any]:
    if type(value) is not list:
        raise ValueError
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError
    return value


def _code(value: Any) -> Id:
    return value if type(value) is str else _whole(value)


def _line(line: Any) -> tuple[Batch, Side, Id]:
    batch, side, one = _list(line)
    return _whole(batch), _whole(side), _code(one)


def _certificate(data: Any) -> Certificate | None:
    if data is None:
        return None
    if data.keys() != {"unit", "weights", "prices"}:
        raise ValueError
    rows = _list(data["prices"])
    prices = {tuple(map(_code, _list(rule))): _whole(price) for rule, price in rows}
    if len(prices) != len(rows):  # two prices of a rule: readers would differ
        raise ValueError
    return Certificate(
        unit=_whole(data["unit"]),
        weights=tuple(_whole(weight) for weight in _list(data["weights"])),
        prices=prices,
    )


def _mends(data: Any) -> Mends:
    if data.keys() != {"list_hash", "travelled", "changes"}:
        raise ValueError
    return Mends(
        list_hash=_text(data["list_hash"]),
        travelled=_whole(data["travelled"]),
        changes=_whole(data["changes"]),
    )
