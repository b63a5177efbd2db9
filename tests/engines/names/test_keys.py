"""Keys: renderings of one name meet, different names do not."""

from itertools import combinations

import pytest
import translitua
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.names.keys import consonant_key, declension_stem, sound_key

# Invented people; surnames, given names and patronymics are common ones.
UKRAINIAN_NAMES = """
Кравченко Ковальчук Щербак Згурський Ющенко Їжакевич Хіменко Ґудзенко Пшеничний Житник Чорновіл
Тихоненко Швець Гречаник Цибуля Підлісний Кузьменко Заєць Юхимчук Яременко Соловйов Лук'яненко
Захарчук Гайдамака Дячук Жовтобрюх Бойчишин Решетняк Верхоляк Гнатюк Микола Олексій Олександр
Григорій Євген Юрій Ігор В'ячеслав Сергій Андрій Михайло Ярослав Олена Ганна Ірина Тетяна Юлія
Євгенія Христина Людмила Надія Жанна Олексійович Григорович Юрійович Сергійович Андрійович
Михайлович Ярославович Вікторович Миколаївна Юріївна Сергіївна Андріївна Євгенівна Богданівна
"""
RUSSIAN_NAMES = """
Кравченко Ковалев Щербаков Згурский Ющенко Ежакевич Хименко Подъяпольский Пшеничный Житников
Черных Тихоненко Шевцов Гречаников Цыбулин Подлесный Кузьменко Зайцев Ефимчук Яременко Соловьёв
Лукьяненко Захарчук Гайдамака Дьячков Желтобрюхов Быков Решетников Верхоляк Игнатюк Николай
Алексей Александр Григорий Евгений Юрий Игорь Вячеслав Сергей Андрей Михаил Ярослав Елена Анна
Ирина Татьяна Юлия Евгения Кристина Людмила Надежда Жанна Алексеевич Григорьевич Юрьевич
Сергеевич Андреевич Михайлович Ярославович Викторович Николаевна Юрьевна Сергеевна Андреевна
Евгеньевна Богдановна
"""
UKRAINIAN, RUSSIAN = UKRAINIAN_NAMES.split(), RUSSIAN_NAMES.split()
TABLES = [(UKRAINIAN, table) for table in translitua.ALL_UKRAINIAN] + [
    (RUSSIAN, table) for table in translitua.ALL_RUSSIAN
]
# These write one letter for two sounds (s and z as s, sh and ch as ch, zh and y as j) or k as c:
# only a learned model can tell which is meant. On 3,000 names of each kind from names_translator,
# all tables alike, 95 to 99 % share the sound key (Ukrainian surnames 95.0, Russian 98.3).
AMBIGUOUS = {
    "UkrainianGerman": 0.75,
    "UkrainianPassport2004Alt": 0.75,
    "UkrainianFrench": 0.87,
    "RussianTelegram": 0.9,
}


def _agreeing(key, names, table):
    return sum(key(name) == key(translitua.translit(name, table)) for name in names) / len(names)


@pytest.mark.parametrize(("names", "table"), TABLES, ids=[table.__name__ for _, table in TABLES])
def test_romanisations_share_keys(names, table):
    floor = AMBIGUOUS.get(table.__name__, 0.95)
    assert _agreeing(sound_key, names, table) >= floor
    assert _agreeing(consonant_key, names, table) >= floor


def test_romanisations_share_keys_over_all_tables():
    assert sum(_agreeing(sound_key, *each) for each in TABLES) / len(TABLES) >= 0.97
    assert sum(_agreeing(consonant_key, *each) for each in TABLES) / len(TABLES) >= 0.975


@pytest.mark.parametrize(
    ("ukrainian", "russian"),
    [
        ("Сергій", "Сергей"),
        ("Олексій", "Алексей"),
        ("Олександр", "Александр"),
        ("Ковальов", "Ковалёв"),
        ("Ковальов", "Ковалев"),
        ("Чорний", "Чёрный"),
        ("Чорний", "Черный"),
        ("Жовтий", "Жёвтый"),
        ("Шовк", "Шёвк"),
        ("В'ячеслав", "Вячеслав"),
        ("Лук’яненко", "Лукьяненко"),
        ("Згурська", "Згурская"),
        ("Сергійович", "Сергеевич"),
        ("Сергіївна", "Сергеевна"),
        ("Васильович", "Васильевич"),
        ("Ґалаґан", "Галаган"),
    ],
)
def test_ukrainian_and_russian_meet(ukrainian, russian):
    assert sound_key(ukrainian) == sound_key(russian)
    assert consonant_key(ukrainian) == consonant_key(russian)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Juschtschenko", "Ющенко"),  # German
        ("Wjatscheslaw", "Вячеслав"),
        ("Chimitsch", "Химич"),
        ("Iouchtchenko", "Ющенко"),  # French
        ("Kouznetsov", "Кузнецов"),
        ("Guennadi", "Геннади"),
        ("Szewczuk", "Шевчук"),  # Polish
        ("Wójcicki", "Войцицкий"),
        ("Ŝerbak", "Щербак"),  # ISO 9
        ("Žukov", "Жуков"),
        ("Romanoff", "Романов"),
        ("Alexander", "Александер"),
        ("Mikhail", "Михаил"),
    ],
)
def test_other_latin_spellings(latin, cyrillic):
    assert sound_key(latin) == sound_key(cyrillic)


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("محمد", "Muhammad"),
        ("حسن", "Hasan"),
        ("وليد", "Walid"),
        ("فاطمة", "Fatimah"),
        ("אברהם", "Abraham"),
        ("שמעון", "Shimon"),
        ("וולף", "Wolf"),
        ("דינה", "Dina"),
        ("צ'רני", "Cherny"),
        ("تشرني", "Cherny"),
    ],
)
def test_consonants_of_arabic_and_hebrew(written, latin):
    assert consonant_key(written) == consonant_key(latin)


@pytest.mark.parametrize(
    "forms",
    [
        "Кравченко Кравченка Кравченку Кравченком Кравченкові Kravchenka Kravchenku",
        "Микола Миколи Миколу Миколі Миколою Mykolu",
        "Олексійович Олексійовича Олексійовичу Олексійовичем Oleksiiovycha Алексеевича",
        "Ковальський Ковальського Ковальському Kovalskoho Kovalskogo",
        "Ковальский Ковальского Ковальским Ковальская Ковальской Kovalskoi",
        "Сергій Сергія Сергію Сергієм Сергей Сергея Сергею",
        "Максим Максима Максиму Максимом",
        "Артем Артема Артемом",
        "Павел Павла Павлу Павлом Павло",
        "Кравець Кравця Кравцю",
        "Іванова Іванової Іванову Ивановой",
        "Марія Марії Марію",
        "Сергіївна Сергіївни Сергіївну Сергеевны Serhiivnu",
        "Чорний Чорного Чорному Чёрного",
        "Вишневий Вишневого Вишнёвый Вишневому Vyshnevoho",
    ],
)
def test_case_forms_share_a_stem(forms):
    assert len({declension_stem(form) for form in forms.split()}) == 1


def test_different_names_stay_apart():
    for key in (sound_key, declension_stem):
        shared = [
            (x, y)
            for x, y in combinations(sorted(set(UKRAINIAN)), 2)
            if key(x) == key(y) and {x, y} != {"Євген", "Євгенія"}
        ]
        assert shared == []


@given(st.text(max_size=30))
def test_any_text_has_a_key_of_few_letters(text):
    assert set(sound_key(text)) <= set("abcdefhijklmnopqrstuvxz")
    assert set(consonant_key(text)) <= set("Abcdfhjklmnpqrstvxz")
    assert len(declension_stem(text)) <= len(sound_key(text))


@given(st.sampled_from(UKRAINIAN + RUSSIAN))
def test_case_and_apostrophe_do_not_matter(name):
    assert sound_key(name) == sound_key(name.upper()) == sound_key(name.replace("'", "ʼ"))
