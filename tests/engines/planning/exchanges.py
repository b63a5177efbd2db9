"""Small invented exchanges, for the planner and its slow twin."""

from math import ceil
from random import Random
from typing import Any

from hypothesis import strategies as st

from wayhome.engines.planning import Problem, problem_from


@st.composite
def small_exchanges(draw: st.DrawFn, *, most: int = 4) -> dict[str, Any]:
    """A problem of a few persons a side: tight, with groups, quotas and must-includes."""
    batches = draw(st.integers(1, 2))
    persons: list[dict[str, Any]] = []
    for side in (0, 1):
        for _ in range(draw(st.integers(1, most))):
            persons.append(
                {
                    "i": len(persons),
                    "s": side,
                    "z": draw(st.integers(0, 1)),
                    "sw": draw(st.sampled_from([0, 0, 0, 1])),
                    "civ": draw(st.sampled_from([0, 0, 0, 1])),
                    "child": draw(st.sampled_from([0, 0, 0, 0, 0, 1])),
                    "wom": draw(st.integers(0, 1)),
                    "u25": draw(st.integers(0, 1)),
                    "st": draw(st.sampled_from([0, 0, 0, 1])),
                    "e": draw(st.sampled_from([0, 0, 1])),
                    "d": draw(st.sampled_from([5, 5, 30, 90])),
                    "ex": draw(st.sampled_from([False] * 9 + [True])),
                }
            )
    days = [(side, batch) for side in (0, 1) for batch in range(batches)]
    room = st.sampled_from([0, 1, 2, 2, 3, 4])
    free = list(range(len(persons)))
    groups = []
    for side in (0, 1):
        held = [p["i"] for p in persons if p["s"] == side]
        if len(held) >= 2 and draw(st.booleans()):
            groups.append(draw(st.permutations(held))[:2])
    formula = draw(
        st.sampled_from(
            [
                {"kind": "exactly"},
                {"kind": "exactly"},
                {"kind": "at_least"},
                {"kind": "all", "categories": ["u25"]},
                {"kind": "ratio", "ratio": [1, 2]},
            ]
        )
    )
    wanted = draw(st.sampled_from([0, 1, 1, 2]))
    return {
        "format": "exchange/2",
        "B": batches,
        "k": draw(st.sampled_from([0, 1, 2, None, None])),
        "N": [wanted, wanted],
        "P": persons,
        "sites": [[[s, z, b], draw(room)] for s, b in days for z in (0, 1)],
        "seat": [[[s, b], draw(st.sampled_from([1, 2, 3, 4]))] for s, b in days],
        "stretch": [[[s, b], draw(st.integers(0, 1))] for s, b in days],
        "fam": groups,
        "quota": draw(
            st.sampled_from([[], [], [], [[[0, "wom"], 1]], [[[1, "u25"], 1], [[0, "u25"], 0]]])
        ),
        "must": draw(st.sampled_from([[], [], [], [draw(st.sampled_from(free))]])),
        "day": draw(st.sampled_from([[], [], [[[0, 0], 2]], [[[1, 0], 1], [[0, 0], 3]]])),
        "formula": formula,
    }


@st.composite
def small_networks(draw: st.DrawFn) -> dict[str, Any]:
    """A problem of a few persons a side whose rules form a network, or do but for parity."""
    data = draw(small_exchanges())
    beside = draw(st.sampled_from(["some", "none"]))
    for person in data["P"]:
        person["st"] = 0
        if beside == "none":
            person["sw"] = person["civ"] = person["child"] = 0
    if data["formula"]["kind"] == "ratio":
        data["formula"] = {"kind": "exactly"}
    return {**data, "fam": [], "quota": []}


def problem(data: dict[str, Any], **changes: Any) -> Problem:
    """The problem these data say, with some of them changed."""
    return problem_from({**data, **changes})


def invented(*, held: int, chosen: int, seed: int = 1, room: float = 1.2) -> dict[str, Any]:
    """A larger problem, seeded: tight by `room`, three sites and batches, everything in it."""
    rng = Random(seed)  # noqa: S311
    persons: list[dict[str, Any]] = []
    for side in (0, 1):
        for _ in range(held):
            wounded = rng.random() < 0.06
            persons.append(
                {
                    "i": len(persons),
                    "s": side,
                    "z": rng.choice([0, 0, 1, 2]),
                    "sw": int(wounded),
                    "civ": int(rng.random() < 0.1),
                    "wom": int(rng.random() < 0.1),
                    "u25": int(rng.random() < 0.25),
                    "st": int(wounded and rng.random() < 0.5),
                    "e": rng.choice([0, 0, 1]) if wounded else 0,
                    "d": rng.randint(5, 400),
                    "ex": rng.random() < 0.06,
                }
            )
    days = [(side, batch) for side in (0, 1) for batch in range(3)]
    counted = [
        [p["i"] for p in persons if p["s"] == s and not (p["sw"] or p["civ"] or p["ex"])]
        for s in (0, 1)
    ]
    return {
        "format": "exchange/2",
        "B": 3,
        "k": 2,
        "N": [chosen, chosen],
        "P": persons,
        "sites": [[[s, z, b], ceil(room * chosen / 5)] for s, b in days for z in range(3)],
        "seat": [[[s, b], ceil(room * chosen / 3)] for s, b in days],
        "stretch": [[[s, b], 1] for s, b in days],
        "fam": [ids[at : at + 2] for ids in counted for at in (0, 2, 4)],
        "quota": [[[0, "u25"], chosen // 8], [[1, "wom"], 1]],
        "must": [ids[-1] for ids in counted],
    }
