"""Read a problem from JSON (`exchange/2`), refusing with a sentence what cannot be meant.

The schema is published in docs/reference/exchange-problem.schema.json.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wayhome.engines.planning.errors import CannotReadProblem
from wayhome.engines.planning.objectives import DEFAULT, OBJECTIVES, VULNERABLE
from wayhome.engines.planning.problem import (
    BESIDE_THE_COUNT,
    CATEGORIES,
    SIDES,
    Formula,
    Id,
    Person,
    Problem,
    Remains,
)

FORMAT = "exchange/2"
KNOWN = frozenset(
    {"format", "seed", "B", "k", "N", "P", "sites", "seat", "stretch", "fam", "quota", "must"}
    | {"formula", "objectives", "salt", "day", "dead", "dead_room"}
)
DEAD_KEYS = frozenset({"i", "s", "z", "e"})
PERSON_KEYS = frozenset({"i", "s", "z", "st", "e", "d", "ex", *CATEGORIES})
MOST_BATCHES = 1000
NEEDED = frozenset({"i", "s", "z"})
YES_OR_NO = (*CATEGORIES, "st", "ex")
WHOLE = frozenset({int, bool})
Yeses = tuple[int, ...]
Traits = tuple[frozenset[str], bool, bool]  # categories, whether on a stretcher, whether available
SAFE = 2**53 - 1  # the largest whole number every reader of JSON keeps as it is
LARGEST = 1_000_000  # of any number in a problem: no coefficient of an objective is larger


def read_problem(text: str | bytes) -> Problem:
    """Read a problem file.

    Raises:
        CannotReadProblem: it is no JSON, or says something no exchange can mean.
    """
    try:
        data = json.loads(text, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as wrong:
        raise CannotReadProblem(
            "This is not a problem file: it is not JSON as UTF-8 text, or a key stands twice."
        ) from wrong
    return problem_from(data)


def problem_from(data: Any) -> Problem:
    """Build a problem from parsed JSON.

    Raises:
        CannotReadProblem: it says something no exchange can mean.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        _refuse(f'A problem is a JSON object with "format": "{FORMAT}".')
    unknown = sorted(data.keys() - KNOWN)
    if unknown:
        _refuse(f'"{unknown[0]}" is not a part of a problem. A rule that is not read is not kept.')
    batches = _number(data.get("B"), '"B", the number of batches', least=1, most=MOST_BATCHES)
    persons = _persons(data.get("P"), batches)
    sites = {(person.side, person.site) for person in persons}
    dead = _dead(data.get("dead", []), persons, batches)
    problem = Problem(
        persons=tuple(sorted(persons, key=lambda person: (person.side, person.id))),
        batches=batches,
        formula=_formula(data),
        parity=None if data.get("k") is None else _number(data["k"], '"k", the parity bound'),
        site_capacity=_capacities(
            data.get("sites"), "sites", 3, [(s, z, b) for s, z in sites for b in range(batches)]
        ),
        seats=_capacities(data.get("seat"), "seat", 2, _days(batches)),
        stretchers=_capacities(data.get("stretch"), "stretch", 2, _days(batches)),
        groups=_groups(data.get("fam", []), persons),
        quotas=_quotas(data.get("quota", [])),
        must=_must(data.get("must", []), persons),
        objectives=_objectives(data.get("objectives", _default(persons))),
        salt=data.get("salt", "wayhome"),
        days=_capacities(data.get("day", []), "day", 2, []),
        dead=tuple(sorted(dead, key=lambda one: (one.side, one.id))),
        dead_room=_capacities(
            data.get("dead_room", []), "dead_room", 2, _days(batches) if dead else []
        ),
    )
    if not isinstance(problem.salt, str):
        _refuse('"salt" is a text.')
    _small_enough(problem)
    return problem


def _small_enough(problem: Problem) -> None:
    """No coefficient of an objective may exceed what solvers add up without losing a one."""
    days = {person.id: person.days_held for person in problem.persons}
    for group in problem.groups:
        if problem.batches * len(VULNERABLE) * len(group) > LARGEST:
            _refuse(f'"fam": a group of {len(group)} is too large for so many batches.')
        if sum(days[one] for one in group) > LARGEST:
            _refuse(f'"fam": the days held by a group add up to more than {LARGEST}.')


def _refuse(sentence: str) -> None:
    raise CannotReadProblem(sentence)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError
    return read


def _number(value: Any, *where: str, least: int = 0, most: int = LARGEST) -> int:
    if type(value) is not int or not least <= value <= most:
        _refuse(f"{', '.join(where)}: a whole number from {least} to {most} is needed.")
    return int(value)


def _code(value: Any, *where: str) -> Id:
    if type(value) is int and abs(value) <= SAFE:
        return value
    if type(value) is str and value and value.isprintable():
        return value
    raise CannotReadProblem(f"{', '.join(where)}: a whole number or a printable text is needed.")


def _yes(value: Any, *where: str) -> bool:
    if type(value) is bool or (type(value) is int and value in (0, 1)):
        return bool(value)
    raise CannotReadProblem(f"{', '.join(where)}: true or false (1 or 0) is needed.")


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise CannotReadProblem(f'"{what}": a list is needed.')
    return value


def _side(value: Any, *where: str) -> int:
    if type(value) is not int or value not in SIDES:
        _refuse(f"{', '.join(where)}: the side is 0 or 1.")
    return int(value)


def _persons(value: Any, batches: int) -> list[Person]:
    known: dict[Yeses, Traits] = {}
    rows = enumerate(_list(value, "P"), start=1)
    persons = [_person(row, number, batches, known) for number, row in rows]
    if len({person.id for person in persons}) != len(persons):
        _refuse('"P": an identifier stands on two persons. Each person is held once.')
    if len({type(person.id) for person in persons}) > 1:
        _refuse('"P": identifiers are all numbers or all texts, not both.')
    if len({type(person.site) for person in persons}) > 1:
        _refuse('"P": site codes are all numbers or all texts, not both.')
    return persons


def _dead(value: Any, persons: list[Person], batches: int) -> list[Remains]:
    dead = []
    for number, row in enumerate(_list(value, "dead"), start=1):
        where = f'Row {number} of "dead"'
        if not isinstance(row, dict) or not NEEDED <= row.keys() <= DEAD_KEYS:
            raise CannotReadProblem(f'{where} has "i", "s", "z" and, as needed, "e"; no more.')
        dead.append(
            Remains(
                id=_code(row["i"], where, '"i"'),
                side=_side(row["s"], where, '"s"'),
                site=_code(row["z"], where, '"z"'),
                earliest=min(_number(row.get("e", 0), where, '"e"'), batches),
            )
        )
    ids = {one.id for one in dead}
    if len(ids) != len(dead) or ids & {person.id for person in persons}:
        _refuse('"dead": an identifier stands twice, there or in "P".')
    if len({type(one.id) for one in dead}) > 1:
        _refuse('"dead": identifiers are all numbers or all texts, not both.')
    return dead


def _person(row: Any, number: int, batches: int, known: dict[Yeses, Traits]) -> Person:
    where = f'Person {number} of "P"'
    if not isinstance(row, dict) or not row.keys() >= NEEDED:
        raise CannotReadProblem(f'{where} needs "i" (identifier), "s" (side) and "z" (site).')
    if not row.keys() <= PERSON_KEYS:
        unknown = sorted(row.keys() - PERSON_KEYS)
        _refuse(f'{where}: "{unknown[0]}" is not a fact a plan uses. Leave it out.')
    categories, stretcher, available = _traits(row, where, known)
    return Person(
        id=_code(row["i"], where, '"i"'),
        side=_side(row["s"], where, '"s"'),
        site=_code(row["z"], where, '"z"'),
        categories=categories,
        stretcher=stretcher,
        earliest=min(_number(row.get("e", 0), where, '"e"'), batches),
        days_held=_number(row.get("d", 0), where, '"d"'),
        available=available,
    )


def _traits(row: dict[str, Any], where: str, known: dict[Yeses, Traits]) -> Traits:
    """What is said by yes or no, each combination read once."""
    said = tuple([row.get(key, 0) for key in YES_OR_NO])
    # 1.0 equals 1 but is no yes: only whole numbers and booleans are looked up.
    if not WHOLE.issuperset(map(type, said)) or said not in known:
        yes = {key: _yes(value, where, key) for key, value in zip(YES_OR_NO, said, strict=True)}
        categories = frozenset(category for category in CATEGORIES if yes[category])
        known[said] = (categories, yes["st"], not yes["ex"])
    return known[said]


def _formula(data: dict[str, Any]) -> Formula:
    said = data.get("formula", {"kind": "exactly"})
    if not isinstance(said, dict) or said.keys() - {"kind", "ratio", "categories"}:
        raise CannotReadProblem('"formula" holds "kind" and, as needed, "ratio" or "categories".')
    kind = said.get("kind")
    if kind not in ("exactly", "at_least", "all", "ratio"):
        raise CannotReadProblem('"formula": kind is exactly, at_least, all or ratio.')
    numbers = [0, 0] if kind == "all" else _list(data.get("N"), "N")
    ratio = _list(said.get("ratio", [1, 1]), "ratio")
    if len(numbers) != 2 or len(ratio) != 2:
        _refuse('"N" and "ratio" hold a number for each of the two sides.')
    categories = frozenset(map(str, _list(said.get("categories", []), "categories")))
    _only_prisoners_of_war(categories, '"formula"')
    first, second = (_number(n, '"N"') for n in numbers)
    left, right = (_number(n, '"ratio"', least=1) for n in ratio)
    if kind != "ratio" and (left, right) != (1, 1):
        _refuse('"ratio" belongs to the formula of kind ratio.')
    return Formula(kind=kind, numbers=(first, second), ratio=(left, right), categories=categories)


def _only_prisoners_of_war(categories: Iterable[str], where: str) -> None:
    for category in categories:
        if category == "dead":
            _refuse(f"{where}: the dead are returned, never exchanged and never counted.")
        if category in BESIDE_THE_COUNT:
            _refuse(
                f'{where}: "{category}" travel beside the count (GC III 109-110); they are '
                "returned, never exchanged. Only prisoners of war are counted."
            )
        if category not in CATEGORIES:
            _refuse(f'{where}: "{category}" is not a category.')


def _days(batches: int) -> list[tuple[Any, ...]]:
    return [(side, batch) for side in SIDES for batch in range(batches)]


def _capacities(
    value: Any, key: str, parts: int, needed: Iterable[tuple[Any, ...]]
) -> Mapping[Any, int]:
    """Read [[side, ..., batch], capacity] pairs; none that is needed may be left unsaid."""
    read: dict[tuple[Any, ...], int] = {}
    for row in _list(value, key):
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], list)):
            _refuse(f'"{key}": each entry is [[side, ..., batch], capacity].')
        place = tuple(_code(part, f'"{key}"') for part in row[0])
        if len(place) != parts or place in read:
            _refuse(f'"{key}": an entry stands twice or has the wrong number of parts.')
        _side(place[0], f'"{key}"')
        read[place] = _number(row[1], f'"{key}"')
    for place in needed:
        if place not in read:
            _refuse(f'"{key}" says nothing about {list(place)}. Where nothing can go, write 0.')
    return read


def _known(ids: Iterable[Any], persons: Iterable[Person], key: str) -> dict[Id, Person]:
    by_id = {person.id: person for person in persons}
    for one in ids:
        if type(one) not in (int, str) or one not in by_id:
            _refuse(f'"{key}" names somebody who is not in "P".')
    return by_id


def _groups(value: Any, persons: list[Person]) -> tuple[frozenset[Id], ...]:
    rows = [_list(row, "fam") for row in _list(value, "fam")]
    members = [one for row in rows for one in row]
    by_id = _known(members, persons, "fam")
    if len(set(members)) != len(members):
        _refuse('"fam": somebody stands twice. Make one group of groups that share a person.')
    for row in rows:
        if len({by_id[one].side for one in row}) > 1:
            _refuse('"fam": a group is held by one side.')
    return tuple(sorted((frozenset(row) for row in rows if len(row) > 1), key=min))


def _quotas(value: Any) -> dict[tuple[int, str], int]:
    read: dict[tuple[int, str], int] = {}
    for row in _list(value, "quota"):
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], list)):
            _refuse('"quota": each entry is [[side, category], at least].')
        if len(row[0]) != 2 or tuple(row[0]) in read:
            _refuse('"quota": an entry stands twice or is not [[side, category], at least].')
        _only_prisoners_of_war([str(row[0][1])], '"quota"')
        read[_side(row[0][0], '"quota"'), row[0][1]] = _number(row[1], '"quota"')
    return read


def _must(value: Any, persons: list[Person]) -> frozenset[Id]:
    ids = _list(value, "must")
    _known(ids, persons, "must")
    return frozenset(ids)


def _default(persons: list[Person]) -> list[str]:
    """The usual aims; where there are children, they go home right after the wounded and sick."""
    if not any("child" in person.categories for person in persons):
        return list(DEFAULT)
    first, *others = DEFAULT
    return [first, "children", *others]


def _objectives(value: Any) -> tuple[str, ...]:
    names = _list(value, "objectives")
    for name in names:
        if not isinstance(name, str) or name not in OBJECTIVES:
            _refuse(f'"objectives": each is one of {", ".join(OBJECTIVES)}.')
    if len(set(names)) != len(names):
        _refuse('"objectives": one stands twice.')
    return tuple(names)
