"""Read a problem from JSON (`exchange/2`), refusing with a sentence what cannot be meant.

The schema is published in docs/reference/exchange-problem.schema.json.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Never

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
from wayhome.engines.planning.wording import Value, refusal

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
Traits = tuple[frozenset[str], bool, bool]  # categories, whether on a stretcher, whether available
SAFE = 2**53 - 1  # the largest whole number every reader of JSON keeps as it is
LARGEST = 1_000_000  # of any number in a problem: no coefficient of an objective is larger


def read_problem(text: str | bytes) -> Problem:
    """Read a problem file.

    Raises:
        CannotReadProblem: it is no JSON, or says something no exchange can mean.
    """
    try:
        data = json.loads(text, object_pairs_hook=without_doubles)
    except (ValueError, RecursionError) as wrong:
        raise refusal(CannotReadProblem, "exchange_not_json") from wrong
    return problem_from(data)


def problem_from(data: Any) -> Problem:
    """Build a problem from parsed JSON.

    Raises:
        CannotReadProblem: it says something no exchange can mean.
    """
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        _refuse("exchange_format", format=FORMAT)
    unknown = sorted(data.keys() - KNOWN)
    if unknown:
        _refuse("exchange_unknown_part", part=str(unknown[0]))
    batches = _number(data.get("B"), "B", least=1, most=MOST_BATCHES)
    persons = _persons(data.get("P"), batches)
    sites = {(person.side, person.site) for person in persons}
    dead = _dead(data.get("dead", []), persons, batches)
    problem = Problem(
        persons=tuple(sorted(persons, key=lambda person: (person.side, person.id))),
        batches=batches,
        formula=_formula(data),
        parity=None if data.get("k") is None else _number(data["k"], "k"),
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
        _refuse("exchange_text", where="salt")
    _small_enough(problem)
    return problem


def _small_enough(problem: Problem) -> None:
    """No coefficient of an objective may exceed what solvers add up without losing a one."""
    days = {person.id: person.days_held for person in problem.persons}
    for group in problem.groups:
        if problem.batches * len(VULNERABLE) * len(group) > LARGEST:
            _refuse("exchange_group_size", size=len(group))
        if sum(days[one] for one in group) > LARGEST:
            _refuse("exchange_group_days", most=LARGEST)


def _refuse(code: str, **values: Value) -> Never:
    raise refusal(CannotReadProblem, code, **values)


def _at(where: tuple[Value, ...]) -> str:
    """A place in the file: its key, the number of the row counted from 1, the key in the row."""
    return ", ".join(map(str, where))


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of a JSON file.

    Raises:
        ValueError: a key stands twice, and readers would differ on what it says.
    """
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError
    return read


def _number(value: Any, *where: Value, least: int = 0, most: int = LARGEST) -> int:
    if type(value) is not int or not least <= value <= most:
        _refuse("exchange_number", where=_at(where), least=least, most=most)
    return value


def _code(value: Any, *where: Value) -> Id:
    if type(value) is int and abs(value) <= SAFE:
        return value
    if type(value) is str and value and value.isprintable():
        return value
    _refuse("exchange_code", where=_at(where))


def _yes(value: Any, *where: Value) -> bool:
    if type(value) is bool or (type(value) is int and value in (0, 1)):
        return bool(value)
    _refuse("exchange_yes", where=_at(where))


def _list(value: Any, *where: Value) -> list[Any]:
    if not isinstance(value, list):
        _refuse("exchange_list", where=_at(where))
    return value


def _side(value: Any, *where: Value) -> int:
    if type(value) is not int or value not in SIDES:
        _refuse("exchange_side", where=_at(where))
    return value


@dataclass(slots=True)
class _Shape:
    """Rows with the same keys: how to read what they say by yes or no, and what was read so far."""

    keys: tuple[str, ...]  # of YES_OR_NO
    pick: Callable[[dict[str, Any]], Any]
    read: dict[Any, Traits] = field(default_factory=dict)

    def traits(self, row: dict[str, Any], number: int) -> Traits:
        """What is said by yes or no, each combination read once."""
        said = self.pick(row)
        # 1.0 equals 1 but is no yes: only whole numbers and booleans are looked up.
        if WHOLE.issuperset(map(type, said)) and said in self.read:
            return self.read[said]
        yes = {key: _yes(row[key], "P", number, key) for key in self.keys}
        categories = frozenset(category for category in CATEGORIES if yes.get(category))
        traits = categories, yes.get("st", False), not yes.get("ex", False)
        self.read[said] = traits
        return traits


def _shape(row: dict[str, Any], number: int) -> _Shape:
    if not row.keys() >= NEEDED:
        _refuse("exchange_row", where=_at(("P", number)))
    if not row.keys() <= PERSON_KEYS:
        unknown = sorted(row.keys() - PERSON_KEYS)
        _refuse("exchange_unknown_fact", where=_at(("P", number)), fact=str(unknown[0]))
    keys = tuple(key for key in YES_OR_NO if key in row)
    several = itemgetter(*keys) if len(keys) > 1 else None
    return _Shape(keys, several or (lambda row: tuple([row[key] for key in keys])))


def _persons(value: Any, batches: int) -> list[Person]:
    shapes: dict[tuple[str, ...], _Shape] = {}
    rows = enumerate(_list(value, "P"), start=1)
    persons = [_person(row, number, batches, shapes) for number, row in rows]
    if len({person.id for person in persons}) != len(persons):
        _refuse("exchange_held_twice")
    if len({type(person.id) for person in persons}) > 1:
        _refuse("exchange_mixed_ids", where="P")
    if len({type(person.site) for person in persons}) > 1:
        _refuse("exchange_mixed_sites")
    return persons


def _person(row: Any, number: int, batches: int, shapes: dict[tuple[str, ...], _Shape]) -> Person:
    if not isinstance(row, dict):
        _refuse("exchange_row", where=_at(("P", number)))
    keys = tuple(row)
    if keys not in shapes:
        shapes[keys] = _shape(row, number)
    categories, stretcher, available = shapes[keys].traits(row, number)
    return Person(
        id=_code(row["i"], "P", number, "i"),
        side=_side(row["s"], "P", number, "s"),
        site=_code(row["z"], "P", number, "z"),
        categories=categories,
        stretcher=stretcher,
        earliest=min(_number(row.get("e", 0), "P", number, "e"), batches),
        days_held=_number(row.get("d", 0), "P", number, "d"),
        available=available,
    )


def _dead(value: Any, persons: list[Person], batches: int) -> list[Remains]:
    dead = []
    for number, row in enumerate(_list(value, "dead"), start=1):
        if not isinstance(row, dict) or not row.keys() >= NEEDED:
            _refuse("exchange_row", where=_at(("dead", number)))
        if not row.keys() <= DEAD_KEYS:
            unknown = sorted(row.keys() - DEAD_KEYS)
            _refuse("exchange_unknown_fact", where=_at(("dead", number)), fact=str(unknown[0]))
        dead.append(
            Remains(
                id=_code(row["i"], "dead", number, "i"),
                side=_side(row["s"], "dead", number, "s"),
                site=_code(row["z"], "dead", number, "z"),
                earliest=min(_number(row.get("e", 0), "dead", number, "e"), batches),
            )
        )
    ids = {one.id for one in dead}
    if len(ids) != len(dead) or ids & {person.id for person in persons}:
        _refuse("exchange_dead_twice")
    if len({type(one.id) for one in dead}) > 1:
        _refuse("exchange_mixed_ids", where="dead")
    return dead


def _formula(data: dict[str, Any]) -> Formula:
    said = data.get("formula", {"kind": "exactly"})
    if not isinstance(said, dict) or said.keys() - {"kind", "ratio", "categories"}:
        _refuse("exchange_formula")
    kind = said.get("kind")
    if kind not in ("exactly", "at_least", "all", "ratio"):
        _refuse("exchange_kind")
    numbers = [0, 0] if kind == "all" else _list(data.get("N"), "N")
    ratio = _list(said.get("ratio", [1, 1]), "ratio")
    if len(numbers) != 2 or len(ratio) != 2:
        _refuse("exchange_two_sides")
    categories = frozenset(map(str, _list(said.get("categories", []), "categories")))
    _only_prisoners_of_war(categories, "formula")
    first, second = (_number(n, "N") for n in numbers)
    left, right = (_number(n, "ratio", least=1) for n in ratio)
    if kind != "ratio" and (left, right) != (1, 1):
        _refuse("exchange_ratio")
    return Formula(kind=kind, numbers=(first, second), ratio=(left, right), categories=categories)


def _only_prisoners_of_war(categories: Iterable[str], where: str) -> None:
    for category in categories:
        if category == "dead":
            _refuse("exchange_dead_counted", where=where)
        if category in BESIDE_THE_COUNT:
            _refuse("exchange_beside", where=where, category=category)
        if category not in CATEGORIES:
            _refuse("exchange_category", where=where, category=category)


def _days(batches: int) -> list[tuple[Any, ...]]:
    return [(side, batch) for side in SIDES for batch in range(batches)]


def _capacities(
    value: Any, key: str, parts: int, needed: Iterable[tuple[Any, ...]]
) -> Mapping[Any, int]:
    """Read [[side, ..., batch], capacity] pairs; none that is needed may be left unsaid."""
    read: dict[tuple[Any, ...], int] = {}
    for row in _list(value, key):
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], list)):
            _refuse("exchange_entry", where=key)
        place = tuple(_code(part, key) for part in row[0])
        if len(place) != parts or place in read:
            _refuse("exchange_entry_twice", where=key)
        _side(place[0], key)
        read[place] = _number(row[1], key)
    for place in needed:
        if place not in read:
            _refuse("exchange_unsaid", where=key, place=str(list(place)))
    return read


def _known(ids: Iterable[Any], persons: Iterable[Person], key: str) -> dict[Id, Person]:
    by_id = {person.id: person for person in persons}
    for one in ids:
        if type(one) not in (int, str) or one not in by_id:
            _refuse("exchange_stranger", where=key)
    return by_id


def _groups(value: Any, persons: list[Person]) -> tuple[frozenset[Id], ...]:
    rows = [_list(row, "fam") for row in _list(value, "fam")]
    members = [one for row in rows for one in row]
    by_id = _known(members, persons, "fam")
    if len(set(members)) != len(members):
        _refuse("exchange_two_groups")
    for row in rows:
        if len({by_id[one].side for one in row}) > 1:
            _refuse("exchange_group_sides")
    return tuple(sorted((frozenset(row) for row in rows if len(row) > 1), key=min))


def _quotas(value: Any) -> dict[tuple[int, str], int]:
    read: dict[tuple[int, str], int] = {}
    for row in _list(value, "quota"):
        if not (isinstance(row, list) and len(row) == 2 and isinstance(row[0], list)):
            _refuse("exchange_quota")
        if len(row[0]) != 2:
            _refuse("exchange_quota")
        side, category = _side(row[0][0], "quota"), str(row[0][1])
        _only_prisoners_of_war([category], "quota")
        if (side, category) in read:
            _refuse("exchange_quota_twice")
        read[side, category] = _number(row[1], "quota")
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
            _refuse("exchange_objective", names=", ".join(OBJECTIVES))
    if len(set(names)) != len(names):
        _refuse("exchange_objective_twice")
    return tuple(names)
