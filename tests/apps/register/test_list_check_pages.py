"""Checking a list in the register: what each viewer is told, and what stays unsaid."""

import hashlib

import pytest
from django.urls import reverse
from register.judging import judged, lines, person_list

from conftest import NOON
from wayhome.apps.audit.models import Entry, Organisation, Read
from wayhome.apps.audit.services.evidence import open_parts
from wayhome.apps.register.models import Assertion, Job, Membership
from wayhome.apps.register.selectors.check.shown import shown_check
from wayhome.apps.register.services.assertions import confirm_assertion, record_assertion
from wayhome.apps.register.services.check import (
    CannotCheck,
    print_check,
    register_beside,
    run_check,
    start_check,
    stop_check,
)
from wayhome.apps.register.services.flags import raise_flag
from wayhome.engines.linkage import linking
from wayhome.files.check import Finds, reasons_of

pytestmark = pytest.mark.django_db

NAMES = (
    "Aldren Tomas Petrov",
    "Brenna Ilya Markov",
    "Corlin Darya Olegova",
    "Dorvan Mikael Ivanov",
)
ADULT = {"code": "adult", "says": "Adults.", "field": "birth_date", "test": "age_at_least"}
CRITERIA = {"criteria": [ADULT | {"years": 18}]}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(linking, "CHANCE_PAIRS", 5_000)


def made(office, user, kind, names, **fields):
    """Lines and the list they stand on."""
    born = ["1990-04-12", "1985-11-02", "2011-06-30", "1979-01-15"]
    entries = lines(office.party, names)
    for entry, day in zip(entries, born, strict=False):
        surname, given, father = entry.full_name.split() if entry.full_name else entry.name.split()
        entry.full_name, entry.birth_date = "", day
        entry.surname, entry.given_names, entry.patronymic = surname, given, father
        entry.save()
    return entries, person_list(office, user, kind, entries, **fields)


@pytest.fixture
def north(people):
    office = Organisation.objects.get(name="Northland Bureau")
    return made(office, people["northern"], "sought", NAMES, criteria=CRITERIA)


@pytest.fixture
def south(people):
    office = Organisation.objects.get(name="Southland Bureau")
    return made(office, people["outsider"], "deceased", NAMES[:1])


def checked(people, listed, *, by="proposer", against=None, register=True):
    job = start_check(
        by=people[by], list=listed, against=against, beside_register=register, at=NOON
    )
    run_check(job=job, at=NOON)
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.refusal
    return job


def standing(shown):
    return {one.name.partition(" ")[0]: one.standing for one in shown.lines}


def test_the_keeper_is_told_what_every_side_says(people, north, south):
    shown = shown_check(checked(people, north[1]), people["proposer"])
    told = standing(shown)
    assert told["Corlin"] is Finds.CHILD
    assert told["Brenna"] is Finds.IN_ORDER
    aldren = shown.lines[0]
    said = [found.fact for found in aldren.found if found.fact]
    assert [(fact.finds, fact.said_by) for fact in said] == [
        (Finds.REPORTED_DEAD, "Southland Bureau")
    ]
    assert all(found.likeness for found in aldren.found if found.fact)


def test_a_party_is_told_nothing_of_another_s_lists(people, north, south):
    job = checked(people, north[1], by="northern")
    shown = shown_check(job, people["northern"])
    assert standing(shown)["Aldren"] is Finds.IN_ORDER
    assert "Southland" not in str(shown.lines)
    assert {pair[2] for pair in job.result["pairs"]} == set()


def test_a_party_sees_no_difference_when_the_keeper_joins_lines_of_two_parties(
    people, north, south
):
    def told():
        job = checked(people, north[1], by="northern")
        result = shown_check(job, people["northern"]).lines, job.result
        Job.objects.filter(pk=job.pk).delete()
        return result

    before = told()
    judged(north[0][0], south[0][0], people)
    assert Membership.objects.filter(entry=north[0][0]).exists()
    assert told() == before


def test_a_harm_flag_changes_nothing_for_anybody(people, north):
    job = checked(people, north[1], by="northern")
    before = shown_check(job, people["northern"]).lines
    raise_flag(entry=north[0][1], kind="harm", by=people["signer"], at=NOON, message="danger")
    assert shown_check(job, people["northern"]).lines == before
    keepers = shown_check(checked(people, north[1]), people["proposer"])
    assert standing(keepers)["Brenna"] is Finds.IN_ORDER


def test_a_flag_is_told_with_who_says_so(people, north):
    raise_flag(
        entry=north[0][1], kind="reported_dead", by=people["northern"], at=NOON,
        said_by="a comrade",
    )  # fmt: skip
    shown = shown_check(checked(people, north[1], by="northern"), people["northern"])
    assert standing(shown)["Brenna"] is Finds.REPORTED_DEAD
    assert "a comrade" in reasons_of(shown.lines[1], shown.criteria, "en")[0]


def home(people, entry):
    made = record_assertion(
        entry=entry, kind=Assertion.Kind.HOME, said_by=people["northern"].organisation,
        as_of_date="2026-02", evidence="met at the border", by=people["northern"], at=NOON,
    )  # fmt: skip
    confirm_assertion(assertion=made, by=people["northern_signer"], at=NOON)


def test_a_fate_recorded_after_the_check_is_told(people, north):
    job = checked(people, north[1], by="northern")
    home(people, north[0][3])
    shown = shown_check(job, people["northern"])
    (found,) = shown.lines[3].found
    assert (found.finds, found.fact.said_by, found.fact.as_of) == (
        Finds.ALREADY_HOME, "Northland Bureau", "2026-02",
    )  # fmt: skip


def test_the_difference_from_a_counter_list(people, north):
    office = Organisation.objects.get(name="Southland Bureau")
    names = (NAMES[1], "Jorven Maksim Titov")
    entries, held = made(office, people["outsider"], "held", names)
    judged(north[0][1], entries[0], people)
    shown = shown_check(checked(people, north[1], against=held), people["proposer"])
    assert [one.name for one in shown.only_theirs] == ["Jorven Maksim Titov"]
    assert [shown.entries[row].name for row in shown.only_ours] == [
        NAMES[0], NAMES[2], NAMES[3],
    ]  # fmt: skip
    counts = shown.differences()
    assert counts["differing"] + counts["alike"] == 1


def test_a_line_on_both_lists_is_one_line(people, north):
    office = Organisation.objects.get(name="Northland Bureau")
    later = person_list(office, people["northern"], "held", north[0][:2])
    shown = shown_check(checked(people, north[1], against=later), people["proposer"])
    assert shown.differences() == {
        "only_ours": 2, "only_theirs": 0, "differing": 0, "unsure": 0, "alike": 2,
    }  # fmt: skip


def test_the_sheet_for_a_side_tells_only_what_that_side_may_know(people, north, south, monkeypatch):
    told = []
    monkeypatch.setattr(
        "wayhome.apps.register.services.check.printing.write_sheet",
        lambda spoke, *, reader: told.append(spoke) or b"%PDF",
    )
    job = checked(people, north[1])
    for all_known in (False, True):
        print_check(job=job, language="en", all_known=all_known, by=people["proposer"], at=NOON)
    theirs, ours = ({one.name.partition(" ")[0] for one in spoke.lines} for spoke in told)
    assert theirs == {"Corlin"}
    assert ours == {"Aldren", "Corlin"}
    assert "Southland" not in str(told[0])
    assert told[0].recipient == "Northland Bureau"
    assert told[1].recipient == "Lantern Agency"
    assert Read.objects.filter(how=Read.How.PRINTED).count() == 3
    printed = Entry.objects.filter(act="check_printed")
    assert printed.count() == 2
    for entry in printed:  # openly a hash would tell what stood in an erased line
        (part,) = open_parts(entry, people["proposer"])
        assert part.details["sha256"] == hashlib.sha256(b"%PDF").hexdigest()
        assert part.details["sha256"] not in entry.leaf


def test_a_stopped_check_keeps_nothing(people, north):
    job = start_check(
        by=people["proposer"], list=north[1], against=None, beside_register=False, at=NOON
    )
    with pytest.raises(CannotCheck):
        start_check(
            by=people["proposer"], list=north[1], against=None, beside_register=False, at=NOON
        )
    stop_check(job=job, by=people["proposer"], at=NOON)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.CANCELLED, {})
    with pytest.raises(CannotCheck):
        stop_check(job=job, by=people["proposer"], at=NOON)


def test_another_s_list_cannot_be_checked(people, south):
    with pytest.raises(CannotCheck):
        start_check(
            by=people["northern"], list=south[1], against=None, beside_register=True, at=NOON
        )


def test_at_the_console_an_account_sees_its_own_and_leaves_a_trace(people, north, south):
    northern = register_beside(account=people["northern"].email)
    assert set(northern.lines) == {entry.pk for entry in north[0]}
    keeper = register_beside(account=people["proposer"].email)
    assert set(keeper.lines) == {entry.pk for entry in (*north[0], *south[0])}
    assert register_beside(account="nobody@example.org") is None
    assert register_beside(account=people["administrator"].email) is None
    keeper.log([0], file=b"list", at=NOON)
    assert Read.objects.get().by == people["proposer"]
    assert Entry.objects.get().act == "list_checked"


def test_the_pages_lead_from_the_list_to_the_reasons(client, signed_in, people, north, settings):
    signed_in(client, people["northern"])
    page = client.get(reverse("register:list", args=[north[1].uid]))
    ask = reverse("register:list_check", args=[north[1].uid])
    assert ask in page.content.decode()
    answer = client.post(ask, {"against": "", "beside_register": "on"})
    job = Job.objects.get(kind=Job.Kind.CHECK)
    assert answer.headers["Location"] == reverse("register:check", args=[job.uid])
    waiting = client.get(answer.headers["Location"]).content.decode()
    if job.state != Job.State.DONE:
        assert "progress" in waiting
        run_check(job=job, at=NOON)
    before = Read.objects.count()
    shown = client.get(reverse("register:check", args=[job.uid])).content.decode()
    assert "Corlin" in shown
    assert "Brenna" not in shown
    assert Read.objects.count() == before + 1
    in_order = client.get(reverse("register:check", args=[job.uid]) + "?show=in_order")
    assert "Brenna" in in_order.content.decode()


def test_a_sheet_is_a_pdf_and_an_outsider_finds_nothing(client, signed_in, people, north):
    job = checked(people, north[1], by="northern")
    address = reverse("register:check_sheet", args=[job.uid])
    signed_in(client, people["outsider"])
    assert client.post(address, {"language": "en", "knows": "all"}).status_code == 404
    signed_in(client, people["northern"])
    made = client.post(address, {"language": "en", "knows": "theirs"})
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
