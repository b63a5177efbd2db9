"""Columns are found by their headers in five languages, by their cells, or as the caller says."""

from importlib.resources import files

import pytest

from wayhome.engines.linkage.fields import FIELDS
from wayhome.files import load_mapping, read_list, save_mapping
from wayhome.files.columns.words import match_header, normal_form
from wayhome.values import CannotRead

TWO_PEOPLE = "Ostap Vyhadanenko,1987-05-03\nPanas Neisniuk,1990-01-02\n"


def words():
    table = files("wayhome").joinpath("resources/columns/headers.tsv").read_text("utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    rows = [tuple(line.split("\t")) for line in lines[1:]]
    return [row for row in rows if row[0] != "~"]


def test_every_word_of_the_table_names_its_field_and_only_that():
    for field, _, word in words():
        match = match_header(word)
        assert (match.fields, match.score) == (tuple(field.split(",")), 1.0), word


def test_the_table_covers_every_field_in_every_language():
    have = {(field, language) for field, language, _ in words()}
    assert have >= {(field, lang) for field in FIELDS for lang in ("en", "uk", "ru", "ar", "he")}
    generic = {f for fields, _, _ in words() for f in fields.split(",")} - FIELDS.keys() - {"-"}
    assert all(field.split(":")[0] in ("text", "code", "date") for field in generic)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ПРІЗВИЩЕ", "surname"),
        ("Прізвище / Surname", "surname"),
        ("Прiзвище", "surname"),  # a Latin i
        ("Прізвищє", "surname"),
        ("3. Фамилия", "surname"),
        ("Фамилия (рус.)", "surname"),
        ("Дата народження (дд.мм.рррр)", "birth_date"),
        ("Дата\nрождения", "birth_date"),
        ("date_of_birth", "birth_date"),
        ("DateOfBirth", "birth_date"),
        ("D.O.B.", "birth_date"),
        ("Place of brith", "birthplace"),
        ("Ф. И. О.", "full_name"),
        ("Прізвище, ім’я та по батькові", "full_name"),
        ("в/ч", "unit"),
        ("Особовий № (жетон)", "number"),
        ("Service No.", "number"),
        ("given_name", "given_names"),
        ("Father's name", "patronymic"),
        ("إسم الأب", "patronymic"),
        ("שם משפחה", "surname"),
        ("שם פרטי:", "given_names"),
        ("שם האב", "patronymic"),
        ("תאריך הלידה", "birth_date"),
        ("מין", "sex"),
        ("מקום לידה", "birthplace"),
        ("דרגה / Rank", "rank"),
        ("מס' אישי", "number"),
        ("יחידה", "unit"),
        ('ת"ז', "code:national_number"),
        ("מס׳ סידורי", "-"),
        ("تاريخ الميلاد:", "birth_date"),
        ("soc_sec_id", "code:social_security"),
        ("ПІБ зниклого безвісти", "full_name"),
        ("Name of the prisoner", "given_names"),
        ("Дата народження військовослужбовця", "birth_date"),
        ("в/ч №", "unit"),
        ("Номер паспорта", "code:passport"),
        ("Prizvyshche", "surname"),
        ("author_name", "-"),
        ("home_country", "-"),
        ("ID No", "-"),
        ("record number", "-"),
        ("rec_id", "-"),
        ("street_number", "-"),
        ("unique_id", "-"),
    ],
)
def test_headers_as_offices_write_them(header, field):
    assert match_header(header).fields[0] == field


@pytest.mark.parametrize("header", ["Ознака", "xyz", "street number of the house", "", "12", "Ст"])
def test_headers_nobody_knows(header):
    assert match_header(header).fields in ((), ("-",))


def test_normal_form_is_stable():
    for _, _, word in words():
        assert normal_form(normal_form(word)) == normal_form(word)


@pytest.fixture
def listed(tmp_path):
    def write(text: str):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        # 'Name' is the given name beside a surname, the surname beside a given name, else all.
        ("Name,Surname\nOstap,Vyhadanenko\n", ["given_names", "surname"]),
        ("Name,First name\nVyhadanenko,Ostap\n", ["surname", "given_names"]),
        ("Name,Unit\nOstap Vyhadanenko,1st\n", ["full_name", "unit"]),
        # Three words under 'Фамилия' are whole names.
        ("Фамилия;Пол\n" + "Выдуманов Егор Примерович;м\n" * 3, ["full_name", "sex"]),
        # A middle name is a patronymic where it ends as one.
        ("surname,middle name\nA,Ostapovych\nB,Ivanivna\nC,Petrovych\n", ["surname", "patronymic"]),
        ("surname,middle name\nA,John\nB,Ann\nC,Lee\n", ["surname", None]),
        # 'No.' counts lines, or holds numbers of people.
        ("No.,surname\n1,A\n2,B\n3,C\n", [None, "surname"]),
        ("No.,surname\n448812,A\n448813,B\n902211,C\n118822,D\n", ["number", "surname"]),
        ("id,surname\n448812,A\n448813,B\n902211,C\n", [None, "surname"]),
        # A date's header over places.
        ("surname;полон\nA;Небуле\nB;Вигадане\nC;Небуле\n", ["surname", "capture_place"]),
        # 'Date' and 'Year' are births where they spread as births do, and have no rival.
        ("ФИО;Год\nА Б В;1970\nГ Д Е;1987\n", ["full_name", "birth_date"]),
        ("ФИО;Дата\nА Б В;01.02.2022\nГ Д Е;03.04.2023\n", ["full_name", None]),
        ("surname;Год;дата рождения\nА;1970;1.2.70\n", ["surname", None, "birth_date"]),
        # A date in two columns, day and year, gives its year.
        ("ПІБ;Дата народження;\n;день;рік\nА Б;3;1987\n", ["full_name", None, "birth_date"]),
        # Beside known names, cells alone tell births, sexes and patronymics, and no more.
        ("surname;Szul\nA;1970-01-02\nB;1980-03-04\nC;1999-05-06\n", ["surname", "birth_date"]),
        ("surname;Napi\nA;2022-01-02\nB;2022-03-04\nC;2023-05-06\n", ["surname", None]),
        ("surname;Nem;Kod\n" + "A;m;1\nB;f;2\n" * 3, ["surname", "sex", None]),
        # Two columns of capitalised words, or one without a header that ends as surnames do.
        ("Nachname;Vorname\nFelder;Hans\nWald;Karin\n", ["surname", "given_names"]),
        ("А-1001;Вигаданенко\nА-2002;Неіснюк\nА-7007;Примірчук\n", ["number", "surname"]),
        # The fuller of two columns; the other is carried.
        ("dob,birth year,surname\n1.5.1987,1987,A\n", ["birth_date", None, "surname"]),
        # A header in a language nobody here knows, and none at all.
        ("Nev,Szul\n" + TWO_PEOPLE, ["full_name", "birth_date"]),
        (TWO_PEOPLE, ["full_name", "birth_date"]),
    ],
)
def test_what_a_header_leaves_open_is_settled(listed, text, fields):
    assert [use.field for use in read_list(listed(text)).columns] == fields


THINGS = {
    "colours": "id,colour\n1,red\n2,green\n3,blue\n",
    "capitals": "id;колір\n1;Червоний\n2;Синій\n3;Зелений\n",
    "shapes": "id,colour,shape\n1,red,round\n2,green,square\n3,blue,long\n",
    "words": "id,state\n1,dark red\n2,light green\n3,deep blue\n",
    "codes": "sku,amount\nAB1001,3\nAB1002,5\nAB1007,1\n",
    "no header": "1,red\n2,green\n3,blue\n",
    "bought": "article;bought on\nlamp;2021-02-03\nchair;2022-03-04\ntable;2023-04-05\n",
}


@pytest.mark.parametrize("text", THINGS.values(), ids=THINGS)
def test_a_table_of_things_is_no_list_of_people(listed, text):
    with pytest.raises(CannotRead, match="No column holds names or numbers of persons") as refusal:
        read_list(listed(text))
    assert "--map surname=" in str(refusal.value)


def test_what_the_caller_says_makes_a_table_a_list(listed):
    result = read_list(listed(THINGS["colours"]), mapping={"surname": "colour"})
    assert result.entries["surname"].to_list() == ["red", "green", "blue"]


def test_a_list_in_hebrew(listed):
    path = listed(
        "שם משפחה,שם פרטי,שם האב,מין,תאריך לידה,מספר אישי\n"
        "בדוי,אורי,דן,זכר,3 במאי 1987,7712345\n"
        "דמיוני,נועה,לא ידוע,נקבה,14.11.1990,7754321\n"
        'סה"כ,2,,,,\n'
    )
    result = read_list(path)
    assert result.entries.rows() == [
        (2, "בדוי", "אורי", "דן", "m", "1987-05-03", "7712345"),
        (3, "דמיוני", "נועה", None, "f", "1990-11-14", "7754321"),
    ]
    assert [p.code for p in result.problems] == ["total_row"]


def test_what_the_caller_says_overrules(listed):
    path = listed("Фамилия;Прозвище;Ключ\nВыдуманов;Небыль;7\n")
    result = read_list(path, mapping={"surname": "прозвище", "code:key": "Ключ"})
    assert result.entries.row(0) == (2, "Небыль", "7")
    assert [use.found_by for use in result.columns] == ["header", "given", "given"]


def test_the_caller_can_point_below_titles_nobody_knows(listed):
    path = listed("Nev lista,\n,\nNev,Kor\nVyhadanenko,1\n")
    result = read_list(path, mapping={"full_name": "Nev"})
    assert result.entries.rows() == [(4, "Vyhadanenko")]


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ({"surname": "Фамилие"}, "“Фамилия”"),
        ({"surnam": "Фамилия"}, "Did you mean surname?"),
        ({"code:": "Фамилия"}, "no field “code:”"),
        ({"surname": "Фамилия", "full_name": "Фамилия"}, "one field"),
    ],
)
def test_a_wrong_mapping_is_refused_with_what_is_near(listed, mapping, sentence):
    with pytest.raises(CannotRead, match=sentence):
        read_list(listed("Фамилия;Ключ\nВыдуманов;7\n"), mapping=mapping)


def test_a_mapping_is_saved_and_loaded(listed, tmp_path):
    result = read_list(listed("Фамилия;Ключ\nВыдуманов;7\n"))
    save_mapping(result.columns, tmp_path / "mapping.json")
    assert load_mapping(tmp_path / "mapping.json") == result.mapping == {"surname": "Фамилия"}


@pytest.mark.parametrize("text", ["", "[]", '{"surname": 1}', '{"nobody": "x"}', "{"])
def test_a_broken_mapping_is_refused(tmp_path, text):
    (tmp_path / "mapping.json").write_text(text, encoding="utf-8")
    with pytest.raises(CannotRead):
        load_mapping(tmp_path / "mapping.json")
    with pytest.raises(CannotRead, match="cannot be opened"):
        load_mapping(tmp_path / "none.json")
