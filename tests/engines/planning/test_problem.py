"""A problem that cannot be meant is refused with a sentence."""

import contextlib
import copy
import json
from pathlib import Path

import pytest
import rfc8785
from exchanges import invented, problem

from wayhome.engines.planning import CannotReadProblem, problem_text, read_problem
from wayhome.engines.planning.objectives import OBJECTIVES
from wayhome.engines.planning.reading import (
    DEAD_KEYS,
    KNOWN,
    LARGEST,
    MOST_BATCHES,
    PERSON_KEYS,
)

GOOD = invented(held=6, chosen=2)


def test_a_problem_comes_back_from_its_canonical_text():
    asked = problem(GOOD)
    assert read_problem(problem_text(asked)) == asked


def test_the_canonical_text_is_that_of_rfc_8785():
    names = {0: "Źródło 1", 1: 'a "b"\\'}
    persons = [{**p, "i": f'Ź"\\{p["i"]}', "z": names.get(p["z"], "c")} for p in GOOD["P"]]
    sites = [[[s, names.get(z, "c"), b], n] for (s, z, b), n in GOOD["sites"]]
    asked = problem(GOOD, P=persons, sites=sites, fam=[], must=[])
    text = problem_text(asked)
    assert text == rfc8785.dumps(json.loads(text))


def test_children_come_right_after_the_wounded_where_there_are_any():
    with_child = problem(GOOD, P=first(child=1))
    assert problem(GOOD).objectives[:3] == ("wounded", "civilians", "women")
    assert with_child.objectives[:3] == ("wounded", "children", "civilians")


def first(**changes):
    return [{**GOOD["P"][0], **changes}, *GOOD["P"][1:]]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "exchange/1"}, "exchange/2"),
        ({"extra": 1}, "“extra”"),
        ({"B": 0}, "“B”"),
        ({"B": True}, "“B”"),
        ({"k": -1}, "“k”"),
        ({"N": [1]}, "“N”"),
        ({"N": None}, "“N”"),
        ({"N": [1, 2.5]}, "“N”"),
        ({"P": {}}, "“P”"),
        ({"P": [3]}, "P, 1"),
        ({"P": first(name="x")}, "“name”"),
        ({"P": first(s=2)}, "side"),
        ({"P": first(z=None)}, "P, 1, z"),
        ({"P": first(i="a")}, "all numbers or all texts"),
        ({"P": first(i=1)}, "two persons"),
        ({"P": first(sw=2)}, "P, 1, sw"),
        ({"P": first(d=10**9)}, "P, 1, d"),
        ({"P": first(i="\ud800")}, "P, 1, i"),
        ({"sites": []}, "“sites” says nothing"),
        ({"seat": GOOD["seat"] * 2}, "“seat”"),
        ({"seat": [[0, 1]]}, "“seat”"),
        ({"stretch": [[[0, 0], -1]]}, "“stretch”"),
        ({"fam": [[0, 999]]}, "not in"),
        ({"fam": [[0, 1], [1, 2]]}, "twice"),
        ({"fam": [[0, 6]]}, "one side"),
        ({"must": [[1]]}, "“must”"),
        ({"quota": [[[0, "civ"], 1]]}, "beside the count"),
        ({"quota": [[[0, "sw"], 1]]}, "beside the count"),
        ({"quota": [[[0, "tall"], 1]]}, "not a category"),
        ({"quota": [[[0, "wom"], 1], [[0, "wom"], 1]]}, "twice"),
        ({"formula": {"kind": "some"}}, "formula"),
        ({"formula": {"kind": "all", "categories": ["civ"]}}, "beside the count"),
        ({"formula": {"kind": "exactly", "ratio": [1, 2]}}, "ratio"),
        ({"objectives": ["rank"]}, "“objectives”"),
        ({"objectives": ["women", "women"]}, "twice"),
        ({"salt": 1}, "“salt”"),
        ({"P": first(i=2**53)}, "P, 1, i"),
        ({"P": first(sw=1.0)}, "P, 1, sw"),
        ({"P": [{**p, "d": 10**6} for p in GOOD["P"]]}, "days held by a group"),
        ({"B": 1001}, "from 1 to 1000"),
        ({"day": [[[0, 0], -1]]}, "“day”"),
        ({"quota": [[[0, "dead"], 1]]}, "never exchanged"),
        ({"formula": {"kind": "all", "categories": ["dead"]}}, "never exchanged"),
        ({"objectives": ["dead"]}, "“objectives”"),
        ({"dead": [{"i": 900, "s": 0}]}, "dead, 1"),
        ({"dead": [{"i": 900, "s": 0, "z": 1, "d": 3}]}, "dead, 1"),
        ({"dead": [{"i": 0, "s": 0, "z": 1}]}, "stands twice"),
        ({"dead": [{"i": 900, "s": 0, "z": 1}]}, "“dead_room” says nothing"),
    ],
)
def test_what_cannot_be_meant_is_refused(changes, said):
    with pytest.raises(CannotReadProblem, match=said):
        problem(GOOD, **changes)


ODD = [None, True, -1, 2.5, "", "wom", [], {}, [[]], [0, 1], [[0, [1]], 1], 2**60, {"a": 1}]


def places_in(data, at=()):
    """Where something stands: the first rows of every list."""
    rows = data.items() if isinstance(data, dict) else enumerate(data[:2])
    for key, value in rows:
        yield (*at, key)
        if isinstance(value, (dict, list)):
            yield from places_in(value, (*at, key))


DEAD = {"dead": [{"i": 900, "s": 0, "z": 1, "e": 0}], "dead_room": [[[0, 0], 1], [[1, 0], 1]]}
SAID = {**GOOD, **DEAD, "formula": {"kind": "exactly"}, "objectives": ["women"], "salt": "x"}


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_whatever_stands_anywhere_is_read_or_refused(odd):
    for *way, last in places_in(SAID):
        holder = data = copy.deepcopy(SAID)
        for key in way:
            holder = holder[key]
        holder[last] = odd
        with contextlib.suppress(CannotReadProblem):
            assert read_problem(problem_text(problem(data))) == problem(data)


@pytest.mark.parametrize("text", [b"", b"\xff", b"[" * 100_000, b'{"B": 1, "B": 2}', b"3"])
def test_what_is_no_problem_file_is_refused(text):
    with pytest.raises(CannotReadProblem):
        read_problem(text)


def test_the_published_schema_names_what_is_read():
    root = Path(__file__).parents[3]
    text = (root / "docs/reference/exchange-problem.schema.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["properties"].keys() == KNOWN
    assert schema["properties"]["P"]["items"]["properties"].keys() == PERSON_KEYS
    assert schema["properties"]["dead"]["items"]["properties"].keys() == DEAD_KEYS
    assert schema["properties"]["objectives"]["items"]["enum"] == list(OBJECTIVES)
    assert schema["properties"]["B"]["maximum"] == MOST_BATCHES
    assert schema["$defs"]["number"]["maximum"] == LARGEST
