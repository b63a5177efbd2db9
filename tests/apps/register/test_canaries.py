"""Nothing tells the receiver of a disclosure which of its lines were invented.

What stands on his pages, in his files and counts is compared line by line: an invented person has
the same kind of row, address, form, answer and number as a person who was asked for. Everybody
else never meets him.
"""

import csv
import io
import re

import pytest
from disclosing import (
    AGENCY,
    NORTH,
    SOUTH,
    answer,
    fresh,
    invented_in,
    office,
    release,
    release_answers,
    sought,
)
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from conftest import NOON, sign_in
from wayhome.apps.audit.models import Entry
from wayhome.apps.register.models import Alert, Answer, ListEntry, NameKey
from wayhome.apps.register.selectors.answers import answers_to_release, answers_visible_to
from wayhome.apps.register.selectors.funnel import funnel_of
from wayhome.apps.register.selectors.lists import entries_visible_to
from wayhome.apps.register.selectors.queues import answers_due, queues_for
from wayhome.apps.register.selectors.references import reference_of
from wayhome.apps.register.services.answers_files import record_answers
from wayhome.apps.register.services.exports import export_disclosure

pytestmark = pytest.mark.django_db

ROWS = [
    f"Прізвище{n};Ім'я{n};По;0{n}.01.198{n};{n}{n}77;солдат;хвороба;мати{n}" for n in range(1, 7)
]
FACTS = {"as_of_date": "2026-03-02", "source": "letter 4"}


@pytest.fixture
def put(people):
    """A list of six put to Southland, and all nine lines in the order of its file."""
    made, entries = sought(people, *ROWS)
    sent = release(people, list=made)
    order = [item.entry for item in sent.items.order_by("position").select_related("entry")]
    assert sorted(one.pk for one in order if not one.invented) == sorted(e.pk for e in entries)
    return made, sent, order


def page_of(client, user, address):
    response = sign_in(client, user).get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def rows_of(people, sent):
    export = export_disclosure(
        disclosure=sent, form="csv", language="en", by=people["outsider"], at=NOON
    )
    return list(csv.DictReader(io.StringIO(export.content.decode("utf-8-sig"))))


def shape(html):
    """A piece of a page without what differs from line to line: its text and its addresses."""
    html = re.sub(r'value="\w{64}"', "", html)  # the token of the form
    return re.sub(r">[^<]+<", "><", re.sub(r"[0-9a-f]{8}-[-0-9a-f]{27}", "uid", html))


def test_page_file_queue_and_count_show_the_same_lines_in_the_same_order(people, client, put):
    _made, sent, order = put
    references = [reference_of(sent, one.uid) for one in order]
    user = people["outsider"]
    assert [row["Reference"] for row in rows_of(people, sent)] == references
    received = page_of(client, user, reverse("register:received", args=[sent.uid]))
    assert re.findall(r'row" class="nowrap">([^<]+)<', received) == references
    due = page_of(client, user, reverse("register:answers"))
    assert re.findall(r'small nowrap">([^<]+)<', due) == references
    assert {queue.address: queue.count for queue in queues_for(user)}["/answers/"] == len(order)
    for page in (received, due):
        body = page.partition("<tbody>")[2].partition("</tbody>")[0]
        assert len({shape(row) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)}) == 1


def test_no_line_is_known_by_its_page_or_by_what_follows_its_answer(people, client, put):
    """Every line is answered in turn: the same page, answer, following line and count for each."""
    _made, _sent, order = put
    user = fresh(people["outsider"])
    pages, due = set(), [str(one.uid) for one in order]
    for n, one in enumerate(order):
        address = reverse("register:answer_line", args=[one.uid])
        page = page_of(client, user, address)
        left = due[n + 1 :] + due[:n]
        pages.add(shape(re.sub(r' <a class="button".*?</a>', "", page.partition("<h1")[2])))
        given = {"verdict": "not_held", "given_by": str(office(SOUTH).uid), **FACTS}
        response = client.post(address, given)
        follows = due[n + 1] if n + 1 < len(due) else None
        assert (follows in left) is (follows is not None)
        assert response.url == (
            reverse("register:answer_line", args=[follows])
            if follows
            else reverse("register:answers")
        )
        assert answers_due(user).count() == len(order) - n - 1
        assert answers_to_release(user).count() == n + 1
    assert len(pages) <= 2  # before the first answer the source is not offered again
    by = {entry.leaf.count('"verdict"') for entry in Entry.objects.filter(act="answer_recorded")}
    assert by == {1}


def test_a_file_of_answers_treats_every_line_alike(people, put):
    made, sent, order = put
    references = [reference_of(sent, one.uid) for one in order]
    for text, recorded, bad in (
        ("held,,letter 1,2026", len(order), 0),
        ("nothing,,letter 1,2026", 0, len(order)),
        ("refused,,letter 1,2026", 0, len(order)),
        ("refused,none,letter 1,2026", len(order), 0),
    ):
        table = "reference,verdict,reason,source,answered_on\n"
        table += "".join(f"{reference},{text}\n" for reference in references)
        taken = record_answers(
            list=made, content=table.encode(), given_by=office(SOUTH), by=people["outsider"],
            at=NOON,
        )  # fmt: skip
        assert (taken.recorded, len(taken.bad)) == (recorded, bad)
    for reference in references:  # twice in one file
        table = "reference,verdict,source,answered_on\n" + f"{reference},held,l,2026\n" * 2
        taken = record_answers(
            list=made, content=table.encode(), given_by=office(SOUTH), by=people["outsider"],
            at=NOON,
        )  # fmt: skip
        assert (taken.recorded, len(taken.bad)) == (1, 1)


@pytest.mark.parametrize("to", [NORTH, AGENCY])
def test_an_answer_about_an_invented_person_goes_nowhere(people, client, put, to):
    made, _sent, order = put
    invented = [one for one in order if one.invented]
    given = [answer(people, one, "not_held") for one in order]
    back = release_answers(people, *given, to=to)
    # Whoever answered sees what it asked to send: all of it, of the same kind.
    assert back.persons == len(order)
    page = page_of(client, people["outsider"], reverse("register:disclosure", args=[back.uid]))
    assert f"<dd>{len(order)}</dd>" in page
    assert [one for one in order if one.surname not in page] == []
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert len({shape(row) for row in re.findall(r"<tr>.*?</tr>", body, re.DOTALL)}) == 1
    # Whoever receives it, and the keeper, finds the lines it asked for and nobody else.
    for who, address in (
        ("northern" if to == NORTH else "signer", "received"),
        ("registrar", "disclosure"),
    ):
        page = page_of(client, people[who], reverse(f"register:{address}", args=[back.uid]))
        assert [one.surname for one in order if one.surname in page] == [
            one.surname for one in order if not one.invented
        ]
        assert "held back" not in page
    reader = people["northern" if to == NORTH else "registrar"]
    export = export_disclosure(disclosure=back, form="csv", language="en", by=reader, at=NOON)
    text = export.content.decode("utf-8-sig")
    assert not any(one.surname in text for one in invented)
    assert Answer.objects.filter(entry__invented=True, released_at__isnull=False).count() == 0
    for who in ("registrar", "northern"):
        seen = answers_visible_to(people[who])
        assert not seen.filter(entry__invented=True).exists()
        assert funnel_of(made, people[who]).lines == len(order) - len(invented)


def test_an_answer_about_an_invented_person_tells_the_keeper(people, client, put):
    _made, sent, order = put
    invented = invented_in(sent)[0]
    real = next(one for one in order if not one.invented)
    answer(people, real)
    assert not Alert.objects.exists()
    answer(people, invented)
    alert = Alert.objects.get()
    assert (alert.code, alert.partition) == ("canary_answered", people["signer"].party)
    assert alert.about.startswith(sent.number)
    home = page_of(client, people["signer"], "/")
    assert "answered about a person invented" in home
    assert invented.surname not in home
    assert "invented" not in page_of(client, people["outsider"], "/")


def test_nobody_else_meets_an_invented_person(people, client, put):
    _made, sent, _order = put
    invented = invented_in(sent)
    assert len(invented) == 3
    names = [one.surname for one in invented]
    assert not ListEntry.objects.filter(pk__in=[one.pk for one in invented]).exists()
    assert not NameKey.objects.filter(entry__in=[one.pk for one in invented]).exists()
    for who in ("registrar", "proposer", "signer", "northern", "outsider"):
        assert not entries_visible_to(people[who]).filter(surname__in=names).exists()
    for who in ("registrar", "proposer"):
        assert not answers_due(people[who]).filter(surname__in=names).exists()
        for one in invented:
            for name in ("line", "answer_line"):
                address = reverse(f"register:{name}", args=[one.uid])
                assert sign_in(client, people[who]).get(address).status_code == 404
    with pytest.raises(ObjectDoesNotExist):
        ListEntry.objects.get(uid=invented[0].uid)
