"""Fifty invented names walk through the register. They stand where they must, and nowhere else:

in no log record, mail, address, refusal, cache, session or task, nor readable in the history.
"""

import json
import logging
import re
from collections import Counter
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import resolve
from django_tasks_db.models import DBTaskResult

from apps.register.bringing import HEADER
from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry, Organisation
from wayhome.apps.audit.services.sequencer import number_entries
from wayhome.apps.register.models import (
    Answer,
    Assertion,
    CandidateMatch,
    Disclosure,
    ErasureRequest,
    Flag,
    Job,
    Judgement,
    ListEntry,
    PersonList,
)
from wayhome.apps.register.services import imports
from wayhome.apps.register.services.matching import run_match
from wayhome.web.logs import WithoutNames

pytestmark = pytest.mark.django_db

ONSETS = ("Zhrav", "Kvyst", "Mzdor", "Plykh", "Dzvont", "Skrym", "Vthol", "Bzhun", "Ghlev", "Tsvok")
ENDS = ("enkot", "arudz", "ivshyn", "olbych", "umzhak")
CYRILLIC = str.maketrans("ZhravenkotKvystMzdPlDSmVBuGTbc", "ЗгравенкотКвистМздПлДСмВБуГТбц")
CANARIES = [
    (onset + end).translate(CYRILLIC) if n % 2 else onset + end
    for n, (onset, end) in enumerate((onset, end) for onset in ONSETS for end in ENDS)
]
"""Half of them in Cyrillic letters."""
DAY = "2026-03-02"


def forms_of(name):
    """How a name may stand in a text: as written, as an address, JSON or Python writes it."""
    return {
        form.casefold() for form in (name, quote(name), json.dumps(name)[1:-1], ascii(name)[1:-1])
    }


FORMS = {form: name for name in CANARIES for form in forms_of(name)}
SEEN = re.compile("|".join(map(re.escape, FORMS)))


def canaries_in(*texts):
    """The canaries that stand in these."""
    return sorted({FORMS[form] for text in texts for form in SEEN.findall(str(text).casefold())})


class Everything(logging.Handler):
    """Keeps whatever is logged, through the filter of the product: message, parts, traceback."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.addFilter(WithoutNames())
        self.said = []

    def emit(self, record):
        self.said += [self.format(record), repr(record.args)]


@pytest.fixture
def heard():
    """What is logged during the walk, by whatever logger."""
    keeper, root = Everything(), logging.getLogger()
    deaf = [one for one in logging.Logger.manager.loggerDict.values()
            if isinstance(one, logging.Logger) and not one.propagate]  # fmt: skip
    level = root.level
    root.setLevel(logging.INFO)
    for logger in (root, *deaf):
        logger.addHandler(keeper)
    yield keeper.said
    for logger in (root, *deaf):
        logger.removeHandler(keeper)
    root.setLevel(level)


def file_of(names, *, born="1984"):
    """A list of these names, with a row to correct."""
    rows = [
        f"{name};{name};{name};0{1 + n % 9}.03.{born};НК-{n:06};солдат;поранений {name};{name}"
        for n, name in enumerate(names)
    ]
    rows.append(f"{names[0]};{names[1]};;31.02.{born};;;;")
    return SimpleUploadedFile("list.csv", "\n".join((HEADER, *rows, "")).encode())


def office(name):
    return str(Organisation.objects.get(name=name).uid)


class Walk:
    """Accounts that work through the pages, and every address they met."""

    def __init__(self, people):
        self.people, self.clients, self.addresses = people, {}, set()

    def enter(self, who):
        if who not in self.clients:
            self.clients[who] = sign_in(Client(raise_request_exception=False), self.people[who])
        return self.clients[who]

    def post(self, who, address, **data):
        answer = self.enter(who).post(address, data)
        assert answer.status_code < 500, address
        self.addresses |= {address, answer.headers.get("Location", "")}
        return answer

    def bring(self, sender, kind, names, **more):
        """A list by the pages, with the work of the worker between them."""
        more = {"addressed_to": "", "criteria": ""} | more
        self.post(
            "registrar", "/lists/new/", file=file_of(names), title=f"The {kind}", kind=kind,
            organisation=office(sender), as_of_date="2026-03-01", **more,
        )  # fmt: skip
        job = Job.objects.latest("pk")
        imports.advance_import(job=job, at=NOON)
        mapping = {f"column-{n}": field for n, field in enumerate(_fields(job))}
        self.post("registrar", f"/imports/{job.uid}/columns/", **mapping)
        job.refresh_from_db()
        imports.advance_import(job=job, at=NOON)
        for page in ("", "to-correct.csv"):
            assert self.enter("registrar").get(f"/imports/{job.uid}/{page}").status_code == 200
        self.post("registrar", f"/imports/{job.uid}/commit/")
        job.refresh_from_db()
        imports.advance_import(job=job, at=NOON)
        assert job.state == Job.State.DONE, job.refusal
        return PersonList.objects.latest("pk")

    def look(self, who, *, each=2):
        """Everything the account can reach, at most so many pages of one kind."""
        client, waiting, seen = self.enter(who), ["/"], set()
        kinds: Counter = Counter()
        shown = 0
        while waiting:
            address = waiting.pop()
            kind = resolve(urlsplit(address).path).view_name
            if address in seen or kinds[kind] >= each:
                continue
            seen.add(address)
            kinds[kind] += 1
            answer = client.get(address)
            assert answer.status_code < 500, address
            if "html" in answer.headers["Content-Type"]:
                text = answer.content.decode()
                shown += len(canaries_in(text))
                told = re.findall(r'(href|action)="([^"#]+)"', text)
                links = [(how, urljoin(address, link)) for how, link in told]
                self.addresses.update(link for _how, link in links)
                waiting += [link for how, link in links if how == "href" and _is_ours(link)]
        return shown


def _is_ours(link):
    return link.startswith("/") and not link.startswith(("/static/", "/accounts/"))


def _fields(job):
    """The field of each column, as the page offers it at first."""
    by_header = {header: field for field, header in job.parameters["mapping"].items()}
    return [by_header.get(one["header"], "") for one in imports.sealed_findings(job)["columns"]]


def judge(walk, sought, held):
    """Compare, propose, confirm, decline, withdraw by two, with names in every reason."""
    walk.post("proposer", "/comparisons/", list_a=sought.receipt, other=held.receipt)
    run_match(job=Job.objects.latest("pk"), at=NOON)
    first, second, *others = CandidateMatch.objects.order_by("-posterior")[:12]
    for n, one in enumerate((first, second)):
        given = {f"{one.uid}-verdict": "same", f"{one.uid}-reason": f"as {CANARIES[n]} said"}
        walk.post("proposer", f"/review/{one.uid}/", **given)
        walk.post("proposer", f"/review/{one.uid}/", **given)  # refused: it stands already
    pairs = [str(one.uid) for one in others]
    walk.post("proposer", "/review/bulk/", pairs=pairs, verdict="same", reason=CANARIES[4])
    made, other = Judgement.objects.order_by("pk")[:2]
    for who in ("proposer", "signer", "signer"):  # not permitted, done, done already
        walk.post(who, f"/confirm/{made.uid}/", decision="confirm")
    walk.post("signer", f"/confirm/{other.uid}/", decision="decline", reason=CANARIES[5])
    return made


def tell(walk, line, made):
    """Claims, a fate by two, flags, answers; taking them back; what lies sealed; entering anew."""
    at, name = f"/lines/{line.uid}/", line.surname
    said = {"said_by": office("Northland Bureau"), "as_of_date": DAY, "evidence": f"{name} wrote",
            "publisher": name, "title": name}  # fmt: skip
    for kind in ("seen", "home", ""):
        walk.post("proposer", f"{at}claim/", kind=kind, **said)
    fate = Assertion.objects.get(kind="home")
    walk.post("signer", f"/fates/{fate.uid}/", decision="confirm")
    withdraw = f"/claims/{fate.uid}/withdraw/"
    walk.post("signer", f"/judgements/{made.uid}/withdraw/", reason=name)  # refused: two are needed
    walk.post("signer", f"/judgements/{made.uid}/withdraw/", reason=name, decision="ask")
    walk.post("signer", withdraw, reason=name, decision="ask")
    walk.post("second_signer", withdraw, decision="agree")
    for kind in ("reported_dead", "harm"):
        walk.post("signer", f"{at}flag/", kind=kind, said_by=name, message=f"beware, {name}")
    for flag in Flag.objects.filter(kind="reported_dead"):
        walk.post("signer", f"/flags/{flag.uid}/", reason=f"{name} called")
    answer = {"given_by": office("Southland Bureau"), "as_of_date": DAY, "source": f"from {name}"}
    walk.post("registrar", f"/answers/lines/{line.uid}/", verdict="held", reason=name, **answer)
    walk.post("registrar", f"/answers/lines/{line.uid}/", verdict="refused", **answer)  # why?
    walk.post("signer", f"{at}sealed/")
    for name in CANARIES:
        walk.post("registrar", "/search/", text=f"{name} {name.upper()}")
    walk.post("registrar", "/persons/enter/", surname=name, given_names=name, publisher=name)


def disclose(walk, sought):
    """Ask, approve, fetch in every form; recall; in the other party's hands too."""
    fields = ["surname", "given_names", "birth_date"]
    asked = {"to": office("Southland Bureau"), "ground": f"for {CANARIES[0]}", "fields_out": fields}
    for what in ("list", "file", "sheet"):
        walk.post("registrar", f"/lists/{sought.uid}/disclose/", what=what, **asked)
        made = Disclosure.objects.latest("pk")
        approved = {"content_sha256": made.content_sha256}
        walk.post("signer", f"/disclosures/{made.uid}/approve/", **approved)
        for form in ("csv", "xlsx", "json", "html", "pdf"):
            walk.enter("registrar").get(f"/disclosures/{made.uid}/file/?form={form}")
    walk.post("signer", f"/disclosures/{made.uid}/recall/", reason=CANARIES[1])
    return made


def erase(walk, line):
    walk.post("signer", f"/lines/{line.uid}/erase/", ground="wish", entries=[str(line.uid)])
    for asked in ErasureRequest.objects.all():
        walk.post("second_signer", f"/erasures/{asked.uid}/approve/")


def fail(walk, line, monkeypatch):
    """Errors nobody foresaw, which quote what they stumbled over."""

    def broken(*_given, **_more):
        raise ValueError(f"{line.surname} is not a value", {"row": line.given_names})

    with monkeypatch.context() as patched:
        patched.setattr("wayhome.apps.register.views.persons.dossier", broken)
        assert walk.enter("signer").get(f"/lines/{line.uid}/").status_code == 500
        patched.setattr("wayhome.apps.register.services.imports.committing.note_marks", broken)
        with pytest.raises(AssertionError):
            walk.bring("Southland Bureau", "held", CANARIES[40:44])
    assert Job.objects.latest("pk").state == Job.State.FAILED
    walk.post("registrar", "/lists/new/", title=CANARIES[0], file=file_of(CANARIES[:2]))
    # Somebody types a name where a number belongs.
    for nothing in (f"/persons/{quote(CANARIES[0])}/", f"/search/{quote(CANARIES[1])}/"):
        assert walk.enter("signer").get(nothing).status_code == 404


def kept_beside():
    """What is kept outside the tables of the register: sessions, cache, tasks, jobs, history."""
    yield from (repr(one.get_decoded()) for one in Session.objects.all())
    yield from (repr(vars(one)) for one in DBTaskResult.objects.all())
    yield from Entry.objects.values_list("leaf", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {settings.CACHES['default']['LOCATION']}")  # noqa: S608
        yield from map(repr, cursor.fetchall())


def test_fifty_names_stand_nowhere_but_where_they_must(people, heard, monkeypatch, capfd):
    walk = Walk(people)
    sought = walk.bring("Northland Bureau", "sought", CANARIES)
    held = walk.bring("Southland Bureau", "held", CANARIES[:20])
    made = judge(walk, sought, held)
    line = ListEntry.objects.get(pk=made.entry_a_id)
    tell(walk, line, made)
    disclose(walk, sought)
    number_entries(at=NOON)
    shown = {who: walk.look(who) for who in ("signer", "registrar", "outsider", "auditor")}
    fail(walk, line, monkeypatch)
    erase(walk, ListEntry.objects.filter(appearances__list=held).latest("pk"))

    # The walk went where it should: else it would find nothing, and prove nothing.
    assert set(CANARIES) <= set(ListEntry.objects.values_list("surname", flat=True))
    assert made.proposed_by == people["proposer"]
    assert Assertion.objects.get(kind="home").state == "withdrawn"
    assert Answer.objects.exists()
    assert Disclosure.objects.filter(state="released").count() >= 1
    assert ErasureRequest.objects.get().state == "done"
    assert shown["signer"] > 100
    assert shown["auditor"] == 0
    assert any("ValueError" in told for told in heard)

    assert [told for told in heard if canaries_in(told)] == []
    assert canaries_in(*capfd.readouterr()) == []
    assert canaries_in(*(message.message() for message in mail.outbox)) == []
    assert canaries_in(*walk.addresses) == []
    assert canaries_in(*kept_beside()) == []


def test_the_search_for_canaries_finds_them_in_every_form():
    for name in CANARIES[:4]:
        for form in (name, name.upper(), f"/?q={quote(name)}", json.dumps([name]), ascii(name)):
            assert canaries_in(form) == [name]
    assert canaries_in("Jane Doe") == []
    assert len(FORMS) >= len(CANARIES) == 50
