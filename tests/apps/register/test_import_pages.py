"""The pages of lists: the whole way in a browser's steps, and who may walk it."""

import base64
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from apps.register.bringing import ROWS, bring, prepare, table
from conftest import NOON, sign_in
from wayhome.apps.audit.models import Organisation, Read, Role, RoleGrant, User
from wayhome.apps.register.models import Flag, Job, ListEntry, PersonList
from wayhome.apps.register.services.imports import advance_import, commit_import, roll_back_list
from wayhome.apps.register.services.imports.sealed_files import opened
from wayhome.apps.register.services.kept_uploads import kept_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def browse(people, client):
    def login(name):
        return sign_in(client, User.objects.get(pk=people[name].pk))

    return login


def kept_in(page):
    return re.search('name="kept" value="(\\w+)"', page)[1]


def upload(client, content, **other):
    office = Organisation.objects.get(name="Northland Bureau")
    given = {
        "file": SimpleUploadedFile("list.csv", content),
        "organisation": office.uid,
        "kind": "sought",
        "title": "Sought in March",
        "as_of_date": "2026-03",
    }
    return client.post(reverse("register:upload"), given | other)


def work():
    """What the worker does."""
    for job in Job.objects.filter(state=Job.State.WAITING):
        advance_import(job=job, at=NOON)


def page(client, name, uid, **more):
    answer = client.get(reverse(f"register:{name}", args=[uid]), more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_whole_way_from_file_to_list(browse):
    client = browse("registrar")
    answer = upload(client, table(*ROWS, ";;;;;;;").encode())
    assert answer.status_code == 302
    job = Job.objects.get()
    assert "being read" in page(client, "import", job.uid)
    part = client.get(reverse("register:import", args=[job.uid]), headers={"hx-request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="import" hx-get')
    work()
    shown = page(client, "import", job.uid)
    chosen = dict(re.findall(r'name="column-(\d+)".*?value="(\w+)" selected', shown, re.S))
    assert chosen["0"] == "surname"
    client.post(
        reverse("register:map_columns", args=[job.uid]),
        {f"column-{number}": field for number, field in chosen.items()},
    )
    work()
    assert "Make the list" in page(client, "import", job.uid)
    client.post(reverse("register:commit_import", args=[job.uid]))
    work()
    made = PersonList.objects.get()
    assert made.receipt in page(client, "import", job.uid)
    assert "Бондарчук Юрій Олександрович" in page(client, "list", made.uid)
    receipt = page(client, "receipt", made.uid)
    assert made.receipt in receipt
    assert made.file_sha256 in receipt
    assert "<svg" in receipt


def test_two_columns_for_one_field_are_refused_in_a_sentence(people, browse):
    job = prepare(people)
    answer = browse("registrar").post(
        reverse("register:map_columns", args=[job.uid]),
        {"column-0": "surname", "column-1": "surname"},
    )
    assert 'role="alert"' in answer.content.decode()
    job.refresh_from_db()
    assert job.state == Job.State.PREVIEW


def test_a_wrong_file_is_told_in_the_readers_language(browse):
    client = browse("registrar")
    upload(client, b"%PDF-1.7 scanned")
    work()
    job = Job.objects.get()
    client.cookies["django_language"] = "uk"
    assert "PDF" in page(client, "import", job.uid)


def test_the_rows_to_correct_can_be_brought_again_as_an_addition(people, browse):
    client = browse("registrar")
    made = bring(people, *ROWS, f"{'а' * 201};Ганна;;1970;;;;")
    assert made.lines == 3
    answer = client.get(reverse("register:correct_list", args=[made.uid]))
    assert answer["Content-Type"].startswith("text/csv")
    corrected = answer.content.decode().replace("а" * 201, "Гай").encode()
    job = prepare(people, text=corrected, predecessor=made, adds=True)
    assert (job.result["new"], job.result["carried"], job.result["lines"]) == (1, 3, 4)
    browse("registrar").post(reverse("register:commit_import", args=[job.uid]))
    work()
    second = PersonList.objects.get(version=2)
    assert second.lines == second.appearances.count() == 4
    old = dict(made.appearances.values_list("entry", "line"))
    new = dict(second.appearances.values_list("entry", "line"))
    assert old.items() <= new.items()
    shown = page(client, "list_changes", second.uid)
    assert "Гай" in shown


def test_a_corrected_line_keeps_its_place(people):
    made = bring(people)
    job = prepare(
        people,
        "Ткач;Олег;;1990;НК-5;;;",
        predecessor=made,
        adds=True,
    )
    assert (job.result["changed"], job.result["carried"]) == (1, 2)


def test_changes_show_only_what_changed(people, browse):
    made = bring(people)
    second = bring(
        people,
        "Бондарчук;Юрій;Олександрович;11.11.1984;НК-679668;сержант;здоровий;а",
        ROWS[1],
        predecessor=made,
    )
    client = browse("proposer")
    shown = page(client, "list_changes", second.uid)
    assert "сержант" in shown
    assert "здоровий" not in shown  # health lies sealed: only that it changed
    assert "lies sealed" in shown
    assert "НК-679668" not in shown
    assert "Ткач" in shown  # no longer on the list
    counts = page(client, "list", second.uid)
    assert "0 new, 1 changed, 1 the same, 1 no longer" in counts


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"flag": "child"}, ["Дитина"]),
        ({"flag": "harm"}, ["Ткач"]),
        ({"answer": "none"}, ["Дитина", "Ткач"]),
        ({"answer": "held"}, []),
        ({"flag": "nonsense", "change": "new"}, ["Дитина", "Ткач"]),
    ],
)
def test_lines_are_filtered(people, browse, filters, names):
    made = bring(people, "Ткач;Олег;;1990;;;;", "Дитина;Яна;;2020;;;;")
    tkach = ListEntry.objects.get(surname="Ткач")
    keeper = people["signer"].party
    Flag.objects.create(
        partition=keeper, entry=tkach, kind="harm", raised_by=people["signer"], raised_at=NOON
    )
    shown = page(browse("proposer"), "list", made.uid, **filters)
    assert [name for name in ("Дитина", "Ткач") if name in shown] == names


def test_a_party_cannot_know_of_a_harm_flag(people, browse):
    made = bring(people)
    client = browse("northern")
    before = page(client, "list", made.uid)
    entry = ListEntry.objects.first()
    follows = page(client, "roll_back", made.uid)
    Flag.objects.create(
        partition=people["signer"].party,
        entry=entry,
        kind="harm",
        raised_by=people["signer"],
        raised_at=NOON,
    )
    without_token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert without_token.sub("", page(client, "list", made.uid)) == without_token.sub("", before)
    again = page(client, "roll_back", made.uid)
    assert without_token.sub("", again) == without_token.sub("", follows)
    assert "harm" not in before


@pytest.mark.parametrize("mapped", ["health", "rank"])
def test_what_lies_sealed_is_not_shown_among_the_cells_of_a_column(people, browse, mapped):
    job = prepare(people)
    # Whoever uses the column as something else does not get to see it either.
    job.parameters["mapping"].pop("health", None)
    job.parameters["mapping"][mapped] = "Здоров'я"
    job.save()
    shown = page(browse("registrar"), "import", job.uid, columns=1)
    assert "поранений" not in shown
    assert "солдат" in shown or mapped == "rank"
    RoleGrant.objects.create(user=people["registrar"], role=Role.APPROVER, granted_at=NOON)
    assert "поранений" in page(browse("registrar"), "import", job.uid, columns=1)


def test_whole_rows_go_to_whoever_brought_them_alone(people, browse):
    job = prepare(people, *ROWS, f"{'а' * 201};Ганна;;1970;;;хвора;")
    made = commit_import(job=job, by=people["registrar"], at=NOON)
    places = [reverse("register:correct_list", args=[made.uid])]
    RoleGrant.objects.create(user=people["proposer"], role=Role.REGISTRAR, granted_at=NOON)
    for name in ("northern", "proposer"):  # a registrar is nobody who may see what is sealed
        answer = browse(name).get(places[0], follow=True)
        told = answer.content.decode()
        assert "хвора" not in told
        assert "Whoever brought the file" in told
        assert places[0] not in told
    assert "хвора" in browse("registrar").get(places[0]).content.decode()
    RoleGrant.objects.create(user=people["proposer"], role=Role.APPROVER, granted_at=NOON)
    assert "хвора" in browse("proposer").get(places[0]).content.decode()


@pytest.mark.parametrize("name", ["list", "receipt", "correct_list", "roll_back", "list_changes"])
def test_an_outsider_finds_nothing(people, browse, name):
    made = bring(people)
    second = bring(people, predecessor=made)
    address = reverse(f"register:{name}", args=[second.uid])
    assert browse("outsider").get(address).status_code == 404
    assert browse("auditor").get(address).status_code == 404
    northern = browse("northern").get(address)
    assert northern.status_code == (302 if name == "correct_list" else 200)  # not his file


@pytest.mark.parametrize(
    "name", ["import", "map_columns", "commit_import", "stop_import", "import_again"]
)
def test_an_import_is_its_own_partys_alone(people, browse, name):
    job = prepare(people)
    address = reverse(f"register:{name}", args=[job.uid])
    client = browse("northern")
    assert (client.get if name == "import" else client.post)(address).status_code == 404


def test_stop_and_again(people, browse):
    job = prepare(people)
    client = browse("registrar")
    client.post(reverse("register:import_again", args=[job.uid]))
    job.refresh_from_db()
    assert job.state == Job.State.PREVIEW
    client.post(reverse("register:stop_import", args=[job.uid]))
    assert "Nothing of it was kept" in page(client, "import", job.uid)
    answer = client.post(reverse("register:stop_import", args=[job.uid]))
    assert 'role="alert"' in answer.content.decode()
    assert client.get(reverse("register:correct_import", args=[job.uid])).status_code == 404


def test_rolling_back_by_the_page(people, browse):
    made = bring(people)
    client = browse("registrar")
    address = reverse("register:roll_back", args=[made.uid])
    assert "required" in client.post(address, {"reason": ""}).content.decode()
    client.post(address, {"reason": "wrong file"})
    assert client.get(reverse("register:list", args=[made.uid])).status_code == 404


def test_a_later_version_forbids_rolling_back(people, browse):
    made = bring(people)
    bring(people, predecessor=made)
    answer = browse("registrar").post(
        reverse("register:roll_back", args=[made.uid]), {"reason": "wrong file"}
    )
    assert 'role="alert"' in answer.content.decode()
    assert roll_back_list  # the service refuses: see test_import_versions


def test_who_looks_at_lines_is_written_down(people, browse):
    made = bring(people)
    page(browse("proposer"), "list", made.uid)
    assert Read.objects.filter(by=people["proposer"], how="viewed").count() == 3


def test_the_form_of_the_next_version_is_filled_in(people, browse):
    made = bring(people)
    client = browse("registrar")
    shown = client.get(reverse("register:upload"), {"follows": made.uid, "adds": 1})
    form = shown.context["form"]
    assert form.initial["predecessor"] == made.uid
    assert form.initial["adds"] is True
    wrong = client.get(reverse("register:upload"), {"follows": "nonsense"})
    assert wrong.context["form"].initial == {}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not a JSON file"),
        (b"[]", "an object with a list"),
        (b'{"criteria": [{"code": "x"}]}', "names either a field or a column"),
    ],
)
def test_criteria_that_cannot_be_used_are_refused(browse, content, sentence):
    criteria = SimpleUploadedFile("criteria.json", content)
    answer = upload(browse("registrar"), table(*ROWS).encode(), criteria=criteria)
    assert sentence in answer.content.decode()
    assert not Job.objects.exists()


def test_a_file_beyond_the_limit_does_not_arrive(browse, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = upload(browse("registrar"), table(*ROWS).encode())
    assert "No file arrived" in answer.content.decode()


def test_the_list_of_lists_shows_the_latest_version_and_what_is_under_way(people, browse):
    made = bring(people)
    bring(people, predecessor=made, title="Sought again")
    prepare(people, title="Half done")
    client = browse("registrar")
    shown = client.get(reverse("register:lists")).content.decode()
    assert "Sought again" in shown
    assert "Half done" in shown
    assert shown.count(str(made.uid)) == 0
    assert "Half done" not in browse("northern").get(reverse("register:lists")).content.decode()


def test_a_wrong_date_does_not_lose_the_file(browse):
    client = browse("registrar")
    content = table(*ROWS).encode()
    told = upload(client, content, as_of_date="31.02.2026").content.decode()
    assert "Write the day the list speaks of" in told
    assert re.search('name="as_of_date"[^>]* autofocus', told)
    again = upload(client, content, file="", as_of_date="yesterday", kept=kept_in(told))
    assert "<bdi>list.csv</bdi> was kept" in again.content.decode()
    token = kept_in(again.content.decode())
    assert upload(client, content, file="", kept=token).status_code == 302
    job = Job.objects.get()
    assert (job.file_name, bytes(opened(job))) == ("list.csv", content)
    late = upload(client, content, file="", kept=token).content.decode()
    assert "No file arrived" in late  # it was kept for one form, and that one is done


def test_a_kept_file_opens_to_its_sender_alone_and_lies_sealed(browse, people):
    content = table(*ROWS).encode()
    told = upload(browse("registrar"), content, as_of_date="x").content.decode()
    token = kept_in(told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM web_cache")
        lying = b"".join(base64.b64decode(value) for (value,) in cursor.fetchall())
    assert lying
    assert ROWS[0].split(";")[0].encode() not in lying
    assert bytes.fromhex(token)[16:] not in lying
    other = upload(browse("northern"), content, file="", kept=token)
    assert "No file arrived" in other.content.decode()
    for broken in ("", "zz", token[:-2], token[:-2] + "00", "00" + token[2:]):
        assert kept_upload(broken, by=people["registrar"]) is None
    assert kept_upload(token, by=people["registrar"]).content == content


def test_another_file_takes_the_place_of_the_kept_one(browse):
    client = browse("registrar")
    token = kept_in(upload(client, b"nothing", as_of_date="x").content.decode())
    other = upload(client, table(*ROWS).encode(), as_of_date="x", kept=token).content.decode()
    assert kept_in(other) != token
    assert kept_upload(token, by=User.objects.get(email="registrar@example.org")) is None
    assert upload(client, b"", file="", kept=kept_in(other)).status_code == 302
    assert bytes(opened(Job.objects.get())) == table(*ROWS).encode()
