"""Southland's lists: whom it holds (in Russian, Windows-1251), and whom it seeks."""

from random import Random

from invention.clerks import birth_date, some, some_days
from invention.people import Person
from invention.spelling import by_ear, slip
from invention.tables import NEAR, RANKS, drawn, seeded
from invention.writing import Listed, Row, day


def held(people: list[Person], *, registered_twice: int, alike: set[str]) -> Listed:
    """People of Northland, as the camps of Southland registered them, some in two camps.

    `alike`: keys of people with kin or namesakes. Their camps are careless more often, so that the
    example has lines that two people fit.
    """
    rng = seeded("southland held")
    twice = rng.sample(people, registered_twice)
    listed = [
        (person.key, _held_row(person, rng, careless=0.4 if person.key in alike else 0.05))
        for person in [*people, *twice]
    ]
    rng.shuffle(listed)
    return listed


def _held_row(person: Person, rng: Random, *, careless: float) -> Row:
    place = NEAR[person.event.place.name.uk] if rng.random() < 0.12 else person.event.place
    town = "г" if person.birthplace.type == "м" else person.birthplace.type
    born = f"{town}. {person.birthplace.name.ru}"
    row = {
        "ФИО": _full_name(person, rng),
        "Дата рождения": birth_date(person.born, rng, unknown="01.01.1900"),
        "Место рождения": some(born, 0.65, rng),
        "Воинское звание": "гражданский" if person.civilian else some(_rank(person, rng), 0.8, rng),
        "Личный номер": some(_number(person, rng), 0.36, rng),
        "Воинская часть": some(_unit(person, rng), 0.62, rng),
        "Дата пленения": some(day(some_days(person.event.day, rng, later=True)), 0.93, rng),
        "Место пленения": some(place.name.ru, 0.72, rng),
        "Состояние здоровья": drawn(
            rng, [("", 5), ("удовл.", 8), ("ранен", 3), ("тяжело ранен", 1), ("выздоравливает", 1)]
        ),
    }
    if rng.random() < careless:  # a camp that keeps no proper books
        row |= dict.fromkeys(("Место рождения", "Личный номер", "Воинская часть"), "")
        name, given, father = person.surname.ru, person.given.name.ru, person.patronymic.ru
        row["ФИО"] = f"{name} {given[0]}. {father[0]}." if rng.random() < 0.4 else f"{name} {given}"
        row["Дата рождения"] = str(person.born.year) if rng.random() < 0.6 else day(person.born)
    return row


def _full_name(person: Person, rng: Random) -> str:
    surname, given, father = person.surname.ru, person.given.name.ru, person.patronymic.ru
    if rng.random() < 0.12:
        surname = by_ear(person.surname.uk)
    if rng.random() < 0.06:
        given = by_ear(person.given.name.uk)
    if rng.random() < 0.07:
        surname = slip(surname, rng)
    if rng.random() < 0.03:
        father = slip(father, rng)
    fate = rng.random()
    if fate < 0.025:
        return f"{surname} {given[0]}.{father[0]}."
    if fate < 0.08:
        return f"{surname} {given}"
    if fate < 0.1:
        return f"{given} {father} {surname}"
    return f"{surname.upper() if rng.random() < 0.3 else surname} {given} {father}"


def _rank(person: Person, rng: Random) -> str:
    # His papers may be older or newer than what his family knows.
    rank = person.rank - 1 if person.rank and rng.random() < 0.1 else person.rank
    return RANKS[rank]["ru_other" if rng.random() < 0.2 else "ru"]


def _number(person: Person, rng: Random) -> str:
    fate = rng.random()
    if fate < 0.12:
        return person.number[3:]  # the letters are left out
    if fate < 0.17:
        return slip(person.number, rng)
    return person.number.replace("-", "") if fate < 0.4 else person.number


def _unit(person: Person, rng: Random) -> str:
    fate = rng.random()
    if fate < 0.25:
        return f"{person.unit.brigade} бригада"
    return f"в/ч А-{person.unit.code}" if fate < 0.7 else f"А{person.unit.code}"


def sought(people: list[Person]) -> Listed:
    """People of Southland whom it seeks."""
    rng = seeded("southland sought")
    return [(person.key, _sought_row(person, rng)) for person in people]


def _sought_row(person: Person, rng: Random) -> Row:
    surname = person.surname.ru if rng.random() > 0.03 else slip(person.surname.ru, rng)
    return {
        "Фамилия": surname,
        "Имя": person.given.name.ru,
        "Отчество": some(person.patronymic.ru, 0.96, rng),
        "Дата рождения": birth_date(person.born, rng),
        "Место рождения": some(person.birthplace.name.ru, 0.8, rng),
        "Звание": some(RANKS[person.rank]["ru"], 0.9, rng),
        "Личный номер": some(person.number, 0.5, rng),
        "Часть": some(f"в/ч {person.unit.code}", 0.8, rng),
        "Дата пропажи": some(day(some_days(person.event.day, rng, later=False)), 0.92, rng),
        "Место пропажи": some(person.event.place.name.ru, 0.75, rng),
        "Заявитель": drawn(rng, [("мать", 4), ("жена", 4), ("отец", 2), ("командир части", 2)]),
    }
