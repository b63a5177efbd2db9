"""Northland's lists: whom it seeks (two versions), whom it holds, whom it lists as dead."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from invention.clerks import birth_date, some, some_days
from invention.people import AS_OF, FIRST_CAPTURE, LAST_CAPTURE, Event, Person
from invention.spelling import romanised, slip, womans
from invention.tables import GIVEN, RANKS, SURNAMES, drawn, seeded
from invention.writing import Listed, Row, day

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"


def outside_criteria(people: list[Person]) -> list[Person]:
    """The same people, some of whom do not belong on the list by its own criteria."""
    rng = seeded("outside the criteria")
    changed = list(people)
    places = rng.sample([n for n, p in enumerate(people) if p.sex == "m"], 56)
    for n in places[:26]:
        changed[n] = replace(people[n], civilian=True)
    for n in places[26:34]:  # not yet of age on the day of the list
        born = date(AS_OF.year - 18, AS_OF.month, AS_OF.day) + timedelta(rng.randrange(20, 400))
        changed[n] = replace(people[n], born=born, rank=0)
    for n in places[34:]:
        before = rng.random() < 0.7
        off = timedelta(rng.randrange(20, 300))
        when = FIRST_CAPTURE - off if before else LAST_CAPTURE + off / 5
        changed[n] = replace(people[n], event=replace(people[n].event, day=when))
    return changed


def sought(people: list[Person]) -> Listed:
    """The first version, in the order in which families came."""
    rng = seeded("northland sought")
    return [(person.key, sought_row(person, rng)) for person in people]


def sought_row(person: Person, rng: Random) -> Row:
    """One line as the office of Northland writes it after a family's words."""
    surname, given, father = person.surname.uk, person.given.name.uk, person.patronymic.uk
    if rng.random() < 0.025:
        surname = slip(surname, rng)
    fate = rng.random()
    if fate < 0.03:  # from a family abroad
        standard = rng.choice(("uk_cmu55", "uk_cmu55", "uk_by_ear"))
        surname, given, father = (romanised(w, standard) for w in (surname, given, father))
    elif fate < 0.038:
        surname, given = given, surname
    unit = f"в/ч А{person.unit.code}" if rng.random() < 0.8 else f"{person.unit.brigade} бригада"
    row = {
        "Прізвище": surname,
        "Ім'я": given,
        "По батькові": some(father, 0.94, rng),
        "Дата народження": birth_date(person.born, rng, unknown="невідомо"),
        "Місце народження": some(_place(person, rng), 0.75, rng),
        "Військове звання": "" if person.civilian else some(RANKS[person.rank]["uk"], 0.88, rng),
        "Військова частина": "" if person.civilian else some(unit, 0.82, rng),
        "Особистий номер": "" if person.civilian else some(person.number, 0.42, rng),
        "Дата зникнення": some(day(some_days(person.event.day, rng, later=False)), 0.93, rng),
        "Місце зникнення": some(person.event.place.name.uk, 0.8, rng),
        "Категорія": "цивільна особа" if person.civilian else "військовослужбовець",
        "Заявник": some(_enquirer(person, rng), 0.7, rng),
    }
    if rng.random() < 0.03:  # seen in a film on the net; nobody of the family has come yet
        known = dict.fromkeys(("По батькові", "Місце народження", "Військове звання",
                               "Особистий номер", "Заявник"), "")  # fmt: skip
        row |= known | {"Дата народження": some(str(person.born.year), 0.7, rng)}
    return row


def _place(person: Person, rng: Random) -> str:
    place = person.birthplace
    return f"{place.type}. {place.name.uk}" if rng.random() < 0.6 else place.name.uk


def _enquirer(person: Person, rng: Random) -> str:
    """Who of the family asks: surname, initials and relation."""
    relations = [("мати", 5), ("батько", 2), ("сестра", 2), ("брат", 1)]
    relations.append(("дружина" if person.sex == "m" else "чоловік", 5))
    if person.born.year < 1985:
        relations += [("донька", 2), ("син", 1)]
    relation = drawn(rng, relations)
    man = relation in ("батько", "брат", "чоловік", "син")
    # Men of a family share its surname; women may have married, or kept their own.
    other = (not man and rng.random() < 0.25) or (relation == "чоловік" and rng.random() < 0.5)
    family = drawn(rng, SURNAMES["north"]) if other else person.family
    first, after = (drawn(rng, [(g, g.often) for g in GIVEN if g.sex == sex]).name.uk[0]
                    for sex in ("m" if man else "f", "m"))  # fmt: skip
    if relation == "батько":
        first = person.patronymic.uk[0]
    elif relation in ("брат", "сестра"):
        after = person.patronymic.uk[0]
    elif relation in ("син", "донька") and person.sex == "m":
        after = person.given.name.uk[0]
    return f"{(family if man else womans(family)).uk} {first}. {after}. ({relation})"


def next_version(
    first: Listed, people: dict[str, Person], newcomers: list[Person]
) -> tuple[Listed, list[dict[str, str]]]:
    """The second version, in alphabetical order, and what changed from which line to which.

    25 lines dropped, 60 changed in one field or two, 40 new, 12 people written a second time.
    """
    rng = seeded("northland second version")
    places = list(range(len(first)))
    rng.shuffle(places)
    dropped, changed, repeated = set(places[:25]), set(places[25:85]), places[85:97]
    lines: list[tuple[str, Row, int, str, str]] = []
    for n, (key, row) in enumerate(first):
        if n in dropped:
            continue
        after = _corrected(row, people[key], rng) if n in changed else row
        fields = "; ".join(header for header in row if row[header] != after[header])
        lines.append((key, after, n, "changed" if fields else "same", fields))
    lines += [(p.key, sought_row(p, rng), -1, "new", "") for p in newcomers]
    lines += [(first[n][0], sought_row(people[first[n][0]], rng), -1, "repeated", "")
              for n in repeated]  # fmt: skip
    lines.sort(key=lambda line: [_ALPHABET.find(c) for c in line[1]["Прізвище"].lower()])
    told = [
        {"line_v1": str(was + 2) if was >= 0 else "", "line_v2": str(n), "what": what, "fields": f}
        for n, (_, _, was, what, f) in enumerate(lines, 2)
        if what != "same"
    ]
    told += [{"line_v1": str(n + 2), "line_v2": "", "what": "dropped", "fields": ""}
             for n in sorted(dropped)]  # fmt: skip
    return [(key, row) for key, row, *_ in lines], told


def _corrected(row: Row, person: Person, rng: Random) -> Row:
    """The line after the family or the unit wrote again: one field or two are different."""
    news = {
        "По батькові": person.patronymic.uk,
        "Дата народження": day(person.born),
        "Місце народження": f"{person.birthplace.type}. {person.birthplace.name.uk}",
        "Військове звання": RANKS[min(person.rank + 1, len(RANKS) - 1)]["uk"],
        "Військова частина": f"в/ч А{person.unit.code}",
        "Особистий номер": person.number,
        "Дата зникнення": day(person.event.day),
        "Місце зникнення": person.event.place.name.uk,
        "Заявник": _enquirer(person, rng),
    }
    fields = [header for header, value in news.items() if row[header] != value]
    # What was missing is what people write about first.
    rng.shuffle(fields)
    fields.sort(key=lambda header: header == "Заявник" or bool(row[header]))
    return row | {header: news[header] for header in fields[: rng.choice((1, 1, 1, 2))]}


def held(people: list[Person]) -> Listed:
    """People of Southland, in Latin letters, as different camps romanised their papers."""
    rng = seeded("northland held")
    camps = ("ru_icao", "ru_icao", "ru_bgn", "ru_gost", "ru_french", "ru_by_ear")
    return [(person.key, _held_row(person, rng.choice(camps), rng)) for person in people]


def _held_row(person: Person, standard: str, rng: Random) -> Row:
    surname = person.surname.ru if rng.random() > 0.05 else slip(person.surname.ru, rng)
    surname, given, father, place, where = (
        romanised(word, standard)
        for word in (surname, person.given.name.ru, person.patronymic.ru,
                     person.birthplace.name.ru, person.event.place.name.uk)
    )  # fmt: skip
    where = romanised(person.event.place.name.uk, "uk_cmu55")
    return {
        "Surname": surname.upper(),
        "Given name": given,
        "Father's name": some(father, 0.86, rng),
        "Date of birth": birth_date(person.born, rng),
        "Place of birth": some(place, 0.7, rng),
        "Rank": some(RANKS[person.rank]["en"], 0.85, rng),
        "Personal number": some(_in_latin(person.number), 0.4, rng),
        "Unit": some(str(person.unit.code), 0.7, rng),
        "Date of capture": day(some_days(person.event.day, rng, later=True)),
        "Place of capture": some(where, 0.8, rng),
        "Health": drawn(rng, [("", 6), ("good", 8), ("wounded", 3), ("seriously wounded", 1)]),
    }


def _in_latin(number: str) -> str:
    return romanised(number, "ru_icao").upper()


def dead(on_lists: list[Person], others: list[Person]) -> Listed:
    """People listed as dead, some of whom somebody still seeks, or says he holds."""
    rng = seeded("northland dead")
    people = [*on_lists, *others]
    rng.shuffle(people)
    return [(person.key, _dead_row(person, rng)) for person in people]


def _dead_row(person: Person, rng: Random) -> Row:
    event: Event = person.event
    return {
        "Прізвище": person.surname.uk,
        "Ім'я": person.given.name.uk,
        "По батькові": some(person.patronymic.uk, 0.95, rng),
        "Дата народження": birth_date(person.born, rng),
        "Військове звання": some(RANKS[person.rank]["uk"], 0.9, rng),
        "Військова частина": some(f"в/ч А{person.unit.code}", 0.8, rng),
        "Дата смерті": day(some_days(event.day, rng, later=False)),
        "Місце смерті": some(event.place.name.uk, 0.85, rng),
        "Ким повідомлено": drawn(
            rng,
            [("командир частини", 5), ("товариш по службі", 3), ("висновок експертизи", 2),
             ("публікація в мережі", 1)],
        ),
    }  # fmt: skip
