"""Two lists of invented people, as two offices might write them, and who is who.

List a is Ukrainian; list b is Russian or romanised. Both have slips of the pen, missing and partial
values; families and namesakes are there on purpose. Seeded: the same call makes the same lists.
"""

from datetime import date, timedelta
from random import Random

from translitua import RussianGOST2006, RussianICAO, UkrainianBGN, UkrainianKMU, translit

# Given name in Ukrainian and Russian, and what a son is called after it.
MEN = [
    line.split()
    for line in """
Олексій Алексей Олексійович Алексеевич
Микола Николай Миколайович Николаевич
Андрій Андрей Андрійович Андреевич
Сергій Сергей Сергійович Сергеевич
Дмитро Дмитрий Дмитрович Дмитриевич
Володимир Владимир Володимирович Владимирович
Михайло Михаил Михайлович Михайлович
Іван Иван Іванович Иванович
Петро Пётр Петрович Петрович
Павло Павел Павлович Павлович
Василь Василий Васильович Васильевич
Юрій Юрий Юрійович Юрьевич
Григорій Григорий Григорович Григорьевич
Степан Степан Степанович Степанович
Тарас Тарас Тарасович Тарасович
Богдан Богдан Богданович Богданович
Максим Максим Максимович Максимович
Артем Артём Артемович Артёмович
Євген Евгений Євгенович Евгеньевич
Ярослав Ярослав Ярославович Ярославович
Роман Роман Романович Романович
Віктор Виктор Вікторович Викторович
Леонід Леонид Леонідович Леонидович
Федір Фёдор Федорович Фёдорович
""".strip().splitlines()
]
WOMEN = [
    line.split()
    for line in """
Олена Елена
Ганна Анна
Наталія Наталья
Ірина Ирина
Світлана Светлана
Тетяна Татьяна
Катерина Екатерина
Оксана Оксана
""".strip().splitlines()
]
_ROOTS = (
    "Адам Бабір Вакул Гайд Глад Голуб Горб Дарн Дубін Жабр Зазим Іваш Калін Капл Кладн Кобр Корнід "
    "Кошл Крамар Криц Лагод Лебід Макіт Мамр Марчін Мисл Надт Нечвал Огір Оліф Пазин Перев Плат "
    "Полов Радіч Ребр Савел Садов Сидір Скорб Стадн Сухар Танц Терпіл Товст Тріск Фарт Харл Хміл "
    "Цапл Чабан Черв Шавр Шелест Шпат Щебет Юрч Яворн Яким Ярем"
)
ROOTS = _ROOTS.split()
ENDINGS = ("енко", "чук", "юк", "ець", "ський", "ик", "ило", "ак")
PLACES = (
    "Вишнянка",
    "Нижні Луги",
    "Старий Брід",
    "Озерне",
    "Кам'яне",
    "Дубрава",
    "Зоряне",
    "Ракове",
)
RANKS = (("солдат", "рядовой"), ("сержант", "сержант"), ("капітан", "капитан"))
RUSSIAN = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "'": "", "ь": ""})
LETTERS = "аеиоукнтрслвд"
FIRST_DAY, CAPTURES = date(1960, 1, 1), date(2022, 3, 1)


def people(count, chance):
    """Invented people: some are brothers, twins, or namesakes of others."""
    made = []
    while len(made) < count:
        person = _anyone(len(made), chance)
        if made and (luck := chance.random()) < 0.12:
            person |= _like(chance.choice(made), luck, chance)
        made.append(person)
    return made


def _anyone(number, chance):
    woman = chance.random() < 0.1
    root = ROOTS[int(len(ROOTS) * chance.random() ** 1.5)]
    return {
        "pid": number,
        "kin": number,
        "namesake": number,
        "surname": root + chance.choice(ENDINGS),
        "given": chance.randrange(len(WOMEN if woman else MEN)),
        "father": int(len(MEN) * chance.random() ** 1.3),
        "sex": "f" if woman else "m",
        "born": FIRST_DAY + timedelta(days=chance.randrange(15_000)),
        "place": chance.choice(PLACES),
        "unit": chance.randrange(20, 60),
        "rank": chance.choice(RANKS),
        "captured": CAPTURES + timedelta(days=chance.randrange(600)),
    }


def _like(other, luck, chance):
    """What a brother, a twin or a full namesake has in common with another."""
    if luck < 0.03:
        return {key: other[key] for key in ("surname", "given", "father", "sex", "namesake")}
    shared = ["surname", "father", "place", "kin"] + (["born"] if luck < 0.05 else [])
    given = (other["given"] + 1 + chance.randrange(7)) % len(WOMEN if other["sex"] == "f" else MEN)
    return {key: other[key] for key in shared} | {"sex": other["sex"], "given": given}


def names(person, *, russian):
    """Surname, given name, patronymic in one of the two languages."""
    woman = person["sex"] == "f"
    at = 1 if russian else 0
    given = (WOMEN if woman else MEN)[person["given"]][at]
    father = MEN[person["father"]][2 + at]
    surname = person["surname"].translate(RUSSIAN) if russian else person["surname"]
    if woman:
        for son, daughter in (("йович", "ївна"), ("ович", "івна")) if not russian else ():
            father = father.replace(son, daughter)
        father = father.replace("вич", "вна")
        surname = surname.replace("ський", "ська").replace("ский", "ская")
    return [surname, given, father]


def slip(text, chance):
    """One letter more, less, other, or two that changed places."""
    at = chance.randrange(1, len(text))
    letter = chance.choice(LETTERS)
    return chance.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at:],
            text[:at] + letter + text[at + 1 :],
            text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
        ]
    ).capitalize()


def written_date(day, chance):
    """A birth date as written: whole, partial, swapped, one digit wrong, or not at all."""
    luck = chance.random()
    if luck < 0.10:
        return None
    if luck < 0.22:
        return f"{day.year}"
    if luck < 0.25:
        return f"{day.year}-{day.month:02}"
    if luck < 0.28 and day.day <= 12:
        return f"{day.year}-{day.day:02}-{day.month:02}"
    if luck < 0.33:
        return (day + timedelta(days=chance.choice([-1, 1, 10]))).isoformat()
    return day.isoformat()


def line(person, chance, *, abroad, turned):
    """One line about a person; `turned` is how often surname and given name change places."""
    russian = abroad and chance.random() < 0.55
    latin = abroad and not russian
    from_russian = russian or (latin and chance.random() < 0.3)
    surname, given, father = names(person, russian=from_russian)
    surname = slip(surname, chance) if chance.random() < 0.12 else surname
    given = slip(given, chance) if chance.random() < 0.05 else given
    place = person["place"].translate(RUSSIAN) if from_russian else person["place"]
    rank = person["rank"][1 if abroad else 0]
    if latin:
        tables = (RussianICAO, RussianGOST2006) if from_russian else (UkrainianKMU, UkrainianBGN)
        table = chance.choice(tables)
        surname, given, father, place = (
            translit(t, table) for t in (surname, given, father, place)
        )
    luck = chance.random()
    father = None if luck < 0.25 else f"{father[0]}." if luck < 0.35 else father
    if chance.random() < turned:
        surname, given = given, surname
    return {
        "rid": None,
        "pid": person["pid"],
        "kin": person["kin"],
        "namesake": person["namesake"],
        "surname": surname,
        "first": given,
        "patr": father,
        "dob": written_date(person["born"], chance),
        "sex": person["sex"] if chance.random() < 0.95 else None,
        "place": place if chance.random() < 0.6 else None,
        "unit": str(person["unit"]) if chance.random() < 0.3 else None,
        "rank": rank if chance.random() < 0.6 else None,
        "cdate": person["captured"].isoformat() if chance.random() < 0.3 else None,
    }


def make_lists(rows_a, rows_b, *, overlap=0.6, turned=0.04, seed=1):
    """Two lists of dicts; equal `pid` says who is who, `kin` and `namesake` mark look-alikes.

    `overlap` is the share of the shorter list that is on the other. A line in thirty of list b
    repeats a person of the same list.
    """
    chance = Random(seed)  # noqa: S311 - invented people, no secret
    repeated = rows_b // 30
    both = int(min(rows_a, rows_b - repeated) * overlap)
    everyone = people(rows_a + rows_b - repeated - both, chance)
    chance.shuffle(everyone)
    of_a, of_b = everyone[:rows_a], everyone[rows_a - both :]
    of_b += chance.sample(of_b, repeated)
    lists = []
    for persons, abroad in ((of_a, False), (of_b, True)):
        lines = [line(person, chance, abroad=abroad, turned=turned) for person in persons]
        chance.shuffle(lines)
        lists.append([row | {"rid": number} for number, row in enumerate(lines)])
    return lists
