"""What Southland answered to lines of the first version of Northland's list."""

from datetime import date, timedelta
from random import Random

from invention.people import Person
from invention.tables import drawn, seeded
from invention.writing import FIRST_LINE, Listed, Row

ANSWERED = 400
_LETTERS = (date(2026, 7, 3), date(2026, 7, 24), date(2026, 8, 19))
_NEEDS = {
    "Дата народження": "birth_date",
    "По батькові": "patronymic",
    "Військова частина": "unit",
    "Місце зникнення": "capture_place",
}
_HELD = {"held": 78, "under_verification": 12, "not_held": 5, "refused": 3, "died": 2}
_NOT_HELD = {
    "not_held": 70,
    "under_verification": 12,
    "already_returned": 9,
    "died": 7,
    "refused": 2,
}
_REFUSALS = {"under criminal proceedings": 3, "location of custody is not disclosed": 2}


def answers(listed: Listed, people: dict[str, Person], held: set[str]) -> list[Row]:
    """One row per line answered.

    `held`: keys of the people on Southland's list. What is answered agrees with it mostly: a few
    people on it are said not to be held, and the other way round.
    """
    rng = seeded("answers")
    lines = sorted(rng.sample(range(len(listed)), ANSWERED))
    return [_answer(n, listed[n], people[listed[n][0]], held, rng) for n in lines]


def _answer(n: int, line: tuple[str, Row], person: Person, held: set[str], rng: Random) -> Row:
    key, row = line
    verdict, needs = _verdict(row, person, key in held, rng)
    letter = rng.randrange(len(_LETTERS))
    until = date(2026, 9, 15) + timedelta(rng.choice((0, 15, 30, 45, 60)))
    return {
        "line": str(n + FIRST_LINE),
        "number": str(n + 1),
        "verdict": verdict,
        "needs": needs,
        "until": until.isoformat() if verdict == "under_verification" else "",
        "reason": drawn(rng, list(_REFUSALS.items())) if verdict == "refused" else "",
        "source": f"tracing bureau, letter 2026/{letter + 1}",
        "answered_on": _LETTERS[letter].isoformat(),
    }


def _verdict(row: Row, person: Person, on_list: bool, rng: Random) -> tuple[str, str]:
    if person.civilian:
        return "outside_category", ""
    needs = [field for header, field in _NEEDS.items() if not row[header].replace("невідомо", "")]
    if needs and rng.random() < (0.2 if on_list else 0.5):
        return "particulars_not_sufficient", "; ".join(needs)
    if not on_list and rng.random() < 0.015:  # a namesake, or a person not yet on the list
        return "held", ""
    return drawn(rng, list((_HELD if on_list else _NOT_HELD).items())), ""
