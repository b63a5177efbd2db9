"""The problem of a plan, built from two frozen lists: opaque codes, and no cause of anything."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from wayhome.apps.exchange.models import Draw, Exchange, Line
from wayhome.apps.exchange.policies import STANDING
from wayhome.apps.exchange.selectors.lines import in_state
from wayhome.apps.exchange.selectors.terms import Terms, problem_frame, terms_of
from wayhome.engines.planning import Problem, problem_from

APART = frozenset({"g", "m"})
"""Keys of a line in a list's document that stand elsewhere in a problem."""


def problem_of(draw: Draw, salt: str) -> Problem:
    """The problem that the two lists of a draw, their terms and its salt make.

    Whoever is on a frozen list and does not stand any more is not available: one code.

    Raises:
        CannotReadProblem: it says something no exchange can mean.
    """
    terms = terms_of(draw.exchange)
    if terms is None:
        raise ValueError("A draw without terms.")
    rows = [row for one in (draw.list_0, draw.list_1) for row in json.loads(one.document)["lines"]]
    return problem_of_rows(draw.exchange, terms, rows, salt=salt)


def problem_of_rows(
    exchange: Exchange, terms: Terms, rows: Sequence[Mapping[str, Any]], *, salt: str
) -> Problem:
    """The problem that rows of two lists, as their documents have them, make under these terms.

    Raises:
        CannotReadProblem: it says something no exchange can mean.
    """
    going = in_state(Line.objects.filter(exchange=exchange, entry__erased_at=None), STANDING)
    standing = set(going.values_list("code", flat=True))
    persons = [_person(row, row["i"] in standing) for row in rows]
    frame = problem_frame(terms, sites={row["z"]: row["s"] for row in rows}, salt=salt)
    here = {row["i"] for row in rows if row["i"] in standing}
    return problem_from(
        {
            **frame,
            "P": persons,
            "fam": _groups(rows, here),
            "must": sorted(row["i"] for row in rows if row["m"] and row["i"] in here),
        }
    )


def _person(row: Mapping[str, Any], stands: bool) -> dict[str, Any]:
    told = {key: value for key, value in row.items() if key not in APART}
    return {**told, "ex": not stands}


def _groups(rows: Sequence[Mapping[str, Any]], here: set[str]) -> list[list[str]]:
    """Who travels together: those left of a group, if they are two or more."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        if row["g"] and row["i"] in here:
            groups.setdefault(row["g"], []).append(row["i"])
    return sorted(sorted(group) for group in groups.values() if len(group) > 1)
