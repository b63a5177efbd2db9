"""One name in several languages, and patronymics formed from it."""

from itertools import combinations

import pytest

from wayhome.engines.names import (
    father_keys,
    fathers_names,
    fathers_stem,
    is_patronymic,
    is_same_father,
    is_same_name,
    normal_form,
    same_name_certainty,
    same_name_keys,
)
from wayhome.engines.names.patronymic import sex_of_patronymic
from wayhome.engines.names.same_name import known_names

ONE_NAME = [
    "Микола Николай Nicholas Nikolaus Mykola Nikolai Nikolay Mikalai",
    "Олена Елена Helen Helena Olena Yelena",
    "Олександр Александр Alexander Oleksandr Aleksandr Alejandro",
    "Олексій Алексей Oleksii Oleksiy Aleksei Alexey",
    "Михайло Михаил Michael Mykhailo Mikhail מיכאל",
    "Іван Иван John Ivan Johannes",
    "Юрій Юрий Yurii Yuriy Iurii Jurij",
    "Петро Петр Пётр Peter Petro",
    "Володимир Владимир Владимира Vladimira Володимира",
    "Катерина Екатерина Catherine Kateryna",
    "Ганна Анна Anna Hanna",
    "В'ячеслав Вячеслав Viacheslav Vyacheslav",
    "Йосип Иосиф Joseph Yosyp יוסף",
    "Мухаммад Магомед Muhammad Mohamed محمد",
    "Ахмед Ahmad Ahmed أحمد",
    "Ісак Исаак Isaac יצחק",
    "Maria Марія Мария مريم",
]


@pytest.mark.parametrize("forms", ONE_NAME)
def test_forms_of_one_name(forms):
    for x, y in combinations(forms.split(), 2):
        assert is_same_name(x, y), (x, y)
        assert is_same_name(y, x), (y, x)
        assert same_name_keys(x) & same_name_keys(y), (x, y)


def test_different_names_are_not_the_same():
    for mine, others in combinations(ONE_NAME, 2):
        for x in mine.split():
            for y in others.split():
                assert not is_same_name(x, y), (x, y)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("Олександр", "Олександра"),
        ("Олексій", "Олександр"),
        ("Микола", "Михайло"),
        ("Василь", "Владимир"),
        ("Антон", "Антоніна"),
        ("Роман", "Рамон"),
        ("Марія", "Марина"),
        ("Andrew", "Anton"),
    ],
)
def test_false_friends(x, y):
    assert not is_same_name(x, y)


def test_a_short_form_says_less_than_a_full_one():
    for full in ("Олександр", "Олександра"):
        assert is_same_name("Саша", full)
        assert same_name_certainty("Саша", full) < same_name_certainty("Alexander", "Александр")


def test_a_form_of_many_names_says_little():
    # Ян is listed for a dozen names from Jan and Ian to Chinese surnames, Иан for one of them.
    assert 0 < same_name_certainty("Ян", "Иан") < 0.3
    assert not is_same_name("Ян", "Иан")


def test_certainty_is_one_only_for_one_spelling():
    assert same_name_certainty("МИКОЛА", "Микола") == 1
    assert same_name_certainty("Фёдор", "Федор") == 1
    assert 0.9 < same_name_certainty("Микола", "Николай") < 1
    assert same_name_certainty("Микола", "Кравченко") == 0


def test_unknown_words_have_no_key():
    assert same_name_keys("Кравченковецький") == frozenset()
    assert same_name_keys("") == frozenset()


def test_our_table_is_in_order():
    keys = [name.key for name in known_names()]
    assert len(set(keys)) == len(keys) > 200
    for name in known_names():
        assert name.sex in {"m", "f"}
        assert name.ukrainian or name.russian
        assert all(form == normal_form(form) for form in name.short)


PATRONYMICS = [
    "Миколайович Николаевич Mykolaiovych Nikolaevich Nikolayevich Миколаївна Николаевна",
    "Юліанович Юліанівич Юлианович",
    "Олексійович Олексіївич Алексеевич Oleksiiovych Alekseevich Олексійовича Алексеевну",
    "Сергійович Сергеевич Serhiiovych Sergeevich Сергіївна",
    "Юрійович Юрьевич Yuriiovych Iurevich",
    "Григорович Григорьевич Hryhorovych Grigorevich",
    "Яківна Яковлевна Якович Яковлевич",
    "Ілліч Ильич Іллівна Ильинична Illich Ilich",
    "Федорович Фёдорович Fedorovych Федорівна",
    "Васильович Васильевич Vasylovych Vasilyevich",
]


@pytest.mark.parametrize("forms", PATRONYMICS)
def test_patronymics_of_one_father(forms):
    for form in forms.split():
        assert is_patronymic(form)
    for x, y in combinations(forms.split(), 2):
        assert is_same_father(x, y), (x, y)
        assert father_keys(x) & father_keys(y), (x, y)


def test_patronymics_of_different_fathers():
    for mine, others in combinations(PATRONYMICS, 2):
        for x in mine.split():
            for y in others.split():
                assert not is_same_father(x, y), (x, y)


@pytest.mark.parametrize(
    ("patronymic", "father"),
    [
        ("Олексійович", "Олексій"),
        ("Алексеевич", "Алексей"),
        ("Миколайович", "Николай"),
        ("Mykolaivna", "Микола"),
        ("Львович", "Лев"),
        ("Яковлевич", "Яків"),
        ("Федорівна", "Федір"),
        ("Прокопович", "Прокіп"),
        ("Ілліч", "Илья"),
        ("Павлович", "Павел"),
        ("Ігорович", "Игорь"),
    ],
)
def test_a_patronymic_and_the_fathers_name(patronymic, father):
    assert is_same_father(patronymic, father)
    assert father_keys(patronymic) & father_keys(father)


@pytest.mark.parametrize(
    ("patronymic", "sex", "father"),
    [
        ("Олексійович", "m", "Олексій"),
        ("Олексіївна", "f", "Олексій"),
        ("Сергеевну", "f", "Сергей"),
        ("Петровича", "m", "Петро"),
        ("Кузьминична", "f", "Кузьма"),
        ("Aleksandrovich", "m", "Aleksandr"),
        ("Mykolaiovych", "m", "Mykola"),
        ("Oleksiivna", "f", "Oleksii"),
    ],
)
def test_inferred_from_a_patronymic(patronymic, sex, father):
    assert sex_of_patronymic(patronymic) == sex
    assert father in fathers_names(patronymic)


@pytest.mark.parametrize(
    "word", ["Кравченко", "Микола", "Іванов", "Ковальська", "Романова", "Olena", "Marchenko", ""]
)
def test_not_a_patronymic(word):
    assert not is_patronymic(word)
    assert fathers_names(word) == ()
    assert sex_of_patronymic(word) is None


def test_case_forms_share_the_fathers_stem():
    forms = ["Олексійович", "Олексійовича", "Олексійовичу", "Олексіївну", "Alekseevicha"]
    assert len({fathers_stem(form) for form in forms}) == 1
