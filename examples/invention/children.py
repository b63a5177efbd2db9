"""The list of 339 children that Northland handed to Southland."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from invention.clerks import some
from invention.people import Person, patronymic
from invention.spelling import slip, womans
from invention.tables import GIVEN, PLACES, SURNAMES, Both, Given, Place, drawn, seeded
from invention.writing import Listed, Row, day

LINES = 339
REPEATED = 9
_HOMES = ("інтернат", "лікарня", "дитячий табір", "дім", "евакуаційний автобус", "пункт перевірки")
_KIN = {"бабуся": 5, "тітка": 3, "дідусь": 2, "дядько": 2, "повнолітня сестра": 1}


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child who does not exist."""

    key: str
    sex: str
    surname: Both
    given: Given
    father: Given
    parents: str
    born: date
    birthplace: Place
    seen_at: str
    seen: date


def children(fathers: list[Person]) -> tuple[Listed, dict[frozenset[str], str]]:
    """The list, and which children on it are brothers and sisters.

    `fathers`: people of Northland's other lists who are fathers of the first children.
    """
    rng = seeded("children")
    everyone: list[Child] = []
    kin = {}
    remaining = list(fathers)
    while len(everyone) < LINES - REPEATED:
        room = LINES - REPEATED - len(everyone)
        count = min(rng.choice((1, 1, 1, 1, 2, 2, 3)), room)
        family = _family(len(everyone), count, remaining.pop() if remaining else None, rng)
        everyone += family
        kin |= {frozenset((a.key, b.key)): "sibling" for a in family for b in family if a != b}
    listed = [(child.key, _row(child, rng)) for child in everyone]
    # The same child, reported by another office.
    listed += [
        (child.key, _row(child, rng, again=True)) for child in rng.sample(everyone, REPEATED)
    ]
    rng.shuffle(listed)
    return listed, kin


def _family(first: int, count: int, known: Person | None, rng: Random) -> list[Child]:
    surname = known.family if known else drawn(rng, SURNAMES["north"])
    fathers = [(g, g.often) for g in GIVEN if g.sex == "m"]
    father = known.given if known else drawn(rng, fathers)
    mother = drawn(rng, [(g, g.often) for g in GIVEN if g.sex == "f"])
    parents = [
        f"мати {womans(surname).uk} {mother.name.uk} {drawn(rng, fathers).father.daughter.uk}"
    ]
    if known or rng.random() < 0.6:
        fathers_father = known.patronymic if known else patronymic(drawn(rng, fathers), "m")
        parents.append(f"батько {surname.uk} {father.name.uk} {fathers_father.uk}")
    if not known and rng.random() < 0.14:
        parents = ["опікун: територіальна громада"]
    seen = date(2022, 9, 1) + timedelta(rng.randrange(900))
    oldest = seen - timedelta(int(365 * (1.5 + 15.9 * rng.random())))
    place, birthplace = (rng.choice([p for p in PLACES if p.kind == "north"]) for _ in range(2))
    seen_at = f"{place.type}. {place.name.uk}, {rng.choice(_HOMES)}"
    family: list[Child] = []
    for n in range(count):
        sex = rng.choice("mf")
        called = {child.given.name for child in family}
        names = [(g, g.often_child) for g in GIVEN if g.sex == sex and g.name not in called]
        born = min(oldest + timedelta(n * rng.randrange(400, 1100)), seen - timedelta(90 - 20 * n))
        if n and rng.random() < 0.08:
            born = family[-1].born
        family.append(
            Child(
                key=f"child-{first + n:03}",
                sex=sex,
                surname=womans(surname) if sex == "f" else surname,
                given=drawn(rng, names),
                father=father,
                parents="; ".join(parents),
                born=born,
                birthplace=birthplace,
                seen_at=seen_at,
                seen=seen,
            )
        )
    return family


def _row(child: Child, rng: Random, *, again: bool = False) -> Row:
    surname = slip(child.surname.uk, rng) if again and rng.random() < 0.5 else child.surname.uk
    birthplace = f"{child.birthplace.type}. {child.birthplace.name.uk}"
    relation = drawn(rng, list(_KIN.items()))
    man = relation in ("дідусь", "дядько")
    kin = drawn(rng, SURNAMES["north"])
    called = drawn(rng, [(g, g.often) for g in GIVEN if g.sex == ("m" if man else "f")])
    return {
        "Прізвище": surname,
        "Ім'я": child.given.name.uk,
        "По батькові": some(patronymic(child.father, child.sex).uk, 0.9, rng),
        "Стать": "ч" if child.sex == "m" else "ж",
        "Дата народження": _born(child.born, rng),
        "Місце народження": some(birthplace, 0.82, rng),
        "Місце останнього контакту": child.seen_at,
        "Дата останнього контакту": some(day(child.seen), 0.95, rng),
        "Законні представники": some(child.parents, 0.88, rng),
        "Родичі": some(f"{relation} {(kin if man else womans(kin)).uk} {called.name.uk}", 0.4, rng),
    }


def _born(born: date, rng: Random) -> str:
    fate = rng.random()
    if fate < 0.045:
        return ""
    return str(born.year) if fate < 0.1 else day(born)
