"""The pages of persons and lines: what each viewer may know, and nothing of anybody else's."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from judging import judged, lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Entry, Read, SubjectKey
from wayhome.apps.audit.services import seal
from wayhome.apps.audit.services.erasure import hold_back
from wayhome.apps.register.models import Answer, Assertion, ListEntry, Membership, NameKey, Person
from wayhome.apps.register.selectors.persons import dossier, romanisations, told_of
from wayhome.apps.register.selectors.status import status_of
from wayhome.apps.register.services.holding_back import digests_of
from wayhome.apps.register.services.judgements import withdraw_judgement
from wayhome.apps.register.services.name_keys import write_name_keys
from wayhome.apps.register.services.persons import (
    SEARCH_HOLDS,
    CannotEnterPerson,
    enter_person,
    search_token,
)
from wayhome.apps.register.services.sources import Document
from wayhome.values.case_number import case_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(people, parties):
    """A line of Northland's sought and the line of Southland's held that is the same person."""
    north = lines(parties["north"], ["Вихор"], given_names="Степан", birth_date="1990-05-03")[0]
    south = lines(parties["south"], ["Vykhor"], given_names="Stepan", birth_date="1990-03-05")[0]
    person_list(people["northern"].organisation, people["northern"], "sought", [north])
    person_list(people["outsider"].organisation, people["outsider"], "held", [south])
    write_name_keys([north, south])
    return north, south


def pages_of(client, user, entry, signed_in):
    """Everything of mine that a viewer can open about a line, byte for byte but for the tokens."""
    signed_in(client, user)
    shown = [
        client.get(reverse("register:line", args=[entry.uid])),
        client.get(reverse("register:persons")),
        client.post(reverse("register:search"), {"text": "Вихор Vykhor Степан"}),
        client.get(reverse("register:fates")),
        *(client.get(reverse("register:person", args=[p.number])) for p in Person.objects.all()),
    ]
    return [(page.status_code, as_seen(page, page.request["PATH_INFO"])) for page in shown]


def as_seen(page, address):
    """A page without its tokens, its own address, and who of the viewer's own people saw it."""
    text = page.content.decode().replace(address, "")
    text = re.sub('name="(csrfmiddlewaretoken|token)" value="[^"]*"', "", text)
    return re.sub("<h2>Who has seen this</h2>.*?</section>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("who", ["northern", "northern_signer", "outsider", "outsider_signer"])
def test_a_party_sees_the_same_bytes_before_and_after_the_keeper_joins_its_line(
    client, signed_in, people, two, who
):
    own = two[0] if who.startswith("northern") else two[1]
    before = pages_of(client, people[who], own, signed_in)
    made = judged(*two, people)
    number = Person.objects.get().number
    after = pages_of(client, people[who], own, signed_in)
    assert after[-1][0] == 404  # the keeper's person does not exist for a party
    assert number not in "".join(text for _, text in after)
    assert after[:4] == before
    missing = client.get(reverse("register:person", args=["2222222"]))
    assert as_seen(missing, missing.request["PATH_INFO"]) == after[-1][1]
    withdraw_judgement(judgement=made, reason="was wrong", by=people["signer"], at=NOON)
    assert pages_of(client, people[who], own, signed_in)[:4] == before


def test_what_the_keeper_takes_down_changes_nothing_for_a_party(client, signed_in, people, two):
    before = pages_of(client, people["northern"], two[0], signed_in)
    Answer.objects.create(
        partition=people["registrar"].party, entry=two[0], verdict="held", as_of_date="2026",
        given_by=people["outsider"].organisation, source="a letter",
        recorded_by=people["registrar"], recorded_at=NOON,
    )  # fmt: skip
    signed_in(client, people["signer"])
    keepers = client.get(reverse("register:line", args=[two[0].uid])).content.decode()
    assert "Southland Bureau says that it holds this person (by answer" in keepers
    assert pages_of(client, people["northern"], two[0], signed_in) == before
    Answer.objects.update(released_at=NOON)
    assert pages_of(client, people["northern"], two[0], signed_in) != before


def test_the_person_page_has_every_name_and_both_sides(client, signed_in, people, two):
    judged(*two, people)
    signed_in(client, people["proposer"])
    person = Person.objects.get()
    page = client.get(reverse("register:person", args=[person.number])).content.decode()
    for text in ("Вихор Степан", "Vykhor Stepan", "Vykhor Stepan", "CMU 55", person.number):
        assert text in page
    assert "Southland Bureau says that it holds this person" in page
    assert "sources differ" in page
    assert "3 May 1990" in page
    assert "5 March 1990" in page
    read = set(Read.objects.filter(how="viewed").values_list("about", flat=True))
    assert read == {two[0].key_id, two[1].key_id}


def test_an_absorbed_number_leads_to_the_person_that_remains(client, signed_in, people, two):
    judged(*two, people)
    person = Person.objects.get()
    old = Person.objects.create(
        partition=person.partition, number=case_number(7), founded_on=two[1], founded_at=NOON,
        absorbed_into=person,
    )  # fmt: skip
    signed_in(client, people["proposer"])
    answer = client.get(reverse("register:person", args=[old.number]))
    assert answer["Location"] == reverse("register:person", args=[person.number])


def test_the_status_is_told_as_of_the_day_that_was_asked_for(client, signed_in, people, two):
    signed_in(client, people["outsider"])
    address = reverse("register:line", args=[two[1].uid])
    assert "says that it holds" in client.get(address, {"as_of": "2026-02-01"}).content.decode()
    assert "Nobody has said" in client.get(address, {"as_of": "2026-01-31"}).content.decode()


def test_relatives_are_opened_only_by_those_who_may_and_it_is_written_down(
    client, signed_in, people, two
):
    north, _ = two
    plain = json.dumps({"raw": {}, "next_of_kin": "Ганна, сестра"}).encode()
    ListEntry.objects.filter(pk=north.pk).update(sealed=seal(north.key, plain, purpose="line"))
    address = reverse("register:sealed", args=[north.uid])
    signed_in(client, people["northern"])
    assert client.post(address).status_code == 404
    known = client.get(reverse("register:line", args=[north.uid])).content.decode()
    assert "Ганна" not in known
    signed_in(client, people["outsider_signer"])
    assert client.post(address).status_code == 404
    signed_in(client, people["northern_signer"])
    assert "Ганна, сестра" in client.post(address).content.decode()
    opened = Entry.objects.get(act="sealed_fields_opened")
    assert opened.by == people["northern_signer"]
    assert opened.parts.get().key_id == north.key_id


def test_who_has_seen_shows_a_party_its_own_people_only(people, two):
    for who in ("northern", "proposer"):
        Read.objects.create(
            at=NOON, by=people[who], how="viewed", about=two[0].key, request=two[0].uid
        )

    def seen(who):
        return {seen.by for seen in dossier([two[0]], people[who]).reads}

    assert seen("northern_signer") == {people["northern"]}
    assert seen("signer") == {people["northern"], people["proposer"]}
    assert seen("northern") == set()


def test_a_flag_of_the_keeper_is_invisible_to_the_party(people, two):
    two[0].flags.create(
        partition=people["signer"].party, kind="harm", raised_by=people["signer"], raised_at=NOON
    )
    assert dossier([two[0]], people["northern"]).flags == []
    assert len(dossier([two[0]], people["signer"]).flags) == 1


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Лисиченко Сергій", {"Lysychenko Serhii"}),
        ("Лисиченко Сергей", {"Lysychenko Serhei", "Lisichenko Sergei"}),
        ("Быков Семён", {"Bykov Semen"}),
        ("Bykov", set()),
        ("محمد", set()),
    ],
)
def test_a_romanisation_names_its_standard_and_never_guesses_the_language(name, latin):
    found = romanisations(name)
    assert {one.text for one in found} == latin
    assert all(one.standard for one in found)


# --- entered by hand ------------------------------------------------------------------------

FIELDS = {"surname": "Гладун", "given_names": "Тарас", "birth_date": "1988", "next_of_kin": "мати"}
LETTER = Document(publisher="A letter", reliability="B", credibility="2")


def token(people, text="Гладун Тарас", who="northern", at=NOON):
    return search_token(text=text, by=people[who], at=at)


def enter(people, token, who="northern", fields=FIELDS, document=LETTER, at=NOON):
    return enter_person(fields=fields, document=document, token=token, by=people[who], at=at)


def test_a_person_is_entered_with_source_line_and_case_number(people):
    person = enter(people, token(people))
    entry = person.founded_on
    assert entry.name == "Гладун Тарас"
    assert (entry.source.publisher, entry.source.reliability) == ("A letter", "B")
    assert "мати".encode() not in bytes(entry.sealed)
    assert Membership.objects.get(entry=entry).person == person
    assert NameKey.objects.filter(entry=entry, key__startswith="d").exists()
    history = Entry.objects.get(act="person_entered")
    assert "Гладун" not in history.leaf


@pytest.mark.parametrize(
    "spoilt",
    [
        {"token": ""},
        {"token": "made up"},
        {"who": "outsider"},
        {"at": NOON + SEARCH_HOLDS + timedelta(seconds=1)},
        {"at": NOON - timedelta(seconds=1)},
        {"fields": FIELDS | {"surname": "Вакуленко"}},
        {"fields": {"birth_date": "1988"}},
        {"fields": FIELDS | {"birth_date": "yesterday"}},
        {"document": Document(publisher=" ")},
        {"document": Document(publisher="A letter", reliability="G")},
        {"document": Document(publisher="A letter", credibility="7")},
        {"document": Document(publisher="A letter", dated="soon")},
    ],
)
def test_without_a_search_for_that_name_nobody_is_entered(people, spoilt):
    given = {"token": token(people)} | spoilt
    with pytest.raises(CannotEnterPerson):
        enter(people, **given)
    assert not Person.objects.exists()
    assert not ListEntry.objects.exists()
    assert not SubjectKey.objects.filter(about="line").exists()


def test_who_was_erased_is_not_entered_again(people):
    hold_back(digests_of(FIELDS, partition=people["northern"].party), at=NOON)
    with pytest.raises(CannotEnterPerson, match="held back"):
        enter(people, token(people))
    outsiders = token(people, who="outsider")
    assert enter(people, outsiders, who="outsider")  # what one party erased tells another nothing


def test_every_search_is_held_against_the_canaries(client, signed_in, people, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "wayhome.apps.register.views.search.note_search", lambda **about: asked.append(about)
    )
    signed_in(client, people["northern"])
    client.post(reverse("register:search"), {"text": "Гладун Тарас"})
    assert [(one["text"], one["by"]) for one in asked] == [("Гладун Тарас", people["northern"])]


def test_the_whole_way_from_search_to_person(client, signed_in, people):
    signed_in(client, people["northern"])
    assert client.get(reverse("register:enter")).status_code == 302
    found = client.post(reverse("register:search"), {"text": "Гладун Тарас"})
    given = {"token": found.context["token"]}
    form = client.post(reverse("register:enter"), given | {"searched": "Гладун Тарас"})
    assert 'value="Гладун"' in form.content.decode()
    wrong = client.post(reverse("register:enter"), given | {"surname": "Гладун"})
    assert wrong.status_code == 200
    assert not Person.objects.exists()
    refused = client.post(
        reverse("register:enter"), given | {"surname": "Інший", "publisher": "A letter"}
    )
    assert "Search for this name first" in refused.content.decode()
    done = client.post(
        reverse("register:enter"),
        given | {"surname": "Гладун", "publisher": "A letter", "birth_date": "3 травня 1988"},
    )
    person = Person.objects.get()
    assert done["Location"] == reverse("register:person", args=[person.number])
    assert person.founded_on.birth_date == "1988-05-03"
    assert "Entered by hand" in client.get(done["Location"]).content.decode()


def test_who_asked_must_be_told(people, two):
    assert told_of([two[0]], people["signer"]) == [people["northern"].organisation]
    assert told_of([two[0]], people["outsider"]) == []


def test_assertions_of_another_partition_do_not_count(people, two):
    Assertion.objects.create(
        partition=people["signer"].party, entry=two[0], kind="home", evidence="seen",
        said_by=people["signer"].organisation, as_of_date="2026-02", state="standing",
        recorded_by=people["signer"], recorded_at=NOON, decided_by=people["second_signer"],
    )  # fmt: skip
    told = {who: status_of([two[0]], viewer=people[who]).told[0].says for who in WHO}
    assert told == {"northern": "sought", "signer": "home"}


WHO = ("northern", "signer")


def test_an_erased_line_is_gone(client, signed_in, people, two):
    ListEntry.objects.filter(pk=two[0].pk).update(erased_at=NOON)
    signed_in(client, people["northern"])
    assert client.get(reverse("register:line", args=[two[0].uid])).status_code == 404


def test_a_date_stands_as_each_source_wrote_it_with_the_reading_beside(
    client, people, parties, signed_in
):
    """One day in two spellings is no difference; both spellings are shown."""
    made = lines(parties["north"], ["Вихор", "Вихор"], birth_date="1990-05-03")
    for one, written in zip(made, ("03.05.90", "3 травня 1990 р."), strict=True):
        raw = json.dumps({"raw": {"Прізвище": "Вихор", "Народж.": written}}).encode()
        one.sealed = seal(one.key, raw, purpose="line")
        one.save()
    mapping = {"surname": "Прізвище", "birth_date": "Народж."}
    office = people["northern"].organisation
    person_list(office, people["northern"], "sought", made, mapping=mapping)
    (fact,) = dossier(made, people["proposer"]).facts
    assert {value.text for value in fact.values} == {"03.05.90", "3 травня 1990 р."}
    assert not fact.differs
    signed_in(client, people["proposer"])
    page = client.get(reverse("register:line", args=[made[0].uid])).content.decode()
    shown = page.split("What the line says")[1]
    assert "03.05.90" in shown
    assert "3 May 1990" in shown
