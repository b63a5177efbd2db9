"""Make the two example lists. Every person in them is invented; so are places and parties.

    python examples/make_examples.py

Northland seeks (`sought.csv`: Ukrainian, UTF-8), Southland holds (`held.csv`: Russian and
romanised names mixed, Windows-1251, other columns). `truth.csv` says which lines are one person,
and which only look alike. The same seed gives the same files. Needs translitua.
"""

import csv
import io
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import translitua

HERE = Path(__file__).parent
SEED = 20

# Ukrainian and Russian spellings of surnames, common and made-up ('_' is a blank inside a word).
SURNAMES = """
Лисиченко Лысиченко|Гайовий Гаевой|Шевчук Шевчук|Кравченко Кравченко|Мельник Мельник
Бондаренко Бондаренко|Коваленко Коваленко|Ткачук Ткачук|Олійник Олейник|Поліщук Полищук
Савченко Савченко|Руденко Руденко|Мороз Мороз|Лисенко Лысенко|Клименко Клименко
Павленко Павленко|Гончар Гончар|Сидоренко Сидоренко|Яременко Яременко|Іщенко Ищенко
Верболіз Верболоз|Кривоніс Кривонос|Дзвонар Звонарь|Підгайний Подгайный|Чорнобай Чернобай
Білокриницький Белокриницкий|Жовтобрюх Желтобрюх|Сіроштан Сероштан|Нечитайло Нечитайло
Перебийніс Перебейнос|Добрянський Добрянский|Залізняк Зализняк|Їжакевич Ежакевич
Щербина Щербина|Юрченко Юрченко|Ярошенко Ярошенко|Єлисеєв Елисеев|Журавель Журавель
Хоменко Хоменко|Цимбал Цимбал|Згурський Згурский|Гринько Гринько|Ґудзь Гудзь
Лук'яненко Лукьяненко|В'юник Вьюник|Дем'янчук Демьянчук|Степанчук Степанчук|Ольховик Ольховик
Вишневий Вишневый|Тихолоз Тихолоз|Прядун Прядун|Бережний Бережной|Калинник Калинник
Острогляд Острогляд|Макогон Макогон|Скрипаль Скрипаль|Горобчук Горобчук|Соловей Соловей
Рябокінь Рябоконь|Тригуб Тригуб|Вернигора Вернигора|Загребельний Загребельный|Чубатюк Чубатюк
Кошовий Кошевой|Осадчий Осадчий|Гаврилюк Гаврилюк|Пилипенко Филиппенко|Зінченко Зинченко
Ведмідь Медведь|Данильчук Данильчук|Ємець Емец|Крижанівський Крыжановский|Носаль Носаль
"""
# Ukrainian and Russian given names, each with the patronymic made from it.
GIVEN = """
Микола Николай Миколайович Николаевич|Олексій Алексей Олексійович Алексеевич
Степан Степан Степанович Степанович|Андрій Андрей Андрійович Андреевич
Ігор Игорь Ігорович Игоревич|Олег Олег Олегович Олегович
Сергій Сергей Сергійович Сергеевич|Дмитро Дмитрий Дмитрович Дмитриевич
Володимир Владимир Володимирович Владимирович|Олександр Александр Олександрович Александрович
Юрій Юрий Юрійович Юрьевич|Василь Василий Васильович Васильевич
Петро Петр Петрович Петрович|Іван Иван Іванович Иванович
Михайло Михаил Михайлович Михайлович|Євген Евгений Євгенович Евгеньевич
Віктор Виктор Вікторович Викторович|Анатолій Анатолий Анатолійович Анатольевич
Богдан Богдан Богданович Богданович|Тарас Тарас Тарасович Тарасович
Роман Роман Романович Романович|Максим Максим Максимович Максимович
Григорій Григорий Григорович Григорьевич|Павло Павел Павлович Павлович
Артем Артем Артемович Артемович|Віталій Виталий Віталійович Витальевич
Ярослав Ярослав Ярославович Ярославович|Руслан Руслан Русланович Русланович
"""
PLACES = """
Вербове Вербовое|Старий_Брід Старый_Брод|Калинівка Калиновка|Кам'яний_Яр Каменный_Яр
Нова_Гребля Новая_Гребля|Дубрівка Дубровка|Лиман Лиман|Високе Высокое|Озерне Озерное
Березанка Березанка|Солонці Солонцы|Велика_Лука Великая_Лука
"""
RANKS = """
солдат рядовой|старший_солдат ефрейтор|молодший_сержант младший_сержант|сержант сержант
старший_сержант старший_сержант|головний_сержант старшина|лейтенант лейтенант
"""
_HOW_COMMON = (8, 5, 4, 4, 2, 1, 1)


def _table(text: str) -> list[list[str]]:
    return [row.split() for line in text.split("\n") for row in line.split("|") if row.strip()]


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(uk.replace("_", " "), ru.replace("_", " ")) for uk, ru in _table(text)]


SURNAME_PAIRS, PLACE_PAIRS, RANK_PAIRS = _pairs(SURNAMES), _pairs(PLACES), _pairs(RANKS)
GIVEN_ROWS = _table(GIVEN)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who does not exist, in both languages (Ukrainian, Russian)."""

    surname: tuple[str, str]
    given: tuple[str, str]
    patronymic: tuple[str, str]
    born: date
    birthplace: tuple[str, str]
    rank: tuple[str, str]
    number: str
    captured: date


def main(out: Path = HERE) -> None:
    """Write sought.csv, held.csv and truth.csv into a folder, beside this file if none is given."""
    rng = random.Random(SEED)  # noqa: S311  invented people, no secrets
    both, only_sought, only_held, alike = _people(rng)
    sought = [(key, _sought_row(person, rng)) for key, person in (both | only_sought).items()]
    held = [(key, _held_row(person, rng)) for key, person in (both | only_held).items()]
    # Some lines stand twice: another clerk, another day.
    sought += [(key, _sought_row(both[key], rng)) for key in rng.sample(sorted(both), 4)]
    held += [(key, _held_row(both[key], rng)) for key in rng.sample(sorted(both), 4)]
    rng.shuffle(sought)
    rng.shuffle(held)
    sought[70][1]["Дата народження"] = "31.02.1990"
    _write(out / "sought.csv", [row for _, row in sought], encoding="utf-8", delimiter=",")
    numbered = [{"№ п/п": str(n)} | row for n, (_, row) in enumerate(held, 1)]
    total = dict.fromkeys(numbered[0], "") | {"№ п/п": "Итого", "ФИО": str(len(held))}
    _write(out / "held.csv", [*numbered, total], encoding="cp1251", delimiter=";")
    _write(
        out / "truth.csv",
        _truth([key for key, _ in sought], [key for key, _ in held], alike),
        encoding="utf-8",
        delimiter=",",
    )


def _people(
    rng: random.Random,
) -> tuple[dict[int, Person], dict[int, Person], dict[int, Person], dict[frozenset[int], str]]:
    """Who is on both lists, who on one only, and which of them look alike."""
    everyone = dict(enumerate(_person(rng) for _ in range(180)))
    alike: dict[frozenset[int], str] = {}
    keys = list(everyone)
    rng.shuffle(keys)
    for kind, count in (("brother", 7), ("twin", 3), ("namesake", 4)):
        for _ in range(count):
            first, second = keys.pop(), keys.pop()
            everyone[second] = _lookalike(everyone[first], kind, rng)
            alike[frozenset((first, second))] = kind
    # Look-alikes are spread over the lists so that some meet only each other.
    order = list(everyone)
    rng.shuffle(order)
    both = {key: everyone[key] for key in order[:92]}
    only_sought = {key: everyone[key] for key in order[92:140]}
    only_held = {key: everyone[key] for key in order[140:]}
    return both, only_sought, only_held, alike


def _person(rng: random.Random) -> Person:
    given, father = rng.choice(GIVEN_ROWS), rng.choice(GIVEN_ROWS)
    return Person(
        surname=rng.choice(SURNAME_PAIRS),
        given=(given[0], given[1]),
        patronymic=(father[2], father[3]),
        born=date(1966, 1, 1) + timedelta(days=rng.randrange(365 * 38)),
        birthplace=rng.choice(PLACE_PAIRS),
        rank=rng.choices(RANK_PAIRS, weights=_HOW_COMMON)[0],
        number=f"{rng.choice('АБВГ')}-{rng.randrange(100_000, 999_999)}",
        captured=date(2031, 3, 1) + timedelta(days=rng.randrange(300)),
    )


def _lookalike(person: Person, kind: str, rng: random.Random) -> Person:
    other = _person(rng)
    if kind == "namesake":
        return replace(
            other,
            surname=person.surname,
            given=person.given,
            patronymic=person.patronymic,
            born=other.born.replace(year=person.born.year, day=min(other.born.day, 28)),
        )
    while other.given == person.given:
        other = _person(rng)
    born = person.born
    if kind == "brother":
        born += timedelta(days=rng.randrange(400, 1500))
    return replace(
        other,
        surname=person.surname,
        patronymic=person.patronymic,
        birthplace=person.birthplace,
        born=born,
    )


def _sought_row(person: Person, rng: random.Random) -> dict[str, str]:
    surname, given, patronymic = person.surname[0], person.given[0], person.patronymic[0]
    if rng.random() < 0.06:  # as families write it: we look for whom?
        surname, given, patronymic = _accusative(surname), _accusative(given), patronymic + "а"
    if rng.random() < 0.03:
        surname, given = given, surname
    if rng.random() < 0.06:
        surname = _slip(surname, rng)
    return {
        "Прізвище": surname,
        "Ім'я": given,
        "По батькові": patronymic if rng.random() < 0.9 else "",
        "Дата народження": _born(person.born, rng, "%d.%m.%Y"),
        "Місце народження": person.birthplace[0] if rng.random() < 0.7 else "",
        "Звання": person.rank[0] if rng.random() < 0.8 else "",
        "Особистий номер": person.number if rng.random() < 0.45 else "",
        "Дата зникнення": person.captured.strftime("%d.%m.%Y") if rng.random() < 0.8 else "",
    }


def _held_row(person: Person, rng: random.Random) -> dict[str, str]:
    surname, given, patronymic = person.surname[1], person.given[1], person.patronymic[1]
    if rng.random() < 0.07:
        surname = _slip(surname, rng)
    names = _romanised(person, rng) if rng.random() < 0.3 else [surname, given, patronymic]
    fate = rng.random()
    if fate < 0.12:
        names = [names[0], f"{names[1][0]}.{names[2][0]}."]
    elif fate < 0.2:
        names = [names[0], names[1]]
    elif fate < 0.25:
        names = [names[1], names[2], names[0]]
    later = person.captured + timedelta(days=rng.choice([0, 0, 0, 1, 2, 5, 20]))
    return {
        "ФИО": " ".join(names),
        "Д.р.": _born(person.born, rng, "%d.%m.%Y", unknown="01.01.1900"),
        "Уроженец": person.birthplace[1] if rng.random() < 0.6 else "",
        "В/звание": person.rank[1] if rng.random() < 0.75 else "",
        "Жетон": person.number if rng.random() < 0.45 else "",
        "Дата пленения": later.strftime("%d.%m.%Y") if rng.random() < 0.85 else "",
    }


def _romanised(person: Person, rng: random.Random) -> list[str]:
    """From the Ukrainian spelling (CMU 55), or the Russian one (ICAO) as in some documents."""
    side = 0 if rng.random() < 0.7 else 1
    table = (translitua.UkrainianKMU, translitua.RussianICAO)[side]
    parts = (person.surname[side], person.given[side], person.patronymic[side])
    return [translitua.translit(part, table) for part in parts]


def _born(born: date, rng: random.Random, form: str, unknown: str = "") -> str:
    fate = rng.random()
    if fate < 0.05:
        return unknown
    if fate < 0.1:
        return str(born.year)
    if fate < 0.13:
        return ""
    if fate < 0.16 and born.day <= 12:
        born = born.replace(month=born.day, day=born.month)
    elif fate < 0.2:
        born = born.replace(year=born.year + rng.choice([-10, -1, 1]), day=min(born.day, 28))
    return born.strftime(form)


def _slip(word: str, rng: random.Random) -> str:
    """Two letters change places, or one is lost."""
    at = rng.randrange(1, len(word) - 2)
    if rng.random() < 0.5:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :]


def _accusative(word: str) -> str:
    """The form that answers 'whom?', for the names in the tables above."""
    endings = {"ко": "ка", "ло": "ла", "ро": "ра", "ий": "ого", "ій": "ія", "ь": "я", "а": "у"}
    for ending, other in endings.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + other
    return word if word.endswith(tuple("еєиіїоуюя")) else word + "а"


def _truth(
    sought: list[int], held: list[int], alike: Mapping[frozenset[int], str]
) -> Iterable[dict[str, str]]:
    """Pairs of lines (rows in the files, the header is row 1) that are, or only look like, one."""
    for line_a, a in enumerate(sought, 2):
        for line_b, b in enumerate(held, 2):
            what = "same" if a == b else alike.get(frozenset((a, b)))
            if what:
                yield {"line_a": str(line_a), "line_b": str(line_b), "truth": what}


def _write(path: Path, rows: Iterable[Mapping[str, str]], *, encoding: str, delimiter: str) -> None:
    rows = list(rows)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


if __name__ == "__main__":
    main()
