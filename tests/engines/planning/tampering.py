"""Ways to bend a plan, each with the rules that must be named; the plans they are tried on.

Whoever bends a plan can write its values and hash anew: most of these do.
"""

import json
from functools import lru_cache

from exchanges import invented

from wayhome.engines.planning import (
    list_hash,
    plan_exchange,
    plan_text,
    problem_from,
    problem_hash,
    problem_text,
    values_of,
)

BASE = invented(held=36, chosen=14, room=1.3)
BASE["P"] = [{**p, "e": max(p["e"], int(p["i"] % 9 == 4))} for p in BASE["P"]]
BARE = {"fam": [], "quota": [], "must": []}
LIES_NOT = [{**p, "st": 0} for p in BASE["P"]]
COUNTED = [p for p in LIES_NOT if not (p["sw"] or p["civ"])]
DAYS = [(side, batch) for side in (0, 1) for batch in range(3)]
DEAD = {
    "dead": [{"i": 900 + n, "s": n % 2, "z": 7, "e": n % 3} for n in range(9)],
    "dead_room": [[[side, batch], 1 + (batch == 2)] for side, batch in DAYS],
}
KINDS = {
    "groups, quotas, must": BASE,
    "at least": {**BASE, **BARE, "formula": {"kind": "at_least"}, "N": [6, 6]},
    "all by category": {**BASE, **BARE, "formula": {"kind": "all", "categories": ["wom"]}},
    "ratio": {**BASE, "formula": {"kind": "ratio", "ratio": [1, 2]}, "N": [4, 8], "k": 3},
    "no parity": {**BASE, "k": None},
    "parity 0": {**BASE, "k": 0},
    "days": {**BASE, "day": [[[side, batch], 6 - side] for side, batch in DAYS]},
    "network": {**BASE, **BARE, "P": COUNTED},
    "network beside parity": {**BASE, **BARE, "P": LIES_NOT},
    "the dead": {**BASE, **DEAD},
    "children, other aims": {
        **BASE,
        "P": [{**p, "child": int(p["civ"] and p["i"] % 2)} for p in BASE["P"]],
        "objectives": ["children", "vulnerable_early", "women", "wounded"],
    },
    "texts": {
        **{**BASE, "fam": [[f"Ж-{i:03}" for i in group] for group in BASE["fam"]]},
        "P": [{**p, "i": f"Ж-{p['i']:03}"} for p in BASE["P"]],
        "must": [f"Ж-{i:03}" for i in BASE["must"]],
        "salt": "drawn",
    },
}  # fmt: skip


@lru_cache
def planned(kind):
    problem = problem_from(KINDS[kind])
    return problem, plan_exchange(problem)


def files(kind):
    """The two files as JSON, as their reader may change them."""
    problem, plan = planned(kind)
    return json.loads(problem_text(problem)), json.loads(plan_text(plan))


def written_anew(problem, plan):
    """What whoever bends a plan can reckon themselves: hashes and values."""
    plan["problem"] = problem_hash(problem_from(problem))
    lines = [tuple(line) for line in plan["lines"]]
    plan["list_hash"] = list_hash(lines)
    worth = values_of(problem_from(problem), [(batch, one) for batch, _, one in lines])
    plan["values"] = list(worth)


def standing(problem, one):
    grouped = {member for group in problem["fam"] for member in group}
    (p,) = [p for p in problem["P"] if p["i"] == one]
    facts = {**p, "i": 0, "d": 0, "must": one in problem["must"]}
    return one if one in grouped or p["ex"] else str(sorted(facts.items()))


def days(problem):
    return {p["i"]: p["d"] for p in problem["P"]}


def pairs(problem, plan, *, both_go):
    """Lines, each with another person of the same standing who stays, or with their line."""
    batch_of = {one: batch for batch, _, one in plan["lines"]}
    alike = {}
    for p in problem["P"]:
        alike.setdefault(standing(problem, p["i"]), []).append(p["i"])
    return [
        (line, other)
        for line in plan["lines"]
        for other in alike[standing(problem, line[2])]
        if other != line[2] and (other in batch_of) is both_go
        if not both_go or batch_of[other] > line[0]
    ]


def swap_equals(problem, plan, rng):
    held = days(problem)
    counts = "days_held" in problem["objectives"]
    equals = [
        (line, other)
        for line, other in pairs(problem, plan, both_go=False)
        if held[line[2]] == held[other] or not counts
    ]
    line, other = rng.choice(equals)
    line[2] = other
    written_anew(problem, plan)
    return {"draw"}


def send_who_was_held_less_long(problem, plan, rng):
    held = days(problem)
    line, other = rng.choice(
        [pair for pair in pairs(problem, plan, both_go=False) if held[pair[0][2]] > held[pair[1]]]
    )
    line[2] = other
    written_anew(problem, plan)
    return {"standing"} if "days_held" in problem["objectives"] else {"draw"}


def let_equals_change_batches(problem, plan, rng):
    line, other = rng.choice(pairs(problem, plan, both_go=True))
    (second,) = [line for line in plan["lines"] if line[2] == other]
    line[2], second[2] = second[2], line[2]
    written_anew(problem, plan)
    return {"draw"}


def change_a_batch(problem, plan, rng):
    line = rng.choice(plan["lines"])
    line[0] = rng.choice([batch for batch in range(-1, 4) if batch != line[0]])
    written_anew(problem, plan)
    return set()


def leave_somebody_out(problem, plan, rng):
    plan["lines"].remove(rng.choice(plan["lines"]))
    written_anew(problem, plan)
    return set()


def part_a_group(problem, plan, rng):
    travel = {line[2] for line in plan["lines"]}
    one = rng.choice(sorted(set().union(*problem["fam"]) & travel))
    plan["lines"] = [line for line in plan["lines"] if line[2] != one]
    written_anew(problem, plan)
    return {"group"}


def leave_out_who_must_go(problem, plan, rng):
    one = rng.choice(problem["must"])
    plan["lines"] = [line for line in plan["lines"] if line[2] != one]
    written_anew(problem, plan)
    return {"must"}


def send_somebody_twice(problem, plan, rng):
    batch, side, one = rng.choice(plan["lines"])
    plan["lines"].append([rng.choice([batch, (batch + 1) % 3]), side, one])
    written_anew(problem, plan)
    return {"persons"}


def send_who_is_not_available(problem, plan, rng):
    one = rng.choice([p for p in problem["P"] if p["ex"]])
    plan["lines"].append([2, one["s"], one["i"]])
    written_anew(problem, plan)
    return {"not available"}


def send_before_the_medical_date(problem, plan, rng):
    early = [p for p in problem["P"] if p["e"] > 0]
    one = rng.choice(early)
    plan["lines"] = [line for line in plan["lines"] if line[2] != one["i"]]
    plan["lines"].append([0, one["s"], one["i"]])
    written_anew(problem, plan)
    return {"medical"}


def balance_the_wounded(problem, plan, rng):
    """One beside the count is to stand for a prisoner of war who stays."""
    beside = {p["i"] for p in problem["P"] if p["sw"] or p["civ"] or p["child"]}
    plan["lines"].remove(rng.choice([line for line in plan["lines"] if line[2] not in beside]))
    stays = beside - {line[2] for line in plan["lines"]}
    for p in problem["P"]:
        if p["i"] in stays and not p["ex"]:
            plan["lines"].append([2, p["s"], p["i"]])
            break
    written_anew(problem, plan)
    return {"number"} if problem["formula"]["kind"] == "exactly" else set()


def count_the_wounded(problem, plan, rng):
    problem["quota"] = [[[0, rng.choice(["sw", "civ", "child", "dead"])], 1]]
    return {"unreadable"}


def exceed_a_vehicle_by_one(problem, plan, rng):
    """Somebody more where the seats or stretchers are taken."""
    lies = {p["i"]: p["st"] for p in problem["P"]}
    side, batch = rng.choice(DAYS)
    there = sum(line[:2] == [batch, side] and not lies[line[2]] for line in plan["lines"])
    travel = {line[2] for line in plan["lines"]}
    seats = {tuple(place): room for place, room in problem["seat"]}[side, batch]
    more = [p for p in problem["P"] if p["s"] == side and not p["st"] and p["i"] not in travel]
    plan["lines"] += [[batch, side, p["i"]] for p in more[: seats - there + 1]]
    written_anew(problem, plan)
    return {"seats"}


def say_another_value(problem, plan, rng):
    level = rng.randrange(len(plan["values"]))
    plan["values"][level] += rng.choice([-1, 1])
    return {"values"}


def turn_the_aims(problem, plan, rng):
    first, second = rng.sample(range(len(plan["objectives"])), 2)
    for key in ("objectives", "values", "certificates"):
        plan[key][first], plan[key][second] = plan[key][second], plan[key][first]
    return {"values"}


def turn_the_aims_of_the_problem(problem, plan, rng):
    problem["objectives"] = problem["objectives"][1:] + problem["objectives"][:1]
    return {"problem"}


def change_the_salt(problem, plan, rng):
    problem["salt"] += "x"
    return {"problem"}


def change_a_fact(problem, plan, rng):
    person = rng.choice(problem["P"])
    key = rng.choice(["d", "u25", "sw", "ex", "e"])
    person[key] = person[key] + 1 if key in "de" else 1 - person[key]
    return {"problem"}


def change_room_beneath(problem, plan, rng):
    rng.choice(problem[rng.choice(["sites", "seat", "stretch"])])[1] += 1
    return {"problem"}


def change_the_hash_of_the_problem(problem, plan, rng):
    plan["problem"] = plan["problem"][::-1]
    return {"problem"}


def change_the_hash_of_the_list(problem, plan, rng):
    plan["list_hash"] = plan["list_hash"][::-1]
    return {"hash"}


def leave_a_certificate_out(problem, plan, rng):
    plan["certificates"].pop()
    return {"certificate"}


def price_what_is_not_there(problem, plan, rng):
    certificate = rng.choice([one for one in plan["certificates"] if one])
    certificate["prices"].append([["seats", 0, 99], 1])
    return {"certificate"}


def price_a_rule_twice(problem, plan, rng):
    certificate = rng.choice([one for one in plan["certificates"] if one])
    certificate["prices"] += [[["seats", 0, 0], 1], [["seats", 0, 0], 0]]
    return {"unreadable"}


def weigh_below_zero(problem, plan, rng):
    certificate = [one for one in plan["certificates"] if one][-1]
    certificate["weights"][rng.randrange(len(certificate["weights"]))] = -1
    return {"certificate"}


def write_numbers_without_end(problem, plan, rng):
    certificate = rng.choice([one for one in plan["certificates"] if one])
    certificate["unit"] = 10**4000
    return {"unreadable"}


def hold_back_the_dead(problem, plan, rng):
    rng.choice([line for line in plan["dead"] if line[0] < 2])[0] += 1
    return {"dead"}


def keep_one_of_the_dead(problem, plan, rng):
    plan["dead"].remove(rng.choice([line for line in plan["dead"] if line[0] < 2]))
    return {"dead"}


def count_one_of_the_dead(problem, plan, rng):
    batch, side, one = rng.choice(plan["dead"])
    plan["lines"].append([batch, side, one])
    plan["list_hash"] = list_hash([tuple(line) for line in plan["lines"]])
    return {"persons"}


TAMPERINGS = [
    swap_equals, send_who_was_held_less_long, let_equals_change_batches, change_a_batch,
    leave_somebody_out, part_a_group, leave_out_who_must_go, send_somebody_twice,
    send_who_is_not_available, send_before_the_medical_date, balance_the_wounded,
    count_the_wounded, exceed_a_vehicle_by_one, say_another_value, turn_the_aims,
    turn_the_aims_of_the_problem, change_the_salt, change_a_fact, change_room_beneath,
    change_the_hash_of_the_problem, change_the_hash_of_the_list, leave_a_certificate_out,
    price_what_is_not_there, price_a_rule_twice, weigh_below_zero, write_numbers_without_end,
    hold_back_the_dead, keep_one_of_the_dead, count_one_of_the_dead,
]  # fmt: skip
