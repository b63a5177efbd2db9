"""An exchange walked through its pages: each verb does what its button says, or says why not."""

import hashlib
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from exchange.exchanging import SHARES, opened, world
from python_calamine import CalamineWorkbook
from talks.talking import negotiator

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry, Organisation, Party, Read, Role
from wayhome.apps.exchange.models import Acceptance, ExchangeList, LineEvent
from wayhome.apps.exchange.selectors.lines import lines_visible_to
from wayhome.apps.exchange.selectors.stops import stops_on
from wayhome.apps.exchange.services.planning import run_plan
from wayhome.apps.register.services.flags import raise_flag

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(people, parties):
    """A world with somebody logged in for each side, for the keeper and for its reviewers."""
    found = world(parties)
    accounts = {
        "keeper": found.keeper, "north": found.north, "south": found.south,
        "asks": negotiator("Lantern Agency", Role.REVIEWER),
        "approves": negotiator("Lantern Agency", Role.APPROVER),
    }  # fmt: skip
    found.accounts = accounts
    found.at = {name: sign_in(Client(), user) for name, user in accounts.items()}
    return found


def post(made, who, address, **told):
    """Press a button; the page it leads to, with what it says."""
    answer = made.at[who].post(f"/exchanges/{address}", told, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def read(made, who, address=None):
    answer = made.at[who].get(f"/exchanges/{address or f'{made.exchange.uid}/'}")
    assert answer.status_code == 200, address
    return answer.content.decode()


def refused(page):
    return 'class="notice warning"' in page


def state(made, line):
    return lines_visible_to(made.keeper).get(pk=line.pk).state


def say(made, who, side, verb, *lines, reason="", **told):
    codes = [line.code for line in lines]
    address = f"lists/{made.lists[side].uid}/answer/"
    return post(made, who, address, line=codes, verb=verb, reason=reason, **told)


def test_each_side_answers_the_lines_of_the_other(made):
    first, second, third = made.lines[0]
    assert not refused(say(made, "south", 0, "accept", first, second))
    assert refused(say(made, "north", 0, "accept", third))  # its own proposal
    assert refused(say(made, "south", 0, "refuse", third))  # says no why
    assert refused(say(made, "south", 0, "withhold", third, reason="ours"))  # holds nobody of it
    assert refused(say(made, "south", 0, "accept"))  # nobody ticked
    say(made, "south", 0, "refuse", third, reason="Known to be at home")
    assert "Known to be at home" in read(made, "north", f"{made.exchange.uid}/board/")
    assert [state(made, one) for one in made.lines[0]] == ["accepted", "accepted", "refused"]
    say(made, "north", 0, "propose", third)
    say(made, "north", 0, "withhold", first, reason="Stands before a court")
    assert "Stands before a court" in read(made, "south", f"lines/{first.uid}/")
    assert [state(made, one) for one in made.lines[0]] == ["withheld", "accepted", "proposed"]
    assert refused(post(made, "north", f"lines/{second.uid}/substitute/", instead="XXXXXXX"))
    post(made, "north", f"lines/{second.uid}/substitute/", instead=third.code)
    assert state(made, second) == "substituted"
    assert third.code in read(made, "south", f"lines/{second.uid}/")
    say(made, "north", 0, "take_off", third)
    assert not made.lists[0].listed.filter(line=third).exists()


def test_a_side_says_of_its_own_people_what_a_plan_asks(made):
    line, mate, _ = made.lines[0]
    exchange = made.exchange.uid
    post(made, "north", f"{exchange}/side/0/site", name="The old mill")
    assert "The old mill" in read(made, "north")
    assert "The old mill" not in read(made, "south")
    site = made.sides[0].sites.get()
    # A number that counts rows would tell how many places the others have named.
    choices = re.findall(r'<option value="([^"]+)"', read(made, "north", f"lines/{line.uid}/"))
    assert choices == [site.code]
    draft = read(made, "north", f"lists/{made.lists[0].uid}/")
    offered = re.search(r'<select name="source".*?</select>', draft, re.DOTALL)[0]
    assert all(len(one) == 36 for one in re.findall(r'<option value="([^"]+)"', offered))
    arrange = f"lists/{made.lists[0].uid}/arrange/"
    post(made, "north", arrange, line=[line.code, mate.code], do="site", site=site.code)
    post(made, "north", arrange, line=[line.code, mate.code], do="together")
    told = {"categories": ["wom"], "stretcher": "on", "earliest_date": "2026-04-02"}
    post(made, "north", f"lines/{line.uid}/facts/", **told, site=site.code)
    line.refresh_from_db()
    mate.refresh_from_db()
    assert (line.categories, line.stretcher, line.site) == (["wom"], True, site)
    assert line.group == mate.group != ""
    assert "The old mill" in read(made, "north", f"lines/{line.uid}/")
    of_other = read(made, "south", f"lines/{line.uid}/")
    assert "The old mill" not in of_other
    assert "stretcher" not in of_other
    assert refused(post(made, "south", f"lines/{line.uid}/facts/", stretcher="on"))
    assert refused(post(made, "south", arrange, line=[line.code], do="together"))
    assert refused(post(made, "south", f"{exchange}/side/0/site", name="A shed"))


def test_the_workbook_holds_the_names_its_reader_may_see(made):
    address = f"/exchanges/lists/{made.lists[0].uid}/list.xlsx"
    before = Read.objects.filter(how=Read.How.EXPORTED).count()
    tables = {}
    for who in ("north", "south"):
        file = io.BytesIO(made.at[who].get(address).content)
        header, *rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
        assert header[:2] == ["Code", "Name as written"]
        tables[who] = rows
    codes = [line.code for line in made.lines[0]]
    names = [line.entry.surname for line in made.lines[0]]
    both = zip(codes, names, strict=True)
    assert [row[:2] for row in tables["north"]] == [[code, name] for code, name in both]
    assert [row[:2] for row in tables["south"]] == [[code, ""] for code in codes]
    assert Read.objects.filter(how=Read.How.EXPORTED).count() == before + len(names)
    assert Entry.objects.filter(act="exchange_list_exported").count() == 2


def test_what_stops_a_line_is_decided_by_the_keeper_and_read_by_no_side(made, people):
    line = made.lines[0][0]
    pages = (f"{made.exchange.uid}/", f"{made.exchange.uid}/board/", f"lines/{line.uid}/")
    calm = [_plain(read(made, "north", one)) for one in pages]
    raise_flag(entry=line.entry, kind="harm", said_by="", by=people["signer"], at=NOON)
    assert [_plain(read(made, "north", one)) for one in pages] == calm
    stopped = read(made, "keeper", f"{made.exchange.uid}/board/?state=stopped")
    assert line.code in stopped
    assert made.lines[0][1].code not in stopped
    mark = stops_on([line], made.keeper)[line.pk][0].mark
    passing = f"lines/{line.uid}/let-pass/"
    assert refused(post(made, "asks", passing, stop="harm||0", reason="looked"))
    assert refused(post(made, "asks", passing, stop=mark, reason=""))
    assert refused(post(made, "keeper", f"lists/{made.lists[0].uid}/freeze/"))
    assert "He was asked" in post(made, "asks", passing, stop=mark, reason="He was asked")
    assert not stops_on([line], made.keeper)[line.pk][0].is_open
    post(made, "asks", f"lines/{line.uid}/stop-again/", stop=mark, reason="Too fast")
    assert stops_on([line], made.keeper)[line.pk][0].is_open
    assert [_plain(read(made, "north", one)) for one in pages] == calm
    assert made.at["north"].post(f"/exchanges/{passing}", {"stop": mark}).status_code == 404


def test_from_lists_to_a_plan_that_both_sides_can_verify(made):
    exchange = f"{made.exchange.uid}/"
    assert "then both lists are frozen" in read(made, "north")
    assert made.at["north"].post(f"/exchanges/lists/{made.lists[0].uid}/freeze/").status_code == 404
    for one in made.lists:
        post(made, "keeper", f"lists/{one.uid}/freeze/")
    assert "Both sides must still accept" in read(made, "south")
    assert refused(post(made, "keeper", f"{exchange}draw/open/"))
    for who in ("north", "south"):
        for one in made.lists:
            post(made, who, f"lists/{one.uid}/accept/")
        post(made, who, f"{exchange}days/accept/")
    took = Acceptance.objects.get(side=made.sides[1], what="days")
    assert refused(post(made, "north", f"acceptances/{took.uid}/withdraw/", reason="Not ours"))
    post(made, "south", f"acceptances/{took.uid}/withdraw/", reason="The ford is closed")
    assert "Southland must still accept the days" in read(made, "north")
    post(made, "south", f"{exchange}days/accept/")
    assert "the draw can open" in read(made, "north")
    post(made, "keeper", f"{exchange}draw/open/")
    draw = made.exchange.draws.get()
    parts = list(zip(("north", "south", "keeper"), SHARES, strict=True))
    for who, salt in parts:
        assert "must put in the hash" in read(made, who)
        assert refused(post(made, who, f"draws/{draw.uid}/share/", salt=salt))  # not all are in
        digest = hashlib.sha256(salt.encode()).hexdigest()
        assert not refused(post(made, who, f"draws/{draw.uid}/share/", sha256=digest))
    assert refused(post(made, "north", f"draws/{draw.uid}/share/", salt="another"))
    for who, salt in parts:
        post(made, who, f"draws/{draw.uid}/share/", salt=salt)
    assert "the plan can be made" in read(made, "south")
    assert made.at["south"].post(f"/exchanges/draws/{draw.uid}/plan/").status_code == 404
    post(made, "keeper", f"draws/{draw.uid}/plan/")
    run_plan(job=draw.jobs.get(), at=NOON)
    plan = made.exchange.plans.get()
    assert "The plan stands" in read(made, "south")
    for who in ("north", "south"):
        read(made, who, f"plans/{plan.uid}/")
        files = [
            made.at[who].get(f"/exchanges/plans/{plan.uid}/{name}.json").content.decode()
            for name in ("problem", "plan")
        ]
        assert files == [plan.problem, plan.document]
        assert made.at[who].get(f"/exchanges/jobs/{plan.job.uid}/").status_code == 404
    assert refused(post(made, "keeper", f"plans/{plan.uid}/mend/"))
    goes = plan.lines.filter(batch=0, line__holder=made.sides[0]).first().line
    others = read(made, "north", f"lines/{goes.uid}/substitutes/")
    stays = plan.lines.get(batch=None, line__holder=made.sides[0]).line
    assert f'value="{stays.code}"' in others
    answer = made.at["south"].get(f"/exchanges/lines/{goes.uid}/substitutes/")
    assert answer.status_code == 404


def test_what_is_told_in_private_shows_with_the_release_as_one_code(made):
    line = made.lines[1][0]
    approver = made.accounts["approves"].pk
    told = {"told": "absence", "absence-cause": "medical", "absence-approver": approver}
    post(made, "asks", f"lines/{line.uid}/tell/", **told)
    told = {"told": "wish", "wish-wishes": "yes", "wish-asked_on": "2026-03-01"}
    post(made, "asks", f"lines/{line.uid}/tell/", **told, **{"wish-approver": approver})
    private = f"{made.exchange.uid}/private/"
    assert "wishes to return" in read(made, "asks", private)
    absence = line.absences.get()
    assert made.at["keeper"].get(f"/exchanges/{private}").status_code == 404
    assert made.at["south"].get(f"/exchanges/{private}").status_code == 404
    post(made, "approves", f"absences/{absence.uid}/approve/")
    assert state(made, line) == "proposed"
    post(made, "keeper", f"{made.exchange.uid}/absences/release/")
    assert state(made, line) == "not_available"
    assert LineEvent.objects.filter(line=line).last().reason_sealed is None
    post(made, "approves", f"absences/{absence.uid}/end/")
    post(made, "keeper", f"{made.exchange.uid}/absences/release/")
    assert state(made, line) == "proposed"


def test_a_closed_exchange_is_read_and_changed_no_more(made):
    exchange = f"{made.exchange.uid}/"
    assert refused(post(made, "keeper", f"{exchange}close/", reason=""))
    assert "The talks ended" in post(made, "keeper", f"{exchange}close/", reason="The talks ended")
    pages = (exchange, f"{exchange}board/", f"lines/{made.lines[0][0].uid}/")
    for page in (read(made, "north", one) for one in pages):
        assert 'action="/exchanges/' not in page.split("<main")[1]
    assert refused(say(made, "south", 0, "accept", made.lines[0][0]))
    assert refused(post(made, "keeper", f"{exchange}side/0/draw-up-list"))
    assert ExchangeList.objects.filter(holder__exchange=made.exchange).count() == 2


def test_to_a_stranger_there_is_no_exchange(made):
    isle = Party.objects.create(name="Isle", kind=Party.Kind.BELLIGERENT)
    Organisation.objects.create(name="Isle Bureau", party=isle)
    stranger = sign_in(Client(), negotiator("Isle Bureau", Role.REGISTRAR))
    line, exchange = made.lines[0][0], made.exchange.uid
    assert made.exchange.title not in stranger.get("/exchanges/").content.decode()
    for address in (
        f"{exchange}/", f"{exchange}/board/", f"{exchange}/side/0/listed/",
        f"lists/{made.lists[0].uid}/", f"lists/{made.lists[0].uid}/list.xlsx", f"lines/{line.uid}/",
    ):  # fmt: skip
        assert stranger.get(f"/exchanges/{address}").status_code == 404, address
    for address in (f"lists/{made.lists[0].uid}/answer/", f"lines/{line.uid}/facts/"):
        assert stranger.post(f"/exchanges/{address}").status_code == 404, address


def test_the_pages_of_a_person_and_of_a_promise_lead_to_the_exchange(made):
    line = made.lines[0][0]
    person = reverse("register:line", args=[line.entry.uid])
    assert f"/exchanges/lines/{line.uid}/" in made.at["north"].get(person).content.decode()
    counts = reverse("talks:counts", args=[made.exchange.commitment.uid])
    assert f"/exchanges/{made.exchange.uid}/" in made.at["keeper"].get(counts).content.decode()


def test_the_terms_form_keeps_what_it_does_not_ask(people, parties):
    exchange, by = opened(parties, quotas={(0, "wom"): 1}, site_room={})
    at = sign_in(Client(), by)
    form = at.get(f"/exchanges/{exchange.uid}/terms/").context["form"]
    told = {name: value for name, value in form.initial.items() if value is not None}
    at.post(f"/exchanges/{exchange.uid}/terms/", {**told, "number_0": 3, "number_1": 3})
    before = exchange.terms
    exchange.refresh_from_db()
    assert exchange.terms == {**before, "numbers": [3, 3]}


def test_quotas_and_criteria_are_set_on_the_page_and_read_by_both_sides(people, parties):
    exchange, by = opened(parties)
    at = sign_in(Client(), by)
    page = f"/exchanges/{exchange.uid}/terms/"
    told = {name: v for name, v in at.get(page).context["form"].initial.items() if v is not None}
    rule = {"code": "men", "says": "Men alone.", "field": "sex", "test": "one_of", "values": ["m"]}
    file = SimpleUploadedFile("criteria.json", json.dumps({"criteria": [rule]}).encode())
    at.post(page, {**told, "wom_1": 2, "criteria": file})
    at.post(page, {**told, "wom_1": 2, "u25_0": 1})  # without a file: the criteria stay
    exchange.refresh_from_db()
    assert exchange.terms["quotas"] == [[0, "u25", 1], [1, "wom", 2]]
    assert exchange.terms["criteria"] == {"criteria": [rule]}
    for office in ("Northland Bureau", "Southland Bureau"):
        shown = (
            sign_in(Client(), negotiator(office))
            .get(f"/exchanges/{exchange.uid}/")
            .content.decode()
        )
        assert "under 25: 1" in shown
        assert "woman: 2" in shown
        assert "Men alone." in shown
    wrong = SimpleUploadedFile("criteria.json", b"[1]")
    assert "a list named criteria" in at.post(page, {**told, "criteria": wrong}).content.decode()


def test_seats_are_written_for_every_day_or_for_each(people, parties):
    exchange, by = opened(parties)
    at = sign_in(Client(), by)
    page = f"/exchanges/{exchange.uid}/terms/"
    told = {name: v for name, v in at.get(page).context["form"].initial.items() if v is not None}
    at.post(page, {**told, "seats_0": "3 40", "seats_1": "7"})
    exchange.refresh_from_db()
    assert exchange.terms["seats"] == [[3, 40], [7, 7]]
    again = at.get(page).context["form"].initial
    assert (again["seats_0"], again["seats_1"]) == ("3 40", "7")
    for wrong in ("1 2 3", "many", "-1"):
        said = at.post(page, {**told, "seats_0": wrong}).content.decode()
        assert "one for each day" in said


def _plain(page):
    """A page without its tokens."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", page)
