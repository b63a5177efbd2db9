"""What the compiled comparison works on, laid out as the slow twin reads it."""

import numpy as np

from wayhome.engines.linkage import reference
from wayhome.engines.linkage.evidence import BOTH_COMMON, BOTH_RARE, NAME_LEVELS, SLIPS
from wayhome.engines.linkage.levels import NameLevel
from wayhome.engines.linkage.reference import COMMON, RARE, Line, NamePart, Tables

STEPS = (
    *((NameLevel(level), "") for level in range(NAME_LEVELS)),
    *((level, COMMON) for level in SLIPS),
    *((level, RARE) for level in SLIPS),
)
assert len(STEPS) == BOTH_RARE + len(SLIPS) == BOTH_COMMON + 2 * len(SLIPS)

LEVELS_WITH_RARITY = (
    NameLevel.SAME,
    NameLevel.SAME_NAME,
    NameLevel.CONSONANTS,
    NameLevel.HALF,
)


def part_of(tokens, index, lines=1):
    """A NamePart of one distinct value."""
    letter = int(tokens.initial[index])
    return NamePart(
        sound=bytes(tokens.text[index][: tokens.length[index]]).decode(),
        filed=str(tokens.same[index]),
        known=str(tokens.equivalent[index]),
        consonants=str(tokens.consonants[index]),
        initial=chr(letter) if letter >= 0 else "",
        words=tuple(part_of(tokens, word) for word in tokens.words[index] if word >= 0),
        begins="".join(chr(96 + b) for b in range(1, 27) if int(tokens.begins[index]) >> b & 1),
        lines=lines,
    )


def lines_of(prepared, side, chance):
    """The lines of one list."""
    seen = {}

    def names(index):
        if index < 0:
            return None
        if index not in seen:
            seen[index] = [
                part_of(tokens, index, int(chance.name_count[slot, index]))
                for slot, tokens in enumerate(prepared.tokens)
            ]
        return seen[index]

    return [
        Line(
            names=tuple(names(int(index)) for index in side.names[row]),
            born=tuple(int(part) for part in side.birth[row]),
            sex={0: "m", 1: "f"}.get(int(side.sex[row]), ""),
        )
        for row in range(side.rows)
    ]


def tables_of(prepared, chance, model):
    """The tables of a model and of what chance was counted to do."""
    slots = range(len(reference.SLOTS))
    frequency = []
    for slot, tokens in zip(slots, prepared.tokens, strict=True):
        keys = (tokens.same, tokens.equivalent, tokens.consonants, tokens.same)
        frequency.append(
            {
                (level, str(key[at])): float(10.0 ** chance.name_rarity[slot, column, at])
                for column, (level, key) in enumerate(zip(LEVELS_WITH_RARITY, keys, strict=True))
                for at in range(tokens.count)
            }
        )
    born = prepared.a.birth.astype(int)
    return Tables(
        names_m=[
            dict(zip(STEPS, map(float, model.agreement[field]), strict=True))
            for field in reference.SLOTS
        ],
        names_u=[dict(zip(STEPS, map(float, chance.names[slot]), strict=True)) for slot in slots],
        frequency=frequency,
        several=list(map(float, chance.several)),
        orders={order: float(model.order[at]) for at, order in enumerate(reference.ORDERS)},
        dates_m=list(map(float, model.agreement["birth_date"])),
        dates_u=list(map(float, chance.dates)),
        precision=dict(chance.precision),
        days={
            tuple(map(int, day)): float(10.0 ** chance.day_rarity[0][row])
            for row, day in enumerate(born)
        },
        years=dict(enumerate(np.power(10.0, chance.year_rarity.astype(float)).tolist())),
        sex_m=tuple(map(float, model.agreement["sex"])),
        sex_u=tuple(map(float, chance.sex)),
    )
