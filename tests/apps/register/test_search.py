"""One box finds persons and lines in any script and order, within the viewer's partition."""

import pytest
from django.urls import reverse
from judging import judged, lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Read
from wayhome.apps.register.models import ListEntry, Person
from wayhome.apps.register.selectors.search import search
from wayhome.apps.register.selectors.search.reading import read_query
from wayhome.apps.register.services.name_keys import write_name_keys

pytestmark = pytest.mark.django_db

SURNAME = "Вихоренко"


def filed(partition, office, user, kind, *people):
    """Lines with name parts and whatever else, on one list, and filed."""
    made = lines(partition, [person["surname"] for person in people])
    for entry, person in zip(made, people, strict=True):
        ListEntry.objects.filter(pk=entry.pk).update(**person)
        entry.refresh_from_db()
    person_list(office, user, kind, made)
    write_name_keys(made)
    return made


SOUGHT = (
    {"surname": SURNAME, "given_names": "Олександр", "patronymic": "Іванович",
     "birth_date": "1990-05-03", "number": "АБ-123456"},
    {"surname": "Гладенко", "given_names": "Олександр", "patronymic": "Іванович",
     "birth_date": "1971-11-20"},
    {"surname": "Тріскун", "given_names": "Богдан", "patronymic": "Петрович",
     "birth_date": "1990"},
)  # fmt: skip


@pytest.fixture
def sought(people, parties):
    office = people["northern"].organisation
    return filed(parties["north"], office, people["northern"], "sought", *SOUGHT)


@pytest.fixture
def held(people, parties):
    office = people["outsider"].organisation
    return filed(
        parties["south"], office, people["outsider"], "held",
        {"surname": "Vykhorenko", "given_names": "Aleksandr", "birth_date": "1990-05-03"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Вихоренко Олександр Іванович",
        "Іванович Олександр Вихоренко",
        "ALEKSANDR VYKHORENKO",
        "Александр Вихоренко",
        "Вихорэнко",
        "Вихреонко Олександр",
        "فيخورينكو",
        "Вихоренко О. І.",
        "Вихоренко 1990",
        "Вихоренко 05.1990",
        "Олександр 03.05.1990",
        "03.05.1990",
        "аб 123456",
        "АБ123456",
    ],
)
def test_the_right_line_comes_first(people, sought, text):
    assert search(people["northern"], text)[0].entry == sought[0]


def test_every_answer_says_which_part_agrees(people, sought):
    first = search(people["northern"], "Vykhorenko Aleksandr 1990")[0]
    assert [(reason.written, reason.how) for reason in first.reasons] == [
        (SURNAME, "rendering"),
        ("Олександр", "rendering"),
        ("1990-05-03", "date_partly"),
    ]


@pytest.mark.parametrize("text", ["", "   ", "!?", "Zzyzx", "0", "1807", "x" * 5000, "9" * 400])
def test_what_nobody_answers_finds_nobody(people, sought, text):
    assert search(people["northern"], text) == []


def test_the_viewer_is_part_of_the_query(people, sought, held):
    def seen(who):
        return {one.entry for one in search(people[who], SURNAME)}

    assert seen("northern") == {sought[0]}
    assert seen("outsider") == {held[0]}
    assert seen("registrar") == {sought[0], held[0]}
    assert seen("auditor") == set()


def test_lines_of_one_person_are_shown_together_and_found_by_case_number(people, sought, held):
    judged(sought[0], held[0], people)
    person = Person.objects.get()
    found = search(people["proposer"], SURNAME)
    assert [(one.person, set(one.lines)) for one in found] == [(person, {sought[0], held[0]})]
    spoken = f"{person.number[:3]} {person.number[3:]}".lower()
    assert search(people["proposer"], spoken)[0].person == person
    assert search(people["northern"], spoken) == []


def test_a_line_of_a_list_that_was_rolled_back_is_not_found(people, sought):
    sought[0].appearances.get().list.__class__.objects.update(rolled_back_at=NOON)
    assert search(people["northern"], SURNAME) == []


@pytest.mark.parametrize(
    ("text", "born", "words"),
    [
        ("Вихоренко 3 травня 1990", ("1990-05-03",), ("Вихоренко",)),
        ("03.04.1990", ("1990-04-03", "1990-03-04"), ()),
        ("1990 Вихоренко О.", ("1990",), ("Вихоренко",)),
        ("Vykhor, Oleksandr (1990-05)", ("1990-05",), ("Vykhor", "Oleksandr")),
    ],
)
def test_dates_are_read_out_of_the_text(text, born, words):
    query = read_query(text)
    assert query.born == born
    assert query.words == words


def test_the_search_page_logs_what_was_searched_and_whom_it_showed(
    client, signed_in, people, sought
):
    signed_in(client, people["northern"])
    answer = client.post(reverse("register:search"), {"text": SURNAME})
    assert answer.status_code == 200
    assert SURNAME in answer.content.decode()
    reads = Read.objects.filter(by=people["northern"]).values_list("how", "about")
    assert sorted(reads, key=str) == [("found", sought[0].key_id), ("searched", None)]


def test_the_text_never_stands_in_an_address(client, signed_in, people, sought):
    signed_in(client, people["northern"])
    answer = client.get(reverse("register:search"), {"text": SURNAME})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("register:persons")
    assert not Read.objects.exists()


def test_one_person_more_or_less_costs_no_further_question(
    people, sought, django_assert_max_num_queries
):
    with django_assert_max_num_queries(9):
        search(people["registrar"], "Олександр Іванович 1990")


def test_lines_of_another_party_change_no_score_and_no_order(people, parties, sought):
    before = [(one.entry, one.score) for one in search(people["northern"], "Олександр Іванович")]
    others = [{"surname": f"Чуже{n}", "given_names": "Олександр"} for n in range(40)]
    filed(parties["south"], people["outsider"].organisation, people["outsider"], "held", *others)
    after = [(one.entry, one.score) for one in search(people["northern"], "Олександр Іванович")]
    assert after == before
    assert len(before) == 2
