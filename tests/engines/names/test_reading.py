"""Reading a name as written: sixty and more invented people, and any text at all."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.engines.names import Label, explain, read_name, read_parts
from wayhome.values import InvalidEvidence

CODES = {
    "S": Label.SURNAME,
    "G": Label.GIVEN,
    "P": Label.PATRONYMIC,
    "I": Label.INITIAL,
    "a": Label.PARTICLE,
    "R": Label.RANK,
    "H": Label.HONORIFIC,
    "K": Label.KUNYA,
    "?": Label.UNLABELLED,
}

# A name as written, and the label of each of its words.
NAMES = [
    # Ukrainian and Russian, in every order
    ("Кравченко Микола Олексійович", "SGP"),
    ("Микола Олексійович Кравченко", "GPS"),
    ("Олексійович Микола Кравченко", "PGS"),
    ("Сидоренко Лев Львович", "SGP"),
    ("Гаврилюк Ілля Ілліч", "SGP"),
    ("Ольга Іллівна Гаврилюк", "GPS"),
    ("Петров Иван", "SG"),
    ("Иван Петров", "GS"),
    ("Шевчук Олександр", "SG"),
    ("Олександр Шевчук", "GS"),
    ("Захар Беркут", "GS"),
    ("Маркович Іван Петрович", "SGP"),
    ("Іван Петрович Маркович", "GPS"),
    ("Роман Іван Петрович", "SGP"),
    ("Мікалай Аляксандравіч Казлоў", "GPS"),
    ("Нечуй-Левченко Іван", "SG"),
    ("Кравченко", "S"),
    ("Олена", "G"),
    ("КРАВЧЕНКО МИКОЛА ОЛЕКСІЙОВИЧ", "SGP"),
    # another case than the nominative
    ("Кравченка Миколу Олексійовича", "SGP"),
    ("Кравченку Миколі Олексійовичу", "SGP"),
    ("Ковальської Олени Петрівни", "SGP"),
    ("Ивановой Марии Сергеевны", "SGP"),
    ("Миколу Кравченка", "GS"),
    # initials
    ("Кравченко М.О.", "SII"),
    ("Кравченко М. О.", "SII"),
    ("М. О. Кравченко", "IIS"),
    ("Кравченко Микола О.", "SGI"),
    ("Шевчук Ю.", "SI"),
    ("Дж. К. Роулінько", "IIS"),
    ("M. O. Kravchenko", "IIS"),
    ("Kravchenko M O", "SII"),
    # ranks and honorifics
    ("ст. солдат Кравченко М. О.", "RRSII"),
    ("старший солдат Кравченко Микола", "RRSG"),
    ("мол. с-т Гончаренко Андрій Петрович", "RRSGP"),
    ("ст.лейтенант Гончаренко Андрій", "RRSG"),
    ("л-т Бондар", "RS"),
    ("рядовой Петров Иван Сергеевич", "RSGP"),
    ("мл. сержант Петров И. С.", "RRSII"),
    ("Гаврилюк Ілля Ілліч, сержант", "SGPR"),
    ("пан Шевчук Олександр", "HSG"),
    ("гр-н Петров Иван", "HSG"),
    ("Mr John Smith", "HGS"),
    ("Dr. Jane A. Doe", "HGIS"),
    ("Sgt Kravchenko Mykola", "RSG"),
    ("Staff Sergeant John Miller", "RRGS"),
    ("السيد محمد أحمد المصري", "HGPS"),
    ("الشيخ محمد أحمد المصري", "HGPS"),
    ("Солдат", "S"),  # nothing else is left to be the name
    ("Сол Петро Іванович", "SGP"),  # an abbreviation has a full stop
    ("сол. Бондар Петро Іванович", "RSGP"),
    # commas, capitals, brackets, numbers
    ("Kravchenko, Mykola Oleksiiovych", "SGP"),
    ("Кравченко, Микола", "SG"),
    ("Іван, Роман", "SG"),
    ("KRAVCHENKO Mykola", "SG"),
    ("Mykola KRAVCHENKO", "GS"),
    ("РОМАН Іван", "SG"),
    ("Кравченко (Петренко) Олена Іванівна", "S?GP"),
    ("Кравченко Олена 1987", "SG?"),
    ("Кравченко Микола Олексійович 12.03.1987 р.н.", "SGP?????"),
    ("солдат Кравченко Микола Олексійович, в/ч А1234", "RSGP??"),
    ("Кравченко Микола, м. Полтава", "SG??"),
    ("Кравченко Микола Олексійович, старший солдат, Полтава", "SGPRR?"),
    ("Бондар Іван Васильович (солдат)", "SGPR"),
    ("1. Кравченко Микола", "?SG"),
    ("№ 17 Кравченко М.", "?SI"),
    ("Кравчен1ко Микола", "SG"),  # a slip of the finger
    ("García Márquez, Gabriel", "SSG"),
    ("Monro, Sir", "SH"),
    ("Mykola O. Kravchenko Jr.", "GISH"),
    # romanised
    ("Kravchenko Mykola Oleksiiovych", "SGP"),
    ("Nikolai Alekseevich Kravchenko", "GPS"),
    ("Kravchenko Olena Petrivna", "SGP"),
    ("Sidorenko Aleksandr Iljič", "SGP"),
    # Arabic chains, in three scripts
    ("محمد بن أحمد", "GaP"),
    ("محمد أحمد حسن المصري", "GP?S"),
    ("عبد الرحمن محمد علي", "GGPS"),
    ("أبو محمد علي", "KKG"),
    ("Muhammad ibn Ahmad al-Masri", "GaPS"),
    ("Fatima bint Omar", "GaP"),
    ("Abd al-Rahman Hassan", "GGS"),
    ("Ahmed Al Masri", "GaS"),
    ("Umm Omar", "KK"),
    ("Тимур ибн Рашид", "GaP"),
    # Turkic patronymics
    ("Aliyev Vagif Hasan oglu", "SGPa"),
    ("Алиева Лейла Гасан кызы", "SGPa"),
    # two surnames, particles
    ("Juan Carlos Pérez López", "GGSS"),
    ("García Márquez Gabriel José", "SSGG"),
    ("Ludwig van der Berg", "GaaS"),
    ("João da Silva", "GaS"),
    # surnames that end as patronymics do
    ("Кравченко Ван Іванович", "SGP"),
    ("Дашкевич Ніна", "SG"),
    ("Smukovych Vasyl", "SG"),
    ("Ніна Дашкевич", "GS"),
    # a romanised soft sign at the end
    ("Kobel' Vasyl' Ivanovych", "SGP"),
]


@pytest.mark.parametrize(("text", "labels"), NAMES, ids=[text for text, _ in NAMES])
def test_labels(text, labels):
    assert [part.label for part in read_name(text).parts] == [CODES[code] for code in labels]


@pytest.mark.parametrize(
    ("text", "basic"),
    [
        ("Кравченка Миколу Олексійовича", "Кравченко Микола Олексійович"),
        ("Кравченку Миколі Олексійовичу", "Кравченко Микола Олексійович"),
        ("Ковальської Олени Петрівни", "Ковальська Олена Петрівна"),
        ("Ковальську Олену Петрівну", "Ковальська Олена Петрівна"),
        ("Ивановой Марии Сергеевны", "Иванова Мария Сергеевна"),
        ("Сороку Андрія Івановича", "Сорока Андрій Іванович"),
        ("Мельнику Андрію Івановичу", "Мельник Андрій Іванович"),
        ("Кравця Ігоря Васильовича", "Кравець Ігор Васильович"),
        ("Ковальского Сергея Львовича", "Ковальский Сергей Львович"),
        ("ГАЯ ОЛЕКСІЯ ПЕТРОВИЧА", "ГАЙ ОЛЕКСІЙ ПЕТРОВИЧ"),
        ("Миколу Кравченка", "Микола Кравченко"),
        ("Вахтина Михаила Викторовича", "Вахтин Михаил Викторович"),
    ],
)
def test_declined_names_have_basic_forms_and_stay_as_written(text, basic):
    name = read_name(text)
    assert name.is_declined
    assert " ".join(part.basic_form for part in name.parts) == basic
    assert " ".join(part.text for part in name.parts) == text
    assert all(0 < form.certainty < 1 for part in name.parts for form in part.nominatives)


@pytest.mark.parametrize(
    "text",
    [
        "Кравченко Микола Олексійович",
        "Шевченко Олена Петрівна",
        "Петров Илья",
        "Ажажа Жанетта Петровна",
    ],
)
def test_names_in_the_nominative_are_not_declined(text):
    assert not read_name(text).is_declined


@pytest.mark.parametrize(
    ("text", "sex", "father"),
    [
        ("Кравченко Микола Олексійович", "m", "Олексій"),
        ("Кравченка Миколу Олексійовича", "m", "Олексій"),
        ("Кравченко Николай Алексеевич", "m", "Алексей"),
        ("Гаврилюк Ольга Іллівна", "f", "Ілля"),
        ("Сидоренко Лев Львович", "m", "Лев"),
        ("Kravchenko Olena Mykolaivna", "f", "Mykola"),
        ("Федорук Яків Федорович", "m", "Федір"),
    ],
)
def test_sex_and_father_from_the_patronymic(text, sex, father):
    name = read_name(text)
    assert name.sex == sex
    assert name.fathers_names[0].text == father


def test_a_sex_given_is_kept():
    assert read_name("Кравченко Микола", sex="m").sex == "m"


def test_an_order_given_decides():
    assert read_name("Роман Іван", order="surname_first").surname == "Роман"
    assert read_name("Роман Іван", order="surname_last").surname == "Іван"


def test_doubt_shows_as_lower_certainty():
    clear, doubtful = read_name("Кравченко Микола Олексійович"), read_name("Роман Іван")
    assert min(part.certainty for part in clear.parts) > 0.95
    assert max(part.certainty for part in doubtful.parts) < 0.8


def test_a_rank_may_be_a_surname():
    rank, given = read_name("Майор Іван").parts
    assert rank.label is Label.RANK
    assert rank.certainty < 0.6
    assert given.certainty > 0.6


def test_initials_say_what_they_stand_for():
    _, first, second = read_name("Кравченко М.О.").parts
    assert (first.stands_for, second.stands_for) == (Label.GIVEN, Label.PATRONYMIC)
    name = read_name("Кравченко М.О.")
    assert (name.surname, name.given_names, name.patronymic) == ("Кравченко", "М", "О")


def test_the_fathers_name_stands_without_its_particle():
    assert read_name("Aliyev Vagif Hasan oglu").patronymic == "Hasan"
    assert read_name("محمد بن أحمد").patronymic == "أحمد"


def test_surname_keeps_its_particles():
    name = read_name("Ludwig van der Berg")
    assert (name.surname, name.given_names) == ("van der Berg", "Ludwig")


def test_letters_written_in_two_signs_stay_in_one_word():
    (surname, given) = read_name(unicodedata.normalize("NFD", "Їжаківський Андрій")).parts
    assert (surname.normal, given.normal) == ("їжаківський", "андрій")


def test_columns_decide():
    name = read_parts(surname="Роман", given_names="Іван", patronymic="Петрович")
    assert [part.label for part in name.parts] == [Label.SURNAME, Label.GIVEN, Label.PATRONYMIC]
    assert [part.column for part in name.parts] == ["surname", "given_names", "patronymic"]
    assert name.fathers_names[0].text == "Петро"


@pytest.mark.parametrize(
    ("cells", "labels"),
    [
        ({"surname": "ст. солдат Кравченко", "given_names": "М. О."}, "RRSII"),
        ({"surname": "Кравченка", "given_names": "Миколу Олексійовича"}, "SGP"),
        ({"surname": "al Masri", "given_names": "Ahmed"}, "aSG"),
        ({"surname": "Алиев", "given_names": "Вагиф", "patronymic": "Гасан оглы"}, "SGPa"),
        ({"surname": "Masri", "given_names": "Ahmed", "patronymic": "Omar"}, "SGP"),
        ({}, ""),
    ],
)
def test_columns_with_more_in_them(cells, labels):
    assert [part.label for part in read_parts(**cells).parts] == [CODES[code] for code in labels]


@pytest.mark.parametrize("text", ["", "   ", "-", "...", "\u200b", "()"])
def test_nothing_to_read(text):
    assert read_name(text).parts == ()


@pytest.mark.parametrize("wrong", [{"order": "backwards"}, {"sex": "x"}])
def test_refuses_unknown_settings(wrong):
    with pytest.raises(InvalidEvidence):
        read_name("Кравченко Микола", **wrong)


LISTED_WORDS = st.sampled_from(sorted({word for text, _ in NAMES for word in text.split()}))
ANY_TEXT = st.one_of(
    st.text(max_size=40),
    st.lists(st.one_of(LISTED_WORDS, st.text(max_size=5)), max_size=9).map(" ".join),
    st.lists(LISTED_WORDS, max_size=8).map(", ".join),
)


@given(ANY_TEXT)
def test_nothing_written_is_lost(text):
    name = read_name(text)
    covered = {place for part in name.parts for place in range(*part.span)}
    assert {place for place, mark in enumerate(text) if mark.isalpha()} <= covered
    assert len(covered) == sum(end - start for start, end in (p.span for p in name.parts))
    for part in name.parts:
        assert text[slice(*part.span)] == part.text
    assert [part.span for part in name.parts] == sorted(part.span for part in name.parts)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_nothing_in_columns_is_lost(surname, given_names, patronymic):
    cells = {"surname": surname, "given_names": given_names, "patronymic": patronymic}
    name = read_parts(**cells)
    for column, text in cells.items():
        parts = [part for part in name.parts if part.column == column]
        covered = {place for part in parts for place in range(*part.span)}
        assert {place for place, mark in enumerate(text) if mark.isalpha()} <= covered


@given(ANY_TEXT)
def test_every_reading_can_be_said_in_one_sentence(text):
    sentence = explain(read_name(text))
    assert sentence.endswith(".")
    assert "\n" not in sentence or "\n" in text


def test_explain():
    assert explain(read_name("ст. солдат Кравченка Миколу Олексійовича")) == (
        "Read as ranks “ст солдат”; surname “Кравченка”; given name “Миколу”; patronymic "
        "“Олексійовича”; declined, in its basic form probably “Кравченко Микола Олексійович”; "
        "the father's first name is then “Олексій”."
    )
    assert explain(read_name("?!")) == "There is nothing to read."
