"""A problem and a plan as JSON: one form whatever the order they were given in."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from hashlib import sha256
from typing import Any

from wayhome.engines.planning.plan import FORMAT as PLAN_FORMAT
from wayhome.engines.planning.plan import Plan
from wayhome.engines.planning.problem import CATEGORIES, Person, Problem, Remains
from wayhome.engines.planning.ranking import canonical
from wayhome.engines.planning.reading import FORMAT


def problem_data(problem: Problem) -> dict[str, Any]:
    """The problem as JSON data, everything sorted: `problem_from` reads it back."""
    formula = problem.formula
    return {
        "format": FORMAT,
        "B": problem.batches,
        "k": problem.parity,
        "N": list(formula.numbers),
        "formula": {
            "kind": formula.kind,
            "ratio": list(formula.ratio),
            "categories": sorted(formula.categories),
        },
        "P": [_person(person) for person in problem.persons],
        "sites": _pairs(problem.site_capacity),
        "seat": _pairs(problem.seats),
        "stretch": _pairs(problem.stretchers),
        "fam": [sorted(group) for group in problem.groups],
        "quota": _pairs(problem.quotas),
        "must": sorted(problem.must),
        "objectives": list(problem.objectives),
        "salt": problem.salt,
        # What is not there is not written: problems without it keep the hash they had.
        **({"day": _pairs(problem.days)} if problem.days else {}),
        **({"dead": [_remains(one) for one in problem.dead]} if problem.dead else {}),
        **({"dead_room": _pairs(problem.dead_room)} if problem.dead_room else {}),
    }


def _remains(one: Remains) -> dict[str, Any]:
    return {"i": one.id, "s": one.side, "z": one.site, "e": one.earliest}


def _person(person: Person) -> dict[str, Any]:
    return {
        "i": person.id,
        "s": person.side,
        "z": person.site,
        **{category: int(category in person.categories) for category in CATEGORIES},
        "st": int(person.stretcher),
        "e": person.earliest,
        "d": person.days_held,
        "ex": not person.available,
    }


def _pairs(capacities: Any) -> list[list[Any]]:
    return [[list(place), number] for place, number in sorted(capacities.items())]


def problem_text(problem: Problem) -> bytes:
    """The problem as canonical JSON (RFC 8785): the same bytes for the same problem."""
    head, tail = canonical(problem_data(replace(problem, persons=()))).split(b'"P":[]')
    return b'%s"P":[%s]%s' % (head, ",".join(_person_texts(problem)).encode(), tail)


def _person_texts(problem: Problem) -> Iterator[str]:
    """What `canonical` writes of each person, what many have in common written once."""
    templates: dict[tuple[object, ...], tuple[str, str, str]] = {}
    for one in problem.persons:
        common = one.categories, one.stretcher, one.available, one.side, one.site, one.earliest
        if common not in templates:
            text = canonical({**_person(one), "d": "d", "i": "i"}).decode()
            before, rest = text.split('"d":"d"', 1)
            between, after = rest.split('"i":"i"', 1)
            templates[common] = (before + '"d":', between + '"i":', after)
        before, between, after = templates[common]
        code = one.id if type(one.id) is int else canonical(one.id).decode()
        yield f"{before}{one.days_held}{between}{code}{after}"


def problem_hash(problem: Problem) -> str:
    """SHA-256 of the canonical problem, in hexadecimals: what the sides freeze before the draw."""
    return sha256(problem_text(problem)).hexdigest()


def plan_text(plan: Plan) -> str:
    """The plan as JSON, one line of the list a row."""
    head = {
        "format": PLAN_FORMAT,
        "problem": plan.problem,
        "objectives": list(plan.objectives),
        "values": list(plan.values),
        "list_hash": plan.list_hash,
        **({"dead": [list(line) for line in plan.dead]} if plan.dead else {}),
        **({"mends": asdict(plan.mends)} if plan.mends else {}),
        "certificates": [
            certificate
            and {
                "unit": certificate.unit,
                "weights": list(certificate.weights),
                "prices": [[list(rule), n] for rule, n in sorted(certificate.prices.items())],
            }
            for certificate in plan.certificates
        ],
    }
    body = ",\n".join(json.dumps(list(line)) for line in plan.lines)
    return f'{json.dumps(head)[:-1]},\n"lines": [\n{body}\n]}}\n'
