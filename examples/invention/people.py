"""Who there is: soldiers taken together, their brothers, and others who bear their names."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from invention.spelling import womans
from invention.tables import GIVEN, PLACES, RANKS, SURNAMES, Both, Given, Place, drawn, seeded

AS_OF = date(2026, 9, 1)
"""The day of the second version of Northland's list; ages count on it."""

FIRST_CAPTURE, LAST_CAPTURE = date(2024, 3, 1), date(2026, 5, 31)
"""The days between which, by the criteria of the list, its people were taken."""

SIDES = ("north", "south")
KIN = {"brother": 34, "twin": 12, "father": 12, "namesake": 30}
"""How many pairs of each kind live among Northland's people."""


@dataclass(frozen=True)
class Unit:
    """A unit by its own code and by the number of its brigade."""

    code: int
    brigade: int


@dataclass(frozen=True)
class Event:
    """A day on which several people of one unit were taken at one place."""

    day: date
    place: Place
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who does not exist."""

    key: str
    side: str
    sex: str
    family: Both  # the surname as its men bear it
    given: Given
    patronymic: Both
    born: date
    birthplace: Place
    rank: int  # row of ranks.tsv
    number: str
    event: Event
    civilian: bool = False

    @property
    def surname(self) -> Both:
        """The surname as this person bears it."""
        return womans(self.family) if self.sex == "f" else self.family

    @property
    def unit(self) -> Unit:
        """The unit he was taken with."""
        return self.event.unit


@dataclass(frozen=True)
class Population:
    """Everybody, and who only looks like whom (or is his kin): pairs of keys to the kind."""

    people: dict[str, Person]
    alike: dict[frozenset[str], str]

    def of(self, side: str) -> list[Person]:
        """The people of one party."""
        return [p for p in self.people.values() if p.side == side]


def invent(counts: dict[str, int], *, apart: str = "") -> Population:
    """Invent so many people of each side.

    `apart`: a word for people of their own, so that those of every other word stay who they are.
    """
    people: dict[str, Person] = {}
    alike: dict[frozenset[str], str] = {}
    for side, count in counts.items():
        rng = seeded("people", side, *filter(None, [apart]))
        events = _events(side, count // 13, rng)
        for n in range(count):
            person = _person(f"{side}{apart}-{n:04}", side, rng, drawn(rng, events))
            people[person.key] = person
        if side == "north":
            alike |= _make_alike(people, rng)
    return Population(people, alike | _chance_namesakes(people, alike))


def _events(side: str, count: int, rng: Random) -> list[tuple[Event, int]]:
    front = [place for place in PLACES if place.front]
    codes = rng.sample(range(1000, 9999), 40)
    units = [Unit(code, 20 + n) for n, code in enumerate(codes)]
    days = (LAST_CAPTURE - FIRST_CAPTURE).days
    return [
        (
            Event(FIRST_CAPTURE + timedelta(rng.randrange(days)), rng.choice(front),
                  rng.choice(units)),
            rng.choice((1, 1, 2, 3, 6)),
        )
        for _ in range(count)
    ]  # fmt: skip


def _person(key: str, side: str, rng: Random, event: Event) -> Person:
    sex = "f" if rng.random() < 0.05 else "m"
    other = SIDES[1 - SIDES.index(side)]
    family = drawn(rng, SURNAMES[side if rng.random() < 0.88 else other])
    given = drawn(rng, [(g, g.often) for g in GIVEN if g.sex == sex])
    return Person(
        key=key,
        side=side,
        sex=sex,
        family=family,
        given=given,
        patronymic=patronymic(drawn(rng, [(g, g.often) for g in GIVEN if g.sex == "m"]), sex),
        born=date(1966, 1, 1) + timedelta(int(365 * 20 * (rng.random() + rng.random()))),
        birthplace=rng.choice([p for p in PLACES if p.kind == side and not p.front]),
        rank=drawn(rng, [(n, int(r["often"])) for n, r in enumerate(RANKS)]),
        number=f"{rng.choice('ЛНСТ')}{rng.choice('КМПР')}-{rng.randrange(100_000, 999_999)}",
        event=event,
    )


def patronymic(father: Given, sex: str) -> Both:
    """What a child of that sex is called after a father of that name."""
    if father.father is None:
        raise ValueError("Nobody is called after a mother here.")
    return father.father.daughter if sex == "f" else father.father.son


def _make_alike(people: dict[str, Person], rng: Random) -> dict[frozenset[str], str]:
    """Make some people kin or namesakes of others, and say of whom."""
    alike = {}
    men = [key for key, person in people.items() if person.sex == "m"]
    rng.shuffle(men)
    for kind, count in KIN.items():
        for _ in range(count):
            first = next(k for k in men if kind != "father" or people[k].born.year >= 1988)
            men.remove(first)
            second = men.pop()
            people[second] = _lookalike(people[first], people[second], kind, rng)
            alike[frozenset((first, second))] = kind
    return alike


def _lookalike(one: Person, other: Person, kind: str, rng: Random) -> Person:
    named = replace(other, family=one.family, patronymic=one.patronymic)
    if kind == "namesake":  # full name, sometimes the year too
        year = one.born.year if rng.random() < 0.6 else other.born.year
        event = one.event if rng.random() < 0.6 else other.event
        born = other.born.replace(year=year, day=15)
        return replace(named, given=one.given, born=born, event=event)
    fitting = [g for g in GIVEN if g.sex == "m" and g.name != one.given.name]
    if rng.random() < 0.5:  # one initial for both
        alike = [g for g in fitting if g.name.ru[0] == one.given.name.ru[0]]
        fitting = alike or fitting
    together = replace(
        named, birthplace=one.birthplace, given=drawn(rng, [(g, 1) for g in fitting])
    )
    if rng.random() < 0.6:  # they served and were taken together
        together = replace(together, event=one.event)
    if kind == "twin":
        return replace(together, born=one.born)
    if kind == "brother":
        return replace(together, born=one.born + timedelta(rng.randrange(330, 2200)))
    father = drawn(rng, [(g, 1) for g in GIVEN if patronymic_of(g) == one.patronymic])
    born = one.born - timedelta(365 * rng.randrange(20, 24) + rng.randrange(365))
    return replace(together, given=father, patronymic=other.patronymic, born=born)


def patronymic_of(given: Given) -> Both | None:
    """What a son of a man of that name is called after him."""
    return given.father.son if given.father else None


def _chance_namesakes(
    people: dict[str, Person], made: dict[frozenset[str], str]
) -> dict[frozenset[str], str]:
    """Those who came by one full name without anybody's doing."""
    named: dict[tuple[Both, Both, Both], list[str]] = {}
    for key, p in people.items():
        named.setdefault((p.surname, p.given.name, p.patronymic), []).append(key)
    pairs = (frozenset((a, b)) for keys in named.values() for a in keys for b in keys if a < b)
    return {pair: "namesake" for pair in pairs if pair not in made}
