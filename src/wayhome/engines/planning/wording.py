"""What the planner says, in English: a sentence for each code, filled in with values.

Whoever speaks another language fills the sentence of the same code and values there
(`refusal.CODE` and `plan.CODE` among the messages). A value is a number, a code of the problem or
one of its categories and aims; batches are counted from 1 in sentences.
"""

from typing import TypeVar

from wayhome.engines.planning.objectives import OBJECTIVES
from wayhome.values import WayhomeError

Refusal = TypeVar("Refusal", bound=WayhomeError)
Value = int | str

REFUSALS = {
    "exchange_not_json": "This is not a problem file: it is not JSON as UTF-8 text, or a key "
    "stands twice.",
    "exchange_format": "A problem is a JSON object whose “format” is “{format}”.",
    "exchange_unknown_part": "“{part}” is not a part of a problem. A rule that is not read is not "
    "kept.",
    "exchange_number": "“{where}”: a whole number from {least} to {most} is needed.",
    "exchange_code": "“{where}”: a whole number or a printable text is needed.",
    "exchange_yes": "“{where}”: true or false (1 or 0) is needed.",
    "exchange_list": "“{where}”: a list is needed.",
    "exchange_text": "“{where}”: a text is needed.",
    "exchange_side": "“{where}”: the side is 0 or 1.",
    "exchange_row": "“{where}” needs “i” (identifier), “s” (side) and “z” (site).",
    "exchange_unknown_fact": "“{where}”: “{fact}” is not a fact a plan uses. Leave it out.",
    "exchange_held_twice": "“P”: an identifier stands on two persons. Each person is held once.",
    "exchange_dead_twice": "“dead”: an identifier stands twice, there or in “P”.",
    "exchange_mixed_ids": "“{where}”: identifiers are all numbers or all texts, not both.",
    "exchange_mixed_sites": "“P”: site codes are all numbers or all texts, not both.",
    "exchange_group_size": "“fam”: a group of {size} is too large for so many batches.",
    "exchange_group_days": "“fam”: the days held by a group add up to more than {most}.",
    "exchange_formula": "“formula” holds “kind” and, as needed, “ratio” or “categories”.",
    "exchange_kind": "“formula”: kind is exactly, at_least, all or ratio.",
    "exchange_two_sides": "“N” and “ratio” hold a number for each of the two sides.",
    "exchange_ratio": "“ratio” belongs to the formula of kind ratio.",
    "exchange_dead_counted": "“{where}”: the dead are returned, never exchanged and never counted.",
    "exchange_beside": "“{where}”: “{category}” travel beside the count (GC III 109-110); they are "
    "returned, never exchanged. Only prisoners of war are counted.",
    "exchange_category": "“{where}”: “{category}” is not a category.",
    "exchange_entry": "“{where}”: each entry is [[side, …, batch], capacity].",
    "exchange_entry_twice": "“{where}”: an entry stands twice or has the wrong number of parts.",
    "exchange_unsaid": "“{where}” says nothing about {place}. Where nothing can go, write 0.",
    "exchange_stranger": "“{where}” names somebody who is not in “P”.",
    "exchange_two_groups": "“fam”: somebody stands twice. Make one group of groups that share a "
    "person.",
    "exchange_group_sides": "“fam”: a group is held by one side.",
    "exchange_quota": "“quota”: each entry is [[side, category], at least].",
    "exchange_quota_twice": "“quota”: a category of a side stands twice.",
    "exchange_objective": "“objectives”: each is one of {names}.",
    "exchange_objective_twice": "“objectives”: one stands twice.",
    "exchange_no_plan_file": "This is not a plan file, JSON whose “format” is “{format}”.",
    "no_plan": "No plan keeps all the rules.",
    "not_proven": "The solver ended without a proof. Nothing was planned.",
    "needs_solver": "Making plans needs OR-Tools. Install it: pip install wayhome[plan]",
    "not_a_network": "The rules form no network, so there is no flow: {why}.",
}

SENTENCES = {
    # Why the rules are no network.
    "network_groups": "groups travel together",
    "network_quota": "a quota cuts across the sites",
    "network_ratio": "the sides release in a ratio",
    "network_stretchers": "stretchers and seats share the places of a site",
    "network_beside": "those beside the count share places with those in parity",
    # Which rules clash.
    "clash_parity": "After no batch is a side ahead by more than {most}.",
    "clash_ratio": "The sides release in the ratio {left} to {right}.",
    "clash_group": "Side {side}: the {size} of a group at site {sites} travel together.",
    "clash_number": "Side {side}: {number} prisoners of war are released.",
    "clash_number_at_least": "Side {side}: at least {number} prisoners of war are released.",
    "clash_quota": "Side {side}: at least {least} prisoners of war of category {category}.",
    "clash_medical": "Side {side}: {persons} persons are not fit to travel before batch {batch}.",
    "clash_must": "Side {side}: {persons} at site {site} who must be included.",
    "clash_sites": "Side {side}: the places at its sites.",
    "clash_seats": "Side {side}: its seats.",
    "clash_stretchers": "Side {side}: its stretchers.",
    "clash_days": "Side {side}: whom its days take.",
    # What a plan does not keep.
    "breach_problem": "The plan answers another problem.",
    "breach_other_side": "A line names somebody that side does not hold.",
    "breach_stranger": "A line names somebody nobody holds.",
    "breach_batch": "A line stands in a batch that does not exist.",
    "breach_hash": "The hash is not that of the lines.",
    "breach_objectives": "The aims are not those of the problem.",
    "breach_value": "Level {level}: the plan says {said}, its lines are worth {worth}.",
    "breach_values": "There is not one value for each aim.",
    "breach_no_certificate": "A level's certificate is missing.",
    "breach_weight": "Level {level}: a weight of the certificate stands below zero, or its unit "
    "below one.",
    "breach_weights": "Level {level}: the certificate needs a weight for each level before it.",
    "breach_price": "Level {level}: the certificate prices what the problem does not have.",
    "breach_bound": "Level {level}: the certificate allows {bound}, the plan has {value}.",
    "breach_dead_counted": "A line counts one of the dead among the living.",
    "breach_return": "A return of the dead is not agreed, not ready, or stands twice.",
    "breach_dead_room": "Side {side}, batch {batch}: {dead} of the dead, room for {room}.",
    "breach_held_back": "Side {side}, batch {batch}: the dead are returned, never balanced; "
    "{waiting} wait with room.",
    "breach_turn": "Side {side}, batch {batch}: some of the dead are returned out of turn.",
    "breach_twice": "{persons} persons stand on more than one line.",
    "breach_away": "{persons} lines name persons not available.",
    "breach_medical": "{persons} persons travel before they may.",
    "breach_sites": "Side {side}, site {site}, batch {batch}: {persons} persons, room for {room}.",
    "breach_seats": "Side {side}, batch {batch}: {persons} seats needed, {room} there.",
    "breach_stretchers": "Side {side}, batch {batch}: {persons} stretchers needed, {room} there.",
    "breach_days": "Side {side}, batch {batch}: {persons} persons, the day takes {room}.",
    "breach_number": "Side {side} releases {released} prisoners of war, {agreed} are agreed.",
    "breach_number_at_least": "Side {side} releases {released} prisoners of war, at least {agreed} "
    "are agreed.",
    "breach_ratio": "{first} and {second} are not in the ratio {left} to {right}.",
    "breach_all": "All for all: {persons} persons are left behind.",
    "breach_parity": "After batch {batch} the sides have released {first} and {second} prisoners "
    "of war; neither may be ahead by more than {most}.",
    "breach_quota": "Side {side}: {there} prisoners of war of category {category}, at least "
    "{least} are agreed.",
    "breach_group": "{groups} groups do not travel together.",
    "breach_must": "{persons} persons who must be included are not.",
    "breach_longer": "{units} persons or groups stay, though another of the same standing, held "
    "less long, goes.",
    "breach_drawn": "{units} persons or groups stay, though another of the same standing, drawn "
    "later, goes.",
    "breach_earlier": "{units} persons or groups travel later than another of the same standing, "
    "drawn later.",
    "breach_room": "{units} persons or groups stay, though there is room and every rule is kept.",
    "breach_room_earlier": "{units} persons or groups could travel earlier with every rule kept.",
    "breach_mends_other": "The plan was not made again from this plan before.",
    "breach_mends_before": "The plan before does not verify.",
    "breach_mends_problem": "More was changed in the problem than who dropped out.",
    "breach_mends_left": "{lines} lines of batches that had left are not as they were.",
    "breach_mends_changes": "The plan says that {said} lines change, {changes} do.",
    # Why a person goes or stays.
    "why_must": "The agreement names this person.",
    "why_beside": "Goes beside the count, before it: nobody is given for them.",
    "why_all": "The agreement releases all of this standing.",
    "why_some": "{go} of {all} with the same standing go.",
    "why_place": "This person is {nth} by time held.",
    "why_together": "The group of {size} travels together.",
    "why_batch": "Batch {batch}.",
    "why_not_available": "This person is not available.",
    "why_medical": "No batch of this exchange is late enough to travel fit.",
    "why_group": "Somebody of the group is not available; a group travels together.",
    "why_group_stays": "No batch takes the whole group at this cost.",
    "why_equals": "{go} of {all} whom no rule tells apart go; the draw decided.",
    "why_standing": "{go} of {all} with the same standing go; this person is {nth} by time held.",
    "why_rules": "No plan with them in keeps all the rules.",
    "why_draw": "Plans as good have them in; the draw decided.",
    "why_worse": "With them in, the plan would be worse by an agreed aim: {aim}, {then} instead of "
    "{now}.",
    "family_in": "Your relative is on the agreed list. The list follows the rules both sides "
    "agreed to.",
    "family_out": "Your relative is not on this list. The list follows the rules both sides "
    "agreed to: the wounded and sick first, then the agreed order, as far as places allow.",
}


def said(code: str, **values: Value) -> str:
    """The English sentence of a code: an aim in words, and `nth`, the `place` as an ordinal."""
    if "aim" in values:
        values["aim"] = OBJECTIVES[str(values["aim"])].said
    return SENTENCES[code].format(**values, nth=_ordinal(int(values.get("place", 0))))


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if 10 <= number % 100 <= 20 else ending}"


def refusal(kind: type[Refusal], code: str, **values: Value) -> Refusal:
    """An error to raise, with its code, what fills it, and the English sentence."""
    return kind(REFUSALS[code].format(**values), code=code, values=values)
